"""Letters about what is new: when, of what, in which language, and each once."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.conftest import make_member, make_partner, make_user
from tests.web.notices.news_making import DAY, HOUR, MONDAY, changed, make_projects, make_reader
from tests.web.plan import making as planning

from mentorway.web.core.needs import Need
from mentorway.web.core.tasks import send_letter
from mentorway.web.network.example import people
from mentorway.web.network.models import Membership
from mentorway.web.notices import due
from mentorway.web.notices.actions import digests, reading
from mentorway.web.notices.actions.digests import LettersFailedError, do_due_work
from mentorway.web.notices.analysis import digest
from mentorway.web.notices.models import Reader, Rhythm
from mentorway.web.privacy import needs as privacy_needs

pytestmark = pytest.mark.django_db
FRIDAY = MONDAY - 3 * DAY


@pytest.fixture
def partner():
    return make_partner()


@pytest.fixture
def reader(partner):
    return make_reader(make_member(partner), looked=FRIDAY, seen=FRIDAY)


def letters():
    """Return the letters in the queue, sent as the worker sends them."""
    mail.outbox.clear()
    for row in DBTaskResult.objects.filter(task_path=send_letter.module_path).order_by("enqueued_at"):
        send_letter.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
    return list(mail.outbox)


def html_of(letter):
    return letter.alternatives[0].content


def test_what_happened_and_what_waits_comes_by_letter_in_text_and_html(reader, partner, monkeypatch):
    project = planning.make_project(partner, title="Mentors <for> all")
    changed(project, MONDAY - DAY)
    monkeypatch.setattr(
        privacy_needs, "needs_of", lambda _user: [Need("Answer it.", "/privacy/", urgent=True)]
    )
    assert do_due_work(MONDAY) == 1
    (letter,) = letters()
    assert letter.to == [reader.user.email]
    assert letter.subject == "Mentorway: 1 thing needs you, 1 thing happened"
    link = f"http://localhost:8000/plan/{project.pk}/"
    assert f"- The plan of “Mentors <for> all” was changed. (24 May 2026)\n  {link}\n" in letter.body
    assert "- Answer it. Others wait for it.\n  http://localhost:8000/privacy/\n" in letter.body
    html = html_of(letter)
    assert f'<a href="{link}">The plan of “Mentors &lt;for&gt; all” was changed.</a> (24 May 2026)' in html
    assert '<a href="http://localhost:8000/privacy/">Answer it.</a>' in html


def test_the_letter_can_be_stopped_by_one_press(reader, partner):
    changed(planning.make_project(partner), MONDAY - DAY)
    do_due_work(MONDAY)
    (letter,) = letters()
    leave = digest.leaving(reader)
    assert letter.extra_headers == {
        "List-Unsubscribe": f"<{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert leave in letter.body
    assert f'href="{leave}"' in html_of(letter)


def test_everybody_gets_it_in_their_own_language(partner):
    changed(planning.make_project(partner), MONDAY - DAY)
    days = {}
    for language in ("en", "fi"):
        make_reader(make_member(partner, language=language), looked=FRIDAY)
    do_due_work(MONDAY)
    for letter in letters():
        days[html_of(letter).split('lang="')[1][:2]] = letter.body
    assert set(days) == {"en", "fi"}
    assert "24 May 2026" in days["en"]
    assert "24. toukokuuta 2026" in days["fi"]


def test_nothing_is_sent_where_nothing_is_new(reader):
    assert do_due_work(MONDAY) == 0
    assert letters() == []
    reader.refresh_from_db()
    assert reader.looked == MONDAY


def test_what_waits_still_is_no_reason_for_another_letter(reader, monkeypatch):
    waiting = [Need("1 thing waits.", "/privacy/")]
    monkeypatch.setattr(privacy_needs, "needs_of", lambda _user: waiting)
    assert do_due_work(MONDAY) == 1
    waiting[0] = Need("2 things wait.", "/privacy/")
    assert do_due_work(MONDAY + 7 * DAY) == 0
    waiting.append(Need("Something else.", "/privacy/requests/"))
    assert do_due_work(MONDAY + 14 * DAY) == 1


def test_a_need_that_names_somebody_is_not_put_in_a_letter(reader, monkeypatch):
    need = Need("The hold on data of Aino Ek ends.", "/privacy/", names_somebody=True)
    monkeypatch.setattr(privacy_needs, "needs_of", lambda _user: [need])
    do_due_work(MONDAY)
    (letter,) = letters()
    assert "Aino" not in letter.body + html_of(letter)
    assert "Something about a person waits for you." in letter.body


def test_neither_own_deeds_nor_examples_nor_what_one_may_not_see_stand_in_it(reader, partner):
    changed(planning.make_project(partner), MONDAY - DAY, by=reader.user)
    changed(planning.make_project(), MONDAY - DAY)
    assert do_due_work(MONDAY) == 0


def test_who_left_the_partner_is_told_nothing_of_it(reader, partner):
    changed(planning.make_project(partner), MONDAY - DAY)
    reader.rhythm = Rhythm.WEEKLY
    reader.save()
    reader.user.memberships.all().delete()
    assert do_due_work(MONDAY) == 0


def test_twenty_lines_at_most_and_how_many_more(reader, partner):
    for number, project in enumerate(make_projects(partner, 27)):
        changed(project, MONDAY - DAY + dt.timedelta(minutes=number))
    do_due_work(MONDAY)
    (letter,) = letters()
    assert letter.subject == "Mentorway: 27 things happened"
    assert letter.body.count("was changed.") == 20
    assert "- and 7 more" in letter.body
    assert html_of(letter).count("was changed.") == 20


def test_done_twice_it_is_sent_once(reader, partner):
    changed(planning.make_project(partner), MONDAY - DAY)
    for late in range(5):
        do_due_work(MONDAY + late * HOUR)
    assert len(letters()) == 1


def test_of_two_workers_who_have_both_looked_one_writes(reader, partner):
    changed(planning.make_project(partner), MONDAY - DAY)
    other = Reader.objects.select_related("user").get()
    assert [digests.write(one, MONDAY, "FI") for one in (reader, other)] == [True, False]
    assert len(letters()) == 1


class CrashError(BaseException):
    """The process ends."""


def test_a_crash_before_the_letter_is_kept_loses_nothing_and_doubles_nothing(reader, partner, monkeypatch):
    changed(planning.make_project(partner), MONDAY - DAY)

    def crash(_letter):
        raise CrashError

    with monkeypatch.context() as patch:
        patch.setattr(digests, "enqueue_letter", crash)
        with pytest.raises(CrashError):
            do_due_work(MONDAY)
    reader.refresh_from_db()
    assert (reader.looked, letters()) == (FRIDAY, [])
    do_due_work(MONDAY + HOUR)
    assert len(letters()) == 1


@pytest.mark.django_db(transaction=True)
def test_letter_and_mark_are_kept_together(partner):
    reader = make_reader(make_member(partner), looked=FRIDAY)
    changed(planning.make_project(partner), MONDAY - DAY)
    do_due_work(MONDAY)
    assert DBTaskResult.objects.filter(task_path=send_letter.module_path).count() == 1
    assert Reader.objects.get(pk=reader.pk).looked == MONDAY


def test_what_is_kept_late_stands_in_the_next_letter_and_in_no_two(reader, partner):
    """What happened within minutes of a letter may not have been kept when it was written."""
    one, other = make_projects(partner, 2)
    changed(one, MONDAY - DAY)
    do_due_work(MONDAY)
    changed(other, MONDAY - dt.timedelta(minutes=5))
    do_due_work(MONDAY + 7 * DAY)
    assert ["Project 0" in one.body for one in letters()] == [True, False]
    assert ["Project 1" in one.body for one in letters()] == [False, True]


def test_one_that_fails_keeps_nobody_from_theirs_and_is_tried_again(reader, partner, monkeypatch):
    changed(planning.make_project(partner), MONDAY - DAY)
    make_reader(make_member(partner), looked=FRIDAY)
    usual = digests.digest_of

    def failing(one, *more):
        if one.pk == reader.pk:
            raise ValueError
        return usual(one, *more)

    with monkeypatch.context() as patch:
        patch.setattr(digests, "digest_of", failing)
        with pytest.raises(LettersFailedError):
            do_due_work(MONDAY)
    assert len(letters()) == 1
    assert do_due_work(MONDAY + HOUR) == 1


def test_while_somebody_stops_letters_none_is_written(reader, partner):
    changed(planning.make_project(partner), MONDAY - DAY)
    stale = Reader.objects.select_related("user").get()
    reading.stop(reader)
    assert digests.write(stale, MONDAY, "FI") is False
    assert letters() == []


def hours_at(rhythm, *moments, country="FI", hour=9):
    """Return at which of some moments somebody would be written to who was told long before."""
    partner = make_partner(country=country)
    row = make_reader(make_member(partner), looked=FRIDAY - 30 * DAY, rhythm=rhythm, hour=hour)
    return [is_due_at(row, moment, country) for moment in moments]


def is_due_at(row, moment, country):
    from mentorway.web.core.zones import zone_of  # noqa: PLC0415 - used here alone
    from mentorway.web.notices.analysis.clock import is_due  # noqa: PLC0415 - as above

    return is_due(row, moment, zone_of(country), belongs=True)


def test_the_hour_is_that_of_the_persons_own_clock():
    six, seven = MONDAY - HOUR, MONDAY
    for country, expected in (("FI", [True, True]), ("SE", [False, True]), ("IS", [False, False])):
        partner = make_partner(country=country)
        row = make_reader(make_member(partner), looked=FRIDAY, rhythm=Rhythm.DAILY, hour=9)
        assert [is_due_at(row, moment, country) for moment in (six, seven)] == expected


def test_nothing_comes_at_night_or_at_weekends():
    night, saturday = MONDAY + 14 * HOUR, MONDAY + 5 * DAY
    assert hours_at(Rhythm.DAILY, night, saturday, MONDAY + 7 * DAY) == [False, False, True]


def test_what_was_missed_is_made_up_for_by_day():
    """Nothing ran on Monday: the weekly letter comes on Tuesday morning, once."""
    partner = make_partner()
    row = make_reader(make_member(partner), looked=FRIDAY)
    tuesday = MONDAY + DAY
    assert is_due_at(row, tuesday, "FI")
    row.looked = tuesday
    assert not is_due_at(row, tuesday + HOUR, "FI")
    assert is_due_at(row, MONDAY + 7 * DAY, "FI")


def test_the_hour_stays_when_clocks_are_changed():
    """In Finland nine o'clock is seven by UTC in winter and six in summer."""
    partner = make_partner()
    row = make_reader(make_member(partner), rhythm=Rhythm.DAILY, hour=9)
    winter, summer = (
        dt.datetime(2026, 3, 27, 6, 30, tzinfo=dt.UTC),
        dt.datetime(2026, 3, 30, 6, 30, tzinfo=dt.UTC),
    )
    row.looked = winter - 12 * HOUR
    assert [is_due_at(row, moment, "FI") for moment in (winter, summer)] == [False, True]


