# Two commands matter: `make demo` codes the example reports into a table, `make test` runs every check.
# Both need Python 3.11 or later and make, nothing else; the environment is made in .venv on first use.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

VENV := .venv
BIN := $(VENV)/bin
# Errors only: pip warns of an extra of lxml that has become a package of its own, which the lock holds.
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
UV ?= uv
UVFLAGS := --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
  --no-emit-find-links --no-annotate --quiet $(if $(UPGRADE),--upgrade)

.PHONY: help demo test eval lock assets build format clean

help:  ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/:.*## /\t/' | expand -t 10

demo: $(VENV)/.run.stamp  ## code the example reports into a table
	@$(BIN)/dateline code examples/reports

test: $(VENV)/.dev.stamp  ## style, types and all tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	DATELINE_REQUIRE_POSTGRES=1 $(BIN)/pytest -n 2

eval: $(VENV)/.dev.stamp  ## measure on the examples, and on a folder of coded sets: make eval [BENCH=dir] [WITH=--by-rule]
	$(BIN)/python eval $(BENCH) $(WITH)

format: $(VENV)/.dev.stamp  ## put the code in its style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

build: $(VENV)/.dev.stamp  ## build the wheel and the source package into dist/
	rm -rf dist
	$(BIN)/python -m build --no-isolation

# The one command that needs uv: it resolves for every platform and Python that we support at once.
lock: pyproject.toml  ## pin the dependencies (needs uv; UPGRADE=1 takes the newest of all)
	$(UV) pip compile pyproject.toml $(UVFLAGS) -o requirements.lock
	python3 -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], "editables", sep="\n")' \
	  | $(UV) pip compile - $(UVFLAGS) -o requirements-build.lock
	printf '%s\n' '-r requirements-build.lock' \
	  | $(UV) pip compile pyproject.toml - --group dev -c requirements.lock $(UVFLAGS) -o requirements-dev.lock

# Needs Node and the network; what it makes is committed, so that nothing else does.
assets:  ## make what the workbench takes from npm (needs Node; after a change to web/)
	cd web && npm ci --ignore-scripts --no-audit --no-fund && node build.mjs

clean:  ## remove everything that the other commands made
	rm -rf $(VENV) web/node_modules dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src tests eval -name __pycache__ -type d -prune -exec rm -rf {} +

# The first Python of at least 3.11 that starts and can make environments; PYTHON=... names another.
$(BIN)/python:
	@for python in $(or $(PYTHON),python3 python3.12 python3.13 python3.11 python3.14); do \
	  if "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "making $(VENV) with $$("$$python" -V)" >&2; exec "$$python" -m venv $(VENV); \
	  fi; \
	done; \
	echo "Dateline needs Python 3.11 or later with venv (on Debian: apt-get install python3-venv); name one with PYTHON=..." >&2; \
	exit 1

# The build backend is installed from its own lock, so that nothing unpinned is fetched behind pip's back.
$(VENV)/.run.stamp: $(BIN)/python pyproject.toml requirements.lock requirements-build.lock
	@echo "installing Dateline and what it needs into $(VENV) (a minute, once)" >&2
	@$(PIP) install --require-hashes -r requirements-build.lock
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev.stamp: $(VENV)/.run.stamp requirements-dev.lock
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
