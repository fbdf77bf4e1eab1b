"""The house keeps its shape: one direction of imports, short pages, every metric and query explained."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest
from messages import CATALOGUE, HOUSE, messages_in_code

from barometer.benchmark import PAGES
from barometer.language import read_catalogue
from barometer.metrics import Metric, registry
from barometer.query_files import QUERIES

# Each module imports only from those before it; modules on one line may not import each other.
ORDER: tuple[tuple[str, ...], ...] = (
    ("faults", "contract"),
    ("query_files",),
    ("reference", "manifest", "parquet_files", "unit_tree", "mapping", "conformity", "row_checks"),
    ("source_files", "delivered_files", "row_links", "table_views", "readings"),
    ("ocds",),
    ("flags",),
    ("source_labels",),
    ("source_rules",),
    ("delivery",),
    ("intake", "sample"),
    ("releases_intake",),
    ("cube", "procurement_cube"),
    ("snapshots",),
    ("scope", "tree", "periods", "counting"),
    ("session_tables",),
    ("session",),
    ("readings",),
    ("arrivals", "metrics", "filters"),
    ("node_series",),
    ("peer_bands",),
    ("reading_cube",),
    ("publishing",),
    ("disclosure",),
    ("audience",),
    ("month_states",),
    ("reporting", "answers", "event_counts", "definitions", "tender_rows"),
    ("reading_answers",),
    ("completeness", "flag_answers", "signal_answers", "signal_scenarios", "signal_methods"),
    ("signals_benchmark", "signals_score"),
    ("language", "amounts"),
    ("phrases", "page_files", "table_file", "plain_text", "money_in_words"),
    ("dates_in_words", "role_words", "wording"),
    ("figure_words",),
    ("reading_words",),
    ("charts",),
    ("chart_tables",),
    ("panels",),
    ("briefing",),
    ("saved_views", "material", "refusals"),
    ("made_material",),
    ("material_slides",),
    ("address_bar",),
    ("figure_table",),
    ("card_menu", "card_states"),
    ("chart_card",),
    ("screen", "benchmark", "procurement_benchmark", "page_shots"),
    ("chips", "filter_panel"),
    ("filter_bar", "definitions_screen"),
    ("board_screen", "procurement_screen", "signals_screen", "material_screen", "own_files"),
    ("material_files", "material_start"),
    ("material_page",),
    ("server", "commands", "reading_commands", "header", "brief_commands"),
    ("brief_options",),
    ("shell", "__main__"),
)
PLACE = {module: place for place, modules in enumerate(ORDER) for module in modules}
MODULES = sorted(path for path in (HOUSE / "barometer").rglob("*.py") if path != HOUSE / "barometer" / "__init__.py")
QUERY_FILES = sorted(QUERIES.rglob("*.sql"))
FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "misc", "base", "core", "manager"}


def top_of(path: Path) -> str:
    """Return the module or package of barometer/ that holds `path`."""
    return path.relative_to(HOUSE / "barometer").parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    """Return the modules and packages of barometer/ that a file imports, at its top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module == "barometer":
            names = [f"barometer.{alias.name}" for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("barometer.")}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_a_module_imports_only_from_those_before_it(path: Path) -> None:
    own = top_of(path)
    assert own in PLACE, f"{own} has no place in ORDER"
    later = {name for name in imports_of(path) - {own, "__version__"} if PLACE[name] >= PLACE[own]}
    assert not later


def test_only_charts_know_plotly_and_only_the_screen_knows_streamlit() -> None:
    screen = {
        "address_bar",
        "board_screen",
        "card_menu",
        "card_states",
        "chart_card",
        "chips",
        "definitions_screen",
        "filter_bar",
        "filter_panel",
        "header",
        "material",
        "material_files",
        "material_page",
        "material_screen",
        "material_start",
        "own_files",
        "procurement_screen",
        "screen",
        "server",
        "shell",
        "signals_screen",
    }
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        others = text.lower().replace("st.plotly_chart", "").replace("js-plotly-plot", "")  # a class browsers wait for
        assert "plotly" not in others or top_of(path) == "charts", path
        assert "import streamlit" not in text or top_of(path) in screen, path


