"""Every number that a page shows: where it stands in what was found, and how its page is addressed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, TypeVar

from mentorway.comparing import Comparison, ScaleComparison
from mentorway.comparing.definitions import DEFINITIONS, Definition

Row = TypeVar("Row")
FIT: Final = ("chi_square", "df", "cfi", "tli", "rmsea", "srmr", "aic", "bic")


@dataclass(frozen=True)
class Place:
    """Where a number stands: scale 0 is all scales together; what does not matter is empty.

    `of` is the kind of number that a p value belongs to, or which of two numbers is meant.
    """

    scale: int = 0
    group: str = ""
    second: str = ""
    item: str = ""
    other: str = ""
    level: str = ""
    variant: str = ""
    of: str = ""

    def facts(self) -> dict[str, str]:
        """Return what an address holds of it."""
        return {one.name: str(getattr(self, one.name)) for one in fields(self) if getattr(self, one.name)}


@dataclass(frozen=True)
class Number:
    """A number in full precision, with its interval where it has one."""

    value: Any
    low: float | None = None
    high: float | None = None


def place_from(sent: Mapping[str, str]) -> Place:
    """Return the place that an address names; what cannot be one is left out.

    >>> place_from({"scale": "2", "group": "Sweden", "else": "x"})
    Place(scale=2, group='Sweden', second='', item='', other='', level='', variant='', of='')
    """
    names = {one.name for one in fields(Place)} - {"scale"}
    scale = sent.get("scale", "")
    words = {name: sent[name][:500] for name in names if name in sent}
    return Place(scale=int(scale) if scale.isdecimal() and len(scale) < 5 else 0, **words)  # noqa: PLR2004


def definition_of(key: str) -> Definition | None:
    """Return what a kind of number is."""
    return DEFINITIONS.get(key)


def number_at(found: Comparison, key: str, place: Place) -> Number | None:
    """Return the number of this kind at this place, if there is one."""
    scale = scale_at(found, place.scale)
    if scale is None:
        return None
    for applies, subject_of, paths in _SUBJECTS:
        if applies(place):
            path = paths.get(f"{key}:{place.of}" if place.of else key)
            subject = subject_of(scale, place) if path else None
            return _read(subject, path) if path and subject is not None else None
    return None


def scale_at(found: Comparison, index: int) -> ScaleComparison | None:
    """Return a scale by its number, all together by 0."""
    if index == 0:
        return found.several_factors or next(iter(found.scales), None)
    return found.scales[index - 1] if 1 <= index <= len(found.scales) else None


def _read(subject: Any, path: str) -> Number | None:
    """Follow attributes by name; the second and third path are the ends of the interval."""
    values = [_follow(subject, one) for one in path.split()]
    return Number(*values) if values[0] is not None else None


def _follow(subject: Any, path: str) -> Any:
    for name in path.split("."):
        if subject is None:
            return None
        subject = getattr(subject, name)
    return subject


def _first(rows: Iterable[Row], fits: Callable[[Row], bool]) -> Row | None:
    return next((row for row in rows if fits(row)), None)


def _pair_of(rows: Iterable[Row], place: Place) -> Row | None:
    return _first(
        rows, lambda row: (_follow(row, "first"), _follow(row, "second")) == (place.group, place.second)
    )


def _group(scale: ScaleComparison, place: Place) -> Any:
    return _first(scale.groups, lambda group: group.name == place.group)


def _item_in_group(scale: ScaleComparison, place: Place) -> Any:
    group = _group(scale, place)
    return group and _first(group.items, lambda item: item.name == place.item)


def _answers(scale: ScaleComparison, place: Place) -> Any:
    return _first(scale.answers, lambda one: one.item == place.item)


def _item_pair(scale: ScaleComparison, place: Place) -> Any:
    found = _answers(scale, place)
    return found and _pair_of(found.pairs, place)


@dataclass(frozen=True)
class _Share:
    """How many of those who answered an item gave one answer."""

    share: float


def _answer(scale: ScaleComparison, place: Place) -> _Share | None:
    found = _answers(scale, place)
    group = found and _first(found.groups, lambda one: one.group == place.group)
    step = int(place.level) - scale.low if place.level.lstrip("-").isdecimal() else -1
    if not group or not group.n or not 0 <= step < len(group.counts):
        return None
    return _Share(group.counts[step] / group.n)


@dataclass(frozen=True)
class _Pair:
    """Everything that is said of two groups on one scale."""

    latent: Any
    observed: Any
    licence: Any


def _pair(scale: ScaleComparison, place: Place) -> _Pair:
    observed = _pair_of(scale.scores.pairs, place) if scale.scores else None
    return _Pair(_pair_of(scale.mean_differences, place), observed, scale.licensed(place.group, place.second))


def _variant(scale: ScaleComparison, place: Place) -> Any:
    variants = scale.sensitivity.variants if scale.sensitivity else ()
    found = _first(variants, lambda one: one.key == place.variant)
    return found and _pair_of(found.pairs, place)


def _association(scale: ScaleComparison, place: Place) -> Any:
    same = [one for one in scale.associations if (one.factor, one.other) == (place.item, place.other)]
    return _pair_of(same, place)


def _score_test(scale: ScaleComparison, place: Place) -> Any:
    tests = scale.ladder.score_tests if scale.ladder else ()
    return _first(tests, lambda one: one.group is None and (one.item, one.kind) == (place.item, place.other))


def _fit(scale: ScaleComparison, place: Place) -> Any:
    return scale.ladder and _first(scale.ladder.fits, lambda fit: fit.level.value == place.level)


def _step(scale: ScaleComparison, place: Place) -> Any:
    return scale.ladder and _first(scale.ladder.steps, lambda step: step.tighter.value == place.level)


def _level(scale: ScaleComparison, place: Place) -> "_Level":
    return _Level(_fit(scale, place), _step(scale, place))


@dataclass(frozen=True)
class _Level:
    """A model of the ladder and the step that led to it."""

    fit: Any
    step: Any


def _family(scale: ScaleComparison, place: Place) -> Any:
    families, number = scale.scores.families if scale.scores else (), int(place.level)
    return families[number - 1] if 1 <= number <= len(families) else None


def _indices(prefix: str) -> dict[str, str]:
    paths = {key: f"{prefix}.{key}" for key in FIT}
    paths["rmsea"] = f"{prefix}.rmsea {prefix}.rmsea_low {prefix}.rmsea_high"
    return {**paths, "p:chi_square": f"{prefix}.p"}


_OF_GROUP = {
    "n": "rows",
    "complete": "complete",
    "missing_share": "missing_share",
    "mean": "mean",
    "sd": "sd",
    "alpha": "alpha.value alpha.low alpha.high",
    "omega": "omega.value omega.low omega.high",
    **_indices("fit.indices"),
}
_OF_ITEM = {
    "missing_share:count": "missing",
    **{
        key: key
        for key in ("n", "mean", "sd", "floor", "ceiling", "corrected_item_total", "alpha_if_dropped")
    },
}
_OF_LEVEL = {
    **_indices("fit.indices"),
    "delta_chi_square": "step.chi_square",
    "df:delta_chi_square": "step.df",
    "p:delta_chi_square": "step.p",
    "delta_cfi": "step.cfi",
    "delta_rmsea": "step.rmsea",
    "delta_srmr": "step.srmr",
}
_OF_PAIR = {
    "latent_mean_difference": "latent.standardised latent.standardised_low latent.standardised_high",
    "latent_mean_difference:points": "latent.difference latent.low latent.high",
    "p:latent_mean_difference": "latent.p",
    "games_howell": "observed.difference observed.low observed.high",
    "p:games_howell": "observed.p",
    "welch_t": "observed.t",
    "p:welch_t": "observed.p_alone",
    "holm:welch_t": "observed.p_holm",
    "hedges_g": "observed.g observed.g_low observed.g_high",
    "equivalence": "observed.equivalence.value observed.equivalence.low observed.equivalence.high",
    "verdict": "licence.verdict.value",
}
_OF_FAMILY = {
    "welch_f": "statistic",
    "p:welch_f": "p",
    "eta_squared": "eta_squared low high",
    "omega_squared": "omega_squared",
}
_OF_ANSWERS = {
    "kruskal": "statistic",
    "df:kruskal": "df",
    "p:kruskal": "p",
    "holm:kruskal": "p_holm",
    "epsilon_squared": "epsilon_squared",
}
_OF_ITEM_PAIR = {
    "cliffs_delta": "delta low high",
    "equivalence": "equivalence.value equivalence.low equivalence.high",
}
_OF_ASSOCIATION = {
    "latent_correlation:first": "of_first of_first_low of_first_high",
    "latent_correlation:second": "of_second of_second_low of_second_high",
    "latent_correlation:difference": "difference low high",
}
_OF_VARIANT = {
    "verdict": "verdict.value",
    "delta_cfi:metric": "cfi_metric",
    "delta_cfi:scalar": "cfi_scalar",
    "latent_mean_difference": "difference low high",
}
_OF_SCORE_TEST = {"score_test": "chi_square", "df:score_test": "df", "p:score_test": "p"}

Subject = tuple[Callable[[Place], bool], Callable[[ScaleComparison, Place], Any], Mapping[str, str]]
_SUBJECTS: Final[tuple[Subject, ...]] = (
    (lambda place: bool(place.variant), _variant, _OF_VARIANT),
    (lambda place: bool(place.item and place.other and place.second), _association, _OF_ASSOCIATION),
    (lambda place: bool(place.item and place.other), _score_test, _OF_SCORE_TEST),
    (lambda place: bool(place.item and place.second), _item_pair, _OF_ITEM_PAIR),
    (lambda place: bool(place.item and place.group and place.level), _answer, {"answers": "share"}),
    (lambda place: bool(place.item and place.group), _item_in_group, _OF_ITEM),
    (lambda place: bool(place.item), _answers, _OF_ANSWERS),
    (lambda place: bool(place.group and place.second), _pair, _OF_PAIR),
    (lambda place: bool(place.group), _group, _OF_GROUP),
    (lambda place: place.level.isdecimal(), _family, _OF_FAMILY),
    (lambda place: bool(place.level), _level, _OF_LEVEL),
)
