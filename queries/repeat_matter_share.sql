-- What share of the matters registered in the period had been registered before?
-- Grain: period x unit; unit null = all chosen units together. Null for periods that begin before the data is as
-- long as the repeat window: truncation alone would make the share rise.
-- Reads: asked_matters, months, settings.
select
    asked.period,
    asked.unit,
    asked.breakdown,
    null as code,
    case
        when months.first_day >= settings.first_day + to_months(settings.repeat_window_months)
            then asked.repeat_matters
    end as numerator,
    asked.matters as denominator,
    case
        when months.first_day >= settings.first_day + to_months(settings.repeat_window_months)
            then share(asked.repeat_matters, asked.matters)
    end as value
from asked_matters as asked
cross join settings
left join months on asked.first_month = months.month
