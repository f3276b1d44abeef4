"""One pair of a matching: what its score is made of, and how the two stand beside others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.mentoring.analysis.criteria import IN_WORDS
from mentorway.web.mentoring.analysis.problem import told
from mentorway.web.mentoring.analysis.results import Names, Pair, name_of, pair_from, percent_of
from mentorway.web.mentoring.models import Matching


@dataclass(frozen=True)
class Term:
    """What one criterion gives a pair, in words; ``value`` is empty where somebody did not answer."""

    title: str
    kind: str
    weight: int
    value: str


@dataclass(frozen=True)
class PairPage:
    """Everything that is known of a pair."""

    pair: Pair
    terms: list[Term]
    coverage: str
    ranks: list[str]
    next_mentor: str
    next_mentee: str
    better: str


def page_of(matching: Matching, mentee: int, names: Names) -> PairPage | None:
    """Return everything that is known of the pair of a mentee; None if there is none."""
    one = next((pair for pair in matching.found.get("pairs", []) if pair["mentee"] == mentee), None)
    if one is None:
        return None
    others = one.get("next") or {}
    coverage = one.get("coverage")
    return PairPage(
        pair_from(one, names),
        list(_terms(matching, one)),
        percent_of(1000 * coverage) if coverage is not None else "",
        _ranks(one),
        _other(others.get("mentor"), names),
        _other(others.get("mentee"), names),
        told(one.get("better"), names),
    )


def _terms(matching: Matching, one: Mapping[str, Any]) -> Iterable[Term]:
    criteria = {row["key"]: row for row in matching.asked.get("criteria", [])}
    for term in one.get("terms", []):
        row = criteria.get(term["key"])
        if row:
            value = "" if term["value"] is None else percent_of(term["value"])
            yield Term(row["title"], str(IN_WORDS.get(row["kind"], "")), row["weight"], value)


def _ranks(one: Mapping[str, Any]) -> list[str]:
    if not one.get("rank"):
        return []
    own, mentors, theirs, mentees = one["rank"]
    first = ngettext(
        "For the mentee this is number %(place)d of %(count)d mentor who may be chosen.",
        "For the mentee this is number %(place)d of %(count)d mentors who may be chosen.",
        mentors,
    )
    second = ngettext(
        "For the mentor this is number %(place)d of %(count)d mentee who may come.",
        "For the mentor this is number %(place)d of %(count)d mentees who may come.",
        mentees,
    )
    return [first % {"place": own, "count": mentors}, second % {"place": theirs, "count": mentees}]


def _other(one: Mapping[str, Any] | None, names: Names) -> str:
    if not one:
        return ""
    return _("%(name)s, with %(percent)s") % {
        "name": name_of(names, one["person"]),
        "percent": percent_of(one["score"]),
    }
