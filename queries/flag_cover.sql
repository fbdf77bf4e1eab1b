-- For each flag: how many of the chosen tenders it applies to, on how many it is computable, and how many it flags?
-- Grain: flag of tenders, in the order of the registry.
-- Reads: chosen_tenders(), flag_bits.
select
    flag_bits.flag,
    count(*) filter (where (chosen.computable | chosen.not_computable) & flag_bits.bit <> 0) as tenders,
    count(*) filter (where chosen.computable & flag_bits.bit <> 0) as computable,
    count(*) filter (where chosen.flagged & flag_bits.bit <> 0) as flagged
from flag_bits
left join chosen_tenders($node, $first_month, $last_month, $area) as chosen on true
group by flag_bits.flag, flag_bits.bit
order by flag_bits.bit
