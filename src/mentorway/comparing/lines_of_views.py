"""Lines of the long table for the plan, observed scores, answers to items, correlations and other ways."""

from __future__ import annotations

from collections.abc import Iterator

from mentorway.comparing.lines import Line, Place
from mentorway.comparing.models import Plan, ScaleComparison
from mentorway.comparing.rules import preset_of
from mentorway.comparing.views import (
    Association,
    ItemAnswers,
    ScoreComparison,
    ScorePair,
    Sensitivity,
    VariantPair,
)
from mentorway.evidence.comparisons.equivalence import Equivalence
from mentorway.language import Words


def lines_of_plan(plan: Plan) -> Iterator[Line]:
    """Yield what was asked for."""
    facts = {
        "by": plan.by,
        "cluster": plan.cluster,
        "missing": plan.missing.value,
        "cut_offs": preset_of(plan.rules),
    }
    yield from (Line(Place("plan"), name, note=text) for name, text in facts.items())
    for name, value in (("weight", plan.weight), ("ordinal", plan.ordinal)):
        yield Line(Place("plan"), name, int(value))
    if plan.matters:
        yield Line(Place("plan"), "matters", plan.matters)
    for fact, values in plan.where.items():
        yield from (Line(Place("plan", parameter=fact), "where", note=value) for value in values)
    for scale, releases in plan.releases.items():
        yield from (Line(Place("release", scale, parameter=one.item), one.kind) for one in releases)


def lines_of_views(scale: ScaleComparison, name: str, words: Words) -> Iterator[Line]:
    """Yield what one scale shows besides its licences."""
    if scale.scores is not None:
        yield from _of_scores(scale.scores, name)
        warnings = scale.scores.warnings
        yield from (Line(Place("score", name), "warning", note=words.say(one)) for one in warnings)
    for item in scale.answers:
        yield from _of_item(item, (name, scale.low), words)
    for one in scale.associations:
        yield from _of_association(one, name)
    if scale.sensitivity is not None:
        yield from _of_sensitivity(scale.sensitivity, name, words)


def _of_scores(found: ScoreComparison, name: str) -> Iterator[Line]:
    """Families of groups of which every pair is licensed, then the pairs, second minus first."""
    for number, family in enumerate(found.families, start=1):
        at = Place("score_family", name, str(number))
        for group in family.groups:
            place = Place("score_family", name, str(number), group.name)
            yield Line(place, "mean", group.mean, n=group.n)
            yield Line(place, "sd", group.sd, n=group.n)
        yield Line(at, "welch_f", family.statistic)
        for statistic in ("df1", "df2", "p"):
            yield Line(at, statistic, getattr(family, statistic))
        yield Line(at, "eta_squared", family.eta_squared, family.low, family.high)
        yield Line(at, "omega_squared", family.omega_squared)
    for pair in found.pairs:
        yield from _of_pair(pair, Place("score_pair", name, "", pair.first, pair.second))


def _of_pair(pair: ScorePair, place: Place) -> Iterator[Line]:
    yield Line(place, "difference", pair.difference, pair.low, pair.high)
    yield Line(place, "hedges_g", pair.g, pair.g_low, pair.g_high)
    for statistic in ("df", "p", "t", "p_alone", "p_holm"):
        yield Line(place, statistic, getattr(pair, statistic))
    if pair.equivalence is not None:
        yield _of_equivalence(pair.equivalence, place)


def _of_equivalence(found: Equivalence, place: Place) -> Line:
    return Line(place, "equivalence", found.p, found.low, found.high, note=found.verdict.value)


def _of_item(item: ItemAnswers, of: tuple[str, int], words: Words) -> Iterator[Line]:
    """How often each answer was given, the test of all groups, and pairs without a licence."""
    name, low = of
    for group in item.groups:
        place = Place("answers", name, group=group.group, parameter=item.item)
        for level, count in enumerate(group.counts):
            yield Line(place, f"count_{low + level}", count, n=group.n)
    at = Place("item_test", name, parameter=item.item)
    if item.df is not None:
        yield Line(at, "kruskal_wallis", item.statistic)
        for statistic in ("df", "p", "p_holm", "epsilon_squared"):
            yield Line(at, statistic, getattr(item, statistic))
    yield from (Line(at, "warning", note=words.say(one)) for one in item.warnings)
    for pair in item.pairs:
        place = Place("item_pair", name, "", pair.first, pair.second, item.item)
        yield Line(place, "cliffs_delta", pair.delta, pair.low, pair.high)
        if pair.equivalence is not None:
            yield _of_equivalence(pair.equivalence, place)


def _of_association(one: Association, name: str) -> Iterator[Line]:
    pair = f"{one.factor} × {one.other}"
    place = Place("association", name, "", one.first, one.second, pair)
    yield Line(place, "difference", one.difference, one.low, one.high)
    for group, value, low, high in (
        (one.first, one.of_first, one.of_first_low, one.of_first_high),
        (one.second, one.of_second, one.of_second_low, one.of_second_high),
    ):
        yield Line(Place("association", name, "", group, parameter=pair), "correlation", value, low, high)


def _of_sensitivity(found: Sensitivity, name: str, words: Words) -> Iterator[Line]:
    for variant in found.variants:
        place = Place("sensitivity", name, variant.key)
        yield Line(place, "way", note=words.say(variant.name))
        if variant.failed:
            yield Line(place, "failed", note=words.say(variant.failed))
        for pair in variant.pairs:
            yield from _of_variant(pair, Place("sensitivity", name, variant.key, pair.first, pair.second))


def _of_variant(pair: VariantPair, place: Place) -> Iterator[Line]:
    yield Line(place, "verdict", note=pair.verdict.value)
    yield Line(place, "cautious", int(pair.cautious))
    yield Line(place, "delta_cfi_metric", pair.cfi_metric)
    yield Line(place, "delta_cfi_scalar", pair.cfi_scalar)
    if pair.difference is not None:
        yield Line(place, "standardised", pair.difference, pair.low, pair.high)
