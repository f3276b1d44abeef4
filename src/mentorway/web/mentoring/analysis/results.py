"""What was found, as pages show it: pairs, figures, proof, who is without, and groups."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.mentoring.analysis.problem import fingerprint, present_in, told
from mentorway.web.mentoring.models import AgeGroup, Gender, Matching, MatchingState, Side, Way
from mentorway.web.mentoring.queries import matchings as queries
from mentorway.web.network.models import Country

BEST, WORST, NAME = "best", "worst", "name"
ORDERS: Final = (NAME, BEST, WORST)
HUNDRED: Final = 10  # thousandths in a percent

Names = Mapping[int, str]


@dataclass(frozen=True)
class Pair:
    """A pair as a row: names as they are now, how well it fits, and what speaks first for and against it."""

    mentee: int
    mentor: int
    mentee_name: str
    mentor_name: str
    score: int
    percent: str
    is_kept: bool
    reasons: list[str]
    doubts: list[str]


@dataclass(frozen=True)
class Team:
    """A mentor with several mentees, by name; how well they fit on the whole, and the one who fits worst."""

    mentor_name: str
    mentees: list[Pair]
    mean: str
    lowest: str
    score: float


@dataclass(frozen=True)
class Without:
    """Somebody without a pair, and why."""

    person: int
    name: str
    side: str
    side_name: str
    why: list[str]
    relax: list[str]


@dataclass(frozen=True)
class Group:
    """A group of mentees who agreed to be counted."""

    name: str
    mentees: int
    unmatched: int
    mean: str
    lowest: str
    shares: str
    means: str
    stands_out: bool


@dataclass(frozen=True)
class Groups:
    """All groups of one kind that can be shown, and what is said of the others."""

    title: str
    rows: list[Group]
    message: str


def percent_of(score: float | None) -> str:
    """Return a score of 1000 in percent.

    >>> percent_of(None)
    '–'
    """
    if score is None:
        return "–"
    return _("%(percent)s %%") % {"percent": number_format(score / HUNDRED, 1)}


def name_of(names: Names, who: int) -> str:
    """Return what somebody is called now."""
    return names.get(who) or _("somebody who was deleted")


def pairs_of(matching: Matching, names: Names, words: str = "", order: str = NAME) -> list[Pair]:
    """Return the pairs of a matching in whose names every word is, in an order."""
    rows = [pair_from(one, names) for one in matching.found.get("pairs", [])]
    wanted = words.casefold().split()
    rows = [one for one in rows if all(word in _text(one) for word in wanted)]
    rows.sort(key=lambda one: (one.mentee_name.casefold(), one.mentee))
    if order != NAME:
        rows.sort(key=lambda one: one.score, reverse=order == BEST)
    return rows


def teams_of(matching: Matching, names: Names, words: str = "", order: str = NAME) -> list[Team]:
    """Return the groups of a matching in which every word is in some name, in an order."""
    members: dict[int, list[Pair]] = {}
    for one in pairs_of(matching, names):
        members.setdefault(one.mentor, []).append(one)
    wanted = words.casefold().split()
    found = [
        _team(pairs)
        for pairs in members.values()
        if all(any(word in _text(one) for one in pairs) for word in wanted)
    ]
    found.sort(key=lambda one: (one.mentor_name.casefold(), one.mentees[0].mentor))
    if order != NAME:
        found.sort(key=lambda one: one.score, reverse=order == BEST)
    return found


def _team(pairs: list[Pair]) -> Team:
    scores = [one.score for one in pairs]
    mean = sum(scores) / len(scores)
    return Team(pairs[0].mentor_name, pairs, percent_of(mean), percent_of(min(scores)), mean)


def _text(one: Pair) -> str:
    return f"{one.mentee_name} {one.mentor_name}".casefold()


def pair_from(one: Mapping[str, Any], names: Names) -> Pair:
    return Pair(
        one["mentee"],
        one["mentor"],
        name_of(names, one["mentee"]),
        name_of(names, one["mentor"]),
        one["score"],
        percent_of(one["score"]),
        bool(one.get("locked")),
        [told(each, names) for each in one.get("reasons", [])],
        [told(each, names) for each in one.get("doubts", [])],
    )


def without(matching: Matching, names: Names) -> list[Without]:
    """Return who has no pair, mentees first, by name."""
    rows = [_without(one, names) for one in matching.found.get("unmatched", [])]
    return sorted(rows, key=lambda one: (one.side != Side.MENTEE, one.name.casefold(), one.person))


def without_of(matching: Matching, who: int, names: Names) -> Without | None:
    """Return why one person has no pair; None if they have one, or were not there."""
    return next((one for one in without(matching, names) if one.person == who), None)


def _without(one: Mapping[str, Any], names: Names) -> Without:
    return Without(
        one["person"],
        name_of(names, one["person"]),
        one["side"],
        str(Side(one["side"]).label),
        [told(each, names) for each in one["why"]],
        [told(each, names) for each in one["relax"]],
    )


def figures_of(matching: Matching) -> list[tuple[str, str]]:
    """Return what can be counted of a matching, as labels and numbers."""
    found = matching.found.get("figures")
    if not found:
        return []
    counted = [
        (_("Pairs"), "pairs"),
        (_("Mentees without a mentor"), "unmatched"),
        (_("Mentors without a mentee"), "free"),
    ]
    if matching.way == Way.GROUPS:
        counted = [(_("Groups"), "groups"), (_("Mentees in a group"), "pairs"), *counted[1:]]
    if found.get("stayed") is not None:
        number = matching.asked["stay"]["from"]
        counted.insert(1, (_("Pairs that matching %(number)d had too") % {"number": number}, "stayed"))
    scored = [
        (_("Lowest score"), "lowest"),
        (_("Score that 5 in 100 pairs do not exceed"), "fifth"),
        (_("Score that 10 in 100 pairs do not exceed"), "tenth"),
        (_("Mean score"), "mean"),
    ]
    rows = [
        *((label, number_format(found[name])) for label, name in counted),
        *((label, percent_of(found[name])) for label, name in scored),
    ]
    if found["blocking"] is not None:
        label = _("Mentee and mentor who would both rather have each other")
        rows.append((label, number_format(found["blocking"])))
    return rows


def decisions_of(matching: Matching) -> list[tuple[str, str]]:
    """Return what was decided besides the way and the seed, as labels and texts."""
    sizes, stay = matching.asked.get("groups"), matching.asked.get("stay")
    rows = []
    if sizes and matching.way == Way.GROUPS:
        span = _("%(least)d to %(most)d") % {"least": sizes["smallest"], "most": sizes["largest"]}
        limits = (sizes["per_organisation"], sizes["per_country"])
        organisation, country = (str(one or _("no limit")) for one in limits)
        rows += [
            (_("Mentees in a group"), span),
            (_("At most of one organisation in a group"), organisation),
            (_("At most of one country in a group"), country),
        ]
    if stay:
        label = _("Added to the score of each pair of matching %(number)d") % {"number": stay["from"]}
        rows.append((label, _points(stay["bonus"])))
    return rows


def _points(thousandths: int) -> str:
    """Return what is added to a score, in percentage points."""
    return _("%(points)s percentage points") % {"points": number_format(thousandths / HUNDRED, 1)}


def outside(matching: Matching) -> list[str]:
    """Return in sentences who of the round was not matched here, and why."""
    found = matching.found.get("figures") or {}
    taken, waiting = found.get("taken", 0), found.get("waiting", 0)
    texts = []
    if taken:
        text = ngettext(
            "%(count)d mentee has a mentor, or a proposal, already and was not matched again.",
            "%(count)d mentees have a mentor, or a proposal, already and were not matched again.",
            taken,
        )
        texts.append(text % {"count": taken})
    if waiting:
        text = ngettext(
            "%(count)d person was left aside, as the profile is not complete or the person is away.",
            "%(count)d people were left aside, as their profiles are not complete or they are away.",
            waiting,
        )
        texts.append(text % {"count": waiting})
    return texts


def proof_of(matching: Matching) -> list[str]:
    """Return in sentences how sure it is that no other matching is better."""
    found = matching.found.get("proof")
    if not found:
        return []
    if found["way"] == Way.GROUPS:
        return _proof_of_groups(found)
    texts = {
        Way.TOTAL: _(
            "It is proven that no other matching has more pairs, or as many that fit better in all."
        ),
        Way.FLOOR: _(
            "With as many pairs, the lowest score cannot be higher. It is proven that of all pairs that "
            "reach it, no others fit better in all."
        ),
        Way.LEXIMIN: _(
            "There are as many pairs as there can be, and nobody who fits badly could fit better without "
            "somebody else fitting as badly or worse."
        ),
        Way.STABLE: _("No mentee and mentor would both rather have each other."),
    }
    if matching.asked.get("stay"):
        texts[Way.TOTAL] = _(
            "It is proven that no other matching has more pairs, or as many that fit better in all, with "
            "what is added for pairs that stay."
        )
    text = texts.get(Way(found["way"]))
    said = [text] if text and found["proven"] is not False else []
    if found.get("few"):
        said.append(
            _("Of so many people only the best pairs for each were looked at, and it holds for these.")
        )
    return said


def _proof_of_groups(found: Mapping[str, Any]) -> list[str]:
    """Say what is proven of groups, and where the search was ended before."""
    (placed, most), lowest = found["placed"], found["lowest"]
    if found["proven"]:
        if lowest is None:
            return [
                _("It is proven that no other groups hold more mentees, or as many that fit better in all.")
            ]
        return [
            _(
                "It is proven that no other groups hold more mentees; that with as many the lowest score "
                "cannot be higher; and that of all groups that reach it, no others fit better in all."
            )
        ]
    texts = [_("The search was ended after a fixed effort: these are the best groups found by then.")]
    if placed < most:
        text = _("They hold %(placed)d mentees. It is proven only that no groups hold more than %(most)d.")
        return [*texts, text % {"placed": placed, "most": most}]
    if lowest is not None and lowest[0] != lowest[1]:
        text = _("The lowest score is %(lowest)s. It is proven only that it cannot be above %(most)s.")
        return [*texts, text % {"lowest": percent_of(lowest[0]), "most": percent_of(lowest[1])}]
    total, bound = (one / placed for one in found["total"])
    text = _("The mean score is %(mean)s. It is proven only that it cannot be above %(most)s.")
    return [*texts, text % {"mean": percent_of(total), "most": percent_of(bound)}]


def both_ways(matching: Matching, names: Names) -> list[str]:
    """Return in sentences who would be each other's mentor in a draft."""
    if matching.state != MatchingState.DRAFT:
        return []
    keys = queries.keys_of(matching.round)
    pairs = [(one["mentee"], one["mentor"]) for one in matching.found.get("pairs", [])]
    known = {(keys.get(mentee), keys.get(mentor)) for mentee, mentor in pairs}
    text = _(
        "%(mentee)s and %(mentor)s would be each other's mentor. Take one of the two pairs out before you "
        "confirm."
    )
    return [
        text % {"mentee": name_of(names, mentee), "mentor": name_of(names, mentor)}
        for mentee, mentor in pairs
        if (first := keys.get(mentee, "")) < (second := keys.get(mentor, "")) and (second, first) in known
    ]


