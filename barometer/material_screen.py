"""会议材料 on screen: the answer, the charts with their sentences to edit, and what has changed since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial

import streamlit as st

from barometer.audience import Audience
from barometer.briefing.checks import BLOCKS, Check
from barometer.briefing.choices import OWN
from barometer.briefing.pack import Exhibit, Section, Sentence
from barometer.card_states import show_state
from barometer.charts.spec import ChartSpec
from barometer.figure_table import table_html
from barometer.language import say
from barometer.made_material import Made
from barometer.material import can_undo, change, material, material_turn, refused, replace_with, undo, without_items
from barometer.panels.told import State
from barometer.plain_text import plain
from barometer.refusals import refusal
from barometer.screen import audience

LONGEST_SENTENCE = 600


def show_charts(made: Made) -> None:
    """Show every chart small with its sentence, in the order of the files."""
    with st.container(border=True, key="card-charts", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            st.header(say("Charts and conclusions"), anchor=False, width="stretch")
            _show_undo()
            _small_button(
                say("Empty"), "delete_sweep", partial(replace_with, None), "empty", say("Take everything out")
            )
        if fault := refused():
            st.info(plain(refusal(fault)), icon=":material/info:")
        st.caption(say("Change a sentence and leave the field: it is checked against its figures at once."))
        for number, section in enumerate(made.pack.sections):
            _show_section(section, number, made)


def show_nothing(state: State | None) -> None:
    """Show that there is no chart yet and where they come from, or why the material cannot be made and what helps."""
    if fault := refused():
        st.info(plain(refusal(fault)), icon=":material/info:")
    why = say("On any page, the button at the upper right of a card puts its chart in here as it stands there.")
    nothing = State(
        say("Charts and conclusions"),
        say("No charts have been chosen yet"),
        why,
        ":material/library_add:",
    )
    show_state(state or nothing, "charts")
    with st.container(horizontal=True, gap="small"):
        if can_undo():
            _show_undo()
        if state and (known := material()):
            newest, words = replace(known, snapshot=audience().snapshot.label), say("Use the newest data")
            _small_button(words, "update", partial(replace_with, newest), "newest")
            _small_button(
                say("Restore all sentences"), "undo", partial(replace_with, replace(known, edits={})), "words"
            )
            _small_button(say("Empty"), "delete_sweep", partial(replace_with, None), "empty")


def _show_section(section: Section, number: int, made: Made) -> None:
    st.markdown(f"**{plain(section.title)}**")
    if section.is_by_hand:
        st.caption(say("Left empty in the files, to be written by hand."))
    for sentence in section.paragraphs:
        _show_sentence(sentence, sentence.key, made)
    for table in section.tables:
        with st.expander(plain(say("Table: {title}", title=table.title))):
            st.html(table_html(table.head, table.rows, table.figures))
    for exhibit in section.exhibits:
        _show_exhibit(exhibit, made)


def _show_exhibit(exhibit: Exhibit, made: Made) -> None:
    with st.container(key=f"exhibit-{exhibit.key}", gap="xsmall"):
        picture, words = st.columns([5, 6], gap="small")
        with picture:
            if exhibit.spec:
                st.image(_preview(made.audience, exhibit.spec, made.saved.language), alt=exhibit.spec.title)
            else:
                st.markdown(f":material/image_not_supported: {plain(exhibit.missing)}")
        with words, st.container(gap="xsmall"):
            if exhibit.spec:
                _show_sentence(exhibit.conclusion, exhibit.key, made)
            else:
                st.markdown(plain(exhibit.conclusion.text))
            _show_places(exhibit.key, made)


@lru_cache(maxsize=256)
def _preview(audience: Audience, spec: ChartSpec, language: str) -> str:
    """Return the picture of a chart as files show it; letters are text, which the reader's machine draws."""
    from barometer.briefing.pictures import svg_of  # takes long to load: the page without charts does not wait for it

    return svg_of(spec, language, outlines=False).decode()


def _show_sentence(sentence: Sentence, key: str, made: Made) -> None:
    """Show a sentence as a field, what its check found, and what it was before somebody changed it."""
    field = f"words-{material_turn()}-{key}"
    st.text_area(
        say("Sentence"),
        value=sentence.text,
        key=field,
        height="content",
        max_chars=LONGEST_SENTENCE,
        label_visibility="collapsed",
        on_change=lambda: _edit(key, st.session_state[field], sentence.generated, made),
    )
    for check in made.found_on(key):
        show_check(check)
    if sentence.edited is not None:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(plain(say("By rule: {sentence}", sentence=sentence.generated)), width="stretch")
            _small_button(say("Restore"), "undo", partial(_restore, key, made), f"restore-{key}")


def show_check(check: Check) -> None:
    """Show one finding of the check list: what blocks with its sign and word, the rest as a hint."""
    if check.level == BLOCKS:
        st.markdown(f":red[:material/block: **{say('Stops the export')}**] {plain(check.words)}")
    else:
        st.markdown(f":material/info: {plain(check.words)}")


def _show_places(key: str, made: Made) -> None:
    """Show what moves a chart up or down, where its order is free, and what takes it out."""
    names = [one.name for one in made.saved.items]
    with st.container(horizontal=True, gap="small"):
        if key in names and made.saved.template == OWN:
            place = names.index(key)
            _move_button("arrow_upward", say("Move up"), key, place - 1 if place else None, made)
            _move_button("arrow_downward", say("Move down"), key, place + 1 if place + 1 < len(names) else None, made)
        _small_button(say("Take out"), "close", partial(_take_out, key, made), f"out-{key}")


def _move_button(icon: str, words: str, key: str, place: int | None, made: Made) -> None:
    _small_button(words, icon, partial(_move, key, place or 0, made), f"{icon}-{key}", words, place is None)


def _show_undo() -> None:
    _small_button(say("Undo"), "undo", undo, "undo", disabled=not can_undo())


def _small_button(
    label: str, icon: str, act: Callable[[], None], key: str, help: str | None = None, disabled: bool = False
) -> None:
    st.button(
        label,
        icon=f":material/{icon}:",
        type="tertiary",
        help=help,
        on_click=act,
        key=f"material-{key}",
        disabled=disabled,
    )


def _edit(key: str, text: str, generated: str, made: Made) -> None:
    """Take the words of a field; empty ones, or those of the rule, are no change."""
    words = " ".join((text or "").split())
    edits = {name: told for name, told in made.saved.edits.items() if name != key}
    if words and words != generated:
        edits[key] = words
    saved = replace(made.saved, edits=edits)
    if words:
        change(saved)
    else:
        replace_with(saved)  # the field shows the words of the rule again


def _restore(key: str, made: Made) -> None:
    replace_with(replace(made.saved, edits={name: text for name, text in made.saved.edits.items() if name != key}))


def _move(key: str, place: int, made: Made) -> None:
    items = [one for one in made.saved.items if one.name != key]
    moved = next(one for one in made.saved.items if one.name == key)
    change(replace(made.saved, items=(*items[:place], moved, *items[place:])))


def _take_out(key: str, made: Made) -> None:
    saved = made.saved
    if any(one.name == key for one in saved.items):
        change(without_items(saved, tuple(one for one in saved.items if one.name != key)))
        return
    edits = {name: text for name, text in saved.edits.items() if name != key}
    change(replace(saved, left_out=(*saved.left_out, key), edits=edits))
