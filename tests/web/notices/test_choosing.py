"""People choose which letters they get, see the next one, and stop them without signing in."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner, make_user
from tests.web.notices.news_making import HOUR, changed, make_reader
from tests.web.plan import making as planning

from mentorway.web.notices.analysis.digest import activities, signed
from mentorway.web.notices.models import Reader, Rhythm

pytestmark = pytest.mark.django_db
SETTINGS = reverse("notices:settings")
ALL = [app for app, _title in activities()]


@pytest.fixture
def user(client):
    user = make_member(make_partner())
    client.force_login(user)
    return user


def leave(row):
    return reverse("notices:leave", args=[signed(row)])


def test_what_is_usual_is_shown_before_anything_is_chosen(client, user):
    answer = client.get(SETTINGS)
    text = answer.content.decode()
    assert answer.context["form"].initial == {"rhythm": Rhythm.WEEKLY, "hour": 8, "told": ALL}
    assert "It is due on" in text
    assert "Nothing is new since the last one, so none would be sent." in text
    client.force_login(make_user())
    assert "You get no letters." in client.get(SETTINGS).content.decode()


def test_a_choice_is_kept(client, user):
    chosen = [app for app in ALL if app != "plan"]
    answer = client.post(SETTINGS, {"rhythm": "daily", "hour": "17", "told": chosen}, follow=True)
    assert "Your choice is saved." in answer.content.decode()
    row = Reader.objects.get(user=user)
    assert (row.rhythm, row.hour, row.left_out) == (Rhythm.DAILY, 17, ["plan"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"rhythm": "hourly"},
        {"rhythm": ""},
        {"hour": "3"},
        {"hour": "x"},
        {"told": ["nothing"]},
        {"told": []},
    ],
)
def test_what_cannot_be_chosen_is_refused_and_changes_nothing(client, user, wrong):
    sent = {"rhythm": "daily", "hour": "9", "told": ALL, **wrong}
    answer = client.post(SETTINGS, sent)
    assert "errorlist" in answer.content.decode()
    assert not Reader.objects.filter(rhythm=Rhythm.DAILY).exists()


def test_who_wants_none_needs_to_choose_no_activity(client, user):
    assert client.post(SETTINGS, {"rhythm": "never", "hour": "9"}).status_code == 302
    assert Reader.objects.get(user=user).rhythm == Rhythm.NEVER


def test_who_wants_letters_again_is_told_from_then_on(client, user):
    row = make_reader(user, rhythm=Rhythm.NEVER)
    client.post(SETTINGS, {"rhythm": "weekly", "hour": "9", "told": ALL})
    assert Reader.objects.get().looked > row.looked


def test_who_changes_the_hour_misses_nothing(client, user):
    row = make_reader(user)
    client.post(SETTINGS, {"rhythm": "daily", "hour": "10", "told": ALL})
    assert Reader.objects.get().looked == row.looked


def test_the_next_letter_is_shown_as_it_would_be(client, user):
    make_reader(user)
    project = planning.make_project(user.partners.get(), title="Mentors <for> all")
    changed(project, timezone.now() - HOUR / 2)
    text = client.get(SETTINGS).content.decode()
    assert "1 thing happened" in text
    assert "The plan of “Mentors &lt;for&gt; all” was changed." in text


def test_nobody_chooses_for_others(client, user):
    other = make_reader()
    client.post(SETTINGS, {"rhythm": "never", "hour": "9"})
    other.refresh_from_db()
    assert other.rhythm == Rhythm.USUAL


def test_letters_are_stopped_without_signing_in():
    row, stranger = make_reader(), Client(enforce_csrf_checks=True)
    asked = stranger.get(leave(row))
    assert (asked.status_code, asked["X-Robots-Tag"]) == (200, "noindex")
    assert "Do you want no more letters about what is new?" in asked.content.decode()
    row.refresh_from_db()
    assert row.rhythm == Rhythm.USUAL
    said = stranger.post(leave(row), {"List-Unsubscribe": "One-Click"})
    assert (said.status_code, "You get none from now on." in said.content.decode()) == (200, True)
    row.refresh_from_db()
    assert row.rhythm == Rhythm.NEVER


def test_the_page_speaks_the_language_of_who_gets_the_letters():
    row = make_reader(make_member(language="sv"))
    assert '<html lang="sv">' in Client().get(leave(row)).content.decode()


def test_an_address_stays_good_when_the_e_mail_address_changes():
    row = make_reader()
    before = leave(row)
    row.user.email = "new@example.org"
    row.user.save()
    assert Client().post(before).status_code == 200


@pytest.mark.parametrize("sign", ["1", "1:x", "x", ":", "1:" + "a" * 43, "ä:ö", "1%00:x"])
def test_an_address_that_nobody_made_stops_nothing(sign):
    row = make_reader()
    for ask in (Client().get, Client().post):
        assert ask(reverse("notices:leave", args=[sign])).status_code == 404
    row.refresh_from_db()
    assert row.rhythm == Rhythm.USUAL


def test_the_sign_of_one_stops_nobody_elses():
    one, other = make_reader(), make_reader()
    _number, _colon, rest = signed(one).partition(":")
    assert Client().post(reverse("notices:leave", args=[f"{other.pk}:{rest}"])).status_code == 404
    other.refresh_from_db()
    assert other.rhythm == Rhythm.USUAL


def test_who_is_gone_gets_none_and_the_page_says_so():
    row = make_reader()
    address = leave(row)
    row.user.delete()
    assert not Reader.objects.exists()
    assert Client().post(address).status_code == 404
