"""People and partners that tests start from: plain functions, no surprises."""

import fcntl
import gc
import hashlib
import re
import sqlite3
from contextlib import closing, contextmanager
from importlib import import_module, metadata, util
from itertools import count
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck, settings

from mentorway.web.accounts.models import User
from mentorway.web.core import limits
from mentorway.web.network.models import Membership, Partner

# Machines are noisy: how long something took never fails a test.
settings.register_profile("mentorway", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("mentorway")


def pytest_collection_finish():
    """Let the collector of garbage pass by what lives as long as the run: a seventh of the time was its."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


PASSWORD = "correct horse battery"  # noqa: S105 - a password for tests
_numbers = count(1)
WEB = Path(__file__).parents[1] / "src" / "mentorway" / "web"
IMPORTED = re.compile(r"^(?:from|import) (mentorway[\w.]+)", re.MULTILINE)
OF_OTHERS = ("Django", "django-allauth", "django-tasks-db")


def _what_migrating_depends_on():
    """Name this state of the migrations, of the modules and tables of ours they read, and of the packages."""
    migrations = set(WEB.glob("*/migrations/*.py"))
    modules = {name for path in migrations for name in IMPORTED.findall(path.read_text(encoding="utf-8"))}
    imported = {Path(util.find_spec(name).origin) for name in modules}
    read = migrations | imported | set(WEB.glob("core/*.py")) | set(WEB.glob("*/*.csv"))
    found = hashlib.sha256(repr([metadata.version(name) for name in OF_OTHERS]).encode())
    for path in sorted(read):
        found.update(f"{path.relative_to(WEB)} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return found.hexdigest()


@contextmanager
def _one_at_a_time(folder):
    """Let the other workers of this run wait: the first one migrates for all."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def django_db_setup(request):
    """Migrate once for each state of the migrations; start from a copy of that database afterwards.

    Django still looks for migrations that the copy lacks, and runs them. Returns the file, for tests that
    start processes of their own; None where there is none.
    """
    if connection.vendor != "sqlite":
        request.getfixturevalue("django_db_setup")
        return None
    folder = request.config.cache.mkdir("migrated")
    kept = folder / f"{_what_migrating_depends_on()}.sqlite3"
    memory = f"file:memorydb_{connection.alias}?mode=memory&cache=shared"  # as Django names it
    with _one_at_a_time(folder), closing(sqlite3.connect(memory, uri=True)) as tests:
        is_empty = not tests.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if kept.exists() and is_empty:
            with closing(sqlite3.connect(kept)) as template:
                template.backup(tests)
        request.getfixturevalue("django_db_setup")
        if not kept.exists() and is_empty:
            for old in folder.glob("*.sqlite3*"):
                old.unlink()
            with closing(sqlite3.connect(kept.with_suffix(".sqlite3-new"))) as template:
                tests.backup(template)
            kept.with_suffix(".sqlite3-new").rename(kept)
    return kept if kept.exists() else None


def make_user(**fields):
    """Return a person who can sign in with PASSWORD and a verified address."""
    number = next(_numbers)
    values = {"email": f"person{number}@example.org", "name": f"Person {number}", "password": PASSWORD}
    user = User.objects.create_user(**{**values, **fields})
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_partner(**fields):
    """Return a partner in Finland."""
    values = {"name": f"Partner {next(_numbers)}", "country": "FI", "sector": "education"}
    found = {**values, **fields}
    return Partner.objects.create(**{"search_text": found["name"], **found})


def make_member(partner=None, role="member", **fields):
    """Return a new person who belongs to `partner` (a new one if none is given) in `role`."""
    user = make_user(**fields)
    Membership.objects.create(user=user, partner=partner or make_partner(), role=role)
    return user


def give_back_what_migrations_gave():
    """Fill the tables that migrations had filled, where a test has emptied them."""
    if not apps.get_model("practices", "Topic").objects.exists():
        import_module("mentorway.web.practices.migrations.0004_vocabulary").load(apps, None)
    if not apps.get_model("practices", "Challenge").objects.exists():
        import_module("mentorway.web.practices.migrations.0003_coding_of_material").load_codebook(apps, None)


EMPTYING = {"transactional_db", "live_server", "django_db_reset_sequences", "django_db_serialized_rollback"}
_emptied = []  # what emptied the tables of this process: what a later test gives back ends with that test


def _empties_tables(request):
    marker = request.node.get_closest_marker("django_db")
    return bool(EMPTYING.intersection(request.fixturenames) or (marker and marker.kwargs.get("transaction")))


@pytest.fixture(autouse=True)
def _what_migrations_gave_is_there(request):
    """A test with transactions of its own empties every table; give back what migrations had filled."""
    uses_tables = request.node.get_closest_marker("django_db") or "db" in request.fixturenames
    if uses_tables and _emptied:
        if "db" in request.fixturenames:
            request.getfixturevalue("db")
        give_back_what_migrations_gave()
    yield
    if _empties_tables(request):
        _emptied.append(request.node.nodeid)


@pytest.fixture(autouse=True)
def _language_of_the_last_request_ends_with_its_test():
    """The test client leaves the language of its last request behind, for doctests too."""
    yield
    translation.deactivate()


def forget_attempts():
    """Let everybody ask as if for the first time."""
    if hasattr(limits._mine, "file"):
        limits._mine.file.execute("DELETE FROM core_attempt")


@pytest.fixture(autouse=True)
def _attempts_of_a_test_end_with_it():
    """What is counted lies in a file of its own, which no test rolls back."""
    yield
    forget_attempts()


@pytest.fixture
def member(db):
    """A person who belongs to one partner."""
    return make_member()
