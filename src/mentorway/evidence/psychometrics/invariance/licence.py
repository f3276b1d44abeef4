"""What may be compared between two groups, and why: the measurement decides, not the wish."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from mentorway.evidence.psychometrics.factors.models import (
    FactorModel,
    Fit,
    FitIndices,
    GroupMoments,
    Kind,
    Level,
    Release,
)
from mentorway.evidence.psychometrics.invariance.ladder import Ladder, Step
from mentorway.wording import Message


class Verdict(StrEnum):
    """What may be compared; each allows all that the ones before it do."""

    NONE = "none"
    FORM = "form"
    ASSOCIATIONS = "associations"
    PARTIAL_MEANS = "partial_means"
    MEANS = "means"


@dataclass(frozen=True)
class Limits:
    """How much worse a tighter model may fit: fall of CFI, rise of RMSEA and of SRMR at either step.

    Where the step to equal loadings may cost another amount of CFI or RMSEA than that to equal intercepts,
    `cfi_metric` and `rmsea_metric` say how much.
    """

    cfi: float
    rmsea: float
    srmr_metric: float
    srmr_scalar: float
    cfi_metric: float | None = None
    rmsea_metric: float | None = None

    @property
    def of_loadings(self) -> Limits:
        """The limits of the step to equal loadings."""
        return replace(
            self,
            cfi=self.cfi if self.cfi_metric is None else self.cfi_metric,
            rmsea=self.rmsea if self.rmsea_metric is None else self.rmsea_metric,
        )


@dataclass(frozen=True)
class Rules:
    """The cut-offs. They are conventions (Chen 2007, Hu & Bentler 1999), so they can be changed.

    Groups below `fewest` people get no licence, below `few` a cautious one. The `strict_limits` hold where
    there are `small` people or fewer in both groups, or one group is more than `unequal` times the other.
    A step is too dear where CFI falls beyond its limit; where only RMSEA or SRMR rises beyond theirs, which
    in small models and groups they often do by chance, the chi-square difference decides, with `chance`.
    """

    fewest: int = 50
    fewest_per_item: int = 3
    few: int = 100
    cfi: float = 0.90
    srmr: float = 0.08
    rmsea: float = 0.10
    limits: Limits = Limits(cfi=0.010, rmsea=0.015, srmr_metric=0.030, srmr_scalar=0.010)
    strict_limits: Limits = Limits(cfi=0.005, rmsea=0.010, srmr_metric=0.025, srmr_scalar=0.005)
    small: int = 300
    unequal: float = 2.0
    fewest_equal_items: int = 2
    chance: float = 0.05


DEFAULT = Rules()


@dataclass(frozen=True)
class Licence:
    """The verdict on two groups; `cautious` where it rests on little, and the reasons in plain sentences.

    `too_few` says that it was refused for the size of a group alone, before any model.
    """

    first: str
    second: str
    verdict: Verdict
    cautious: bool
    reasons: tuple[Message, ...]
    too_few: bool = False


@dataclass(frozen=True)
class _Judgement:
    verdict: Verdict
    reasons: tuple[Message, ...]
    cautious: bool = False


def too_few(groups: tuple[GroupMoments, GroupMoments], items: int, rules: Rules = DEFAULT) -> Licence | None:
    """The refusal that two groups get for their size alone, if they do; nothing need be fitted then.

    Parameters
    ----------
    groups : two GroupMoments
        The pair.
    items : int
        How many items the model has.
    rules : Rules
        Cut-offs.

    Returns
    -------
    Licence or None
        None if both groups are large enough.

    Examples
    --------
    >>> import numpy as np
    >>> pair = tuple(GroupMoments(name, n, np.zeros(4), np.eye(4)) for name, n in (("SE", 169), ("LV", 13)))
    >>> str(too_few(pair, 4).reasons[0])
    'In group LV 13 people answered every item; at least 50 are needed. Nothing is said about such a group.'
    """
    needed = max(rules.fewest, rules.fewest_per_item * items)
    reasons = tuple(
        Message(
            "In group %(group)s %(n)d person answered every item; at least %(needed)d are needed. "
            "Nothing is said about such a group.",
            {"group": group.name, "n": group.n, "needed": needed},
            plural="In group %(group)s %(n)d people answered every item; at least %(needed)d are needed. "
            "Nothing is said about such a group.",
            count=group.n,
        )
        for group in groups
        if group.n < needed
    )
    first, second = groups
    if not reasons:
        return None
    return Licence(first.name, second.name, Verdict.NONE, cautious=False, reasons=reasons, too_few=True)


def refused(first: str, second: str, reason: Message) -> Licence:
    """No licence, because no model could be fitted.

    Examples
    --------
    >>> refused("SE", "FI", Message("The model did not settle.")).verdict.value
    'none'
    """
    return Licence(first, second, Verdict.NONE, cautious=False, reasons=(reason,))


def judge(found: Ladder, releases: tuple[Release, ...] = (), rules: Rules = DEFAULT) -> Licence:
    """What may be compared between the two groups of a ladder.

    Parameters
    ----------
    found : Ladder
        Of two groups that are not too few.
    releases : tuple of Release
        What was released by the user in these fits.
    rules : Rules
        Cut-offs.

    Returns
    -------
    Licence
        Form needs CFI, SRMR and RMSEA of the configural model; associations the step to the metric model;
        means the step to the scalar model, where each step must cost no more than the limits.

    References
    ----------
    Chen (2007), Struct Equ Modeling 14:464-504, doi:10.1080/10705510701301834.
    Hu & Bentler (1999), Struct Equ Modeling 6:1-55, doi:10.1080/10705519909540118.

    Examples
    --------
    >>> import numpy as np
    >>> from mentorway.evidence.psychometrics.invariance.ladder import ladder
    >>> covariance = np.full((4, 4), 1.0) + np.eye(4)
    >>> groups = [GroupMoments(name, 200, np.full(4, 3.0), covariance) for name in ("LT", "LV")]
    >>> judge(ladder(groups, FactorModel.one_factor("trust", ["a", "b", "c", "d"]))).verdict.value
    'means'
    """
    first, second = found.fits[0].groups
    limits = limits_for((first.n, second.n), rules)
    judged = _form(found.fits[0], rules)
    if judged.verdict is not Verdict.NONE:
        judged = _join(judged, _climb(found, (limits, rules), releases))
    near = _near_misses(found, limits, rules) if judged.verdict is not Verdict.NONE else ()
    reasons = {str(reason): reason for reason in (*judged.reasons, *near, *_cautions(found, rules))}
    cautious = judged.cautious or len(reasons) > len(judged.reasons)
    return Licence(first.name, second.name, judged.verdict, cautious, tuple(reasons.values()))


def limits_for(sizes: Sequence[int], rules: Rules) -> Limits:
    """The limits that hold for groups of these sizes; the two smallest decide whether they are small."""
    unequal = max(sizes) > rules.unequal * min(sizes)
    return rules.strict_limits if unequal or sum(sorted(sizes)[:2]) <= rules.small else rules.limits


def _join(before: _Judgement, after: _Judgement) -> _Judgement:
    return _Judgement(after.verdict, before.reasons + after.reasons, before.cautious or after.cautious)


def _form(loosest: Fit, rules: Rules) -> _Judgement:
    """Whether one and the same structure holds in both groups."""
    indices = loosest.indices
    impossible = _impossible(loosest)
    if impossible:
        return _Judgement(Verdict.NONE, impossible)
    values = _shown(indices)
    if indices.cfi < rules.cfi or indices.srmr > rules.srmr or indices.rmsea_low > rules.rmsea:
        needed = {"cfi_needed": rules.cfi, "srmr_needed": rules.srmr, "rmsea_needed": rules.rmsea}
        reason = Message(
            "The questions do not belong together in the same way in both groups: the structure fits badly "
            "(CFI %(cfi).3f, SRMR %(srmr).3f, RMSEA at least %(rmsea_low).3f; needed: CFI "
            "%(cfi_needed).2f or more, SRMR %(srmr_needed).2f or less, RMSEA not surely above "
            "%(rmsea_needed).2f).",
            {**values, **needed},
        )
        return _Judgement(Verdict.NONE, (reason,))
    fits = Message(
        "The same questions belong together in both groups (CFI %(cfi).3f, SRMR %(srmr).3f).", values
    )
    if indices.rmsea <= rules.rmsea:
        return _Judgement(Verdict.FORM, (fits,))
    doubt = Message(
        "The structure fits only so-so: RMSEA is %(rmsea).3f, and its interval reaches from "
        "%(rmsea_low).3f to %(rmsea_high).3f.",
        values,
    )
    return _Judgement(Verdict.FORM, (fits, doubt), cautious=True)


def _impossible(found: Fit | None) -> tuple[Message, ...]:
    """Factor variances below zero leave nothing to compare."""
    if found is None:
        return ()
    variances = [group.factor_covariance.diagonal().min() for group in found.groups]
    return found.warnings if min(variances) <= 0 else ()


def _climb(found: Ladder, limits: tuple[Limits, Rules], releases: tuple[Release, ...]) -> _Judgement:
    """From the form to the means, as far as the steps are cheap enough."""
    metric, scalar = found.step_to(Level.METRIC), found.step_to(Level.SCALAR)
    allowed, rules = limits
    impossible = _impossible(found.fit_at(Level.METRIC))
    if metric is None or impossible:
        return _Judgement(Verdict.FORM, impossible or _why_stopped(found))
    if too_dear(metric, (allowed, allowed.srmr_metric), rules):
        return _Judgement(Verdict.FORM, (_dear_loadings(metric, found),))
    model = found.fits[0].model
    equal = _held_equal(model, _free(releases, "loading"))
    if equal < rules.fewest_equal_items:
        return _Judgement(Verdict.FORM, (_lonely_loadings(equal, rules),))
    reasons = (_alike_loadings(metric, _free(releases, "loading")),)
    impossible = _impossible(found.fit_at(Level.SCALAR))
    if scalar is None or impossible:
        return _Judgement(Verdict.ASSOCIATIONS, reasons + (impossible or _why_stopped(found)))
    if too_dear(scalar, (allowed, allowed.srmr_scalar), rules):
        return _Judgement(Verdict.ASSOCIATIONS, (*reasons, _dear_intercepts(scalar, found)))
    return _means(model, (reasons, scalar), releases, rules)


def _free(releases: tuple[Release, ...], *kinds: Kind) -> set[str]:
    return {release.item for release in releases if release.kind in kinds}


def _held_equal(model: FactorModel, free: set[str]) -> int:
    """How many items hold the groups together, in the scale that has the fewest of them."""
    return min(sum(item not in free for item in members) for _, members in model.factors)


def _lonely_loadings(equal: int, rules: Rules) -> Message:
    return Message(
        "Neither means nor associations may be compared: the weight of only %(equal)d item is held equal, "
        "and %(needed)d are needed.",
        {"equal": equal, "needed": rules.fewest_equal_items},
        plural="Neither means nor associations may be compared: the weights of only %(equal)d items are held "
        "equal, and %(needed)d are needed.",
        count=equal,
    )


def _alike_loadings(step: Step, free: set[str]) -> Message:
    if free:
        return Message(
            "With %(items)s free to differ, the other questions weigh alike in both groups (CFI changes by "
            "%(cfi)+.3f), so associations may be compared.",
            {**_cost(step), "items": ", ".join(sorted(free))},
        )
    return Message(
        "The questions weigh alike in both groups (CFI changes by %(cfi)+.3f), so associations may be "
        "compared.",
        _cost(step),
    )


def _means(
    model: FactorModel,
    so_far: tuple[tuple[Message, ...], Step],
    releases: tuple[Release, ...],
    rules: Rules,
) -> _Judgement:
    reasons, scalar = so_far
    free = _free(releases, "loading", "intercept")
    equal = _held_equal(model, free)
    if equal < rules.fewest_equal_items:
        lonely = Message(
            "Means may not be compared: only %(equal)d item is held equal, and %(needed)d are needed.",
            {"equal": equal, "needed": rules.fewest_equal_items},
            plural="Means may not be compared: only %(equal)d items are held equal, and %(needed)d are "
            "needed.",
            count=equal,
        )
        return _Judgement(Verdict.ASSOCIATIONS, (*reasons, lonely))
    if free:
        partly = Message(
            "With %(items)s free to differ, people with the same level answer the other questions alike "
            "(CFI changes by %(cfi)+.3f), so means may be compared. They rest on the other items.",
            {**_cost(scalar), "items": ", ".join(sorted(free))},
        )
        return _Judgement(Verdict.PARTIAL_MEANS, (*reasons, partly))
    alike = Message(
        "People with the same level answer the questions alike in both groups (CFI changes by %(cfi)+.3f), "
        "so means may be compared.",
        _cost(scalar),
    )
    return _Judgement(Verdict.MEANS, (*reasons, alike))


def too_dear(step: Step, limits: tuple[Limits, float], rules: Rules) -> bool:
    """CFI falls too far; or RMSEA or SRMR rises too far, and that is more than chance."""
    return step.cfi < -_at(step, limits[0]).cfi or (_risen(step, limits) and step.p < rules.chance)


def _at(step: Step, limits: Limits) -> Limits:
    return limits.of_loadings if step.tighter is Level.METRIC else limits


def _risen(step: Step, limits: tuple[Limits, float]) -> bool:
    allowed, srmr = limits
    return step.rmsea > _at(step, allowed).rmsea or step.srmr > srmr


def _dear_loadings(step: Step, found: Ladder) -> Message:
    return Message(
        "Neither means nor associations may be compared: the questions weigh differently in the two groups "
        "(CFI changes by %(cfi)+.3f, RMSEA by %(rmsea)+.3f, SRMR by %(srmr)+.3f). Look first at item "
        "%(item)s.",
        {**_cost(step), "item": _worst(found, "loading")},
    )


def _dear_intercepts(step: Step, found: Ladder) -> Message:
    return Message(
        "Means may not be compared: people with the same level answer some questions differently in the two "
        "groups (CFI changes by %(cfi)+.3f, RMSEA by %(rmsea)+.3f, SRMR by %(srmr)+.3f). Look first at item "
        "%(item)s.",
        {**_cost(step), "item": _worst(found, "intercept")},
    )


def _worst(found: Ladder, kind: str) -> str:
    tests = [test for test in found.score_tests if test.kind == kind and test.group is None]
    return max(tests, key=lambda test: test.chi_square).item if tests else "–"


def _why_stopped(found: Ladder) -> tuple[Message, ...]:
    return (found.stopped,) if found.stopped else ()


def _near_misses(found: Ladder, limits: Limits, rules: Rules) -> Iterator[Message]:
    """Steps that were taken although RMSEA or SRMR rose too far, as chance can do."""
    for level, srmr in ((Level.METRIC, limits.srmr_metric), (Level.SCALAR, limits.srmr_scalar)):
        step = found.step_to(level)
        if step is None or too_dear(step, (limits, srmr), rules):
            return
        if _risen(step, (limits, srmr)):
            yield Message(
                "One index got worse by more than its limit (RMSEA by %(rmsea)+.3f, SRMR by %(srmr)+.3f), "
                "but chance alone can do that (p = %(p).3f).",
                {**_cost(step), "p": step.p},
            )


def _cautions(found: Ladder, rules: Rules) -> Iterator[Message]:
    for group in found.fits[0].groups:
        if group.n < rules.few:
            yield Message(
                "Group %(group)s has %(n)d person with full answers: a real difference in how the questions "
                "work could go unnoticed.",
                {"group": group.name, "n": group.n},
                plural="Group %(group)s has %(n)d people with full answers: a real difference in how the "
                "questions work could go unnoticed.",
                count=group.n,
            )
    for fit in found.fits:
        yield from fit.warnings


def _shown(indices: FitIndices) -> dict[str, float]:
    return {name: getattr(indices, name) for name in ("cfi", "srmr", "rmsea", "rmsea_low", "rmsea_high")}


def _cost(step: Step) -> dict[str, float]:
    return {name: getattr(step, name) for name in ("cfi", "rmsea", "srmr")}
