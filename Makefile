# make            lists the targets
# make demo       sets everything up and runs the product on a local Slack page
# make test       sets everything up and runs the tests
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
ifeq ($(shell command -v nproc),)
  CORES := 2
else
  CORES := $(shell nproc)
endif
# what waits for a server, a browser or a process is run beside what reckons (tests/spreading.py)
WORKERS := $(shell expr 2 \* $(CORES))

PACKAGES = $(shell grep -c '==' requirements-dev.lock)
# before a command: on a terminal a line says each second how far pip is, until the command ends; what goes wrong pip says itself
define TELLING
if [ -t 1 ]; then \
	while sleep 1; do printf '\r  %s downloaded, %s installed ' "$$(grep -c '^Collecting' $(VENV)/pip.log)" \
		"$$(ls $(VENV)/lib/python3*/site-packages | grep 'dist-info$$' | grep -vc '^pip-\|^setuptools-')"; done & \
	trap "kill $$!; echo" EXIT; \
fi;
endef

# where it is set, every process that the tests start would compile all of bot anew
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help setup built demo test sets judge slow check docs fix ask up migrate ollama servers bench chaos security laws mutants lock release clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(STAMP): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "may-i needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version). Say make PYTHON=python3.11" >&2; exit 1; }
	@echo "Setting up may-i in $(VENV), once: a minute or two."
	@echo "1 of 4: a virtual environment"
	@$(PYTHON) -m venv $(VENV)
	@echo "2 of 4: up to $(PACKAGES) packages: downloading, then installing"
	@$(TELLING) $(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements-dev.lock >$(VENV)/pip.log
	@echo "3 of 4: may-i itself"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@echo "4 of 4: lists of words that it reads with"
	@$(BIN)/mayi prebuild
	@touch $@

# where it is left to the first who asks, each of several processes makes the catalog's files anew after an edit
built: $(STAMP)
	@$(BIN)/mayi prebuild >/dev/null

setup: $(STAMP) ## a virtual environment in .venv with everything in it

demo: $(STAMP) ## playground + bot + SQLite + sample company; prints the address to open (MODEL=name: an Ollama model reads along; TOUR=1: six talks are played)
	@$(BIN)/mayi demo $(if $(MODEL),--model $(MODEL)) $(if $(TOUR),--tour) $(ARGS)

# a test that failed is run once more by itself: whole houses, browsers and databases beside each other on two cores are
# sometimes slower than a test waits. What is wrong fails again
test: built ## all tests but those of make sets; those that need a server which is not there are skipped
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m "not sets" $(ARGS) || { [ $$? = 1 ] && \
	  echo "once more, each by itself:" && $(BIN)/python -m pytest --last-failed --last-failed-no-failures none -n 0 -m "not sets" $(ARGS); }

sets: built ## every set of questions, changed in sixteen ways, which must not make an answer looser (some minutes; CI does it)
	$(BIN)/python -m pytest -n $(CORES) --dist loadgroup -m sets $(ARGS)

judge: built ## every labelled question and every import: what is answered or written otherwise than recorded
	$(BIN)/python -m benchmarks.frozen $(ARGS)

slow: built ## the thirty slowest tests
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m "not sets" --durations=30 $(ARGS)

check: $(STAMP) ## format, lint, types, contracts, knowledge, compose file
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/mayi check knowledge --strict
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	$(BIN)/check-jsonschema --schemafile bot/catalog/schema.json $$(git ls-files 'bot/catalog/*.yaml' 'bot/catalog/**/*.yaml')

docs: $(STAMP) ## docs/commands.md, written from the commands
	@$(BIN)/python -m tests.docs.commands_page

fix: $(STAMP) ## let ruff put right what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

ask: $(STAMP) ## make ask Q="may I ...?"
	@$(BIN)/mayi ask "$(Q)" --knowledge knowledge

up: $(STAMP) ## the bot against a real Slack, as .env says
	$(BIN)/mayi serve

migrate: $(STAMP) ## bring the ledger's database to the newest schema
	$(BIN)/mayi db upgrade

ollama: ## build a real Ollama with Go for the tests, and load their two small models
	PYTHON=$(PYTHON) tests/servers/ollama.sh build
	PYTHON=$(PYTHON) tests/servers/ollama.sh models

bench: $(STAMP) ## most figures of docs/figures.md (an hour and more)
	for each in start decide load reading attacks talks lengths slack console verify engine; do echo "== $$each"; $(BIN)/python -m benchmarks.$$each || exit 1; done

chaos: $(STAMP) ## kills by the hundred and every trouble a house can have, while people ask (docs/reliability.md; ARGS="--kills 50 --minutes 5")
	$(BIN)/python -m benchmarks.chaos $(ARGS)

security: $(STAMP) ## the figures of security: values kept, wrong "allowed", tampering found, the slowest long messages (ten minutes)
	for each in values redaction "redaction --long" attacks tampering; do echo "== $$each"; $(BIN)/python -m benchmarks.$$each || exit 1; done

laws: $(STAMP) ## the laws of bot/policy and of other rooms on a hundred times more examples (an hour and more; ARGS=tests/policy)
	MAYI_LAWS=$${MAYI_LAWS:-100} $(BIN)/python -m pytest -n $(CORES) -o faulthandler_timeout=0 -m hypothesis $(ARGS)

mutants: $(STAMP) ## break bot/policy in every small way: which change does no test see? (hours; docs/mutants.md)
	$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[mutants]'
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/mutmut run $(ARGS)
	$(BIN)/mutmut results

lock: ## write the lock files anew (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra pictures --extra traces pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

release: $(STAMP) ## changes/ into CHANGELOG.md, wheel and sdist into dist/, and how to tag them (docs/release.md)
	@$(BIN)/mayi prebuild
	@$(BIN)/python -m changes.release

clean: ## remove what was built, and the demo's data
	rm -rf $(VENV) bot/_built .demo dist build mutants .mypy_cache .ruff_cache .pytest_cache .hypothesis
