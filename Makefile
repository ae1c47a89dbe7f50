# Openhearth. `make course` and `make test` set up all they need, in .venv and _build; what you train stands in your workspace.
# On Linux without an NVIDIA GPU, TORCH_INDEX may name PyTorch's CPU package index (see pytorch.org) to save 2 GB.

PYTHON ?= python3
VENV ?= .venv
TORCH_INDEX ?=
export PATH := $(abspath $(VENV))/bin:$(PATH)
READY := $(VENV)/.ready

.PHONY: course test lab apps serve book bench reference sweep assignments address lint clean help
.DEFAULT_GOAL := help

help: ## what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 16

course: $(READY) ## run every lesson at this machine's scale, build the book, leave a signed release
	@openhearth course run --book

test: $(READY) ## prove all of it: code, lessons, assignments, pages
	@ruff check . && ruff format --check . && mypy && codespell
	@pytest

lab: $(READY) ## JupyterLab on lesson 00
	@openhearth course lab

apps: $(READY) ## talk to your model, in the browser
	@openhearth course apps

book: $(READY) ## the book alone (lessons that have not run are run)
	@openhearth course book

serve: $(READY) ## show the built book on http://localhost:8000
	@openhearth course serve

bench: $(READY) ## every benchmark, into benchmarks/RESULTS.md
	@python benchmarks/run.py

reference: $(READY) ## train the small reference artefacts that lessons opened alone use
	@python tools/reference.py

sweep: $(READY) ## train the models that the law of sizes is fitted to (over an hour), and fit it
	@python tools/sweep.py

assignments: $(READY) ## write the learners' version of every assignment
	@python tools/assignments.py

address: $(READY) ## write pyproject.toml's public address into every link
	@python tools/stamp.py

lint: $(READY) ## ruff, mypy, codespell
	@ruff check . && ruff format --check . && mypy && codespell

clean: ## remove .venv and _build (your workspace stays)
	rm -rf _build $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis src/openhearth.egg-info

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Openhearth needs Python 3.11 or newer, and $(PYTHON) is %s; call make PYTHON=..." % sys.version.split()[0])'
	@echo "Setting up $(VENV) (once; a few minutes) ..."
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	@python -m pip install --quiet --upgrade "pip>=24" # Debian 12 has one that does not find in ten minutes what goes together
	@python -m pip install --quiet --constraint constraints.txt $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) torch
	@python -m pip install --quiet --constraint constraints.txt --editable '.[all]'
	@touch $@
