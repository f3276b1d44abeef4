"""The example is loaded where real people work already: of nothing of theirs, and not in their name."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import TestCase, override_settings
from tests.conftest import give_back_what_migrations_gave, make_member, make_partner, make_user
from tests.web.comparison import making as comparisons
from tests.web.notices import news_making
from tests.web.sharing import undone
from tests.web.study import making as studies

from mentorway.web.accounts.models import User
from mentorway.web.comparison.models import Finding
from mentorway.web.core import happenings
from mentorway.web.core.models import Happening
from mentorway.web.dissemination.analysis import release_files
from mentorway.web.dissemination.example import releases
from mentorway.web.dissemination.models import ClaimVersion, Release, Stage
from mentorway.web.journey.analysis import rows
from mentorway.web.journey.tasks import loading
from mentorway.web.mentoring.actions import starting
from mentorway.web.mentoring.models import Round, Side
from mentorway.web.methodology.models import Questionnaire, Version
from mentorway.web.network.actions import ties
from mentorway.web.network.analysis.ties_read import KINDS
from mentorway.web.network.example import people
from mentorway.web.network.models import Membership, NetworkFinding, Partner, Role
from mentorway.web.practices.models import ChallengeFinding
from mentorway.web.training.models import Citation

pytestmark = [pytest.mark.long, pytest.mark.django_db, pytest.mark.usefixtures("_undone_after")]
DAY = dt.date(2026, 3, 1)


@dataclass(frozen=True)
class World:
    """What was there before the example, and of what programs were told while it was loaded."""

    person: User
    finding: Finding
    asked: list[Version]
    told: list[str]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    data = tmp_path_factory.mktemp("loaders")
    data.chmod(0o700)
    with override_settings(MENTORWAY_DATA=data), django_db_blocker.unblock(), undone():
        give_back_what_migrations_gave()
        person = make_user(is_staff=True)  # known before everybody of the example, and a second reader
        for partner in people.load(people.password()).values():
            Membership.objects.create(user=person, partner=partner, role=Role.COORDINATOR)
        finding, asked = _found(), _asked(person)
        with TestCase.captureOnCommitCallbacks() as later:
            loading.load()
        yield World(person, finding, asked, [_told(one) for one in later if _tells(one)])


@pytest.fixture(autouse=True)
def _undone_after(world, django_db_blocker):
    with undone():
        yield


def _found():
    """Find something in a public study, in the network and in what people said; return the first."""
    partner, person = make_partner(), make_member(role="coordinator")
    study = studies.make_study(partner)
    dataset = comparisons.make_ready(partner, study=study, study_choice={"waves": [1]}, is_public=True)
    ties.look(person, first_day=DAY, last_day=DAY, kinds=list(KINDS))
    ChallengeFinding.objects.create(result={"examples": False}, fingerprint="0" * 64, version="1", by=person)
    return comparisons.make_done(dataset=dataset).finding


def _asked(person):
    """Publish our questions for a partner of the example, as somebody who tries them out does."""
    found = Partner.objects.filter(is_example=True, country__in=("FI", "SE"))
    return [starting.publish(partner, person, side) for partner in found for side in Side]


def _tells(callback: Any) -> bool:
    return getattr(callback, "func", None) is happenings._pass_on


def _told(callback: Any) -> str:
    return callback.args[0].name


def test_nothing_of_the_example_is_in_the_name_of_a_real_person(world):
    found = {
        f"{table._meta.label}.{link.name}"
        for table, keys in rows.look().rows.items()
        for link in table._meta.concrete_fields
        if link.related_model is User
        and set(table._base_manager.filter(**{link.name: world.person}).values_list("pk", flat=True)) & keys
    }
    assert found == set()


def test_modules_cite_what_was_found_in_the_example_only(world):
    assert NetworkFinding.objects.filter(ties__is_example=False).exists()
    cited = list(Citation.objects.filter(programme__is_example=True, practice=None))
    datasets = {one.finding.comparison.dataset for one in cited if one.finding}
    assert [(one.is_example, one.study.is_example) for one in datasets] == [(True, True)]
    assert [one.challenge_finding.result["examples"] for one in cited if one.challenge_finding] == [True]
    assert not any(one.network_finding for one in cited)
    assert not world.finding.citations.exists()


def test_questions_that_somebody_published_stay_theirs_and_the_example_asks_its_own(world):
    theirs = Questionnaire.objects.filter(versions__in=world.asked)
    assert set(theirs.values_list("is_example", "is_shared")) == {(False, False)}
    rounds = Round.objects.filter(is_example=True)
    assert rounds.count() == 2
    for whole in rounds:
        for version in (whole.mentee_questions, whole.mentor_questions):
            assert version not in world.asked
            assert version.questionnaire.is_example
    found = rows.look()
    assert found.own == []
    assert not found.rows[Questionnaire] & set(theirs.values_list("pk", flat=True))


def test_the_example_is_the_second_reader_of_itself(world):
    publishers = ClaimVersion.objects.filter(claim__is_example=True).values_list("by__email")
    assert set(publishers) == {(people.COORDINATOR,)}


def test_programs_are_told_of_nothing_that_is_loaded(world):
    assert world.told == []
    assert Happening.objects.filter(is_example=True).exists()
    assert not Happening.objects.filter(is_example=True, passed=None).exists()


def test_what_happens_to_an_example_is_passed_on_to_nobody():
    (project,) = news_making.make_projects(make_partner(), 1)
    with TestCase.captureOnCommitCallbacks() as later, happenings.of_example():
        kept = happenings.tell("plan.changed", project, revision=2)
    assert (kept.is_example, kept.passed is not None, later) == (True, True, [])
    with TestCase.captureOnCommitCallbacks() as later:
        kept = happenings.tell("plan.changed", project, revision=3)
    assert (kept.is_example, kept.passed) == (False, None)
    assert [_told(one) for one in later if _tells(one)] == ["plan.changed"]


def test_a_failure_while_loading_leaves_what_happens_later_to_be_told():
    (project,) = news_making.make_projects(make_partner(), 1)
    with pytest.raises(RuntimeError), happenings.of_example():
        raise RuntimeError("The disk is full.")
    assert not happenings.tell("plan.changed", project, revision=2).is_example


@pytest.mark.parametrize("stage", [Stage.WAITING, Stage.RUNNING, Stage.READY, Stage.DRAFT])
def test_open_data_whose_packing_was_broken_off_are_packed_anew(stage):
    before = Release.objects.get(is_example=True)
    assert before.stage == Stage.PUBLISHED
    Release.objects.filter(pk=before.pk).update(stage=stage, published=None)
    releases.load(before.study.partner)
    after = Release.objects.get(study=before.study)
    assert (after.stage, after.number, after.is_example) == (Stage.PUBLISHED, 1, True)
    assert after.pk != before.pk
    assert release_files.path_of(after) is not None


@pytest.mark.parametrize("stage", [Stage.PUBLISHED, Stage.WITHDRAWN])
def test_open_data_that_were_published_stay(stage):
    before = Release.objects.get(is_example=True)
    Release.objects.filter(pk=before.pk).update(stage=stage, reason="Why not.")
    releases.load(before.study.partner)
    assert Release.objects.get(study=before.study).pk == before.pk


def test_each_partner_of_the_example_has_its_person_and_others_stand_in_only_without(world):
    partners = {
        one.country: one for one in Partner.objects.filter(name__in=[one[0] for one in people.PARTNERS])
    }
    found = {country: people.acting_for(partner).email for country, partner in partners.items()}
    assert found == {one.country: one.email for one in people.PEOPLE if one.country}
    User.objects.filter(email=people.RESEARCHER).update(email="gone@example.net")
    Membership.objects.filter(user__email="gone@example.net").delete()
    assert people.acting_for(partners["LV"]) == world.person
    nobody = make_partner(country="EE")
    assert people.anybody_of(nobody) is None
    with pytest.raises(User.DoesNotExist):
        people.acting_for(nobody)
