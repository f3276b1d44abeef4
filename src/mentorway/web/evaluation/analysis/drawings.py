"""Where the marks of a drawing stand: changes and effects with their intervals, and the cost-effect plane."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from mentorway.evaluating.plane import AgainstUsual
from mentorway.evaluating.references import Reference, references_for
from mentorway.evaluating.references import Unit as Measure
from mentorway.evaluating.spending import Spending
from mentorway.evaluating.whole import Evaluation as Found
from mentorway.figures import figure
from mentorway.web.evaluation.analysis.blocks import Unit, language, money, written
from mentorway.wording import Message

LEFT, RIGHT, TOP = 16, 504, 30  # the drawing's own units
ROW, NAME_ROW = 26, 24
MOST_TICKS: Final = 6
MOST_DOTS: Final = 250
NAME_LETTERS: Final = 40


@dataclass(frozen=True)
class Tick:
    """A place on an axis with its number."""

    at: float
    text: str


@dataclass(frozen=True)
class Mark:
    """One value with its interval: where it stands, how it looks, and what it is."""

    kind: str
    value: float
    low: float
    high: float
    at: float
    text: str


@dataclass(frozen=True)
class Row:
    """An outcome: its name, where the name stands, and its marks."""

    name: str
    at: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Forest:
    """Outcomes below each other, in standard deviations; ``line`` is what others found."""

    height: float
    bottom: float
    zero: float
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    line: float | None
    has_effects: bool


@dataclass(frozen=True)
class _Value:
    kind: str
    value: float
    low: float
    high: float


def forest_of(found: Found) -> Forest | None:
    """Return changes and effects of all outcomes on one axis; None where there is nothing to draw."""
    listed = [(title, values) for title, values in _values(found) if values]
    if not listed:
        return None
    reference = _reference(found)
    ends = [end for _title, values in listed for one in values for end in (one.low, one.high)]
    ticks = ticks_between(min(0.0, *ends), max(0.0, reference or 0.0, *ends))
    scale = _Scale(ticks[0], ticks[-1], LEFT, RIGHT)
    rows, at = [], float(TOP)
    for title, values in listed:
        marks = tuple(_mark(one, scale, at + NAME_ROW + ROW * place) for place, one in enumerate(values))
        rows.append(Row(_short(title), at, marks))
        at += NAME_ROW + ROW * len(values) + 10
    return Forest(
        height=at + 50,
        bottom=at,
        zero=scale.at(0.0),
        rows=tuple(rows),
        ticks=tuple(Tick(scale.at(one), figure(one, _places(ticks), language())) for one in ticks),
        line=None if reference is None else scale.at(reference),
        has_effects=any(one.kind == "effect" for _title, values in listed for one in values),
    )


def _values(found: Found) -> list[tuple[str, list[_Value]]]:
    effects = {one.key: one for one in found.outcomes}
    listed = []
    for level in found.levels:
        for one in level.outcomes:
            values: list[_Value] = []
            paired = one.changed.last.paired if one.changed is not None else None
            if paired is not None:
                values += _drawable("change", paired.g_av.value, paired.g_av.low, paired.g_av.high)
            effect = effects[one.outcome.key]
            ways = () if isinstance(effect.effect, Message) else effect.effect.ways
            way = next((each for each in ways if each.key is effect.rests_on), None)
            if way is not None:
                values += _drawable("effect", way.g, way.g_low, way.g_high)
            listed.append((one.outcome.title, values))
    return listed


def _drawable(kind: str, value: float | None, low: float | None, high: float | None) -> list[_Value]:
    """Return a value with its interval, or nothing where one end is missing."""
    if value is None or low is None or high is None or not math.isfinite(low + high):
        return []
    return [_Value(kind, value, low, high)]


def reference_line(found: Found) -> Reference | None:
    """Return the published figure in standard deviations that is drawn as a line."""
    for level in found.levels:
        if any(one.changed is not None and one.changed.last.paired for one in level.outcomes):
            for one in references_for(level.level, Measure.SD):
                return one
    return None


def _reference(found: Found) -> float | None:
    one = reference_line(found)
    return None if one is None else one.value


def _short(title: str) -> str:
    return title if len(title) <= NAME_LETTERS else f"{title[: NAME_LETTERS - 1].rstrip()}…"


def _mark(one: _Value, scale: "_Scale", at: float) -> Mark:
    text = _("%(value)s (%(low)s to %(high)s)") % {
        "value": written(one.value, Unit.SD),
        "low": written(one.low, Unit.SD),
        "high": written(one.high, Unit.SD),
    }
    return Mark(one.kind, scale.at(one.value), scale.at(one.low), scale.at(one.high), at, text)


@dataclass(frozen=True)
class _Scale:
    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where a value stands."""
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)


def ticks_between(low: float, high: float) -> list[float]:
    """Return round numbers around both ends.

    >>> ticks_between(-0.1, 0.9)
    [-0.2, 0.0, 0.2, 0.4, 0.6000000000000001, 0.8, 1.0]
    """
    rough = max(high - low, 1e-9) / MOST_TICKS
    ten = 10.0 ** math.floor(math.log10(rough))
    step = next(ten * one for one in (1, 2, 5, 10) if ten * one >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [step * place for place in range(first, max(last, first + 1) + 1)]


def _places(ticks: Sequence[float]) -> int:
    step = ticks[1] - ticks[0]
    return max(0, -math.floor(math.log10(step) + 1e-9))


@dataclass(frozen=True)
class Plane:
    """Draws of cost and effect for one person; the axes cross at no difference."""

    outcome: str
    dots: tuple[tuple[float, float], ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    zero_x: float
    zero_y: float


PLANE_LEFT, PLANE_RIGHT, PLANE_TOP, PLANE_BOTTOM = 110, 620, 20, 320


def planes_of(found: Found) -> list[Plane]:
    """Return the plane of each outcome that has one."""
    if not isinstance(found.money, Spending):
        return []
    titles = {one.outcome.key: one.outcome.title for level in found.levels for one in level.outcomes}
    planes = [one for one in found.money.beside_usual if not isinstance(one, Message)]
    made = [_plane(one, titles.get(one.outcome, "")) for one in planes]
    return [one for one in made if one is not None]


def _plane(one: AgainstUsual, title: str) -> Plane | None:
    if one.plane is None:
        return None
    step = max(1, len(one.plane.cost) // MOST_DOTS)
    costs, effects = one.plane.cost[::step].tolist(), one.plane.effect[::step].tolist()
    across = ticks_between(min(0.0, *effects), max(0.0, *effects))
    up = ticks_between(min(0.0, *costs), max(0.0, *costs))
    right = _Scale(across[0], across[-1], PLANE_LEFT, PLANE_RIGHT)
    high = _Scale(up[0], up[-1], PLANE_BOTTOM, PLANE_TOP)
    places = _places(across)
    return Plane(
        title,
        tuple(
            (float(round(right.at(x))), float(round(high.at(y)))) for x, y in zip(effects, costs, strict=True)
        ),
        tuple(Tick(right.at(x), figure(x, places, language())) for x in across),
        tuple(Tick(high.at(y), money(round(y))) for y in up),
        right.at(0.0),
        high.at(0.0),
    )
