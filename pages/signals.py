"""苗头提示: which early signs are worth a look first, and how far can they be trusted?"""

from barometer.filter_bar import choose_filters
from barometer.panels.signal_quality import back_test_table, quality_table
from barometer.panels.signals import signals_headline
from barometer.screen import show_foot, show_headline, show_words
from barometer.signals_screen import show_signals

filters = choose_filters(has_codes=False)

show_headline(signals_headline, filters)
show_signals(filters)
show_words(filters, back_test_table)
show_words(filters, quality_table)
show_foot(filters, is_compared=False)
