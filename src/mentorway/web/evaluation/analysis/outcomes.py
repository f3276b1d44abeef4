"""From the rows of outcomes to scales: which questions, which lowest and highest score, what is wrong."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mentorway.datasets import Layout, Variable
from mentorway.figures import figure
from mentorway.web.comparison.analysis.comparing import result_of
from mentorway.web.comparison.models import Finding
from mentorway.web.core.wording import said
from mentorway.web.evaluation.analysis.sections import sections_of
from mentorway.web.evaluation.models import Evaluation, Outcome
from mentorway.web.evaluation.queries import asking as queries
from mentorway.web.methodology.analysis.forms import form_of
from mentorway.web.methodology.models import Level, Scoring
from mentorway.web.study.analysis import tables
from mentorway.web.study.models import Study
from mentorway.wording import Message, listed

FEWEST_ITEMS: Final = 1
LONGEST_KEY: Final = 34  # leaves room for a number
NO_STUDY: Final = Message("No study is chosen that asks the questions.")
NO_QUESTIONS: Final = Message("No question of the questionnaire belongs to it.")
GONE: Final = Message(
    "These questions are not in the questionnaire, or are no longer asked with one choice of several: "
    "%(names)s."
)
UNLIKE: Final = Message(
    "Its questions do not have the same lowest and highest answer (%(ranges)s), so they cannot be put "
    "together as they are."
)
MENTEES_UNLIKE: Final = Message(
    "The questions to mentees give scores from %(low)s to %(high)s, those to the people themselves from "
    "%(own_low)s to %(own_high)s, so both cannot be laid side by side. What mentees say is left out."
)
NO_MENTEE_STUDY: Final = Message("No study is chosen that asks mentees. What mentees say is left out.")
NOT_LICENSED: Final = Message(
    "The comparison “%(title)s” does not let the means of countries stand side by side on the scale "
    "“%(scale)s”."
)
OTHER_QUESTIONS: Final = Message(
    "The scale “%(scale)s” of the comparison “%(title)s” is made of other questions than this outcome, so "
    "it says nothing about it."
)
NO_SCALE: Final = Message("The comparison “%(title)s” has no scale “%(scale)s” any more.")


@dataclass(frozen=True)
class Item:
    """A question of a scale: which numbers its answers are, and whether a high one means the opposite.

    ``section`` is the heading of the questionnaire under which it stands.
    """

    name: str
    label: str
    points: Mapping[str, int]
    reverse: bool = False
    section: str = ""

    @property
    def low(self) -> int:
        """The lowest answer."""
        return min(self.points.values())

    @property
    def high(self) -> int:
        """The highest answer."""
        return max(self.points.values())

    def score_of(self, answer: object) -> float | None:
        """Return what an answer counts, turned where the question is; None where it is no answer.

        >>> item = Item("c1", "I ask", {"1": 1, "2": 2, "3": 3}, reverse=True)
        >>> item.score_of("1"), item.score_of(3), item.score_of("99"), item.score_of(None)
        (3.0, 1.0, None, None)
        """
        found = self.points.get(str(answer))
        if found is None:
            return None
        return float(self.low + self.high - found if self.reverse else found)


@dataclass(frozen=True)
class Defined:
    """An outcome as it can be computed.

    ``names`` are the questions with whether each is turned, ``items`` the same with their answers; ``low``
    and ``high`` the lowest and highest score, None unless it ``is_usable``. ``mentee_items`` are empty where
    what mentees say cannot stand beside it. ``licence`` is True where countries may be laid side by side, a
    sentence why not, or None where nobody has chosen a comparison. ``problems`` hinder it, ``remarks`` do
    not.
    """

    pk: int
    key: str
    title: str
    level: str
    scoring: str
    higher_is_better: bool
    is_main: bool
    names: tuple[tuple[str, bool], ...]
    items: tuple[Item, ...]
    mentee_items: tuple[Item, ...]
    low: float | None
    high: float | None
    licence: Literal[True] | Message | None
    problems: tuple[Message, ...]
    remarks: tuple[Message, ...]

    @property
    def is_usable(self) -> bool:
        """Whether scores can be made of it."""
        return not self.problems and self.low is not None and self.high is not None


def outcomes_of(evaluation: Evaluation) -> list[Defined]:
    """Return the outcomes of an evaluation, in order, with everything that is wrong with each."""
    own, mentees = asked_of(evaluation.study_id), asked_of(evaluation.mentee_study_id)
    return [defined(row, own, mentees) for row in queries.outcomes_of(evaluation)]


def asked_of(study: int | None) -> dict[str, Item] | None:
    """Return the questions of a study by its key; None where no study is chosen."""
    found = queries.study_with_questions(study)
    return None if found is None else questions_of(found)


def questions_of(study: Study) -> dict[str, Item]:
    """Return the questions of a study that can belong to a scale, by name, in the order they are asked."""
    layout = tables.layout_for(study, [study.version], with_texts=False)
    language = study.languages[0] if study.languages else ""
    found = [_item(layout, one, language) for one in tables.likert_of(layout)]
    known = {one.name: one for one in found if one is not None}
    headings = sections_of(form_of(study.version), known, lambda labels: layout.text(labels, language))
    return {name: replace(one, section=headings[name]) for name, one in known.items()}


def _item(layout: Layout, question: Variable, language: str) -> Item | None:
    codes = layout.codes(question) or {}
    apart = {one.value for one in layout.options_of(question) if one.missing}
    points = {
        value: code for value, code in codes.items() if value not in apart and code not in question.missing
    }
    if len(set(points.values())) < 2:  # noqa: PLR2004 - one answer tells nothing
        return None
    return Item(question.name, layout.text(question.labels, language) or question.name, points)


def defined(row: Outcome, own: Mapping[str, Item] | None, mentees: Mapping[str, Item] | None) -> Defined:
    """Return one outcome as it can be computed from the questions that are asked."""
    items, problems = _items(row.questions, own)
    if own is None:
        problems = [NO_STUDY]
    low, high = score_range(items, row.scoring) if items and not problems else (None, None)
    mentee_items, remarks = _mentee_items(row, mentees, (low, high))
    return Defined(
        pk=row.pk,
        key=row.key,
        title=row.title,
        level=row.level,
        scoring=row.scoring,
        higher_is_better=row.higher_is_better,
        is_main=row.is_main,
        names=tuple((str(one["name"]), bool(one.get("reverse"))) for one in row.questions),
        items=tuple(items),
        mentee_items=tuple(mentee_items),
        low=low,
        high=high,
        licence=licence_of(row),
        problems=tuple(problems),
        remarks=tuple(remarks),
    )


def _items(
    asked: Sequence[Mapping[str, Any]], known: Mapping[str, Item] | None
) -> tuple[list[Item], list[Message]]:
    """Return the questions of a scale that are asked, and what is wrong with it."""
    known = known or {}
    found = [
        Item(one.name, one.label, one.points, bool(wanted.get("reverse")))
        for wanted in asked
        if (one := known.get(str(wanted["name"])))
    ]
    gone = [str(one["name"]) for one in asked if str(one["name"]) not in known]
    problems = [Message(GONE.text, {"names": listed(gone)})] if gone else []
    if len(asked) < FEWEST_ITEMS:
        problems.append(NO_QUESTIONS)
    ranges = sorted({(one.low, one.high) for one in found})
    if len(ranges) > 1:
        spans = ", ".join(f"{low}–{high}" for low, high in ranges)
        problems.append(Message(UNLIKE.text, {"ranges": spans}))
    return found, problems


def score_range(items: Sequence[Item], scoring: str) -> tuple[float, float]:
    """Return the lowest and highest score of a scale whose questions have the same answers."""
    times = len(items) if scoring == Scoring.SUM else 1
    return float(times * items[0].low), float(times * items[0].high)


def _mentee_items(
    row: Outcome, mentees: Mapping[str, Item] | None, own: tuple[float | None, float | None]
) -> tuple[list[Item], list[Message]]:
    """Return the questions to mentees, unless what they give cannot stand beside what people say."""
    if not row.mentee_questions:
        return [], []
    if mentees is None:
        return [], [NO_MENTEE_STUDY]
    items, problems = _items(row.mentee_questions, mentees)
    if problems or not items:
        return [], problems
    low, high = score_range(items, row.scoring)
    own_low, own_high = own
    if own_low is None or own_high is None:
        return [], []
    if (low, high) != (own_low, own_high):
        values = {"low": low, "high": high, "own_low": own_low, "own_high": own_high}
        return [], [Message(MENTEES_UNLIKE.text, values)]
    return items, []


def licence_of(row: Outcome) -> Literal[True] | Message | None:
    """Return whether countries may be laid side by side on an outcome, or why not; None if nobody asked."""
    finding = queries.finding_of(row)
    if finding is None:
        return None
    facts = {"title": str(finding.comparison), "scale": row.scale}
    scale = next((one for one in result_of(finding).scales if one.name == row.scale), None)
    if scale is None:
        return Message(NO_SCALE.text, facts)
    if {one.name for one in scale.items} != _names(row.questions):
        return Message(OTHER_QUESTIONS.text, facts)
    return True if scale.all_means_licensed else Message(NOT_LICENSED.text, facts)


def _names(questions: Iterable[Mapping[str, Any]]) -> set[str]:
    return {str(one["name"]) for one in questions}


@dataclass(frozen=True)
class ScaleChoice:
    """A scale of a finished comparison that may license countries."""

    comparison: int
    scale: str
    label: str

    @property
    def value(self) -> str:
        """What a form sends for it."""
        return f"{self.comparison}|{self.scale}"


def licences_to_choose(findings: Iterable[Finding]) -> list[ScaleChoice]:
    """Return every scale of these comparisons."""
    return [
        ScaleChoice(one.comparison_id, scale.name, f"{one.comparison}: {scale.name}")
        for one in findings
        for scale in result_of(one).scales
    ]


def chosen_licence(value: str) -> tuple[int | None, str]:
    """Return which comparison and which scale a form means.

    >>> chosen_licence("12|Trust | in people"), chosen_licence("")
    ((12, 'Trust | in people'), (None, ''))
    """
    comparison, _bar, scale = value.partition("|")
    return (int(comparison), scale) if comparison else (None, "")


def facts_of(row: Outcome) -> dict[str, Any]:
    """Return what the form about an outcome shows."""
    return {
        "title": row.title,
        "level": row.level,
        "scoring": row.scoring,
        "higher_is_better": row.higher_is_better,
        "questions": [one["name"] for one in row.questions],
        "reverse": [one["name"] for one in row.questions if one.get("reverse")],
        "mentee_questions": [one["name"] for one in row.mentee_questions],
        "mentee_reverse": [one["name"] for one in row.mentee_questions if one.get("reverse")],
        "licence": f"{row.licence_id}|{row.scale}" if row.licence_id else "",
    }


def free_key(title: str, taken: Iterable[str]) -> str:
    """Return a short name for an outcome that no other has.

    >>> free_key("Pasitikėjimas savimi!", []), free_key("2 x", ["outcome_2_x"]), free_key("Ω", [])
    ('pasitikejimas_savimi', 'outcome_2_x_2', 'outcome')
    """
    words = slugify(title).replace("-", "_").strip("_")
    start = words if words[:1].isalpha() else "_".join(one for one in ("outcome", words) if one)
    known, start = set(taken), start[:LONGEST_KEY]
    if start not in known:
        return start
    number = next(place for place in itertools.count(2) if f"{start}_{place}" not in known)
    return f"{start}_{number}"


@dataclass(frozen=True)
class Shown:
    """An outcome as the page shows it, in the reader's language."""

    outcome: Defined
    level: str
    scoring: str
    span: str
    licence: str
    problems: tuple[str, ...]
    remarks: tuple[str, ...]


def shown(one: Defined) -> Shown:
    """Return an outcome in words."""
    language = get_language() or "en"
    span = ""
    if one.low is not None and one.high is not None:
        ends = {"low": figure(one.low, 0, language), "high": figure(one.high, 0, language)}
        span = _("from %(low)s to %(high)s") % ends
    return Shown(
        one,
        str(Level(one.level).label),
        str(Scoring(one.scoring).label),
        span,
        _licence_in_words(one.licence),
        tuple(map(said, one.problems)),
        tuple(map(said, one.remarks)),
    )


def _licence_in_words(licence: Literal[True] | Message | None) -> str:
    if licence is None:
        return _("Not compared: no comparison is chosen that says whether they may be.")
    return _("May be laid side by side.") if licence is True else said(licence)
