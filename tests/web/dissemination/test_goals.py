"""Goals of dissemination: what is reached of them, and what is said of that number."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member
from tests.web.dissemination import making as claims_making
from tests.web.dissemination import outreach_making as making

from mentorway.web.dissemination.actions import reaching
from mentorway.web.dissemination.analysis import goals as analysis
from mentorway.web.dissemination.models import Goal

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def today():
    return timezone.localdate()


@pytest.fixture
def coordinator(client):
    found = make_member(role="coordinator")
    client.force_login(found)
    return found


def event(**more):
    moment = timezone.now() - 2 * DAY
    return claims_making.make_shown_entry(kind="event", starts=moment, ends=moment, **more)


def test_people_are_those_of_the_log_and_of_events_that_are_not_in_it():
    making.make_done(reached=30)
    making.make_done(reached=None)
    making.make_done(reached=500, is_example=True)
    event(came=12)
    making.make_done(reached=7, entry=event(came=9))  # counted once, as the log says
    assert analysis.reached_of("people", today()) == 30 + 12 + 7


def test_events_articles_and_countries_are_counted_from_what_was_done():
    making.make_done(country="FI")
    making.make_done(channel="conference", country="FI")
    making.make_done(channel="article", country="SE")
    making.make_done(channel="press")
    making.make_action(country="LT")
    event()
    found = {one: analysis.reached_of(one, today()) for one in ("events", "articles", "countries")}
    assert found == {"events": 3, "articles": 2, "countries": 2}


def test_an_event_that_was_withdrawn_or_is_to_come_is_none():
    claims_making.make_shown_entry(kind="event", starts=timezone.now() + DAY)
    gone = event(came=5)
    gone.state = "withdrawn"
    gone.save(update_fields=["state"])
    assert (analysis.reached_of("events", today()), analysis.reached_of("people", today())) == (0, 0)


def test_pages_opened_are_no_files_and_files_no_pages():
    for page in (
        "front",
        "results/a/",
        "results/a/data.csv",
        "data/x/data.zip",
        "feed.atom",
        "card/claim/a.png",
    ):
        reaching.opened(page, "en")
    reaching.flush()
    assert (analysis.reached_of("views", today()), analysis.reached_of("downloads", today())) == (2, 2)


def test_readers_are_those_who_confirmed_and_are_not_invented():
    making.make_reader()
    making.make_reader(standing="asked", confirmed=None)
    making.make_reader(is_example=True)
    assert analysis.reached_of("readers", dt.date(2027, 1, 1)) == 1


def test_what_came_after_the_day_does_not_count():
    making.make_done(reached=30, done_on=today() - 10 * DAY)
    making.make_done(reached=8, done_on=today())
    goal = making.make_goal(wanted=30)
    goal.until = today() - 5 * DAY
    found = next(analysis.reached_by([goal], today()))
    assert (found.reached, found.is_kept, found.is_over, found.lacks) == (30, True, True, 0)


def test_a_bar_is_never_longer_than_its_goal_and_the_number_stays_true():
    making.make_done(reached=300)
    found = next(analysis.reached_by([Goal(indicator="people", wanted=100, until=today())], today()))
    assert (found.shown, found.reached) == (100, 300)


def test_the_page_says_what_the_number_is_not(client, coordinator):
    making.make_done(reached=30)
    making.make_goal(wanted=400)
    page = " ".join(client.get(reverse("dissemination:goals")).content.decode().split())
    assert "<strong>30</strong> of 400 wanted until" in page
    assert "counted twice, so it is no number of different people" in page
    assert "%" not in page.split('class="card"')[1].split("</section>")[0]


def test_a_page_without_goals_says_who_sets_them(client):
    client.force_login(make_member())
    page = client.get(reverse("dissemination:goals")).content.decode()
    assert "Coordinators of the network set goals." in page


def test_a_goal_is_set_changed_and_taken_away(client, coordinator):
    sent = {"indicator": "events", "wanted": 5, "until": "2027-06-30"}
    client.post(reverse("dissemination:new_goal"), sent)
    goal = Goal.objects.get()
    client.post(reverse("dissemination:change_goal", args=[goal.pk]), {**sent, "wanted": 6})
    goal.refresh_from_db()
    assert goal.wanted == 6
    client.post(reverse("dissemination:remove_goal", args=[goal.pk]))
    assert Goal.objects.count() == 0


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"wanted": 0}, "greater than or equal to 1"),
        ({"wanted": "many"}, "Enter a whole number."),
        ({"until": "soon"}, "Enter a valid date."),
        ({"indicator": "happiness"}, "Select a valid choice."),
        ({"indicator": "people"}, "There is a goal for this indicator and day already."),
    ],
)
def test_a_goal_that_cannot_be_is_refused(client, coordinator, more, told):
    Goal.objects.create(indicator="people", wanted=3, until=dt.date(2027, 6, 30))
    sent = {"indicator": "events", "wanted": 5, "until": "2027-06-30", **more}
    assert told in client.post(reverse("dissemination:new_goal"), sent).content.decode()
    assert Goal.objects.count() == 1
