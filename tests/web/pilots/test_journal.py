"""Journals: private unless shared, changed in two windows, replied to."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from tests.conftest import make_member
from tests.web.pilots.learning_making import PART, make_learning
from tests.web.pilots.making import enrol

from mentorway.web.pilots.actions import journal
from mentorway.web.pilots.analysis.windows import marked
from mentorway.web.pilots.models import JournalEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return make_learning()


@pytest.fixture
def person(cohort):
    return enrol(cohort, "Aino Ek")


def own(name, person, *args):
    return reverse(f"pilots:{name}", args=[person.link, *args])


def of(name, cohort, *args):
    return reverse(f"pilots:{name}", args=[cohort.pk, *args])


def page(response):
    return response.content.decode()


def form_of(entry, **more):
    stored = journal.fields_of(entry)
    base = json.dumps({"text": entry.text, "is_shared": "true" if entry.is_shared else ""})
    return {"text": entry.text, "revision": marked(stored), "base": base, **more}


def test_an_empty_journal_teaches(client, person):
    shown = page(client.get(own("own_journal", person)))
    assert "No entry yet" in shown
    assert "nobody else reads" in shown


def test_an_entry_is_private_when_nothing_else_is_said(client, person):
    client.post(own("own_new_entry", person), {"text": "I listened.", "revision": "0"})
    entry = JournalEntry.objects.get()
    assert not entry.is_shared
    shown = page(client.get(own("own_journal", person)))
    assert "I listened." in shown
    assert "Only you can read it" in shown


@pytest.mark.parametrize("text", ["", "   ", "x" * 20_001])
def test_an_entry_without_text_or_with_too_much_is_refused_and_kept_in_the_box(client, person, text):
    answer = client.post(own("own_new_entry", person), {"text": text, "revision": "0"})
    assert "errorlist" in page(answer)
    assert text.strip() in page(answer)
    assert not JournalEntry.objects.exists()


def test_an_entry_answers_a_reflection_and_shows_its_task(client, person):
    url = f"{own('own_new_entry', person)}?about={PART}"
    assert "Look back." in page(client.get(url))
    client.post(url, {"text": "I look back.", "revision": "0"})
    assert JournalEntry.objects.get().assessment == PART
    assert "I look back." in page(client.get(own("own_work", person, PART)))


def test_an_entry_about_an_unknown_reflection_is_an_entry(client, person):
    client.post(f"{own('own_new_entry', person)}?about=nothing", {"text": "Text.", "revision": "0"})
    assert JournalEntry.objects.get().assessment == ""


def test_sharing_begins_and_ends_with_a_press_of_a_button(client, person, cohort):
    entry = journal.write(person, text="To be read.", is_shared=False)
    client.force_login(cohort.created_by)
    shared = of("shared_journal", cohort)
    for pressed, seen in (("share", True), ("keep", False), ("share", True)):
        client.post(own("own_entry_share", person, entry.pk), {pressed: "1"})
        assert ("To be read." in page(client.get(shared))) is seen
        reply = client.get(of("journal_reply", cohort, entry.pk)).status_code
        assert reply == (200 if seen else 404)


def test_an_entry_is_changed(client, person):
    entry = journal.write(person, text="Before.", is_shared=False)
    client.post(own("own_entry", person, entry.pk), form_of(entry, text="After.", is_shared="on"))
    entry.refresh_from_db()
    assert (entry.text, entry.is_shared) == ("After.", True)


def test_a_change_in_another_window_is_put_together_or_asked_about(client, person):
    entry = journal.write(person, text="One.\n\nTwo.", is_shared=False)
    mine, other = form_of(entry, text="One!\n\nTwo."), form_of(entry, text="One.\n\nTwo!")
    for sent in (mine, other):
        assert client.post(own("own_entry", person, entry.pk), sent).status_code == 302
    entry.refresh_from_db()
    assert entry.text.split() == ["One!", "Two!"]
    clash = client.post(own("own_entry", person, entry.pk), {**mine, "text": "Something else."})
    assert clash.status_code == 409
    assert "Something else." in page(clash)
    entry.refresh_from_db()
    assert entry.text.split() == ["One!", "Two!"]


def test_a_stale_change_is_refused_where_it_is_written(person):
    entry = journal.write(person, text="Before.", is_shared=False)
    with pytest.raises(ValidationError, match="Somebody has saved a change just now"):
        journal.change(entry, text="After.", is_shared=False, revision=1)


def test_what_is_written_for_an_entry_that_was_deleted_is_kept_as_a_new_one(client, person):
    entry = journal.write(person, text="Before.", is_shared=False)
    sent, where = form_of(entry, text="After."), own("own_entry", person, entry.pk)
    journal.delete(entry)
    assert client.get(where).status_code == 404
    client.post(where, sent)
    assert JournalEntry.objects.get().text == "After."


def test_an_entry_is_deleted_after_a_question(client, person):
    entry = journal.write(person, text="Gone soon.", is_shared=False, assessment=PART)
    asked = page(client.get(own("own_entry_delete", person, entry.pk)))
    assert "Gone soon." in asked
    assert "does not count as done any more" in asked
    client.post(own("own_entry_delete", person, entry.pk))
    assert not JournalEntry.objects.exists()


def test_nobody_reads_or_changes_the_entry_of_somebody_else(client, person, cohort):
    other, entry = enrol(cohort, "Bert Lind"), journal.write(person, text="Mine.", is_shared=True)
    assert client.get(own("own_entry", other, entry.pk)).status_code == 404
    assert client.get(own("own_entry_delete", other, entry.pk)).status_code == 404
    for name in ("own_entry_share", "own_entry_delete"):
        assert client.post(own(name, other, entry.pk), {"keep": "1"}).status_code == 404
    client.post(own("own_entry", other, entry.pk), form_of(entry, text="Not mine."))
    entry.refresh_from_db()
    assert (entry.text, entry.is_shared, entry.participant) == ("Mine.", True, person)


def test_a_facilitator_replies_and_the_writer_reads_it(client, person, cohort):
    entry = journal.write(person, text="Shared.", is_shared=True)
    client.force_login(cohort.created_by)
    sent = {"reply": "Thank you.", "was": marked({"reply": ""})}
    client.post(of("journal_reply", cohort, entry.pk), sent)
    entry.refresh_from_db()
    assert (entry.reply, entry.replied_by) == ("Thank you.", cohort.created_by)
    assert "Thank you." in page(client.get(own("own_journal", person)))


def test_two_replies_do_not_write_over_each_other(client, person, cohort):
    entry = journal.write(person, text="Shared.", is_shared=True)
    journal.reply(entry, make_member(cohort.partner), reply="First.", was=marked({"reply": ""}))
    client.force_login(cohort.created_by)
    sent = {"reply": "Second.", "was": marked({"reply": ""})}
    answer = page(client.post(of("journal_reply", cohort, entry.pk), sent))
    assert "Somebody has replied meanwhile: “First.”" in answer
    assert "Second." in answer
    entry.refresh_from_db()
    assert entry.reply == "First."
    client.post(of("journal_reply", cohort, entry.pk), {**sent, "was": marked({"reply": "First."})})
    entry.refresh_from_db()
    assert entry.reply == "Second."


def test_nobody_replies_to_what_is_not_shared_any_more(person, cohort):
    entry = journal.write(person, text="Shared.", is_shared=True)
    journal.share(entry, is_shared=False)
    with pytest.raises(ValidationError, match="not shared any more"):
        journal.reply(entry, cohort.created_by, reply="Hello.", was=marked({"reply": ""}))


def test_a_long_journal_has_pages(client, person, cohort):
    for number in range(12):
        journal.write(person, text=f"Entry {number}.", is_shared=True)
    assert "Page 1 of 2" in page(client.get(own("own_journal", person)))
    client.force_login(cohort.created_by)
    assert "Page 1 of 2" in page(client.get(of("shared_journal", cohort)))
    assert "zebra" in page(client.get(of("shared_journal", cohort), {"q": "zebra"}))


def test_an_empty_list_of_what_is_shared_teaches(client, cohort):
    client.force_login(cohort.created_by)
    assert "Nobody has shared an entry yet." in page(client.get(of("shared_journal", cohort)))
