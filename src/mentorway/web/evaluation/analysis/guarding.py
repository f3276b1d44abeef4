"""Versions beside each other: whose answers were shown in which, and what a new one withholds.

People stand there under marks that are reckoned with the secret of the installation, for one evaluation; they
lead to nobody without it, and leave the server nowhere.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from django.utils.crypto import salted_hmac

from mentorway.evaluating.dyads import Dyads
from mentorway.evaluating.levels import OutcomeResult
from mentorway.evaluating.people import People
from mentorway.evaluating.records import from_record
from mentorway.evaluating.shifts import Shifted
from mentorway.evaluating.versions import Cell, Cells, Key, What, cells_of, tells, withheld
from mentorway.evaluating.whole import Evaluation as Found
from mentorway.evaluating.withholding import only_shown
from mentorway.web.evaluation.models import Evaluation, Result
from mentorway.wording import InvalidInputError

SALT: Final = "mentorway.evaluation.versions"
LETTERS: Final = 10  # of a mark: 40 bits, so that no two of thousands of people are alike


def guard_of(whole: Evaluation, people: People, found: Found, earlier: Iterable[Result]) -> dict[str, Any]:
    """Return what a version withholds because of earlier ones, and of whom the rest is, as JSON can hold it.

    ``found`` is what may be shown but for earlier versions; each of ``earlier`` comes with its own guard.
    """
    cells = only_shown(cells_of(people, _marking(whole)), found)
    then: dict[int, Cells] = {}
    unknown: dict[Key, int] = {}
    for row in earlier:
        if row.guard is None:
            unknown = {**_by_size(row, cells), **unknown}
        else:
            then[row.number] = _cells_in(row.guard)
    hidden = withheld(cells, then, unknown)
    shown = {key: cell for key, cell in cells.items() if key not in hidden}
    return {
        "withheld": [[*key, number] for key, number in sorted(hidden.items())],
        "shown": [[*key, _packed(cell)] for key, cell in sorted(shown.items())],
    }


def stored(result: Result) -> Found | None:
    """Return what was found as it is kept; None if there is nothing that can be read."""
    if result.value is None:
        return None
    try:
        return from_record(result.value)
    except InvalidInputError:
        return None


def withheld_in(guard: Mapping[str, Any] | None) -> dict[Key, int]:
    """Return what a version withholds, and because of which."""
    rows = [] if guard is None else guard["withheld"]
    return {(outcome, What(what), label): number for outcome, what, label, number in rows}


def _marking(whole: Evaluation) -> Callable[[str], str]:
    def mark(text: str) -> str:
        return salted_hmac(SALT, f"{whole.pk}:{text}", algorithm="sha256").hexdigest()[:LETTERS]

    return mark


def _packed(cell: Cell) -> str:
    return "".join(f"{who}{said}" for who, said in sorted(cell.items()))


def _cells_in(guard: Mapping[str, Any]) -> dict[Key, Cell]:
    return {(outcome, What(what), label): _unpacked(text) for outcome, what, label, text in guard["shown"]}


def _unpacked(text: str) -> dict[str, str]:
    step = 2 * LETTERS
    return {
        text[place : place + LETTERS]: text[place + LETTERS : place + step]
        for place in range(0, len(text), step)
    }


def _by_size(row: Result, cells: Cells) -> dict[Key, int]:
    """Return what differs by a few from a version without marks: it was stored before there were any."""
    sizes = _sizes_in(row)
    return {
        key: row.number for key, cell in cells.items() if key in sizes and tells(abs(len(cell) - sizes[key]))
    }


def _sizes_in(row: Result) -> dict[Key, int]:
    found = stored(row)
    if found is None:
        return {}
    results = (one for level in found.levels for one in level.outcomes)
    return dict([*(size for one in results for size in _of_result(one)), *_of_parts(found)])


def _of_result(one: OutcomeResult) -> Iterator[tuple[Key, int]]:
    key = one.outcome.key
    if one.once is not None:
        yield (key, What.ONCE, ""), one.once.answered
    if one.changed is not None:
        yield (key, What.PAIRS, ""), one.changed.after.n
        yield (key, What.FOLLOW_UP, ""), one.changed.follow_up.n
    if isinstance(one.shifted, Shifted):
        yield (key, What.SHIFT, ""), one.shifted.n


def _of_parts(found: Found) -> Iterator[tuple[Key, int]]:
    for one in found.outcomes:
        for what, groups in ((What.PILOT, one.by_pilot), (What.COUNTRY, one.by_country)):
            for group in groups.groups:
                if group.change is not None:
                    yield (one.key, what, group.label), group.change.n
        if isinstance(one.others, Dyads):
            yield (one.key, What.OTHERS, ""), one.others.n
