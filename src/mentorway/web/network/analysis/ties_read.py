"""What a finding about the network says, in sentences and tables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from mentorway.figures import chance, figure, percent
from mentorway.web.network.models import Country, Sector

KINDS = {
    "agreement": gettext_lazy("Agreements in force"),
    "visit": gettext_lazy("Visits held"),
    "meeting": gettext_lazy("Meetings held"),
    "event": gettext_lazy("Events held together"),
}
BY_CHANCE = gettext_lazy(
    "Chance alone could well lead to such a mixture (p = %(p)s, permutation test with %(count)d draws)."
)
OUTWARD = gettext_lazy(
    "Ties cross between the sectors more than chance would have it "
    "(p = %(p)s, permutation test with %(count)d draws)."
)
INWARD = gettext_lazy(
    "Ties stay within the sectors more than chance would have it "
    "(p = %(p)s, permutation test with %(count)d draws)."
)
LEVEL = 0.05
FEWEST_TIES = 5
BROKERS = 5


@dataclass(frozen=True)
class Place:
    """One partner's place in the network."""

    name: str
    country: str
    sector: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Pair:
    """Two partners and what ties them."""

    first: str
    second: str
    kinds: str
    count: int


@dataclass(frozen=True)
class Reading:
    """The sentences, the partners with the most ties first, the pairs, and who stands between."""

    sentences: Sequence[str]
    places: Sequence[Place]
    pairs: Sequence[Pair]
    brokers: Sequence[Place]


def kinds(names: Iterable[str]) -> list[str]:
    """Return the kinds of ties as people call them."""
    return [str(KINDS[name]) for name in names if name in KINDS]


def read(facts: Mapping[str, Any], result: Mapping[str, Any]) -> Reading:
    """Return what the finding says in the reader's language."""
    places = [
        Place(
            node["name"],
            str(Country(node["country"]).label),
            str(Sector(node["sector"]).label),
            measured,
        )
        for node, measured in zip(facts["nodes"], result["nodes"], strict=True)
    ]
    between = sorted(places, key=lambda one: -one.facts["betweenness"])
    return Reading(
        sentences=_sentences(facts, result),
        places=sorted(places, key=lambda one: (-one.facts["degree"], one.name)),
        pairs=_pairs(facts),
        brokers=[one for one in between if one.facts["betweenness"] > 0][:BROKERS],
    )


def _pairs(facts: Mapping[str, Any]) -> list[Pair]:
    names = {node["id"]: node["name"] for node in facts["nodes"]}
    found = [
        Pair(
            names[tie["first"]],
            names[tie["second"]],
            ", ".join(f"{KINDS[kind]}: {count}" for kind, count in tie["kinds"].items()),
            sum(tie["kinds"].values()),
        )
        for tie in facts["ties"]
        if tie["first"] in names and tie["second"] in names
    ]
    return sorted(found, key=lambda pair: (-pair.count, pair.first, pair.second))


def _sentences(facts: Mapping[str, Any], result: Mapping[str, Any]) -> list[str]:
    found = [_how_dense(result), _how_mixed(result), _by_chance(result), _in_parts(result), _changed(result)]
    if facts["left_out"]:
        text = ngettext(
            "%(count)d partner without ties is left out, because the network is very large.",
            "%(count)d partners without ties are left out, because the network is very large.",
            facts["left_out"],
        )
        found.append(text % {"count": facts["left_out"]})
    return [sentence for sentence in found if sentence]


def _how_dense(result: Mapping[str, Any]) -> str:
    density, language = result["density"], get_language() or "en"
    text = ngettext(
        "Of %(possible)s possible pairs of partners, %(ties)d works together (density %(value)s).",
        "Of %(possible)s possible pairs of partners, %(ties)d work together (density %(value)s).",
        density["ties"],
    )
    facts = {
        "possible": density["possible"],
        "ties": density["ties"],
        "value": figure(density["value"], 3, language),
    }
    return text % facts


def _how_mixed(result: Mapping[str, Any]) -> str:
    mixed, language = result["mixing"], get_language() or "en"
    if mixed["share"] is None:
        return _("There are no ties yet, so nothing can be said about education and business.")
    first = ngettext(
        "%(crossing)d of these pairs joins education and business: %(share)s.",
        "%(crossing)d of these pairs join education and business: %(share)s.",
        mixed["crossing"],
    )
    second = _(
        "If partners were paired without regard to sector, it would be about %(expected)s. "
        "The E-I index is %(ei)s (−1: all within a sector, +1: all across)."
    )
    text = f"{first} {second}"
    facts = {
        "crossing": mixed["crossing"],
        "share": percent(mixed["share"], language),
        "expected": percent(mixed["expected"], language),
        "ei": figure(result["ei"]["network"]["value"], 2, language),
    }
    return text % facts


def _by_chance(result: Mapping[str, Any]) -> str:
    """Return whether chance explains the mixing; with few ties there is no telling."""
    test, ties = result["ei"]["test"], result["density"]["ties"]
    if not ties:
        return ""
    if test is None and facts_left_out(result):
        return _("The network is too large to test whether chance could have led to that.")
    if test is None:
        return _("All partners are of one sector, so nothing can be said about ties across sectors.")
    if ties < FEWEST_TIES:
        return _("There are too few ties to say whether that is more than chance.")
    facts = {"p": chance(test["p"], get_language() or "en"), "count": test["permutations"]}
    if test["p"] >= LEVEL:
        return str(BY_CHANCE) % facts
    return str(OUTWARD if test["direction"] == "outward" else INWARD) % facts


def facts_left_out(result: Mapping[str, Any]) -> bool:
    """Whether partners without ties were left out of the computation."""
    return bool(result["density"]["nodes"] > len(result["nodes"]))


def _in_parts(result: Mapping[str, Any]) -> str:
    parts = result["components"]
    joined = [size for size in parts["sizes"] if size > 1]
    if not joined:
        return ""
    text = ngettext(
        "The partners with ties form %(count)d group in which everyone is joined to everyone over some way.",
        "The partners with ties form %(count)d groups, each joined within itself but not to the others.",
        len(joined),
    )
    found = text % {"count": len(joined)}
    if parts["isolates"]:
        alone = ngettext(
            "%(count)d partner has no tie yet.", "%(count)d partners have no tie yet.", parts["isolates"]
        )
        found = f"{found} {alone % {'count': parts['isolates']}}"
    return found


def _changed(result: Mapping[str, Any]) -> str:
    change = result["change"]
    if not any(change[name] for name in ("kept", "made", "lost")):
        return ""
    text = _(
        "Against the time of the same length before: "
        "pairs that went on: %(kept)d, new: %(made)d, ended: %(lost)d."
    )
    return str(text % change)