def test_who_has_not_chosen_gets_one_a_week_if_they_work_with_a_partner(partner):
    stranger = make_user()
    make_reader(stranger, looked=FRIDAY)
    make_reader(make_member(partner), looked=FRIDAY)
    make_reader(make_member(partner), looked=FRIDAY, rhythm=Rhythm.NEVER)
    make_reader(make_member(partner, is_active=False), looked=FRIDAY)
    make_reader(make_user(is_staff=True), looked=FRIDAY, hour=8)
    changed(planning.make_project(partner), MONDAY - DAY)
    assert do_due_work(MONDAY + 3 * HOUR) == 2
    assert stranger.email not in {letter.to[0] for letter in letters()}


def test_new_people_are_told_of_nothing_that_was_before(partner):
    user = make_member(partner)
    changed(planning.make_project(partner, user), FRIDAY)
    due.do_due_work(MONDAY - DAY)
    assert Reader.objects.get(user=user).looked == MONDAY - DAY
    assert do_due_work(MONDAY) == 0
    project = planning.make_project(partner, user)
    changed(project, MONDAY + DAY)
    assert do_due_work(MONDAY + 7 * DAY) == 1


def test_beginning_to_count_asks_as_much_for_many_as_for_few(partner, django_assert_max_num_queries):
    for _number in range(12):
        make_user()
    with django_assert_max_num_queries(4):
        assert reading.begin(timezone.now()) == 12
    assert reading.begin(timezone.now()) == 0