def trouble_of(matching: Matching, names: Names) -> tuple[list[str], list[str]]:
    """Return why a matching is not possible, and the smallest set to give up."""
    found = matching.trouble or {}
    why, relax = ([told(one, names) for one in found.get(name, [])] for name in ("why", "relax"))
    return why, relax


def is_outdated(matching: Matching) -> bool:
    """Whether people have changed since a draft was computed."""
    if matching.state != MatchingState.DRAFT or not matching.people_hash:
        return False
    return matching.people_hash != fingerprint(present_in(matching.round))


def counts_differ(matching: Matching) -> bool:
    """Whether what counts in the round has changed since a draft was computed."""
    asked, whole = matching.asked, matching.round
    if matching.state != MatchingState.DRAFT or "criteria" not in asked:
        return False
    return bool(asked["criteria"] != whole.criteria or asked.get("rules") != whole.rules)


def groups_of(matching: Matching, names: Names) -> list[Groups]:
    """Return how groups of mentees fared, of those who agreed to be counted."""
    titles = {"age_group": _("By age"), "gender": _("By gender"), "country": _("By country")}
    labels: dict[str, dict[str, Any]] = {
        "age_group": dict(AgeGroup.choices),
        "gender": dict(Gender.choices),
        "country": dict(Country.choices),
    }
    return [
        Groups(
            titles[one["by"]],
            [_group(row, labels[one["by"]]) for row in one["rows"]],
            told(one["message"], names),
        )
        for one in matching.found.get("audit", [])
    ]


def _group(row: Mapping[str, Any], labels: Mapping[str, Any]) -> Group:
    shares, means = row["unmatched_difference"], row["mean_difference"]
    return Group(
        str(labels.get(row["group"], row["group"])),
        row["mentees"],
        row["unmatched"],
        percent_of(row["mean"]),
        percent_of(row["lowest"]),
        _difference(shares, 100),
        _difference(means, 1 / HUNDRED),
        any(one and one["stands_out"] for one in (shares, means)),
    )


def _difference(one: Mapping[str, Any] | None, times: float) -> str:
    """Return a difference in percentage points, with its interval."""
    if one is None:
        return "–"
    value, low, high = (number_format(one[name] * times, 1) for name in ("value", "low", "high"))
    return _("%(value)s (between %(low)s and %(high)s)") % {"value": value, "low": low, "high": high}


def names_in(matching: Matching) -> Names:
    """Return what everybody of the round is called now."""
    return queries.names_of(matching.round)
