"""会议材料: which charts and sentences go to the meeting, are they right, and in which files?"""

from functools import partial

from barometer.filter_bar import choose_filters
from barometer.made_material import answer, made_now
from barometer.material_page import show_material
from barometer.screen import audience, show_foot, show_headline

filters = choose_filters(has_codes=False)
made = made_now(audience())

show_headline(partial(answer, made), filters)
show_material(made, filters)
show_foot(filters, is_compared=False, reports=False)