def test_activities_that_are_left_out_are_not_told_of(partner, monkeypatch):
    row = make_reader(make_member(partner), looked=FRIDAY, left_out=["plan", "privacy"])
    monkeypatch.setattr(privacy_needs, "needs_of", lambda _user: [Need("Answer it.", "/privacy/")])
    changed(planning.make_project(partner), MONDAY - DAY)
    assert do_due_work(MONDAY) == 0
    row.refresh_from_db()
    row.left_out = ["privacy"]
    row.looked = FRIDAY
    row.save()
    do_due_work(MONDAY)
    (letter,) = letters()
    assert ("was changed." in letter.body, "Answer it." in letter.body) == (True, False)


def test_a_digest_of_five_thousand_things_asks_as_much_as_one_of_a_few(
    reader, partner, django_assert_max_num_queries
):
    from mentorway.web.core.models import Happening  # noqa: PLC0415 - used here alone

    projects = make_projects(partner, 25)
    zone = ZoneInfo("Europe/Helsinki")
    Happening.objects.bulk_create(Happening(name="plan.changed", row=one.pk) for one in projects)
    Happening.objects.update(at=MONDAY - DAY)
    with django_assert_max_num_queries(1000) as few:
        digest.digest_of(reader, MONDAY, zone)
    rows = (Happening(name="plan.changed", row=projects[one % 25].pk) for one in range(5000))
    Happening.objects.bulk_create(rows, batch_size=1000)
    Happening.objects.update(at=MONDAY - DAY)
    with django_assert_max_num_queries(len(few.captured_queries)):
        found = digest.digest_of(reader, MONDAY, zone)
    assert (len(found.news), found.more_news) == (20, 5)


