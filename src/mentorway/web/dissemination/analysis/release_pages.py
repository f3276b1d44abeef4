"""What the pages of those who publish say of a version: its check, and what is in the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.core.wording import said
from mentorway.web.dissemination.analysis.release_choices import OUT, Choices, choices_of
from mentorway.web.dissemination.analysis.releases import verdict_said
from mentorway.web.dissemination.models import Release
from mentorway.web.dissemination.queries import releases as queries
from mentorway.web.study.models import Study

# How consent texts in our five languages say that answers will be open to others.
TOLD: Final = (
    "open data", "archiv", "repositor", "other researchers", "reuse", "re-use",
    "atvir", "archyv", "kiti tyrėj",
    "atvērt", "arhīv", "citi pētniek",
    "öppna data", "arkiv", "andra forskare",
    "avoin", "avoime", "arkist", "muut tutkij",
)  # fmt: skip


@dataclass(frozen=True)
class HiddenCell:
    """A hidden cell: where, and why."""

    table: str
    cell: str
    because: str


@dataclass(frozen=True)
class Checked:
    """What the check found, as those who publish read it; ``finders`` to ``breaches`` where it refused."""

    sentences: tuple[str, ...]
    more: tuple[str, ...]
    hidden: tuple[HiddenCell, ...]
    hidden_more: int
    finders: tuple[str, ...]
    rarest: tuple[str, ...]
    advice: tuple[str, ...]
    breaches: tuple[str, ...]


def untold(study: Study) -> list[int]:
    """Return the consent texts that do not tell of archiving or open data, in some language."""
    return [one.number for one in queries.consents_of(study) if not _tells(one.texts)]


def _tells(texts: Mapping[str, str]) -> bool:
    return bool(texts) and all(any(word in text.casefold() for word in TOLD) for text in texts.values())


def checked(release: Release) -> Checked | None:
    """Return what the check found, said in the language of the reader; None where there was none."""
    verdict = release.verdict
    if not verdict:
        return None
    hidden = verdict.get("hidden", ())
    return Checked(
        tuple(verdict_said(verdict)),
        tuple(_inside(verdict)),
        tuple(HiddenCell(one["table"], " · ".join(one["cell"]), said(one["because"])) for one in hidden),
        max(verdict.get("hidden_count", 0) - len(hidden), 0),
        *(
            tuple(said(one) for one in verdict.get(name, ()))
            for name in ("finders", "rarest", "advice", "breaches")
        ),
    )


def _inside(verdict: Mapping[str, Any]) -> list[str]:
    found = []
    if verdict.get("before"):
        found.append(_("Before anybody was left out: %(sentence)s") % {"sentence": said(verdict["before"])})
    if verdict.get("checked_with"):
        numbers = ", ".join(str(one) for one in verdict["checked_with"])
        found.append(_("It was checked together with earlier versions: %(numbers)s.") % {"numbers": numbers})
    if verdict.get("diversity"):
        text = ngettext(
            "In %(count)d question, some group of people who look alike all answered the same. Who knows "
            "somebody there knows that answer.",
            "In %(count)d questions, some group of people who look alike all answered the same. Who knows "
            "somebody there knows these answers.",
            verdict["diversity"],
        )
        found.append(text % {"count": verdict["diversity"]})
    return found


def chosen(release: Release) -> list[tuple[str, str]]:
    """Return what was chosen, as pairs of a name and words."""
    choices = choices_of(release.choices)
    return [pair for pair in _chosen(choices) if pair[1]]


def _chosen(choices: Choices) -> list[tuple[str, str]]:
    open_columns = [name for name, way in choices.ways.items() if way != OUT]
    return [
        (_("Wave"), str(choices.wave)),
        (
            _("Columns of the open answers"),
            ", ".join(open_columns) if choices.is_open else _("None: only tables are published"),
        ),
        (_("Published tables"), ", ".join(" × ".join(one) for one in choices.tables)),
        (_("Scales with numbers"), ", ".join(one.title for one in choices.scales)),
        (_("May be left out"), _("at most %(share)d %% of the people") % {"share": choices.most_left_out}),
        (_("Why it may be published although the consent text does not tell of it"), choices.reason),
        (_("What differs from the version before"), choices.changes),
    ]
