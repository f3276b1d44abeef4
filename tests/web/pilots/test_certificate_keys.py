"""The keys that sign certificates: followed by others, stolen, and none before the first."""

import json

import pytest
from django.core.cache import cache
from django.urls import reverse
from tests.conftest import make_user
from tests.web.pilots import certifying

from mentorway.web.pilots.actions import certificates as actions
from mentorway.web.pilots.actions import keys
from mentorway.web.pilots.analysis import verifying
from mentorway.web.pilots.models import Certificate, IssuerKey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_counted_yet():
    cache.clear()


@pytest.fixture
def cohort():
    return certifying.make_certified()


@pytest.fixture
def certificate(cohort):
    return certifying.certify(certifying.complete(cohort))


def page(name, *args):
    return reverse(f"pilots:{name}", args=args)


def text_of(response):
    return response.content.decode()


def send(client, badge):
    return client.post(page("check_badge"), {"text": json.dumps(badge)})


@pytest.fixture
def keeper(client, certificate):
    client.force_login(make_user(is_staff=True))
    return client


def test_a_new_key_signs_and_what_the_old_one_signed_stays_genuine(keeper, cohort, certificate):
    assert keeper.post(page("rotate_key")).status_code == 302
    newer = certifying.certify(certifying.complete(cohort, "Bert Lind"))
    assert newer.key_id != certificate.key_id
    for one in (certificate, newer):
        assert "The badge is genuine" in text_of(send(keeper, one.badge))
    document = json.loads(keeper.get(reverse("issuer_document")).content)
    published = [one["publicKeyMultibase"] for one in document["verificationMethod"]]
    assert published == [newer.key.multikey, certificate.key.multikey]


def test_a_stolen_key_is_published_no_longer_and_what_it_costs_is_said_before(keeper, cohort, certificate):
    key = certificate.key
    asked = text_of(keeper.get(page("distrust_key", key.pk)))
    assert "1 certificate that holds must be issued anew." in asked
    assert cohort.title in asked
    assert keeper.post(page("distrust_key", key.pk)).status_code == 302
    assert key.multikey not in text_of(keeper.get(reverse("issuer_document")))
    assert "not to be trusted" in text_of(send(keeper, certificate.badge))
    assert IssuerKey.objects.get(signs=True).pk != key.pk


def test_certificates_of_a_stolen_key_are_issued_anew_in_their_place(cohort, certificate):
    actions.show(certificate, shows_name=True, is_hidden=False)
    keys.distrust(certificate.key)
    run = certifying.run_for(cohort, cohort.created_by, certifying.Wish(certificate.participant_id))
    assert run.problem == []
    new = Certificate.objects.get(revoked=None)
    assert verifying.judged(json.dumps(new.badge)).is_good
    assert (new.shows_name, new.participant_id) == (True, certificate.participant_id)
    certificate.refresh_from_db()
    assert certificate.revoked is not None


def test_a_key_that_was_stolen_twice_is_distrusted_once(certificate):
    first = keys.distrust(certificate.key)
    assert keys.distrust(certificate.key).distrusted == first.distrusted
    assert IssuerKey.objects.count() == 2


def test_before_the_first_certificate_there_is_no_key_to_keep(client, db):
    client.force_login(make_user(is_staff=True))
    assert "No key yet" in text_of(client.get(page("keys")))
    assert json.loads(client.get(reverse("issuer_document")).content)["verificationMethod"] == []
