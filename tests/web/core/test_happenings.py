"""What happened is kept with what it is about, told of without names, and heard by who may see the row."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner, make_user
from tests.web.comparison import making as comparing
from tests.web.dissemination import entry_making
from tests.web.dissemination import making as disseminating
from tests.web.dissemination.site_making import make_release
from tests.web.evaluation import making as evaluating
from tests.web.mentoring import making as mentoring
from tests.web.methodology import making as asking
from tests.web.methodology import methodology_making
from tests.web.pilots import certifying
from tests.web.pilots import making as piloting
from tests.web.plan import making as planning
from tests.web.practices import practices_making
from tests.web.study import making as studying
from tests.web.training import making as training

from mentorway.web.comparison import tasks as comparison_tasks
from mentorway.web.comparison.models import Comparison, Stage
from mentorway.web.core import happenings
from mentorway.web.core.happenings import EVERY, heard_by, known, may_hear, tell
from mentorway.web.core.models import Happening
from mentorway.web.dissemination.actions import breaking
from mentorway.web.dissemination.actions import claims as claim_actions
from mentorway.web.dissemination.actions import releases as release_actions
from mentorway.web.dissemination.models import Claim
from mentorway.web.dissemination.models import Stage as ReleaseStage
from mentorway.web.evaluation import tasks as evaluation_tasks
from mentorway.web.evaluation.analysis import results as evaluation_results
from mentorway.web.evaluation.models import Result
from mentorway.web.mentoring.actions import proposals
from mentorway.web.mentoring.models import Side
from mentorway.web.methodology.actions import methodology_editions
from mentorway.web.network.actions import agreements
from mentorway.web.network.models import Agreement, Answer
from mentorway.web.pilots.actions import states
from mentorway.web.plan.actions import projects
from mentorway.web.practices.actions import practices
from mentorway.web.practices.models import PracticeState
from mentorway.web.study.actions import studies

pytestmark = pytest.mark.django_db
SOURCE = Path(happenings.__file__).parents[1]


def agreement_with(answer=None):
    """Offer an agreement of two partners; let both answer, if they do."""
    one, other = make_partner(), make_partner()
    people = [make_member(partner, role="admin") for partner in (one, other)]
    terms = {"text": "We work together.", "starts": timezone.localdate(), "ends": None, "note": ""}
    row = agreements.write(people[0], owner=one, title="Together", kind="partnership", reference="", **terms)
    agreements.add_party(row, other)
    agreements.offer(row, people[0])
    for partner, person in zip((one, other), people, strict=True):
        if answer and (answer == Answer.ACCEPTED or partner == other):
            version = row.versions.get()
            agreements.answer(version, partner, person, answer=answer, signatory="A. Ek", reason="No time.")


def practice_moved(_monkeypatch):
    row = practices_making.make_practice(state=PracticeState.ACCEPTED)
    practices.publish(row, make_member(row.partner, role="admin"))


def methodology_published(_monkeypatch):
    row = methodology_making.make_methodology()
    methodology_editions.publish(row, row.created_by, revision=row.revision, note="")


def study_opened(_monkeypatch):
    row = studying.make_draft()
    user = make_member(row.partner)
    studies.write_consent(row, user, texts=dict.fromkeys(row.languages, "We ask you."))
    studies.open_study(row, user)


def study_closed(_monkeypatch):
    row = studying.make_study()
    studies.close(row, make_member(row.partner))


def finding_computed(_monkeypatch):
    row = comparing.make_comparison(comparing.make_ready(), stage=Stage.RUNNING)
    comparison_tasks._finish(row, Comparison.objects.filter(pk=row.pk), comparing.value())


def cohort_moved(_monkeypatch):
    states.move(piloting.make_cohort(), "finished")


def certificates_issued(_monkeypatch):
    cohort = certifying.make_certified()
    person = certifying.complete(cohort)
    certifying.certify(person)


def matching_confirmed(_monkeypatch):
    whole = mentoring.make_round()
    mentee, mentor = mentoring.join(whole), mentoring.join(whole, Side.MENTOR, "Milda", seats=1)
    draft = mentoring.make_matching(whole, [(mentee, mentor)])
    proposals.confirm(draft, whole.created_by)


def result_computed(monkeypatch):
    found = evaluation_results.Computed({}, {}, "a" * 64, [], {"withheld": [], "shown": []})
    monkeypatch.setattr(evaluation_results, "computed", lambda _result, _tell: found)
    row = Result.objects.create(evaluation=evaluating.make_evaluation(), number=1, seed=1)
    evaluation_tasks.work(row.pk)


def claim_withdrawn(_monkeypatch):
    claim = disseminating.make_published()
    claim_actions.withdraw(claim, claim.created_by, reason="It was wrong.")


def claim_broken(monkeypatch):
    claim = disseminating.make_published()
    with monkeypatch.context() as patch:
        patch.setattr(breaking, "breaks_of", lambda _chain: [{"kind": "counted", "title": "Gone"}])
        breaking.look_at([claim])
    return claim


def claim_whole_again(monkeypatch):
    breaking.look_at([Claim.objects.get(pk=claim_broken(monkeypatch).pk)])


def entry_published(_monkeypatch):
    partner = make_partner()
    user = make_member(partner)
    entry = entry_making.begin(user, partner)
    entry_making.write(entry, user)
    entry_making.publish(entry)


def release_published(monkeypatch):
    monkeypatch.setattr(release_actions, "_refuse_outdated", lambda _held: None)
    row = make_release(stage=ReleaseStage.READY, published=None)
    release_actions.publish(row, make_member(role="coordinator"))


def release_withdrawn(_monkeypatch):
    release_actions.withdraw(make_release(), make_member(role="coordinator"), reason="A column was wrong.")


def plan_changed(_monkeypatch):
    project = planning.make_project()
    projects.add_partner(project, project.created_by, partner=make_partner())


DOING = {
    "agreement.offered": lambda _patch: agreement_with(),
    "agreement.accepted": lambda _patch: agreement_with(Answer.ACCEPTED),
    "agreement.declined": lambda _patch: agreement_with(Answer.DECLINED),
    "practice.moved": practice_moved,
    "questionnaire.published": lambda _patch: asking.publish(asking.make_questionnaire()),
    "methodology.published": methodology_published,
    "study.opened": study_opened,
    "study.closed": study_closed,
    "finding.computed": finding_computed,
    "programme.published": lambda _patch: training.publish(training.make_programme()),
    "cohort.moved": cohort_moved,
    "cohort.certificates_issued": certificates_issued,
    "matching.confirmed": matching_confirmed,
    "result.computed": result_computed,
    "claim.published": lambda _patch: disseminating.make_published(),
    "claim.withdrawn": claim_withdrawn,
    "claim.broken": claim_broken,
    "claim.whole_again": claim_whole_again,
    "entry.published": entry_published,
    "release.published": release_published,
    "release.withdrawn": release_withdrawn,
    "plan.changed": plan_changed,
}
ELSEWHERE = {"package.received"}  # it needs two installations and their keys: see the next test


@pytest.mark.parametrize("name", sorted(set(EVERY) - ELSEWHERE))
def test_every_thing_that_can_happen_is_told_by_its_action(name, monkeypatch):
    DOING[name](monkeypatch)
    row = Happening.objects.filter(name=name).last()
    assert row is not None
    assert EVERY[name].table._default_manager.filter(pk=row.row).exists()
    assert row.token
    assert row.passed is None


def test_every_name_stands_in_an_action_and_every_action_tells_a_name_that_is_known():
    told = set()
    for path in SOURCE.glob("*/**/*.py"):
        for call in re.findall(r"happenings\.tell\(([^,]+),", path.read_text()):
            told |= set(re.findall(r'"([a-z_.]+)"', call))
    assert told == set(EVERY)


@pytest.mark.parametrize("one", list(known().values()), ids=lambda one: one.name)
def test_every_row_that_is_told_of_knows_who_may_see_it_and_has_its_page(one):
    user = make_user()
    assert list(one.table._default_manager.visible_to(user)) == []
    if one.public:
        assert list(one.public(one.table._default_manager)) == []
    assert str(one.means).endswith((".", "stands.", "which."))
    if one.page:
        assert reverse(one.page, args=[1]).startswith("/")


def make_told(partner=None, **facts):
    row = planning.make_project(partner)
    return row, tell("plan.changed", row, **facts)


@pytest.mark.parametrize("fact", ["Aino Ek", "aino@example.org", "x" * 65, "a\nb", ["Aino"], {"name": "a"}])
def test_what_may_be_about_a_person_is_not_told(fact):
    with pytest.raises(ValueError, match="may be about a person"):
        make_told(who=fact)
    assert not Happening.objects.exists()


def test_numbers_and_words_of_the_program_are_told():
    _row, kept = make_told(revision=3, state="running", share=0.5, done=True, nothing=None)
    assert kept.facts == {"revision": 3, "state": "running", "share": 0.5, "done": True, "nothing": None}


def test_a_name_that_nobody_knows_and_a_row_of_another_table_are_refused():
    project = planning.make_project()
    for name in ("plan.forgotten", "claim.published"):
        with pytest.raises(ValueError, match="cannot happen"):
            tell(name, project)


def test_examples_are_not_told_of():
    assert tell("plan.changed", planning.make_project(is_example=True)) is None
    assert not Happening.objects.exists()


def test_what_is_undone_was_never_told():
    class UndoneError(Exception):
        pass

    def undone():
        with transaction.atomic():
            make_told()
            raise UndoneError

    with pytest.raises(UndoneError):
        undone()
    assert not Happening.objects.exists()


def test_who_may_see_the_row_may_hear_of_it_and_nobody_else():
    partner = make_partner()
    member, coordinator = make_member(partner), make_member(role="coordinator")
    stranger, gone = make_member(), make_member(partner, is_active=False)
    _row, kept = make_told(partner)
    heard = [may_hear(one, kept) for one in (member, coordinator, stranger, make_user(), gone)]
    assert heard == [True, True, False, False, False]
    for user, there in ((member, [kept]), (coordinator, [kept]), (stranger, [])):
        assert list(heard_by(user, Happening.objects.all())) == there


def test_who_may_see_a_row_no_more_hears_no_more_of_it():
    partner = make_partner()
    member = make_member(partner)
    _row, kept = make_told(partner)
    member.memberships.all().delete()
    assert not may_hear(member, kept)


def test_everybody_hears_of_what_is_public():
    disseminating.make_published()
    kept = Happening.objects.get(name="claim.published")
    assert may_hear(make_user(), kept)
    assert list(heard_by(make_user(), Happening.objects.all(), ["claim.published"])) == [kept]
    assert list(heard_by(make_user(), Happening.objects.all(), ["plan.changed", "unknown"])) == []


def test_hearing_of_many_things_takes_no_more_questions_than_of_few(django_assert_max_num_queries):
    partner = make_partner()
    member = make_member(partner)
    for _number in range(5):
        make_told(partner)
    with django_assert_max_num_queries(1 + 2 * len(known())):  # who the person is, asked by each table
        assert heard_by(member, Happening.objects.all()).count() == 5


def test_an_action_that_refuses_tells_nothing():
    row = Agreement(owner=make_partner(), title="T", kind="partnership")
    row.save()
    with pytest.raises(ValidationError):
        agreements.offer(row, make_member())
    assert not Happening.objects.exists()


def test_the_way_of_a_practice_to_readers_stays_with_who_follows_it():
    row = practices_making.make_practice(state=PracticeState.CHANGES)
    own, other, all_see = make_member(row.partner), make_member(), make_member(role="coordinator")
    back = tell("practice.moved", row, state="changes")
    row.state = PracticeState.ACCEPTED
    row.save(update_fields=["state"])
    on = tell("practice.moved", row, state="accepted")
    rows = Happening.objects.order_by("pk")
    assert [list(heard_by(user, rows)) for user in (own, all_see, other)] == [[back, on], [back, on], [on]]
    assert [may_hear(user, back) for user in (own, all_see, other)] == [True, True, False]
    assert may_hear(other, on)
