import datetime as dt
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar
from PIL import Image
from tests.conftest import make_member, make_partner

from mentorway.web.network import due
from mentorway.web.network.actions import visit_files, visit_follow_ups, visit_people
from mentorway.web.network.actions import visits as actions
from mentorway.web.network.analysis.visits import agenda, delegations
from mentorway.web.network.example import visits as example
from mentorway.web.network.models import (
    Attendee,
    Visit,
    VisitFile,
    VisitPartner,
    VisitRevision,
    VisitState,
)
from mentorway.web.network.queries import visits as queries

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 2)
COUNTRIES = ("FI", "SE", "LV", "LT")
NINE, NOON = dt.time(9), dt.time(12)
FACTS = {
    "title": "A day at the works",
    "kind": "visit",
    "day": DAY,
    "begins": NINE,
    "until": DAY,
    "finishes": NOON,
    "time_zone": "Europe/Helsinki",
    "country": "FI",
    "place": "Example Street 1",
    "link": "",
    "purpose": "To see how newcomers are taken in.",
    "is_shared": False,
}


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path


def make_visit(*guests, user=None, **facts):
    """Return a visit, who belongs to its host, and the host."""
    host = make_partner()
    user = user or make_member(host)
    visit = actions.plan(user, host=host, **{**FACTS, **facts})
    for guest in guests:
        actions.add_partner(visit, guest)
    return visit, user, host


def fresh(row):
    return type(row)._base_manager.get(pk=row.pk)


def sent(**changes):
    """Return what a browser sends to plan a visit."""
    values = {**FACTS, "is_shared": "", **changes}
    return {name: value for name, value in values.items() if value != ""}


# When


def test_times_are_those_of_the_place_and_kept_in_utc():
    visit, _user, _host = make_visit(time_zone="Europe/Vilnius")
    assert fresh(visit).starts == dt.datetime(2026, 3, 2, 7, tzinfo=dt.UTC)
    assert f"{fresh(visit).begins:%H:%M %Z}" == "09:00 EET"


@pytest.mark.parametrize(
    ("day", "begins", "field"),
    [
        (dt.date(2026, 3, 29), dt.time(3, 30), "begins"),  # clocks go from 3 to 4
        (dt.date(2026, 3, 29), dt.time(12, 0), "finishes"),  # it ends when it begins
        (dt.date(2026, 3, 30), dt.time(13, 0), "finishes"),
    ],
)
def test_a_time_that_does_not_exist_or_an_end_before_the_beginning_is_refused(client, day, begins, field):
    host = make_partner()
    client.force_login(make_member(host))
    facts = sent(day=day, until=day, begins=begins, host=host.pk)
    page = client.post(reverse("network:plan_visit"), facts)
    assert list(page.context["form"].errors) == [field]
    assert not Visit.objects.exists()


def test_a_visit_across_the_change_of_clocks_lasts_as_long_as_it_does():
    visit, _user, _host = make_visit(
        day=dt.date(2026, 3, 28), begins=dt.time(22), until=dt.date(2026, 3, 29), finishes=dt.time(6)
    )
    assert visit.ends - visit.starts == dt.timedelta(hours=7)


def test_within_the_hour_that_comes_twice_the_end_is_the_second_one():
    night = dt.date(2026, 10, 25)
    visit, _user, _host = make_visit(day=night, until=night, begins=dt.time(3, 45), finishes=dt.time(3, 15))
    assert visit.ends - visit.starts == dt.timedelta(minutes=30)


def test_nonsense_is_refused_and_nothing_is_kept(client):
    host = make_partner()
    client.force_login(make_member(host))
    facts = sent(title="", kind="x", day="0001-01-01", time_zone="Mars/Base", host=make_partner().pk)
    facts |= {"link": "javascript:alert(1)", "country": "XX"}
    page = client.post(
        reverse("network:plan_visit"), {**facts, "link": "javascript:alert(1)", "country": "XX"}
    )
    assert set(page.context["form"].errors) == {
        "title",
        "kind",
        "day",
        "time_zone",
        "host",
        "link",
        "country",
    }
    assert not Visit.objects.exists()


