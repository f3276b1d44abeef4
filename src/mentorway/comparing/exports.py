"""Every number as a file for other programs: one long table at full precision, and a workbook for people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mentorway.comparing import workbook
from mentorway.comparing.lines import Line, Place
from mentorway.comparing.lines_of_views import lines_of_plan, lines_of_views
from mentorway.comparing.models import Comparison, GroupSummary, ScaleComparison
from mentorway.evidence.psychometrics.factors.models import Fit, GroupEstimates
from mentorway.evidence.psychometrics.invariance.ladder import Ladder
from mentorway.language import Words
from mentorway.wording import Message

ALL_SCALES = "(all scales)"
ONE_GROUP = "one_factor"
INDICES = ("chi_square", "df", "p", "cfi", "tli", "srmr", "aic", "bic", "log_likelihood", "parameters")
ITEM_STATISTICS = (
    "n",
    "missing",
    "mean",
    "sd",
    "floor",
    "ceiling",
    "corrected_item_total",
    "alpha_if_dropped",
)
STEP_STATISTICS = ("chi_square", "df", "p", "cfi", "rmsea", "srmr")
TEST_STATISTICS = ("chi_square", "df", "p", "expected_change")


def csv_bytes(found: Comparison, words: Words) -> bytes:
    """Return everything that was found as one long table.

    Parameters
    ----------
    found : Comparison
        As `compare` returns it.
    words : Words
        The language of the headers and notes. The names of sections and statistics are the same in all.

    Returns
    -------
    bytes
        CSV in UTF-8 with a byte order mark, so that spreadsheets know it. Numbers have a decimal point and
        every digit; reading them gives the same number. What is not known is empty. Latent means are there
        only as differences of pairs that have a licence, and means of scales only in groups of which every
        pair has one.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_heads(words))
    for line in _lines(found, words):
        writer.writerow(line.cells())
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(found: Comparison, words: Words) -> bytes:
    """Return everything that was found as a workbook.

    Parameters
    ----------
    found : Comparison
        As `compare` returns it.
    words : Words
        The reader's language.

    Returns
    -------
    bytes
        XLSX. Numbers keep every digit and are shown rounded; what is not known is an empty cell.
    """
    return workbook.made(found, words)


def _heads(words: Words) -> list[str]:
    return [
        words.gettext("Section"),
        words.gettext("Scale"),
        words.gettext("Model"),
        words.gettext("Group"),
        words.gettext("Second group"),
        words.gettext("Item or parameter"),
        words.gettext("Statistic"),
        words.gettext("Value"),
        words.gettext("Low end of the interval"),
        words.gettext("High end of the interval"),
        words.gettext("People"),
        words.gettext("Note"),
    ]


def _lines(found: Comparison, words: Words) -> Iterator[Line]:
    yield from _about(found)
    for scale in found.scales:
        yield from _of_scale(scale, scale.name, words)
    if found.several_factors:
        yield from _of_scale(found.several_factors, ALL_SCALES, words)


def _about(found: Comparison) -> Iterator[Line]:
    """What was compared, with which plan and which software."""
    facts = {
        "title": found.title,
        "source": found.source,
        "sha256": found.data_hash,
        "group_column": found.group,
        **{f"version_{name}": version for name, version in found.versions.items()},
    }
    yield from (Line(Place("comparison"), name, note=text) for name, text in facts.items())
    yield Line(Place("comparison"), "people", found.rows)
    yield from lines_of_plan(found.plan)


def _of_scale(scale: ScaleComparison, name: str, words: Words) -> Iterator[Line]:
    yield from _warnings(scale.warnings, Place("warning", name), words)
    for group in scale.groups:
        yield from _of_group(group, name, means=scale.all_means_licensed)
        yield from _warnings(group.warnings, Place("warning", name, group=group.name), words)
        yield from _items(group, name)
        if group.fit is not None:
            yield from _of_fit(group.fit, Place("model", name, ONE_GROUP, group.name))
    if scale.ladder is not None:
        yield from _of_ladder(scale.ladder, name, words)
    if scale.ladder_note:
        yield Line(Place("ladder", name), "note", note=words.say(scale.ladder_note))
    yield from _licences(scale, name, words)
    yield from _differences(scale, name)
    yield from lines_of_views(scale, name, words)


def _warnings(warnings: Sequence[Message], place: Place, words: Words) -> Iterator[Line]:
    yield from (Line(place, "warning", note=words.say(warning)) for warning in warnings)


