import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from icalendar import Calendar
from tests.conftest import make_member, make_partner
from tests.web.network.test_visits import DAY, FACTS, fresh, make_visit

from mentorway.web.network.actions import visit_letters as letters
from mentorway.web.network.actions import visit_people as actions
from mentorway.web.network.actions import visits
from mentorway.web.network.models import Attendee, Contact
from mentorway.web.network.queries import visits as queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_once(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path


@pytest.fixture
def posted(django_capture_on_commit_callbacks):
    """Do something, let the worker send what waits, and return the letters by address."""

    def do(doing):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            doing()
        call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
        return {letter.to[0]: letter for letter in mail.outbox}

    return do


def make_invited(*names, **facts):
    """Return a visit with people of its host, and who belongs to the host."""
    visit, user, host = make_visit(**facts)
    for name in names:
        actions.add_person(visit, partner=host, name=name, email=f"{name.lower()}@example.org")
    return visit, user, host


def calendar_of(letter):
    [part] = letter.attachments
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    [event] = calendar.walk("VEVENT")
    return part, calendar, event


def test_an_invitation_says_when_by_the_clock_of_the_place_and_brings_the_date(posted):
    visit, user, _host = make_invited("Aino", time_zone="Europe/Vilnius", link="https://example.org/join")
    letter = posted(lambda: letters.invite(visit, user))["aino@example.org"]
    part, calendar, event = calendar_of(letter)
    assert letter.subject == "Invitation: A day at the works"
    assert "2 March 2026, 09:00 – 12:00 (Europe/Vilnius)" in letter.body
    assert "https://example.org/join" in letter.body
    assert f"{user.name}, {user.email}" in letter.body
    assert (part.get_content_type(), part.get_param("method"), part.get_filename()) == (
        "text/calendar",
        "REQUEST",
        "visit.ics",
    )
    assert (str(calendar["METHOD"]), event["SEQUENCE"], event["DTSTART"].dt) == ("REQUEST", 0, visit.begins)
    assert str(event["LOCATION"]) == "Example Street 1, Finland"


def test_calendars_read_who_invites_and_who_is_invited(posted, settings):
    settings.DEFAULT_FROM_EMAIL = "Mentorway <no-reply@example.org>"
    visit, user, host = make_invited("Aino", "Elsa")
    invited = posted(lambda: letters.invite(visit, user))
    off = posted(lambda: visits.cancel(fresh(visit), user, why="Snow."))
    for letter in (invited["elsa@example.org"], off["elsa@example.org"]):
        _part, _calendar, event = calendar_of(letter)
        organizer, attendee = event["ORGANIZER"], event["ATTENDEE"]
        assert (str(organizer), organizer.params["CN"]) == ("mailto:no-reply@example.org", host.name)
        assert (str(attendee), attendee.params["CN"]) == ("mailto:elsa@example.org", "Elsa")
        assert (attendee.params["PARTSTAT"], attendee.params["RSVP"]) == ("NEEDS-ACTION", "FALSE")


def test_another_country_is_told_to_calendars():
    visit, user, _host = make_invited()
    visits.describe(visit, user, revision=1, **{**FACTS, "country": "SE"})
    assert fresh(visit).sequence == 1


def test_nobody_to_write_to_is_said_as_it_is(client):
    visit, user, host = make_visit()
    client.force_login(user)
    url = reverse("network:invite", args=[visit.pk])

    def read():
        return client.get(url).content.decode()

    assert ("Nobody is on the list yet." in read(), "has the newest letter" in read()) == (True, False)
    actions.add_person(visit, partner=host, name="Without address")
    assert ("Nobody on the list can be written to" in read(), "newest letter" in read()) == (True, False)
    actions.add_person(visit, partner=host, name="Aino", email="aino@example.org")
    letters.invite(visit, user)
    assert "Everybody with an e-mail address has the newest letter." in read()


def test_everybody_is_written_to_once_and_anew_after_a_change_of_time(posted):
    visit, user, host = make_invited("Aino", "Elsa")
    actions.add_person(visit, partner=host, name="Without address")
    no = actions.add_person(visit, partner=host, name="No", email="no@example.org", presence="declined")
    invite = lambda **more: posted(lambda: letters.invite(fresh(visit), user, **more))  # noqa: E731 - a short name
    assert sorted(invite()) == ["aino@example.org", "elsa@example.org"]
    assert invite() == {}
    assert sorted(invite(again=True)) == ["aino@example.org", "elsa@example.org"]
    visits.describe(fresh(visit), user, revision=1, **{**FACTS, "begins": dt.time(8)})
    found = invite()
    assert sorted(found) == ["aino@example.org", "elsa@example.org"]
    _part, _calendar, event = calendar_of(found["aino@example.org"])
    assert (found["aino@example.org"].subject, event["SEQUENCE"]) == ("Changed: A day at the works", 1)
    assert fresh(no).told is None


def test_the_same_date_keeps_its_name_and_a_cancellation_takes_it_out(posted):
    visit, user, host = make_invited("Aino")
    first = posted(lambda: letters.invite(visit, user))["aino@example.org"]
    actions.add_person(visit, partner=host, name="Later", email="later@example.org")
    found = posted(lambda: visits.cancel(fresh(visit), user, why="Snow."))
    assert list(found) == ["aino@example.org"]  # who never got a letter gets none
    _part, _calendar, before = calendar_of(first)
    part, calendar, event = calendar_of(found["aino@example.org"])
    assert part.get_param("method") == "CANCEL"
    assert (str(calendar["METHOD"]), event["SEQUENCE"], str(event["STATUS"])) == ("CANCEL", 1, "CANCELLED")
    assert str(event["UID"]) == str(before["UID"])
    assert "Snow." in found["aino@example.org"].body


def test_people_are_written_to_in_their_language(posted):
    visit, user, host = make_visit()
    contact = Contact.objects.create(partner=host, name="Rūta", email="ruta@example.org", language="lt")
    member = make_member(host, language="lv")
    actions.add_contact(visit, contact)
    actions.add_person(visit, partner=host, name="Member", email=member.email)
    actions.add_person(visit, partner=host, name="Other", email="other@example.org")
    found = posted(lambda: letters.invite(visit, user))
    assert "2026\u00a0m. kovo\u00a02\u00a0d." in found["ruta@example.org"].body
    assert "2026. gada 2. marts" in found[member.email].body
    assert "2 March 2026" in found["other@example.org"].body


def test_the_page_asks_first_and_tells_to_whom(client, posted):
    visit, user, host = make_invited("Aino")
    actions.add_person(visit, partner=host, name="Without address")
    client.force_login(user)
    url = reverse("network:invite", args=[visit.pk])
    page = client.get(url).content.decode()
    assert "Aino" in page
    assert "1 person has no e-mail address" in page
    assert Attendee.objects.filter(told__isnull=False).count() == 0
    assert list(posted(lambda: client.post(url))) == ["aino@example.org"]
    page = client.post(url, follow=True).content.decode()
    assert "Nobody was written to" in page


def test_what_was_cancelled_or_held_invites_nobody(client):
    visit, user, _host = make_invited("Aino")
    visits.cancel(visit, user, why="Snow")
    client.force_login(user)
    assert client.post(reverse("network:invite", args=[visit.pk])).status_code == 403


def test_who_was_invited_is_told_before_the_visit_is_deleted():
    later = dt.date(2099, 3, 2)
    visit, user, _host = make_invited("Aino", day=later, until=later)
    letters.invite(visit, user)
    with pytest.raises(ValidationError, match="Cancel it first"):
        visits.delete(visit)
    visits.cancel(visit, user, why="Snow")
    visits.delete(visit)
    assert fresh(visit).deleted


def test_a_letter_keeps_its_head_whatever_the_title_is(posted):
    visit, user, _host = make_invited("Aino", title="A %(host)s day\u2028Bcc: x@example.org")
    letter = posted(lambda: letters.invite(visit, user))["aino@example.org"]
    assert letter.subject == "Invitation: A %(host)s day Bcc: x@example.org"
    assert letter.bcc == []


# Who comes


def test_a_guest_says_for_themselves_whether_they_come_and_changes_their_mind(client):
    guest = make_partner()
    visit, _user, _host = make_visit(guest)
    person = make_member(guest)
    client.force_login(person)
    url = reverse("network:announce", args=[visit.pk])
    days = {"travel_from": DAY, "travel_until": DAY + dt.timedelta(days=1)}
    client.post(url, {"presence": "coming", "partner": guest.pk, **days})
    row = Attendee.objects.get()
    assert (row.partner, row.email, row.presence, row.travel_days) == (guest, person.email, "coming", 2)
    client.post(url, {"presence": "declined", "partner": guest.pk})
    assert [(one.presence, one.travel_days) for one in Attendee.objects.all()] == [("declined", 0)]


@pytest.mark.parametrize(
    "sent",
    [
        {"presence": "present"},
        {},
        {"presence": "coming", "travel_from": "2026-03-02"},
        {"presence": "coming", "travel_from": "2026-03-02", "travel_until": "2026-03-01"},
    ],
)
def test_an_answer_of_nonsense_is_refused(client, sent):
    guest = make_partner()
    visit, _user, _host = make_visit(guest)
    client.force_login(make_member(guest))
    page = client.post(reverse("network:announce", args=[visit.pk]), {"partner": guest.pk, **sent})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not Attendee.objects.exists()


def test_nobody_comes_for_a_partner_they_do_not_belong_to(client):
    guest = make_partner()
    visit, _user, host = make_visit(guest)
    client.force_login(make_member(guest))
    page = client.post(
        reverse("network:announce", args=[visit.pk]), {"presence": "coming", "partner": host.pk}
    )
    assert list(page.context["form"].errors) == ["partner"]


def test_a_guest_answers_for_their_own_people_only_and_changes_nothing_else(client):
    guest = make_partner()
    visit, _user, host = make_visit(guest)
    own = actions.add_person(visit, partner=guest, name="Own", email="own@example.org")
    other = actions.add_person(visit, partner=host, name="Other")
    client.force_login(make_member(guest))
    change = {"presence": "coming", "name": "Renamed", "email": "x@example.org"}
    assert client.post(reverse("network:change_visit_person", args=[own.pk]), change).status_code == 302
    assert (fresh(own).presence, fresh(own).name, fresh(own).email) == ("coming", "Own", "own@example.org")
    assert client.post(reverse("network:change_visit_person", args=[other.pk]), change).status_code == 403


def test_the_host_changes_a_person_and_a_new_address_has_no_letter_yet(client):
    visit, user, host = make_invited("Aino")
    letters.invite(visit, user)
    person = Attendee.objects.get()
    client.force_login(user)
    values = {
        "partner": host.pk,
        "name": "Aino",
        "email": "new@example.org",
        "part": "",
        "presence": "coming",
    }
    client.post(reverse("network:change_visit_person", args=[person.pk]), values)
    assert (fresh(person).email, fresh(person).told) == ("new@example.org", None)


def test_contacts_of_partners_one_sees_are_offered_and_added_once(client):
    guest = make_partner()
    visit, user, host = make_visit(guest)
    own = Contact.objects.create(partner=host, name="Own", email="own@example.org")
    hidden = Contact.objects.create(partner=guest, name="Hidden", email="hidden@example.org")
    Contact.objects.create(partner=make_partner(), name="Stranger")
    client.force_login(user)
    page = client.get(reverse("network:visit_people", args=[visit.pk]))
    assert page.context["found"] == [own]
    assert client.post(reverse("network:add_visit_contact", args=[visit.pk, hidden.pk])).status_code == 404
    for _time in (1, 2):
        client.post(reverse("network:add_visit_contact", args=[visit.pk, own.pk]))
    assert [(one.name, one.contact) for one in Attendee.objects.all()] == [("Own", own)]
    answer = client.post(reverse("network:add_visit_contact", args=[visit.pk, own.pk]), {"q": "ow & n"})
    assert answer.url == reverse("network:visit_people", args=[visit.pk]) + "?q=ow+%26+n"
    assert list(queries.contacts_for(user, visit)) == []


def test_nobody_is_on_the_list_twice_or_for_a_partner_that_is_not_there():
    visit, _user, host = make_invited("Aino")
    with pytest.raises(ValidationError, match="on the list already"):
        actions.add_person(visit, partner=host, name="Aino", email="AINO@example.org")
    with pytest.raises(ValidationError, match="does not take part"):
        actions.add_person(visit, partner=make_partner(), name="Other")


def test_who_was_invited_is_not_silently_taken_off_the_list(client):
    visit, user, host = make_invited("Aino")
    other = actions.add_person(visit, partner=host, name="Other")
    letters.invite(visit, user)
    client.force_login(user)
    for person in Attendee.objects.all():
        client.post(reverse("network:remove_visit_person", args=[person.pk]))
    assert [one.name for one in Attendee.objects.all()] == ["Aino"]
    assert other.pk


def test_a_list_has_an_end():
    visit, _user, host = make_visit()
    Attendee.objects.bulk_create(
        Attendee(visit=visit, partner=host, name=str(number)) for number in range(actions.MOST_PEOPLE)
    )
    with pytest.raises(ValidationError, match="at most 300 people"):
        actions.add_person(visit, partner=host, name="One more")


def test_where_a_member_is_asked_and_has_not_answered():
    visit, user, _host = make_invited()
    actions.add_person(visit, partner=visit.host, name="Me", email=user.email.upper())
    before, after = visit.starts - dt.timedelta(days=1), visit.ends
    assert [row.visit for row in queries.unanswered_by(user, before)] == [visit]
    assert list(queries.unanswered_by(user, after)) == []
    actions.announce(visit, user, partner=visit.host, presence="coming")
    assert list(queries.unanswered_by(user, before)) == []
