import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.matching.people import CRITERIA, DESIGN, RULES, SPRING, TOPICS, ZONES, person, two_sides, week

from mentorway.matching.availability import Period, Slot, Week, hours_a_week, shared
from mentorway.matching.fitting import FORBIDDEN, NEUTRAL, Fitting, score
from mentorway.matching.profiles import Criterion, Design, Kind, Relations, Rule, RuleKind, Side
from mentorway.wording import InvalidInputError


def by_hand(mentee, mentor, criterion, period):
    """The value of a criterion as its definition says, pair by pair; None where somebody did not answer."""
    first, second = mentee.answers.get(criterion.question), mentor.answers.get(criterion.asked(Side.MENTOR))
    if first is None or second is None:
        return None
    value = {
        Kind.SAME: lambda: float(first == second),
        Kind.OVERLAP: lambda: len(first & second) / len(first | second),
        Kind.WANTED: lambda: len(first & second) / len(first),
        Kind.CLOSE: lambda: max(0, 1 - abs(second - first - criterion.lead) / criterion.span),
        Kind.ORDERED: lambda: (
            1 - abs(criterion.order.index(second) - criterion.order.index(first)) / (len(criterion.order) - 1)
        ),
        Kind.AVAILABILITY: lambda: min(1, hours_by_hand(first, second, period) / criterion.enough),
    }[criterion.kind]()
    return float(np.rint(1000 * value))


def moments(one, period):
    """Every quarter hour in UTC that somebody has time, walked through one by one."""
    clock = ZoneInfo(one.zone)
    start = dt.datetime.combine(period.first, dt.time(), dt.UTC)
    for step in range(period.weeks * 7 * 96):
        moment = start + step * dt.timedelta(minutes=15)
        local = moment.astimezone(clock)
        minute = local.hour * 60 + local.minute
        if any(slot.weekday == local.weekday() and slot.start <= minute < slot.end for slot in one.slots):
            yield moment


def hours_by_hand(first, second, period):
    return len(set(moments(first, period)) & set(moments(second, period))) / 4 / period.weeks


def test_every_score_is_the_weighted_mean_of_what_both_answered():
    mentees, mentors = two_sides(1, 6, 5, skipped=0.3)
    period = Period(dt.date(2026, 3, 16), dt.date(2026, 4, 10))
    scores = score(mentees, mentors, Design(CRITERIA, period=period))
    for row, mentee in enumerate(mentees):
        for column, mentor in enumerate(mentors):
            known = [
                (one.weight, value)
                for one in CRITERIA
                if (value := by_hand(mentee, mentor, one, period)) is not None
            ]
            weight = sum(part for part, _ in known)
            expected = (
                np.floor(sum(part * value for part, value in known) / weight + 0.5) if known else NEUTRAL
            )
            assert scores[row, column] == expected


@given(st.integers(0, 10_000), st.floats(0, 0.9))
@settings(max_examples=25, deadline=None)
def test_the_terms_of_a_pair_always_give_its_score(seed, skipped):
    mentees, mentors = two_sides(seed, 4, 3, skipped)
    scores = score(mentees, mentors, replace(DESIGN, rules=()))
    fitting = Fitting(mentees, mentors, DESIGN)
    pairs = [(row, column) for row in range(4) for column in range(3)]
    for (row, column), terms in zip(pairs, fitting.terms_of(pairs), strict=True):
        weight = sum(one.criterion.weight for one in terms.terms if one.value is not None)
        points = sum(one.points for one in terms.terms)
        assert terms.score == (np.floor(points / weight + 0.5) if weight else NEUTRAL)
        assert terms.score == (NEUTRAL if not weight else scores[row, column])
        assert terms.coverage == weight / 100
        assert fitting.terms(row, column) == terms


def test_blocks_give_what_all_at_once_gives(monkeypatch):
    mentees, mentors = two_sides(5, 40, 17)
    whole = score(mentees, mentors, DESIGN)
    monkeypatch.setattr("mentorway.matching.fitting.PAIRS_AT_ONCE", 100)
    fitting = Fitting(mentees, mentors, DESIGN)
    blocks = list(fitting.blocks())
    assert len(blocks) == 8
    assert np.array_equal(np.concatenate([block for _, block in blocks]), whole)
    arcs = fitting.arcs()
    rows, columns = np.nonzero(whole >= 0)
    assert arcs.mentee.tolist() == rows.tolist()
    assert arcs.mentor.tolist() == columns.tolist()
    assert arcs.score.tolist() == whole[rows, columns].tolist()
    pairs = [(int(row), int(column)) for row, column in zip(rows[::7], columns[::7], strict=True)]
    assert [terms.score for terms in fitting.terms_of(pairs)] == whole[rows[::7], columns[::7]].tolist()


