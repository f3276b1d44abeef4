"""The own pages: what is next, everything that is stored, settings, leaving, deleting."""

import datetime as dt
import json
import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from tests.web.mentoring.making import DAY, join, make_round, propose
from tests.web.study.filling_making import make_version

from mentorway.web.mentoring.analysis import own_data
from mentorway.web.mentoring.models import (
    Answer,
    Enquiry,
    FairnessFacts,
    Person,
    Place,
    RelationState,
    RoundState,
    Side,
    SupervisionMeeting,
    Talk,
)

pytestmark = pytest.mark.django_db
QUIET = {"quiet_from": "22", "quiet_to": "7"}


def url(name, person):
    return reverse(f"mentoring:{name}", args=[person.link])


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def home(client, person):
    return text(client.get(url("own", person)))


def letters():
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    return mail.outbox


@pytest.fixture
def person():
    return join(make_round(contact="Eva"), name="Aino Ek")


@pytest.fixture
def mentor(person):
    return join(person.round, Side.MENTOR, "Bert Lind")


def test_who_has_no_profile_is_sent_there(client, person):
    Person.objects.update(profiled=None)
    page = home(client, person)
    assert "Fill in your profile" in page
    assert url("own_profile", person) in page


def test_who_is_complete_waits(client, person):
    assert "Wait for the matching" in home(client, person)


def test_a_proposal_comes_before_everything_else(client, person, mentor):
    propose(person.round, mentor, person)
    Person.objects.update(profiled=None)
    page = home(client, person)
    assert "Answer the proposal" in page
    assert "Bert Lind" in page


def test_who_has_accepted_waits_for_the_other_and_then_works_together(client, person, mentor):
    relation = propose(person.round, mentor, person)
    Place.objects.filter(person=person).update(answer=Answer.ACCEPTED)
    assert "You have accepted" in home(client, person)
    relation.state, relation.began = RelationState.ACTIVE, timezone.now()
    relation.save()
    assert "You work together" in home(client, person)


@pytest.mark.parametrize(
    ("state", "said"),
    [(RoundState.FINISHED, "This mentoring round is over"), (RoundState.CANCELLED, "does not take place")],
)
def test_a_round_that_is_over_says_so(client, state, said):
    assert said in home(client, join(make_round(state=state)))


def test_who_is_away_reads_until_when(client, person):
    Person.objects.update(is_away=True)
    assert "until you say otherwise" in home(client, person)
    Person.objects.update(away_until=timezone.now().date() - 2 * DAY)
    assert "Wait for the matching" in home(client, person)


def test_the_settings_are_kept(client, person):
    until = timezone.now().date() + 9 * DAY
    about = {"name": " Aino  Maria ", "organisation": "School", "country": "FI", "language": "fi"}
    sent = {**about, **QUIET, "wants_reminders": "on"}
    answer = client.post(url("own_settings", person), {**sent, "is_away": "on", "away_until": until})
    assert answer.url == url("own_data", person)
    kept = Person.objects.get(pk=person.pk)
    assert (kept.name, kept.organisation, kept.country, kept.language) == ("Aino Maria", "School", "FI", "fi")
    assert (kept.is_away, kept.away_until, kept.email) == (True, until, person.email)
    assert (kept.wants_reminders, kept.quiet_from, kept.quiet_to) == (True, 22, 7)
    client.post(url("own_settings", person), {**about, **QUIET, "away_until": until})
    kept = Person.objects.get(pk=person.pk)
    assert (kept.is_away, kept.away_until, kept.wants_reminders) == (False, None, False)
    client.post(url("own_settings", person), {**about, **QUIET, "away_until": until})
    kept = Person.objects.get(pk=person.pk)
    assert (kept.is_away, kept.away_until) == (True, until), "a day that is named anew is meant"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"name": "\u200b"}, "Write the name."),
        ({"language": "xx"}, "Select a valid choice"),
        ({"is_away": "on", "away_until": "2020-01-01"}, "This day is over."),
        ({"away_until": "2020-01-01"}, "This day is over."),
        ({"is_away": "on", "away_until": "tomorrow"}, "Enter a valid date"),
        ({"quiet_from": "24"}, "Select a valid choice"),
        ({"quiet_to": ""}, "This field is required"),
    ],
)
def test_settings_that_are_wrong_are_refused(client, person, more, said):
    sent = {"name": "New", "language": "en", **QUIET, **more}
    assert said in text(client.post(url("own_settings", person), sent))
    assert Person.objects.get(pk=person.pk).name == "Aino Ek"


def test_every_table_that_points_to_a_person_or_their_place_is_shown_or_known():
    pointing = {
        f"{one.related_model._meta.model_name}.{one.field.name}"
        for model in (Person, Place)
        for one in model._meta.get_fields(include_hidden=True)
        if one.auto_created and not one.concrete and not one.related_model._meta.auto_created
    }
    assert pointing == own_data.COVERED | own_data.KEPT_BACK


