"""What is different between two states of a methodology, in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from mentorway.web.methodology.analysis.methodology_texts import WHOLE
from mentorway.web.methodology.models import Aim, Direction, Level, Origin, Quality, Scoring

NAMES: Mapping[str, str | Promise] = {
    "title": pgettext_lazy("part of a methodology", "Title"),
    "purpose": pgettext_lazy("part of a methodology", "Purpose"),
    "design": pgettext_lazy("part of a methodology", "Design"),
    "constructs": pgettext_lazy("part of a methodology", "Construct"),
    "indicators": pgettext_lazy("part of a methodology", "Indicator"),
    "quality_rules": pgettext_lazy("part of a methodology", "Quality rule"),
    "power": pgettext_lazy("part of a methodology", "Power analysis"),
    "name": pgettext_lazy("part of a methodology", "Name"),
    "definition": pgettext_lazy("part of a methodology", "Definition"),
    "source": pgettext_lazy("part of a methodology", "Source"),
    "measures": pgettext_lazy("part of a methodology", "Measured by"),
    "meaning": pgettext_lazy("part of a methodology", "What it says"),
    "level": pgettext_lazy("part of a methodology", "Level"),
    "aim": pgettext_lazy("part of a methodology", "Aim"),
    "construct": pgettext_lazy("part of a methodology", "Construct"),
    "formula": pgettext_lazy("part of a methodology", "Formula"),
    "unit": pgettext_lazy("part of a methodology", "Unit"),
    "direction": pgettext_lazy("part of a methodology", "Good values"),
    "baseline": pgettext_lazy("part of a methodology", "Baseline"),
    "baseline_source": pgettext_lazy("part of a methodology", "Source of the baseline"),
    "target": pgettext_lazy("part of a methodology", "Target"),
    "smallest_worthwhile": pgettext_lazy("part of a methodology", "Smallest change worth having"),
    "when": pgettext_lazy("part of a methodology", "When it is measured"),
    "owner": pgettext_lazy("part of a methodology", "Who answers for it"),
    "quantities": pgettext_lazy("part of a methodology", "Quantities"),
    "quality": pgettext_lazy("part of a methodology", "What it watches"),
    "threshold": pgettext_lazy("part of a methodology", "Threshold"),
    "rule": pgettext_lazy("part of a methodology", "Rule"),
    "consequence": pgettext_lazy("part of a methodology", "What happens when it is broken"),
}
CHOICES: Mapping[str, type[TextChoices]] = {
    "level": Level,
    "aim": Aim,
    "direction": Direction,
    "quality": Quality,
    "origin": Origin,
}
LISTS = ("constructs", "indicators", "quality_rules")


@dataclass(frozen=True)
class Change:
    """One difference: what of which part it is, before and now."""

    about: str
    what: str
    before: str
    after: str


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Return every difference between two contents, in the order of the new one."""
    found = whole_differences(old, new)
    for place in LISTS:
        found += _of_list(place, old[place], new[place])
    found += _of_power(old, new)
    found += _of_languages(old, new)
    return found


def whole_differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Return what differs in the texts about the whole."""
    return [Change(str(NAMES[name]), "", old[name], new[name]) for name in WHOLE if old[name] != new[name]]


def differences(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Return what differs in one part."""
    return list(_of_part(kind, old, new))


def _of_list(place: str, old: list[Any], new: list[Any]) -> Iterator[Change]:
    before, after = ({one["key"]: one for one in rows} for rows in (old, new))
    for key in dict.fromkeys([*after, *before]):
        if key not in before:
            yield Change(_about(place, after[key]), "", "", _("new"))
        elif key not in after:
            yield Change(_about(place, before[key]), "", _("was there"), _("removed"))
        else:
            yield from _of_part(place, before[key], after[key])
    kept_before, kept_after = [key for key in before if key in after], [key for key in after if key in before]
    if kept_before != kept_after:
        names = [", ".join(before[key]["name"] for key in keys) for keys in (kept_before, kept_after)]
        yield Change(str(NAMES[place]), _("Order"), *names)


def _about(place: str, part: Mapping[str, Any]) -> str:
    return _("%(kind)s “%(name)s”") % {"kind": NAMES[place], "name": part["name"]}


def _of_part(place: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name in new:
        if name != "key" and old.get(name) != new[name]:
            yield Change(
                _about(place, new), str(NAMES[name]), said(name, old.get(name)), said(name, new[name])
            )


def named(fields: Iterable[str]) -> list[str]:
    """Return the fields of a part as people know them."""
    return [str(NAMES[name]) for name in fields]


def said(name: str, value: Any) -> str:
    """Return a value as people read it."""
    if name == "measures":
        return "\n".join(_measure(one) for one in value)
    if name == "quantities":
        return "\n".join(_quantity(one) for one in value)
    if name in CHOICES:
        known = {choice.value: str(choice.label) for choice in CHOICES[name]}
        return known.get(value, str(value))
    return figure(value) if isinstance(value, float) else "" if value is None else str(value)


def figure(value: float) -> str:
    """Return a number in full, as the readers of the current language write it."""
    whole = int(value) if value.is_integer() else Decimal(repr(value))
    return number_format(whole, use_l10n=True, force_grouping=False)


def _measure(facts: Mapping[str, Any]) -> str:
    title = facts["instrument"].partition(":")[2]
    parts = [f"{title}: {facts['scale']}", str(Scoring(facts["scoring"]).label)]
    if facts["fewest_items"]:
        parts.append(_("fewest items answered: %(count)d") % {"count": facts["fewest_items"]})
    return " · ".join([*parts, *filter(None, [facts["note"]])])


def _quantity(facts: Mapping[str, Any]) -> str:
    where = facts["source"] if facts["value"] is None else figure(facts["value"])
    parts = [facts["what"], facts["unit"], str(Origin(facts["origin"]).label), where]
    return f"{facts['name']}: {' · '.join(filter(None, parts))}"


def _of_power(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    before, after = ([one["title"] for one in content.get("power", ())] for content in (old, new))
    if old.get("power", []) != new.get("power", []):
        yield Change(str(NAMES["power"]), "", "\n".join(before), "\n".join(after))


def _of_languages(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for code in sorted({*old.get("texts", {}), *new.get("texts", {})}):
        before, after = (content.get("texts", {}).get(code, {}) for content in (old, new))
        if before != after:
            count = sum(before.get(key) != after.get(key) for key in {*before, *after})
            about = _("Translation into %(language)s") % {"language": code}
            yield Change(about, _("Texts that differ"), "", str(count))
