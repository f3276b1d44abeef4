"""The profile: what is kept, what is still missing, and what is only told for looking at fairness."""

import re

import pytest
from django.urls import reverse
from tests.web.mentoring.making import join, make_round
from tests.web.study import asking
from tests.web.study.filling_making import make_version

from mentorway.web.mentoring.actions import profile as doing
from mentorway.web.mentoring.analysis import profile_hours
from mentorway.web.mentoring.models import FairnessFacts, Person, Side

pytestmark = pytest.mark.django_db
WHOLE = {
    "languages": ["en", "lt"],
    "time_zone": "Europe/Riga",
    "week": ["0-360", "0-480", "3-1080"],
    "about": "I like to listen.",
    "manager_email": "Boss@Example.org",
    "shown": "job mentor country c1 gains",
}
ANSWERS = {
    "q_job": "Teacher",
    "q_mentor": "yes",
    "q_gains": ["advice", "time"],
    "q_country": "fi",
    "q_c1": "4",
}


def empty(side=Side.MENTEE, **of_round):
    whole = make_round(**of_round)
    return join(whole, side, profiled=None, languages=[], week=[])


def asked(side=Side.MENTEE, make=asking.every_kind):
    return empty(side, **{f"{side}_questions": make_version(make)})


def url(person):
    return reverse("mentoring:own_profile", args=[person.link])


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def again(person):
    return Person.objects.get(pk=person.pk)


def test_a_whole_profile_without_questions_is_complete(client):
    person = empty()
    answer = client.post(url(person), WHOLE)
    assert answer.url == reverse("mentoring:own", args=[person.link])
    kept = again(person)
    assert (kept.languages, kept.time_zone, kept.about) == (["en", "lt"], "Europe/Riga", "I like to listen.")
    assert kept.week == [[0, 360, 600], [3, 1080, 1200]]
    assert (kept.manager_email, kept.seats) == ("boss@example.org", 1)
    assert kept.profiled is not None


def test_the_page_shows_what_is_stored(client):
    person = join(make_round(), week=[[2, 600, 720]])
    page = client.get(url(person)).content.decode()
    assert re.findall(r'value="(\d-\d+)"\s+checked', page) == ["2-600"]
    assert "Wednesday 10:00–12:00" in text(client.get(url(person)))
    assert "Your line manager is not told" in page


def test_an_empty_profile_is_kept_and_says_what_is_missing(client):
    person = empty()
    page = text(client.post(url(person), {"time_zone": "Europe/Riga", "about": "Hello"}))
    assert "What you gave is saved. To be matched, you still need:" in page
    assert page.count("Choose at least one.") == 2
    kept = again(person)
    assert (kept.about, kept.time_zone, kept.profiled) == ("Hello", "Europe/Riga", None)


def test_a_profile_that_becomes_incomplete_is_not_complete_any_more(client):
    person = join(make_round())
    client.post(url(person), {**WHOLE, "languages": []})
    assert again(person).profiled is None


def test_a_complete_profile_that_is_changed_stays_complete_since_the_same_moment(client):
    person = join(make_round())
    client.post(url(person), {**WHOLE, "about": "Changed"})
    assert (again(person).profiled, again(person).about) == (person.profiled, "Changed")


def test_the_answers_are_kept_as_the_judge_keeps_them(client):
    person = asked()
    shown = re.search(r'name="shown" value="([^"]+)"', client.get(url(person)).content.decode())[1]
    sent = {**WHOLE, **ANSWERS, "q_age": "41", "shown": shown}
    assert client.post(url(person), sent).status_code == 302
    kept = again(person)
    names = ("job", "mentor", "gains", "country", "c1", "age")
    assert [kept.answers[name] for name in names] == ["Teacher", "yes", ["advice", "time"], "fi", "4", 41]
    assert float(kept.answers["older"]) == 51
    assert "wish" not in kept.answers
    page = client.get(url(person)).content.decode()
    assert 'value="Teacher"' in page
    assert re.search(r'name="q_gains" value="advice" checked', page)


def test_a_question_that_is_needed_and_missing_is_said_and_the_rest_is_kept(client):
    person = asked(Side.MENTOR)
    page = text(client.post(url(person), {**WHOLE, **ANSWERS, "seats": "3", "q_job": ""}))
    assert '<a href="#q_job">What is your work?</a>' in page
    assert 'id="q_job-f"' in page
    kept = again(person)
    assert (kept.seats, kept.profiled, kept.answers["country"]) == (3, None, "fi")


