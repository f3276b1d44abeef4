"""The evaluation that an installation starts with."""

import pytest
from django.core import mail
from django.urls import reverse
from tests.conftest import give_back_what_migrations_gave, make_member, make_partner
from tests.web.sharing import undone

from mentorway.evaluating.changes import Way
from mentorway.web.evaluation import example
from mentorway.web.evaluation.analysis.result_pages import PARTS
from mentorway.web.evaluation.analysis.result_parts import pilots_apart
from mentorway.web.evaluation.analysis.results import found_in
from mentorway.web.evaluation.models import Decision, Evaluation, Result, Stage
from mentorway.web.pilots.models import Cohort, CohortState, Participant
from mentorway.web.study.models import Response, Study
from mentorway.web.training import example as training

PAGES = ("evaluation", "asking", "costs", "rates", "voices", "results", "compare_results", "decisions")
CLOSED = (
    "change_evaluation",
    "delete_evaluation",
    "set_waves",
    "set_then",
    "choose_follow_up",
    "new_outcome",
    "new_cost",
    "new_theme",
)
CHANGED = ("listening_and_speaking", "goals_and_feedback")


@pytest.fixture(scope="module")
def once(django_db_setup, django_db_blocker):
    """The example takes seconds to load: once for this file, with the letters that this sent."""
    with django_db_blocker.unblock(), undone():
        give_back_what_migrations_gave()
        partner = make_partner(country="FI", is_example=True)
        make_member(partner)
        training.load(partner)
        before = len(getattr(mail, "outbox", []))
        example.load(partner)
        yield partner, getattr(mail, "outbox", [])[before:]


@pytest.fixture
def loaded(once, db):
    """The partner that has the example; what a test changes is undone after it."""
    return once[0]


def test_it_works_in_one_pilot_and_not_in_the_other_and_is_labelled(loaded, once):
    whole = Evaluation.objects.get()
    assert whole.is_example
    assert whole.title.startswith("Example")
    assert whole.study.is_example
    cohorts = Cohort.objects.all()
    assert {(one.is_example, one.state, one.title[:7]) for one in cohorts} == {
        (True, CohortState.FINISHED, "Example")
    }
    assert not Participant.objects.exclude(email__endswith="example.org").exists()
    assert not Participant.objects.filter(wants_letters=True).exists()
    assert once[1] == []
    result = Result.objects.get()
    assert (result.stage, result.problem) == (Stage.DONE, None)
    found = found_in(result)
    assert (found.size.programme, found.size.comparison, found.size.pilots, found.size.countries) == (
        48,
        20,
        2,
        4,
    )
    ways = [
        [group.change.way for group in one.by_pilot.groups] for one in found.outcomes if one.key in CHANGED
    ]
    assert ways == [[Way.BETTER, Way.NEITHER]] * 2
    assert Decision.objects.get().finding in CHANGED
    assert pilots_apart(found)
    main = next(
        one.changed for level in found.levels for one in level.outcomes if one.outcome.key == CHANGED[0]
    )
    assert [(str(one.name), one.is_main) for one in main.follow_ups] == [
        ("3 months later", False), ("6 months later", True),
    ]  # fmt: skip


def test_who_moved_in_the_example_is_said_and_stays_in_the_group(loaded, client):
    client.force_login(make_member(make_partner()))
    page = client.get(reverse("evaluation:asking", args=[Evaluation.objects.get().pk])).text
    assert "2 people of the waiting list were given seats after the groups were set" in page
    assert "2 people gave up a seat, or did not take the one that was offered, after the groups" in page
    assert "taking part 48, waiting 20." in page


def test_loading_twice_changes_nothing(loaded):
    counts = [model.objects.count() for model in (Evaluation, Cohort, Study, Response, Decision)]
    example.load(loaded)
    assert [model.objects.count() for model in (Evaluation, Cohort, Study, Response, Decision)] == counts


def test_members_see_every_page_of_it_and_change_nothing(loaded, client):
    client.force_login(make_member(make_partner()))
    whole = Evaluation.objects.get()
    for name in PAGES:
        assert client.get(reverse(f"evaluation:{name}", args=[whole.pk])).status_code == 200, name
    for name in ("result", "report"):
        assert client.get(reverse(f"evaluation:{name}", args=[whole.pk, 1])).status_code == 200, name
    for part in (one.slug for one in PARTS):
        assert client.get(reverse("evaluation:result_part", args=[whole.pk, 1, part])).status_code == 200, (
            part
        )
    for kind in ("csv", "xlsx", "json"):
        assert client.get(reverse("evaluation:export_result", args=[whole.pk, 1, kind])).status_code == 200, (
            kind
        )
    assert "left out the practice" in client.get(reverse("evaluation:report", args=[whole.pk, 1])).text
    decision = Decision.objects.get()
    assert client.get(reverse("evaluation:decision", args=[whole.pk, decision.pk])).status_code == 200
    for name in CLOSED:
        assert client.get(reverse(f"evaluation:{name}", args=[whole.pk])).status_code == 403, name
