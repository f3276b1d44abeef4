"""Results that others use: what forms start with, the claims they rest on, and a table for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mentorway.web.core.merging import texts as as_texts
from mentorway.web.core.tables import Cell
from mentorway.web.dissemination.models import Claim, KeyResult, Readiness, State, text_in

PLAIN: Final = ("title", "readiness", "users", "users_count", "how", "after", "licence", "kept_until")


@dataclass(frozen=True)
class Under:
    """A claim under a result: its title, its public address, and how it stands."""

    title: str
    path: str
    word: str
    is_standing: bool


@dataclass(frozen=True)
class Step:
    """One step on the way to those who use a result, and whether it is reached."""

    word: str
    is_reached: bool
    is_here: bool


def facts_of(result: KeyResult) -> dict[str, Any]:
    """Return what the form of a result starts with."""
    claims = result.claims.all() if result.pk else []
    return {**{name: getattr(result, name) for name in PLAIN}, "claims": claims}


def snapshot_of(result: KeyResult) -> dict[str, str]:
    """Return what putting two changes together starts from."""
    return as_texts(facts_of(result))


def steps_of(result: KeyResult) -> list[Step]:
    """Return the steps from a description to somebody who keeps it up."""
    values = list(Readiness)
    here = values.index(Readiness(result.readiness))
    return [Step(str(one.label), place <= here, place == here) for place, one in enumerate(values)]


def under(claims: Iterable[Claim], language: str) -> list[Under]:
    """Return the claims on which a result rests, and how each stands now."""
    return [
        Under(
            text_in(one.texts, language, one.language, "title")[0] or one.slug,
            reverse("site:claim", args=[language, one.slug]),
            word_of(one),
            one.state == State.PUBLISHED and one.broken is None,
        )
        for one in claims
    ]


def word_of(claim: Claim) -> str:
    """Say how a claim stands: published, withdrawn, or without its evidence."""
    if claim.state == State.WITHDRAWN:
        return str(claim.get_state_display())
    return pgettext("claim", "Evidence broken") if claim.broken else str(claim.get_state_display())


def header() -> list[str]:
    """Return the heads of the columns of the table."""
    return [
        _("Result"), _("Partner that keeps it up"), _("How far it is"), _("Who uses it, and for what"),
        _("Organisations that use it"), _("How they get it and what they need"),
        _("Who keeps it up after the project, and with what money"), _("Licence"), _("Kept up until"),
        _("Claims that stand"), _("Claims that do not stand"), _("Example"),
    ]  # fmt: skip


def rows_of(results: Sequence[KeyResult], claims: dict[int, list[Under]]) -> Iterable[list[Cell]]:
    """Yield results as rows of a table."""
    for one in results:
        found = claims.get(one.pk, [])
        yield [
            one.title, str(one.partner), str(one.get_readiness_display()), one.users, one.users_count,
            one.how, one.after, one.licence, one.kept_until,
            ", ".join(claim.title for claim in found if claim.is_standing),
            ", ".join(f"{claim.title} ({claim.word})" for claim in found if not claim.is_standing),
            _("Yes") if one.is_example else "",
        ]  # fmt: skip
