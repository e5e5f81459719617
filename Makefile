# Needs only Python 3.11 and make. Everything else comes from requirements.lock, checked
# against its hashes, into .venv; uv is used where it is installed, venv and pip otherwise.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

PYTHON ?= python3.11
UV ?= $(shell command -v uv 2>/dev/null)
VENV := .venv
BIN := $(VENV)/bin
# Commands run from the environment, whatever else is on the machine.
export PATH := $(CURDIR)/$(BIN):$(PATH)
export VIRTUAL_ENV := $(CURDIR)/$(VENV)
unexport PYTHONHOME PYTHONPATH DBT_PROFILES_DIR DBT_PROJECT_DIR DBT_TARGET_PATH

PAGE := 2024-01
# Which tests `make test` runs: make test TESTS= runs all of them.
TESTS ?= not slow and not mutation
PYTEST_ARGS ?= -n 2 --no-loadscope-reorder
# An environment for each DuckDB client of which tests/clients/ has a lock.
CLIENTS := $(patsubst tests/clients/duckdb-%.lock,.venv-clients/%/.ready,\
    $(wildcard tests/clients/duckdb-*.lock))
# One more for ADBC, Arrow, Polars and pandas.
CLIENTS += .venv-clients/frames/.ready

.PHONY: help setup build superset test test-slow test-clients test-formats test-v2 site test-bi test-metrics test-browser test-superset test-engines releases mutation lint format docs bench lock clean distclean

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' Makefile

setup: $(VENV)/.ready ## install everything into .venv (the others do it when needed)

# Always from nothing, so that nothing is left over from an older lock. The stamp comes
# last: a set-up that was broken off is done again.
$(VENV)/.ready: requirements.lock pyproject.toml
	@echo "Setting up $(VENV), once"
	@set -eu; \
	rm -rf $(VENV); \
	if [ -n "$(UV)" ]; then \
	    "$(UV)" venv --quiet --python "$(PYTHON)" $(VENV); \
	    install="$(UV) pip install --quiet"; \
	else \
	    command -v "$(PYTHON)" >/dev/null || { \
	        echo "make: Python 3.11 is not here as $(PYTHON): make PYTHON=<path>" >&2; exit 1; }; \
	    "$(PYTHON)" -m venv $(VENV); \
	    install="$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check"; \
	fi; \
	$$install --no-deps --require-hashes --only-binary :all: --requirement requirements.lock; \
	$$install --no-deps --no-build-isolation --editable .
	@touch $@

# What the build reads, with the folders, which are newer when a file of theirs has gone.
SOURCES := $(shell find analyses data macros models scripts/tradegap/publish seeds tests/generic \
    tests/reconciliation -not -name '*.pyc' -not -name __pycache__) dbt_project.yml profiles.yml
PUBLISHED := published/tradegap.duckdb
# A build that is broken off never costs what people read.
.PRECIOUS: $(PUBLISHED)

build: setup ## seeds to marts, if something changed, publish, and the page of January 2024
	@if $(MAKE) --question $(PUBLISHED); then echo "Nothing changed since the last build"; \
	else $(MAKE) $(PUBLISHED); fi
	@echo
	@tradegap release $(PAGE)
	@echo
	@echo "The database: $(CURDIR)/$(PUBLISHED)"

$(PUBLISHED): $(VENV)/.ready $(SOURCES)
	@tradegap recover >/dev/null
	@echo "dbt build: seeds, models and tests"
	@dbt build --quiet
	@tradegap publish
	@touch $@

test: setup ## lint, dbt build with its tests, publish, pytest but for what is slow
	@$(MAKE) lint
	@tradegap recover >/dev/null
	dbt build --quiet
	tradegap publish
	pytest $(PYTEST_ARGS) -m "$(TESTS)"

test-slow: setup ## after make test: the rest of pytest, each way that a data test can fail among it
	pytest $(PYTEST_ARGS) -m "slow or mutation"

test-clients: setup $(CLIENTS) ## whether DuckDB of old and new, SQLAlchemy, ADBC and frames read the published file
	pytest $(PYTEST_ARGS) tests/clients

# The folder of the target becomes an environment of what its first prerequisite locks, and
# of nothing else; pip, where there is no uv, is that of .venv.
define locked_environment
rm -rf $(@D); \
if [ -n "$(UV)" ]; then \
    "$(UV)" venv --quiet --python "$(PYTHON)" $(@D); \
    install="$(UV) pip install --quiet --python $(@D)/bin/python"; \
