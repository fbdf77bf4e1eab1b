-- In which state is each flag of a tender?
-- Grain: tender; one bit a flag.
-- Reads: flag_answers, flag_bits.
select
    flag_answers.tender_id,
    bit_or(if(flag_answers.state = 'flagged', flag_bits.bit, 0)) as flagged,
    bit_or(if(flag_answers.state = 'not_computable', 0, flag_bits.bit)) as computable,
    bit_or(if(flag_answers.state = 'not_computable', flag_bits.bit, 0)) as not_computable
from flag_answers
inner join flag_bits on flag_answers.flag = flag_bits.flag
where flag_answers.subject = 'tender'
group by flag_answers.tender_id
