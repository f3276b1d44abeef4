"""The story of the example: whole from the first partner to a claim, honest where something is missing."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_user
from tests.web.journey.example import _undone_after, loaded_example  # noqa: F401 - a fixture

from mentorway.web import flow
from mentorway.web.accounts.models import User
from mentorway.web.comparison.models import Comparison, Dataset
from mentorway.web.dissemination.models import ClaimVersion
from mentorway.web.evaluation.models import Evaluation
from mentorway.web.journey.analysis import places
from mentorway.web.journey.analysis.story import story
from mentorway.web.journey.analysis.tours import TOURS, stops
from mentorway.web.journey.analysis.ways import Reader
from mentorway.web.journey.queries.places import standing_of
from mentorway.web.mentoring.models import Place, Round, Talk
from mentorway.web.network.example import people
from mentorway.web.pilots.models import Cohort, Meeting, Participant
from mentorway.web.practices.models import Practice
from mentorway.web.study.models import Study
from mentorway.web.training.models import Citation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_undone_after")]
example = loaded_example()


def somebody(email):
    return User.objects.get(email=email)


def browser(user=None):
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def test_the_chain_is_whole_from_the_question_to_the_claim():
    version = ClaimVersion.objects.filter(claim__is_example=True).order_by("pk").first()
    evaluation = version.result.evaluation
    assert evaluation.is_example
    assert evaluation.study.version.questionnaire.is_example
    for cohort in Cohort.objects.filter(is_example=True):
        assert cohort.edition.programme.is_example
    programme = evaluation.cohorts.first().edition.programme
    cited = Citation.objects.filter(programme=programme)
    assert {one.practice.is_example for one in cited.exclude(practice=None)} == {True}
    findings = [one.finding.comparison.analysis.dataset for one in cited.exclude(finding=None)]
    assert [(one.is_example, one.study.is_example) for one in findings] == [(True, True)]
    at_work = Round.objects.get(is_example=True, state="running")
    assert at_work.cohort.is_example
    trained = set(at_work.cohort.people.values_list("name", flat=True))
    assert {one.name for one in at_work.people.filter(side="mentor")} <= trained


def test_every_chapter_is_told_with_numbers_from_rows_and_labelled():
    chapters = {one.app: one for one in story()}
    assert list(chapters) == [one.app for one in (*flow.FLOW, flow.PLAN)]
    assert all(one.is_there for one in chapters.values())
    assert chapters["network"].counts == ("16 partners", "4 countries", "6 agreements")
    assert chapters["study"].counts == ("1093 answers", "4 countries")
    assert chapters["evaluation"].counts == ("2 pilots", "48 people took part", "20 people waited")
    assert chapters["mentoring"].counts[0] == "4 pairs at work"
    assert "48 invented people" in chapters["dissemination"].text
    assert "real people" in str(chapters["comparison"].label)
    assert {str(one.label)[:9] for one in chapters.values()} == {"Synthetic"}


@pytest.mark.parametrize("email", [one.email for one in people.PEOPLE if one.country])
def test_members_open_every_page_that_the_story_leads_to(email):
    client = browser(somebody(email))
    page = client.get(reverse("journey:story"))
    urls = [way.url for _chapter, ways in page.context["chapters"] for way in ways]
    assert len(urls) > 15
    assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)


def test_visitors_are_shown_public_pages_only_and_told_so():
    client = browser()
    page = client.get(reverse("journey:story"))
    urls = [way.url for _chapter, ways in page.context["chapters"] for way in ways]
    assert urls
    assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)
    assert "Its pages open once you have signed in." in page.text
    assert "trainer@example.org" in page.text
    assert "/mentoring/p/" not in page.text


def test_coordinators_of_the_example_are_led_to_the_own_pages_of_its_mentor_and_mentee():
    client = browser(somebody(people.COORDINATOR))
    text = client.get(reverse("journey:story")).text
    links = [
        one.person.link
        for one in Place.objects.filter(person__user__email__in=(people.MENTOR, people.MENTEE))
    ]
    assert len(links) == 2
    for link in links:
        assert reverse("mentoring:own", args=[link]) in text
        assert client.get(reverse("mentoring:own", args=[link])).status_code == 200
    assert "/mentoring/p/" not in browser(make_member()).get(reverse("journey:story")).text


def test_a_missing_part_is_said_and_the_rest_is_told():
    Evaluation.objects.filter(is_example=True).update(deleted=timezone.now())
    Dataset.objects.filter(is_example=True, study__isnull=False).update(deleted=timezone.now())
    chapters = {one.app: one for one in story()}
    assert not chapters["evaluation"].is_there
    assert str(chapters["comparison"].label).startswith("Public answers")
    text = browser().get(reverse("journey:story")).text
    assert "Parts of the example are not here: Evaluation" in text
    assert "This part of the example is not here." in text


def test_the_number_of_questions_stays_the_same():
    client = browser(somebody(people.COORDINATOR))
    before = _questions(client, "journey:story")
    Practice.objects.filter(is_example=True).update(state="published", published=timezone.now())
    day = timezone.now()
    relation = Place.objects.filter(relation__round__is_example=True).first().relation
    Talk.objects.bulk_create(Talk(relation=relation, starts=day, state="held") for _number in range(20))
    assert _questions(client, "journey:story") == before <= 45


def _questions(client, name):
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse(name)).status_code == 200
    return len(asked)


def test_people_of_every_role_can_sign_in_with_the_one_password():
    client = Client()
    for made in people.PEOPLE:
        assert client.login(email=made.email, password=people.password()), made.email
        assert client.get("/").status_code == 200
        client.logout()


# Tours


@pytest.mark.parametrize("key", TOURS)
def test_every_tour_has_some_steps_each_with_a_plain_sentence(key):
    assert 5 <= len(TOURS[key].steps) <= 8
    assert all(one.title and str(one.text).endswith(".") for one in TOURS[key].steps)


@pytest.mark.parametrize(
    ("email", "key"),
    [
        (people.COORDINATOR, "coordinator"),
        (people.STAFF, "staff"),
        (people.TRAINER, "trainer"),
        (people.RESEARCHER, "researcher"),
        (people.MENTOR, "mentor"),
        (people.MENTEE, "mentee"),
        (None, "visitor"),
    ],
)
def test_a_tour_leads_its_own_role_through_all_its_steps(email, key):
    client, tour = browser(somebody(email) if email else None), TOURS[key]
    answer = client.post(reverse("journey:start_tour", args=[key]))
    for number, step in enumerate(tour.steps, start=1):
        page = client.get(answer.url)
        assert page.status_code == 200, answer.url
        assert f"step {number} of {len(tour.steps)}: <strong>" in page.text
        assert str(step.title) in page.text
        answer = client.post(reverse("journey:move_tour", args=["next"]))
    assert answer.url == reverse("journey:story")
    over = client.get(answer.url).text
    assert "That was the whole tour." in over
    assert "tour-step" not in over


def test_one_goes_back_and_leaves():
    client = browser(somebody(people.TRAINER))
    first = client.post(reverse("journey:start_tour", args=["trainer"])).url
    client.post(reverse("journey:move_tour", args=["next"]))
    assert client.post(reverse("journey:move_tour", args=["previous"])).url == first
    assert client.post(reverse("journey:move_tour", args=["previous"])).url == first
    assert "To the page of this step" in client.get(reverse("journey:tours")).text
    assert client.post(reverse("journey:leave_tour")).url == first.removesuffix("#tour")
    assert "tour-step" not in client.get(first).text
    assert client.post(reverse("journey:move_tour", args=["next"])).url == reverse("journey:tours")


def test_every_step_leads_to_its_bar_where_the_keyboard_goes_on():
    client = browser(somebody(people.TRAINER))
    answer = client.post(reverse("journey:start_tour", args=["trainer"]))
    page, place = answer.url.split("#")
    assert f'id="{place}" tabindex="-1"' in client.get(page).text


def test_steps_that_one_may_not_open_are_left_out_and_that_is_said():
    client = browser(make_user())
    answer = client.post(reverse("journey:start_tour", args=["coordinator"]))
    page = client.get(answer.url).text
    assert "step 1 of 2: <strong>" in page
    assert "6 steps are left out" in page
    nobody = browser(make_user())
    assert nobody.post(reverse("journey:start_tour", args=["mentor"])).url == reverse("journey:tours")
    assert "You cannot open any page of this tour" in nobody.get(reverse("journey:tours")).text


def test_a_row_that_vanished_leaves_its_step_out_on_the_way():
    client = browser(somebody(people.COORDINATOR))
    client.post(reverse("journey:start_tour", args=["coordinator"]))
    client.post(reverse("journey:move_tour", args=["next"]))
    Study.objects.filter(is_example=True).update(deleted=timezone.now())
    after = client.post(reverse("journey:move_tour", args=["next"])).url
    assert after.startswith("/comparison/")
    assert "step 3 of 7: <strong>" in client.get(after).text


def test_nonsense_in_the_session_or_the_address_harms_nobody():
    client = browser()
    client.post(reverse("journey:start_tour", args=["visitor"]))
    for nonsense in ({"tour": "x"}, [], {"tour": "visitor", "at": 99, "stops": [[99, "/"]]}, "x"):
        session = client.session
        session["tour"] = nonsense
        session.save()
        page = client.get("/")
        assert (page.status_code, "tour-step" in page.text) == (200, False)
    assert client.post(reverse("journey:start_tour", args=["nobody"])).status_code == 404
    assert client.post(reverse("journey:move_tour", args=["sideways"])).status_code == 404
    assert client.get(reverse("journey:move_tour", args=["next"])).status_code == 405


def test_pages_without_a_tour_open_no_session_for_it():
    client = browser()
    with CaptureQueriesContext(connection) as before:
        page = client.get(reverse("journey:tours"))
    assert "on_tour" not in client.cookies
    assert not [one for one in before if "session" in one["sql"]]
    assert "Cookie" not in page.headers.get("Vary", "") or "sessionid" not in client.cookies
    client.post(reverse("journey:start_tour", args=["visitor"]))
    with CaptureQueriesContext(connection) as during:
        client.get(reverse("practices:public"))
    assert len([one for one in during if "session" in one["sql"].lower()]) == 1


# The first page


def test_the_first_page_shows_each_role_where_it_is_most():
    titles = {email: _titles(email) for email in (one.email for one in people.PEOPLE)}
    assert titles[people.MENTOR] == titles[people.MENTEE] == ["My pairs"]
    assert titles[people.TRAINER] == ["My cohorts and next meetings"]
    assert titles[people.RESEARCHER] == ["My analyses"]
    assert titles[people.COORDINATOR][0] == "Silent pairs"
    assert titles[people.STAFF] == ["Your organisation"]


def _titles(email):
    page = browser(somebody(email)).get("/")
    assert page.text.index("What needs you now") < page.text.index("Where you are most")
    return [str(one.title) for one in page.context["spots"]]


def test_what_the_first_page_shows_is_read_from_rows():
    now = timezone.now()
    mentor, trainer = somebody(people.MENTOR), somebody(people.TRAINER)
    (pair,) = places.spots_of(mentor, standing_of(mentor), now)[0].lines
    assert pair.text == "Ieva Ozoliņa"
    assert pair.note.startswith("Next meeting")
    Talk.objects.filter(state="planned").delete()
    (pair,) = places.spots_of(mentor, standing_of(mentor), now)[0].lines
    assert pair.note == "No meeting is planned."
    Meeting.objects.filter(facilitator=trainer).update(cancelled=now)
    assert [one.title for one in places.spots_of(trainer, standing_of(trainer), now)] == ["Your organisation"]
    coordinator = somebody(people.COORDINATOR)
    silent = places.spots_of(coordinator, standing_of(coordinator), now)[0]
    assert [one.note for one in silent.lines] == ["1 pair has not met for seven weeks"]


def test_every_link_of_the_first_page_opens():
    for made in people.PEOPLE:
        client = browser(somebody(made.email))
        page = client.get("/")
        urls = [line.url for spot in page.context["spots"] for line in spot.lines]
        urls += [one.url for one in page.context["spots"] if one.url]
        urls += [one.url for one in page.context["steps"] if not one.is_done]
        found = {url: client.get(url, follow=True).status_code for url in urls}
        assert found == dict.fromkeys(urls, 200), made.email


def test_many_pairs_and_meetings_ask_no_more_questions():
    mentor = somebody(people.MENTOR)
    client = browser(mentor)
    before = _questions(client, "home")
    relation = Place.objects.get(person__user=mentor).relation
    Talk.objects.bulk_create(
        Talk(relation=relation, starts=timezone.now() + timezone.timedelta(days=number), state="planned")
        for number in range(1, 30)
    )
    cohort = Cohort.objects.filter(is_example=True).first()
    Participant.objects.bulk_create(Participant(cohort=cohort, name=f"P{number}") for number in range(30))
    assert _questions(client, "home") == before


def test_comparisons_of_the_example_are_known_to_be_the_researchers():
    done = Comparison.objects.filter(analysis__created_by__email=people.RESEARCHER)
    assert done.count() == 4


def test_tours_find_nothing_for_visitors_inside():
    found = {key: len(stops(tour, Reader(None))) for key, tour in TOURS.items()}
    assert found["visitor"] == len(TOURS["visitor"].steps)
    assert (found["trainer"], found["mentor"], found["mentee"]) == (0, 0, 0)
