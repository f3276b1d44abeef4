"""What is stored about a person: read whole, taken away, corrected, deleted."""

import datetime as dt
import json
import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.db.models import ManyToManyRel
from django.urls import reverse
from django.utils import timezone
from tests.web.pilots.making import enrol, make_cohort, make_meeting

from mentorway.web.core import attachments
from mentorway.web.core.attachments import Attachment
from mentorway.web.pilots.actions import erasing, seats
from mentorway.web.pilots.analysis import own_data
from mentorway.web.pilots.analysis.intake import DAYS_KEPT
from mentorway.web.pilots.models import (
    Attendance,
    AttendanceChange,
    JournalEntry,
    Letter,
    Observation,
    Participant,
    Triad,
    TriadMember,
    Work,
    WorkFile,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path


@pytest.fixture
def person():
    """Somebody about whom something is stored in every table."""
    cohort = make_cohort(state="open", contact="Eva, eva@example.org")
    made = seats.apply(
        cohort,
        name="Aino Ek",
        email="aino@example.org",
        motivation="To listen.",
        language="en",
        agreed_to="f" * 64,
    )
    other = enrol(cohort, "Bert Lind")
    meeting, now = make_meeting(cohort), timezone.now()
    Attendance.objects.create(
        meeting=meeting, participant=made, presence="present", source="scan", marked=now
    )
    AttendanceChange.objects.create(
        meeting=meeting, participant=made, was="absent", became="present", why="Came by the back door."
    )
    work = Work.objects.create(
        participant=made, assessment="a-task", text="My essay", feedback="Well seen", note="Slow reader"
    )
    path = attachments.keep(Attachment("essay.txt", "text/plain", b"My essay"), "pilots")
    WorkFile.objects.create(work=work, name="essay.txt", media_type="text/plain", size=8, path=path)
    JournalEntry.objects.create(participant=made, text="Only for me")
    triad = Triad.objects.create(cohort=cohort, number=1)
    for place, one in enumerate((made, other)):
        TriadMember.objects.create(triad=triad, participant=one, place=place)
    Observation.objects.create(
        triad=triad, assessment="a-talk", mentor=made, observer=other, seen="Asked openly", levels={"q": 2}
    )
    Observation.objects.create(triad=triad, assessment="a-talk", mentor=other, observer=made, seen="Listened")
    letter = Letter.objects.create(cohort=cohort, subject="Welcome", body="See you soon")
    letter.receivers.add(made, other)
    return made


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def url(name, person):
    return reverse(f"pilots:{name}", args=[person.link])


STORED = (
    "To listen.",
    "aino@example.org",
    "Came by the back door.",
    "My essay",
    "essay.txt",
    "Well seen",
    "Only for me",
    "Asked openly",
    "Listened",
    "See you soon",
)


def test_everything_stored_is_on_the_page(client, person):
    page = text(client.get(url("own_data", person)))
    assert [one for one in STORED if one not in page] == []
    assert "deleted 180 days after the last day" in page


def test_everything_stored_is_in_the_file(client, person):
    answer = client.get(url("own_data_file", person))
    assert answer["Content-Disposition"] == 'attachment; filename="mentorway-my-data.json"'
    facts, raw = json.loads(answer.content), answer.content.decode()
    assert [one for one in STORED if one not in raw] == []
    assert facts["person"]["name"] == "Aino Ek"
    assert facts["attendance"][0]["presence"] == "present"
    assert facts["standings"][0]["standing"] == "enrolled"


def test_that_a_facilitator_keeps_a_note_is_said_and_where_to_ask(client, person):
    page = text(client.get(url("own_data", person)))
    assert "Facilitators keep 1 note beside your work" in page
    assert "eva@example.org" in page
    assert "Slow reader" not in page
    assert "Slow reader" not in client.get(url("own_data_file", person)).content.decode()


def test_nothing_about_others_and_no_secret_of_meetings_is_told(client, person):
    other = person.cohort.people.get(name="Bert Lind")
    for name in ("own_data", "own_data_file"):
        told = client.get(url(name, person)).content.decode()
        for secret in (other.link, other.email, "Bert Lind", person.cohort.meetings.get().secret):
            assert secret not in told


def test_no_table_that_points_to_a_person_is_forgotten():
    relations = {
        one.get_accessor_name()
        for one in Participant._meta.related_objects
        # Groups are read by their places, which say more.
        if not (isinstance(one, ManyToManyRel) and not one.through._meta.auto_created)
    }
    hidden = {name for name in relations if name and name.endswith("+")}
    assert relations - hidden == own_data.COVERED


def test_no_column_of_a_person_is_forgotten():
    columns = {one.name for one in Participant._meta.concrete_fields}
    # The account is told beside them; the link is what the page was opened with.
    assert columns - {"id", "cohort", "link", "user"} == set(own_data.PERSON)


def test_name_language_and_letters_are_changed_by_the_person(client, person):
    sent = {"name": "Aino Eriksson", "organisation": "Theatre", "wishes": "A ramp", "language": "lv"}
    assert client.post(url("own_settings", person), sent).url == url("own_data", person)
    row = Participant.objects.get(pk=person.pk)
    assert (row.name, row.organisation, row.wishes, row.language, row.wants_letters) == (
        "Aino Eriksson",
        "Theatre",
        "A ramp",
        "lv",
        False,
    )
    assert (row.email, row.motivation, row.standing) == ("aino@example.org", "To listen.", "enrolled")


def test_a_name_of_nothing_is_refused(client, person):
    page = text(client.post(url("own_settings", person), {"name": "\u3164", "language": "en"}))
    assert "Write the name." in page
    assert Participant.objects.get(pk=person.pk).name == "Aino Ek"


def test_deleting_asks_first_and_then_leaves_nothing(client, person, django_capture_on_commit_callbacks):
    path = WorkFile.objects.get().path
    assert "This cannot be undone" in text(client.get(url("own_delete", person)))
    assert attachments.read(path) == b"My essay"
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url("own_delete", person))
    assert answer.url == reverse("pilots:open")
    assert "Everything that was stored about you" in text(client.get(answer.url))
    left = (Work, WorkFile, JournalEntry, Attendance, AttendanceChange, Observation)
    assert [one.objects.count() for one in left] == [0] * len(left)
    assert not Participant.objects.filter(pk=person.pk).exists()
    assert list(Letter.objects.get().receivers.values_list("name", flat=True)) == ["Bert Lind"]
    with pytest.raises(FileNotFoundError):
        attachments.read(path)
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    assert (mail.outbox[-1].to, person.link in mail.outbox[-1].body) == (["aino@example.org"], False)
    assert client.get(url("own", person)).status_code == 404


def test_the_seat_of_who_deletes_themselves_goes_to_the_next():
    cohort = make_cohort(state="open", seats=1)
    person, waits = enrol(cohort), enrol(cohort, standing="waiting")
    erasing.erase(person)
    assert Participant.objects.get(pk=waits.pk).standing == "offered"


def test_deleting_twice_is_deleting_once(person):
    erasing.erase(person)
    erasing.erase(person)
    assert person.cohort.people.count() == 1


def test_those_who_never_took_part_are_deleted_as_long_after_as_was_promised():
    today = timezone.now().date()
    ends = today - dt.timedelta(days=DAYS_KEPT + 1)
    old = make_cohort(starts_on=ends, ends_on=ends)
    recent = make_cohort(starts_on=ends, ends_on=ends + dt.timedelta(days=3))
    stays, left, gone = (
        enrol(old),
        enrol(old, standing="withdrawn", enrolled=timezone.now()),
        enrol(old, standing="declined"),
    )
    fresh = enrol(recent, standing="declined")
    assert erasing.forget_old(timezone.now()) == 1
    assert set(Participant.objects.all()) == {stays, left, fresh}
    assert gone.pk is not None
