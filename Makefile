# make book · make test · make live · make edition YEAR=2024 · make changes · make bench
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export UV_PYTHON_DOWNLOADS := never
SUITABLE := import sys; (3, 11) <= sys.version_info < (3, 14) or sys.exit( \
	"Python 3.11, 3.12 or 3.13 is needed, and $(PYTHON) is " + sys.version.split()[0] + ". Install one of them, then: make PYTHON=python3.13")

.PHONY: book test test-spark test-paper live edition changes bench kills round-trip notebooks check clean

book: $(VENV)/.book
	@$(BIN)/kunnskapsstatus build

# The tests start some hundred processes: each would compile anew what it imports. Most of what is installed is imported
# by none, so that nothing is compiled beforehand: that takes a minute of a core.
test check: export PYTHONDONTWRITEBYTECODE :=
test: $(VENV)/.test
	@tests/tools.sh
	@rm -rf _build/coverage && mkdir -p _build/coverage
	@$(BIN)/coverage run -m pytest -n 2 --dist loadgroup
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

# The numbers of registers on PySpark, which is large and needs Java.
test-spark: $(VENV)/.test
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv sync --locked --inexact --quiet --extra spark
	@mkdir -p _build/spark && TABULATE_ON_SPARK=_build/spark $(BIN)/pytest tests/unit/test_tabulation.py

# What outloud says of a PDF. It brings PyMuPDF and more, which are large.
test-paper: $(VENV)/.test
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv sync --locked --inexact --quiet --extra paper
	@$(BIN)/pytest tests/functional/test_pdf.py -k outloud

live: $(VENV)/.book
	@$(BIN)/kunnskapsstatus live

edition: $(VENV)/.book
	@$(BIN)/kunnskapsstatus edition --years $(YEAR) $(EDITION)

changes: $(VENV)/.book
	@$(BIN)/kunnskapsstatus changes $(OLD) $(NEW)

bench: $(VENV)/.test
	@PYTHONPATH=tests $(BIN)/python -m bench $(BENCH)

kills: $(VENV)/.test
	@PYTHONPATH=tests:tests/functional $(BIN)/python -m kills $(KILLS)

round-trip: $(VENV)/.test
	@PYTHONPATH=tests:tests/functional $(BIN)/python -m round_trip $(TRIP)

notebooks: $(VENV)/.book
	@$(BIN)/kunnskapsstatus notebooks
	@$(BIN)/kunnskapsstatus datapackage
	@$(BIN)/kunnskapsstatus palette
	@$(BIN)/kunnskapsstatus letters

check: $(VENV)/.test
	@tests/tools.sh hunspell
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/kunnskapsstatus check

clean:
	rm -rf _build

$(BIN)/uv:
	@$(PYTHON) -c '$(SUITABLE)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9

$(VENV)/.book: pyproject.toml uv.lock | $(BIN)/uv
	@echo "Installing what the book is made with in $(VENV)/, as uv.lock lists it"
	VIRTUAL_ENV=$(VENV) $(BIN)/uv sync --locked --inexact --no-dev --compile-bytecode --quiet
	@touch $@

$(VENV)/.test: pyproject.toml uv.lock | $(BIN)/uv
	@echo "Installing what the book, its checks and its tests are made with in $(VENV)/, as uv.lock lists it"
	VIRTUAL_ENV=$(VENV) $(BIN)/uv sync --locked --inexact --quiet
	@touch $@ $(VENV)/.book