# The list


def test_the_words_searched_for_stay_after_a_partner_is_added(client):
    visit, user, _host = make_visit()
    partner = make_partner(name="Ąžuolo mokykla")
    client.force_login(user)
    page = client.get(reverse("network:visit_partners", args=[visit.pk]), {"q": "azuolo"})
    assert '<input type="hidden" name="q" value="azuolo">' in page.content.decode()
    back = reverse("network:visit_partners", args=[visit.pk])
    for name, sent_words, address in (("add", "azuolo", f"{back}?q=azuolo"), ("remove", "", back)):
        url = reverse(f"network:{name}_visit_partner", args=[visit.pk, partner.pk])
        assert client.post(url, {"q": sent_words}).url == address


def test_the_calendar_of_all_visits_begins_a_year_ago():
    user = make_member()
    for title, days in (("Long ago", 366), ("Last year", 364), ("To come", -30)):
        day = DAY - dt.timedelta(days=days)
        make_visit_of(user, title=title, day=day, until=day)
    now = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
    rows = queries.for_calendar(queries.visits_of(user, now), now)
    assert [row.title for row in rows] == ["To come", "Last year"]


def test_what_is_to_come_stands_first_the_nearest_above_then_what_is_over_the_last_above():
    user = make_member(role="coordinator")
    now = dt.datetime(2026, 3, 10, tzinfo=dt.UTC)
    for days in (1, 20, 12, 5):
        day = DAY + dt.timedelta(days=days)
        make_visit_of(user, title=f"Day {days}", day=day, until=day)
    found = [(row.title, row.is_over) for row in queries.visits_of(user, now)]
    assert found == [("Day 12", False), ("Day 20", False), ("Day 5", True), ("Day 1", True)]
    only = queries.visits_of(user, now, chosen={"when": "upcoming"})
    assert [row.title for row in only] == ["Day 12", "Day 20"]


def make_visit_of(user, **facts):
    return actions.plan(user, host=user.memberships.get().partner, **{**FACTS, **facts})


def test_a_list_is_searched_without_accents_in_texts_and_partners(client):
    visit, user, _host = make_visit(make_partner(name="Ąžuolo mokykla"), title="Pirmas vizitas")
    actions.minute(visit, user, revision=1, minutes="We spoke of **Öljy**.")
    make_visit_of(user, title="Other")
    client.force_login(user)
    for words in ("azuolo", "oljy", "PIRMAS vizitas"):
        file = client.get(reverse("network:visits_file", args=["csv"]), {"q": words})
        lines = file.content.decode("utf-8-sig").splitlines()
        assert [line.split(",")[0] for line in lines] == ["Title", "Pirmas vizitas"], words


@pytest.mark.parametrize(
    ("chosen", "titles"),
    [
        ({"kind": "meeting"}, ["Meeting"]),
        ({"country": "LT"}, ["Meeting"]),
        ({"state": "cancelled"}, ["Off"]),
        (
            {"kind": "nonsense", "state": "nonsense", "country": "nonsense", "partner": "x"},
            ["Off", "Meeting"],
        ),
        ({"partner": "999999999"}, []),
    ],
)
def test_a_list_is_narrowed_down_and_nonsense_narrows_nothing(client, chosen, titles):
    user = make_member()
    later = DAY + dt.timedelta(days=1)
    make_visit_of(user, title="Meeting", kind="meeting", country="LT")
    actions.cancel(make_visit_of(user, title="Off", day=later, until=later), user, why="Snow")
    client.force_login(user)
    page = client.get(reverse("network:visits"), chosen)
    assert [row.title for row in page.context["page"]] == titles


