"""A publication on its way to readers: begun, written, handed in, published, withdrawn, deleted."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.dissemination import entry_making, making

from mentorway.web.core import attachments, audit
from mentorway.web.core.models import AuditEntry, Happening
from mentorway.web.dissemination import due
from mentorway.web.dissemination.actions import entries as actions
from mentorway.web.dissemination.actions import entry_life as life
from mentorway.web.dissemination.analysis import entry_publishing
from mentorway.web.dissemination.models import Claim, Entry, EntryFile, Kind, State
from mentorway.web.dissemination.needs import needs_of

pytestmark = pytest.mark.django_db
HOURS = {
    "day": dt.date(2030, 5, 4),
    "begins": dt.time(10),
    "until": None,
    "finishes": dt.time(12),
    "zone": "Europe/Riga",
}


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path


@pytest.fixture
def coordinator():
    return make_member(role="coordinator")


@pytest.fixture
def entry():
    partner = make_partner()
    found = entry_making.begin(make_member(partner), partner)
    return entry_making.write(found, found.created_by)


def refused(action, *args, **more):
    with pytest.raises(ValidationError) as caught:
        action(*args, **more)
    return caught.value.messages


def test_an_address_is_proposed_from_the_title_and_never_taken_twice():
    partner = make_partner()
    user = make_member(partner)
    slugs = [entry_making.begin(user, partner, title=title).slug for title in ("Žinia", "Žinia", "…")]
    assert slugs == ["zinia", "zinia-2", "news"]


def test_readers_see_what_was_published_and_nothing_of_what_is_written_since(entry, coordinator):
    entry_making.publish(entry, coordinator)
    entry_making.write(entry, entry.created_by, body="Other.")
    assert (entry.shown["en"]["body"], entry.texts["en"]["body"]) == ("At length.", "Other.")
    assert [one.field for one in entry_publishing.changes_of(entry)] == ["body"]
    before = entry.published
    entry_making.publish(entry, coordinator, note="A sentence more.")
    assert (entry.shown["en"]["body"], entry.published) == ("Other.", before)
    step = entry.steps.first()
    assert (step.said[0]["text"], step.note) == (
        "It was published again, with what had changed.",
        "A sentence more.",
    )


def test_who_hands_it_in_does_not_publish_it_where_there_is_another(entry, coordinator):
    life.hand_in(entry, coordinator)
    other = make_member(role="coordinator")
    assert refused(life.publish, entry, coordinator, revision=2) == [
        "You handed it in yourself, so somebody else reads and publishes it."
    ]
    life.publish(entry, other, revision=2)
    entry.refresh_from_db()
    assert entry.state == State.PUBLISHED


def test_nothing_is_published_that_nobody_handed_in_or_that_changed_since_it_was_read(entry, coordinator):
    assert refused(life.publish, entry, coordinator, revision=2) == [
        "Hand it in first: a second reader publishes it."
    ]
    life.hand_in(entry, entry.created_by)
    assert "Somebody has saved a change" in refused(life.publish, entry, coordinator, revision=1)[0]


def test_changing_what_is_handed_in_takes_it_back(entry):
    life.hand_in(entry, entry.created_by)
    assert entry_making.write(entry, entry.created_by, body="Other.").handed_in is None


def test_what_was_published_as_it_is_written_is_not_handed_in_again(entry, coordinator):
    entry_making.publish(entry, coordinator)
    assert refused(life.hand_in, entry, entry.created_by) == [
        "It is published as it is written, so there is nothing to hand in."
    ]


def test_a_text_without_words_or_in_half_a_language_is_refused(entry):
    entry_making.write(entry, entry.created_by, body="")
    entry_making.write(entry, entry.created_by, language="fi", title="Uutinen", summary="", body="")
    assert refused(life.hand_in, entry, entry.created_by) == [
        "It has no text in the language in which it is written.",
        "In suomi only a part is written. Write both the title and the text, or neither.",
    ]


def test_a_figure_of_a_claim_that_is_not_published_or_not_there_is_refused(entry):
    claim = making.make_claim(slug="draft")
    entry_making.write(entry, entry.created_by, body="[[claim:draft]] and [[claim:none]]")
    assert refused(life.hand_in, entry, entry.created_by) == [
        f"The claim “{claim}” is not published yet. Publish it first.",
        "[[claim:none]] stands in the text, and there is no such claim.",
    ]


def test_a_figure_that_is_broken_or_withdrawn_is_refused_also_when_it_falls_after_the_hand_in(
    entry, coordinator
):
    claim = making.make_published(slug="sound")
    entry_making.write(entry, entry.created_by, body="So many: [[claim:sound]].")
    life.hand_in(entry, entry.created_by)
    now = timezone.now()
    Claim.objects.filter(pk=claim.pk).update(broken=[{"text": "Gone."}], broken_since=now)
    assert refused(life.publish, entry, coordinator, revision=3) == [
        f"The evidence under the claim “{claim}” is broken. Take its figure out of the text."
    ]
    Claim.objects.filter(pk=claim.pk).update(broken=None, broken_since=None, state=State.WITHDRAWN)
    assert refused(life.publish, entry, coordinator, revision=3) == [
        f"The claim “{claim}” was withdrawn. Take its figure out of the text."
    ]


def test_a_figure_of_the_example_is_refused(entry):
    claim = making.make_published(slug="invented")
    Claim.objects.filter(pk=claim.pk).update(is_example=True)
    entry_making.write(entry, entry.created_by, body="[[claim:invented]]")
    assert "synthetic data" in refused(life.hand_in, entry, entry.created_by)[0]


def test_the_claims_of_a_publication_are_those_of_its_texts_in_every_language(entry, coordinator):
    claims = [making.make_published(slug=slug) for slug in ("one", "two", "three")]
    entry_making.write(entry, entry.created_by, body="[[claim:one]]", summary="[[claim:two]]")
    entry_making.write(entry, entry.created_by, language="lt", title="Žinia", body="[[claim:three]]")
    assert set(entry.claims.all()) == set(claims)
    entry_making.write(entry, entry.created_by, body="None.", summary="")
    assert set(entry.claims.all()) == {claims[2]}
    entry_making.publish(entry, coordinator)
    entry_making.write(entry, entry.created_by, language="lt", title="Žinia", body="Nieko.")
    assert set(entry.claims.all()) == {claims[2]}  # readers still see it


def test_naked_figures_missing_languages_and_pictures_without_words_give_pause(entry):
    entry_making.write(entry, entry.created_by, body="Of them 35 % agree (n = 40), in room 7.")
    entry_making.add_file(entry)
    look = entry_publishing.look_at(entry)
    assert look.missing == []
    assert look.warnings[0].startswith("Not written in: lietuvių, latviešu, svenska, suomi. Readers")
    assert look.warnings[1:] == [
        "In English these figures stand without a claim, so nobody can see on what they rest: 35 %, n = 40.",
        "The picture people.png does not say what it shows: people who cannot see it learn nothing.",
    ]


def test_what_is_published_for_later_is_not_public_before(entry, coordinator):
    later = timezone.now() + dt.timedelta(days=2)
    entry_making.publish(entry, coordinator, moment=later)
    assert list(Entry.objects.public(timezone.now())) == []
    assert list(Entry.objects.public(later)) == [entry]
    assert entry.steps.first().said[0]["text"].startswith("It was published: readers see it from a later")


def test_of_what_is_published_for_later_people_are_told_once_on_its_day(entry, coordinator):
    soon = timezone.now() + dt.timedelta(seconds=1)
    entry_making.publish(entry, coordinator, moment=soon)
    due.do_due_work(timezone.now() - dt.timedelta(minutes=1))
    assert not Happening.objects.exists()
    _pass_by(entry, soon)
    due.do_due_work(timezone.now())
    due.do_due_work(timezone.now())
    told = Happening.objects.get()
    assert (told.name, told.row, told.facts) == ("entry.published", entry.pk, {"revision": entry.revision})


def test_nobody_is_told_twice_of_what_was_published_at_once_nor_late_of_what_is_old(entry, coordinator):
    entry_making.publish(entry, coordinator)
    due.do_due_work(timezone.now())
    assert Happening.objects.count() == 1
    Happening.objects.all().delete()
    _pass_by(entry, timezone.now() - dt.timedelta(days=3))
    due.do_due_work(timezone.now())
    assert not Happening.objects.exists()


def _pass_by(entry, moment):
    """Let the moment of publication have been shortly before `moment`."""
    Entry.objects.filter(pk=entry.pk).update(published=moment - dt.timedelta(seconds=5))
    entry.refresh_from_db()


def test_what_readers_see_already_does_not_vanish_until_a_later_moment(entry, coordinator):
    entry_making.publish(entry, coordinator)
    entry_making.write(entry, entry.created_by, body="Other.")
    life.hand_in(entry, entry.created_by)
    later = timezone.now() + dt.timedelta(days=2)
    assert "Readers see it already." in refused(life.publish, entry, coordinator, revision=3, moment=later)[0]
    assert "one year" in refused(_published_in_two_years, coordinator)[0]


def _published_in_two_years(coordinator):
    other = making.make_entry()
    entry_making.publish(other, coordinator, moment=timezone.now() + dt.timedelta(days=800))


def test_publishing_and_withdrawing_are_in_the_audit_log(entry, coordinator):
    entry_making.publish(entry, coordinator)
    assert refused(life.withdraw, entry, entry.created_by, reason=" ") == ["Say why it is withdrawn."]
    life.withdraw(entry, entry.created_by, reason="It was wrong.")
    entry.refresh_from_db()
    kinds = list(AuditEntry.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == ["entry_published", "entry_withdrawn"]
    assert audit.flaw() is None
    assert (entry.state, list(Entry.objects.public(timezone.now()))) == (State.WITHDRAWN, [])
    assert entry.steps.first().note == "It was wrong."
    assert refused(life.withdraw, entry, entry.created_by, reason="Again.") == [
        "Only what is published can be withdrawn."
    ]


def test_a_second_reader_gives_it_back_with_a_note(entry, coordinator):
    life.hand_in(entry, entry.created_by)
    life.send_back(entry, coordinator, note="Shorter, please.")
    entry.refresh_from_db()
    assert (entry.handed_in, entry.steps.first().note) == (None, "Shorter, please.")
    assert refused(life.take_back, entry, entry.created_by) == ["It is not handed in."]


def test_an_earlier_text_comes_back_in_every_language_and_nothing_is_lost(entry):
    entry_making.write(entry, entry.created_by, language="fi", title="Uutinen", body="Pitkästi.")
    entry_making.write(entry, entry.created_by, body="Spoiled.", title="Spoiled")
    actions.bring_back_texts(entry, entry.created_by, number=2)
    entry.refresh_from_db()
    assert entry.texts == {"en": {"title": "News", "summary": "In short.", "body": "At length."}}
    assert [one.number for one in entry.revisions.all()] == [5, 4, 3, 2, 1]
    assert entry.revisions.get(number=4).fields["body_en"] == "Spoiled."
    assert refused(actions.bring_back_texts, entry, entry.created_by, number=99) == [
        "There is no such revision."
    ]


def test_hours_that_clocks_skip_are_refused_and_the_hour_that_comes_twice_ends_late():
    partner = make_partner()
    user = make_member(partner)
    night = {**HOURS, "day": dt.date(2027, 3, 28), "begins": dt.time(3, 30), "finishes": dt.time(5)}
    assert (
        "Clocks are put forward"
        in refused(entry_making.begin, user, partner, Kind.EVENT, title="Night", **night)[0]
    )
    twice = {**HOURS, "day": dt.date(2027, 10, 31), "begins": dt.time(3, 50), "finishes": dt.time(3, 20)}
    event = entry_making.begin(user, partner, Kind.EVENT, title="Twice", **twice)
    assert event.ends - event.starts == dt.timedelta(minutes=30)
    summer = entry_making.begin(user, partner, Kind.EVENT, title="Summer", **HOURS)
    assert summer.starts == dt.datetime(2030, 5, 4, 7, tzinfo=dt.UTC)


def test_an_event_must_not_end_before_it_begins_and_needs_no_end():
    partner = make_partner()
    user = make_member(partner)
    wrong = {**HOURS, "finishes": dt.time(9)}
    assert refused(entry_making.begin, user, partner, Kind.EVENT, title="Wrong", **wrong) == [
        "The event must not end before it begins."
    ]
    open_end = entry_making.begin(user, partner, Kind.EVENT, title="Open", **{**HOURS, "finishes": None})
    assert open_end.ends is None
    half = {**HOURS, "until": dt.date(2030, 5, 5), "finishes": None}
    assert "Say at what time" in refused(entry_making.begin, user, partner, Kind.EVENT, title="H", **half)[0]


def test_files_reach_readers_once_they_are_published(entry, coordinator):
    first = entry_making.add_file(entry, caption="An oak")
    assert list(EntryFile.objects.public(timezone.now())) == []
    entry_making.publish(entry, coordinator)
    entry_making.add_file(entry)
    assert list(EntryFile.objects.public(timezone.now())) == [first]
    assert len(entry_publishing.look_at(entry).new_files) == 1


def test_what_readers_see_is_withdrawn_before_it_is_deleted(entry, coordinator):
    entry_making.publish(entry, coordinator)
    assert refused(actions.delete, entry) == ["Readers can see it. Withdraw it first."]


def test_the_bin_is_emptied_after_thirty_days_with_its_files(entry, django_capture_on_commit_callbacks):
    file = entry_making.add_file(entry)
    actions.delete(entry)
    due.do_due_work(timezone.now() + dt.timedelta(days=29))
    assert Entry.bin.filter(pk=entry.pk).exists()
    actions.restore(entry)
    entry.refresh_from_db()
    assert entry.deleted is None
    actions.delete(entry)
    with django_capture_on_commit_callbacks(execute=True):
        due.do_due_work(timezone.now() + dt.timedelta(days=31))
    assert not Entry.objects.filter(pk=entry.pk).exists()
    with pytest.raises(FileNotFoundError):
        attachments.read(file.path)


def test_nobody_changes_the_example(entry):
    Entry.objects.filter(pk=entry.pk).update(is_example=True)
    for action, more in ((actions.write, {"language": "en", "revision": 2}), (life.hand_in, {})):
        assert refused(action, entry, entry.created_by, **more) == [
            "This is an example: nothing can be changed here."
        ]


def test_second_readers_writers_of_broken_figures_and_hosts_of_past_events_are_told(coordinator):
    partner = make_partner()
    user = make_member(partner)
    claim = making.make_published(partner, user, slug="sound")
    begun = timezone.now() - dt.timedelta(days=2)
    event = making.make_shown_entry(partner, user, kind=Kind.EVENT, starts=begun)
    naming = making.make_entry(partner, user)
    entry_making.write(naming, user, body="[[claim:sound]]", title="Naming")
    entry_making.publish(naming, coordinator)
    waiting = making.make_entry(partner, user)
    life.hand_in(waiting, user)
    Claim.objects.filter(pk=claim.pk).update(broken=[], broken_since=timezone.now())
    told = {one.text for one in needs_of(user)}
    assert f"“{event}” is over. Say how many people came." in told
    assert "“Naming” is published and shows a figure that is no longer backed." in told
    assert f"The publication “{waiting}” waits for a second reader." in {
        one.text for one in needs_of(coordinator)
    }
    Entry.objects.filter(pk=event.pk).update(came=0)
    entry_making.write(naming, user, body="No figure.", title="Naming")
    entry_making.publish(naming, coordinator)
    assert not {one.text for one in needs_of(user)} & {
        f"“{event}” is over. Say how many people came.",
        "“Naming” is published and shows a figure that is no longer backed.",
    }
