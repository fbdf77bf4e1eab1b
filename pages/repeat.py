"""重复信访: are matters coming back more often, and where do they get stuck?"""

from functools import partial

from barometer.filter_bar import choose_filters
from barometer.panels.cohorts import cohorts
from barometer.panels.headline import repeat_headline
from barometer.panels.repeats import dots, intervals
from barometer.panels.trend import trend
from barometer.screen import show_foot, show_headline, show_row

filters = choose_filters()

show_headline(repeat_headline, filters)
show_row(filters, (2, 1), partial(trend, metric_id="repeat_share", beneath="repeat_items"), intervals)
show_row(filters, (1, 1), cohorts, partial(dots, metric_id="repeat_share", across="category"))
show_foot(filters)