else \
    "$(PYTHON)" -m venv --without-pip $(@D); \
    install="$(BIN)/python -m pip --python $(@D)/bin/python install --quiet --quiet \
        --no-compile --disable-pip-version-check"; \
fi; \
$$install --no-deps --require-hashes --only-binary :all: --requirement $<
endef

.venv-clients/%/.ready: tests/clients/duckdb-%.lock | $(VENV)/.ready
	@echo "Setting up DuckDB $*, once"
	@$(locked_environment)
	@touch $@

.venv-clients/frames/.ready: tests/clients/frames.lock | $(VENV)/.ready
	@echo "Setting up ADBC, Arrow, Polars and pandas, once"
	@$(locked_environment)
	@touch $@

test-formats: setup .venv-formats/.ready ## whether others read what tradegap export writes
	tradegap export
	pytest tests/formats

.venv-formats/.ready: tests/formats/formats.lock | $(VENV)/.ready
	@echo "Setting up readers of open formats, once"
	@$(locked_environment)
	@touch $@

test-v2: setup .venv-v2/.ready ## whether dbt v2, on Linux, builds the same marts
	pytest tests/v2

test-engines: setup .venv-sail/.ready ## after dbt build: whether PostgreSQL, of Debian's package, and Sail, which answers as Spark, build the same marts
	pytest tests/engines

# Spark's client has no wheel: it is built from its source, by the setuptools of the lock.
.venv-sail/.ready: tests/engines/sail.lock tests/engines/pyspark-client.lock | $(VENV)/.ready
	@echo "Setting up Sail, once"
	@$(locked_environment); \
	$$install --no-deps --require-hashes --no-build-isolation --requirement $(word 2,$^)
	@touch $@

# dbt v2 is one program; npm brings the DuckDB library it loads.
.venv-v2/.ready: tests/v2/dbt.lock tests/v2/package-lock.json | $(VENV)/.ready
	@echo "Setting up dbt v2, once"
	@$(locked_environment)
	@cp tests/v2/package.json tests/v2/package-lock.json $(@D)
	@npm ci --prefix $(@D) --silent --no-audit --no-fund
	@touch $@

test-metrics: setup ## after make test: whether `mf query` answers what SQL on the marts does
	pytest tests/semantic

site: setup target/site/sql.js ## pages for a static server: every release, category and country, and SQL in the browser
	@[ -f $(PUBLISHED) ] || $(MAKE) $(PUBLISHED)
	@dbt compile --quiet --select path:analyses --no-introspect --no-populate-cache
	@tradegap site
	@echo "To look at it: python -m http.server --bind 127.0.0.1 --directory published/site 8000"
	@echo "and open http://127.0.0.1:8000/"

