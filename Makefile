# The five things a newcomer needs. Everything runs inside .venv; nothing touches the system.
# The first interpreter that runs, is new enough and can make environments. A name on the path
# proves nothing: version managers put names there that refuse to start.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$name -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$name && break; done)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check bench fmt messages help clean

help: ## What there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

run: $(VENV)/run.stamp ## Install, load the demonstration on first use, start web and worker
	@$(BIN)/python tools/run.py

test: $(VENV)/dev.stamp ## The whole suite: SQLite, PostgreSQL and the browser where available
	@$(BIN)/python tools/test.py

check: $(VENV)/dev.stamp ## Format, lint, types, import contracts, templates, sizes, migrations, translations
	@$(BIN)/python tools/check.py

bench: $(VENV)/dev.stamp ## Measure pages, search, start-up and memory; see bench/README.md
	@$(BIN)/python -m bench

fmt: $(VENV)/dev.stamp ## Format code and templates
	@$(BIN)/ruff check --quiet --fix src tests tools bench || true
	@$(BIN)/ruff format --quiet src tests tools bench

messages: $(VENV)/dev.stamp ## Bring the translation catalogues up to date with the sources
	@$(BIN)/python tools/messages.py

clean: ## Remove the environment; data in var/ stays
	@rm -rf $(VENV)

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Folkmoot needs Python 3.11 or later with venv (on Debian: python3-venv)."; exit 1; }
	@"$(PYTHON)" tools/environment.py "$(VENV)"

$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@"$(PYTHON)" tools/environment.py "$(VENV)" requirements/run.txt
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt pyproject.toml | $(VENV)/bin/python
	@"$(PYTHON)" tools/environment.py "$(VENV)" requirements/dev.txt
	@touch $@ $(VENV)/run.stamp
