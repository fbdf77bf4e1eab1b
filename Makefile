# Two commands: `make run` opens the dashboard, `make test` runs every test. Windows: see README.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev

.PHONY: setup run test test-tools check check-style

run: setup
	$(BIN)/python -m barometer run

setup: $(READY)

$(READY): requirements.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(READY_DEV): $(READY) requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

# The browser with its Chinese font, LibreOffice and poppler: Debian's packages where we may install them, else
# Playwright's own browser.
test-tools: $(READY_DEV)
	sh tests/install_tools.sh $(BIN)/python

test: test-tools
	$(BIN)/python -m pytest

# Style, types and SQL; then the quick tests.
check-style: $(READY_DEV)
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/python -m sqlfluff lint queries

check: check-style
	$(BIN)/python -m pytest -q -m "not browser and not office and not slow"