@pytest.mark.parametrize("model", [Talk, SupervisionMeeting])
def test_how_long_a_meeting_lasts_is_not_called_as_what_is_written_of_it(model):
    with override("fi"):
        assert str(model._meta.get_field("minutes").verbose_name) == "kesto minuutteina"


def test_everything_is_shown_in_words_and_given_as_a_file(client, mentor):
    person = join(
        make_round(mentee_questions=make_version()),
        name="Aino Ek",
        answers={"job": "Teacher", "mentor": "yes", "gains": ["advice"], "country": "fi", "c1": "4"},
        agreed_to="f" * 64,
    )
    FairnessFacts.objects.create(person=person, age_group="30-44", gender="woman")
    relation = propose(person.round, join(person.round, Side.MENTOR, "Secret Name"), person)
    place = Place.objects.get(relation=relation, person=person)
    place.why = {"for": [{"text": "You share %(n)s.", "values": {"n": "hours"}, "plural": "", "count": None}]}
    place.save()
    Enquiry.objects.create(place=place, text="When do we begin?")
    page = text(client.get(url("own_data", person)))
    for said in (
        "Monday 17:00–19:00",
        "English, Lithuanian",
        "What is your work?",
        "Teacher",
        "30 to 44",
        "You share hours.",
        "When do we begin?",
    ):
        assert said in page
    assert "Secret Name" not in page
    answer = client.get(url("own_data_file", person))
    facts = json.loads(answer.content)
    assert (facts["person"]["name"], facts["answers"]["job"]) == ("Aino Ek", "Teacher")
    assert facts["fairness"][0]["gender"] == "woman"
    assert facts["relations"][0]["state"] == "proposed"
    assert facts["enquiries"][0]["text"] == "When do we begin?"
    assert answer["Content-Disposition"].startswith("attachment")
    assert (person.link in answer.content.decode(), "Secret Name" in answer.content.decode()) == (
        False,
        False,
    )


def test_the_settings_say_the_clock_and_the_hours(client, person):
    page = text(client.get(url("own_settings", person)))
    assert "By your clock: Europe/Vilnius." in page
    assert page.count("<option") >= 48


def test_answers_to_questions_that_are_gone_are_still_shown(client, person):
    Person.objects.update(answers={"job": "Teacher"})
    assert "Teacher" in text(client.get(url("own_data", person)))


def test_leaving_asks_first_and_says_that_what_is_open_ends(
    client, person, mentor, django_capture_on_commit_callbacks
):
    relation = propose(person.round, mentor, person)
    page = text(client.get(url("own_leave", person)))
    assert "It ends too, and the other one gets a letter" in page
    assert Person.objects.get(pk=person.pk).left is None
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url("own_leave", person)).url == url("own", person)
    relation.refresh_from_db()
    assert (Person.objects.get(pk=person.pk).left is None, relation.state) == (False, RelationState.DECLINED)
    assert "You have left this mentoring round" in home(client, person)
    assert sorted(one.to[0] for one in letters()) == sorted([person.email, mentor.email])


def test_who_has_left_can_come_back_while_people_join(client, person):
    Person.objects.update(left=timezone.now())
    assert "Take part again?" in text(client.get(url("own_leave", person)))
    client.post(url("own_leave", person))
    assert Person.objects.get(pk=person.pk).left is None


def test_nobody_comes_back_to_a_round_that_is_closed(client):
    left = timezone.now() - dt.timedelta(days=1)
    person = join(make_round(state=RoundState.PREPARED), left=left)
    assert "Nobody can join this mentoring round any more." in text(client.post(url("own_leave", person)))
    assert Person.objects.get(pk=person.pk).left == left


def test_deleting_asks_first_and_then_nothing_is_left(
    client, person, mentor, django_capture_on_commit_callbacks
):
    relation = propose(person.round, mentor, person)
    FairnessFacts.objects.create(person=person)
    assert "This cannot be undone" in text(client.get(url("own_delete", person)))
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url("own_delete", person))
    assert answer.url == reverse("mentoring:join", args=[person.round.token])
    relation.refresh_from_db()
    assert (FairnessFacts.objects.count(), relation.state) == (0, RelationState.DECLINED)
    assert list(Person.objects.all()) == [mentor]
    assert [one.person_id for one in relation.places.all()] == [mentor.pk]
    last = next(one for one in letters() if one.to == [person.email])
    assert (person.link in last.body, "This is the last letter" in last.body) == (False, True)
    assert client.get(url("own", person)).status_code == 404


@pytest.mark.parametrize("name", ["own_leave", "own_delete"])
def test_nobody_leaves_the_example(client, name):
    person = join(make_round(is_example=True))
    assert "This is the example" in text(client.post(url(name, person)))
    assert Person.objects.get(pk=person.pk).left is None


@pytest.mark.parametrize(
    "name", ["own", "own_data", "own_data_file", "own_settings", "own_leave", "own_delete"]
)
def test_a_secret_that_nobody_has_opens_nothing(client, name):
    assert client.get(reverse(f"mentoring:{name}", args=["nobody"])).status_code == 404
