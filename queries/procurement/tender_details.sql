-- What is known of a tender beside its flags, for its own page?
-- Grain: tender of tender_marks.
-- Reads: tender_marks, considered_tenders, contracts.
with contracted as (
    select
        tender_id,
        min(signed_on) as signed_on,
        sum(amount) as contract_amount,
        max(accept_due_on) as accept_due_on,
        max(accepted_on) as accepted_on
    from contracts
    group by tender_id
)

select
    considered_tenders.tender_id,
    considered_tenders.ocid,
    considered_tenders.unit_id,
    considered_tenders.regime,
    considered_tenders.method,
    considered_tenders.ocds_method,
    considered_tenders.status,
    considered_tenders.currency,
    considered_tenders.budget,
    considered_tenders.ceiling_price,
    considered_tenders.notice_at,
    considered_tenders.documents_from,
    considered_tenders.documents_to,
    considered_tenders.deadline_at,
    considered_tenders.opened_at,
    considered_tenders.award_notice_on,
    considered_tenders.bidder_count,
    contracted.signed_on,
    contracted.contract_amount,
    contracted.accept_due_on,
    contracted.accepted_on
from considered_tenders
left join contracted on considered_tenders.tender_id = contracted.tender_id
where considered_tenders.tender_id in (select tender_id from tender_marks)
