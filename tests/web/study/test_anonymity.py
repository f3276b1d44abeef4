"""Who has answered and what was answered cannot be put together: by the tables themselves."""

import datetime as dt
import uuid

import pytest
from django.db import connection, models
from django.db.models.fields.related import ForeignObjectRel
from tests.conftest import make_member
from tests.web.study import filling_making
from tests.web.study.making import DAY, make_invitations, make_response, make_study

from mentorway.web.accounts.models import User
from mentorway.web.evaluation.models import Coded
from mentorway.web.study import tasks
from mentorway.web.study.analysis import tables
from mentorway.web.study.models import (
    AccessCode,
    Draft,
    Invitation,
    Mode,
    Participation,
    Response,
    Wave,
)

pytestmark = pytest.mark.django_db
KNOWN = {Response: {"Wave", "Version", "Partner", "Batch", "Coded"}}
WHO = {AccessCode, Invitation, Participation, User}


def relations(model):
    return {
        field.related_model
        for field in model._meta.get_fields(include_hidden=True)
        if field.is_relation and field.related_model is not None
    }


def test_answers_lead_to_no_person_and_no_person_leads_to_answers():
    assert {one.__name__ for one in relations(Response)} == KNOWN[Response]
    assert not relations(Response) & WHO
    for model in WHO - {User}:
        assert Response not in relations(model)
    assert Response not in relations(User)


def test_who_sorts_what_was_written_is_the_only_person_that_sorting_knows():
    """An evaluation keeps of which themes an answer speaks, and which colleague said so."""
    people = {field.name for field in Coded._meta.fields if field.related_model in WHO}
    assert people == {"by"}


def test_a_wave_is_the_only_thing_that_both_sides_know():
    """Rows that both point to: too many people each to tell one from another."""
    shared = {one.__name__ for one in relations(Response)} & {
        one.__name__ for one in relations(AccessCode) | relations(Invitation)
    }
    assert shared == {"Wave", "Partner"}


def test_answers_know_a_day_and_no_time():
    times = [
        field.name
        for field in Response._meta.fields
        if isinstance(field, models.DateTimeField | models.TimeField)
    ]
    assert times == []
    days = [field.name for field in Response._meta.fields if type(field) is models.DateField]
    assert days == ["day"]


@pytest.mark.parametrize("model", [AccessCode, Participation])
def test_who_has_answered_knows_no_time(model):
    kinds = (models.DateField, models.TimeField)
    assert [field.name for field in model._meta.fields if isinstance(field, kinds)] == []


def test_nothing_is_kept_of_the_way_people_came():
    names = {field.name for model in (Response, Draft, AccessCode) for field in model._meta.fields}
    assert names & {"ip", "address", "user", "user_agent", "email", "created", "modified", "session"} == set()


@pytest.mark.parametrize("model", [Response, Draft, Participation])
def test_keys_are_random_so_that_no_order_leaks(model):
    assert isinstance(model._meta.pk, models.UUIDField)
    assert model._meta.pk.default is uuid.uuid4
    assert model._meta.ordering == ["id"]


def test_a_draft_alone_knows_its_code_and_is_gone_when_it_is_sent(client):
    assert AccessCode in relations(Draft)
    assert not any(
        isinstance(field, ForeignObjectRel) and field.related_model is Response
        for field in Draft._meta.get_fields()
    )
    study = filling_making.make_study(mode=Mode.CODE)
    code, row = filling_making.make_code(study)
    link = filling_making.begin(client, study, url=f"/study/c/{code}/")
    filling_making.fill(client, link)
    filling_making.send(client, link)
    row.refresh_from_db()
    assert (Response.objects.count(), Draft.objects.count(), row.used) == (1, 0, True)


def test_no_value_of_answers_stands_on_the_other_side(client):
    study = filling_making.make_study(mode=Mode.CODE)
    rows = make_invitations(study.waves.get(), 3)
    code, _row = filling_making.make_code(study)
    link = filling_making.begin(client, study, url=f"/study/c/{code}/")
    filling_making.fill(client, link)
    filling_making.send(client, link)
    answers = Response.objects.get()
    theirs = {answers.id.hex, answers.code, code, link}
    for row in [*rows, *AccessCode.objects.all()]:
        assert not theirs & {str(value) for value in vars(row).values()}
        assert answers.id.hex not in str(vars(row))


def physical_order(model):
    with connection.cursor() as cursor:
        name = "rowid" if connection.vendor == "sqlite" else "ctid"
        cursor.execute(f"SELECT id FROM {model._meta.db_table} ORDER BY {name}")  # noqa: S608 - our own names
        return [uuid.UUID(str(row[0])) for row in cursor.fetchall()]


def test_when_a_wave_is_closed_the_order_of_arrival_is_wiped_from_the_disk():
    study = make_study(state="closed")
    came = [make_response(study, answers={"age": number}).id for number in range(40)]
    if connection.vendor == "sqlite":  # PostgreSQL fills the room that earlier rows have left
        assert physical_order(Response) == came
    before = dict(Response.objects.values_list("id", "answers"))
    tasks.mix.call(study.waves.get().pk)
    assert physical_order(Response) == sorted(came)
    assert dict(Response.objects.values_list("id", "answers")) == before


def test_an_open_wave_is_not_rewritten():
    study = make_study()
    came = [make_response(study).id for _number in range(10)]
    tasks.mix.call(study.waves.get().pk)
    assert physical_order(Response) == came


def test_a_file_holds_no_code_no_day_and_no_order():
    study = make_study(mode=Mode.PSEUDONYMOUS)
    for number in range(9):
        make_response(
            study, pseudonym="ab" * 32, day=DAY + dt.timedelta(days=number), answers={"age": number}
        )
    layout = tables.layout_for(study, [study.version], with_texts=True)
    rows = list(tables.records_of(study, layout))
    assert {column.name for column in layout.columns} & {"code", "day", "id", "begun"} == set()
    assert [row.answers["age"] for row in rows] == [
        one.answers["age"] for one in Response.objects.order_by("id")
    ]
    assert {row.about["person"] for row in rows} != {"ab" * 32}
    assert len({row.about["person"] for row in rows}) == 1


def test_pseudonyms_stand_only_where_they_were_promised():
    study = make_study()
    with pytest.raises(Exception, match="pseudonym"):
        make_response(study, pseudonym="ab" * 32)


def test_letters_and_lists_never_ask_for_answers(client):
    wave = make_study(mode=Mode.CODE).waves.get()
    make_invitations(wave, 3)
    now = dt.datetime(2026, 5, 4, 10, tzinfo=dt.UTC)
    Wave.objects.filter(pk=wave.pk).update(sending=True, next_run=now)
    with connection.execute_wrapper(refuse_answers):
        assert tasks.run_letters(wave.pk, now, now) == 3
    client.force_login(make_member(wave.study.partner))
    with connection.execute_wrapper(refuse_answers):
        assert client.get(f"/study/waves/{wave.pk}/people/").status_code == 200


def refuse_answers(execute, sql, params, many, context):
    assert "study_response" not in sql
    return execute(sql, params, many, context)