def test_a_question_that_was_skipped_is_left_out_and_not_a_zero():
    criteria = (
        Criterion("a", "A", Kind.SAME, 30, "a"),
        Criterion("b", "B", Kind.SAME, 70, "b"),
    )
    mentors = [person("m", "mentor", a="x", b="y")]
    mentees = [
        person("all", "mentee", a="x", b="no"),
        person("some", "mentee", a="x"),
        person("none", "mentee"),
        person("empty", "mentee", a="", b=""),
    ]
    assert score(mentees, mentors, Design(criteria)).tolist() == [[300], [1000], [NEUTRAL], [NEUTRAL]]
    fitting = Fitting(mentees, mentors, Design(criteria))
    assert [fitting.terms(row, 0).coverage for row in range(4)] == [1, 0.3, 0, 0]
    assert [one.value for one in fitting.terms(1, 0).terms] == [1000, None]


def test_many_choices_are_compared_as_few_are():
    names = [f"skill {number}" for number in range(2000)]
    rng = np.random.default_rng(3)
    sets = [frozenset(rng.choice(names, 40, replace=False).tolist()) for _ in range(20)]
    mentees = [person(f"e{place}", "mentee", w=one) for place, one in enumerate(sets)]
    mentors = [person(f"o{place}", "mentor", w=one) for place, one in enumerate(reversed(sets))]
    criterion = Criterion("w", "W", Kind.OVERLAP, 1, "w")
    found = score(mentees, mentors, Design((criterion,)))
    assert found.tolist() == [
        [int(by_hand(mentee, mentor, criterion, None)) for mentor in mentors] for mentee in mentees
    ]
    assert found[0, 19] == 1000


@pytest.mark.parametrize(
    "zones", [("Europe/Stockholm", "America/New_York"), ("Europe/Riga", "Asia/Kathmandu")]
)
def test_hours_in_common_follow_the_clocks_of_both_through_the_year(zones):
    rng = np.random.default_rng(8)
    first, second = replace(week(rng), zone=zones[0]), replace(week(rng), zone=zones[1])
    year = Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    found = hours_a_week(shared([first], [second], year), slice(None))[0, 0]
    assert found == pytest.approx(hours_by_hand(first, second, year), rel=1e-6)


def test_two_who_meet_in_winter_only_do_not_share_the_summer():
    reykjavik = Week("Atlantic/Reykjavik", (Slot(0, 16 * 60, 17 * 60),))  # no summer time
    stockholm = Week("Europe/Stockholm", (Slot(0, 17 * 60, 18 * 60),))

    def hours(*days):
        return float(hours_a_week(shared([reykjavik], [stockholm], Period(*days)), slice(None))[0, 0])

    assert hours(dt.date(2026, 1, 5), dt.date(2026, 1, 18)) == 1
    assert hours(dt.date(2026, 6, 1), dt.date(2026, 6, 14)) == 0
    assert hours(dt.date(2026, 3, 23), dt.date(2026, 4, 5)) == 0.5


def test_the_hour_that_is_missing_in_spring_is_nobodys_and_the_one_in_autumn_comes_twice():
    night = Week("Europe/Riga", (Slot(6, 3 * 60, 4 * 60),))

    def hours(day):
        return float(hours_a_week(shared([night], [night], Period(day, day)), slice(None))[0, 0])

    assert hours(dt.date(2026, 3, 29)) == 0
    assert hours(dt.date(2026, 10, 25)) == 2
    assert hours(dt.date(2026, 11, 1)) == 1


def test_an_hour_a_week_is_an_hour_a_week_whatever_day_the_period_ends():
    for last in range(1, 14):
        period = Period(dt.date(2026, 6, 1), dt.date(2026, 6, last))
        for weekday in range(7):
            one = Week("Europe/Vilnius", (Slot(weekday, 600, 660),))
            assert hours_a_week(shared([one], [one], period), slice(None)).tolist() == [[1]]


