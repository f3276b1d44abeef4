"""From a draft to a version that never changes."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member
from tests.web.methodology import making

from mentorway.questionnaire import Form
from mentorway.web.methodology.actions import drafting, keeping
from mentorway.web.methodology.analysis.forms import form_of
from mentorway.web.methodology.models import Questionnaire, Version
from mentorway.web.translation.models import Translation

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(client):
    user = make_member()
    client.force_login(user)
    row = making.make_questionnaire(user.partners.get(), user)
    row.user = user
    return row


def url(name, row, *more):
    return reverse(f"methodology:{name}", args=[row.pk, *more])


def send(client, row, **fields):
    fresh = Questionnaire.objects.get(pk=row.pk)
    return client.post(
        url("publish", row), {"revision": fresh.revision, "note": "First", **fields}, follow=True
    )


def change(row, name, **cells):
    fresh = Questionnaire.objects.get(pk=row.pk)
    mark = making.mark_of(row, name)
    wish = drafting.Wish({"name": name, **cells})
    drafting.change_row(fresh, row.user, mark=mark, revision=fresh.revision, wish=wish)


def test_a_version_has_its_form_its_xform_and_its_workbook(client, made):
    page = send(client, made)
    version = Version.objects.get()
    assert "is published" in page.content.decode()
    form = form_of(version)
    assert isinstance(form, Form)
    assert (form.hash, version.number, version.note) == (version.form_hash, 1, "First")
    assert [question.name for question in form.questions] == ["mentor", "who", "age", "topics"]
    assert form_of(Version.objects.defer("form_json").get()) is form
    workbook = client.get(url("version_file", made, 1, "xlsx"))
    assert workbook.content == bytes(version.file)
    assert client.get(url("version_file", made, 1, "xform")).content.startswith(b"<?xml")
    assert client.get(url("version_file", made, 1, "odt")).status_code == 404


@pytest.mark.parametrize("field", ["number", "form_json", "form_hash", "xform", "workbook", "note", "file"])
def test_the_database_refuses_to_change_a_version(made, field):
    version = making.publish(made)
    before = making.stored_json(version.pk)
    new = {"number": 2, "workbook": [], "file": b"x"}.get(field, "0" * 64)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(**{field: new})
    setattr(version, field, new)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        version.save()
    assert making.stored_json(version.pk) == before


def test_the_database_refuses_it_to_raw_queries_too(made):
    making.publish(made)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE methodology_version SET note = 'x'")


def test_who_published_can_leave(made):
    other = make_member(made.partner)
    version = making.publish(made, other)
    other.delete()
    version.refresh_from_db()
    assert version.published_by is None


def test_an_unusable_draft_is_refused_with_every_problem(client, made):
    change(made, "age", relevant="${nobody} = 1", constraint="broken(")
    page = send(client, made).content.decode()
    assert "nobody" in page
    assert Version.objects.count() == 0


def test_an_empty_draft_is_refused(client, made):
    for name in ("mentor", "who", "about"):
        drafting.remove(made, made.user, mark=making.mark_of(made, name))
    assert "questions in it" in send(client, made).content.decode()
    assert Version.objects.count() == 0


def test_texts_and_rules_may_change_and_what_changed_is_shown(client, made):
    making.publish(made)
    change(made, "age", constraint=". >= 18", **{f"label::{making.EN}": "Your age?"})
    page = client.get(url("publish", made)).content.decode()
    assert "How old are you?" in page
    assert "Your age?" in page
    send(client, made)
    assert [version.number for version in Version.objects.order_by("number")] == [1, 2]
    assert "Your age?" in client.get(url("version", made, 2)).content.decode()


@pytest.mark.parametrize(
    ("cells", "said"),
    [({"type": "text"}, "The type of “age”"), ({"name": "years"}, "The question “age” is missing")],
)
def test_what_would_make_answers_incomparable_is_refused(client, made, cells, said):
    making.publish(made)
    fresh = Questionnaire.objects.get(pk=made.pk)
    wish = drafting.Wish({"name": "age", **cells})
    drafting.change_row(
        fresh, made.user, mark=making.mark_of(made, "age"), revision=fresh.revision, wish=wish
    )
    assert said in send(client, made).content.decode()
    assert Version.objects.count() == 1


def test_what_changed_since_it_was_looked_at_is_not_published(client, made):
    seen = made.revision
    change(made, "age", constraint=". >= 18")
    assert "has changed since you looked at it" in send(client, made, revision=seen).content.decode()
    assert Version.objects.count() == 0


def test_nothing_is_published_until_every_language_is_adjudicated(client, made):
    language = making.make_team(made)
    page = send(client, made).content.decode()
    assert "Latviešu (lv): 10 texts left" in page
    assert Version.objects.count() == 0
    with pytest.raises(ValidationError):
        making.publish(made)
    making.translate_all(language)
    version = making.publish(made)
    assert [spoken.code for spoken in form_of(version).languages] == ["en", "lv"]
    assert form_of(version).by_name["age"].labels["lv"] == ("lv: How old are you?",)


def test_a_stale_text_blocks_publishing_again(client, made):
    making.translate_all(making.make_team(made))
    change(made, "age", **{f"label::{making.EN}": "Your age?"})
    assert "Latviešu (lv): 1 text left" in client.get(url("publish", made)).content.decode()


def test_a_version_is_copied_to_a_new_questionnaire_with_its_translations(client, made):
    making.translate_all(making.make_team(made))
    making.publish(made)
    client.post(url("copy", made, 1), {"title": "Second survey", "partner": made.partner_id})
    copy = Questionnaire.objects.get(title="Second survey")
    assert making.names(copy) == making.names(made)
    assert {row.stage for row in Translation.objects.filter(language__document=copy.document)} == {"agreed"}
    drafting.remove(copy, made.user, mark=making.mark_of(copy, "who"))
    assert form_of(making.publish(copy)).by_name["age"].labels["lv"] == ("lv: How old are you?",)


def test_the_draft_is_made_what_a_version_was_and_that_is_undone(client, made):
    making.translate_all(making.make_team(made))
    making.publish(made)
    change(made, "age", **{f"label::{making.EN}": "Your age?"})
    client.post(url("copy_back", made, 1))
    assert {text.source for text in making.texts(made).values()} >= {"How old are you?"}
    drafting.undo(made, made.user, revision=Questionnaire.objects.get(pk=made.pk).revision)
    assert "Your age?" in {text.source for text in making.texts(made).values()}


def test_what_is_deleted_hides_its_versions_and_is_gone_for_good_later(made):
    version = making.publish(made)
    keeping.delete(made)
    assert not Version.objects.visible_to(made.user).exists()
    Questionnaire.objects.filter(pk=made.pk).update(deleted="2020-01-01T00:00Z")
    assert keeping.clear_away(timezone.now()) == 1
    assert not Version.objects.filter(pk=version.pk).exists()