def test_the_list_asks_the_database_as_often_for_many_visits_as_for_one(client):
    _visit, user, _host = make_visit(make_partner())
    client.force_login(user)
    counts = []
    for many in (1, 15):
        for _number in range(many):
            actions.add_partner(make_visit_of(user), make_partner())
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("network:visits"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_visit_asks_the_database_as_often_for_many_people_as_for_few(client):
    guest = make_partner()
    visit, user, host = make_visit(guest)
    client.force_login(user)
    counts = []
    for many in (2, 12):
        for number in range(many):
            person = {"name": f"P {many} {number}", "email": f"p{many}.{number}@example.org"}
            visit_people.add_person(visit, partner=host if number % 2 else guest, **person)
            visit_people.add_point(visit, title="Point", minutes=5, speaker="")
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("network:visit", args=[visit.pk]))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_calendar_holds_every_visit_one_may_see_with_the_clock_of_its_place(client):
    visit, user, _host = make_visit(time_zone="Europe/Riga")
    make_visit(title="Of others")
    client.force_login(user)
    for address in (reverse("network:visits_calendar"), reverse("network:visit_calendar", args=[visit.pk])):
        file = Calendar.from_ical(client.get(address).content)
        [event] = file.walk("VEVENT")
        assert (str(event["SUMMARY"]), event["DTSTART"].params["TZID"]) == (visit.title, "Europe/Riga")
        assert str(event["URL"]).endswith(reverse("network:visit", args=[visit.pk]))


# Who may do what


def test_strangers_find_nothing_guests_read_and_write_minutes_and_only_the_host_changes(client):
    guest = make_partner(name="Works", sector="business")
    visit, user, _host = make_visit(guest)
    people = {"stranger": make_member(role="admin"), "guest": make_member(guest), "host": user}
    expected = {
        "network:visit": (404, 200, 200),
        "network:visit_minutes": (404, 200, 200),
        "network:add_follow_up": (404, 200, 200),
        "network:announce": (404, 200, 200),
        "network:describe_visit": (404, 403, 200),
        "network:visit_people": (404, 403, 200),
        "network:visit_agenda": (404, 403, 200),
        "network:invite": (404, 403, 200),
        "network:cancel_visit": (404, 403, 200),
        "network:delete_visit": (404, 403, 200),
    }
    for name, statuses in expected.items():
        got = []
        for person in people.values():
            client.force_login(person)
            got.append(client.get(reverse(name, args=[visit.pk])).status_code)
        assert tuple(got) == statuses, name


def test_what_is_shared_is_read_by_members_without_addresses_and_journeys(client):
    visit, _user, host = make_visit(is_shared=True)
    person = {"name": "Aino Example", "email": "aino@example.org"}
    visit_people.add_person(visit, partner=host, travel_from=DAY, travel_until=DAY, **person)
    client.force_login(make_member())
    page = client.get(reverse("network:visit", args=[visit.pk])).content.decode()
    assert "Aino Example" in page
    assert "aino@example.org" not in page
    assert "1 day" not in page
    client.force_login(make_member(host))
    assert "aino@example.org" in client.get(reverse("network:visit", args=[visit.pk])).content.decode()


def test_what_is_shared_keeps_its_history_and_the_address_of_who_has_no_name(client):
    visit, user, _host = make_visit(is_shared=True)
    type(user).objects.filter(pk=user.pk).update(name="")
    facts = {"text": "Send", "owner": fresh(user), "owner_name": "", "due": DAY}
    visit_follow_ups.add(visit, **facts)
    client.force_login(make_member())
    assert client.get(reverse("network:visit_history", args=[visit.pk])).status_code == 403
    for url in (reverse("network:visit", args=[visit.pk]), f"{reverse('network:follow_ups')}?whose=all"):
        page = client.get(url).content.decode()
        assert "A member without a name" in page
        assert user.email not in page


def test_a_merged_host_is_not_named_twice():
    visit, user, host = make_visit()
    VisitPartner.objects.create(visit=visit, partner=host)
    assert list(queries.partners_at(visit)) == []
    assert list(queries.visits_of(user, visit.starts).get().present.all()) == []


