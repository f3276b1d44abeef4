"""The cost sheet of an evaluation is written: lines, rates, price levels, benefits."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentorway.evaluating.sheets import CURRENCIES, MOST_ROWS
from mentorway.web.evaluation.analysis.costs import hours_of
from mentorway.web.evaluation.models import Benefit, CostLine, Evaluation, PriceLevel, Rate
from mentorway.web.evaluation.queries import costs as queries

MOST_LINES: Final = MOST_ROWS
NOTHING: Final = Decimal(0)
Rows = Sequence[Mapping[str, Any]]


def refuse_example(whole: Evaluation) -> None:
    """Refuse to change the example."""
    if whole.is_example:
        raise ValidationError(_("This is the example: its figures are invented, and nobody can change them."))


def _held(whole: Evaluation) -> Evaluation:
    """Lock an evaluation, so that lines get places one after the other."""
    held = Evaluation.objects.select_for_update().get(pk=whole.pk)
    refuse_example(held)
    return held


def _take_over(row: CostLine | Benefit, whole: Evaluation, facts: Mapping[str, Any]) -> None:
    currency = facts.get("currency", row.currency)
    if currency not in CURRENCIES:
        text = _("“%(said)s” is no currency. Write its three letters, such as EUR or SEK.")
        raise ValidationError({"currency": text % {"said": currency}})
    cohort = facts.get("cohort")
    if cohort is not None and not any(cohort.pk == one.pk for one in queries.pilots_of(whole)):
        raise ValidationError({"cohort": _("Choose a pilot of this evaluation.")})
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()


@transaction.atomic
def add_line(whole: Evaluation, **facts: Any) -> CostLine:
    """Write a line at the end of the cost sheet."""
    held = _held(whole)
    _refuse_too_many(held, 1)
    row = CostLine(evaluation=held, position=queries.last_position(held) + 1)
    _take_over(row, held, facts)
    row.save()
    return row


def change_line(row: CostLine, **facts: Any) -> None:
    """Write a line anew."""
    refuse_example(row.evaluation)
    _take_over(row, row.evaluation, facts)
    row.save(update_fields=list(facts))


def remove_line(row: CostLine) -> None:
    """Take a line off the cost sheet."""
    refuse_example(row.evaluation)
    row.delete()


@transaction.atomic
def add_lines(whole: Evaluation, rows: Sequence[CostLine]) -> int:
    """Write the lines of a file at the end of the cost sheet, all or none."""
    held = _held(whole)
    _refuse_too_many(held, len(rows))
    for place, row in enumerate(rows, queries.last_position(held) + 1):
        row.evaluation, row.position = held, place
        row.clean_fields(exclude=["evaluation", "cohort"])  # thousands: their keys were looked up just now
    return len(CostLine.objects.bulk_create(rows))


def _refuse_too_many(whole: Evaluation, more: int) -> None:
    if whole.costs.count() + more > MOST_LINES:
        text = _("A cost sheet has at most %(most)d lines. Put small ones together.")
        raise ValidationError(text % {"most": MOST_LINES})


@transaction.atomic
def fill_hours(whole: Evaluation) -> int:
    """Write hours of meetings as lines, or renew them where they are; return how many lines."""
    held = _held(whole)
    found = hours_of(held)
    known = {
        (row.cohort_id, row.kind, row.what, row.year): row
        for row in queries.lines_of(held)
        if row.hours is not None
    }
    for one in found:
        row = known.get((one.cohort.pk, one.kind, one.what, one.year))
        if row is None:
            facts = {"cohort": one.cohort, "kind": one.kind, "what": one.what, "year": one.year}
            add_line(held, hours=one.hours, rate=NOTHING, currency=held.currency, **facts)
        elif row.hours != one.hours:
            change_line(row, hours=one.hours)
    return len(found)


@transaction.atomic
def set_rates(whole: Evaluation, *, rates: Rows, levels: Rows) -> None:
    """Say what other currencies are worth and how high prices were; what is not in the lists is forgotten."""
    held = _held(whole)
    _refuse_twice([one["currency"] for one in rates])
    _refuse_twice([str(one["year"]) for one in levels])
    for one in rates:
        if one["currency"] not in CURRENCIES or one["currency"] == held.currency:
            text = _("“%(said)s” is no other currency. Write its three letters, such as EUR or SEK.")
            raise ValidationError(text % {"said": one["currency"]})
    held.rates.exclude(currency__in=[one["currency"] for one in rates]).delete()
    held.price_levels.exclude(year__in=[one["year"] for one in levels]).delete()
    known = {one.currency: one for one in queries.rates_of(held)}
    for one in rates:
        _store(known.get(one["currency"]) or Rate(evaluation=held), one)
    dated = {one.year: one for one in queries.price_levels_of(held)}
    for one in levels:
        _store(dated.get(one["year"]) or PriceLevel(evaluation=held), one)


def _refuse_twice(names: Sequence[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValidationError(_("%(name)s is there twice. Keep one of both.") % {"name": twice[0]})


def _store(row: Rate | PriceLevel, facts: Mapping[str, Any]) -> None:
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()


@transaction.atomic
def add_benefit(whole: Evaluation, **facts: Any) -> Benefit:
    """Write down what the programme was worth."""
    held = _held(whole)
    row = Benefit(evaluation=held)
    _take_over(row, held, facts)
    row.save()
    return row


def change_benefit(row: Benefit, **facts: Any) -> None:
    """Write a benefit anew."""
    refuse_example(row.evaluation)
    _take_over(row, row.evaluation, facts)
    row.save(update_fields=list(facts))


def remove_benefit(row: Benefit) -> None:
    """Take a benefit away."""
    refuse_example(row.evaluation)
    row.delete()
