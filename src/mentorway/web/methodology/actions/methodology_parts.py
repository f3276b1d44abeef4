"""What can happen to the parts of a methodology. Two changes of a part are put together; a clash is told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.accounts.models import User
from mentorway.web.methodology import queries
from mentorway.web.methodology.analysis import methodologies as facts_of
from mentorway.web.methodology.analysis.methodologies import Facts, core_of, fingerprint_of
from mentorway.web.methodology.analysis.methodology_sources import BANK, OWN
from mentorway.web.methodology.analysis.methodology_texts import texts_of
from mentorway.web.methodology.analysis.part_merging import Together, put_together
from mentorway.web.methodology.models import (
    Construct,
    Indicator,
    Measure,
    Methodology,
    QualityRule,
    Quantity,
)
from mentorway.web.translation.actions.following import follow_source

MOST_PARTS = 200
MOST_ROWS = 30  # measures of a construct, quantities of an indicator
Part = Construct | Indicator | QualityRule


class StaleError(Exception):
    """Somebody else has changed the same fields meanwhile: nothing was saved. ``theirs`` is what it is now.

    ``together`` has what both wrote, mine where they clash.
    """

    def __init__(self, theirs: Facts | None, together: Together | None = None) -> None:
        super().__init__(
            _("Somebody else has changed this meanwhile. Nothing is lost: compare, then save.")
            if theirs
            else _("Somebody else has removed this meanwhile. Copy what you need.")
        )
        self.theirs, self.together = theirs, together


@dataclass(frozen=True)
class Kind:
    """One of the three lists of a methodology: its rows, their facts, and how facts become a row."""

    rows: Callable[[Methodology], models.QuerySet[Any]]
    facts: Callable[[Any], Facts]
    write: Callable[[Methodology, Any, Facts], None]
    model: type[Part]


def keep(methodology: Methodology, user: User, change: Callable[[Methodology], None]) -> None:
    """Change something and let translations follow; everything is kept or nothing."""
    with transaction.atomic():
        locked = Methodology.objects.select_for_update().get(pk=methodology.pk)
        before = core_of(locked)
        change(locked)
        after = core_of(locked)
        if after == before:
            return
        locked.revision, locked.changed = locked.revision + 1, timezone.now()
        locked.save(update_fields=["revision", "changed"])
        follow_source(locked.document, user, old=texts_of(before), new=texts_of(after))


def add(methodology: Methodology, user: User, *, kind: str, facts: Facts) -> None:
    """Add a part at the end of its list."""
    keep(methodology, user, lambda locked: write_new(locked, kind, facts))


def change(
    methodology: Methodology, user: User, *, kind: str, facts: Facts, was: Facts | str
) -> tuple[str, ...]:
    """Change a part beside what others have changed in it since; return the fields that they changed.

    ``was`` is what the part was when it was read, or else the fingerprint of that.
    """
    taken: tuple[str, ...] = ()

    def written(locked: Methodology) -> None:
        nonlocal taken
        row = KINDS[kind].rows(locked).filter(key=facts["key"]).first()
        both = beside(KINDS[kind].facts(row) if row else None, facts, was)
        KINDS[kind].write(locked, row, both.facts)
        taken = both.taken

    keep(methodology, user, written)
    return taken


def beside(now: Facts | None, facts: Facts, was: Facts | str) -> Together:
    """Return what is to be saved if ``now`` is stored; raise `StaleError` where two changes clash."""
    base, mark = (None, was) if isinstance(was, str) else (was, fingerprint_of(was))
    if now is None:
        raise StaleError(now)
    if fingerprint_of(now) == mark:
        return Together(facts)
    both = put_together(base, now, facts)
    if both.clashes:
        raise StaleError(now, both)
    return both


def remove(methodology: Methodology, user: User, *, kind: str, key: str) -> None:
    """Take a part out; published versions keep it."""

    def gone(locked: Methodology) -> None:
        KINDS[kind].rows(locked).filter(key=key).delete()

    keep(methodology, user, gone)


def move(methodology: Methodology, user: User, *, kind: str, key: str, up: bool) -> None:
    """Move a part one place among those that are shown with it: indicators of the same level."""

    def moved(locked: Methodology) -> None:
        rows = list(KINDS[kind].rows(locked))
        row = next((one for one in rows if one.key == key), None)
        if row is None:
            return
        beside = [one for one in rows if getattr(one, "level", "") == getattr(row, "level", "")]
        place = beside.index(row) + (-1 if up else 1)
        if not 0 <= place < len(beside):
            return
        here, there = rows.index(row), rows.index(beside[place])
        rows[here], rows[there] = rows[there], rows[here]
        for number, one in enumerate(rows):
            one.position = number
        KINDS[kind].model._default_manager.bulk_update(rows, ["position"])  # noqa: SLF001 - Django's own name

    keep(methodology, user, moved)


def write_new(methodology: Methodology, kind: str, facts: Facts) -> None:
    """Write a part that is not there yet; only within `keep` or where a methodology is made."""
    known = KINDS[kind]
    count = known.rows(methodology).count()
    if count >= MOST_PARTS:
        raise ValidationError(
            ngettext(
                "A list may have at most %(count)d entry.",
                "A list may have at most %(count)d entries.",
                MOST_PARTS,
            )
            % {"count": MOST_PARTS}
        )
    last = known.rows(methodology).aggregate(last=models.Max("position"))["last"]
    position = 0 if last is None else last + 1
    known.write(methodology, known.model(methodology=methodology, key=facts["key"], position=position), facts)


def _fill(row: Part, facts: Facts, names: Sequence[str]) -> None:
    for name in names:
        setattr(row, name, facts[name])
    row.full_clean(exclude=["methodology"], validate_constraints=False)
    row.validate_constraints()
    row.save()


def write_construct(methodology: Methodology, row: Construct, facts: Facts) -> None:
    """Make a row and its measures what the facts say."""
    _refuse_many(facts["measures"])
    _fill(row, facts, facts_of.CONSTRUCT)
    row.measures.all().delete()
    for one in facts["measures"]:
        measure = Measure(construct=row, **_instrument(methodology, one["instrument"]))
        for name in facts_of.MEASURE:
            setattr(measure, name, one[name])
        measure.full_clean()
        measure.save()


def _instrument(methodology: Methodology, ref: str) -> Mapping[str, Any]:
    if ref.startswith(BANK):
        return {"shipped": ref.removeprefix(BANK)}
    title = ref.removeprefix(OWN)
    found = queries.instruments_by_partner(methodology.partner_id).filter(title=title).first()
    if found is None:
        raise ValidationError(
            _("%(partner)s has no instrument “%(title)s”. Add it to the instruments first."),
            params={"partner": methodology.partner, "title": title},
        )
    return {"instrument": found}


def write_indicator(methodology: Methodology, row: Indicator, facts: Facts) -> None:
    """Make a row and its quantities what the facts say."""
    _refuse_many(facts["quantities"])
    row.construct = methodology.constructs.filter(key=facts["construct"]).first()
    _fill(row, facts, facts_of.INDICATOR)
    row.quantities.all().delete()
    for one in facts["quantities"]:
        quantity = Quantity(indicator=row, **one)
        quantity.full_clean()
        quantity.save()


def write_rule(_methodology: Methodology, row: QualityRule, facts: Facts) -> None:
    """Make a row what the facts say."""
    _fill(row, facts, facts_of.RULE)


def _refuse_many(rows: Sequence[Any]) -> None:
    if len(rows) > MOST_ROWS:
        raise ValidationError(
            ngettext("At most %(count)d row.", "At most %(count)d rows.", MOST_ROWS) % {"count": MOST_ROWS}
        )


KINDS: Mapping[str, Kind] = {
    "constructs": Kind(queries.constructs_of, facts_of.construct_facts, write_construct, Construct),
    "indicators": Kind(queries.indicators_of, facts_of.indicator_facts, write_indicator, Indicator),
    "quality_rules": Kind(queries.quality_rules_of, facts_of.rule_facts, write_rule, QualityRule),
}
