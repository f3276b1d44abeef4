"""What is different between two states of a programme, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from mentorway.web.methodology.analysis.methodology_changes import Change
from mentorway.web.training.analysis.parts import KINDS, LISTS, Facts, choices_of, said_outcome
from mentorway.web.training.analysis.words import AREAS, ASSESSMENTS, CITED, MATERIALS, NAMES, PARTS

WHOLE = ("title", "summary", "audience", "licence")


@dataclass(frozen=True)
class Names:
    """How the parts of the programme before and after are called, by their short names."""

    before: Mapping[str, str]
    after: Mapping[str, str]

    @classmethod
    def of(cls, old: Mapping[str, Any], new: Mapping[str, Any]) -> "Names":
        """Take the titles out of two programmes."""
        return cls(titles_of(old), titles_of(new))


def titles_of(content: Mapping[str, Any]) -> dict[str, str]:
    """Return how the outcomes and materials of a programme are called, by their short names."""
    return {key: title for rows in choices_of(content).values() for key, title in rows}


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Return every difference between two programmes, in the order of the new one."""
    names = Names.of(old, new)
    found = whole_differences(old, new)
    found += _of_list("modules", old["modules"], new["modules"], names)
    before = {one["key"]: one for one in old["modules"]}
    for module in new["modules"]:
        earlier = before.get(module["key"])
        if earlier:
            for kind in KINDS:
                found += _of_list(kind, earlier[kind], module[kind], names)
            found += _of_citations(earlier, module)
    return found


def whole_differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Return what differs in what is said about the whole."""
    return [Change(str(NAMES[name]), "", old[name], new[name]) for name in WHOLE if old[name] != new[name]]


def differences(
    kind: str, old: Mapping[str, Any], new: Mapping[str, Any], within: Mapping[str, Any]
) -> list[Change]:
    """Return what differs in one part; ``within`` is the programme that says how other parts are called."""
    return list(_of_part(kind, old, new, Names.of(within, within)))


def _of_list(kind: str, old: list[Facts], new: list[Facts], names: Names) -> Iterator[Change]:
    before, after = ({one["key"]: one for one in rows} for rows in (old, new))
    for key in dict.fromkeys([*after, *before]):
        if key not in before:
            yield Change(_about(kind, after[key]), "", "", _("new"))
        elif key not in after:
            yield Change(_about(kind, before[key]), "", _("was there"), _("removed"))
        else:
            yield from _of_part(kind, before[key], after[key], names)
    kept_before, kept_after = [key for key in before if key in after], [key for key in after if key in before]
    if kept_before != kept_after:
        was, now = (
            ", ".join(title_of(rows[key]) for key in keys)
            for rows, keys in ((before, kept_before), (after, kept_after))
        )
        yield Change(str(PARTS[kind]), _("Order"), was, now)


def title_of(facts: Mapping[str, Any]) -> str:
    """Return how people call a part."""
    return said_outcome(facts) if "verb" in facts else str(facts["title"])


def _about(kind: str, part: Mapping[str, Any]) -> str:
    return _("%(kind)s “%(name)s”") % {"kind": PARTS[kind], "name": title_of(part)}


def _of_part(kind: str, old: Mapping[str, Any], new: Mapping[str, Any], names: Names) -> Iterator[Change]:
    for name in new:
        if name != "key" and name not in (LISTS if kind == "modules" else ()) and old.get(name) != new[name]:
            was, now = said(name, old.get(name), names.before), said(name, new[name], names.after)
            yield Change(_about(kind, new), str(NAMES[name]), was, now)


def _of_citations(old: Facts, new: Facts) -> Iterator[Change]:
    if old["cites"] != new["cites"]:
        was, now = ("\n".join(map(_cited, facts["cites"])) for facts in (old, new))
        yield Change(_about("modules", new), str(NAMES["cites"]), was, now)


def _cited(facts: Mapping[str, Any]) -> str:
    values = {**facts, "kind": CITED.get(facts["kind"], facts["kind"])}
    if facts["version"]:
        return _("%(kind)s: %(title)s (version %(version)s)") % values
    return _("%(kind)s: %(title)s") % values


def said(name: str, value: Any, titles: Mapping[str, str]) -> str:
    """Return a value as people read it; ``titles`` says how parts are called that it names."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "pass_level":
        return str(value + 1)  # people count from one
    if isinstance(value, list):
        return "\n".join(_line(name, one, titles) for one in value)
    if name == "kind":
        return str({**MATERIALS, **ASSESSMENTS}.get(value, value))
    return str(value)


def _line(name: str, one: Any, titles: Mapping[str, str]) -> str:
    """Return one entry of a list."""
    if name == "steps":
        return _step(one, titles)
    if name == "questions":
        return "\n".join((one["text"], *map(_choice, one["choices"])))
    if name == "criteria":
        return f"{one['title']}: {' / '.join(one['levels'])}"
    known: Mapping[str, Mapping[str, Any]] = {"areas": AREAS, "outcomes": titles}
    return str(known.get(name, {}).get(one, one))


def _step(facts: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    head = _("%(minutes)d min · %(method)s: %(title)s") % {
        "minutes": facts["minutes"],
        "method": facts["method"],
        "title": facts["title"],
    }
    named = ", ".join(titles.get(key, key) for key in (*facts["outcomes"], *facts["materials"]))
    return " · ".join(filter(None, [head, facts["text"], named]))


def _choice(facts: Mapping[str, Any]) -> str:
    mark = "✓" if facts["right"] else "–"
    return f"{mark} {facts['text']} {facts['feedback']}".strip()
