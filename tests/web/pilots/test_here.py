"""People say that they are there: codes of the moment, who it is, and every way in which it can go wrong."""

import datetime as dt
import re
import uuid
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from tests.conftest import PASSWORD, make_member, make_user
from tests.web.pilots.making import DAY, enrol, make_cohort, make_meeting

from mentorway.web.pilots.actions import checking_in
from mentorway.web.pilots.analysis import codes
from mentorway.web.pilots.analysis.codes import Verdict
from mentorway.web.pilots.models import (
    Attendance,
    AttendanceChange,
    Cohort,
    CohortState,
    Meeting,
    Presence,
    Source,
    Standing,
)

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
SECOND, MINUTE = dt.timedelta(seconds=1), dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _nobody_has_typed_yet():
    cache.clear()


@pytest.fixture
def clock(monkeypatch):
    """Set the time that it is."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def meeting(clock):
    clock(NOON)
    return make_meeting(make_cohort(), NOON - 5 * MINUTE)


def address(meeting, **query):
    path = reverse("pilots:here", args=[meeting.token])
    return f"{path}?" + "&".join(f"{name}={value}" for name, value in query.items())


def on_device(client, person):
    """Open the own page once, as people do: the device then knows who they are."""
    assert client.get(reverse("pilots:own", args=[person.link])).status_code == 200


def right(meeting, moment=NOON):
    return codes.code_at(meeting, moment)


def proof(page):
    return page.text.split('name="p" value="')[1].split('"')[0]


def scan(client, meeting, code):
    return client.get(address(meeting, c=code))


# Codes


def test_a_code_is_for_one_meeting_and_half_a_minute():
    one, other = Meeting(secret="a" * 64), Meeting(secret="b" * 64)
    assert right(one) == right(one, NOON + 29 * SECOND) != right(one, NOON + 30 * SECOND)
    assert right(one) != right(other)
    assert len(right(one)) == 5


@pytest.mark.parametrize(
    ("age", "verdict"),
    [(0, Verdict.RIGHT), (89, Verdict.RIGHT), (90, Verdict.OLD), (3600, Verdict.OLD), (-30, Verdict.WRONG)],
)
def test_a_code_is_taken_for_its_window_and_two_before(age, verdict):
    one = Meeting(secret="a" * 64)
    assert codes.verdict_of(one, right(one), NOON + age * SECOND) == verdict


def test_a_code_is_read_however_it_is_typed():
    one = Meeting(secret="a" * 64)
    typed = f" {right(one)[:2].lower()}-{right(one)[2:].lower()} "
    assert codes.verdict_of(one, typed, NOON) == Verdict.RIGHT


def test_a_proof_is_for_one_meeting_and_ten_minutes_and_nobody_can_make_one():
    one, other = Meeting(token=uuid.uuid4()), Meeting(token=uuid.uuid4())
    given = codes.proof_of(one, Source.SCAN, NOON)
    assert codes.proven(one, given, NOON + 10 * MINUTE) == Source.SCAN
    assert codes.proven(one, given, NOON + 10 * MINUTE + SECOND) is None
    assert codes.proven(other, given, NOON) is None
    assert codes.proven(one, given, NOON - 2 * SECOND) is None
    assert codes.proven(one, f"{given[:-2]}xx", NOON) is None
    assert codes.proven(one, "", NOON) is None


# Scanning


def test_who_is_known_scans_and_presses_once(client, meeting):
    person = enrol(meeting.cohort)
    on_device(client, person)
    page = scan(client, meeting, right(meeting))
    assert person.name in page.text
    assert "Code on the wall" not in page.text
    assert not Attendance.objects.exists()
    done = client.post(address(meeting), {"p": proof(page)})
    assert "You are marked as present" in done.text
    row = Attendance.objects.get()
    assert (row.participant, row.presence, row.source, row.marked) == (person, "present", "scan", NOON)


def test_two_scans_mark_once_and_say_so(client, meeting):
    on_device(client, enrol(meeting.cohort))
    page = scan(client, meeting, right(meeting))
    client.post(address(meeting), {"p": proof(page)})
    assert "You are marked already" in client.post(address(meeting), {"p": proof(page)}).text
    assert Attendance.objects.count() == 1


def test_the_sign_at_the_door_asks_for_the_code_on_the_wall(client, meeting):
    on_device(client, enrol(meeting.cohort))
    page = client.get(address(meeting))
    assert "Code on the wall" in page.text
    assert "You are marked as present" in client.post(address(meeting), {"code": right(meeting)}).text
    assert Attendance.objects.get().source == Source.TYPED


def test_who_is_not_known_types_a_personal_code(client, meeting):
    person = enrol(meeting.cohort, "مريم 🌱")
    page = scan(client, meeting, right(meeting))
    done = client.post(address(meeting), {"p": proof(page), "personal": person.code.lower()})
    assert "<bdi>مريم 🌱</bdi>" in done.text
    assert Attendance.objects.get().participant == person


def test_somebody_elses_device_can_be_used_with_the_own_code(client, meeting):
    owner, guest = enrol(meeting.cohort), enrol(meeting.cohort, "Bert")
    on_device(client, owner)
    page = client.get(address(meeting, p=proof(scan(client, meeting, right(meeting))), other="1"))
    assert owner.name not in page.text
    client.post(address(meeting, other="1"), {"p": proof(page), "personal": guest.code})
    assert Attendance.objects.get().participant == guest


def test_the_own_page_is_linked_on_the_own_device_only(client, meeting):
    person = enrol(meeting.cohort)
    typed = {"code": right(meeting), "personal": person.code}
    assert person.link not in client.post(address(meeting), typed).text
    on_device(client, person)
    assert person.link in client.post(address(meeting), {"code": right(meeting)}).text


def test_after_signing_in_the_scan_goes_on_where_it_was(client, meeting, clock):
    user = make_user(email="aino@example.org")
    person = enrol(meeting.cohort, user=user, email="aino@example.org")
    page = scan(client, meeting, right(meeting))
    link = page.text.split('href="' + reverse("pilots:here_sign_in", args=[meeting.token]))[1].split('"')[0]
    clock(NOON + 5 * MINUTE)  # the code itself is long old
    path = reverse("pilots:here_sign_in", args=[meeting.token]) + link
    to_login = client.get(path)
    following = parse_qs(urlsplit(to_login["Location"]).query)["next"][0]
    login = {"login": user.email, "password": PASSWORD, "next": following}
    back = client.post(reverse("account_login"), login, follow=True)
    assert back.redirect_chain[-1][0].startswith(reverse("pilots:here", args=[meeting.token]))
    assert "Code on the wall" not in back.text
    assert "You are marked as present" in client.post(address(meeting), {"p": proof(back)}).text
    row = Attendance.objects.get()
    assert (row.participant, row.marked_by) == (person, user)


def test_a_proof_that_is_too_old_asks_for_the_code_again(client, meeting, clock):
    on_device(client, enrol(meeting.cohort))
    page = scan(client, meeting, right(meeting))
    clock(NOON + 11 * MINUTE)
    again = client.post(address(meeting), {"p": proof(page)})
    assert "Code on the wall" in again.text
    assert not Attendance.objects.exists()


# What goes wrong


def test_an_old_code_and_a_wrong_one_say_so(client, meeting):
    on_device(client, enrol(meeting.cohort))
    old, wrong = right(meeting, NOON - 5 * MINUTE), right(Meeting(secret="x" * 64))
    assert "This code has been replaced" in scan(client, meeting, old).text
    assert "This is not the code of this meeting" in scan(client, meeting, wrong).text
    assert "This code has been replaced" in client.post(address(meeting), {"code": old}).text
    answer = client.post(address(meeting), {"code": wrong})
    assert "This is not the code of this meeting" in answer.text
    assert re.search(r'<input[^>]*name="code"[^>]*autofocus', answer.text)
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("code", ["", "\x00", "<script>", "x" * 5000, "🙂🙂🙂🙂🙂"])
def test_nonsense_instead_of_a_code_is_answered_calmly(client, meeting, code):
    enrol(meeting.cohort)
    answer = client.post(address(meeting), {"code": code, "personal": "AAAAAA"})
    assert answer.status_code == 200
    assert "<script>" not in answer.text.split("<main")[1]
    assert not Attendance.objects.exists()


def test_personal_codes_cannot_be_tried_without_the_code_on_the_wall(client, meeting):
    person = enrol(meeting.cohort)
    answer = client.post(address(meeting), {"code": "AAAAA", "personal": person.code})
    assert "This is not the code of this meeting" in answer.text
    assert person.name not in answer.text


def test_a_personal_code_of_another_cohort_says_where_it_belongs(client, meeting):
    other = enrol(make_cohort())
    answer = client.post(address(meeting), {"code": right(meeting), "personal": other.code})
    assert "Nobody in this cohort has this personal code" in answer.text
    assert other.name not in answer.text
    assert not Attendance.objects.exists()


def test_who_mistypes_the_personal_code_need_not_type_the_code_on_the_wall_again(client, meeting, clock):
    person = enrol(meeting.cohort)
    page = client.post(address(meeting), {"code": right(meeting), "personal": "AAAAAA"})
    assert "Nobody in this cohort has this personal code" in page.text
    assert "Code on the wall" not in page.text
    clock(NOON + 5 * MINUTE)
    done = client.post(address(meeting), {"p": proof(page), "personal": person.code})
    assert "You are marked as present" in done.text


def test_a_device_of_another_cohort_is_not_known_here(client, meeting):
    other = enrol(make_cohort(), "Stranger Here")
    on_device(client, other)
    page = scan(client, meeting, right(meeting))
    assert "Stranger Here" not in page.text
    assert "Your personal code" in page.text


def test_who_tries_many_codes_has_to_wait_and_who_is_known_does_not_wait_for_them(client, meeting, clock):
    known = enrol(meeting.cohort)
    for _try in range(checking_in.WRONG_A_MINUTE):
        client.post(address(meeting), {"code": "AAAAA", "personal": "AAAAAA"})
    refused = client.post(address(meeting), {"code": right(meeting), "personal": known.code})
    assert "Try again in a minute" in refused.text
    on_device(client, known)
    assert "You are marked as present" in client.post(address(meeting), {"code": right(meeting)}).text
    clock(NOON + MINUTE)
    client.cookies.clear()
    later = {"code": right(meeting, NOON + MINUTE), "personal": known.code}
    assert "You are marked already" in client.post(address(meeting), later).text


def test_one_known_person_cannot_try_many_codes(client, meeting):
    on_device(client, enrol(meeting.cohort))
    for _try in range(checking_in.WRONG_A_MINUTE_OF_ONE):
        scan(client, meeting, "AAAAA")
    assert "Try again in a minute" in scan(client, meeting, right(meeting)).text


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(-15.1, "You are early"), (-14.9, "I am here"), (119.9, "I am here"), (120.1, "This meeting is over")],
)
def test_it_opens_15_minutes_before_and_closes_30_minutes_after(client, meeting, clock, minutes, words):
    now = meeting.starts + minutes * MINUTE
    clock(now)
    on_device(client, enrol(meeting.cohort))
    page = scan(client, meeting, right(meeting, now))
    assert words in page.text


def test_an_early_scan_says_when_it_opens_and_works_later(client, meeting, clock):
    clock(meeting.starts - 20 * MINUTE)
    person = enrol(meeting.cohort)
    on_device(client, person)
    early = scan(client, meeting, right(meeting, meeting.starts - 20 * MINUTE))
    assert "14:40" in early.text  # the clock in Vilnius is three hours ahead of 11:40 UTC
    later = meeting.starts - 14 * MINUTE
    clock(later)
    page = scan(client, meeting, right(meeting, later))
    assert "You are marked as present" in client.post(address(meeting), {"p": proof(page)}).text


def test_only_the_clock_of_the_server_counts(client, meeting, clock):
    on_device(client, enrol(meeting.cohort))
    clock(meeting.starts - DAY)
    headers = {"date": "Mon, 04 May 2026 12:00:00 GMT"}
    answer = client.post(address(meeting), {"code": right(meeting)}, headers=headers)
    assert "You are early" in answer.text
    assert not Attendance.objects.exists()


def test_what_was_marked_by_hand_is_not_changed_by_a_scan(client, meeting):
    person = enrol(meeting.cohort)
    facts = {"meeting": meeting, "participant": person, "source": Source.HAND, "marked": NOON}
    Attendance.objects.create(presence=Presence.ABSENT, **facts)
    on_device(client, person)
    answer = client.post(address(meeting), {"code": right(meeting)})
    assert "The facilitator has marked you otherwise" in answer.text
    assert Attendance.objects.get().presence == Presence.ABSENT
    assert not AttendanceChange.objects.exists()


def test_nobody_is_at_two_meetings_at_the_same_time(client, meeting):
    person = enrol(meeting.cohort)
    parallel = make_meeting(meeting.cohort, NOON, title="Parallel group")
    on_device(client, person)
    client.post(address(parallel), {"code": right(parallel)})
    answer = client.post(address(meeting), {"code": right(meeting)})
    assert "You are marked as present at “Parallel group”" in answer.text
    assert Attendance.objects.get().meeting == parallel


def test_meetings_one_after_the_other_are_no_overlap(client, meeting, clock):
    person = enrol(meeting.cohort)
    after = make_meeting(meeting.cohort, meeting.ends)
    on_device(client, person)
    client.post(address(meeting), {"code": right(meeting)})
    clock(meeting.ends)
    answer = client.post(address(after), {"code": right(after, meeting.ends)})
    assert "You are marked as present" in answer.text


@pytest.mark.parametrize("standing", [Standing.WAITING, Standing.WITHDRAWN, Standing.APPLIED])
def test_who_has_no_seat_is_not_marked_and_reads_why(client, meeting, standing):
    on_device(client, enrol(meeting.cohort, standing=standing))
    answer = client.post(address(meeting), {"code": right(meeting)})
    assert "You do not take part in this cohort" in answer.text
    assert str(Standing(standing).label) in answer.text
    assert not Attendance.objects.exists()


def test_at_a_cancelled_meeting_nobody_is_marked(client, meeting):
    Meeting.objects.update(cancelled=NOON)
    on_device(client, enrol(meeting.cohort))
    answer = client.post(address(meeting), {"code": right(meeting)})
    assert "This meeting does not take place" in answer.text
    assert not Attendance.objects.exists()


def test_in_a_cancelled_cohort_and_in_the_example_nobody_is_marked(client, meeting):
    Cohort.objects.update(state=CohortState.CANCELLED)
    assert "This meeting does not take place" in client.get(address(meeting)).text
    Cohort.objects.update(state=CohortState.RUNNING, is_example=True)
    assert "This meeting is an example" in client.get(address(meeting)).text


def test_unknown_meetings_and_those_of_a_deleted_cohort_are_not_found(client, meeting):
    assert client.get(reverse("pilots:here", args=[uuid.uuid4()])).status_code == 404
    Cohort.objects.update(deleted=NOON)
    assert client.get(address(meeting)).status_code == 404


def test_a_person_of_another_cohort_is_never_marked_by_the_action(meeting):
    stranger = enrol(make_cohort())
    with pytest.raises(type(stranger).DoesNotExist):
        checking_in.check_in(meeting, stranger, source=Source.SCAN, by=None, now=NOON)


def test_a_member_who_takes_no_part_is_asked_for_a_personal_code(client, meeting):
    client.force_login(make_member(meeting.cohort.partner))
    page = scan(client, meeting, right(meeting))
    assert "Your personal code" in page.text
    assert "Sign in instead" not in page.text


def test_the_page_tells_no_other_site_where_people_come_from_and_can_still_be_sent(client, meeting):
    answer = client.get(address(meeting))
    # With “no-referrer” browsers send “Origin: null” with the form, which is refused as forged.
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
