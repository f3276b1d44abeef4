import pytest
from django.db import transaction
from django.urls import reverse
from tests.conftest import make_member, make_partner

from mentorway.web.methodology import example as methodology
from mentorway.web.methodology.actions import publishing
from mentorway.web.methodology.models import Questionnaire, Version
from mentorway.web.study import example
from mentorway.web.study.models import Response, Source, State, Status, Study
from mentorway.web.translation.models import Event, Stage, Translation
from mentorway.web.translation.queries import source_of

LANGUAGES = ["en", "fi", "lt", "lv", "sv"]


@pytest.fixture(scope="module")
def partner(django_db_setup, django_db_blocker):
    """The partner that has the example, loaded once for all tests here and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        partner = make_partner()
        make_member(partner)
        example.load(partner)
        yield partner
        transaction.set_rollback(True)


@pytest.fixture
def study(partner, db):
    return Study.objects.get()


@pytest.fixture(params=methodology.QUESTIONNAIRES, ids=lambda one: one.file)
def questionnaire(request, partner, db):
    return Questionnaire.objects.get(title=request.param.title)


def test_each_questionnaire_is_published_once_and_offered_to_the_whole_network(questionnaire, partner):
    methodology.load(partner)
    version = questionnaire.versions.get()
    assert (version.number, questionnaire.is_example, questionnaire.is_shared) == (1, True, True)
    assert "await a native reader" in questionnaire.description
    assert sorted(language.code for language in questionnaire.document.languages.all()) == LANGUAGES


def test_what_an_older_installation_lacks_is_added(partner, db):
    Questionnaire.objects.filter(title=methodology.NETWORK.title).update(title="Another", is_example=False)
    methodology.load(partner)
    titles = Questionnaire.objects.filter(is_example=True).values_list("title", flat=True)
    assert sorted(titles) == [methodology.MENTORING.title, methodology.NETWORK.title]


def test_any_member_of_the_network_can_make_a_study_of_each(questionnaire, client):
    member = make_member()
    client.force_login(member)
    version = questionnaire.versions.get()
    sent = {"title": "Ours", "version": version.pk, "partner": member.partners.get().pk, "mode": "code"}
    study = Study.objects.get(pk=int(client.post(reverse("study:create"), sent).url.split("/")[2]))
    assert (study.version, study.is_example, sorted(study.languages)) == (version, False, LANGUAGES)
    page = client.get(reverse("study:board", args=[study.pk])).content.decode()
    assert reverse("study:plan", args=[study.pk]) in page


def test_no_translation_is_left_open_and_each_says_what_it_awaits(partner, db):
    rows = Translation.objects.all()
    assert set(rows.values_list("stage", "comment")) == {(Stage.AGREED, methodology.AWAITED)}
    assert not rows.filter(agreed="").exists()
    assert set(Event.objects.filter(what="adopted").values_list("before", flat=True)) == {methodology.AWAITED}


def test_the_next_version_could_be_published_at_once(questionnaire):
    found = publishing.look(questionnaire)
    assert (found.ready, found.number, found.proof.warnings) == (True, 2, [])
    assert source_of(questionnaire.document).code == "en"


def test_the_study_is_closed_and_says_that_it_is_synthetic(study):
    assert study.is_example
    assert study.state == State.CLOSED
    assert all("synthetic" in text for text in (study.title, study.purpose, study.waves.get().title))
    assert sorted(study.consent) == sorted(study.languages) == LANGUAGES


def test_each_country_and_sector_has_a_goal(study):
    rows = study.targets.values_list("country", "sector", "goal")
    assert sorted(rows) == [
        (country, sector, 130) for country in ("FI", "LT", "LV", "SE") for sector in ("business", "education")
    ]


def test_every_answer_is_stored_complete_as_imported(study):
    found = Response.objects.of_study(study)
    assert found.count() == 1093
    assert set(found.values_list("status", "source", "mode")) == {
        (Status.COMPLETE, Source.IMPORT, "anonymous")
    }
    batch = study.waves.get().batches.get()
    assert (batch.count, batch.name) == (1093, "mentoring_answers.csv (synthetic)")


def test_answers_agree_with_where_they_are_put(study):
    for response in Response.objects.of_study(study)[:50]:
        assert (response.answers["country"], response.answers["sector"]) == (
            response.country,
            response.sector,
        )
        assert {response.answers["perspective"]} <= {"mentor", "mentee", "neither"}


def test_the_days_of_answers_are_those_of_the_wave(study):
    wave = study.waves.get()
    days = set(Response.objects.of_study(study).values_list("day", flat=True))
    assert (min(days), max(days)) == (wave.opens, wave.closes)


def test_the_history_tells_the_way_of_a_study(study):
    assert set(study.events.values_list("what", flat=True)) == {
        "created", "consent", "imported", "opened", "closed",
    }  # fmt: skip


def test_loading_again_changes_nothing(study, partner):
    example.load(partner)
    assert (Study.objects.count(), Response.objects.count(), Version.objects.count()) == (1, 1093, 2)


def test_the_study_asks_the_questions_of_mentoring(study):
    assert study.version.questionnaire.title == methodology.MENTORING.title
