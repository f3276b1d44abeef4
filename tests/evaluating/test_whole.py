from dataclasses import fields, is_dataclass, replace
from decimal import Decimal

import numpy as np
import pytest
from tests.evaluating.spending_making import LIKED, OUTCOMES, asked_of, made, sheet_of

from mentorway.evaluating.asking import Asked
from mentorway.evaluating.assumptions import ASSUMED, TITLES, Key
from mentorway.evaluating.effects import SideBySide, Way
from mentorway.evaluating.frontier import PilotsCompared
from mentorway.evaluating.money import CostLine, Kind, Sheet
from mentorway.evaluating.overall import Grade
from mentorway.evaluating.people import Arm, Level, Measured, People, Wave
from mentorway.evaluating.pilots import BETTER, COMPLETED, COST, GAIN
from mentorway.evaluating.spending import Spending
from mentorway.evaluating.whole import evaluate, rests_on
from mentorway.language import Words
from mentorway.wording import InvalidInputError, Message


def evaluated(people, asked=None, **more):
    return evaluate(people, asked or Asked(draws=200), rng=np.random.default_rng(5), **more)


@pytest.fixture(scope="module")
def whole():
    people = made()
    return evaluated(people, asked_of(people))


def thin(pilots=4):
    """One outcome, and too few pilots to be laid side by side."""
    people = made(pilots, 20)
    return replace(people, measured=people.measured[:1])


def only_waves(people, *waves):
    measured = tuple(
        Measured(one.outcome, {wave: scores for wave, scores in one.waves.items() if wave in waves})
        for one in people.measured
    )
    return replace(people, measured=measured)


def test_everything_is_there_for_twelve_pilots(whole):
    assert (whole.size.programme, whole.size.comparison, whole.size.pilots, whole.size.countries) == (
        168,
        72,
        12,
        4,
    )
    assert [level.level for level in whole.levels] == list(Level)
    assert [one.key for one in whole.outcomes] == ["trust", "skill", "worry", "liked"]
    trust, skill = whole.outcomes[:2]
    assert isinstance(trust.effect, SideBySide)
    assert trust.rests_on in Key
    assert not isinstance(trust.lost, Message)
    assert not isinstance(skill.others, Message)
    assert (whole.confidence, whole.seed) == (0.95, 5)
    assert whole.messages == ()


def messages_in(found):
    if isinstance(found, Message):
        yield found
    elif is_dataclass(found):
        for one in fields(found):
            yield from messages_in(getattr(found, one.name))
    elif isinstance(found, tuple):
        for one in found:
            yield from messages_in(one)


@pytest.mark.parametrize("pilots", [1, 2, 12])
def test_every_sentence_can_be_said(whole, pilots):
    people = made(pilots, 14)
    found = whole if pilots == 12 else evaluated(people, asked_of(people))
    said = [Words.of("en").say(one) for one in messages_in(found)]
    assert len(said) > 20
    assert not [one for one in said if "%(" in one or "%%" in one or "nan" in one]


def test_countries_stand_side_by_side_only_with_a_licence(whole):
    trust, skill = whole.outcomes[:2]
    assert [one.label for one in trust.by_country.groups] == ["FI", "LT", "LV", "SE"]
    assert skill.by_country.groups == ()
    assert "not tested" in str(skill.by_country.why)
    assert len(skill.by_pilot.groups) == 12


def test_the_effect_that_was_put_in_is_found_and_said(whole):
    by_outcome = {one.outcome.key if one.outcome else "": one for one in whole.conclusions}
    assert by_outcome["skill"].grade is Grade.SHOWN
    assert by_outcome[""].grade is Grade.SHOWN
    assert "liked" not in by_outcome  # liking is no change


def test_money_is_complete(whole):
    money = whole.money
    assert isinstance(money, Spending)
    assert money.total.all == sum(line.amount for line in sheet_of(made()).lines)
    assert sum(one.all for one in money.pilots) == pytest.approx(money.total.all)
    assert [one.per.value for one in money.people] == ["participant", "completed", "hour"]
    assert len(money.changes) == 8
    assert money.beside_usual[0].ratio.quadrant == "dearer and better"
    assert money.returned.returned.ratio > 0
    assert isinstance(money.compared, PilotsCompared)
    assert len(money.compared.pilots) == 12


def test_the_same_seed_gives_the_same_and_another_sheet_changes_no_result():
    people = thin()
    found = evaluated(people, asked_of(people))
    again = evaluated(people, asked_of(people))
    other = evaluated(people, replace(asked_of(people), sheet=None))
    assert again.outcomes == found.outcomes == other.outcomes
    assert again.conclusions == found.conclusions == other.conclusions
    assert (again.money.people, again.money.changes) == (found.money.people, found.money.changes)


