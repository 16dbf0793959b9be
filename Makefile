# The two commands are `make run` and `make test`; both set everything up first (tools/setup).
# make run ARGS="--demo"     arguments for the program
# make test TESTS=tests/store PYTEST_ARGS="-x"     a part of the tests

BIN := .venv/bin
PYTHON ?=
ARGS ?=
TESTS ?=
PYTEST_ARGS ?=
# Two more than the two cores of the smallest machine: a third of the time tests wait for a service to be slow.
WORKERS ?= 4
CHECKED := $(wildcard main.py metarr_desktop ui examples/*)
STYLED := $(CHECKED) $(wildcard resources tests benchmarks tools)

export PYTHON
# Compiled once and kept: without, each of the workers and of the hundreds of programs that tests start would
# compile everything again (containers like to switch this off).
unexport PYTHONDONTWRITEBYTECODE
# No test and no script opens a window on somebody's desktop.
OFFSCREEN := QT_QPA_PLATFORM=offscreen

.PHONY: help run setup test lint check soak bench lock screenshot clean

help:
	@echo "make run         set everything up and open the program (ARGS=... are passed on)"
	@echo "make test        set everything up, then every check and every test"
	@echo "make lint        the checks alone      make soak    the long proofs"
	@echo "make bench       the benchmarks        make lock    pin the packages of .venv in requirements.lock"
	@echo "make screenshot  take the pictures of the documentation"

run:
	@tools/setup --window
	@exec $(BIN)/python main.py $(ARGS)

setup:
	@tools/setup

lint: setup
	$(BIN)/ruff check $(STYLED)
	$(BIN)/ruff format --check $(STYLED)
	$(BIN)/mypy --strict $(CHECKED)
	$(BIN)/lint-imports --no-cache

test: lint
	$(OFFSCREEN) $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --max-worker-restart 0 -q $(PYTEST_ARGS) $(TESTS)

soak: setup
	$(OFFSCREEN) $(BIN)/python -m pytest -m soak -o faulthandler_timeout=0 -o faulthandler_exit_on_timeout=false $(PYTEST_ARGS) $(TESTS)

bench: setup
	$(OFFSCREEN) $(BIN)/python -m benchmarks $(ARGS)

screenshot: setup
	$(OFFSCREEN) $(BIN)/python tools/screenshot.py $(ARGS)

# UPGRADE=1 first makes the environment anew with the newest releases the ranges of pyproject.toml allow.
lock:
ifdef UPGRADE
	@rm -f requirements.lock && touch requirements.lock
	@tools/setup --forget
else
	@tools/setup
endif
	@$(BIN)/python tools/lock.py

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
