"""总览: how are things, and is anything to be looked after?"""

from functools import partial

from barometer.filter_bar import choose_filters
from barometer.panels.area_strip import area_strip
from barometer.panels.breakdowns import channels, contributions
from barometer.panels.headline import overview_headline
from barometer.panels.sentences import three_sentences
from barometer.panels.trend import trend
from barometer.screen import show_cards, show_foot, show_headline, show_row, show_table_and_figures
from barometer.signals_screen import show_attention

filters = choose_filters()

show_headline(overview_headline, filters, three_sentences)
show_cards(filters)
show_attention(filters, partial(trend, metric_id="registered"))
show_row(filters, (1, 1), contributions, channels)
show_table_and_figures(filters, area_strip)
show_foot(filters)
