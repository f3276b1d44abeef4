from dataclasses import replace
from itertools import pairwise

import pytest
from tests.comparing.making import make_facts, make_snapshot

from mentorway.comparing import PRESETS, Missing, Plan, compare, sensitivity, sentences
from mentorway.comparing.records import from_json, to_json
from mentorway.comparing.sensitivity import variants_of
from mentorway.evidence.psychometrics.factors.models import Release
from mentorway.evidence.psychometrics.invariance.licence import Verdict
from mentorway.language import LANGUAGES, Words
from mentorway.wording import InvalidInputError, Message

SIZES = {"LT": 300, "SE": 320}
EN = Words.of("en")


@pytest.fixture(scope="module")
def moved(tmp_path_factory):
    snapshot = make_snapshot(
        SIZES, {"A": 5, "B": 4}, tmp_path_factory.mktemp("ways"), shift={("LT", "A2"): 0.6}
    )
    return snapshot, compare(snapshot, Plan(sensitivity=True))


def variant(found, key):
    return next(one for one in found.scales[0].sensitivity.variants if one.key == key)


def test_each_way_differs_from_the_plan_in_one_thing():
    plan = Plan()
    keys = [one.key for one in variants_of(plan, weighted=False)]
    assert keys == ["fiml", "ordinal", "strict", "cheung_rensvold", "rutkowski_svetina", "released"]
    for one in variants_of(plan, weighted=False):
        unlike = [name for name in vars(plan) if getattr(one.plan, name) != getattr(plan, name)]
        assert len(unlike) == (one.key != "released")
    free = Plan(
        weight=True,
        cluster="school",
        rules=PRESETS["strict"].rules,
        releases={"A": (Release("intercept", "A2"),)},
    )
    keys = [one.key for one in variants_of(free, weighted=True)]
    assert keys == [
        *("fiml", "ordinal", "unweighted", "independent"),
        *("usual", "cheung_rensvold", "rutkowski_svetina", "unreleased"),
    ]


def test_each_way_is_the_comparison_with_that_plan(moved):
    snapshot, found = moved
    for asked in variants_of(Plan(), weighted=False):
        if asked.key == "released":
            continue
        alone = compare(snapshot, asked.plan).scales[0]
        mine = variant(found, asked.key)
        assert [one.verdict for one in mine.pairs] == [one.verdict for one in alone.licences], asked.key
        assert [one.difference for one in mine.pairs if one.difference is not None] == [
            one.standardised for one in alone.mean_differences
        ]


def test_the_search_finds_the_moved_question(moved):
    _, found = moved
    assert variant(found, "plan").pairs[0].verdict is Verdict.ASSOCIATIONS
    (pair,) = variant(found, "released").pairs
    assert pair.verdict is Verdict.PARTIAL_MEANS
    assert pair.low < pair.difference < pair.high
    assert variant(found, "plan").pairs[0].difference is None
    assert variant(found, "plan").pairs[0].cfi_scalar < -0.01


def test_what_hangs_on_the_choice_is_said_in_every_language(moved):
    _, found = moved
    steady, changing = found.scales[1].sensitivity, found.scales[0].sensitivity
    assert any("It changes with:" in one for one in sentences.sensitivity(EN, changing))
    assert "Items that differ found by search and set free" in " ".join(sentences.sensitivity(EN, changing))
    for language in LANGUAGES:
        for panel in (steady, changing):
            assert all("%(" not in one for one in sentences.sensitivity(Words.of(language), panel))
    alone = replace(changing, variants=changing.variants[:1])
    assert sentences.sensitivity(EN, alone) == []


def test_a_way_that_cannot_be_done_says_why(tmp_path):
    snapshot, _ = make_facts(SIZES, {"A": 4}, tmp_path, weight="weight")
    found = compare(snapshot, Plan(cluster="school", sensitivity=True))
    failed = {one.key: str(one.failed) for one in found.scales[0].sensitivity.variants if one.failed}
    assert set(failed) == {"ordinal"}
    assert "cannot heed organisations" in failed["ordinal"]
    done = [one.key for one in found.scales[0].sensitivity.variants if not one.failed]
    assert {"plan", "weighted", "independent"} <= set(done)


def test_pairs_that_are_too_small_stay_so_in_every_way(tmp_path):
    found = compare(make_snapshot({"LT": 120, "SE": 20}, {"A": 4}, tmp_path), Plan(sensitivity=True))
    for one in found.scales[0].sensitivity.variants:
        assert [pair.verdict for pair in one.pairs] == [Verdict.NONE]
    assert sentences.sensitivity(EN, found.scales[0].sensitivity) == []


def test_other_ways_are_told_and_can_be_ended(moved):
    snapshot, _ = moved
    told = []
    compare(snapshot, Plan(sensitivity=True), progress=lambda share, step: told.append((share, str(step))))
    assert all(before[0] <= after[0] for before, after in pairwise(told))
    assert told[-1][0] == pytest.approx(1)
    assert "Everyone with what they answered (FIML)" in {step for _, step in told}

    def stop(_share, step):
        if str(step) == "Answers as ordered steps (WLSMV)":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compare(snapshot, Plan(sensitivity=True), progress=stop)


def test_one_group_has_ways_without_pairs_and_all_of_it_is_stored(moved, tmp_path):
    alone = compare(make_snapshot({"LT": 90}, {"A": 4}, tmp_path), Plan(sensitivity=True))
    assert {one.pairs for one in alone.scales[0].sensitivity.variants} == {()}
    _, found = moved
    again = from_json(to_json(found))
    assert again.scales[0].sensitivity == found.scales[0].sensitivity
    assert again.scales[1].scores == found.scales[1].scores
    assert again.scales[0].answers == found.scales[0].answers


def test_with_complete_answers_as_the_other_way(tmp_path):
    snapshot = make_snapshot(SIZES, {"A": 4}, tmp_path)
    found = compare(snapshot, Plan(missing=Missing.FIML, sensitivity=True))
    assert variant(found, "complete").pairs[0].verdict is Verdict.MEANS
    assert "released" not in {one.key for one in found.scales[0].sensitivity.variants}


def test_a_search_that_cannot_be_done_leaves_the_pair_as_planned(moved, monkeypatch):
    snapshot, _ = moved

    def refuse(*_args, **_more):
        raise InvalidInputError(Message("The search did not settle."))

    monkeypatch.setattr(sensitivity, "partial_invariance", refuse)
    found = compare(snapshot, Plan(sensitivity=True))
    assert variant(found, "released").pairs == variant(found, "plan").pairs
