"""From the rows of studies, pilots and rounds to people without names: a score an outcome and wave."""

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from mentorway.evaluating.people import Arm, Level, Measured, Outcome, People, Vector, Wave
from mentorway.evidence.psychometrics.reliability import alpha
from mentorway.web.evaluation.analysis import costs
from mentorway.web.evaluation.analysis.decided import WAITING_COSTS_NOTHING, Decided, decided
from mentorway.web.evaluation.analysis.outcomes import Defined, Item, outcomes_of
from mentorway.web.evaluation.models import Evaluation, Others
from mentorway.web.evaluation.queries import gathering as queries
from mentorway.web.methodology.models import Scoring
from mentorway.web.pilots.analysis.completion import completions_of
from mentorway.web.pilots.models import Cohort, Participant, Standing
from mentorway.web.study.analysis.keys import KeyDestroyedError, pseudonym_of
from mentorway.web.study.models import Mode, Study
from mentorway.wording import InvalidInputError, Message

FEWEST_FOR_RELIABILITY: Final = 20
LEAST_ANSWERED: Final = 0.5  # of the questions of a scale
NO_STUDY: Final = Message("No study is chosen that asks before and after.")
IN_BIN: Final = Message("The study “%(study)s” is deleted, so nothing can be computed from its answers.")
NOT_JOINED: Final = Message(
    "The study “%(study)s” does not ask under a pseudonym, so that before and after cannot be joined, and "
    "nobody knows whose answers are of the pilots."
)
KEY_DESTROYED: Final = Message(
    "The key of the study “%(study)s” is destroyed, as was promised to those who answered. Before and after "
    "cannot be joined any more, and nobody can find out whose answers are of the pilots. Earlier versions "
    "stay as they are."
)
MENTEES_LOST: Final = Message(
    "What mentees say is left out: the answers to the study “%(study)s” cannot be joined to their mentors "
    "(any more)."
)
NO_ROUND: Final = Message(
    "What mentees say is left out: no mentoring round is chosen that says who is whose mentor."
)
NO_ANSWERS: Final = Message("%(outcome)s: nobody has answered its questions yet, so it is left out.")
LEFT_OUT: Final = Message(
    "%(outcome)s is left out, as something is wrong with it. See “Questions and outcomes”."
)

Answers = Mapping[str, Any]
ByPerson = dict[str, Answers]


@dataclass(frozen=True)
class Gathered:
    """Everybody of an evaluation, the fingerprint of all numbers and decisions, and what is to be known."""

    people: People
    data_hash: str
    notes: tuple[Message, ...]
    decided: Decided


@dataclass
class _Somebody:
    """One row to be: who it is (a pseudonym), and where they belong."""

    key: str
    arm: Arm
    pilot: str = ""
    country: str = ""
    organisation: str = ""
    completed: bool = False
    hours: float = 0.0


@dataclass
class _Found:
    """The people found so far, in order, and what is to be said of finding them."""

    people: dict[str, _Somebody] = field(default_factory=dict)
    barred: set[str] = field(default_factory=set)
    notes: list[Message] = field(default_factory=list)
    is_attendance_known: bool = False


def gathered(whole: Evaluation) -> Gathered:
    """Return all people of an evaluation with their scores.

    Raises
    ------
    InvalidInputError
        Nothing joins before and after: no study, no pseudonyms, or a key that is destroyed.
    """
    study = _study(whole)
    outcomes = outcomes_of(whole)
    waves = {Wave(asking): wave for asking, wave in queries.waves_of(whole).items()}
    given, countries = _given(study, waves)
    try:
        found = _members(whole, study, countries)
    except KeyDestroyedError as refusal:
        raise InvalidInputError(Message(KEY_DESTROYED.text, {"study": str(study)})) from refusal
    if whole.others == Others.ANSWERED:
        _add_others(found, countries)
    seen = _seen_by_mentees(whole, outcomes, found)
    measured = tuple(
        one for outcome in outcomes if (one := _measured(outcome, list(found.people), (given, seen), found))
    )
    people = _people(found, measured)
    facts = decided(whole, outcomes)
    if whole.others == Others.WAITING and facts["costs"] is not None:
        found.notes.append(WAITING_COSTS_NOTHING)
    return Gathered(people, fingerprint(people, facts), tuple(found.notes), facts)


def _study(whole: Evaluation) -> Study:
    study = whole.study
    if study is None:
        raise InvalidInputError(NO_STUDY)
    values = {"study": str(study)}
    if study.deleted is not None:
        raise InvalidInputError(Message(IN_BIN.text, values))
    if study.mode != Mode.PSEUDONYMOUS:
        raise InvalidInputError(Message(NOT_JOINED.text, values))
    if study.key_destroyed is not None:
        raise InvalidInputError(Message(KEY_DESTROYED.text, values))
    return study


