"""What can count for a good pair: the questions of both sides, and how their answers can be compared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from mentorway.matching.profiles import Kind, RuleKind
from mentorway.questionnaire import Form, in_language, plain
from mentorway.questionnaire import Kind as Asked
from mentorway.web.mentoring.models import Round, Side
from mentorway.web.mentoring.queries import matchings as queries
from mentorway.web.methodology.analysis.forms import form_of

LANGUAGES, WEEK, ORGANISATION, COUNTRY = "@languages", "@week", "@organisation", "@country"
ONE, MANY, NUMBER, NAME, HOURS = "one", "many", "number", "name", "hours"
LONGEST: Final = 90

KINDS: Final[Mapping[str, tuple[Kind, ...]]] = MappingProxyType(
    {
        ONE: (Kind.SAME, Kind.ORDERED),
        MANY: (Kind.WANTED, Kind.OVERLAP),
        NUMBER: (Kind.CLOSE,),
        NAME: (Kind.SAME,),
        HOURS: (Kind.AVAILABILITY,),
    }
)
SHAPES: Final = {
    Asked.SELECT_ONE: ONE,
    Asked.SELECT_MULTIPLE: MANY,
    Asked.INTEGER: NUMBER,
    Asked.DECIMAL: NUMBER,
}
IN_WORDS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        Kind.SAME: gettext_lazy("Both gave the same answer"),
        Kind.OVERLAP: gettext_lazy("What both named, of all that either named"),
        Kind.WANTED: gettext_lazy("What the mentee wants and the mentor offers"),
        Kind.CLOSE: gettext_lazy("Numbers that are near each other"),
        Kind.ORDERED: gettext_lazy("Steps of a scale that are near each other"),
        Kind.AVAILABILITY: gettext_lazy("Hours a week in which both have time"),
    }
)
RULES: Final[Mapping[str, Any]] = MappingProxyType(
    {
        RuleKind.LANGUAGE: gettext_lazy("They share a language"),
        RuleKind.HOURS: gettext_lazy("They have time together"),
        RuleKind.ORGANISATION: gettext_lazy("They are not of the same organisation"),
        RuleKind.COUNTRY: gettext_lazy("They live in the same country"),
    }
)
ALWAYS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        RuleKind.ONESELF: gettext_lazy("Nobody is their own mentor"),
        RuleKind.LINE: gettext_lazy("Neither is above the other at work, however far up"),
        RuleKind.CONFLICT: gettext_lazy("They are not on the list of people to keep apart"),
        "both_ways": gettext_lazy("Nobody is the mentor of their own mentor"),
    }
)
LOOKS_AT: Final[Mapping[str, str]] = MappingProxyType(
    {
        RuleKind.LANGUAGE: LANGUAGES,
        RuleKind.HOURS: WEEK,
        RuleKind.ORGANISATION: ORGANISATION,
        RuleKind.COUNTRY: COUNTRY,
    }
)


@dataclass(frozen=True)
class Question:
    """A question whose answers can be compared; ``choices`` are its labels by value, in their order."""

    name: str
    title: str
    shape: str
    choices: Mapping[str, str] = field(default_factory=dict)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """How its answers can be compared."""
        return KINDS[self.shape]


Questions = Mapping[str, Question]


def built_in() -> dict[str, Question]:
    """Return what everybody is asked in every round."""
    found = (
        Question(LANGUAGES, _("Languages to talk in"), MANY),
        Question(WEEK, _("Weekly hours"), HOURS),
        Question(ORGANISATION, _("Organisation"), NAME),
        Question(COUNTRY, _("Country"), NAME),
    )
    return {one.name: one for one in found}


def questions_to(whole: Round, side: str) -> dict[str, Question]:
    """Return everything that one side is asked and that can be compared, by name."""
    version = queries.questions_to(whole, side)
    return built_in() | (_asked_in(form_of(version)) if version else {})


def both_sides(whole: Round) -> tuple[Questions, Questions]:
    """Return what mentees are asked, and what mentors are asked."""
    return questions_to(whole, Side.MENTEE), questions_to(whole, Side.MENTOR)


def _asked_in(form: Form) -> dict[str, Question]:
    offered = {language.code for language in form.languages}
    code = next((one for one in (get_language(),) if one in offered), form.default_language)
    found = {}
    for row in form.questions:
        if not row.asked or row.kind not in SHAPES:
            continue
        title = plain(in_language(row.labels, code or "", form.default_language)).strip() or row.name
        listed = form.lists_by_name.get(row.choices)
        labels = {
            one.value: plain(in_language(one.labels, code or "", form.default_language)) or one.value
            for one in (listed.choices if listed else ())
        }
        found[row.name] = Question(row.name, _short(title), SHAPES[row.kind], labels)
    return found


def _short(text: str) -> str:
    """Return a text that fits in a list of choices.

    >>> _short("one  two"), len(_short("x" * 200))
    ('one two', 90)
    """
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


@dataclass(frozen=True)
class Line:
    """A criterion as a row of a page: what is compared, and how, in words."""

    key: str
    title: str
    kind: str
    weight: int
    mentee: str
    mentor: str
    details: list[str]
    is_known: bool


def lines_of(whole: Round) -> list[Line]:
    """Return the criteria of a round in words."""
    mentees, mentors = both_sides(whole)
    return [_line(row, mentees, mentors) for row in whole.criteria]


def _line(row: Mapping[str, Any], mentees: Questions, mentors: Questions) -> Line:
    asked = str(row.get("question", ""))
    other = str(row.get("counterpart") or asked)
    first, second = mentees.get(asked), mentors.get(other)
    return Line(
        key=str(row["key"]),
        title=str(row["title"]),
        kind=str(IN_WORDS.get(row["kind"], row["kind"])),
        weight=int(row["weight"]),
        mentee=first.title if first else asked,
        mentor=second.title if second else other,
        details=list(_details(row)),
        is_known=first is not None and second is not None,
    )


def _details(row: Mapping[str, Any]) -> Iterable[str]:
    lead = row.get("lead") or 0
    if row["kind"] == Kind.CLOSE:
        yield _("Nothing fits from a difference of %(span)s.") % {"span": _number(row.get("span", 1))}
    if row["kind"] in (Kind.CLOSE, Kind.ORDERED) and lead:
        yield _("The mentor is best ahead by %(lead)s.") % {"lead": _number(lead)}
    if row["kind"] == Kind.AVAILABILITY:
        yield _("Enough from %(hours)s hours a week.") % {"hours": _number(row.get("enough", 1))}
    if row.get("serves") == Side.MENTEE:
        yield _("In the interest of the mentee")
    if row.get("serves") == Side.MENTOR:
        yield _("In the interest of the mentor")


def _number(value: Any) -> str:
    """Return a number without zeros that say nothing.

    >>> _number(2.0), _number(1.5)
    ('2', '1.5')
    """
    return f"{float(value):g}"
