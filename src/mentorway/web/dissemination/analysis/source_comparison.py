"""The numbers of a comparison that may be published: as far as its licences go, and no further."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from mentorway.comparing import Comparison, GroupSummary, ScaleComparison
from mentorway.web.comparison.analysis import texts
from mentorway.web.comparison.analysis.comparing import result_of
from mentorway.web.comparison.analysis.numbers import definition_of
from mentorway.web.comparison.models import Finding
from mentorway.web.core.wording import said
from mentorway.web.dissemination.analysis.figures import (
    COEFFICIENT,
    COUNT,
    PEOPLE,
    POINTS,
    SD,
    Figure,
    Made,
    Offer,
    Offered,
    Section,
    too_few,
)

WHOLE: Final = "0"


def sections(finding: Finding) -> list[Section]:
    """Return all answers together, and each scale."""
    scales = enumerate(result_of(finding).scales, start=1)
    return [Section(WHOLE, _("All answers")), *(Section(str(place), one.name) for place, one in scales)]


def section_of(place: dict[str, str]) -> str:
    """Return in which part a number stands."""
    return place.get("scale", WHOLE)


def offered(finding: Finding, section: str) -> Offered:
    """Return what a part offers; nothing where there is no such part."""
    found, made = result_of(finding), _made(finding)
    if section == WHOLE:
        return Offered(tuple(_of_all(found, made)))
    place = int(section) if section.isdecimal() and len(section) < 5 else 0  # noqa: PLR2004
    if not 1 <= place <= len(found.scales):
        return Offered(())
    scale = found.scales[place - 1]
    return Offered(tuple(_of_scale(scale, {"scale": section}, made)), tuple(_remarks(scale)))


def _made(finding: Finding) -> Made:
    return Made(finding.method, finding.data_hash, f"mentorway {finding.library_version}")


def _of_all(found: Comparison, made: Made) -> Iterator[Offer]:
    label = _("People who answered, all groups together")
    yield Offer("people", {}, label, made.figure(found.rows, PEOPLE, found.rows), refused=too_few(found.rows))
    yield Offer("groups", {}, _("Groups that are compared"), made.figure(len(found.groups), COUNT, None))
    for group in found.scales[0].groups if found.scales else ():
        yield Offer(
            "n",
            {"group": group.name},
            _("People in group %(group)s") % {"group": group.name},
            made.figure(group.rows, PEOPLE, group.rows),
            refused=too_few(group.rows),
        )


def _of_scale(scale: ScaleComparison, place: dict[str, str], made: Made) -> Iterator[Offer]:
    for group in scale.groups:
        yield from _of_group(scale, group, {**place, "group": group.name}, made)
    people = {group.name: group.complete for group in scale.groups}
    cautious = frozenset(frozenset((one.first, one.second)) for one in scale.licences if one.cautious)
    rest = (place, people, cautious, made)
    for one in scale.mean_differences:  # there for licensed pairs only
        label = _("%(scale)s: %(second)s less %(first)s, in standard deviations, errors of measurement apart")
        ends = (one.standardised_low, one.standardised_high)
        numbers = ("latent_mean_difference", one.standardised, SD, ends)
        yield from _of_pair(scale.name, (one.first, one.second, label), numbers, rest)
    for pair in scale.scores.pairs if scale.scores else ():  # there for pairs licensed in full only
        label = _("%(scale)s: mean of %(second)s less mean of %(first)s, in points of an answer")
        points = ("games_howell", pair.difference, POINTS, (pair.low, pair.high))
        yield from _of_pair(scale.name, (pair.first, pair.second, label), points, rest)
        label = _("%(scale)s: mean of %(second)s less mean of %(first)s, in standard deviations")
        size = ("hedges_g", pair.g, SD, (pair.g_low, pair.g_high))
        yield from _of_pair(scale.name, (pair.first, pair.second, label), size, rest)


def _of_group(
    scale: ScaleComparison, group: GroupSummary, place: dict[str, str], made: Made
) -> Iterator[Offer]:
    words = {"scale": scale.name, "group": group.name}
    for key, label, found in (
        ("alpha", _("Reliability (alpha) of %(scale)s in %(group)s"), group.alpha),
        ("omega", _("Reliability (omega) of %(scale)s in %(group)s"), group.omega),
    ):
        if found is not None and math.isfinite(found.value):
            figure = made.figure(found.value, COEFFICIENT, found.n, (found.low, found.high), way=key)
            yield _offer(key, place, label % words, figure, (too_few(found.n), ""))
    # Means of several groups are a comparison, even in sentences apart.
    if scale.all_means_licensed and math.isfinite(group.mean):
        figure = made.figure(group.mean, POINTS, group.complete, way="mean")
        label = _("Mean of %(scale)s in %(group)s, in points of an answer") % words
        yield _offer("mean", place, label, figure, (too_few(group.complete), ""))


def _of_pair(
    scale: str,
    names: tuple[str, str, str],
    number: tuple[str, float | None, str, tuple[Any, Any]],
    rest: tuple[dict[str, str], dict[str, int], frozenset[frozenset[str]], Made],
) -> Iterator[Offer]:
    (first, second, label), (key, value, unit, ends) = names, number
    place, people, cautious, made = rest
    if value is None or not math.isfinite(value):
        return
    sizes = [people.get(first, 0), people.get(second, 0)]
    figure = made.figure(value, unit, sum(sizes), ends, way=key)
    words = {"scale": scale, "first": first, "second": second}
    caution = ""
    if frozenset((first, second)) in cautious:
        caution = _("The licence to compare rests on little; say so.")
    where = {**place, "group": first, "second": second}
    yield _offer(key, where, label % words, figure, (too_few(*sizes), caution))


def _offer(key: str, place: dict[str, str], label: str, figure: Figure, doubts: tuple[str, str]) -> Offer:
    definition, (refused, caution) = definition_of(key), doubts
    meaning = said(definition.meaning) if definition else ""
    not_said = said(definition.not_said) if definition else ""
    return Offer(key, place, label, figure, meaning, " ".join(filter(None, [not_said, caution])), refused)


def _remarks(scale: ScaleComparison) -> Iterator[str]:
    if not scale.all_means_licensed:
        yield texts.means_refused(scale)
        yield _("Numbers that would rank or compare these groups are not offered here.")