def test_each_rule_forbids_what_it_names_and_nothing_else():
    time = Week("Europe/Riga", (Slot(0, 600, 660),))
    mentors = [
        person("boss of the boss", "mentor", l=frozenset({"lv"}), o="B", c="LV", t=time),
        person("enemy", "mentor", l=frozenset({"lv"}), o="B", c="LV", t=time),
        person("foreigner", "mentor", l=frozenset({"sv"}), o="B", c="LV", t=time),
        person("colleague", "mentor", l=frozenset({"lv"}), o="A", c="LV", t=time),
        person("abroad", "mentor", l=frozenset({"lv"}), o="B", c="SE", t=time),
        person(
            "busy", "mentor", l=frozenset({"lv"}), o="B", c="LV", t=replace(time, slots=(Slot(1, 600, 660),))
        ),
        person("led", "mentor", l=frozenset({"lv"}), o="B", c="LV", t=time),
        person("ann", "mentor", l=frozenset({"lv"}), o="B", c="LV", t=time),
        person("fine", "mentor", l=frozenset({"lv"}), o="B", c="LV", t=time),
    ]
    ann = person("ann", "mentee", l=frozenset({"lv", "en"}), o="A", c="LV", t=time)
    relations = Relations(
        {"ann": "boss", "boss": "boss of the boss", "led": "lead", "lead": "ann"},
        frozenset({("enemy", "ann")}),
    )
    rules = (
        Rule(RuleKind.LINE),
        Rule(RuleKind.CONFLICT),
        Rule(RuleKind.LANGUAGE, "l"),
        Rule(RuleKind.ORGANISATION, "o"),
        Rule(RuleKind.COUNTRY, "c"),
        Rule(RuleKind.HOURS, "t", least=1),
    )
    design = Design((Criterion("c", "C", Kind.SAME, 1, "c"),), rules, relations, SPRING)
    fitting = Fitting([ann], mentors, design)
    breaks = {kind.value: np.flatnonzero(~fitting.kept(kind, 0, 1)[0]).tolist() for kind in fitting.kinds}
    assert breaks == {
        "oneself": [7],
        "line": [0, 6],
        "conflict": [1],
        "language": [2],
        "organisation": [3],
        "country": [4],
        "hours": [5],
    }
    assert np.flatnonzero(fitting.block(0, 1)[0] != FORBIDDEN).tolist() == [8]
    assert np.flatnonzero(fitting.allowed(0, 1, without=RuleKind.COUNTRY)[0]).tolist() == [4, 8]


def test_a_rule_that_cannot_be_checked_allows_the_pair_unless_it_is_strict():
    mentees = [person("said", "mentee", l=frozenset({"lv"})), person("silent", "mentee", l=frozenset())]
    mentors = [person("m", "mentor", l=frozenset({"sv"})), person("quiet", "mentor")]
    criterion = Criterion("l", "L", Kind.OVERLAP, 1, "l")

    def allowed(*, strict):
        return (
            Fitting(mentees, mentors, Design((criterion,), (Rule(RuleKind.LANGUAGE, "l", strict=strict),)))
            .allowed(0, 2)
            .tolist()
        )

    assert allowed(strict=False) == [[False, True], [True, True]]
    assert allowed(strict=True) == [[False, False], [False, False]]


def test_a_side_is_compared_by_its_own_interest():
    criteria = (
        Criterion("wants", "Wants", Kind.WANTED, 50, "wants", "offers", serves=Side.MENTEE),
        Criterion("near", "Near", Kind.SAME, 50, "place", serves=Side.MENTOR),
    )
    mentees = [person("ann", "mentee", wants=frozenset({"law"}), place="here")]
    mentors = [person("bo", "mentor", offers=frozenset({"law"}), place="there")]
    fitting = Fitting(mentees, mentors, Design(criteria))
    assert fitting.block(0, 1).tolist() == [[500]]
    assert fitting.serving(Side.MENTEE).block(0, 1).tolist() == [[1000]]
    assert fitting.serving(Side.MENTOR).block(0, 1).tolist() == [[0]]
    with pytest.raises(InvalidInputError, match="interest of this side"):
        Fitting(mentees, mentors, Design(criteria[:1])).serving(Side.MENTOR)


