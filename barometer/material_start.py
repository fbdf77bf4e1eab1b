"""会议材料: how it begins, how it is named and kept, and how it is brought up to date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from barometer.audience import Audience
from barometer.briefing.changed_figures import changes_in_words
from barometer.briefing.choices import OWN, TEMPLATES, TOPICS
from barometer.briefing.exporting import file_stem
from barometer.briefing.figures_shown import Changed
from barometer.briefing.saved_pack import LARGEST, SavedPack, parsed_pack
from barometer.briefing.templates import filters_of
from barometer.briefing.topics import topic_title
from barometer.dates_in_words import day_name
from barometer.faults import Fault
from barometer.figure_table import table_html
from barometer.filters import Filters, write_address
from barometer.language import current_language, say, say_count
from barometer.made_material import Made, updated
from barometer.material import change, material, material_turn, refuse, replace_with
from barometer.panels.told import filters_in_words
from barometer.plain_text import plain
from barometer.screen import audience

LONGEST_LINE = 60
_CHANGED, _FILE = "material-changed", "material-opened"


def show_start(filters: Filters) -> None:
    """Show the templates, which begin with the period and units of the filter line, and what opens a saved material."""
    with st.container(border=True, key="card-start", gap="small"):
        st.header(say("Begin with a template"), anchor=False)
        st.caption(plain(filters_in_words(audience(), filters, is_compared=False)))
        names = _templates()
        chosen = st.selectbox(
            say("Template"), list(names), format_func=names.__getitem__, label_visibility="collapsed", key="template"
        )
        st.button(
            say("Begin"),
            icon=":material/post_add:",
            on_click=_begin,
            args=(*chosen, filters, current_language()),
            width="stretch",
            key="material-begin",
        )
        st.file_uploader(say("Open a saved material"), type="json", max_upload_size=1, on_change=_open, key=_FILE)


def _templates() -> dict[tuple[str, str], str]:
    """Return the templates with what readers call them."""
    titles = {"monthly": say("Monthly meeting"), "quarterly": say("Quarterly petition situation report")}
    named = {(name, ""): titles[name] for name in TEMPLATES if name in titles}
    return named | {("topic", topic): topic_title(topic) for topic in TOPICS}


def _begin(template: str, topic: str, filters: Filters, language: str) -> None:
    asker, known = audience(), material()
    month = filters.period.last_month
    start = filters_of(asker.session, template, month, filters.units, filters.mode == "month")
    start = replace(start, comparison=filters.comparison)
    items = known.items if known and known.template == OWN else ()
    replace_with(SavedPack(template, write_address(start), asker.snapshot.label, language, topic, items=items))


def _open() -> None:
    """Take a saved material from a file; one that is none changes nothing."""
    if (file := st.session_state[_FILE]) is None:
        return
    try:
        replace_with(parsed_pack(file.read(LARGEST + 1).decode("utf-8", "replace"), file.name))
    except Fault as fault:
        refuse(fault)


def show_names(made: Made) -> None:
    """Show title and mark of the files, and what keeps the material for later."""
    with st.container(border=True, key="card-names", gap="small"):
        st.header(say("Title and mark"), anchor=False)
        _line(say("Title"), made.saved.title, lambda text: replace(made.saved, title=text), "title", made.pack.title)
        words = say("Mark on every file, such as internal")
        _line(words, made.saved.mark, lambda text: replace(made.saved, mark=text), "mark")
        st.download_button(
            say("Save the material for later"),
            data=made.saved.as_json(),
            file_name=f"{file_stem(made.pack)}.json",
            mime="application/json",
            icon=":material/save:",
            type="tertiary",
            on_click="ignore",
            key="material-save",
        )


def _line(label: str, value: str, take: Callable[[str], SavedPack], name: str, placeholder: str = "") -> None:
    field = f"material-{name}-{material_turn()}"
    st.text_input(
        label,
        value=value,
        max_chars=LONGEST_LINE,
        placeholder=placeholder,
        on_change=lambda: change(take(" ".join(st.session_state[field].split()))),
        key=field,
    )


def show_update(made: Made) -> None:
    """Show that newer data is there, or which figures changed when the material was brought up to date."""
    newest = audience()
    if made.saved.snapshot != newest.snapshot.label:
        _offer_update(made, newest)
    before: tuple[str, tuple[Changed, ...]] | None = st.session_state.get(_CHANGED)
    if before is None or before[0] != made.saved.snapshot:
        return
    count = len(before[1])
    words = say_count("{n} figure changed", "{n} figures changed", count, n=count)
    with st.expander(words if count else say("No figure changed"), icon=":material/difference:", expanded=bool(count)):
        head = (say("Where"), say("Row"), say("Column"), say("Before"), say("Now"))
        st.html(
            f"<div class='figures-room' tabindex='0'>"
            f"{table_html(head, changes_in_words(made.pack, before[1]), (3, 4))}</div>"
        )


def _offer_update(made: Made, newest: Audience) -> None:
    told = say(
        "The material rests on data to {then}; the newest reaches {now}.",
        then=day_name(made.audience.snapshot.data_as_of),
        now=day_name(newest.snapshot.data_as_of),
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="material-newer"):
        st.markdown(f":material/update: {plain(told)}", width="stretch")
        st.button(say("Bring up to date"), on_click=_update, args=(made, newest), key="material-update")


def _update(made: Made, newest: Audience) -> None:
    try:
        saved, changed = updated(made.saved, newest)
    except Fault as fault:
        refuse(fault)
        return
    st.session_state[_CHANGED] = (saved.snapshot, changed)
    replace_with(saved)
