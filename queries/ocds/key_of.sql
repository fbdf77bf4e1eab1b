-- Which key of the contract stands for an id of the source?
-- Grain: one value; null where there is no id.
-- Reads: its arguments.
-- An id that fits is kept, one that does not begin with a letter after the prefix; another one, or one with so many
-- digits in a row that it may be a person's, is hashed.
create or replace macro key_of(prefix, told) as
case
    when regexp_full_match(told, '[A-Za-z][A-Za-z0-9._-]{0,63}') and not regexp_matches(told, '[0-9]{11}') then told
    when regexp_full_match(told, '[A-Za-z0-9._-]{1,62}') and not regexp_matches(told, '[0-9]{11}')
        then prefix || '-' || told
    when trim(told) != '' then prefix || left(sha256(told), 24)
end
