"""People and partners that tests start from: plain functions, no surprises."""

from importlib import import_module
from itertools import count

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.utils import translation

from mentorway.web.accounts.models import User
from mentorway.web.network.models import Membership, Partner

PASSWORD = "correct horse battery"  # noqa: S105 - a password for tests
_numbers = count(1)


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


@pytest.fixture(autouse=True)
def _what_migrations_gave_is_there(request):
    """A test with transactions of its own empties every table; give back what migrations had filled."""
    if request.node.get_closest_marker("django_db") is None and "db" not in request.fixturenames:
        return
    if "db" in request.fixturenames:
        request.getfixturevalue("db")
    if not apps.get_model("practices", "Topic").objects.exists():
        import_module("mentorway.web.practices.migrations.0004_vocabulary").load(apps, None)
    if not apps.get_model("practices", "Challenge").objects.exists():
        import_module("mentorway.web.practices.migrations.0003_coding_of_material").load_codebook(apps, None)


@pytest.fixture(autouse=True)
def _language_of_the_last_request_ends_with_its_test():
    """The test client leaves the language of its last request behind, for doctests too."""
    yield
    translation.deactivate()


@pytest.fixture
def member(db):
    """A person who belongs to one partner."""
    return make_member()
