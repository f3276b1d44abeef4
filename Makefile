# Two commands for a newcomer: `make run` and `make test`. Everything else builds on them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Our matrices are small: a second BLAS thread only waits for the first.
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: run test check bench e2e e2e-wide reference oracles verifiers validators setup setup-dev browser lock clean

run: setup            ## set everything up, load the example programme, serve it
	$(BIN)/python manage.py serve

test: setup-dev       ## set everything up, run the tests
	$(BIN)/pytest -n 2 --dist worksteal

check: setup-dev      ## format, lint, types, architecture, migrations
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/djlint --check --lint src/mentorway/web
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python manage.py check
	$(BIN)/python manage.py makemigrations --check --dry-run

bench: setup-dev      ## speed and memory, each against a peer in the same run
	$(BIN)/python -m benchmarks

e2e: setup-dev        ## journeys in a real browser, accessibility included
	$(BIN)/pytest -m "e2e and not wide" tests/e2e -p no:randomly --allow-hosts=127.0.0.1,localhost

e2e-wide: setup-dev   ## every page of the later activities once more, on a wide screen
	$(BIN)/pytest -m wide tests/e2e -p no:randomly --allow-hosts=127.0.0.1,localhost

reference: setup-dev  ## write the reference of the libraries into docs/reference
	$(BIN)/python tools/api_reference.py

oracles:              ## make the reference numbers again with R
	for script in tests/oracles/*.R; do Rscript $$script || exit 1; done

verifiers:            ## install the programs of other people that verify our badges (needs node)
	cd tests/credentials/verifiers && npm ci --ignore-scripts --no-audit --no-fund

VALIDATORS ?= var/validators
validators: setup-dev ## have programs of other people validate a package of open data (those that can be installed)
	mkdir -p var
	$(BIN)/python -c "import pathlib; from tests.opendata.making import whole; pathlib.Path('var/open-data.zip').write_bytes(whole())"
	test -x $(VALIDATORS)/bin/python || { $(PYTHON) -m venv $(VALIDATORS) && \
	  $(VALIDATORS)/bin/pip install --quiet frictionless datacite roc-validator cffconvert lxml; }
	$(VALIDATORS)/bin/python tests/oracles/open_data_validators.py var/open-data.zip

browser:              ## install the browser that `make e2e` drives (Debian)
	command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium; }

setup: $(VENV)/.run
	$(BIN)/python manage.py compile_translations

setup-dev: $(VENV)/.dev
	$(BIN)/python manage.py compile_translations

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Mentorway needs Python 3.11 or newer with venv (Debian: apt install python3-venv)."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

lock:                 ## resolve the dependencies anew
	$(BIN)/pip install --quiet 'pip-tools>=7.5'
	$(BIN)/pip-compile -q --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	  --strip-extras --allow-unsafe --no-header --all-build-deps -o requirements.lock pyproject.toml
	$(BIN)/pip-compile -q --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	  --strip-extras --allow-unsafe --no-header --all-build-deps --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml

clean:
	rm -rf $(VENV) build dist var
