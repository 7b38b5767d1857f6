PYTHON ?= python3
BIN := .venv/bin
TESTS := $(shell sed -n 's/.* && \(.*-m pytest .*\)/\1/p' README.md)

help:        ## what can be done here
	@sed -n 's/^\([a-z]*\):[^#]*## /  \1\t/p' Makefile | expand -t 16

setup: $(BIN)/pytest  ## a virtual environment with all that the tests need

$(BIN)/pytest: pyproject.toml .requirements.lock
	$(PYTHON) -m venv .venv && $(BIN)/pip install -q -c .requirements.lock -e '.[test]'
	@touch $@

run: setup   ## the sample team
	$(BIN)/aligntui demo

check: setup ## lint, types and layers
	$(BIN)/python -m pytest -q tests/test_house.py

fix: setup   ## let the formatter have its way
	$(BIN)/ruff check -q --fix src tests
	$(BIN)/ruff format -q src tests

test: setup  ## everything
	$(TESTS)

quick: setup ## what needs neither a terminal nor kills, in a minute; not what check does
	$(TESTS) --hypothesis-profile quick -m "not terminal and not app and not kills" \
		--ignore tests/tui --ignore tests/terminal --ignore tests/test_house.py --ignore tests/cli/test_year.py

screenshots: setup ## pictures and goldens of every screen
	$(BIN)/python -m tests.tui.pictures

faults: setup ## kills, full disks, damage and power cuts, by the thousand
	$(BIN)/python -m tests.faults
	ALIGNTUI_MUTATED=700 $(BIN)/python -m pytest -q tests/cli/test_mutated_stores.py

walk: setup  ## 50,000 random keys over every screen
	$(BIN)/python -m tests.tui.walk

bench: setup ## ratios of speed, size and bytes
	$(BIN)/python -m tests.benchmarks

.PHONY: help setup run check fix test quick screenshots faults walk bench
