"""怎么看这些图: each picture is the reader's own data and says how to read it, or why it cannot be drawn."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from deliveries import TREE, published
from streamlit.testing.v1 import AppTest
from worked_examples import letter

from barometer.audience import Audience
from barometer.charts import ChartSpec, figure
from barometer.charts.marks import Line, Monthly, Value
from barometer.charts.palette import LIGHT
from barometer.charts.run_label import REACH
from barometer.charts.spec import Provenance
from barometer.contract import HOUSE
from barometer.filters import Filters, default_filters
from barometer.language import use_language
from barometer.panels.lessons import LESSONS, funnel_lesson, lateness_lesson, range_lesson
from barometer.panels.longest_run import longest_run
from barometer.panels.reading import reading_notes
from barometer.panels.strongest_signal import strongest_signal
from barometer.panels.told import State, Told
from barometer.panels.trend import trend
from barometer.panels.unit_funnel import unit_funnel
from barometer.panels.yearly_course import factor_line, yearly_course
from barometer.periods import month_run, months_apart, parse_month
from barometer.reading_answers import AnnualChange, annual_changes, readings_of
from barometer.reading_words import change_a_year
from barometer.readings.xmr import RUN
from barometer.scope import Scope
from barometer.signal_answers import signals
from barometer.snapshots import current_snapshot

Asked = tuple[Audience, Filters]
Builder = Callable[[Audience, Filters], Told]


def asked_of(data: Path, *units: str) -> Asked:
    audience = Audience(Scope(), current_snapshot(data))
    return audience, replace(default_filters(audience.session), units=units)


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    use_language("zh")
    yield
    use_language("zh")


@pytest.fixture
def sample(sample_data: Path) -> Asked:
    return asked_of(sample_data)


def monthly(told: Told) -> Monthly:
    assert isinstance(told, ChartSpec)
    (panel,) = told.panels
    assert isinstance(panel, Monthly)
    return panel


# --- every picture ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("build", LESSONS, ids=lambda build: build.__name__)
def test_a_picture_is_drawn_and_says_how_to_read_it(
    build: Builder, language: str, sample: Asked, small_data: Path
) -> None:
    use_language(language)
    for audience, filters in (sample, asked_of(small_data), asked_of(small_data, "U005")):
        told = build(audience, filters)
        if isinstance(told, ChartSpec):
            assert figure(told)["data"]
            assert len(told.table()) > 2
        assert 2 <= len(told.notes) <= 4
        named = [note for note in told.notes if ("统计方法" if language == "zh" else "(statistic") in note]
        assert named == [told.notes[-1]], "plain words first, the statistic's name last"
        assert re.search(r"）。$|\)\.$", told.notes[-1])


def test_the_sample_gives_every_picture_but_that_of_lateness(sample: Asked) -> None:
    shown = [isinstance(build(*sample), ChartSpec) for build in LESSONS]
    assert shown == [build is not lateness_lesson for build in LESSONS]


@pytest.mark.shared
def test_data_without_answers_gives_all_pictures_but_funnel_and_lateness(new_york_data: Path) -> None:
    asked = asked_of(new_york_data)
    told = {build: build(*asked) for build in LESSONS}
    assert {build for build, one in told.items() if isinstance(one, State)} == {funnel_lesson, lateness_lesson}
    for one in told.values():
        if isinstance(one, ChartSpec):
            figure(one)


def test_a_year_of_data_gives_states_that_say_what_is_missing(tmp_path: Path) -> None:
    months = month_run(parse_month("2025-11"), parse_month("2026-10"))
    petitions = [letter(f"{month:%Y-%m}-{day:02}", unit_id="north-1") for month in months for day in (3, 9, 20)]
    audience = Audience(Scope(), published(tmp_path, TREE, petitions).snapshot)
    filters = default_filters(audience.session)
    for build in LESSONS:
        told = build(audience, filters)
        assert isinstance(told, State), build.__name__
        assert told.why
        assert told.notes
        assert told.remedy in ("", "quality"), "the latest month is what is chosen"
    assert "历史" in range_lesson(audience, filters).reason


def test_units_chosen_together_are_not_read_and_a_button_leads_back(sample: Asked) -> None:
    audience, filters = sample
    both = replace(filters, units=("U005", "U018"))
    for build in (range_lesson, longest_run, yearly_course):
        told = build(audience, both)
        assert isinstance(told, State)
        assert (told.reason, told.remedy) == ("所选范围未作判断", "all units")


# --- the figures -----------------------------------------------------------------------------------------------------


def test_the_range_is_that_of_the_trend_and_the_dots_are_counted(sample: Asked) -> None:
    told, page = range_lesson(*sample), trend(*sample, metric_id="registered")
    assert isinstance(told, ChartSpec)
    assert isinstance(page, ChartSpec)
    assert told.panels == page.panels
    outside = len(monthly(told).marked)
    assert outside
    assert f"{outside}个月超出" in told.notes[0]
    assert "近三年" not in told.subtitle, "the claim stands in the title of the trend only"


def test_the_run_is_the_longest_of_the_final_months(sample: Asked) -> None:
    audience, filters = sample
    told = longest_run(audience, filters)
    panel = monthly(told)
    read = {
        name: [one for one in readings_of(audience, name, filters) if one.month <= panel.months[-1]]
        for name in ("registered", "repeat_share", "repeat_items", "collective_batches", "completed_on_time_rate")
    }
    assert isinstance(told, ChartSpec)
    longest = max((one for many in read.values() for one in many), key=lambda one: abs(one.run))
    assert told.metric == longest.metric
    assert abs(longest.run) == len(panel.marked) >= RUN
    assert panel.months[panel.marked[-1][0]] == longest.month
    ratios = {one.month: one.value / one.expected for one in read[told.metric]}
    assert panel.lines[0].values == tuple(ratios.get(month) for month in panel.months)
    assert set(panel.lines[1].values) == {1.0}
    assert panel.marked_as in told.notes[0]


def test_a_run_that_is_too_short_bears_no_colour(sample_data: Path) -> None:
    for unit in ("U011", "U016", "U034"):
        told = longest_run(*asked_of(sample_data, unit))
        assert {verdict for _, verdict in monthly(told).marked} == {"neutral"}
        assert f"未满{RUN}个月" in told.notes[0]


def test_a_run_with_a_month_beside_the_line_says_how_its_side_is_told(sample_data: Path) -> None:
    asked = asked_of(sample_data, "U055")
    told = longest_run(*asked)
    panel = monthly(told)
    sides = [(panel.lines[0].values[place] or 0) > 1 for place, _ in panel.marked]
    assert len(set(sides)) == 2
    assert "中位数" in told.notes[1]
    assert "中位数" not in "".join(longest_run(*asked_of(sample_data)).notes)


def test_units_with_too_few_cases_have_no_months_in_a_row(sample_data: Path) -> None:
    told = longest_run(*asked_of(sample_data, "U060"))
    assert isinstance(told, State)
    assert (told.reason, told.remedy) == ("件数过少，不计连续月数", "all units")
    never_registered = longest_run(*asked_of(sample_data, "U004"))
    assert isinstance(never_registered, State) and never_registered.reason == "历史太短"


def test_the_funnel_is_that_of_its_page_and_repeats_what_it_says(sample: Asked) -> None:
    told, page = funnel_lesson(*sample), unit_funnel(*sample)
    assert isinstance(told, ChartSpec)
    assert isinstance(page, ChartSpec)
    assert (told.panels, told.subtitle) == (page.panels, page.subtitle)
    assert told.notes[0] == f"本图：{page.title}。"


def test_the_line_of_three_years_is_the_factor_that_was_read(sample: Asked) -> None:
    audience, filters = sample
    told, read = yearly_course(audience, filters), annual_changes(audience, filters)["registered"]
    panel = monthly(told)
    counts, line = panel.lines[0].values, panel.lines[1].values
    assert (panel.months[0], panel.months[-1]) == (read.first_month, read.last_month)
    assert sum(value or 0 for value in counts) == read.items
    assert sum(value or 0 for value in line) == pytest.approx(read.items)
    assert (line[12] or 0) / (line[0] or 1) == pytest.approx(read.ratio)
    assert panel.band is not None
    assert (panel.band.upper[-1] or 0) / (panel.band.lower[-1] or 1) == pytest.approx(
        (read.high / read.low) ** (17.5 / 12)
    )
    assert told.title.endswith(change_a_year(read))
    assert told.title.startswith("区间含0") == (read.low <= 1 <= read.high)
    assert "95%区间" in [entry["text"] for entry in figure(told)["layout"]["annotations"]]  # type: ignore[arg-type]
    assert told.table()[0][-2:] == ("95%区间下限", "95%区间上限")  # type: ignore[union-attr]


def test_a_line_by_hand_doubles_in_a_year() -> None:
    first, last = parse_month("2024-01"), parse_month("2026-12")
    told = AnnualChange("registered", first, last, 700, 2.0, 1.5, 2.5, 0.001, "rising")
    line = factor_line(told, 2.0)
    assert months_apart(first, last) + 1 == len(line)
    assert sum(line[:12]) == pytest.approx(100)
    assert sum(line[12:24]) == pytest.approx(200)
    assert sum(line[24:]) == pytest.approx(400)
    assert math.prod(line[17:19]) == pytest.approx(math.prod(factor_line(told, 1.5)[17:19])), (
        "limits cross at the middle"
    )


def test_the_sign_is_the_strongest_of_the_list_with_the_readings_of_its_range(sample: Asked) -> None:
    audience, filters = sample
    told, found = strongest_signal(audience, filters), signals(audience, filters)
    panel, sign = monthly(told), found.listed[0].reading
    assert panel.months[-1] == found.month == sign.month
    assert panel.lines[0].values[-1] == sign.value
    assert panel.band is not None
    assert (panel.band.lower[-1], panel.band.upper[-1]) == (sign.lower, sign.upper)
    assert f"检验{found.tested}项" in told.notes[0]
    assert f"约有{found.expected_false:.0f}项" in told.notes[0]


def test_a_month_without_a_sign_says_so_and_how_many_were_tested(small_data: Path) -> None:
    audience, filters = asked_of(small_data, "U015")
    found, told = signals(audience, filters), strongest_signal(audience, filters)
    assert found.tested
    assert not found.listed
    assert isinstance(told, State)
    assert told.reason == "本月无苗头提示"
    assert f"检验{found.tested}项" in told.why


# --- the label of a run ----------------------------------------------------------------------------------------------

MONTHS = tuple(month_run(parse_month("2024-01"), parse_month("2025-12")))


def run_of_dots(*values: Value, verdict: str = "worse") -> list[dict[str, object]]:
    marked = tuple((place, verdict) for place, value in enumerate(values) if value != 1.0)
    lines = (Line("one", values), Line("expected", (1.0,) * len(values), "beside"))
    panel = Monthly(MONTHS, lines, "share", "%", marked=marked, marked_as="<run>")
    drawing = figure(ChartSpec("key", "registered", "", "", (panel,), Provenance("", "", "", "")))
    return [one for one in drawing["layout"]["annotations"] if one["text"] == "&lt;run&gt;"]  # type: ignore[index]


def test_a_run_is_named_once_on_its_own_side_in_its_colour() -> None:
    high, low = ((*(1.0,) * 8, *(value,) * 8, *(1.0,) * 8) for value in (1.4, 0.6))
    (above,), (below,) = run_of_dots(*high), run_of_dots(*low, verdict="better")
    assert (above["y"], below["y"]) == (1.4, 0.6)
    assert above["yshift"] == -below["yshift"] > 0  # type: ignore[operator]
    colours = [one["font"]["color"] for one in (above, below)]  # type: ignore[index]
    assert colours == [LIGHT.worse_text, LIGHT.better_text]


def test_the_label_of_a_run_leaves_the_axis_and_the_edge_room() -> None:
    (label,) = run_of_dots(*(1.0,) * 16, *(0.01,) * 8)
    assert (label["y"], label["yshift"]) == (1.0, 14), "above, where there is room"
    assert label["x"] == MONTHS[-1 - REACH].replace(day=15).isoformat()


# --- the section -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("section", ["reading", "metrics"])
def test_pictures_are_built_where_the_section_is_open(
    section: str, small_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAROMETER_DATA", str(small_data))
    at = AppTest.from_file(str(HOUSE / "barometer" / "shell.py"), default_timeout=60)
    at.query_params["section"] = section
    at.switch_page("../pages/definitions.py").run()
    assert not at.exception
    assert not at.error
    assert len(at.get("plotly_chart")) == (5 if section == "reading" else 0)
    if section == "reading":
        heads = [one.value for one in at.header]
        assert len(heads) == len(LESSONS) + 2
        assert heads[0] == "在浅色范围内的升降不必解释"


def test_a_reading_of_the_pages_is_called_as_the_table_of_signs_calls_it(small_data: Path) -> None:
    use_language("zh")
    asked = asked_of(small_data)
    signs = [str(row[0]) for row in reading_notes(*asked).rows]
    assert any("正常波动" in sign and f"连续{RUN}个月偏高" in sign for sign in signs)
    assert {"苗头提示", "沿线的浅色带"} <= set(signs)
