"""The draft of a programme as plain facts: finding, adding, changing, moving and removing its parts."""

import copy
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils.text import slugify

from mentorway.courses.structure import Programme as Described
from mentorway.courses.structure import from_facts

Facts = dict[str, Any]
MODULE: Final = "modules"
KINDS: Final = ("outcomes", "sessions", "materials", "assessments")  # the lists of a module
LISTS: Final = (*KINDS, "cites")  # what changing a module leaves alone
KEY: Final = re.compile(r"[a-z][a-z0-9_-]{0,39}")


def begun(title: str, language: str, **more: str) -> Facts:
    """Return the facts of a programme without modules."""
    return plain(Described(title=title, language=language, modules=(), **{**BLANK, **more}))


BLANK: Final = {"summary": "", "audience": ""}


def plain(described: Described) -> Facts:
    """Return a programme as facts that a table can hold."""
    found: Facts = json.loads(described.to_json())
    return found


def described(content: Mapping[str, Any]) -> Described:
    """Return facts as the library reads them."""
    return from_facts(dict(content))


def module_of(content: Mapping[str, Any], module: str) -> Facts | None:
    """Return a module by its short name."""
    return next((one for one in content["modules"] if one["key"] == module), None)


def part_of(content: Mapping[str, Any], kind: str, module: str, key: str) -> Facts | None:
    """Return a module without its lists, or an entry of one of them."""
    found = module_of(content, module)
    if found is None:
        return None
    if kind == MODULE:
        return {name: value for name, value in found.items() if name not in LISTS}
    return next((one for one in found[kind] if one["key"] == key), None)


def with_part(content: Mapping[str, Any], kind: str, module: str, facts: Facts) -> Facts:
    """Return the content with a part in the place of the one with its short name, or at the end."""
    changed = copy.deepcopy(dict(content))
    rows = _rows(changed, kind, module)
    place = next((number for number, one in enumerate(rows) if one["key"] == facts["key"]), None)
    if kind == MODULE:
        facts = {**{name: [] for name in LISTS}, **(rows[place] if place is not None else {}), **facts}
    if place is None:
        rows.append(facts)
    else:
        rows[place] = facts
    return changed


def without_part(content: Mapping[str, Any], kind: str, module: str, key: str) -> Facts:
    """Return the content without a part; what named it does so no longer."""
    changed = copy.deepcopy(dict(content))
    rows = _rows(changed, kind, module)
    rows[:] = [one for one in rows if one["key"] != key]
    gone = set(keys_of(content)) - set(keys_of(changed))
    for one in changed["modules"]:
        for naming in (
            *(step for session in one["sessions"] for step in session["steps"]),
            *one["assessments"],
        ):
            for name in ("outcomes", "materials"):
                if name in naming:
                    naming[name] = [each for each in naming[name] if each not in gone]
    return changed


def moved_part(content: Mapping[str, Any], kind: str, where: tuple[str, str], *, up: bool) -> Facts:
    """Return the content with a part one place up or down; ``where`` is its module and its short name."""
    changed = copy.deepcopy(dict(content))
    module, key = where
    rows = _rows(changed, kind, module)
    here = next((number for number, one in enumerate(rows) if one["key"] == key), None)
    there = -1 if here is None else here + (-1 if up else 1)
    if here is not None and 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
    return changed


def _rows(content: Facts, kind: str, module: str) -> list[Facts]:
    if kind == MODULE:
        rows: list[Facts] = content["modules"]
        return rows
    found = module_of(content, module)
    return found[kind] if found else []


def keys_of(content: Mapping[str, Any]) -> Iterator[str]:
    """Yield every short name that is given."""
    for module in content["modules"]:
        yield module["key"]
        for kind in KINDS:
            yield from (one["key"] for one in module[kind])


def free_key(content: Mapping[str, Any], title: str) -> str:
    """Return a short name made of a title that no other part has.

    >>> free_key({"modules": []}, "Kas yra mentorystė?"), free_key({"modules": []}, "…")
    ('kas-yra-mentoryste', 'part')
    """
    stem = re.sub(r"^[^a-z]+", "", slugify(title))[:34].rstrip("-_") or "part"
    taken = set(keys_of(content))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (stem, *numbered) if name not in taken)


def choices_of(content: Mapping[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """Return the outcomes and the materials that a step or an assessment may name."""
    modules = content["modules"]
    return {
        "outcomes": [(one["key"], said_outcome(one)) for module in modules for one in module["outcomes"]],
        "materials": [(one["key"], one["title"]) for module in modules for one in module["materials"]],
    }


def said_outcome(facts: Mapping[str, Any]) -> str:
    """Return an outcome as one line."""
    return f"{facts['verb']} {facts['object']}".strip()
