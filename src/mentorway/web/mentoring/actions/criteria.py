"""What counts for a good pair in a round, and what must hold: written down before people are matched."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mentorway.matching.profiles import MOST_CRITERIA
from mentorway.web.core.wording import in_words
from mentorway.web.mentoring.actions.relations import holding
from mentorway.web.mentoring.analysis.criteria import RULES
from mentorway.web.mentoring.analysis.problem import Asked, criterion_from, design_of, present_in
from mentorway.web.mentoring.models import Round

Row = Mapping[str, Any]


def add(whole: Round, *, row: Row) -> None:
    """Let something else count too."""
    with holding(whole) as held:
        if len(held.criteria) >= MOST_CRITERIA:
            text = _("There are %(most)d criteria already, which is the most. Keep those that matter.")
            raise ValidationError(text % {"most": MOST_CRITERIA})
        taken = {one["key"] for one in held.criteria}
        key = next(name for name in (f"c{number}" for number in range(1, 1000)) if name not in taken)
        _keep(held, [*held.criteria, _checked(held, {**row, "key": key})])
    whole.refresh_from_db(fields=["criteria"])


def change(whole: Round, *, key: str, row: Row) -> None:
    """Let a criterion count otherwise."""
    with holding(whole) as held:
        if all(one["key"] != key for one in held.criteria):
            raise ValidationError(_("This criterion was removed meanwhile."))
        new = _checked(held, {**row, "key": key})
        _keep(held, [new if one["key"] == key else one for one in held.criteria])
    whole.refresh_from_db(fields=["criteria"])


def remove(whole: Round, *, key: str) -> None:
    """Let something not count any more; one that is gone already stays gone."""
    with holding(whole) as held:
        _keep(held, [one for one in held.criteria if one["key"] != key])
    whole.refresh_from_db(fields=["criteria"])


def weigh(whole: Round, *, weights: Mapping[str, int]) -> None:
    """Change how much each criterion counts; those that came meanwhile keep their weight."""
    with holding(whole) as held:
        _weigh(held, weights)
    whole.refresh_from_db(fields=["criteria"])


def adopt(whole: Round, *, weights: Mapping[str, int], rules: Sequence[Row]) -> None:
    """Let weights and rules that were tried count from now on, both or neither."""
    with holding(whole) as held:
        _weigh(held, weights)
        _rule(held, rules)
    whole.refresh_from_db(fields=["criteria", "rules"])


def _weigh(held: Round, weights: Mapping[str, int]) -> None:
    rows = weighed(held.criteria, weights)
    with in_words():
        design_of(present_in(held), Asked(rows, held.rules))
    _keep(held, rows)


def weighed(criteria: Sequence[Row], weights: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return criteria with other weights.

    >>> weighed([{"key": "a", "weight": 1}, {"key": "b", "weight": 2}], {"a": 5})
    [{'key': 'a', 'weight': 5}, {'key': 'b', 'weight': 2}]
    """
    return [{**one, "weight": weights.get(one["key"], one["weight"])} for one in criteria]


def rule(whole: Round, *, rules: Sequence[Row]) -> None:
    """Say what must hold for two people to be a pair; rules that pages do not offer stay."""
    with holding(whole) as held:
        _rule(held, rules)
    whole.refresh_from_db(fields=["rules"])


def _rule(held: Round, rules: Sequence[Row]) -> None:
    held.rules = [*(one for one in held.rules if one["kind"] not in RULES), *rules]
    held.full_clean(validate_unique=False)
    held.save(update_fields=["rules"])


def _checked(whole: Round, row: Row) -> dict[str, Any]:
    with in_words():
        criterion_from(whole, row)
    return dict(row)


def _keep(whole: Round, rows: list[Any]) -> None:
    whole.criteria = rows
    whole.full_clean(validate_unique=False)
    whole.save(update_fields=["criteria"])
