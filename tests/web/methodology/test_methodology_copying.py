"""A methodology that begins with what is in another one."""

import pytest
from django.urls import reverse
from tests.conftest import make_member, make_partner
from tests.web.methodology.methodology_making import CONSTRUCT, TEXTS, make_methodology, with_

from mentorway.web.methodology.actions import instruments
from mentorway.web.methodology.actions import methodology_parts as parts
from mentorway.web.methodology.analysis import bank
from mentorway.web.methodology.analysis.methodologies import content_of, core_of
from mentorway.web.methodology.analysis.methodology_texts import texts_of
from mentorway.web.methodology.models import Methodology
from mentorway.web.translation.actions import bringing
from mentorway.web.translation.actions.languages import add_language

pytestmark = pytest.mark.django_db


@pytest.fixture
def methodology(client):
    made = make_methodology()
    client.force_login(made.created_by)
    return made


def url(name, *args):
    return reverse(f"methodology:methodology:{name}", args=args)


def text(response):
    return response.content.decode()


def test_it_is_copied_with_what_is_agreed_in_other_languages(client, methodology):
    language = add_language(methodology.document, code="fi", name="Suomi")
    texts = texts_of(core_of(methodology))
    targets = {one.key: f"fi {one.source}"[:200] for one in texts}
    bringing.as_agreed(language, methodology.created_by, texts=texts, targets=targets)
    page = text(client.get(url("copy", methodology.pk)))
    assert "Copy to a new methodology" in page
    sent = {"title": "My own", "partner": methodology.partner_id}
    client.post(url("copy", methodology.pk), sent)
    made = Methodology.objects.get(title="My own")
    old, new = content_of(methodology), content_of(made)
    assert [new[kind] for kind in ("constructs", "indicators", "quality_rules")] == [
        old[kind] for kind in ("constructs", "indicators", "quality_rules")
    ]
    assert set(targets) - set(new["texts"]["fi"]) == {
        one.key for one in texts if one.source == TEXTS["title"]
    }


def test_who_sees_a_shared_one_copies_it_and_who_does_not_finds_nothing(client, methodology):
    other = make_member()
    partner = other.memberships.get().partner_id
    client.force_login(other)
    sent = {"title": "Theirs", "partner": partner}
    assert client.post(url("copy", methodology.pk), sent).status_code == 404
    Methodology.objects.update(is_shared=True)
    assert client.post(url("copy", methodology.pk), sent).status_code == 302
    made = Methodology.objects.get(title="Theirs")
    assert (made.partner_id, made.created_by, made.is_shared) == (partner, other, False)


def test_an_instrument_of_others_is_not_copied(client, methodology):
    entry = bank.Entry("Trust", "Trust", "CC BY", "Us", items=(bank.Item("t1", {"en": "I trust."}, "Trust"),))
    instruments.add(
        methodology.created_by, partner=methodology.partner, entry=entry, permission="", evidence=None
    )
    own = with_(CONSTRUCT["measures"][0], instrument="own:Trust", scale="Trust", fewest_items=1)
    facts = with_(CONSTRUCT, measures=[own])
    parts.change(methodology, methodology.created_by, kind="constructs", facts=facts, was=CONSTRUCT)
    Methodology.objects.update(is_shared=True)
    partner = make_partner()
    client.force_login(make_member(partner))
    page = text(client.post(url("copy", methodology.pk), {"title": "Theirs", "partner": partner.pk}))
    assert "has no instrument “Trust”" in page
    assert Methodology.objects.count() == 1
