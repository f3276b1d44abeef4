"""From the rows of studies, pilots and rounds to people without names: a score an outcome and wave."""

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from mentorway.evaluating.people import Arm, Later, Level, Measured, Outcome, People, Vector, Wave
from mentorway.evidence.psychometrics.reliability import alpha
from mentorway.web.evaluation.analysis.arms import counting
from mentorway.web.evaluation.analysis.decided import MOVED_UP_COST, WAITING_COSTS_NOTHING, Decided, decided
from mentorway.web.evaluation.analysis.follow_ups import NOT_YET, count_of, later_of, main_among, scored_of
from mentorway.web.evaluation.analysis.members import Members, add_others, members_found
from mentorway.web.evaluation.analysis.outcomes import Defined, Item, asked_of, outcomes_of
from mentorway.web.evaluation.analysis.then import NOT_PAIRED, is_in_one, items_of
from mentorway.web.evaluation.models import AskedWave, Asking, Evaluation, Others
from mentorway.web.evaluation.queries import asking
from mentorway.web.evaluation.queries import gathering as queries
from mentorway.web.methodology.models import Scoring
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
ONCE: Final = frozenset({Wave.BEFORE.value, Wave.THEN.value, Wave.AFTER.value})


@dataclass(frozen=True)
class Gathered:
    """Everybody of an evaluation, the fingerprint of all numbers and decisions, and what is to be known."""

    people: People
    data_hash: str
    notes: tuple[Message, ...]
    decided: Decided


@dataclass(frozen=True)
class _Answers:
    """What was answered at each time by its key, what mentees say, which waves ask, and all questions."""

    given: Mapping[str, ByPerson]
    seen: Mapping[str, Sequence[Answers]]
    waves: Sequence[AskedWave]
    known: Mapping[str, Item]


def gathered(whole: Evaluation) -> Gathered:
    """Return all people of an evaluation with their scores.

    Raises
    ------
    InvalidInputError
        Nothing joins before and after: no study, no pseudonyms, or a key that is destroyed.
    """
    study = _study(whole)
    outcomes, waves = outcomes_of(whole), asking.waves_of(whole)
    given, countries = _given(study, waves)
    try:
        found = members_found(whole, study, countries)
    except KeyDestroyedError as refusal:
        raise InvalidInputError(Message(KEY_DESTROYED.text, {"study": str(study)})) from refusal
    if whole.others == Others.ANSWERED:
        add_others(found, countries)
    answers = _Answers(given, _seen_by_mentees(whole, outcomes, found), waves, asked_of(study.pk) or {})
    named = queries.named_follow_ups(whole)
    measured = tuple(
        one for outcome in outcomes if (one := _measured(outcome, answers, found, named.get(outcome.pk, "")))
    )
    people = _people(found, measured)
    facts = decided(whole, outcomes)
    if whole.others == Others.WAITING and facts["costs"] is not None:
        found.notes.append(WAITING_COSTS_NOTHING)
        if found.moved_up:
            found.notes.append(counting(MOVED_UP_COST, found.moved_up))
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


def _given(study: Study, waves: Sequence[AskedWave]) -> tuple[dict[str, ByPerson], dict[str, str]]:
    """Return the newest answers of everybody at each time, by its key, and the country they named last."""
    keys: dict[int, list[str]] = {}
    for asked in waves:
        keys.setdefault(asked.wave_id, []).append(asked.key)
    given: dict[str, ByPerson] = {asked.key: {} for asked in waves}
    countries: dict[str, str] = {}
    for one in queries.answers_to(study, list(keys)):
        countries[one.pseudonym] = one.country
        for key in keys[one.wave]:
            given[key][one.pseudonym] = one.answers
    return given, countries


def _seen_by_mentees(
    whole: Evaluation, outcomes: Sequence[Defined], found: Members
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


def _measured(outcome: Defined, answers: _Answers, found: Members, named: str) -> Measured | None:
    """Return the scores of an outcome in the order of people; None where there is none to return."""
    title, order = {"outcome": outcome.title}, list(found.people)
    found.notes += [one for one in outcome.remarks if one not in found.notes]
    if not outcome.is_usable or outcome.low is None or outcome.high is None:
        found.notes.append(Message(LEFT_OUT.text, title))
        return None
    columns = _columns(outcome, answers, found)
    waves = {Wave(key): column for key, column in columns.items() if key in ONCE}
    later = _follow_ups(answers.waves, columns, waves, found, named)
    for one in later:
        if one.is_main:
            waves[Wave.FOLLOW_UP] = one.scores
    if not waves:
        found.notes.append(Message(NO_ANSWERS.text, title))
        return None
    before = answers.given.get(Asking.BEFORE, {})
    scale = Outcome(
        outcome.key,
        outcome.title,
        Level(outcome.level),
        outcome.low,
        outcome.high,
        higher_is_better=outcome.higher_is_better,
        reliability=reliability_of(outcome.items, [before[one] for one in order if one in before]),
    )
    several = later if len(later) > 1 else ()
    return Measured(scale, waves, _others(outcome, order, answers.seen), several)


def _columns(outcome: Defined, answers: _Answers, found: Members) -> dict[str, Vector]:
    """Return the scores at each time that somebody answered, by its key."""
    in_one, order = is_in_one(answers.waves), list(found.people)
    columns: dict[str, Vector] = {}
    for asked in answers.waves:
        items: Sequence[Item] = outcome.items
        if asked.asking == Asking.THEN:
            items = items_of(outcome, asked, answers.known, in_one=in_one)
            if not items:
                found.notes.append(Message(NOT_PAIRED.text, {"outcome": outcome.title}))
                continue
        given = answers.given[asked.key]
        scores = np.array([_score_or_none(items, outcome.scoring, given.get(one)) for one in order])
        if order and not np.isnan(scores).all():
            columns[asked.key] = scores
    return columns


def _follow_ups(
    waves: Sequence[AskedWave],
    columns: Mapping[str, Vector],
    known: Mapping[Wave, Vector],
    found: Members,
    named: str,
) -> tuple[Later, ...]:
    """Return the follow-ups that somebody answered, one of them the one that counts."""
    took = np.array([one.arm is Arm.PROGRAMME for one in found.people.values()], dtype=bool)
    asked = [one for one in waves if one.asking == Asking.FOLLOW_UP]
    before, after = known.get(Wave.BEFORE), known.get(Wave.AFTER)
    scored = scored_of([one for one in asked if one.key in columns], columns, before, took)
    if not scored:
        return ()
    wanted = named or next((one.key for one in asked if one.is_main), "")
    if wanted and wanted not in columns and NOT_YET not in found.notes:
        found.notes.append(NOT_YET)
    main, why = main_among(scored, count_of(after, before, took), named if named in columns else "")
    return later_of(scored, main, why)


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


def _score_or_none(items: Sequence[Item], scoring: str, answers: Answers | None) -> float:
    """Return somebody's score; NaN where fewer than half of the questions are answered."""
    return math.nan if answers is None else _score(items, scoring, answers)


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


def _people(found: Members, measured: tuple[Measured, ...]) -> People:
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
        [
            one.outcome.key,
            one.outcome.low,
            one.outcome.high,
            sorted(one.waves),
            *([later.key, later.is_main] for later in one.later),
        ]
        for one in people.measured
    ]
    text = json.dumps([rows, scales, facts], ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
