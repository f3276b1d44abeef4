"""The codebook as a table: out as rows, in again with every problem by row and column."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from mentorway.cells import unguarded
from mentorway.web.core.tables import Cell
from mentorway.web.practices.analysis.material_reading import Row, tidy
from mentorway.web.practices.analysis.material_rows import Problem, Taken
from mentorway.web.practices.models import LANGUAGES, Challenge

TEXTS = ("definition", "include", "exclude", "example")
COLUMNS = ("slug", *LANGUAGES, *TEXTS, "parent", "position", "retired")
LONGEST_SLUG, LONGEST_NAME, LONGEST_TEXT, LAST_POSITION = 60, 120, 2000, 30_000
YES, NO = frozenset({"1", "yes", "true"}), frozenset({"", "0", "no", "false"})


def header() -> list[str]:
    """Return the names of the columns; they are not translated, so that any file can be read again."""
    return list(COLUMNS)


def rows(codebook: Sequence[Challenge]) -> Iterator[list[Cell]]:
    """Yield a row for each challenge."""
    for one in codebook:
        names = [one.names.get(code, "") for code in LANGUAGES]
        texts = [getattr(one, name) for name in TEXTS]
        parent = one.parent.slug if one.parent else ""
        yield [one.slug, *names, *texts, parent, one.position, int(one.is_retired)]


def checked(table: Sequence[Row]) -> Taken:
    """Return the codes of a file and what is wrong with them."""
    problems = _missing_columns(table)
    found = []
    for place, (number, cells) in enumerate(table, start=1):
        values, wrong = _code({name: tidy(unguarded(cell)) for name, cell in cells.items()}, place)
        found.append({**values, "row": number})
        problems += [Problem(number, column, text) for column, text in wrong]
    problems += _twice(found) + _lost_parents(found)
    return Taken(found, [asdict(one) for one in sorted(problems, key=lambda one: one.row)])


def _missing_columns(table: Sequence[Row]) -> list[Problem]:
    names = set(table[0][1]) if table else set()
    missing = _("The first row must name this column.")
    strange = _("This column is not known. Leave it out, or name it one of: %(known)s.")
    return [Problem(1, one, missing) for one in ("en", "definition") if one not in names] + [
        Problem(1, one[:LONGEST_SLUG], strange % {"known": ", ".join(COLUMNS)})
        for one in sorted(names - set(COLUMNS))
    ]


def _code(cells: Mapping[str, str], place: int) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    wrong: list[tuple[str, str]] = []
    names = {code: " ".join(cells.get(code, "").split()) for code in LANGUAGES}
    slug = slugify(cells.get("slug") or names["en"])[:LONGEST_SLUG]
    if not names["en"] or not slug:
        wrong.append(("en", _("A challenge needs a name in English.")))
    if not cells.get("definition"):
        wrong.append(("definition", _("A challenge needs a definition.")))
    too_long = _("This is longer than %(most)d signs.")
    wrong += [(one, too_long % {"most": LONGEST_NAME}) for one in LANGUAGES if len(names[one]) > LONGEST_NAME]
    wrong += [
        (one, too_long % {"most": LONGEST_TEXT}) for one in TEXTS if len(cells.get(one, "")) > LONGEST_TEXT
    ]
    retired = cells.get("retired", "").casefold()
    if retired not in YES | NO:
        wrong.append(("retired", _("Write 1 for a challenge that is no longer offered, else 0.")))
    position = cells.get("position") or str(10 * place)
    if not position.isdecimal() or int(position) > LAST_POSITION:
        wrong.append(("position", _("Write a whole number up to %(most)d.") % {"most": LAST_POSITION}))
    values = {
        "slug": slug,
        "names": {code: name for code, name in names.items() if name},
        **{name: cells[name] for name in TEXTS if name in cells},
        "parent": slugify(cells.get("parent", "")),
        "position": int(position) if position.isdecimal() else 0,
        "is_retired": retired in YES,
    }
    return values, wrong


def _twice(found: Sequence[Mapping[str, Any]]) -> list[Problem]:
    first: dict[str, int] = {}
    problems = []
    for one in found:
        if one["slug"] in first:
            text = _("The same short name stands in row %(row)d.") % {"row": first[one["slug"]]}
            problems.append(Problem(one["row"], "slug", text))
        first.setdefault(one["slug"], one["row"])
    return problems


def _lost_parents(found: Sequence[Mapping[str, Any]]) -> list[Problem]:
    parents = {one["slug"]: one["parent"] for one in found}
    problems = []
    for one in found:
        if not one["parent"]:
            continue
        if one["parent"] not in parents or one["parent"] == one["slug"]:
            problems.append(Problem(one["row"], "parent", _("No other row has this short name.")))
        elif parents[one["parent"]]:
            problems.append(Problem(one["row"], "parent", _("A part can have no parts of its own.")))
    return problems
