"""会议材料: which charts and sentences go to the meeting, are they right, and in which files?"""

from functools import partial

from barometer.filter_bar import choose_filters
from barometer.made_material import answer
from barometer.material_page import show_material
from barometer.material_screen import made_material
from barometer.screen import show_foot, show_headline

filters = choose_filters(has_codes=False)
made = made_material()

show_headline(partial(answer, made), filters)
show_material(made, filters)
show_foot(filters, is_compared=False, reports=False)