def test_progress_rises_from_0_to_100():
    told = []
    people = made(2, 12)
    evaluated(people, asked_of(people), progress=lambda percent, step: told.append((percent, str(step))))
    assert (told[0], told[-1]) == ((0, "Change, level by level"), (100, "Done"))
    assert told == sorted(told, key=lambda one: one[0])


@pytest.mark.parametrize("end", [0, 30, 60, 85, 99])
def test_who_does_not_want_it_any_more_ends_it(end):
    class NoMoreError(Exception):
        pass

    def stop(percent, _step):
        if percent >= end:
            raise NoMoreError

    people = made(2, 12)
    with pytest.raises(NoMoreError):
        evaluated(people, asked_of(people), progress=stop)


@pytest.mark.parametrize("asked", [Asked(confidence=1.0), Asked(draws=10)])
def test_what_cannot_be_asked_is_refused_at_once(asked):
    with pytest.raises(InvalidInputError):
        evaluated(made(2, 12), asked)


def test_nobody_is_an_evaluation():
    found = evaluated(People((), (), (), (), (), ()))
    assert str(found.messages[0]) == "Nobody took the programme, so there is nothing to evaluate."
    assert found.conclusions[-1].grade is Grade.CANNOT_BE_SAID


def test_a_comparison_group_alone_is_an_evaluation():
    people = made(3, 20, 20)
    found = evaluated(people, asked_of(people))
    assert isinstance(found.money, Message)
    assert found.size.programme == 0


def test_nothing_measured_is_an_evaluation_of_costs():
    people = replace(thin(), measured=())
    found = evaluated(people, asked_of(people))
    assert "No outcome was measured" in str(found.messages[0])
    assert found.money.people[0].value > 0
    assert found.money.changes == ()


def test_without_a_wave_after_nothing_is_concluded_and_costs_stand():
    people = only_waves(made(4, 20), Wave.BEFORE)
    found = evaluated(people, asked_of(people))
    assert {one.grade for one in found.conclusions} == {Grade.CANNOT_BE_SAID}
    assert all(isinstance(one.effect, Message) for one in found.outcomes)
    assert {one.value for one in found.money.changes} == {None}
    assert found.money.people[0].value > 0


def test_only_after_only_shows_no_change():
    found = evaluated(only_waves(made(4, 20), Wave.AFTER))
    assert all(one.changed is None for level in found.levels for one in level.outcomes)


def test_one_country_is_said():
    people = thin()
    found = evaluated(replace(people, country=("LT",) * len(people)))
    assert str(found.messages[0]) == (
        "All people are from one country, so countries cannot be laid side by side."
    )


def test_a_cohort_of_three_shows_how_many_and_nothing_else():
    people = made(1, 3, 0)
    found = evaluated(people, asked_of(people))
    assert {one.grade for one in found.conclusions} == {Grade.CANNOT_BE_SAID}
    for one in (*found.money.people[1:], *found.money.changes):
        assert one.value is None
    assert isinstance(found.money.compared, Message)


def test_no_costs_are_a_message_and_results_stand():
    found = evaluated(thin())
    assert str(found.money) == "There is no cost sheet, so nothing can be said of costs."
    assert found.conclusions[-1].grade in (Grade.SHOWN, Grade.SUGGESTED)


def test_a_currency_without_a_rate_divides_nothing_and_names_the_line():
    people = thin()
    sheet = sheet_of(people)
    strange = CostLine("Travel", Kind.TRAVEL, Decimal(900), "SEK", 2026, pilot="P000")
    found = evaluated(people, Asked(sheet=replace(sheet, lines=(*sheet.lines, strange)), draws=200))
    assert found.money.total.all is None
    assert "Line 10 (Travel) is in SEK" in str(found.money.total.messages[-1])
    assert (found.money.people, found.money.changes) == ((), ())
    assert "come out too cheap" in str(found.money.messages[0])
    assert found.money.compared.ratios[0].values[0] is None


def test_sheets_in_two_currencies_are_not_laid_side_by_side():
    people = thin()
    found = evaluated(people, replace(asked_of(people), usual=Sheet((), "SEK", 2026)))
    assert found.money.beside_usual == ()
    assert "one currency and price year" in str(found.money.messages[-1])


def test_costs_of_the_comparison_group_that_were_not_said_are_missed():
    people = thin()
    found = evaluated(people, replace(asked_of(people), usual=None))
    assert found.money.beside_usual == ()
    assert "was not said" in str(found.money.messages[-1])