def _of_group(group: GroupSummary, scale: str, *, means: bool) -> Iterator[Line]:
    """One group by itself; its mean only where it may be laid beside that of every other group."""
    place = Place("group", scale, group=group.name)
    yield Line(place, "rows", group.rows)
    yield Line(place, "complete", group.complete)
    yield Line(place, "missing_share", group.missing_share)
    if means:
        yield Line(place, "mean", group.mean, n=group.complete)
    yield Line(place, "sd", group.sd, n=group.complete)
    if group.alpha is not None:
        yield Line(place, "alpha", group.alpha.value, group.alpha.low, group.alpha.high, group.alpha.n)
    if group.omega is not None:
        yield Line(place, "omega", group.omega.value, group.omega.low, group.omega.high, group.omega.n)


def _items(group: GroupSummary, scale: str) -> Iterator[Line]:
    for item in group.items:
        place = Place("item", scale, group=group.name, parameter=item.name)
        yield from (Line(place, name, getattr(item, name), n=item.n) for name in ITEM_STATISTICS)


def _of_fit(fit: Fit, place: Place) -> Iterator[Line]:
    """One model: its indices, then its estimates with their standard errors."""
    found, n = fit.indices, sum(one.n for one in fit.groups)
    yield from (Line(place, name, getattr(found, name), n=n) for name in INDICES)
    yield Line(place, "rmsea", found.rmsea, found.rmsea_low, found.rmsea_high, n)
    for one in fit.groups:
        for statistic, parameter, value, error in _estimates(fit, one):
            of = replace(place, section="estimate", group=one.name, parameter=parameter)
            yield Line(of, statistic, value, n=one.n)
            yield Line(of, f"{statistic}_error", error, n=one.n)


def _estimates(fit: Fit, of: GroupEstimates) -> Iterator[tuple[str, str, float, float]]:
    """Every estimate of one group: what it is, of which item or factor, its value and its standard error.

    Latent means are not among them: they would compare groups that have no licence for it.
    """
    items, factors = fit.model.items, fit.model.factors
    for column, (_, members) in enumerate(factors):
        for item in members:
            at = items.index(item), column
            yield "loading", item, float(of.loadings[at]), float(of.loading_errors[at])
    for row, item in enumerate(items):
        yield "intercept", item, float(of.intercepts[row]), float(of.intercept_errors[row])
        yield "uniqueness", item, float(of.uniquenesses[row]), float(of.uniqueness_errors[row])
    for row, (factor, _) in enumerate(factors):
        for column, (other, _) in enumerate(factors[: row + 1]):
            name = factor if row == column else f"{other} × {factor}"
            value, error = of.factor_covariance[row, column], of.factor_covariance_errors[row, column]
            yield "factor_covariance", name, float(value), float(error)


def _of_ladder(ladder: Ladder, scale: str, words: Words) -> Iterator[Line]:
    for fit in ladder.fits:
        yield from _of_fit(fit, Place("model", scale, fit.level.value))
    for step in ladder.steps:
        place = Place("step", scale, step.tighter.value)
        yield from (Line(place, name, getattr(step, name)) for name in STEP_STATISTICS)
    for test in ladder.score_tests:
        place = Place("score_test", scale, group=test.group or "", parameter=f"{test.kind} {test.item}")
        yield from (Line(place, name, getattr(test, name)) for name in TEST_STATISTICS)
    if ladder.stopped:
        yield Line(Place("ladder", scale), "stopped", note=words.say(ladder.stopped))


def _licences(scale: ScaleComparison, name: str, words: Words) -> Iterator[Line]:
    for one in scale.licences:
        place = Place("licence", name, group=one.first, second_group=one.second)
        yield Line(place, "verdict", note=one.verdict.value)
        yield Line(place, "cautious", int(one.cautious))
        yield from (Line(place, "reason", note=words.say(reason)) for reason in one.reasons)


def _differences(scale: ScaleComparison, name: str) -> Iterator[Line]:
    """The second group's latent mean minus the first's."""
    for one in scale.mean_differences:
        place = Place("mean_difference", name, "", one.first, one.second, one.factor)
        yield Line(place, "difference", one.difference, one.low, one.high)
        yield Line(place, "standardised", one.standardised, one.standardised_low, one.standardised_high)
        for statistic in ("error", "standardised_error", "z", "p"):
            yield Line(place, statistic, getattr(one, statistic))
