"""What decisions follow from: the conclusions of a result, said with how many people they rest on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from mentorway.evaluating.overall import Conclusion, Grade
from mentorway.evaluating.whole import Evaluation as Found
from mentorway.evaluating.whole import OutcomeEvaluation
from mentorway.web.core.tables import Cell
from mentorway.web.core.wording import said
from mentorway.web.evaluation.analysis.results import found_in
from mentorway.web.evaluation.models import Decision, Result
from mentorway.wording import Message

WHOLE: Final = "-"  # no key of an outcome, which begins with a letter
GRADES: Final = {
    Grade.SHOWN: pgettext_lazy("grade", "Shown"),
    Grade.SUGGESTED: pgettext_lazy("grade", "Suggested"),
    Grade.NOT_SHOWN: pgettext_lazy("grade", "Not shown"),
    Grade.CANNOT_BE_SAID: pgettext_lazy("grade", "Cannot be said"),
}
HEADER: Final = (
    "evaluation",
    "version",
    "finding",
    "people",
    "recommendation",
    "programme",
    "who",
    "until",
    "state",
    "overdue",
    "done in version",
    "verified by",
    "remark",
)
NOT_THERE: Final = gettext_lazy("This conclusion is not among those of the result.")


@dataclass(frozen=True)
class Concluded:
    """A conclusion as decisions name it: `key` of the outcome, `n` people (None where there are none)."""

    key: str
    title: str
    grade: str
    sentence: str
    n: int | None


def concluded(result: Result) -> list[Concluded]:
    """Return the conclusions of a result in the current language: of the whole, then outcome by outcome."""
    found = found_in(result)
    if found is None:
        return []
    every = [_concluded(found, one) for one in found.conclusions]
    return every[-1:] + every[:-1]


def keys_of(result: Result) -> set[str]:
    """Return the keys that decisions about a result may name."""
    return {one.key for one in concluded(result)}


def conclusion_of(result: Result, key: str) -> Concluded | None:
    """Return the conclusion that a decision names; None where the result has none of this key."""
    return next((one for one in concluded(result) if one.key == (key or WHOLE)), None)


def _concluded(found: Found, one: Conclusion) -> Concluded:
    grade = str(GRADES[one.grade])
    if one.outcome is None:
        return Concluded(
            WHOLE, _("The programme as a whole"), grade, said(one.sentence), found.size.programme
        )
    return Concluded(one.outcome.key, one.outcome.title, grade, said(one.sentence), people_behind(found, one))


def people_behind(found: Found, one: Conclusion) -> int | None:
    """Return how many people a conclusion about an outcome rests on."""
    if one.outcome is None:
        return found.size.programme
    key = one.outcome.key
    of_outcome = next((each for each in found.outcomes if each.key == key), None)
    compared = _compared(of_outcome) if of_outcome else None
    if compared is not None:
        return compared
    results = (each for level in found.levels for each in level.outcomes)
    changed = next((each.changed for each in results if each.outcome.key == key), None)
    return changed.last.n if changed else None


def _compared(one: OutcomeEvaluation) -> int | None:
    """Return the people of both groups, where the conclusion rests on a comparison."""
    if isinstance(one.effect, Message) or one.rests_on is None:
        return None
    way = one.effect.of(one.rests_on)
    return None if way is None else way.n_programme + way.n_comparison


def rows_of(decisions: Iterable[Decision], late: set[int]) -> Iterator[Sequence[Cell]]:
    """Yield decisions as rows of a table; `late` are the numbers of those that are overdue."""
    kept: dict[int, dict[str, Concluded]] = {}
    for one in decisions:
        known = kept.setdefault(one.result_id, {})
        if not known:
            known.update({each.key: each for each in concluded(one.result)})
        finding = known.get(one.finding)
        yield (
            one.result.evaluation.title,
            one.result.number,
            finding.sentence if finding else one.finding,
            finding.n if finding else None,
            one.recommendation,
            one.programme.title if one.programme else "",
            str(one.who) if one.who else "",
            one.due,
            one.get_state_display(),
            one.pk in late,
            str(one.edition) if one.edition else "",
            str(one.verified_by) if one.verified_by else "",
            one.remark,
        )
