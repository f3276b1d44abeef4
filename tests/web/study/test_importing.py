"""Older answers from a spreadsheet."""

import datetime as dt

import pytest
from django.urls import reverse
from tests.conftest import make_member
from tests.web.study.making import (
    make_batch_file,
    make_study,
)

from mentorway.web.study import tasks
from mentorway.web.study.actions import importing
from mentorway.web.study.analysis import files
from mentorway.web.study.models import (
    Batch,
    Response,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def study():
    return make_study()


@pytest.fixture
def member(study, client):
    person = make_member(study.partner)
    client.force_login(person)
    return person


def take_in(client, study, **fields):
    sent = {"wave": study.waves.get().pk, "file": make_batch_file(**fields)}
    return client.post(reverse("study:imports", args=[study.pk]), sent)


def match(client, batch, **fields):
    form = client.get(reverse("study:batch", args=[batch.pk])).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    client.post(reverse("study:batch", args=[batch.pk]), {**sent, **fields})
    batch.refresh_from_db()
    return batch


def test_older_answers_are_looked_at_judged_stored_and_undone(client, study, member):
    take_in(client, study)
    batch = Batch.objects.get()
    assert (batch.count, batch.mapping["columns"]["age"], Response.objects.count()) == (2, "age/", 0)
    match(client, batch)
    assert (batch.state, batch.wrong, batch.problems) == ("checked", 0, [])
    client.post(reverse("study:store_batch", args=[batch.pk]))
    rows = Response.objects.order_by("answers__job")
    assert [(row.answers["job"], row.answers["age"], row.source, row.day) for row in rows] == [
        ("Nurse", 33, "import", rows[0].day),
        ("Teacher", 41, "import", rows[1].day),
    ]
    assert not files.batch_path(batch).exists()
    client.post(reverse("study:undo_batch", args=[batch.pk]))
    batch.refresh_from_db()
    assert (Response.objects.count(), batch.state) == (0, "undone")
    assert sorted(study.events.values_list("what", flat=True)) == ["imported", "undone"]


def test_every_problem_is_told_with_row_and_column_and_nothing_is_stored(client, study, member):
    take_in(client, study, text="job,age,mentor,country,c1\nTeacher,41,yes,fi,4\n,,,,\nNurse,7,maybe,fi,9\n")
    batch = match(client, Batch.objects.get())
    assert [(one["row"], one["column"]) for one in batch.problems] == [(4, "mentor"), (4, "c1"), (4, "age")]
    page = client.post(reverse("study:store_batch", args=[batch.pk])).content.decode()
    assert "none is stored" in page
    assert Response.objects.count() == 0


def test_rows_that_lack_a_required_answer_are_taken_and_marked(client, study, member):
    take_in(client, study, text="job,age\nTeacher,41\n")
    batch = match(client, Batch.objects.get())
    assert (batch.wrong, batch.incomplete) == (0, 1)
    client.post(reverse("study:store_batch", args=[batch.pk]))
    assert Response.objects.get().status == "review"


def test_columns_may_say_country_sector_language_and_day(client, study, member):
    rows = (
        "job,land,branch,tongue,when",
        "Teacher,Lithuania,business,lt,2024-03-05",
        "Nurse,LV,education,en,5.3.24",
    )
    text = "\n".join(rows)
    take_in(client, study, text=text)
    columns = {"c1": ":country", "c2": ":sector", "c3": ":language", "c4": ":day"}
    batch = match(client, Batch.objects.get(), **columns)
    assert [(one["row"], one["column"]) for one in batch.problems] == [(3, "when")]
    take_in(client, study, text=text.replace("5.3.24", "2024-03-06"))
    batch = match(client, Batch.objects.latest("pk"), **columns)
    client.post(reverse("study:store_batch", args=[batch.pk]))
    found = Response.objects.get(answers__job="Teacher")
    assert (found.country, found.sector, found.language, found.day) == (
        "LT",
        "business",
        "lt",
        dt.date(2024, 3, 5),
    )


def test_a_question_that_asks_the_country_says_where_the_person_belongs(client, study, member):
    take_in(client, study)
    client.post(reverse("study:store_batch", args=[match(client, Batch.objects.get()).pk]))
    assert sorted(Response.objects.values_list("answers__country", "country")) == [("fi", "FI"), ("lt", "LT")]


def test_two_columns_cannot_be_one_question_and_none_is_no_import(client, study, member):
    take_in(client, study)
    batch = Batch.objects.get()
    url = reverse("study:batch", args=[batch.pk])
    both = {"c0": "job/", "c1": "job/", "country": "FI", "sector": "education"}
    assert "cannot both be this" in client.post(url, both).content.decode()
    nothing = {"c0": ":day", "country": "FI", "sector": "education"}
    assert "No column is a question" in client.post(url, nothing).content.decode()


@pytest.mark.parametrize(
    "file", [{"text": b"\x00\x01\x02", "name": "a.xlsx"}, {"text": "", "name": "a.csv"}, {"name": "a.exe"}]
)
def test_what_is_no_spreadsheet_is_refused_and_not_kept(client, study, member, file):
    assert take_in(client, study, **file).status_code == 200
    assert (Batch.objects.count(), list(files.folder("imports").iterdir())) == (0, [])


def test_a_larger_spreadsheet_is_left_to_the_worker(client, study, member):
    rows = "".join(f"Teacher,{20 + number % 60},yes,fi,4\n" for number in range(300))
    take_in(client, study, text="job,age,mentor,country,c1\n" + rows)
    batch = match(client, Batch.objects.get())
    assert batch.state == "checking"
    tasks.check_batch.call(batch.pk)
    client.post(reverse("study:store_batch", args=[batch.pk]))
    tasks.store_batch.call(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, Response.objects.count()) == ("stored", 300)


def test_a_breakdown_while_storing_leaves_nothing_half_stored(client, study, member, monkeypatch):
    take_in(client, study)
    batch = match(client, Batch.objects.get())
    monkeypatch.setattr(tasks.Event.objects, "create", lambda **_fields: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        importing.store(batch, member)
    batch.refresh_from_db()
    assert (Response.objects.count(), batch.state) == (0, "checked")


def test_a_spreadsheet_is_discarded(client, study, member):
    take_in(client, study)
    client.post(reverse("study:discard_batch", args=[Batch.objects.get().pk]))
    assert (Batch.objects.count(), list(files.folder("imports").iterdir())) == (0, [])
