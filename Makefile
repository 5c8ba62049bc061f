# What one can do here; `make` or `make help` lists it. Every target sets up what it needs.

PYTHON ?= python3
BIN := .venv/bin
RUNTIME := .venv/.runtime
DEVELOPMENT := .venv/.development
COMPILE := uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command "make pins"
.DEFAULT_GOAL := help
# A uv of the person's own comes first, else the one of .venv.
export PATH := $(PATH):$(CURDIR)/$(BIN)
# Python keeps what it compiled, whatever the machine says: each command would compile it all again, for seconds.
unexport PYTHONDONTWRITEBYTECODE

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

install: $(DEVELOPMENT) ## create .venv with everything pinned, for running and for developing

demo: $(RUNTIME) ## show Veille doing its whole job on recorded pages (under a minute)
	@$(BIN)/veille demo

test: $(DEVELOPMENT) ## run the tests; ARGS="tests/core -k watchlist" chooses some
	@$(BIN)/pytest --numprocesses auto --dist loadfile --no-loadscope-reorder $(ARGS)

lint: $(DEVELOPMENT) ## check style and layout of the code
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

format: $(DEVELOPMENT) ## lay the code out and put right what can be put right by itself
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

types: $(DEVELOPMENT) ## check the types (strictly)
	@$(BIN)/mypy

run: $(RUNTIME) ## follow watchlist.yaml, on schedule; ARGS=--once polls once
	@$(BIN)/veille run $(ARGS)

serve: $(RUNTIME) ## open the website and the API on http://127.0.0.1:8000
	@$(BIN)/veille db upgrade
	@$(BIN)/veille serve $(ARGS)

check: $(RUNTIME) ## find every mistake in watchlist.yaml
	@$(BIN)/veille check $(ARGS)

migration: $(DEVELOPMENT) ## write the migration for a changed core/models/; message="what changes"
	@$(BIN)/python -c 'import sys; from core.migration import write_migration; write_migration(sys.argv[1])' "$(message)"
	@$(BIN)/ruff check --quiet --fix core/migrations && $(BIN)/ruff format --quiet core/migrations

translations: $(DEVELOPMENT) ## give translators what is new in French, and say what is left; ARGS=de begins a language
	@$(BIN)/python -m core.translating $(ARGS)

pins: $(DEVELOPMENT) ## resolve the dependencies of pyproject.toml anew
	@echo uv | $(COMPILE) --output-file requirements-uv.txt -
	@$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' \
		| $(COMPILE) --output-file requirements.txt --all-extras pyproject.toml -
	@$(COMPILE) --output-file requirements-dev.txt --group dev --constraints requirements.txt

clean: ## remove .venv, caches and the demonstration's files
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis demo.db demo.db-wal demo.db-shm demo-outbox
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# uv installs ten times as fast as pip; where it cannot be had, or finds no way out, pip does the same work.
define pinned
	@uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1) 2>/dev/null || $(PIP) --require-hashes -r $(1)
endef
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Veille needs Python 3.11 or newer; name one with: make PYTHON=python3.11"; exit 1; }
	@echo "Setting up .venv (once; about a minute)…"
	@$(PYTHON) -m venv .venv >/dev/null 2>&1 || $(PYTHON) -m virtualenv --quiet .venv 2>/dev/null || uv venv --quiet --seed .venv 2>/dev/null \
		|| { rm -rf .venv; echo "Python cannot make virtual environments here; run: apt-get install python3-venv"; exit 1; }

.venv/.uv: requirements-uv.txt | $(BIN)/python
	@command -v uv >/dev/null || $(PIP) --only-binary :all: --require-hashes -r $< 2>/dev/null || true
	@touch $@

$(RUNTIME): requirements.txt pyproject.toml .venv/.uv
	$(call pinned,requirements.txt)
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEVELOPMENT): requirements-dev.txt $(RUNTIME)
	$(call pinned,requirements-dev.txt)
	@touch $@

.PHONY: help install demo test lint format types run serve check migration translations pins clean