def test_who_belongs_to_no_partner_sees_nothing_that_is_shared(client):
    visit, _user, _host = make_visit(is_shared=True)
    client.force_login(make_member_of_none())
    assert client.get(reverse("network:visit", args=[visit.pk])).status_code == 404


def make_member_of_none():
    user = make_member()
    user.memberships.all().delete()
    return user


def test_nobody_changes_the_example(client):
    visit, user, _host = make_visit()
    Visit.objects.update(is_example=True)
    client.force_login(user)
    names = ("describe_visit", "visit_minutes", "add_follow_up", "invite", "announce", "delete_visit")
    got = {client.get(reverse(f"network:{name}", args=[visit.pk])).status_code for name in names}
    assert got == {403}


def test_what_is_written_is_shown_without_becoming_a_page(client):
    visit, user, _host = make_visit(purpose="<script>alert(1)</script> *must* [x](javascript:alert(1))")
    client.force_login(user)
    page = client.get(reverse("network:visit", args=[visit.pk])).content.decode()
    assert "<script>alert" not in page
    assert "<em>must</em>" in page


# States


def test_a_visit_is_held_once_it_has_begun_and_says_who_was_there():
    visit, _user, host = make_visit()
    came, stayed, said_no = (
        visit_people.add_person(visit, partner=host, name=name, presence=presence)
        for name, presence in (("A", "coming"), ("B", "invited"), ("C", "declined"))
    )
    with pytest.raises(ValidationError, match="not begun"):
        actions.hold(visit, present=[], now=visit.starts - dt.timedelta(minutes=1))
    actions.hold(visit, present=[came.pk], now=visit.starts)
    assert [fresh(one).presence for one in (came, stayed, said_no)] == ["present", "absent", "declined"]
    assert fresh(visit).state == VisitState.HELD
    actions.reopen(visit)
    assert [fresh(one).presence for one in (came, stayed, said_no)] == ["coming", "invited", "declined"]


def test_the_page_proposes_those_who_did_not_say_no(client):
    visit, user, host = make_visit()
    came = visit_people.add_person(visit, partner=host, name="A", presence="coming")
    visit_people.add_person(visit, partner=host, name="B", presence="declined")
    client.force_login(user)
    url = reverse("network:hold_visit", args=[visit.pk])
    assert client.get(url).context["form"].initial == {"present": [str(came.pk)]}
    assert client.post(url, {"present": ["999"]}).status_code == 200
    assert client.post(url, {"present": [came.pk]}).status_code == 302
    assert [one.presence for one in Attendee.objects.order_by("name")] == ["present", "declined"]


@pytest.mark.parametrize(
    ("moves", "works"),
    [(["hold", "cancel"], False), (["cancel", "hold"], False), (["cancel", "reopen"], True)],
)
def test_states_follow_the_table_of_moves(moves, works):
    visit, user, _host = make_visit()
    doing = {
        "hold": lambda: actions.hold(visit, present=[], now=visit.starts),
        "cancel": lambda: actions.cancel(visit, user, why="Snow"),
        "reopen": lambda: actions.reopen(visit),
    }
    doing[moves[0]]()
    if works:
        doing[moves[1]]()
        assert fresh(visit).state == VisitState.PLANNED
    else:
        with pytest.raises(ValidationError, match="faster"):
            doing[moves[1]]()


def test_time_place_and_state_raise_the_number_of_the_calendar_entry_and_words_do_not():
    visit, user, _host = make_visit()
    numbers = []
    for changes in ({}, {"purpose": "Other"}, {"place": "Elsewhere"}, {"begins": dt.time(8)}):
        row = fresh(visit)
        numbers.append(actions.describe(row, user, revision=row.revision, **{**FACTS, **changes}).sequence)
    actions.cancel(visit, user, why="Snow")
    numbers.append(fresh(visit).sequence)
    actions.reopen(visit)
    assert [*numbers, fresh(visit).sequence] == [0, 0, 1, 2, 3, 4]