def test_what_has_become_urgent_is_told_again(reader, monkeypatch):
    urgent = [False]
    monkeypatch.setattr(
        privacy_needs, "needs_of", lambda _user: [Need("Answer it.", "/privacy/", urgent=urgent[0])]
    )
    assert do_due_work(MONDAY) == 1
    assert do_due_work(MONDAY + 7 * DAY) == 0
    urgent[0] = True
    assert do_due_work(MONDAY + 14 * DAY) == 1


def test_nobody_writes_to_people_of_the_example(partner):
    invented = make_member(partner, email=people.COORDINATOR)
    make_reader(invented, looked=FRIDAY, seen=FRIDAY)
    changed(planning.make_project(partner), MONDAY - DAY)
    assert do_due_work(MONDAY) == 0


def test_who_comes_to_a_partner_is_written_what_happens_from_then_on(partner):
    user = make_user()
    reader = make_reader(user, looked=FRIDAY - 20 * DAY, seen=FRIDAY)
    changed(planning.make_project(partner), MONDAY - 2 * DAY)
    assert do_due_work(MONDAY) == 0
    reader.refresh_from_db()
    assert reader.looked == MONDAY
    Membership.objects.create(user=user, partner=partner, role="member")
    assert do_due_work(MONDAY + DAY) == 0
    changed(planning.make_project(partner), MONDAY + 2 * DAY)
    assert do_due_work(MONDAY + 7 * DAY) == 1


def test_a_clock_that_was_years_ahead_silences_nobody(reader, partner):
    Reader.objects.update(looked=MONDAY + 3650 * DAY)
    changed(planning.make_project(partner), MONDAY - HOUR / 2)
    do_due_work(MONDAY)
    reader.refresh_from_db()
    assert reader.looked == MONDAY


def test_who_was_shut_out_while_letters_are_written_gets_none(reader, partner):
    changed(planning.make_project(partner), MONDAY - DAY)
    type(reader.user).objects.filter(pk=reader.user_id).update(is_active=False)
    assert not digests.write(reader, MONDAY, "FI")
    assert letters() == []
