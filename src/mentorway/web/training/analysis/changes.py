"""What is different between two states of a programme, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from mentorway.web.methodology.analysis.methodology_changes import Change
from mentorway.web.training.analysis.parts import KINDS, LISTS, Facts, said_outcome
from mentorway.web.training.analysis.words import AREAS, ASSESSMENTS, MATERIALS, NAMES, PARTS

WHOLE = ("title", "summary", "audience", "licence")


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Return every difference between two programmes, in the order of the new one."""
    found = whole_differences(old, new)
    found += _of_list("modules", old["modules"], new["modules"])
    before = {one["key"]: one for one in old["modules"]}
    for module in new["modules"]:
        earlier = before.get(module["key"])
        if earlier:
            for kind in KINDS:
                found += _of_list(kind, earlier[kind], module[kind])
            found += _of_citations(earlier, module)
    return found


def whole_differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Return what differs in what is said about the whole."""
    return [Change(str(NAMES[name]), "", old[name], new[name]) for name in WHOLE if old[name] != new[name]]


def differences(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Return what differs in one part."""
    return list(_of_part(kind, old, new))


def _of_list(kind: str, old: list[Facts], new: list[Facts]) -> Iterator[Change]:
    before, after = ({one["key"]: one for one in rows} for rows in (old, new))
    for key in dict.fromkeys([*after, *before]):
        if key not in before:
            yield Change(_about(kind, after[key]), "", "", _("new"))
        elif key not in after:
            yield Change(_about(kind, before[key]), "", _("was there"), _("removed"))
        else:
            yield from _of_part(kind, before[key], after[key])
    kept_before, kept_after = [key for key in before if key in after], [key for key in after if key in before]
    if kept_before != kept_after:
        names = [", ".join(title_of(before[key]) for key in keys) for keys in (kept_before, kept_after)]
        yield Change(str(PARTS[kind]), _("Order"), *names)


def title_of(facts: Mapping[str, Any]) -> str:
    """Return how people call a part."""
    return said_outcome(facts) if "verb" in facts else str(facts["title"])


def _about(kind: str, part: Mapping[str, Any]) -> str:
    return _("%(kind)s “%(name)s”") % {"kind": PARTS[kind], "name": title_of(part)}


def _of_part(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name in new:
        if name != "key" and name not in (LISTS if kind == "modules" else ()) and old.get(name) != new[name]:
            yield Change(
                _about(kind, new), str(NAMES[name]), said(name, old.get(name)), said(name, new[name])
            )


def _of_citations(old: Facts, new: Facts) -> Iterator[Change]:
    before, after = ([one["title"] for one in facts["cites"]] for facts in (old, new))
    if before != after:
        yield Change(_about("modules", new), str(NAMES["cites"]), "\n".join(before), "\n".join(after))


def said(name: str, value: Any) -> str:
    """Return a value as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "steps":
        return "\n".join(map(_step, value))
    if name == "questions":
        return "\n".join(line for one in value for line in (one["text"], *map(_choice, one["choices"])))
    if name == "criteria":
        return "\n".join(f"{one['title']}: {' / '.join(one['levels'])}" for one in value)
    known = {"areas": AREAS, "kind": {**MATERIALS, **ASSESSMENTS}}.get(name, {})
    if isinstance(value, list):
        return "\n".join(str(known.get(one, one)) for one in value)
    return "" if value is None else str(known.get(value, value))


def _step(facts: Mapping[str, Any]) -> str:
    head = _("%(minutes)d min · %(method)s: %(title)s") % {
        "minutes": facts["minutes"],
        "method": facts["method"],
        "title": facts["title"],
    }
    named = ", ".join([*facts["outcomes"], *facts["materials"]])
    return " · ".join(filter(None, [head, facts["text"], named]))


def _choice(facts: Mapping[str, Any]) -> str:
    mark = "✓" if facts["right"] else "–"
    return f"{mark} {facts['text']} {facts['feedback']}".strip()
