"""Notes of a pair, private or shared, and the guides for conversations."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from tests.web.mentoring.making import begin, join, make_round, pair, propose

from mentorway.web.mentoring.actions import notes, talks
from mentorway.web.mentoring.actions.relations import withdraw
from mentorway.web.mentoring.analysis.guides import GUIDES
from mentorway.web.mentoring.models import Mode, Note, Place, RelationState, RoundState, Side

pytestmark = pytest.mark.django_db
PRIVATE, SHARED = "I doubt whether I can do this", "We talked about writing"


def url(name, place, *more):
    return reverse(f"mentoring:{name}", args=[place.person.link, place.relation_id, *more])


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def sent(words, reading="private", **more):
    return {"text": words, "reading": reading, "talk": "", **more}


def mark(client, place, note):
    page = client.get(url("own_note", place, note.pk)).content.decode()
    return re.search(r'name="mark" value="(\d+)"', page)[1]


def test_a_note_is_private_unless_its_author_shares_it(client):
    mentee, mentor = pair()
    assert "No note yet" in text(client.get(url("own_notes", mentee)))
    page = client.get(url("own_note_new", mentee)).content.decode()
    assert re.search(r'value="private"[^>]*checked', page)
    client.post(url("own_note_new", mentee), sent(PRIVATE))
    client.post(url("own_note_new", mentee), sent(SHARED, "shared"))
    own, other = (text(client.get(url("own_notes", one))) for one in (mentee, mentor))
    assert [words in own for words in (PRIVATE, SHARED, "Only you can read it")] == [True] * 3
    assert (PRIVATE in other, SHARED in other, "Shared by Eeva Ek" in other) == (False, True, True)
    downloads = [client.get(url("own_notes_file", one)).content.decode() for one in (mentee, mentor)]
    assert [(PRIVATE in one, SHARED in one) for one in downloads] == [(True, True), (False, True)]


def test_only_the_author_changes_and_deletes_a_note(client):
    mentee, mentor = pair()
    note = notes.write(mentee, text=SHARED, is_shared=True)
    for name in ("own_note", "own_note_delete"):
        assert client.get(url(name, mentor, note.pk)).status_code == 404
        assert client.post(url(name, mentor, note.pk), sent("Mine now")).status_code == 404
    assert "for good" in text(client.get(url("own_note_delete", mentee, note.pk)))
    assert Note.objects.get().text == SHARED
    client.post(url("own_note_delete", mentee, note.pk))
    assert not Note.objects.exists()


def test_who_takes_a_shared_note_back_is_told_that_it_may_have_been_read(client):
    mentee, mentor = pair()
    note = notes.write(mentee, text=SHARED, is_shared=True)
    assert "they may have read it already" in text(client.get(url("own_note", mentee, note.pk)))
    data = sent(SHARED, mark=mark(client, mentee, note))
    page = text(client.post(url("own_note", mentee, note.pk), data, follow=True))
    assert "Others may have read it before" in page
    assert SHARED not in text(client.get(url("own_notes", mentor)))


def test_two_windows_do_not_write_over_each_other(client):
    mentee, _mentor = pair()
    note = notes.write(mentee, text="First")
    old = mark(client, mentee, note)
    client.post(url("own_note", mentee, note.pk), sent("Second", mark=old))
    page = text(client.post(url("own_note", mentee, note.pk), sent("Third", mark=old)))
    assert ("in another window" in page, "Third" in page) == (True, True)
    assert Note.objects.get().text == "Second"


def test_notes_are_found_by_their_words_and_come_in_pages(client):
    mentee, mentor = pair()
    for number in range(22):
        notes.write(mentee, text=f"Number {number} about sailing")
    notes.write(mentor, text="Sailing, privately")
    notes.write(mentee, text="Something else")
    page = text(client.get(url("own_notes", mentee), {"q": "sailing 21"}))
    assert ("Number 21" in page, "Number 20" in page, "privately" in page) == (True, False, False)
    assert "Page 1 of 2" in text(client.get(url("own_notes", mentee), {"q": "sailing"}))
    assert "No note has these words" in text(client.get(url("own_notes", mentee), {"q": "100% nothing"}))


def test_a_note_names_a_meeting_of_its_own_pair_only(client):
    mentee, mentor = pair(days_ago=3)
    other, _other_mentor = pair(mentee.relation.round, days_ago=3)
    day = mentee.relation.began.date()
    facts = {"day": day, "minutes": 30, "mode": Mode.ROOM}
    talk, strange = talks.log(mentee, **facts), talks.log(other, **facts)
    page = client.get(url("own_note_new", mentee), {"meeting": talk.pk}).content.decode()
    assert re.search(rf'<option value="{talk.pk}" selected', page)
    client.post(url("own_note_new", mentee), sent(PRIVATE, talk=talk.pk))
    client.post(url("own_note_new", mentee), sent("Strange", talk=strange.pk))
    assert [one.talk for one in Note.objects.all()] == [talk]
    assert PRIVATE in text(client.get(url("own_talk", mentee, talk.pk)))
    assert PRIVATE not in text(client.get(url("own_talk", mentor, talk.pk)))


def test_a_note_keeps_its_meeting_when_that_is_cancelled(client):
    mentee, _mentor = pair(days_ago=3)
    talk = talks.log(mentee, day=mentee.relation.began.date(), minutes=30, mode=Mode.ROOM)
    note = notes.write(mentee, text=PRIVATE, talk=talk.pk)
    talks.cancel(talk, mentee)
    page = client.get(url("own_note", mentee, note.pk)).content.decode()
    assert re.search(rf'<option value="{talk.pk}" selected', page)
    data = sent("Changed", talk=talk.pk, mark=mark(client, mentee, note))
    client.post(url("own_note", mentee, note.pk), data)
    assert (Note.objects.get().text, Note.objects.get().talk) == ("Changed", talk)


def test_empty_and_endless_notes_are_refused(client, monkeypatch):
    mentee, _mentor = pair()
    assert "This field is required." in text(client.post(url("own_note_new", mentee), sent("  ")))
    assert client.post(url("own_note_new", mentee), sent("x" * 20_001)).status_code == 200
    monkeypatch.setattr(notes, "MOST_NOTES", 0)
    assert "the most that is kept" in text(client.post(url("own_note_new", mentee), sent("One more")))
    assert not Note.objects.exists()


def test_what_is_written_is_shown_as_text(client):
    mentee, _mentor = pair()
    notes.write(mentee, text="<script>alert(1)</script>\n\n**Next** line")
    page = client.get(url("own_notes", mentee)).content.decode()
    assert ("<script>alert(1)" in page, "&lt;script&gt;alert(1)" in page) == (False, True)
    assert "<p>**Next** line</p>" in page


def test_after_the_end_notes_are_read_downloaded_and_deleted_but_not_written(client):
    mentee, mentor = pair()
    note = notes.write(mentee, text=SHARED, is_shared=True)
    withdraw(mentee.relation, state=RelationState.ACTIVE, ending="planned")
    page = text(client.get(url("own_notes", mentee)))
    assert (SHARED in page, "New note" in page, "Your pair has ended" in page) == (True, False, True)
    assert SHARED in client.get(url("own_notes_file", mentor)).content.decode()
    for name, more in (("own_note_new", ()), ("own_note", (note.pk,))):
        assert client.post(url(name, mentee, *more), sent("Late")).status_code == 404
    with pytest.raises(ValidationError, match="over already"):
        notes.write(mentee, text="Late")
    client.post(url("own_note_delete", mentee, note.pk))
    assert not Note.objects.exists()


def test_strangers_find_no_notes(client):
    mentee, _mentor = pair()
    other, _other_mentor = pair(mentee.relation.round)
    note = notes.write(mentee, text=SHARED, is_shared=True)
    for which in (mentee.relation_id, other.relation_id):
        for name in ("own_note", "own_note_delete"):
            crossed = reverse(f"mentoring:{name}", args=[other.person.link, which, note.pk])
            assert client.get(crossed).status_code == 404
    crossed = reverse("mentoring:own_notes", args=[other.person.link, mentee.relation_id])
    assert client.get(crossed).status_code == 404


def test_who_has_left_a_group_reads_only_own_notes(client):
    whole = make_round(state=RoundState.RUNNING)
    people = join(whole, Side.MENTOR, seats=3), join(whole, name="Eeva Ek"), join(whole, name="Bo Berg")
    mentor, eeva, bo = begin(propose(whole, *people)).places.order_by("pk")
    notes.write(mentor, text=SHARED, is_shared=True)
    notes.write(eeva, text=PRIVATE)
    assert [SHARED in text(client.get(url("own_notes", one))) for one in (eeva, bo)] == [True, True]
    Place.objects.filter(pk=eeva.pk).update(is_open=False, left=timezone.now())
    page = text(client.get(url("own_notes", eeva)))
    assert (SHARED in page, PRIVATE in page) == (False, True)
    assert SHARED not in client.get(url("own_notes_file", eeva)).content.decode()


def test_nothing_is_noted_in_the_example(client):
    mentee, _mentor = pair(make_round(state=RoundState.RUNNING, is_example=True))
    page = client.post(url("own_note_new", mentee), sent(PRIVATE))
    assert "nothing can be changed here" in text(page)
    note = Note.objects.create(relation=mentee.relation, author=mentee, text=PRIVATE)
    client.post(url("own_note_delete", mentee, note.pk))
    assert Note.objects.count() == 1


def test_every_guide_opens_and_is_short(client):
    mentee, _mentor = pair()
    page = text(client.get(url("own_guides", mentee)))
    for guide in GUIDES:
        assert str(guide.title) in page
        assert str(guide.steps[0]) in client.get(url("own_guide", mentee, guide.slug)).content.decode()
        words = " ".join(map(str, (guide.when, *guide.steps, *guide.questions, guide.avoid, guide.source)))
        assert (5 <= len(guide.steps) <= 8, len(words.split()) <= 190) == (True, True)
    assert client.get(url("own_guide", mentee, "no-such-guide")).status_code == 404
