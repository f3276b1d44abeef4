"""Badges that the web application issues, judged by the two programs of other people (`make verifiers`).

MENTORWAY_VERIFIERS names a folder with their node_modules where it is not tests/credentials/verifiers.
"""

import json

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from tests.credentials import test_verifiers as programs
from tests.web.pilots import certifying

from mentorway.web.pilots.actions import certificates as actions
from mentorway.web.pilots.actions import keys

pytestmark = [programs.pytestmark, pytest.mark.django_db]
SITE = "mentorway.example.org"


@pytest.fixture
def site(settings, client):
    """A site of its own name, whose documents are read by its pages."""
    cache.clear()
    settings.MENTORWAY_PUBLIC = type(settings.MENTORWAY_PUBLIC)("https", SITE, None)
    return client


@pytest.fixture
def badge(site):
    """A badge with everything in it, by a name in several scripts."""
    cohort = certifying.make_certified()
    level = {"level": 5, "level_assigned_by": "Agency", "level_reference": "https://nqf.example.org/1"}
    more = {"ects": "0.3", "valid_years": 3, "hashes_email": True, "title_in_english": "Mentoring", **level}
    certifying.write_terms(cohort, **more)
    return certifying.certify(certifying.complete(cohort, "Žydrūnė محمد 王 🦊"))


def published(site):
    """Return what this site publishes: its document, and its list of what was taken back."""
    addresses = [reverse("issuer_document"), reverse("pilots:status_list", args=[1])]
    issuer, listed = (json.loads(site.get(address).content) for address in addresses)
    return issuer, listed


def judged(site, certificate):
    """Return what @digitalbazaar/vc says, with the published documents at hand."""
    issuer, listed = published(site)
    asked = {
        "credential": certificate.badge,
        "documents": {issuer["id"]: issuer, listed["id"]: listed},
        "now": timezone.now().isoformat(),
    }
    return programs.asked("digitalbazaar.mjs", [asked])[0]


def test_vc_accepts_a_badge_of_the_site_and_refuses_it_once_it_is_taken_back(site, badge):
    assert badge.badge["issuer"]["id"] == f"did:web:{SITE}"
    assert judged(site, badge) == {"verified": True, "errors": []}
    actions.revoke(badge, badge.cohort.created_by, why="By mistake")
    found = judged(site, badge)
    assert (found["verified"], found["errors"]) == (False, ["revoked"])


def test_vc_believes_a_key_that_was_followed_by_another_and_none_that_was_stolen(site, badge):
    keys.rotate()
    assert judged(site, badge) == {"verified": True, "errors": []}
    keys.distrust(badge.key)
    found = judged(site, badge)
    assert found["verified"] is False
    assert "No key" in " ".join(found["errors"])


def core(site, *badges):
    """Return what @digitalcredentials/verifier-core says, which looks up what the site publishes."""
    issuer, listed = published(site)
    documents = {f"https://{SITE}{reverse('issuer_document')}": issuer, listed["id"]: listed}
    asked = [{"credential": one, "documents": documents} for one in badges]
    return programs.asked("verifier-core.mjs", asked)


def test_verifier_core_accepts_a_badge_of_the_site_and_refuses_a_changed_word(site, badge):
    good, wrong = core(site, badge.badge, {**badge.badge, "name": "Doctor of everything"})
    assert good["errors"] == []
    assert good["log"]["valid_signature"] is True
    assert good["log"]["expiration"] is True
    assert wrong["errors"]
    assert "valid_signature" not in wrong["log"]


def test_verifier_core_sees_what_was_taken_back(site, badge):
    assert core(site, badge.badge)[0]["log"]["revocation_status"] is True
    actions.revoke(badge, badge.cohort.created_by, why="By mistake")
    assert core(site, badge.badge)[0]["log"]["revocation_status"] is False
