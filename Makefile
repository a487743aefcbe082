# The two commands for a start:  make demo   make test
# Each sets up all that it needs in .venv; the second run starts in seconds.

PYTHON ?= python3
SITE ?= demo-site
WORKERS ?= 2
PYTEST_OPTIONS ?=
CRASH_ROUNDS ?= 100
BENCH_OPTIONS ?=
BIN := .venv/bin
export PYTHON

.PHONY: help demo test proof check format bench crash-test docs lock clean run-environment dev-environment

help:
	@echo "make demo        the demonstration magazine, site and newsroom on one port"
	@echo "make test        all tests, on SQLite"
	@echo "make proof       checkers on the printed demo: HTML, links, feeds, access, weight, speed, headers"
	@echo "make check       format, lint, types, imports, migrations, docs"
	@echo "make docs        the documentation, in docs/_build/html"
	@echo "make bench       the benchmarks"
	@echo "make crash-test  kill -9 at random moments, many rounds"
	@echo "make format      put the code in the house's form"
	@echo "make lock        write the requirements lock anew (needs uv)"

run-environment:
	@tools/environment.sh run

dev-environment:
	@tools/environment.sh dev

demo: run-environment
	@$(BIN)/masthead demo $(SITE) $(if $(PORT),--port $(PORT))

test: dev-environment
	@tools/test_needs.sh
	$(BIN)/pytest -n $(WORKERS) $(PYTEST_OPTIONS)

proof: dev-environment
	@tools/proof_needs.sh
	$(BIN)/pytest -p no:randomly $(PYTEST_OPTIONS) tests/proof

check: dev-environment docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	@# Reading the settings makes a site's secret: here in a folder that goes.
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
		export MASTHEAD_SITE="$$folder" DJANGO_SETTINGS_MODULE=masthead.config.settings && \
		$(BIN)/mypy && echo "makemigrations --check" && $(BIN)/django-admin makemigrations --check --dry-run
	$(BIN)/pytest -q tests/architecture tests/docs

format: dev-environment
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: dev-environment
	$(BIN)/sphinx-build -W --keep-going -q docs docs/_build/html

bench: dev-environment
	@# Web push is measured against a service that comes with the checkers; without it that part is left out.
	-@tools/proof_needs.sh
	$(BIN)/python -m benchmarks $(BENCH_OPTIONS)

crash-test: dev-environment
	MASTHEAD_CRASH_ROUNDS=$(CRASH_ROUNDS) $(BIN)/pytest tests -k crash -s

lock:
	tools/lock.sh

clean:
	rm -rf .venv demo-site tests/proof/tools/node_modules docs/_build .ci-results .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
