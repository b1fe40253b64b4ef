# Two commands set everything up on a machine with only Python and make: `make demo` and `make test`.

VENV := .venv
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
SAMPLE ?= corpora/samples/ga-draft-markdown.md
SHARED ?= $(CLAUSEWISE_SHARED)
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check --quiet
export PIP_ROOT_USER_ACTION := ignore

.PHONY: help demo test lint bench clean

help:
	@echo "make demo    set up, read a sample and show it"
	@echo "make test    set up and run the whole test suite"
	@echo "make lint    set up for development, check style, types and lexicons"
	@echo "make bench   measure accuracy and speed (SHARED=folder with the development data)"
	@echo "make clean   remove what was set up"

demo: $(VENV)/.demo
	@mkdir -p .cache
	$(VENV)/bin/clausewise run $(SAMPLE) -o .cache/demo.jsonl
	$(VENV)/bin/clausewise show .cache/demo.jsonl

test: $(VENV)/.test
	$(VENV)/bin/python -m pytest -n 2 --dist worksteal

lint: $(VENV)/.dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy --strict pipeline
	$(VENV)/bin/clausewise lexicon check

bench: $(VENV)/.test
	$(VENV)/bin/python benchmarks/accuracy.py $(SHARED)
	$(VENV)/bin/python benchmarks/speed.py $(SHARED)

clean:
	rm -rf $(VENV) .cache dist

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "clausewise needs Python 3.11 or newer; install it, or say PYTHON=…" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

# each stamp holds an environment with more in it than the one before; a changed project is installed again
$(VENV)/.demo: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/.test: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) install -c constraints.txt -e ".[test]"
	@touch $@

$(VENV)/.dev: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) install -c constraints.txt -e ".[dev]"
	@touch $@
