"""The codebook: everybody reads it, coordinators keep it, nothing of it is lost."""

import csv
import datetime as dt
import io

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member
from tests.web.practices.making_challenges import make_challenge, make_decided

from mentorway.web.practices.actions import challenges as actions
from mentorway.web.practices.models import Challenge, ChallengeRevision, Intake

pytestmark = pytest.mark.django_db
TEXTS = {"definition": "What it is.", "include": "", "exclude": "", "example": ""}
NAMES = {"name_en": "Lack of time", "name_lt": "Laiko stoka", "name_lv": "", "name_sv": "", "name_fi": ""}


@pytest.fixture
def coordinator(client):
    user = make_member(role="coordinator")
    client.force_login(user)
    return user


@pytest.fixture
def _own_codebook():
    Challenge.objects.all().delete()


def page(name, row):
    return reverse(f"practices:{name}", args=[row.token])


def made(user, **more):
    return actions.add(user, parent=None, **{**TEXTS, **NAMES, **more})


def test_an_installation_starts_with_sixteen_challenges_named_in_five_languages():
    rows = Challenge.objects.all()
    assert rows.count() == 16
    assert {tuple(sorted(row.names)) for row in rows} == {("en", "fi", "lt", "lv", "sv")}
    assert all(row.definition and row.include and row.exclude and row.example for row in rows)
    assert ChallengeRevision.objects.filter(number=1).count() == 16


def test_a_challenge_is_added_at_the_end(client, coordinator):
    client.post(reverse("practices:add_challenge"), {**NAMES, **TEXTS})
    row = Challenge.objects.order_by("-position").first()
    assert (row.slug, row.names, row.revision) == (
        "lack-of-time",
        {"en": "Lack of time", "lt": "Laiko stoka"},
        1,
    )
    assert made(coordinator).slug == "lack-of-time-2"


def test_the_name_is_said_in_the_readers_language(client, coordinator):
    row = made(coordinator)
    coordinator.language = "lt"
    coordinator.save()
    client.cookies["django_language"] = "lt"
    assert "<h1>Laiko stoka</h1>" in client.get(page("challenge", row)).content.decode()


def test_a_change_keeps_what_was(client, coordinator):
    row = made(coordinator)
    client.post(page("change_challenge", row), {**NAMES, **TEXTS, "definition": "Other.", "revision": 1})
    row.refresh_from_db()
    assert (row.definition, row.revision) == ("Other.", 2)
    kept = row.revisions.order_by("number").values_list("number", "fields__definition", "by")
    assert list(kept) == [(1, "What it is.", coordinator.pk), (2, "Other.", coordinator.pk)]
    said = client.get(page("challenge_history", row)).content.decode()
    assert ("What it is." in said, "Other." in said) == (True, True)


def test_two_changes_of_different_fields_are_put_together(client, coordinator):
    row = made(coordinator)
    actions.change(row, coordinator, revision=1, parent=None, **{**NAMES, **TEXTS, "include": "Theirs."})
    client.post(page("change_challenge", row), {**NAMES, **TEXTS, "exclude": "Mine.", "revision": 1})
    row.refresh_from_db()
    assert (row.include, row.exclude, row.revision) == ("Theirs.", "Mine.", 3)


def test_two_changes_of_one_field_are_asked_about(client, coordinator):
    row = made(coordinator)
    actions.change(row, coordinator, revision=1, parent=None, **{**NAMES, **TEXTS, "definition": "Theirs."})
    sent = {**NAMES, **TEXTS, "definition": "Mine.", "revision": 1}
    asked = client.post(page("change_challenge", row), sent)
    assert asked.status_code == 409
    assert ("Mine." in asked.content.decode(), "Theirs." in asked.content.decode()) == (True, True)
    assert Challenge.objects.get(pk=row.pk).definition == "Theirs."
    merge = asked.context["merge"]
    answer = {**dict(merge.carried), "definition__merge": "mine"}
    assert client.post(page("change_challenge", row), answer).status_code == 302
    row.refresh_from_db()
    assert (row.definition, row.revision) == ("Mine.", 3)


def test_members_read_and_change_nothing(client):
    row = make_challenge()
    client.force_login(make_member(role="admin"))
    assert client.get(page("challenge", row)).status_code == 200
    names = ("change_challenge", "retire_challenge", "delete_challenge", "move_challenge")
    assert [client.post(page(name, row)).status_code for name in names] == [403] * 4


def test_parts_have_no_parts(client, coordinator):
    whole, part = make_challenge("Whole"), make_challenge("Part")
    Challenge.objects.filter(pk=part.pk).update(parent=whole)
    third = make_challenge("Third")
    sent = {**NAMES, **TEXTS, "revision": 1}
    deep = client.post(page("change_challenge", third), {**sent, "parent": part.pk})
    turned = client.post(page("change_challenge", whole), {**sent, "parent": third.pk})
    itself = client.post(page("change_challenge", third), {**sent, "parent": third.pk})
    assert ["parent" in one.context["form"].errors for one in (deep, turned, itself)] == [True] * 3


