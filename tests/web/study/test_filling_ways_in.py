"""The ways in: open links, codes, invitations, accounts; and what stays behind of a visit: nothing."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from tests.conftest import make_member, make_user
from tests.web.study.filling_making import (
    at,
    begin,
    fill,
    key_of,
    make_code,
    make_device,
    make_study,
    send,
    turn,
)

from mentorway.web.study.models import (
    AccessCode,
    Draft,
    Invitation,
    Mode,
    Participation,
    Response,
    State,
    Study,
    Target,
)

pytestmark = pytest.mark.django_db


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def opened(study):
    return reverse("study:open", args=[study.token])


def test_a_row_of_the_plan_counts_the_answers_where_they_come_from(client):
    study = make_study()
    target = Target.objects.create(study=study, country="LT", sector="business", goal=5)
    link = begin(client, study, url=reverse("study:open", args=[target.token]))
    fill(client, link)
    send(client, link)
    kept = Response.objects.get()
    assert (kept.country, kept.sector) == ("LT", "business")


def test_a_code_opens_once(client):
    study = make_study(mode=Mode.CODE)
    code, row = make_code(study, country="LV", sector="business")
    url = reverse("study:coded", args=[code])
    link = begin(client, study, url=url)
    assert client.get(url).url == at("go_on", link)
    fill(client, link)
    send(client, link)
    row.refresh_from_db()
    assert row.used
    assert Response.objects.get().country == "LV"
    refused = client.get(url)
    assert refused.status_code == 403
    assert "This code has been used" in text(refused)


def test_a_code_is_typed_however_people_write_it(client):
    study = make_study(mode=Mode.CODE)
    code, _row = make_code(study)
    typed = f" {code.upper().replace('-', ' ')} "
    response = client.post(reverse("study:code"), {"code": typed})
    assert response.status_code == 302
    assert "We ask what mentoring is like" in text(client.get(response.url))


def test_the_open_link_of_a_study_with_codes_asks_for_the_code(client):
    assert client.get(opened(make_study(mode=Mode.CODE))).url == reverse("study:code")


def test_a_pseudonym_is_the_same_for_one_person_in_both_waves(client):
    study = make_study(mode=Mode.PSEUDONYMOUS)
    first = study.waves.get()
    second = study.waves.create(number=2, title="After")
    for wave in (first, second):
        code, row = make_code(study, wave=wave)
        Invitation.objects.create(
            wave=wave, email="anna@example.org", language="en", country="FI", sector="education", code=row
        )
        link = begin(client, study, url=reverse("study:coded", args=[code]))
        fill(client, link)
        assert send(client, link).status_code == 200
    kept = Response.objects.values_list("wave__number", "pseudonym")
    assert {number for number, _pseudonym in kept} == {1, 2}
    assert len({pseudonym for _number, pseudonym in kept}) == 1
    assert "" not in {pseudonym for _number, pseudonym in kept}


def test_who_has_a_pseudonym_and_no_invitation_is_asked_for_the_address_at_the_end(client):
    study = make_study(mode=Mode.PSEUDONYMOUS)
    code, _row = make_code(study)
    link = begin(client, study, url=reverse("study:coded", args=[code]))
    fill(client, link)
    assert send(client, link).status_code == 422
    assert send(client, link, email="no address").status_code == 422
    assert AccessCode.objects.get().used is False
    assert send(client, link, email="anna@example.org").status_code == 200
    assert len(Response.objects.get().pseudonym) == 64


def test_people_with_an_account_answer_once(client):
    study = make_study(mode=Mode.SIGNED_IN)
    assert client.get(opened(study)).url.startswith("/account/login/?next=")
    user = make_member(study.partner)
    client.force_login(user)
    link = begin(client, study)
    assert client.get(opened(study)).url == at("go_on", link)
    fill(client, link)
    send(client, link)
    assert Participation.objects.get().user == user
    assert "You have answered already" in text(client.get(opened(study)))


def test_only_the_person_sends_what_was_begun_with_an_account(client):
    study = make_study(mode=Mode.SIGNED_IN)
    client.force_login(make_member(study.partner))
    link = begin(client, study)
    fill(client, link)
    key = key_of(client, link)
    client.force_login(make_user())
    response = client.post(at("send", link), {"key": key})
    assert (response.status_code, Response.objects.count(), Draft.objects.count()) == (302, 0, 1)


def test_pages_leave_no_cookie(client):
    link = begin(client, make_study())
    fill(client, link)
    send(client, link)
    assert dict(client.cookies) == {}


def test_pages_are_kept_by_nobody_on_the_way_and_tell_nobody_where_they_lead(client):
    link = begin(client, make_study())
    page = client.get(at("page", link, 1))
    assert "no-store" in page["Cache-Control"]
    assert (page["Referrer-Policy"], page["X-Robots-Tag"]) == ("no-referrer", "noindex")


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_the_whole_way_can_be_gone_in_every_language(client, language):
    link = begin(client, make_study(), language=language)
    fill(client, link)
    response = send(client, link)
    assert f'<html lang="{language}">' in text(response)
    assert Response.objects.get().language == language


def test_no_link_is_in_the_log(client, caplog):
    study = make_study()
    link = begin(client, study)
    key, _device = make_device(study)
    turn(client, link, 1, {"job": ""})
    client.get(at("save", link))
    client.post(at("send", link), {"key": "x"})
    client.get(reverse("study:odk_submission", args=[key]))
    Study.objects.update(state=State.CLOSED)
    client.get(at("page", link, 1))
    client.get(reverse("study:odk_form", args=[key]))
    assert (link in caplog.text, key in caplog.text) == (False, False)
