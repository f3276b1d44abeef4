# Two commands for a newcomer: `make run` and `make test`. Everything else builds on them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Our matrices are small: a second BLAS thread only waits for the first.
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: federation run test check restore-drill bench fillers faults soak e2e e2e-wide look screenshots reference docs oracles verifiers validators setup setup-dev security security-rules security-parts security-hostile security-sqlmap security-wapiti long browser lock clean

run: setup            ## set everything up, load the example programme, serve it
	$(BIN)/python manage.py serve

# Compiled code is kept: the tests start many processes, which would each compile everything again.
test: setup-dev       ## set everything up, run the tests
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n 2 --dist worksteal

check: setup-dev      ## format, lint, types, architecture, migrations
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/djlint --check --lint src/mentorway/web
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python manage.py check
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python tools/check_migrations.py

bench: setup-dev      ## speed and memory, each against a peer in the same run
	$(BIN)/python -m benchmarks

fillers: setup-dev    ## five hundred people at once (needs PostgreSQL's programs)
	$(BIN)/python -m benchmarks.endurance.fillers

faults: setup-dev     ## kill -9 fifty times on both databases, then a full disk (as root; needs PostgreSQL's programs)
	$(BIN)/python -m benchmarks.endurance.killing
	$(BIN)/python -m benchmarks.endurance.killing --sqlite
	$(BIN)/python -m benchmarks.endurance.full_disk

soak: setup-dev       ## an hour of everyday use: nothing may grow
	$(BIN)/python -m benchmarks.endurance.soak

restore-drill: setup-dev ## the example on both databases: backup, drill, restore, export, import, and the processes of a deployment
	MENTORWAY_DRILL=1 $(BIN)/pytest -q tests/web/keeping/test_drill.py tests/deploy/test_processes.py -p no:randomly -s

SPARK_VENV ?= var/spark
.PHONY: spark
spark: setup-dev      ## the same sums on a real Spark cluster: a master and two workers on this machine (needs Java 17)
	@command -v java >/dev/null || test -n "$$JAVA_HOME" || \
	  { echo "Spark needs Java 17 (Debian: apt install openjdk-17-jre-headless); none was found."; exit 1; }
	mkdir -p var
	test -x $(SPARK_VENV)/bin/python || $(PYTHON) -m venv $(SPARK_VENV)
	test $(SPARK_VENV)/.installed -nt requirements-spark.lock || { \
	  $(SPARK_VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock && \
	  $(SPARK_VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.lock && \
	  touch $(SPARK_VENV)/.installed; }
	$(SPARK_VENV)/bin/python tools/spark_cluster.py $(SPARK_VENV)/bin/python -m pytest -m spark -p no:randomly --force-enable-socket tests/moments/engines

e2e: setup-dev        ## journeys in a real browser, accessibility included
	$(BIN)/pytest -n 2 --dist worksteal -m "e2e and not wide" tests/e2e tests/looking -p no:randomly --allow-hosts=127.0.0.1,localhost

e2e-wide: setup-dev   ## every page of the later activities once more, on a wide screen
	$(BIN)/pytest -m wide tests/e2e -p no:randomly --allow-hosts=127.0.0.1,localhost

LOOK ?=
look: setup-dev       ## look at every kind of page of the example; LOOK="--languages en" asks for less
	mkdir -p var/looking
	! command -v npm >/dev/null || { cp tools/looking/package.json tools/looking/package-lock.json var/looking/ && \
	  cd var/looking && npm ci --ignore-scripts --no-audit --no-fund --silent; }
	$(BIN)/python tools/look_at_pages.py $(LOOK)

screenshots: setup-dev ## take the pictures of the documentation anew
	$(BIN)/python tools/screenshots.py

long: setup-dev       ## tests of more than two seconds each: every address by every method, migrating what is old, simulations
	$(BIN)/pytest -n 2 --dist worksteal -m long

reference: setup-dev  ## write the reference of the libraries into docs/reference
	$(BIN)/python tools/api_reference.py

DOCS_VENV := var/docs
docs: reference       ## all documentation as one site with a search in var/site; what leads nowhere is refused
	mkdir -p var
	test -x $(DOCS_VENV)/bin/python || $(PYTHON) -m venv $(DOCS_VENV)
	test $(DOCS_VENV)/.installed -nt requirements-docs.lock || { \
	  $(DOCS_VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-docs.lock && \
	  touch $(DOCS_VENV)/.installed; }
	$(DOCS_VENV)/bin/sphinx-build --quiet --fail-on-warning --keep-going --fresh-env -c docs . var/site
	cp docs/to-the-first-page.html var/site/index.html

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

federation: setup-dev ## a coordinator and four countries in processes of their own, one killed while it sends
	$(BIN)/python tests/federation/four_processes.py

SECURITY := var/security
security: security-rules security-parts security-hostile security-sqlmap ## our own rules, dependencies, hostile clients, scanners

$(SECURITY)/bin/semgrep:
	mkdir -p var && $(PYTHON) -m venv $(SECURITY) && $(SECURITY)/bin/pip install --quiet --disable-pip-version-check -r tools/security/requirements.txt

security-rules: setup-dev $(SECURITY)/bin/semgrep ## semgrep with our own rules, proven on planted faults first
	$(BIN)/python tools/security/rules_run.py --semgrep $(SECURITY)/bin/semgrep

security-parts: setup-dev ## licences of what is locked, and a bill of materials in var/
	$(BIN)/python tools/security/dependencies.py --check --bill var/bill-of-materials.json

SECURITY_PORT ?= 8000
# name=value of a session there: then what one sees inside is looked at too
COOKIE ?=
security-hostile: setup-dev ## what no browser sends, to a server of ours on SECURITY_PORT (start it with make run)
	$(BIN)/python tools/security/hostile.py --port $(SECURITY_PORT)

security-sqlmap: $(SECURITY)/bin/semgrep ## sqlmap on searches and lists of the same server, proven on a planted fault first
	bash tools/security/sqlmap.sh $(SECURITY)/bin/sqlmap $(SECURITY_PORT) $(if $(COOKIE),"$(COOKIE)")

var/wapiti/bin/wapiti:
	mkdir -p var && $(PYTHON) -m venv var/wapiti && var/wapiti/bin/pip install --quiet --disable-pip-version-check wapiti3==3.2.3

security-wapiti: setup-dev var/wapiti/bin/wapiti ## Wapiti on the same server, with COOKIE="name=value" of a session also inside; planted faults first
	$(BIN)/python tools/security/wapiti.py var/wapiti/bin/wapiti $(SECURITY_PORT) $(if $(COOKIE),"$(COOKIE)")

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
	$(BIN)/pip-compile -q --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	  --strip-extras --allow-unsafe --no-header -o requirements-docs.lock requirements-docs.in

clean:
	rm -rf $(VENV) build dist var