def test_costs_of_a_pilot_that_nobody_took_part_in_are_said():
    people = thin()
    sheet = sheet_of(people)
    line = CostLine("Room", Kind.ROOMS, Decimal(5), "EUR", 2026, pilot="Nowhere")
    found = evaluated(people, Asked(sheet=replace(sheet, lines=(*sheet.lines, line)), draws=200))
    assert "Nowhere" in str(found.money.messages[1])
    assert "by their participants" in str(found.money.messages[0])


def test_without_anyone_compared_a_change_is_at_most_suggested():
    people = made(4, 20, 0)
    found = evaluated(people, asked_of(people))
    assert found.conclusions[0].grade in (Grade.SUGGESTED, Grade.NOT_SHOWN)
    assert found.money.beside_usual == ()


def test_all_scores_alike_are_an_evaluation():
    people = made(3, 20)
    same = tuple(
        Measured(one, {Wave.BEFORE: np.zeros(60), Wave.AFTER: np.zeros(60)}, np.zeros(60)) for one in OUTCOMES
    )
    found = evaluated(replace(people, measured=same), asked_of(people))
    assert found.conclusions[-1].grade in (Grade.NOT_SHOWN, Grade.CANNOT_BE_SAID)


def test_nobody_answered_anything_is_an_evaluation():
    people = made(3, 20)
    nothing = tuple(
        Measured(one, {Wave.BEFORE: np.full(60, np.nan), Wave.AFTER: np.full(60, np.nan)}) for one in OUTCOMES
    )
    found = evaluated(replace(people, measured=nothing, completed=None, hours=None), asked_of(people))
    assert found.conclusions[-1].grade is Grade.CANNOT_BE_SAID


def test_small_pilots_are_not_laid_side_by_side_nor_to_be_reckoned():
    people = made(14, 12, 0)
    people = replace(people, measured=people.measured[:1])
    keep = np.array(
        [
            pilot != "P000" or int(name[1:]) < 3
            for pilot, name in zip(people.pilot, people.people, strict=True)
        ]
    )
    some = people.only(keep)
    found = evaluated(some, Asked(sheet=sheet_of(some), draws=200)).money.compared
    assert "P000" not in found.names
    assert len(found.names) == 12
    assert "2 pilots are left out" in str(found.messages[0])


def test_ratios_that_would_count_fewer_than_five_people_are_not_shown():
    people = thin()
    done = np.array(people.in_arm(Arm.PROGRAMME))
    done[: len(done)] = [pilot != "P000" or place < 3 for place, pilot in enumerate(people.pilot)]
    some = replace(people, completed=done & people.in_arm(Arm.PROGRAMME))
    found = evaluated(some, asked_of(some)).money.compared
    ratios = {(one.input, one.output): one.values for one in found.ratios}
    assert ratios[COST, COMPLETED][0] is None
    assert sum(one is None for one in ratios[COST, COMPLETED]) == 2  # else one could be reckoned
    assert all(value is None or value > 0 for value in ratios[COST, BETTER])


def test_improvement_of_two_people_of_a_pilot_is_not_shown_whatever_else_is_known():
    people = thin()
    after = people.measured[0].waves[Wave.AFTER].copy()
    after[2:20] = np.nan
    trust = replace(people.measured[0].outcome, reliability=None)
    waves = {**people.measured[0].waves, Wave.AFTER: after}
    some = replace(people, measured=(Measured(trust, waves),))
    found = evaluated(some, asked_of(some)).money.compared
    ratios = {(one.input, one.output): one.values for one in found.ratios}
    assert ratios[COST, GAIN][0] is None
    assert sum(one is None for one in ratios[COST, GAIN]) == 2


def way(key, value, low, high):
    return Way(key, TITLES[key], 50, 50, ASSUMED[key], value, low, high)


def side_by_side_of(*ways):
    return SideBySide(LIKED, Wave.AFTER, 50, 50, ways, Message("x"), Message("x"), 1.0, None)


def test_a_conclusion_rests_on_the_start_being_allowed_for():
    changes, covariance = way(Key.CHANGES, 1.0, 0.9, 1.1), way(Key.COVARIANCE, 1.0, 0.2, 1.8)
    assert rests_on(side_by_side_of(changes, covariance)) is covariance


def test_where_ways_do_not_all_say_the_same_it_rests_on_the_one_that_is_least_sure():
    changes, covariance = way(Key.CHANGES, 0.5, -0.1, 1.1), way(Key.COVARIANCE, 1.0, 0.2, 1.8)
    assert rests_on(side_by_side_of(covariance, changes)) is changes


def test_no_way_with_an_interval_is_nothing_to_rest_on():
    assert rests_on(side_by_side_of(way(Key.CHANGES, None, None, None))) is None
