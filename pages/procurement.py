"""重点领域: which area, which stage, which kind of flag, and what is to be checked?"""

from functools import partial

from barometer.filter_bar import choose_filters
from barometer.panels.flagged_trend import flagged_trend
from barometer.panels.flags import flag_list, flags_by_area
from barometer.panels.procurement import procurement_headline, stage_heat
from barometer.procurement_screen import show_areas, show_records, show_tender, show_work_list
from barometer.screen import show_foot, show_headline, show_row, show_words

filters = choose_filters()

show_headline(procurement_headline, filters)
show_areas(filters)
show_row(filters, (1, 1), stage_heat, flagged_trend)
show_work_list(filters)
show_tender(filters)
show_row(filters, (1, 1), partial(flags_by_area, kind="statutory"), partial(flags_by_area, kind="statistical"))
show_words(filters, flag_list)
show_records(filters)
show_foot(filters, reports=False)
