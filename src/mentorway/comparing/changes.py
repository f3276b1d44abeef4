"""What is other in a comparison that was done again: sentences, the most important first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from mentorway.comparing.models import Comparison, ScaleComparison
from mentorway.evidence.psychometrics.invariance.ladder import MeanDifference
from mentorway.evidence.psychometrics.invariance.licence import Licence, Verdict
from mentorway.wording import N_, Message, Value

SHOWN = 0.005  # half of the last place that a difference between means is shown with


class ChangeKind(StrEnum):
    """What changed; the order is that of importance."""

    VERDICT = "verdict"
    DIFFERENCE = "difference"  # left the interval it had
    MOVED = "moved"  # is another, within the interval it had
    GONE = "gone"
    COME = "come"
    PEOPLE = "people"
    PLAN = "plan"
    VERSION = "version"


@dataclass(frozen=True)
class Change:
    """One thing that is other than before, as a sentence; `scale` is empty where it concerns all of it."""

    kind: ChangeKind
    scale: str
    message: Message


def changes(before: Comparison, after: Comparison) -> tuple[Change, ...]:
    """Say what is other than before.

    Parameters
    ----------
    before, after : Comparison
        Of the same study, done twice: with other answers, another plan or other software.

    Returns
    -------
    tuple of Change
        Verdicts first, those that allow less before those that allow more; then differences between means
        that left their former interval, those that only moved, what is gone and come, numbers of people, the
        plan, and the software. Nothing where both say the same.
    """
    found = [
        *_verdicts(before, after),
        *_differences(before, after),
        *_gone_and_come(before, after),
        *_people(before, after),
        *_plan(before, after),
        *_versions(before.versions, after.versions),
    ]
    order = list(ChangeKind)
    return tuple(sorted(found, key=lambda one: order.index(one.kind)))


def _scales(before: Comparison, after: Comparison) -> Iterator[tuple[str, ScaleComparison, ScaleComparison]]:
    """Every scale that was there and still is, and the model of all of them, whose name is empty."""
    later = {scale.name: scale for scale in after.scales}
    for scale in before.scales:
        if scale.name in later:
            yield scale.name, scale, later[scale.name]
    if before.several_factors and after.several_factors:
        yield "", before.several_factors, after.several_factors


def _verdicts(before: Comparison, after: Comparison) -> list[Change]:
    order = list(Verdict)
    moved: list[tuple[int, Change]] = []
    for name, earlier, later in _scales(before, after):
        known = {frozenset((one.first, one.second)): one for one in later.licences}
        for licence in earlier.licences:
            now = known.get(frozenset((licence.first, licence.second)))
            if now and now.verdict is not licence.verdict:
                rise = order.index(now.verdict) - order.index(licence.verdict)
                moved.append((rise, Change(ChangeKind.VERDICT, name, _verdict(name, licence, now))))
    return [change for _, change in sorted(moved, key=lambda one: one[0])]


_NOW = {
    Verdict.MEANS: Message("On %(scale)s, means of %(first)s and %(second)s may now be compared."),
    Verdict.PARTIAL_MEANS: Message(
        "On %(scale)s, means of %(first)s and %(second)s may now be compared with some items set free only."
    ),
    Verdict.ASSOCIATIONS: Message(
        "On %(scale)s, associations, but not means, of %(first)s and %(second)s may now be compared."
    ),
    Verdict.FORM: Message("On %(scale)s, only the structure in %(first)s and %(second)s is now the same."),
    Verdict.NONE: Message("On %(scale)s, nothing of %(first)s and %(second)s may be compared any more."),
}
_NOW_TOGETHER = {
    Verdict.MEANS: Message(
        "With all scales together, means of %(first)s and %(second)s may now be compared."
    ),
    Verdict.PARTIAL_MEANS: Message(
        "With all scales together, means of %(first)s and %(second)s may now be compared with some items set "
        "free only."
    ),
    Verdict.ASSOCIATIONS: Message(
        "With all scales together, associations, but not means, of %(first)s and %(second)s may now be "
        "compared."
    ),
    Verdict.FORM: Message(
        "With all scales together, only the structure in %(first)s and %(second)s is now the same."
    ),
    Verdict.NONE: Message(
        "With all scales together, nothing of %(first)s and %(second)s may be compared any more."
    ),
}


def _verdict(scale: str, before: Licence, now: Licence) -> Message:
    said = (_NOW if scale else _NOW_TOGETHER)[now.verdict]
    return Message(said.text, {"scale": scale, "first": before.first, "second": before.second})


def _differences(before: Comparison, after: Comparison) -> list[Change]:
    """Latent mean differences that are licensed before and after, and moved by what people can see."""
    found: list[Change] = []
    for name, earlier, later in _scales(before, after):
        now = {_key(one): one for one in later.mean_differences}
        for one in earlier.mean_differences:
            other = now.get(_key(one))
            if other is None or not abs(other.standardised - one.standardised) >= SHOWN:
                continue
            left = not one.standardised_low <= other.standardised <= one.standardised_high
            kind = ChangeKind.DIFFERENCE if left else ChangeKind.MOVED
            found.append(Change(kind, name, _moved(name, one, other, left=left)))
    return found


def _key(one: MeanDifference) -> tuple[str, str, str]:
    return one.factor, one.first, one.second


def _moved(scale: str, before: MeanDifference, now: MeanDifference, *, left: bool) -> Message:
    values: dict[str, Value] = {
        "scale": scale,
        "first": before.first,
        "second": before.second,
        "before": before.standardised,
        "now": now.standardised,
    }
    if left:
        return Message(
            "On %(scale)s, the difference %(second)s less %(first)s is now %(now)+.2f standard deviations; "
            "it was %(before)+.2f, and the new value lies outside the interval it had.",
            values,
        )
    return Message(
        "On %(scale)s, the difference %(second)s less %(first)s is now %(now)+.2f standard deviations; "
        "it was %(before)+.2f, and the new value lies within the interval it had.",
        values,
    )


def _gone_and_come(before: Comparison, after: Comparison) -> Iterator[Change]:
    for kind, old, new in ((ChangeKind.GONE, before, after), (ChangeKind.COME, after, before)):
        for scale in _lacking([one.name for one in old.scales], [one.name for one in new.scales]):
            yield Change(kind, scale, Message(_SCALE[kind], {"scale": scale}))
        for group in _lacking(old.groups, new.groups):
            yield Change(kind, "", Message(_GROUP[kind], {"group": group}))
    for name, earlier, later in _scales(before, after):
        if name:
            yield from _items(name, earlier, later)


_SCALE = {
    ChangeKind.GONE: N_("The scale %(scale)s is not there any more."),
    ChangeKind.COME: N_("The scale %(scale)s is new."),
}
_GROUP = {
    ChangeKind.GONE: N_("The group %(group)s is not there any more."),
    ChangeKind.COME: N_("The group %(group)s is new."),
}
_ITEM = {
    ChangeKind.GONE: N_("The item %(item)s of %(scale)s is not there any more."),
    ChangeKind.COME: N_("The item %(item)s of %(scale)s is new."),
}


def _items(name: str, earlier: ScaleComparison, later: ScaleComparison) -> Iterator[Change]:
    old, new = [one.name for one in earlier.items], [one.name for one in later.items]
    for kind, lacking in ((ChangeKind.GONE, _lacking(old, new)), (ChangeKind.COME, _lacking(new, old))):
        for item in lacking:
            yield Change(kind, name, Message(_ITEM[kind], {"item": item, "scale": name}))


def _lacking(names: tuple[str, ...] | list[str], known: tuple[str, ...] | list[str]) -> list[str]:
    return [name for name in names if name not in known]


def _people(before: Comparison, after: Comparison) -> Iterator[Change]:
    old, new = _sizes(before), _sizes(after)
    for group, now in new.items():
        if group in old and old[group] != now:
            values: dict[str, Value] = {"group": group, "before": old[group], "now": now}
            yield Change(
                ChangeKind.PEOPLE,
                "",
                Message(
                    "Group %(group)s now has %(now)d person; it had %(before)d.",
                    values,
                    plural="Group %(group)s now has %(now)d people; it had %(before)d.",
                    count=now,
                ),
            )


def _sizes(found: Comparison) -> dict[str, int]:
    return {group.name: group.rows for scale in found.scales[:1] for group in scale.groups}


def _plan(before: Comparison, after: Comparison) -> Iterator[Change]:
    """One sentence for the plan: its parts stand beside the results anyway."""
    unlike = [
        one for one in fields(before.plan) if getattr(before.plan, one.name) != getattr(after.plan, one.name)
    ]
    if unlike:
        yield Change(ChangeKind.PLAN, "", Message("The comparison was done in another way than before."))


def _versions(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    for name, version in after.items():
        if before.get(name, version) != version:
            values: dict[str, Value] = {"name": name, "before": before[name], "now": version}
            yield Change(
                ChangeKind.VERSION,
                "",
                Message("It was made with %(name)s %(now)s; before it was %(before)s.", values),
            )