@pytest.mark.parametrize("path", sorted((HOUSE / "pages").glob("*.py")), ids=lambda path: path.stem)
def test_a_page_is_a_table_of_contents(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert 10 <= len(text.splitlines()) <= 40
    branches = (ast.If, ast.For, ast.While, ast.FunctionDef, ast.ListComp, ast.DictComp, ast.IfExp)
    assert not [node for node in ast.walk(ast.parse(text)) if isinstance(node, branches)]
    assert not re.search(r"\b(select|pandas|plotly|duckdb)\b", text)


def test_no_module_has_a_name_that_says_nothing_or_hides_the_standard_library() -> None:
    names = {path.stem for path in MODULES} | {path.parent.name for path in MODULES}
    assert not names & FORBIDDEN
    assert not {path.stem for path in (HOUSE / "barometer").glob("*.py")} & set(sys.stdlib_module_names) - {"__init__"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_a_file_is_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 220


@pytest.mark.parametrize("metric", registry().values(), ids=lambda metric: metric.id)
def test_a_metric_is_explained_in_both_languages_with_its_source(metric: Metric) -> None:
    words = (metric.label_zh, metric.label_en, metric.formula_zh, metric.formula_en, metric.source_zh, metric.source_en)
    assert all(words)
    assert all(re.search(r"[\u4e00-\u9fff]", text) for text in (metric.label_zh, metric.formula_zh, metric.source_zh))
    assert not re.search(r"[\u4e00-\u9fff]", metric.label_en + metric.formula_en + metric.source_en)
    assert metric.kind in ("count", "share", "days", "density", "amount") and metric.better in (
        "higher",
        "lower",
        "neutral",
    )
    assert metric.is_statute == ("条例" in metric.source_zh), "a statute is cited by name, a practice says it is one"
    assert (QUERIES / f"{metric.id}.sql").is_file()


@pytest.mark.parametrize("path", QUERY_FILES, ids=lambda path: str(path.relative_to(QUERIES)))
def test_a_query_is_headed_by_its_question_its_grain_and_what_it_reads(path: Path) -> None:
    comments = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("-- ")]
    assert re.match(r"-- [A-Z].*\?", comments[0])
    if path.stem != "share":  # a formula of two numbers has neither grain nor source
        assert any(line.startswith("-- Grain: ") for line in comments)
        assert any(line.startswith("-- Reads: ") for line in comments)


@pytest.mark.parametrize("path", QUERY_FILES, ids=lambda path: str(path.relative_to(QUERIES)))
def test_a_query_reads_no_file_and_holds_no_value_from_outside(path: Path) -> None:
    text = re.sub(r"--.*", "", path.read_text(encoding="utf-8")).lower()
    assert not re.search(r"read_parquet|read_csv|\bcopy\b|\battach\b|\.parquet|\.csv|%s", text)
    assert "{" not in re.sub(r"'[^']*'", "", text), "a brace belongs to a pattern in quotes only"


def test_a_query_takes_values_by_name_only_and_from_no_formatted_text() -> None:
    known = {"first_day", "last_day", "first_month", "last_month", "node", "events", "breakdown", "units", "nodes"}
    known |= {"area", "code", "tender", "most", "metrics"}
    for path in QUERY_FILES:
        text = re.sub(r"--.*|'[^']*'", "", path.read_text(encoding="utf-8"))
        if path.parent.name in ("flags", "procurement", "delivered", "synthetic"):
            continue  # they take the settings of a profile or command; one that is missing raises
        assert set(re.findall(r"\$(\w+)", text)) <= (known if path.stem not in registry() else set()), path
        assert not re.search(r"\?|\$\d", text), path


def test_values_enter_a_query_of_the_library_by_name_not_by_formatting() -> None:
    """Names of our own tables may be formatted in; a quoted value may not."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = "".join(part.value if isinstance(part, ast.Constant) else "\0" for part in node.values)
                is_query = re.match(r"\s*(select|with|insert|create|copy|attach) ", parts)
                assert not (is_query and re.search(r"(=|<|>|in \(|like)\s*'?\0", parts)), f"{path}:{node.lineno}"


def test_a_metric_reads_only_what_was_asked() -> None:
    for name in registry():
        text = re.sub(r"--.*", "", (QUERIES / f"{name}.sql").read_text(encoding="utf-8"))
        sources = set(re.findall(r"(?:from|join)\s+(\w+)", text))
        asked = {"asked_events", "asked_matters", "asked_answer_days", "asked_headcounts", "asked_tenders"}
        assert sources <= asked | {"counted", "settings", "months"}, name
        assert sources & asked, name


def test_every_query_of_the_cube_is_run() -> None:
    text = (HOUSE / "barometer" / "cube.py").read_text(encoding="utf-8")
    names = {path.stem for path in (QUERIES / "cube").glob("*.sql")} - {"codes"}
    assert not [name for name in names if f'"{name}"' not in text]


def test_only_the_generator_knows_what_is_planted() -> None:
    named = [path for path in MODULES if "planted" in path.read_text(encoding="utf-8") and top_of(path) != "sample"]
    assert not named


def test_the_chinese_catalogue_holds_exactly_the_messages_of_the_code() -> None:
    translated = {str(entry.id): str(entry.string) for entry in read_catalogue("zh") if entry.id}
    assert set(translated) == set(messages_in_code())
    assert not [message for message, text in translated.items() if not text.strip()]


def test_every_message_is_written_where_it_is_said_so_that_the_catalogue_can_find_it() -> None:
    """What `say` gets is a literal, or a fault's own problem; f-strings are looked into as everything else."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("say", "say_count"):
                for argument in node.args[: 2 if node.func.id == "say_count" else 1]:
                    is_problem = isinstance(argument, ast.Attribute) and argument.attr == "problem"
                    is_literal = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
                    assert is_literal or is_problem or path.stem == "language", f"{path}:{node.lineno}"


def test_a_message_inside_an_f_string_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "barometer" / "panels").mkdir(parents=True)
    (tmp_path / "dashboard.py").touch()
    line = '''text = f"""{say("outer {n}", n=say_count('one', 'many', 2))} and {say('last')}"""'''
    (tmp_path / "barometer" / "panels" / "told.py").write_text(line, encoding="utf-8")
    monkeypatch.setattr("messages.HOUSE", tmp_path)
    assert set(messages_in_code()) == {"outer {n}", "one", "many", "last"}


def test_a_translation_fills_the_same_gaps_as_its_message() -> None:
    allowed = {"compared", "base_name", "base", "now", "n", "share", "total", "part", "size", "top", "largest"}
    for entry in read_catalogue("zh"):
        if entry.id:
            asked, filled = (set(re.findall(r"{(\w+)}", str(text))) for text in (entry.id, entry.string))
            assert filled - asked <= allowed, entry.id
    assert CATALOGUE.is_file()


def test_runtime_dependencies_are_pinned() -> None:
    lines = (HOUSE / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9.]+", line) for line in lines if line and not line.startswith("#"))


@pytest.mark.parametrize("path", sorted((HOUSE / "pages").glob("*.py")), ids=lambda path: path.stem)
def test_the_benchmark_measures_every_panel_a_page_shows(path: Path) -> None:
    imported = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    panels = {
        alias.name
        for node in imported
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("barometer.panels")
        for alias in node.names
    }
    measured = {getattr(step, "func", step).__name__ for step in PAGES[path.stem]}  # type: ignore[attr-defined]
    assert measured
    assert panels <= measured
