-- Which text stands at a place of a list of JSON values, told by their kinds and their texts?
-- Grain: one value; null where there is none, such as a number.
-- Reads: its arguments. One look at a value for all its paths costs a fraction of a look for each.
create or replace macro text_in(kinds, texts, place) as
case when kinds[place] = 'VARCHAR' then texts[place] end