# The pages, bundled with what they use; packed, because a simple server does not pack.
NPM := .venv-site/node_modules
DUCKDB_WASM := $(NPM)/@duckdb/duckdb-wasm/dist
target/site/sql.js: .venv-site/.ready $(wildcard scripts/site/*.* scripts/site/sql/*)
	@rm -rf $(@D) && mkdir -p $(@D)
	@cp scripts/site/*.html scripts/site/*.css $(@D)
	@cd $(NPM) && find . -iname 'licen[cs]e*' -type f -not -regex './\(esbuild\|axe-core\|playwright-core\)/.*' \
	    | sort | xargs tail -v -n +1 >$(CURDIR)/$(@D)/licences.txt
	@gzip -9 -n <$(DUCKDB_WASM)/duckdb-browser-eh.worker.js >$(@D)/duckdb.worker.js.gz
	@gzip -9 -n <$(DUCKDB_WASM)/duckdb-eh.wasm >$(@D)/duckdb.wasm.gz
	@NODE_PATH=$(NPM) $(NPM)/.bin/esbuild scripts/site/sql/main.js --bundle --minify \
	    --format=esm --target=es2022 --log-level=warning --outfile=$@

.venv-site/.ready: scripts/site/package.json scripts/site/package-lock.json
	@echo "Setting up what the site is bundled with, once"
	@rm -rf $(@D) && mkdir $(@D) && cp $^ $(@D)
	@npm ci --prefix $(@D) --silent --ignore-scripts --no-audit --no-fund
	@touch $@

test-bi: test-metrics test-browser test-superset ## whether metrics, BI tools and the site answer from the published file

test-browser: site ## whether the site answers as DuckDB does, is accessible and asks nobody (needs Chromium)
	node --test tests/browser/

# SUPERSET_ARGS="--port 9000": another port; serve.py --help lists what else there is.
superset: .venv-superset/.ready ## a dashboard and SQL in the browser, by Apache Superset, for this machine only
	@$(<D)/bin/python scripts/superset/serve.py $(SUPERSET_ARGS)

test-superset: setup .venv-superset/.ready ## after make build: the dashboard in Superset, through its API and in Chromium
	pytest tests/superset

# wtforms-json has no wheel: it is built from its source, by the setuptools of the lock.
.venv-superset/.ready: scripts/superset/requirements.lock scripts/superset/wtforms-json.lock | $(VENV)/.ready
	@echo "Setting up Superset's environment, once"
	@$(locked_environment); \
	$$install --no-deps --require-hashes --no-build-isolation --requirement $(word 2,$^)
	@touch $@

releases: setup ## made releases of every month, complete or not: built, tested, given back; misread: refused
	dbt build --quiet
	TRADEGAP_RELEASES=all pytest $(PYTEST_ARGS) --verbose tests/pytest/load/test_releases.py \
	    tests/pytest/load/test_misreadings.py

# MUTATION_ARGS=--sample 300, or --model fct_trade_changes, for some of it.
mutation: setup ## changes of one operator in each model, and which of them no test notices
	dbt build --quiet
	python tests/tools/mutation_score.py $(MUTATION_ARGS)

lint: setup ## ruff, mypy, which module imports which, sqlfluff, dbt-bouncer
	ruff check .
	ruff format --check .
	lint-imports --no-cache --no-logo
	mypy
	@$(MAKE) target/.sqlfluff
	dbt parse --quiet
	dbt-bouncer run

# Minutes for all SQL: only files that changed since nothing was found are read again, and
# all of them after a macro or a rule changed.
target/.sqlfluff: $(shell find models tests analyses macros -name '*.sql') .sqlfluff
	sqlfluff lint --disable-progress-bar $(if $(filter macros/% .sqlfluff,$?),models tests analyses,$?)
	@mkdir -p $(@D)
	@touch $@

format: setup ## put Python and SQL in order
	ruff check --fix .
	ruff format .
	sqlfluff fix --disable-progress-bar models tests analyses

docs: setup ## every model, column and test on one HTML page
	@dbt docs generate --static --quiet --target-path target/docs
	@echo "The documentation: $(CURDIR)/target/docs/static_index.html"

bench: setup ## how long dbt's start-up, the build and the models' SQL take
	@python tests/tools/bench.py

LOCKED := uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate \
    --no-header --no-emit-index-url --quiet

lock: ## renew all locks: pyproject.toml's, those of the tests and Superset's (needs uv)
	$(LOCKED) pyproject.toml --extra dev --upgrade --output-file requirements.lock
	$(LOCKED) tests/formats/formats.in --upgrade --output-file tests/formats/formats.lock
	@for lock in tests/clients/duckdb-*.lock; do \
	    version=$${lock#*duckdb-}; \
	    echo "duckdb==$${version%.lock}" | $(LOCKED) - --no-deps --output-file $$lock; \
	done
	@{ grep -o '^duckdb==[0-9.]*' requirements.lock; \
	    printf '%s\n' adbc-driver-manager pandas polars pyarrow; } \
	    | $(LOCKED) - --upgrade --output-file tests/clients/frames.lock
	$(LOCKED) tests/engines/sail.in --upgrade --no-emit-package pyspark-client \
	    --output-file tests/engines/sail.lock
	@echo pyspark-client | $(LOCKED) - --no-deps --upgrade --output-file tests/engines/pyspark-client.lock
	@cd scripts/superset; \
	$(LOCKED) pyproject.toml --upgrade --output-file requirements.lock; \
	echo wtforms-json | $(LOCKED) - --no-deps --upgrade --output-file wtforms-json.lock

clean: ## remove what was built (not the environment)
	rm -rf target logs published .pytest_cache .ruff_cache .hypothesis
	find scripts tests -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## remove the environments too
	rm -rf $(VENV) .venv-clients .venv-sail .venv-formats .venv-v2 .venv-site .venv-superset scripts/*.egg-info
