"""Messages in the code. Run `python tests/messages.py` to add new ones to the catalogue and drop unused ones."""

from __future__ import annotations

import ast
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

HOUSE = Path(__file__).resolve().parent.parent
CATALOGUE = HOUSE / "barometer" / "locale" / "zh" / "barometer.po"
_SPEAKERS = {"say": 1, "say_count": 2, "NoSnapshot": 1}  # a fault that keeps a page from opening stands on it


def messages_in_code() -> dict[str, list[str]]:
    """Return every message a page can show, as handed to `say`, `say_count` or a fault, with the files it stands in."""
    found: dict[str, list[str]] = {}
    for path in sorted([*HOUSE.glob("barometer/**/*.py"), *HOUSE.glob("pages/*.py"), HOUSE / "dashboard.py"]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _SPEAKERS:
                for argument in node.args[: _SPEAKERS[node.func.id]]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        found.setdefault(argument.value, []).append(str(path.relative_to(HOUSE)))
    return found


def update_catalogue() -> None:
    """Write the catalogue with exactly the messages of the code, keeping the translations there are."""
    known = read_po(CATALOGUE.open(encoding="utf-8"), locale="zh") if CATALOGUE.exists() else Catalog(locale="zh")
    updated = Catalog(locale="zh", project="barometer", charset="utf-8", fuzzy=False)
    for message, files in sorted(messages_in_code().items()):
        entry = known.get(message)
        updated.add(message, entry.string if entry else "", locations=[(file, None) for file in sorted(set(files))])
    with CATALOGUE.open("wb") as target:
        write_po(target, updated, width=120, omit_header=False)


if __name__ == "__main__":
    update_catalogue()
