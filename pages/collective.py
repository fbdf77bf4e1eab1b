"""集体访: how large are collective visits, when and about what do they gather, and what went before?"""

from barometer.filter_bar import choose_filters
from barometer.panels.causes import causes
from barometer.panels.collective import collective_trend, size_classes, topics
from barometer.panels.headline import collective_headline
from barometer.panels.visit_days import visit_calendar
from barometer.screen import show_foot, show_headline, show_row

filters = choose_filters()

show_headline(collective_headline, filters)
show_row(filters, (2, 1), collective_trend, size_classes)
show_row(filters, (1,), visit_calendar)
show_row(filters, (3, 2), topics, causes)
show_foot(filters)