def test_what_cannot_be_kept_is_listed_beside_what_is_missing(client):
    person = asked(Side.MENTOR)
    page = text(client.post(url(person), {**WHOLE, **ANSWERS, "seats": "0", "q_job": ""}))
    assert "What you gave is saved." not in page
    assert "What is right is saved. Something below cannot be kept as it is." in page
    assert re.findall(r'<li><a href="#(\w+)">', page) == ["id_seats", "q_job"]


def test_an_answer_that_is_wrong_is_shown_as_it_came_and_not_kept(client):
    person = asked()
    page = text(client.post(url(person), {**WHOLE, **ANSWERS, "q_age": "7"}))
    assert "Write an age from 16 to 99." in page
    assert 'value="7"' in page
    assert ("age" in again(person).answers, again(person).profiled) == (False, None)


def test_an_answer_that_brings_a_question_shows_it_before_it_is_done(client):
    person = asked()
    sent = {**WHOLE, **ANSWERS, "shown": "job mentor country c1"}
    page = text(client.post(url(person), {**sent, "q_gains": []}))
    assert "One of your answers brings more questions" in page
    assert again(person).profiled is not None


def test_questions_of_the_other_side_are_not_asked(client):
    person = empty(Side.MENTOR, mentee_questions=make_version())
    assert "What is your work?" not in text(client.get(url(person)))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"seats": "0"}, "greater than or equal to 1"),
        ({"seats": "13"}, "less than or equal to 12"),
        ({"seats": ""}, "This field is required."),
        ({"manager_email": "boss"}, "valid email address"),
        ({"time_zone": "Mars/Olympus"}, "Select a valid choice"),
        ({"languages": ["xx"]}, "Select a valid choice"),
        ({"week": ["9-360"]}, "Select a valid choice"),
        ({"about": "a" * 1501}, "at most 1500"),
    ],
)
def test_what_is_wrong_is_said_and_what_is_right_is_kept(client, more, said):
    person = empty(Side.MENTOR)
    page = text(client.post(url(person), {**WHOLE, "seats": "2", **more}))
    assert said in page
    kept = again(person)
    assert kept.manager_email == ("" if "manager_email" in more else "boss@example.org")
    assert kept.about == ("" if "about" in more else "I like to listen.")


def test_nobody_is_their_own_line_manager(client):
    person = empty()
    page = text(client.post(url(person), {**WHOLE, "manager_email": person.email.upper()}))
    assert "This is your own address." in page


def test_hours_that_are_not_touched_stay_to_the_minute(client):
    person = join(make_round(), week=[[0, 17 * 60, 19 * 60]])
    slots = profile_hours.slots_of(person.week)
    assert slots == ["0-960", "0-1080"]
    client.post(url(person), {**WHOLE, "week": slots})
    assert again(person).week == [[0, 17 * 60, 19 * 60]]


def test_facts_on_fairness_need_an_agreement(client):
    person = empty()
    page = text(client.post(url(person), {**WHOLE, "gender": "woman"}))
    assert "Without your agreement this cannot be stored." in page
    assert FairnessFacts.objects.count() == 0
    assert again(person).profiled is not None


def test_facts_on_fairness_are_kept_changed_and_removed(client):
    person = empty()
    told = {"age_group": "30-44", "gender": "woman", "may_count_country": "on", "agrees": "on"}
    client.post(url(person), {**WHOLE, **told})
    kept = FairnessFacts.objects.get(person=person)
    assert (kept.age_group, kept.gender, kept.may_count_country) == ("30-44", "woman", True)
    client.post(url(person), {**WHOLE, **told, "gender": "", "may_count_country": ""})
    kept = FairnessFacts.objects.get(person=person)
    assert (kept.age_group, kept.gender, kept.may_count_country) == ("30-44", "", False)
    client.post(url(person), {**WHOLE, **told, "agrees": ""})
    assert FairnessFacts.objects.count() == 0


def test_the_example_is_not_changed(client):
    person = join(make_round(is_example=True))
    page = text(client.post(url(person), {**WHOLE, "about": "Changed", "gender": "man", "agrees": "on"}))
    assert "This is the example" in page
    assert (again(person).about, FairnessFacts.objects.count()) == ("", 0)


def test_a_secret_that_nobody_has_opens_nothing(client):
    address = reverse("mentoring:own_profile", args=["nobody"])
    assert (client.get(address).status_code, client.post(address, WHOLE).status_code) == (404, 404)


def test_saving_asks_for_the_row_that_is_there(client):
    person = empty()
    other = again(person)
    doing.save(person, None, about="First")
    doing.save(other, None, languages=["fi"])
    assert (again(person).about, again(person).languages) == ("First", ["fi"])