def _given(study: Study, waves: Mapping[Wave, int]) -> tuple[dict[Wave, ByPerson], dict[str, str]]:
    """Return the newest answers of everybody at each wave, and the country they named last."""
    askings: dict[int, list[Wave]] = {}
    for asking, wave in waves.items():
        askings.setdefault(wave, []).append(asking)
    given: dict[Wave, ByPerson] = {asking: {} for asking in waves}
    countries: dict[str, str] = {}
    for one in queries.answers_to(study, list(askings)):
        countries[one.pseudonym] = one.country
        for asking in askings[one.wave]:
            given[asking][one.pseudonym] = one.answers
    return given, countries


def _members(whole: Evaluation, study: Study, countries: Mapping[str, str]) -> _Found:
    """Return who takes part, and who waits if they are compared with them; who is twice there, once."""
    cohorts = queries.cohorts_of(whole)
    pilots, hours = costs.pilot_names(whole), queries.hours_of(cohorts)
    found = _Found(is_attendance_known=bool(hours))
    found.is_attendance_known = bool(hours)
    completed = {pk for one in cohorts for pk, how in completions_of(one).items() if how.is_complete}
    twice = nameless = 0
    for row in queries.people_of(cohorts, _standings(whole)):
        key = pseudonym_of(study, row.email) if row.email else f"-{row.pk}"
        nameless += not row.email and row.standing == Standing.ENROLLED
        if key in found.people:
            twice += row.standing == Standing.ENROLLED
            continue
        one = _somebody(key, row, pilots)
        one.country = countries.get(key) or _country_of(cohorts, row)
        one.completed, one.hours = row.pk in completed, hours.get(row.pk, 0.0)
        found.people[key] = one
    found.barred = {
        pseudonym_of(study, row.email)
        for row in queries.people_of(cohorts, [Standing.WITHDRAWN])
        if row.email
    } - set(found.people)
    found.notes += _told_of_members(twice, nameless, queries.withdrawn_from(cohorts))
    return found


def _standings(whole: Evaluation) -> list[str]:
    waiting = [Standing.WAITING] if whole.others == Others.WAITING else []
    return [Standing.ENROLLED, *waiting]


def _somebody(key: str, row: Participant, pilots: Mapping[int, str]) -> _Somebody:
    took = row.standing == Standing.ENROLLED
    return _Somebody(
        key,
        Arm.PROGRAMME if took else Arm.COMPARISON,
        pilots.get(row.cohort_id, "") if took else "",
        organisation=" ".join(row.organisation.casefold().split()),
    )


def _country_of(cohorts: Iterable[Cohort], row: Participant) -> str:
    return next(one.country for one in cohorts if one.pk == row.cohort_id)


def _told_of_members(twice: int, nameless: int, withdrawn: int) -> list[Message]:
    found = []
    if twice:
        found.append(
            Message(
                "%(count)d person takes part in two of the pilots and counts in the first of them.",
                {"count": twice},
                plural="%(count)d people take part in two of the pilots and count in the first of them.",
                count=twice,
            )
        )
    if nameless:
        found.append(
            Message(
                "Of %(count)d person there is no e-mail address, so their answers cannot be found, and they "
                "count as somebody who did not answer.",
                {"count": nameless},
                plural="Of %(count)d people there is no e-mail address, so their answers cannot be found, "
                "and they count as people who did not answer.",
                count=nameless,
            )
        )
    if withdrawn:
        found.append(
            Message(
                "%(count)d person had a seat and gave it up, and does not count: losses look smaller than "
                "they were.",
                {"count": withdrawn},
                plural="%(count)d people had a seat and gave it up, and do not count: losses look smaller "
                "than they were.",
                count=withdrawn,
            )
        )
    return found


def _add_others(found: _Found, countries: Mapping[str, str]) -> None:
    """Add everybody else who answered; who gave up a seat is neither here nor there."""
    for key in sorted(set(countries) - set(found.people) - found.barred):
        found.people[key] = _Somebody(key, Arm.COMPARISON, country=countries[key])


def _seen_by_mentees(
    whole: Evaluation, outcomes: Sequence[Defined], found: _Found
) -> dict[str, list[Answers]]:
    """Return what the mentees of each person say, by the person; kept in memory only."""
    study, own = whole.mentee_study, whole.study
    if study is None or own is None or not any(one.mentee_items for one in outcomes):
        return {}
    if whole.round is None:
        found.notes.append(NO_ROUND)
        return {}
    if study.deleted is not None or study.mode != Mode.PSEUDONYMOUS or study.key_destroyed is not None:
        found.notes.append(Message(MENTEES_LOST.text, {"study": str(study)}))
        return {}
    newest = {one.pseudonym: one.answers for one in queries.answers_to(study)}
    said: dict[str, dict[str, Answers]] = {}
    for mentee, mentor in queries.pairs_of(whole.round):
        who = pseudonym_of(study, mentee)
        if who in newest:
            said.setdefault(pseudonym_of(own, mentor), {})[who] = newest[who]
    return {mentor: [those[who] for who in sorted(those)] for mentor, those in said.items()}


