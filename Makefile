# One front door. "make help" lists every command; CI calls the same ones.
PYTHON ?= python3
PORT ?= 8000
DATA ?=
PACK ?=
TESTS ?=
PY := .venv/bin/python
SIDE_BY_SIDE := $(PY) -m pytest -q -n logical --maxprocesses 4 --dist loadfile
ON_POSTGRES := -p tests.support.on_postgres -m "records and not browser"
GUARDED := $(if $(filter check,$(MAKECMDGOALS)),--ignore tests/guards)
unexport PYTHONDONTWRITEBYTECODE  # without compiled modules every start would be seconds slower
.DEFAULT_GOAL := help
.PHONY: help start test test-fast test-postgres test-engines check fix bench bench-growth lock setup setup-dev screenshots

help: ## list these commands
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile
	@echo "Settings: PORT=8000  DATA=folder of real files  PACK=whose figures (london)  PEELIAN_DATA=where everything is stored (./data)  CHROMIUM=path"

start: ## set up everything and serve the site; DATA=folder loads real files first, PACK=name of a new house
	@began=$$(date +%s.%N); $(PYTHON) scripts/setup.py || exit 1; \
	$(PY) scripts/assets.py & assets=$$!; \
	$(PY) -m peelian.cli start --prepare-only $(if $(PACK),--pack "$(PACK)") $(if $(DATA),--load "$(DATA)") || { kill $$assets 2>/dev/null; exit 1; }; \
	wait $$assets && PEELIAN_BEGAN=$$began exec $(PY) -m peelian.cli serve --port $(PORT)

# The browser's tests apart: where a browser is open, its loop forbids the database to the other tests of that process.
test: setup-dev ## set up everything and run every test, in a real browser too; those of records on PostgreSQL again
	@browser=$$($(PY) scripts/browser.py) || exit 1; export CHROMIUM="$$browser"; failed=0; \
	$(if $(TESTS),$(PY) -m pytest $(TESTS); exit $$?;) \
	$(SIDE_BY_SIDE) -m "not browser" $(GUARDED) || failed=$$((failed+1)); \
	$(SIDE_BY_SIDE) -m browser || failed=$$((failed+1)); \
	$(SIDE_BY_SIDE) $(ON_POSTGRES) || failed=$$((failed+1)); \
	echo "test: $$failed of 3 failed"; test $$failed -eq 0

test-postgres: setup-dev ## the tests that touch records (but the browser's, which serve a house), on a real PostgreSQL server that they start
	@$(if $(TESTS),$(PY) -m pytest,$(SIDE_BY_SIDE)) $(ON_POSTGRES) $(TESTS)

test-fast: setup-dev ## the tests that need no browser and no minutes
	@$(PY) -m pytest tests/unit tests/spec tests/guards

test-engines: ## the engines' tests on Spark (needs Java) and ClickHouse too; installs both, about 700 MB
	@$(PYTHON) scripts/setup.py --engines
	@PEELIAN_TEST_ENGINES="postgres spark clickhouse" $(PY) -m pytest -W "ignore::ResourceWarning" tests/engines

check: setup-dev ## lint, types and guards; changes nothing
	@failed=0; \
	$(PY) -m ruff check . || failed=$$((failed+1)); \
	$(PY) -m ruff format --check --quiet . || { echo "ruff format: some files are not formatted (make fix)"; failed=$$((failed+1)); }; \
	$(PY) -m mypy || failed=$$((failed+1)); \
	$(SIDE_BY_SIDE) tests/guards || failed=$$((failed+1)); \
	echo "check: $$failed of 4 failed"; test $$failed -eq 0

fix: setup-dev ## format, and mend what the linter can
	@$(PY) -m ruff check --fix . ; $(PY) -m ruff format .

bench: setup-dev ## speed beside the obvious alternatives, in one run
	@$(PY) -m benchmarks.run

bench-growth: setup-dev ## how time and memory grow with the rows, and with the files
	@$(PY) -m benchmarks.growth && $(PY) -m benchmarks.forces

screenshots: setup-dev ## draw the pictures of the README and the manual again
	@browser=$$($(PY) scripts/browser.py) && CHROMIUM="$$browser" PEELIAN_SCREENSHOTS=1 $(PY) -m pytest tests/browser

lock: setup-dev ## compile the hash-pinned lists from requirements/*.in
	@for list in setup runtime dev engines; do $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate requirements/$$list.in -o requirements/$$list.txt; done

setup-dev:
	@$(PYTHON) scripts/setup.py --dev && $(PY) scripts/assets.py --dev
