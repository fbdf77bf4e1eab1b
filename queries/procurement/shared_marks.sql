-- Did different suppliers of a tender share a mark of their bids: device, account or representative?
-- Grain: tender with bids that the limit applies to; and supplier of bids with an equal mark.
-- Reads: equal_marks, considered_bids, limits_in_force().
create or replace macro shared_marks(mark, limit_id) as table
    with judged as (
        select
            limited.tender_id,
            limit_value,
            list_distinct(coalesce(
                case mark when 'device' then of_device when 'account' then of_account else of_representative end, []
            )) as sharing,
            coalesce(
                case mark
                    when 'device' then is_device_told when 'account' then is_account_told else is_representative_told
                end, false
            ) as is_told,
            case mark
                when 'device' then 'bids.device_hash'
                when 'account' then 'bids.deposit_account_hash'
                else 'bids.legal_rep_hash'
            end as column_name,
            untold
        from limits_in_force(limit_id) as limited
        left join equal_marks using (tender_id)
        where limited.tender_id in (select considered_bids.tender_id from considered_bids)
    ),

    told as (
        select
            *,
            case when untold is not null then untold when not is_told then column_name end as missing
        from judged
    ),

    stated as (
        select
            *,
            case
                when missing is not null then 'not_computable'
                when len(sharing) >= limit_value then 'flagged'
                else 'clear'
            end as state
        from told
    )

    select
        'tender' as subject,
        tender_id as subject_id,
        tender_id,
        state,
        cast(len(sharing) as double) as measured,
        limit_value,
        missing
    from stated
    union all
    select
        'supplier' as subject,
        unnest(sharing) as subject_id,
        tender_id,
        state,
        cast(len(sharing) as double) as measured,
        limit_value,
        null as missing
    from stated
    where state = 'flagged'
