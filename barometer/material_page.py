"""会议材料: charts on the left; what is checked, written and kept on the right; how to begin where nothing is there."""

from __future__ import annotations

import streamlit as st

from barometer.filters import Filters
from barometer.made_material import Made
from barometer.material_files import show_checks, show_files
from barometer.material_screen import show_charts, show_nothing
from barometer.material_start import show_names, show_start, show_update
from barometer.panels.told import State


def show_material(made: Made | State | None, filters: Filters) -> None:
    """Show the material and its files, or how it begins."""
    left, right = st.columns([5, 3], gap="small")
    with right:
        if isinstance(made, Made):
            show_files(made, show_checks(made))
            show_names(made)
        show_start(filters)
    with left:
        if isinstance(made, Made):
            show_update(made)
            show_charts(made)
        else:
            show_nothing(made)