def _measured(
    outcome: Defined,
    order: Sequence[str],
    answers: tuple[Mapping[Wave, ByPerson], Mapping[str, Sequence[Answers]]],
    found: _Found,
) -> Measured | None:
    """Return the scores of an outcome in the order of people; None where there is none to return."""
    title = {"outcome": outcome.title}
    found.notes += [one for one in outcome.remarks if one not in found.notes]
    if not outcome.is_usable or outcome.low is None or outcome.high is None:
        found.notes.append(Message(LEFT_OUT.text, title))
        return None
    given, seen = answers
    waves: dict[Wave, Vector] = {}
    for wave in Wave:
        scores = np.array([score_of(outcome, given.get(wave, {}).get(one)) for one in order])
        if order and not np.isnan(scores).all():
            waves[wave] = scores
    if not waves:
        found.notes.append(Message(NO_ANSWERS.text, title))
        return None
    before = given.get(Wave.BEFORE, {})
    scale = Outcome(
        outcome.key,
        outcome.title,
        Level(outcome.level),
        outcome.low,
        outcome.high,
        higher_is_better=outcome.higher_is_better,
        reliability=reliability_of(outcome.items, [before[one] for one in order if one in before]),
    )
    return Measured(scale, waves, _others(outcome, order, seen))


def _others(outcome: Defined, order: Sequence[str], seen: Mapping[str, Sequence[Answers]]) -> Vector | None:
    """Return the mean of what mentees say of each person."""
    if not outcome.mentee_items:
        return None
    found = np.full(len(order), np.nan)
    for place, who in enumerate(order):
        scores = [_score(outcome.mentee_items, outcome.scoring, one) for one in seen.get(who, ())]
        known = [one for one in scores if not math.isnan(one)]
        if known:
            found[place] = sum(known) / len(known)
    return None if np.isnan(found).all() else found


def score_of(outcome: Defined, answers: Answers | None) -> float:
    """Return somebody's score; NaN where fewer than half of the questions are answered."""
    return math.nan if answers is None else _score(outcome.items, outcome.scoring, answers)


def _score(items: Sequence[Item], scoring: str, answers: Answers) -> float:
    known = [one for item in items if (one := item.score_of(answers.get(item.name))) is not None]
    if not known or len(known) < LEAST_ANSWERED * len(items):
        return math.nan
    mean = sum(known) / len(known)
    return mean * len(items) if scoring == Scoring.SUM else mean


def reliability_of(items: Sequence[Item], before: Iterable[Answers]) -> float | None:
    """Return Cronbach's alpha of those who answered everything before; None of few, or where there is none.

    From moments: the number of people, sums and sums of products of whole numbers.
    """
    scored = ([item.score_of(answers.get(item.name)) for item in items] for answers in before)
    rows = [row for row in scored if None not in row]
    if len(items) < 2 or len(rows) < FEWEST_FOR_RELIABILITY:  # noqa: PLR2004 - one question has no alpha
        return None
    table = np.array(rows, dtype=np.int64)
    n, sums, products = len(table), table.sum(axis=0), table.T @ table
    try:
        found = alpha((n * products - np.outer(sums, sums)) / n**2, n)
    except InvalidInputError:
        return None
    return found.value if 0 < found.value <= 1 else None


def _people(found: _Found, measured: tuple[Measured, ...]) -> People:
    those = list(found.people.values())
    known = found.is_attendance_known
    return People(
        people=tuple(one.key for one in those),
        pilot=tuple(one.pilot for one in those),
        arm=tuple(one.arm for one in those),
        country=tuple(one.country for one in those),
        organisation=tuple(one.organisation for one in those),
        measured=measured,
        completed=np.array([one.completed for one in those], dtype=bool) if known else None,
        hours=np.array([one.hours for one in those], dtype=np.float64) if known else None,
    )


def fingerprint(people: People, facts: Decided) -> str:
    """Return the fingerprint of all numbers and decisions: the same, however rows were stored."""
    columns = [column for one in people.measured for column in one.columns()]
    if people.hours is not None:
        columns.append(people.hours)
    rows = sorted(
        [
            hashlib.sha256(key.encode()).hexdigest(),
            people.pilot[place],
            people.arm[place].value,
            people.country[place],
            people.organisation[place],
            bool(people.completed[place]) if people.completed is not None else None,
            *(_number(column[place]) for column in columns),
        ]
        for place, key in enumerate(people.people)
    )
    scales = [
        [one.outcome.key, one.outcome.low, one.outcome.high, sorted(one.waves)] for one in people.measured
    ]
    text = json.dumps([rows, scales, facts], ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