@pytest.mark.usefixtures("_own_codebook")
def test_challenges_change_places(client, coordinator):
    rows = [make_challenge(name, position=5, slug=f"same-{name}") for name in "abc"]

    def order():
        return [one.name for one in Challenge.objects.order_by("position", "slug")]

    before = order()
    client.post(page("move_challenge", rows[2]), {"to": "up"})
    after = order()
    client.post(page("move_challenge", rows[2]), {"to": "up"})
    client.post(page("move_challenge", rows[2]), {"to": "up"})
    last = order()
    client.post(page("move_challenge", rows[2]), {"to": "down"})
    assert [before, after, last, order()] == [
        ["a", "b", "c"],
        ["a", "c", "b"],
        ["c", "a", "b"],
        ["a", "c", "b"],
    ]


def test_what_is_used_is_retired_not_deleted(client, coordinator):
    row = make_challenge()
    make_decided((row,), (), ())
    client.post(page("delete_challenge", row))
    assert Challenge.objects.get(pk=row.pk).deleted is None
    with pytest.raises(ValidationError, match="It is used"):
        actions.delete(row, coordinator)
    client.post(page("retire_challenge", row))
    assert row not in Challenge.objects.offered()
    client.post(page("retire_challenge", row))
    assert row in Challenge.objects.offered()


def test_what_is_not_used_is_deleted_and_brought_back(client, coordinator):
    row = make_challenge()
    client.post(page("delete_challenge", row))
    assert client.get(page("challenge", row)).status_code == 404
    client.post(page("restore_challenge", row))
    assert client.get(page("challenge", row)).status_code == 200


def test_retiring_and_deleting_are_kept_in_the_history(client, coordinator):
    row = made(coordinator)
    actions.retire(row, coordinator)
    actions.delete(row, coordinator)
    actions.restore(row, coordinator)
    kept = [
        (one.fields["retired"], one.fields["deleted"], one.by) for one in row.revisions.order_by("number")
    ]
    me = coordinator
    assert kept == [("", "", me), ("true", "", me), ("true", "true", me), ("true", "", me)]
    assert "No longer offered" in client.get(page("challenge_history", row)).content.decode()


def test_the_bin_of_the_codebook_is_emptied_after_thirty_days():
    kept, gone = make_challenge(), make_challenge()
    now = timezone.now()
    Challenge.objects.filter(pk=kept.pk).update(deleted=now - dt.timedelta(days=29))
    Challenge.objects.filter(pk=gone.pk).update(deleted=now - dt.timedelta(days=31))
    assert actions.clear_away(timezone.now()) == 1
    assert list(Challenge.objects.filter(pk__in=[kept.pk, gone.pk])) == [kept]


def send(client, content, name="codebook.csv"):
    file = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
    return client.post(reverse("practices:take_in_codebook"), {"file": file}, follow=True)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_codebook_goes_out_and_comes_in_again_unchanged(client, coordinator, kind):
    odd = make_challenge("=Odd", definition="- a list")
    part = make_challenge("Part", parent=odd, is_retired=True)
    before = list(Challenge.objects.order_by("pk").values())
    content = client.get(reverse("practices:codebook_file", args=[kind])).content
    shown = send(client, content, f"codebook.{kind}")
    assert shown.context["problems"] == []
    client.post(shown.redirect_chain[-1][0])
    assert list(Challenge.objects.order_by("pk").values()) == before
    assert part.revisions.count() == 0
    assert Intake.objects.count() == 0


def test_a_file_changes_what_is_there_and_adds_what_is_new(client, coordinator):
    shown = send(
        client, "slug,en,lt,definition,parent\ntime,No time,Nėra laiko,Anew.,\nnew,New,,It is.,time\n"
    )
    client.post(shown.redirect_chain[-1][0])
    old, new = Challenge.objects.get(slug="time"), Challenge.objects.get(slug="new")
    assert (old.names["en"], old.names["lt"], old.names["fi"]) == ("No time", "Nėra laiko", "Ajan puute")
    assert (old.definition, old.revision, old.include != "") == ("Anew.", 2, True)
    assert (new.parent, new.revision, new.revisions.count()) == (old, 1, 1)


def test_a_wrong_file_is_refused_by_row_and_column(client, coordinator):
    rows = (
        "slug,en,definition,parent,position,retired,shoe\n"
        "a,,,,,,\n"
        "b,B,Is.,lost,-1,perhaps,\n"
        "b,B,Is.,,,,\n"
        "c,C,Is.,d,,,\n"
        "d,D,Is.,b,,,\n"
    )
    shown = send(client, rows)
    assert [(one["row"], one["column"]) for one in shown.context["problems"]] == [
        (1, "shoe"),
        (2, "en"),
        (2, "definition"),
        (3, "retired"),
        (3, "position"),
        (3, "parent"),
        (4, "slug"),
        (5, "parent"),
    ]
    client.post(shown.redirect_chain[-1][0])
    assert Challenge.objects.count() == 16


def test_the_file_names_its_columns(client, coordinator):
    said = client.get(reverse("practices:codebook_file", args=["csv"])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(said)))
    assert list(rows[0]) == [
        "slug", "en", "lt", "lv", "sv", "fi", "definition", "include", "exclude", "example", "parent",
        "position", "retired",
    ]  # fmt: skip
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("practices:codebook_file", args=["xlsx"])).content)
    )
    assert book.active.max_row == 17


def test_the_codebook_needs_few_queries(client, coordinator, django_assert_max_num_queries):
    for number in range(40):
        make_challenge(f"Code {number}")
    with django_assert_max_num_queries(12):
        client.get(reverse("practices:codebook"))
    with django_assert_max_num_queries(16):
        client.get(reverse("practices:challenges"))
