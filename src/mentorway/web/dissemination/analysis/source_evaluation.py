"""The numbers of an evaluation that may be published: what its own pages show, of ten people or more."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mentorway.evaluating.changes import Change, Changed
from mentorway.evaluating.counting import Counts, Kind
from mentorway.evaluating.effects import SideBySide
from mentorway.evaluating.levels import Once, OutcomeResult
from mentorway.evaluating.spending import Spending
from mentorway.evaluating.whole import Evaluation, OutcomeEvaluation
from mentorway.evaluating.worth import Per
from mentorway.web.core.wording import said
from mentorway.web.dissemination.analysis.figures import (
    COUNT,
    MONEY,
    PEOPLE,
    POINTS,
    SD,
    SHARE,
    Made,
    Offer,
    Offered,
    Section,
    too_few,
)
from mentorway.web.evaluation.analysis.results import found_in
from mentorway.web.evaluation.models import Result
from mentorway.web.network.models import Country
from mentorway.wording import Message

WHOLE: Final = "whole"


def sections(result: Result) -> list[Section]:
    """Return the evaluation as a whole, and each outcome."""
    found = found_in(result)
    first = Section(WHOLE, _("The evaluation as a whole"))
    outcomes = _results(found).values() if found is not None else ()
    return [first, *(Section(one.outcome.key, one.outcome.title) for one in outcomes)]


def section_of(place: dict[str, str]) -> str:
    """Return in which part a number stands."""
    return place.get("outcome", WHOLE)


def offered(result: Result, section: str) -> Offered:
    """Return what a part offers; nothing where there is no such part, or what was found cannot be read."""
    found = found_in(result)
    if found is None:
        return Offered((), (_("What was found cannot be read any more. Compute the evaluation again."),))
    made = Made("evaluation", result.data_hash, result.library_version)
    if section == WHOLE:
        return Offered(tuple(_of_whole(found, made)))
    one = _results(found).get(section)
    return Offered(tuple(_of_outcome(found, one, made)) if one else (), tuple(_remarks(found, section)))


def _results(found: Evaluation) -> dict[str, OutcomeResult]:
    return {one.outcome.key: one for level in found.levels for one in level.outcomes}


def _of_whole(found: Evaluation, made: Made) -> Iterator[Offer]:
    size = found.size
    for key, label, n in (
        ("people", _("People who took the programme"), size.programme),
        ("others", _("People they are compared with"), size.comparison),
    ):
        if n:
            yield Offer(key, {}, label, made.figure(n, PEOPLE, n), refused=too_few(n))
    for key, label, n in (
        ("pilots", _("Pilots"), size.pilots),
        ("countries", _("Countries that took part"), size.countries),
        ("organisations", _("Organisations that took part"), size.organisations),
    ):
        if n:
            yield Offer(key, {}, label, made.figure(n, COUNT, None))
    if isinstance(found.money, Spending):
        yield from _of_money(found.money, made)


def _of_money(money: Spending, made: Made) -> Iterator[Offer]:
    unit, year = f"{MONEY}{money.total.currency}", {"year": money.total.price_year}
    if money.total.all is not None:
        label = _("Costs of the programme altogether, in prices of %(year)d") % year
        yield Offer("cost", {}, label, made.figure(float(money.total.all), unit, None, way="cost"))
    labels = {
        Per.PARTICIPANT: _("Costs for each person who took part, in prices of %(year)d"),
        Per.COMPLETED: _("Costs for each person who completed, in prices of %(year)d"),
    }
    for one in money.people:
        if one.per in labels and one.value is not None and math.isfinite(one.value):
            figure = made.figure(one.value, unit, one.n, (one.low, one.high), way=f"cost {one.per}")
            yield Offer(f"cost_{one.per}", {}, labels[one.per] % year, figure, refused=too_few(one.n))


def _of_outcome(found: Evaluation, result: OutcomeResult, made: Made) -> Iterator[Offer]:
    place, title = {"outcome": result.outcome.key}, result.outcome.title
    if result.changed is not None:
        yield from _of_change(result.changed.after, "after", (place, title, made))
        yield from _of_change(result.changed.follow_up, "follow_up", (place, title, made))
        yield from _of_counts(result.changed, (place, title, made))
    if result.once is not None:
        yield from _of_once(result.once, (place, title, made))
    whole = next((one for one in found.outcomes if one.key == result.outcome.key), None)
    if whole is not None:
        yield from _of_effect(found, whole, (place, title, made))
        yield from _of_countries(whole, (place, title, made))


Where = tuple[dict[str, str], str, Made]


def _of_change(change: Change, wave: str, where: Where) -> Iterator[Offer]:
    (place, title, made), paired = where, change.paired
    if paired is None:
        return
    labels = {
        "after": (
            _("%(outcome)s: change from before to after, in points"),
            _("%(outcome)s: change from before to after, in standard deviations"),
        ),
        "follow_up": (
            _("%(outcome)s: change from before to some months later, in points"),
            _("%(outcome)s: change from before to some months later, in standard deviations"),
        ),
    }
    meaning = _("How far the same people moved, on average. Above 0 the score rose.")
    not_said = _("It does not say that the programme did it: people change by themselves, too.")
    points, sizes = (label % {"outcome": title} for label in labels[wave])
    test, size = paired.change, paired.g_av
    for key, label, (value, low, high), unit in (
        ("change", points, (test.difference, test.low, test.high), POINTS),
        ("change_sd", sizes, (size.value, size.low, size.high), SD),
    ):
        if value is not None and math.isfinite(value):
            figure = made.figure(value, unit, change.n, (low, high), way=f"{key} {wave}")
            yield Offer(key, {**place, "wave": wave}, label, figure, meaning, not_said, too_few(change.n))


def _of_counts(changed: Changed, where: Where) -> Iterator[Offer]:
    (place, title, made), counts = where, changed.reliable
    if not isinstance(counts, Counts):
        return
    better = next((cell.people for cell in counts.cells if cell.kinds == (Kind.BETTER,)), None)
    if better is None:
        return
    label = _("%(outcome)s: share of people who became reliably better") % {"outcome": title}
    meaning = _("How many moved by more than the error of the scale explains.")
    not_said = _("It does not say that the programme did it: people change by themselves, too.")
    figure = made.figure(better / counts.n, SHARE, counts.n, way="reliable change")
    # Nobody may stand out on either side of a share.
    yield Offer("better", place, label, figure, meaning, not_said, too_few(better, counts.n - better))


def _of_once(once: Once, where: Where) -> Iterator[Offer]:
    place, title, made = where
    not_said = _("Nobody was asked before, so it says how it is and not how it changed.")
    if once.mean is not None:
        label = _("%(outcome)s: mean score, asked once") % {"outcome": title}
        figure = made.figure(once.mean, POINTS, once.answered, (once.low, once.high), way="mean")
        yield Offer("once_mean", place, label, figure, "", not_said, too_few(once.answered))
    if once.share is not None:
        share = once.share
        label = _("%(outcome)s: share at the middle of the scale or better") % {"outcome": title}
        figure = made.figure(share.value, SHARE, share.n, (share.low, share.high), way="Wilson")
        few = too_few(share.successes, share.n - share.successes)
        yield Offer("once_share", place, label, figure, "", not_said, few)


def _of_effect(found: Evaluation, one: OutcomeEvaluation, where: Where) -> Iterator[Offer]:
    (place, title, made), effect = where, one.effect
    if isinstance(effect, Message) or one.rests_on is None:
        return
    way = effect.of(one.rests_on)
    if way is None:
        return
    conclusions = [each for each in found.conclusions if each.outcome and each.outcome.key == one.key]
    not_said = said(conclusions[0].sentence) if conclusions else ""
    meaning = _("Those who took part less those who did not, as far as the start is allowed for.")
    sizes = (way.n_programme, way.n_comparison)
    for key, label, (value, low, high), unit in (
        ("effect", _("%(outcome)s: effect in points"), (way.value, way.low, way.high), POINTS),
        ("effect_sd", _("%(outcome)s: effect in standard deviations"), (way.g, way.g_low, way.g_high), SD),
    ):
        if value is not None and math.isfinite(value):
            figure = made.figure(value, unit, sum(sizes), (low, high), way=f"effect {way.key}")
            yield Offer(key, place, label % {"outcome": title}, figure, meaning, not_said, too_few(*sizes))


def _of_countries(one: OutcomeEvaluation, where: Where) -> Iterator[Offer]:
    """Offer changes by country, which are there only where a comparison licenses them."""
    place, title, made = where
    for group in one.by_country.groups:
        change = group.change
        if change is None or change.paired is None:
            continue
        test = change.paired.change
        country = str(Country(group.label).label) if group.label in Country.values else group.label
        label = pgettext("claim", "%(outcome)s: change from before to after in %(country)s, in points")
        figure = made.figure(
            test.difference, POINTS, change.n, (test.low, test.high), way="change by country"
        )
        yield Offer(
            "country_change",
            {**place, "country": group.label},
            label % {"outcome": title, "country": country},
            figure,
            refused=too_few(change.n),
        )


def _remarks(found: Evaluation, section: str) -> Iterator[str]:
    whole: SideBySide | Message | None = None
    for one in found.outcomes:
        if one.key == section:
            whole = one.effect
            if one.by_country.why is not None:
                yield said(one.by_country.why)
    if isinstance(whole, Message):
        yield said(whole)
