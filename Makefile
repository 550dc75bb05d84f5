# The few verbs of this project. Plain `make` prints them.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test lint soak bench pictures format clean

help: ## print these verbs
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | awk -F'\t' '{printf "  make %-8s %s\n", $$1, $$2}'

demo: $(READY) ## make the environment and print a small sample edition (no account, no internet)
	@$(BIN)/paperboy demo

test: lint ## lint, then every test
	@$(BIN)/pytest -n auto

lint: $(READY) ## ruff, mypy --strict, import-linter
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

soak: $(READY) ## a month of days on both platforms with everything going wrong, in ten minutes (SEED=2: another one)
	@$(BIN)/python -m tests.doubles.soak --seed $(or $(SEED),1)

bench: $(READY) ## what things cost, as ratios measured in one run (SIZE=1000000: a larger cache)
	@$(BIN)/python -m benchmarks

pictures: $(READY) ## what readers see on Telegram and Discord, as pictures (needs Chromium)
	@$(BIN)/python -m pictures

format: $(READY) ## put the code in its one form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

clean: ## remove the environment and everything made
	rm -rf $(VENV) demo build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Paperboy needs Python 3.11 or newer; try: make PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing Paperboy and its tools into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@
