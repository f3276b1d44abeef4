"""One-time codes to hand out, and open links."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from tests.conftest import make_member, make_partner
from tests.web.study.making import make_study

from mentorway.web.study.actions import inviting
from mentorway.web.study.analysis import sheets
from mentorway.web.study.analysis.codes import hash_of, one_time_code
from mentorway.web.study.models import AccessCode, Mode

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave():
    return make_study(mode=Mode.CODE).waves.get()


def test_codes_are_made_printed_and_found_by_their_hash_only(client, wave):
    client.force_login(make_member(wave.study.partner))
    target = wave.study.targets.get()
    client.post(reverse("study:codes", args=[wave.pk]), {"target": target.pk, "count": 15})
    rows = list(AccessCode.objects.all())
    assert (len(rows), {row.batch for row in rows}) == (15, {1})
    page = client.get(reverse("study:sheet", args=[wave.pk, 1])).content.decode()
    for row in rows:
        code = one_time_code(row.serial)
        assert code in page
        assert (hash_of(code), code in str(vars(row))) == (row.token_hash, False)


def test_the_sheet_is_a_pdf(client, wave):
    inviting.make_codes(wave, count=13, country="FI", sector="education", partner=None)
    client.force_login(make_member(wave.study.partner))
    found = client.get(reverse("study:sheet_file", args=[wave.pk, 1]))
    assert (found.content[:5], found["Content-Type"]) == (b"%PDF-", "application/pdf")
    assert client.get(reverse("study:sheet_file", args=[wave.pk, 2])).status_code == 404


def test_unused_codes_of_a_batch_are_removed_used_ones_stay(client, wave):
    inviting.make_codes(wave, count=3, country="FI", sector="education", partner=None)
    AccessCode.objects.filter(pk=AccessCode.objects.first().pk).update(used=True)
    client.force_login(make_member(wave.study.partner))
    client.post(reverse("study:void_codes", args=[wave.pk, 1]))
    assert list(AccessCode.objects.values_list("used", flat=True)) == [True]


def test_an_open_study_has_links_and_no_codes(client):
    study = make_study(mode=Mode.ANONYMOUS)
    client.force_login(make_member(study.partner))
    page = client.get(reverse("study:links", args=[study.pk])).content.decode()
    assert (f"/study/f/{study.targets.get().token}/" in page, "data:image/svg" in page) == (True, True)
    with pytest.raises(ValidationError):
        inviting.make_codes(study.waves.get(), count=1, country="FI", sector="education", partner=None)


def test_a_card_leads_to_the_questions(client, wave):
    inviting.make_codes(wave, count=1, country="FI", sector="education", partner=None)
    card = next(sheets.cards_of(AccessCode.objects.all()))
    assert client.get(card.link.split("localhost:8000")[-1]).status_code == 200


def test_the_partner_of_the_row_goes_with_the_code(wave):
    partner = make_partner()
    inviting.make_codes(wave, count=1, country="FI", sector="education", partner=partner.pk)
    assert AccessCode.objects.get().partner == partner
