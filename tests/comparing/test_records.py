import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
from tests.comparing.making import example, make_snapshot

from mentorway.comparing import PRESETS, Missing, Plan, compare
from mentorway.comparing.records import from_json, plan_from_facts, plan_to_facts, to_json
from mentorway.evidence.psychometrics.factors.models import Release
from mentorway.evidence.psychometrics.invariance.licence import DEFAULT
from mentorway.wording import InvalidInputError

OLD = Path(__file__).with_name("old_finding.json")


def test_what_is_stored_is_what_was_found_to_the_last_digit():
    text = to_json(example())
    again = from_json(text)
    assert to_json(again) == text
    for before, after in zip(example().scales, again.scales, strict=True):
        assert after.licences == before.licences
        assert after.mean_differences == before.mean_differences
        assert after.items == before.items
        assert [fit.indices for fit in after.ladder.fits] == [fit.indices for fit in before.ladder.fits]
    loadings = example().scales[0].ladder.fits[0].groups[0].loadings
    assert (again.scales[0].ladder.fits[0].groups[0].loadings == loadings).all()
    assert again.plan == example().plan
    assert again.scales[0].groups[0].alpha == example().scales[0].groups[0].alpha


def test_no_number_stays_no_number_and_the_json_is_strict(tmp_path):
    found = compare(make_snapshot({"SE": 60, "LT": 1}, {"A": 3}, tmp_path))
    text = to_json(found)
    json.loads(text, parse_constant=lambda name: 1 / 0)
    lonely = next(group for group in from_json(text).scales[0].groups if group.name == "LT")
    assert math.isnan(lonely.sd)
    assert lonely.alpha is None


def test_what_was_stored_before_there_was_more_to_find_still_loads():
    found = from_json(OLD.read_text("utf-8"))
    assert found.plan.releases["A"] == (Release("intercept", "A2"),)
    assert (found.plan.by, found.plan.missing, found.plan.sensitivity) == ("", Missing.COMPLETE, False)
    scale = found.scales[0]
    assert (scale.scores, scale.answers, scale.associations, scale.sensitivity) == (None, (), (), None)
    assert [one.verdict.value for one in scale.licences] == ["none", "partial_means", "none"]
    assert from_json(to_json(found)).scales[0].licences == scale.licences


PLAN = Plan(
    scales=("Trust",),
    releases={"Trust": (Release("loading", "t1"),)},
    rules=PRESETS["rutkowski_svetina"].rules,
    by="sector",
    where={"wave": ("1", "2")},
    cluster="partner",
    missing=Missing.FIML,
    sensitivity=True,
    matters=0.25,
)


@pytest.mark.parametrize("plan", [Plan(), PLAN, replace(PLAN, rules=replace(DEFAULT, fewest=30))])
def test_a_plan_is_the_same_after_it_was_plain_facts(plan):
    facts = plan_to_facts(plan)
    assert json.loads(json.dumps(facts)) == facts
    assert plan_from_facts(facts) == plan


def test_facts_of_a_plan_from_before_get_what_was_done_before():
    before = {"scales": [], "groups": ["SE"], "several_factors": True, "releases": {}}
    assert plan_from_facts(before) == Plan(groups=("SE",))


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"rules": "lenient"}, "no cut-offs called “lenient”"),
        ({"missing": "sometimes"}, "wrong form"),
        ({"rules": {"fewest": "many"}}, "wrong form"),
    ],
)
def test_facts_that_are_no_plan_are_refused(facts, said):
    with pytest.raises(InvalidInputError, match=said):
        plan_from_facts(facts)