def test_nobody_on_one_side_is_no_trouble():
    mentees, mentors = two_sides(2)
    assert score([], mentors, DESIGN).shape == (0, 9)
    assert score(mentees, [], DESIGN).shape == (12, 0)
    assert Fitting([], [], DESIGN).arcs().count == 0
    assert Fitting(mentees, mentors, DESIGN).terms_of([]) == ()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Slot(7, 0, 60), "0 .Monday. to 6"),
        (lambda: Slot(0, 60, 60), "quarter of an hour"),
        (lambda: Slot(0, 60, 70), "quarter of an hour"),
        (lambda: Slot(0, 1380, 1500), "past midnight"),
        (lambda: Week("Europe/Atlantis", ()), "no time zone “Europe/Atlantis”"),
        (lambda: Week("../etc", ()), "no time zone"),
        (lambda: Period(dt.date(2026, 2, 1), dt.date(2026, 1, 1)), "2026-02-01 to 2026-01-01"),
        (lambda: Period(dt.date(2026, 1, 1), dt.date(2036, 1, 1)), "1 to 1098 days"),
        (lambda: Criterion("a", "A", Kind.SAME, 101, "a"), "from 0 to 100; it is 101"),
        (lambda: Criterion("a", "A", Kind.SAME, 0.5, "a"), "whole number"),
        (lambda: Criterion("a", "A", Kind.ORDERED, 1, "a", order=("x",)), "at least two"),
        (lambda: Criterion("a", "A", Kind.ORDERED, 1, "a", order=("x", "x")), "each once"),
        (lambda: Criterion("a", "A", Kind.CLOSE, 1, "a", span=0), "above 0"),
        (lambda: Criterion("a", "A", Kind.CLOSE, 1, "a", lead=float("nan")), "above 0"),
        (lambda: Rule(RuleKind.LANGUAGE), "needs the question"),
        (lambda: Rule(RuleKind.HOURS, "t"), "above 0"),
        (lambda: Design((CRITERIA[0], CRITERIA[0])), "“topics” comes twice"),
        (lambda: Design((CRITERIA[0],), (RULES[0], RULES[0])), "“language” comes twice"),
        (lambda: Design((replace(CRITERIA[0], weight=0),)), "weight above 0"),
        (lambda: Design((CRITERIA[5],)), "first and the last day"),
        (lambda: Design((CRITERIA[0],), (RULES[4],)), "first and the last day"),
        (lambda: Design(tuple(replace(CRITERIA[0], key=str(n)) for n in range(41))), "41 criteria"),
    ],
)
def test_a_design_that_cannot_be_used_is_refused_in_words(make, words):
    with pytest.raises(InvalidInputError, match=words):
        make()


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ([person("ann", "mentee"), person("ann", "mentee")], "“ann” comes twice"),
        ([person("ann", "mentor")], "wrong side"),
        ([person("ann", "mentee", wants="law")], "“wants” of “ann” must be a set"),
        ([person("ann", "mentee", years="ten")], "“years” of “ann” must be a number"),
        ([person("ann", "mentee", years=float("inf"))], "must be a number"),
        ([person("ann", "mentee", years=True)], "must be a number"),
        ([person("ann", "mentee", place=frozenset())], "must be one choice"),
        ([person("ann", "mentee", time="Monday")], "must be weekly times"),
        ([person("ann", "mentee", languages="en")], "“languages” of “ann” must be a set"),
        ([person("ann", "mentee", often="daily")], "“ann” answered “daily” to “How often to meet”"),
    ],
)
def test_answers_that_cannot_be_compared_are_refused_with_who_and_what(people, words):
    with pytest.raises(InvalidInputError, match=words):
        Fitting(people, [], DESIGN)


def test_a_circle_of_managers_ends():
    relations = Relations({"a": "b", "b": "c", "c": "b"})
    assert relations.above("a") == {"b", "c"}
    assert relations.above("nobody") == frozenset()


def test_names_of_topics_and_zones_are_used_in_full():
    """The drawn people differ in all they could: a guard for the tests above."""
    mentees, mentors = two_sides(1, 60, 60, skipped=0)
    assert {zone.answers["time"].zone for zone in mentees} == set(ZONES)
    assert frozenset().union(*(one.answers["offers"] for one in mentors)) == set(TOPICS)


def test_more_people_than_can_be_matched_are_refused(monkeypatch):
    monkeypatch.setattr("mentorway.matching.profiles.MOST_PEOPLE", 1)
    with pytest.raises(InvalidInputError, match="2 people on one side, and at most 1"):
        Fitting([person("ann", "mentee"), person("eva", "mentee")], [], DESIGN)
