"""办理质效: are items handled on time, are petitioners satisfied, and does work pile up?"""

from barometer.filter_bar import choose_filters
from barometer.panels.handling import ages, handling_figures, handling_headline, stages
from barometer.panels.satisfaction import satisfaction
from barometer.panels.timeliness import answer_days, on_time_rates
from barometer.panels.unit_funnel import unit_funnel
from barometer.screen import show_foot, show_further, show_headline, show_row

filters = choose_filters()

show_headline(handling_headline, filters)
show_row(filters, (1, 2), stages, on_time_rates)
show_row(filters, (1, 1), ages, unit_funnel)
show_row(filters, (1,), answer_days)
show_further(filters, satisfaction, handling_figures)
show_foot(filters)
