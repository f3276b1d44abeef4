"""A study goes by the clock of its country, letters by that of the reader, also when clocks are changed."""

import datetime as dt
import importlib
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.study import filling_making
from tests.web.study.making import make_invitations, make_study, make_version

from mentorway.web.core.moments import moment_in_words
from mentorway.web.core.zones import KNOWN, ZONES, is_skipped, moment_of
from mentorway.web.network.models import Country
from mentorway.web.study import queries, tasks
from mentorway.web.study.actions import plan, studies
from mentorway.web.study.analysis import letters, places, times
from mentorway.web.study.models import Draft, Mode, Response, State, Study, Wave
from mentorway.web.study.needs import needs_of

pytestmark = pytest.mark.django_db
HELSINKI = ZoneInfo("Europe/Helsinki")
REYKJAVIK = ZoneInfo("Atlantic/Reykjavik")
FORWARD = dt.date(2026, 3, 29)  # 3:00 becomes 4:00 in Helsinki
BACK = dt.date(2026, 10, 25)  # 4:00 becomes 3:00 in Helsinki
DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)


def utc(*parts):
    return dt.datetime(*parts, tzinfo=dt.UTC)


@pytest.fixture
def admin():
    return make_member(role="admin")


@pytest.fixture
def clock(monkeypatch):
    """Set the time that it is."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def finnish(partner=None, **wave):
    study = make_study(partner, zone="Europe/Helsinki")
    study.waves.update(**wave)
    return study


def wave_of(**days):
    return Wave(study=Study(zone="Europe/Helsinki"), number=1, title="First", **days)


# Clocks


def test_every_country_has_a_clock():
    assert set(ZONES) == set(Country.values)
    assert [ZoneInfo(zone).key for zone in KNOWN] == list(KNOWN)


@pytest.mark.parametrize(
    ("day", "time", "skipped"),
    [
        (FORWARD, dt.time(2, 59), False),
        (FORWARD, dt.time(3), True),
        (FORWARD, dt.time(3, 59), True),
        (FORWARD, dt.time(4), False),
        (BACK, dt.time(3, 30), False),
        (FORWARD + DAY, dt.time(3, 30), False),
    ],
)
def test_a_time_is_skipped_only_in_the_hour_that_is_left_out(day, time, skipped):
    assert is_skipped(day, time, HELSINKI) == skipped


def test_iceland_changes_no_clock():
    assert not any(is_skipped(day, dt.time(hour), REYKJAVIK) for day in (FORWARD, BACK) for hour in range(24))


# When a wave takes answers


@pytest.mark.parametrize(
    ("day", "begins", "ends"),
    [
        (FORWARD, utc(2026, 3, 28, 22), utc(2026, 3, 29, 21)),  # 23 hours
        (BACK, utc(2026, 10, 24, 21), utc(2026, 10, 25, 22)),  # 25 hours
        (dt.date(2026, 5, 4), utc(2026, 5, 3, 21), utc(2026, 5, 4, 21)),
    ],
)
def test_a_day_is_taken_from_its_first_to_its_last_minute(day, begins, ends):
    wave = wave_of(opens=day, closes=day)
    assert (wave.begins, wave.ends) == (begins, ends)
    found = [wave.takes_answers_at(one) for one in (begins - SECOND, begins, ends - SECOND, ends)]
    assert found == [False, True, True, False]


def test_an_hour_that_is_there_twice_is_taken_whole():
    wave = wave_of(opens=BACK, opens_at=dt.time(3, 30), closes=BACK, closes_at=dt.time(3, 45))
    assert (wave.begins, wave.ends) == (utc(2026, 10, 25, 0, 30), utc(2026, 10, 25, 1, 45))


def test_without_days_it_takes_answers_at_any_time():
    assert wave_of().takes_answers_at(utc(1999, 1, 1))


def test_the_door_opens_at_the_minute_by_the_clock_of_the_study(client, clock):
    study = finnish(opens=FORWARD, opens_at=dt.time(4), closes=FORWARD, closes_at=dt.time(17))
    url = reverse("study:open", args=[study.token])
    found = []
    for moment in (
        utc(2026, 3, 29, 0, 59, 59),  # 2:59:59, the last second before 4:00
        utc(2026, 3, 29, 1),
        utc(2026, 3, 29, 13, 59, 59),
        utc(2026, 3, 29, 14),
    ):
        clock(moment)
        found.append(client.get(url).status_code)
    assert found == [403, 200, 200, 403]


def test_who_comes_early_reads_when_it_opens_and_by_which_clock(client, clock):
    study = finnish(opens=BACK, opens_at=dt.time(8))
    clock(utc(2026, 10, 25, 5, 59))
    page = client.get(reverse("study:open", args=[study.token])).content.decode()
    assert "It opens on 25 October 2026, 08:00 (Europe/Helsinki)." in page
    study.waves.update(opens_at=None, opens=BACK + DAY)
    page = client.get(reverse("study:open", args=[study.token])).content.decode()
    assert "It opens on 26 October 2026." in page


def test_nobody_reads_when_a_study_opens_that_is_not_sure_to_open(client, clock):
    study = finnish(opens=BACK)
    Study.objects.update(state=State.DRAFT)
    clock(utc(2026, 10, 1))
    page = client.get(reverse("study:open", args=[study.token])).content.decode()
    assert ("not open yet" in page, "It opens on" in page) == (True, False)


def test_what_was_begun_can_be_gone_on_with_until_the_minute_it_closes(client, clock):
    study = finnish(closes=BACK, closes_at=dt.time(12))
    clock(utc(2026, 10, 25, 9, 59))
    link = filling_making.begin(client, study)
    assert client.get(filling_making.at("page", link, 1)).status_code == 200
    clock(utc(2026, 10, 25, 10))
    assert client.get(filling_making.at("page", link, 1)).status_code == 403


def test_the_day_of_answers_is_that_of_the_study(client, clock):
    study = finnish()
    clock(utc(2026, 5, 3, 22, 30))  # half past one of the fourth in Helsinki
    link = filling_making.begin(client, study)
    filling_making.fill(client, link)
    filling_making.send(client, link)
    kept = Response.objects.get()
    assert (kept.day, kept.answers["begun"]) == (dt.date(2026, 5, 4), "2026-05-04")
    assert Draft.objects.count() == 0


@pytest.mark.long
@pytest.mark.parametrize("zone", ["Europe/Helsinki", "Europe/Lisbon", "Atlantic/Reykjavik"])
def test_the_list_and_the_row_agree_on_which_waves_take_answers(zone):
    day = dt.date(2026, 5, 4)
    windows = [
        {}, {"opens": day}, {"closes": day}, {"opens": day, "opens_at": dt.time(8)},
        {"closes": day, "closes_at": dt.time(8)}, {"opens": day, "closes": day},
        {"opens": day, "opens_at": dt.time(7), "closes": day, "closes_at": dt.time(9)},
    ]  # fmt: skip
    none = dict.fromkeys(("opens", "opens_at", "closes", "closes_at"))
    for window in windows:
        make_study(zone=zone).waves.update(**{**none, **window})
    waves = list(Wave.objects.select_related("study"))
    assert len(waves) == len(windows)
    for hours in range(-30, 60):
        moment = utc(2026, 5, 3) + dt.timedelta(hours=hours, minutes=30)
        listed = set(Wave.objects.taking(moment))
        assert listed == {wave for wave in waves if wave.takes_answers_at(moment)}, moment


# What coordinators say and see


def test_a_study_has_the_clock_of_its_partners_country():
    partner = make_partner(country="IS")
    user = make_member(partner)
    study = studies.create(user, partner=partner, version=make_version(partner), title="Here")
    assert study.zone == "Atlantic/Reykjavik"


def test_studies_that_were_there_get_the_clock_of_their_partners_country():
    rows = [make_study(make_partner(country=country)) for country in ("LT", "SE", "UA")]
    module = "mentorway.web.study.migrations.0002_time_zones_and_rows_of_devices"
    importlib.import_module(module).set_clocks(apps, None)
    found = [Study.objects.get(pk=row.pk).zone for row in rows]
    assert found == ["Europe/Vilnius", "Europe/Stockholm", "Europe/Kyiv"]


def sent(**fields):
    return {"title": "After", "remind_most": 2, "remind_after": 7, **fields}


def test_times_are_typed_and_shown_by_the_clock_of_the_study(client, admin):
    study = finnish(admin.partners.get())
    client.force_login(admin)
    url = reverse("study:add_wave", args=[study.pk])
    assert "Opening time (Europe/Helsinki)" in client.get(url).content.decode()
    fields = {"opens": "2026-10-25", "opens_at": "08:00", "closes": "2026-10-30", "closes_at": "17:30"}
    client.post(url, sent(**fields))
    wave = study.waves.get(number=2)
    assert (wave.begins, wave.ends) == (utc(2026, 10, 25, 6), utc(2026, 10, 30, 15, 30))
    page = client.get(reverse("study:waves", args=[study.pk])).content.decode()
    assert "25 October 2026, 08:00 (Europe/Helsinki) – 30 October 2026, 17:30 (Europe/Helsinki)" in page
    form = client.get(reverse("study:change_wave", args=[wave.pk])).content.decode()
    assert 'value="17:30"' in form


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"opens": "2026-03-29", "opens_at": "03:30"}, "no clock shows 03:30"),
        ({"closes": "2026-03-29", "closes_at": "03:00"}, "no clock shows 03:00"),
        ({"opens_at": "08:00"}, "A time needs a day."),
        (
            {"opens": "2026-05-04", "opens_at": "09:00", "closes": "2026-05-04", "closes_at": "09:00"},
            "must be after the opening time",
        ),
        ({"opens": "2026-05-04", "closes": "2026-05-04", "closes_at": "00:00"}, "must be after the opening"),
        ({"opens": "2026-05-04", "opens_at": "25:00"}, "Enter a valid time."),
    ],
)
def test_times_that_make_no_sense_are_refused_with_a_sentence(client, admin, fields, sentence):
    study = finnish(admin.partners.get())
    client.force_login(admin)
    page = client.post(reverse("study:add_wave", args=[study.pk]), sent(**fields))
    assert sentence in page.content.decode()
    assert study.waves.count() == 1


def test_a_wave_is_not_changed_to_a_time_that_no_clock_shows(client, admin):
    wave = finnish(admin.partners.get()).waves.get()
    with pytest.raises(ValidationError) as refusal:
        plan.change_wave(wave, closes=FORWARD, closes_at=dt.time(3, 15))
    sentence = (
        "On 29 March 2026 the clocks of Europe/Helsinki are put forward, and no clock shows 03:15. "
        "Choose an earlier or a later time."
    )
    assert refusal.value.message_dict == {"closes_at": [sentence]}
    wave.refresh_from_db()
    assert wave.closes is None


def test_a_clock_that_skips_the_time_of_a_wave_is_refused(admin):
    study = finnish(opens=FORWARD, opens_at=dt.time(2, 30))
    with pytest.raises(ValidationError, match="First: On 29 March 2026 the clocks of Europe/Stockholm"):
        studies.describe(study, zone="Europe/Stockholm")
    study.refresh_from_db()
    assert study.zone == "Europe/Helsinki"
    studies.describe(study, zone="Europe/Riga")
    assert Study.objects.get().zone == "Europe/Riga"


def test_a_clock_that_is_not_in_the_list_is_refused(client, admin):
    study = finnish(admin.partners.get())
    client.force_login(admin)
    fields = {"title": "T", "languages": ["en"], "zone": "Mars/Olympus"}
    client.post(reverse("study:describe", args=[study.pk]), fields)
    study.refresh_from_db()
    assert study.zone == "Europe/Helsinki"
    with pytest.raises(IntegrityError), transaction.atomic():
        Study.objects.update(zone="Mars/Olympus")


def test_pages_of_a_study_show_its_times(client, admin):
    study = finnish(admin.partners.get())
    wave = study.waves.get()
    make_invitations(wave, 1)
    Wave.objects.update(sending=True, next_run=utc(2026, 10, 26, 6))
    client.force_login(admin)
    page = client.get(reverse("study:people", args=[wave.pk])).content.decode()
    assert "The next ones go out from 26 October 2026, 08:00 (Europe/Helsinki) on." in page
    assert "times in Europe/Helsinki" in page


def test_the_line_of_the_history_has_the_day_of_the_study(admin, clock):
    study = finnish(admin.partners.get())
    clock(utc(2026, 5, 3, 22, 30))
    studies.close(study, admin)
    assert study.events.get().day == dt.date(2026, 5, 4)


def test_home_says_when_a_wave_ends_by_the_clock_of_the_study(admin, clock):
    finnish(admin.partners.get(), closes=BACK, closes_at=dt.time(17))
    clock(utc(2026, 10, 22, 9))
    assert "the last day is 25 October 2026, 17:00 (Europe/Helsinki)." in needs_of(admin)[0].text
    clock(utc(2026, 10, 21, 9))
    assert queries.closing_soon(admin, timezone.now()).count() == 0
    clock(utc(2026, 10, 25, 15))
    assert queries.closing_soon(admin, timezone.now()).count() == 0


# Letters


def letter(study, zone):
    reader = letters.Reader("en", zone, "https://x")
    return letters.text_of(study.waves.get(), reader, again=False)


def test_a_letter_names_the_last_day_and_elsewhere_the_moment():
    study = finnish(closes=BACK)
    assert "until 25 October 2026." in letter(study, HELSINKI)
    assert "until 25 October 2026." in letter(study, ZoneInfo("Europe/Riga"))
    assert "until 25 October 2026, 22:00 (Atlantic/Reykjavik)." in letter(study, REYKJAVIK)


def test_a_letter_names_the_moment_by_the_clock_of_its_reader():
    study = finnish(closes=BACK, closes_at=dt.time(12))
    assert "until 25 October 2026, 12:00 (Europe/Helsinki)." in letter(study, HELSINKI)
    assert "until 25 October 2026, 11:00 (Europe/Stockholm)." in letter(study, ZoneInfo("Europe/Stockholm"))


@pytest.mark.parametrize(
    ("friday_evening", "monday_morning"),
    [
        (utc(2026, 3, 27, 18), utc(2026, 3, 30, 5)),  # 20:00 in winter time, 8:00 in summer time
        (utc(2026, 10, 23, 17), utc(2026, 10, 26, 6)),
    ],
)
def test_quiet_hours_end_at_eight_on_both_sides_of_a_change(friday_evening, monday_morning):
    assert places.is_quiet("FI", friday_evening)
    assert not places.is_quiet("FI", friday_evening - SECOND)
    assert places.next_moment("FI", friday_evening) == monday_morning
    assert places.is_quiet("FI", monday_morning - SECOND)


def test_letters_follow_the_clock_of_each_person_not_of_the_study():
    study = make_study(mode=Mode.CODE, zone="Europe/Helsinki")
    wave = study.waves.get()
    make_invitations(wave, 1, country="IS")
    early = utc(2026, 10, 26, 7)  # 9:00 in Helsinki, 7:00 in Reykjavik
    Wave.objects.update(sending=True, next_run=early)
    assert tasks.run_letters(wave.pk, early, early) == 0
    wave.refresh_from_db()
    assert wave.next_run == utc(2026, 10, 26, 8)
    assert tasks.run_letters(wave.pk, wave.next_run, wave.next_run) == 1
    assert mail.outbox[0].to == ["p0@example.org"]


def test_reminders_count_days_across_a_change_of_clocks():
    study = make_study(mode=Mode.CODE, zone="Europe/Helsinki")
    wave = study.waves.get()
    make_invitations(wave, 1)
    first = utc(2026, 10, 22, 5)  # 8:00 on Thursday
    Wave.objects.update(sending=True, next_run=first)
    assert tasks.run_letters(wave.pk, first, first) == 1
    wave.refresh_from_db()
    assert wave.next_run == utc(2026, 10, 29, 6)  # 8:00 on Thursday, an hour later by the sun
    assert tasks.run_letters(wave.pk, wave.next_run, wave.next_run) == 1


def test_letters_of_a_wave_that_has_not_begun_wait_for_its_beginning():
    study = make_study(mode=Mode.CODE, zone="Europe/Helsinki")
    wave = study.waves.get()
    make_invitations(wave, 1)
    now = utc(2026, 10, 22, 9)
    study.waves.update(sending=True, next_run=now, opens=BACK + DAY, opens_at=dt.time(10))
    assert tasks.run_letters(wave.pk, now, now) == 0
    wave.refresh_from_db()
    assert wave.next_run == utc(2026, 10, 26, 8)
    assert tasks.run_letters(wave.pk, wave.next_run, wave.next_run) == 1


def test_no_reminder_is_planned_for_after_the_end():
    study = make_study(mode=Mode.CODE, zone="Europe/Helsinki")
    wave = study.waves.get()
    make_invitations(wave, 1)
    now = utc(2026, 10, 22, 9)
    study.waves.update(sending=True, next_run=now, closes=dt.date(2026, 10, 28))
    assert tasks.run_letters(wave.pk, now, now) == 1
    wave.refresh_from_db()
    assert wave.next_run is None


def test_a_moment_is_said_with_the_name_of_its_clock():
    moment = moment_of(BACK, dt.time(3, 30), HELSINKI, later=True)
    assert moment_in_words(moment, HELSINKI) == "25 October 2026, 03:30 (Europe/Helsinki)"
    assert (times.opening(wave_of(), HELSINKI), times.closing(wave_of(), HELSINKI)) == ("", "")
