"""Published data that several test files read, each made once per test session in a folder of its own."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from barometer.__main__ import main
from barometer.contract import HOUSE
from barometer.language import use_language
from barometer.publishing import publish

SHARED = HOUSE.parent / "shared" / "data"


@pytest.fixture(scope="session", autouse=True)
def plain_environment() -> Iterator[None]:
    """Run without the variables of whoever starts the tests."""
    kept = {name: os.environ.pop(name) for name in ("BAROMETER_DATA", "BAROMETER_ROLE") if name in os.environ}
    yield
    os.environ.update(kept)


@pytest.fixture
def in_chinese() -> Iterator[None]:
    """Speak Chinese before and after a test, whatever it speaks itself."""
    use_language("zh")
    yield
    use_language("zh")


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with the committed sample as its current snapshot."""
    return _published(HOUSE / "data" / "sample", tmp_path_factory.mktemp("sample-data"))


@pytest.fixture(scope="session")
def small_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with the committed small sample as its current snapshot."""
    return _published(HOUSE / "data" / "sample-small", tmp_path_factory.mktemp("small-data"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return ../shared/data; skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("../shared/data is absent")
    return SHARED


@pytest.fixture(scope="session")
def new_york_delivery(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the delivery that the command intake makes of the New York complaints; told.txt beside it says what."""
    out = tmp_path_factory.mktemp("new-york") / "delivery"
    mapping = HOUSE / "data" / "mappings" / "ny_council.toml"
    source = shared_data / "real" / "ny_council_complaints.parquet"
    with (out.parent / "told.txt").open("w", encoding="utf-8") as told, contextlib.redirect_stderr(told):
        assert main(["intake", "--mapping", str(mapping), str(source), "--out", str(out)]) == 0
    return out


@pytest.fixture(scope="session")
def new_york_data(new_york_delivery: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with the New York complaints as its current snapshot."""
    return _published(new_york_delivery, tmp_path_factory.mktemp("new-york-data"))


def _published(delivery: Path, data: Path) -> Path:
    publish(delivery, data)
    return data
