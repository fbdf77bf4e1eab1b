"""口径与数据: how is it computed, can it be trusted, and up to which day?"""

from barometer.definitions_screen import choose_section, show_section
from barometer.filter_bar import choose_filters
from barometer.panels.definitions import definitions_headline
from barometer.screen import show_foot, show_headline

filters = choose_filters(has_codes=False)

show_headline(definitions_headline, filters)
show_section(choose_section(), filters)
show_foot(filters, is_compared=False)