def test_what_was_planned_by_somebody_who_left_can_still_be_changed():
    visit, user, host = make_visit()
    user.delete()
    row = actions.describe(fresh(visit), make_member(host), revision=1, **FACTS)
    actions.cancel(row, make_member(host), why="Snow")
    assert fresh(visit).state == VisitState.CANCELLED


def test_the_bin_is_emptied_after_thirty_days_and_files_with_it(tmp_path):
    visit, user, host = make_visit()
    row = visit_files.attach(visit, user, file=SimpleUploadedFile("notes.txt", b"notes"), caption="")
    actions.delete(visit)
    gone = fresh(visit).deleted
    due.do_due_work(gone + dt.timedelta(days=29))
    assert Visit.bin.count() == 1
    actions.restore(fresh(visit))
    assert list(Visit.objects.visible_to(make_member(host))) == [visit]
    actions.delete(visit)
    due.do_due_work(gone + dt.timedelta(days=32))
    assert (Visit._base_manager.count(), VisitRevision.objects.count()) == (0, 0)
    assert not list(tmp_path.glob(f"**/{row.path.split('/')[-1]}"))


# Partners, agenda


def test_partners_come_and_go_but_not_from_under_their_people(client):
    guest = make_partner(name="Works")
    visit, user, host = make_visit()
    client.force_login(user)
    client.post(reverse("network:add_visit_partner", args=[visit.pk, guest.pk]))
    assert list(visit.partners.all()) == [guest]
    with pytest.raises(ValidationError, match="host"):
        actions.add_partner(visit, host)
    with pytest.raises(ValidationError):
        actions.add_partner(visit, guest)
    person = visit_people.add_person(visit, partner=guest, name="Jonas")
    page = client.post(reverse("network:remove_visit_partner", args=[visit.pk, guest.pk]), follow=True)
    assert "Take them off first" in page.content.decode()
    person.delete()
    client.post(reverse("network:remove_visit_partner", args=[visit.pk, guest.pk]))
    assert not visit.partners.exists()


def test_points_run_one_after_the_other_by_the_clock_of_the_place_and_are_summed():
    visit, _user, _host = make_visit()
    for title, minutes in (("Welcome", 30), ("Talk", 100), ("Walk", 60)):
        visit_people.add_point(visit, title=title, minutes=minutes, speaker="")
    found = agenda(visit, visit.agenda.all())
    assert [f"{slot.begins:%H:%M}" for slot in found.slots] == ["09:00", "09:30", "11:10"]
    assert (found.total, found.planned, found.left, found.too_long) == (190, 180, -10, 10)


def test_points_are_moved_and_removed_and_the_ends_stay_where_they_are(client):
    visit, user, _host = make_visit()
    client.force_login(user)
    for title in "ABC":
        values = {"title": title, "minutes": 10, "speaker": ""}
        assert client.post(reverse("network:visit_agenda", args=[visit.pk]), values).status_code == 302
    first, _second, last = visit.agenda.all()
    for name, item, expected in (
        ("move_point_up", first, "ABC"),
        ("move_point_down", last, "ABC"),
        ("move_point_up", last, "ACB"),
        ("move_point_down", first, "CAB"),
        ("remove_point", first, "CB"),
    ):
        client.post(reverse(f"network:{name}", args=[item.pk]))
        assert "".join(visit.agenda.values_list("title", flat=True)) == expected
    assert list(visit.agenda.values_list("position", flat=True)) == [1, 2]


@pytest.mark.parametrize("minutes", ["0", "1441", "-5", "x", ""])
def test_a_point_of_no_length_is_refused(client, minutes):
    visit, user, _host = make_visit()
    client.force_login(user)
    values = {"title": "Talk", "minutes": minutes, "speaker": ""}
    page = client.post(reverse("network:visit_agenda", args=[visit.pk]), values)
    assert "minutes" in page.context["form"].errors
    assert not visit.agenda.exists()


