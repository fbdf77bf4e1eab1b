"""放映: what does each chart of a page say, one a screen, for people who sit far from it?

It is opened from any page with that page's charts and filters, and has no entry in the menu.
"""

from barometer.board_screen import board_filters, show_board

filters = board_filters()

show_board(filters)
