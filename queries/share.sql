-- What part of the denominator is the numerator? Null where there is nothing to divide by.
create macro share(numerator, denominator) as
numerator / nullif(denominator, 0)