def test_days_of_travel_are_summed_partner_by_partner():
    guest = make_partner(name="Works")
    visit, _user, host = make_visit(guest)
    for partner, name, days in ((host, "A", 0), (guest, "B", 3), (guest, "C", 1)):
        last = DAY + dt.timedelta(days=days - 1)
        journey = {"travel_from": DAY, "travel_until": last} if days else {}
        visit_people.add_person(visit, partner=partner, name=name, **journey)
    found = delegations(queries.people_at(visit))
    assert [(one.partner, one.days) for one in found] == [(host, 0), (guest, 4)]


# Files


def picture(side=1200):
    file = BytesIO()
    Image.new("RGB", (side, side // 2), (200, 120, 40)).save(file, "JPEG")
    return SimpleUploadedFile("room.jpg", file.getvalue())


def test_pictures_are_shown_small_with_what_they_show_and_only_to_who_sees_the_visit(client):
    visit, user, _host = make_visit()
    client.force_login(user)
    address = reverse("network:attach_to_visit", args=[visit.pk])
    client.post(address, {"file": picture(), "caption": "The room"})
    row = VisitFile.objects.get()
    page = client.get(reverse("network:visit", args=[visit.pk])).content.decode()
    assert 'alt="The room"' in page
    small = client.get(reverse("network:visit_picture", args=[row.pk]))
    assert small["Content-Type"] == "image/webp"
    assert len(small.content) < row.size
    client.force_login(make_member())
    for name in ("visit_picture", "visit_file"):
        assert client.get(reverse(f"network:{name}", args=[row.pk])).status_code == 404


def test_a_paper_has_no_small_picture_and_another_kind_of_file_is_refused(client):
    visit, user, _host = make_visit()
    row = visit_files.attach(visit, user, file=SimpleUploadedFile("notes.txt", b"notes"), caption="")
    client.force_login(user)
    assert client.get(reverse("network:visit_picture", args=[row.pk])).status_code == 404
    page = client.post(
        reverse("network:attach_to_visit", args=[visit.pk]),
        {"file": SimpleUploadedFile("x.pdf", b"MZ\x90\x00"), "caption": ""},
    )
    assert "errorlist" in page.content.decode()
    assert VisitFile.objects.count() == 1


def test_a_visit_takes_thirty_files_and_no_more():
    visit, user, _host = make_visit()
    for number in range(visit_files.MOST_FILES):
        fields = {
            "name": "a.txt",
            "media_type": "text/plain",
            "size": 1,
            "path": f"network/{number:032x}.txt",
        }
        VisitFile.objects.create(visit=visit, **fields)
    with pytest.raises(ValidationError, match="at most 30 files"):
        visit_files.attach(visit, user, file=SimpleUploadedFile("a.txt", b"a"), caption="")


def test_who_added_a_file_may_describe_it_and_another_guest_may_not(client):
    guest = make_partner()
    visit, _user, _host = make_visit(guest)
    one, two = make_member(guest), make_member(guest)
    row = visit_files.attach(visit, one, file=SimpleUploadedFile("a.txt", b"a"), caption="")
    url = reverse("network:caption_visit_file", args=[row.pk])
    for user, status in ((two, 403), (one, 302)):
        client.force_login(user)
        assert client.post(url, {"caption": "Notes"}).status_code == status
    assert fresh(row).caption == "Notes"


def test_the_example_has_six_visits_that_are_loaded_once_and_changed_by_nobody(client):
    names = ("University", "Mentoring Centre", "Trading House", "College")
    for name, country in zip(names, COUNTRIES, strict=True):
        make_partner(name=f"Example {name}", country=country, is_example=True)
    for _time in (1, 2):
        example.load(make_partner())
    found = Visit.objects.order_by("pk")
    assert len(found) == 6
    assert {visit.is_example for visit in found} == {True}
    assert {visit.state for visit in found} == set(VisitState.values)
    assert all(visit.agenda.exists() and visit.people.exists() for visit in found)
    client.force_login(make_member())
    for visit in found:
        page = client.get(reverse("network:visit", args=[visit.pk])).content.decode()
        assert "Example: synthetic" in page
