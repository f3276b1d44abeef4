"""Anonymity is in the tables: there is nothing to join on, and nothing that tells when or from where."""

import json
import logging

import pytest
from django.apps import apps
from django.db import connection, models
from django.urls import reverse
from tests.conftest import make_member
from tests.web.study.filling_making import at, begin, fill, key_of, make_code, make_study, send

from mentorway.web.study.models import (
    AccessCode,
    Draft,
    Invitation,
    Mode,
    Participation,
    Response,
    Study,
    Target,
)
from mentorway.web.study.respondent.links import answer_code, fingerprint

pytestmark = pytest.mark.django_db
PEOPLE = (AccessCode, Invitation, Participation, Draft)


def relations(model):
    return {
        field.related_model
        for field in model._meta.get_fields()
        if field.is_relation and field.related_model is not None
    }


def test_no_key_leads_from_answers_to_people_or_back():
    user = apps.get_model("accounts", "User")
    assert relations(Response) & {*PEOPLE, user} == set()
    assert all(Response not in relations(model) for model in (*PEOPLE, user))


def test_answers_keep_no_time_finer_than_a_day():
    kinds = (models.DateTimeField, models.TimeField)
    assert [field.name for field in Response._meta.get_fields() if isinstance(field, kinds)] == []


def test_codes_and_participations_keep_no_time_at_all():
    for model in (AccessCode, Participation):
        kinds = (models.DateField, models.TimeField, models.DateTimeField)
        assert [field.name for field in model._meta.get_fields() if isinstance(field, kinds)] == []


def every_value(model):
    """Everything that a table holds, as text, one set for each column."""
    rows = list(model.objects.values())
    return {value for row in rows for value in map(str, row.values())}


def sent_with_a_code(client):
    study = make_study(mode=Mode.CODE)
    code, row = make_code(study)
    Invitation.objects.create(
        wave=row.wave, email="anna@example.org", language="en", country="FI", sector="education", code=row
    )
    link = begin(client, study, url=reverse("study:coded", args=[code]))
    fill(client, link)
    key = key_of(client, link)
    response = client.post(at("send", link), {"key": key})
    assert response.status_code == 200
    return code, link, key


SHARED = {"FI", "education", "None", "1", "en", "True", "False", "0", ""}


def test_no_value_of_a_persons_tables_is_in_the_answers(client):
    """A join needs a shared value; what is shared here is shared by everyone of the wave."""
    sent_with_a_code(client)
    wave = {str(pk) for pk in Study.objects.values_list("waves", flat=True)}
    people = every_value(AccessCode) | every_value(Invitation)
    assert every_value(Response) & people - SHARED - wave == set()


def test_what_a_person_holds_is_in_no_table_after_sending(client):
    code, link, key = sent_with_a_code(client)
    secrets = (code, code.replace("-", ""), link, fingerprint(link), key)
    tables = [model for model in apps.get_models() if model._meta.app_label == "study"]
    for model in tables:
        stored = json.dumps([list(map(str, row.values())) for row in model.objects.values()])
        assert [secret for secret in secrets if secret in stored] == [], model


def test_the_draft_is_gone_and_the_code_only_says_used(client):
    sent_with_a_code(client)
    assert Draft.objects.count() == 0
    assert AccessCode.objects.values_list("used", flat=True).get() is True


def test_the_answers_are_named_by_the_key_in_the_form_and_not_by_the_link(client):
    _code, link, key = sent_with_a_code(client)
    code = Response.objects.get().code
    assert answer_code(key) == code
    assert link not in key
    assert fingerprint(link)[:12] not in code


def test_rows_come_in_an_order_that_tells_nothing(client):
    study = make_study()
    for _person in range(4):
        link = begin(client, study)
        fill(client, link)
        send(client, link)
    assert {row.pk.version for row in Response.objects.all()} == {4}


def test_moments_of_the_filling_are_cut_to_the_day(client):
    link = begin(client, make_study())
    fill(client, link)
    send(client, link)
    assert len(Response.objects.get().answers["begun"]) == len("2026-05-31")


@pytest.mark.parametrize("mode", [Mode.ANONYMOUS, Mode.CODE])
def test_address_and_browser_are_neither_kept_nor_logged(client, mode, caplog):
    study = make_study(mode=mode)
    url = reverse("study:coded", args=[make_code(study)[0]]) if mode == Mode.CODE else None
    client.defaults |= {"REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "Peculiar/1.0"}
    with caplog.at_level(logging.DEBUG):
        link = begin(client, study, url=url)
        fill(client, link)
        send(client, link)
        client.get(at("go_on", link))
    assert ("203.0.113.77" in caplog.text, "Peculiar" in caplog.text) == (False, False)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
            stored = str(cursor.fetchall())
            assert ("203.0.113.77" in stored, "Peculiar" in stored) == (False, False), table


def test_a_signed_in_person_is_noted_beside_the_answers_and_not_with_them(client):
    study = make_study(mode=Mode.SIGNED_IN)
    user = make_member(study.partner)
    client.force_login(user)
    link = begin(client, study)
    assert user.email not in str(Draft.objects.values())
    fill(client, link)
    send(client, link)
    assert user.email not in str(Response.objects.values())
    assert Participation.objects.count() == 1


def test_the_open_links_say_nothing_of_a_person():
    assert relations(Target) & {*PEOPLE, Response} == set()
