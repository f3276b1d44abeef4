"""The curve of a power analysis, as places in a drawing."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mentorway.web.methodology.analysis.power import Asked, Found, Kind, Wanted
from mentorway.web.methodology.analysis.power_sentences import chance, size_of

LEFT, TOP, WIDTH, HEIGHT = 76, 16, 540, 250
STEPS: Final = (1, 2, 2.5, 5, 10)
LEVELS: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True)
class Tick:
    """A place on an axis and what stands there."""

    at: float
    text: str


@dataclass(frozen=True)
class Curve:
    """A drawing of 640 by 330: the line, both axes, the power asked for and the number of people found."""

    line: str
    across: Sequence[Tick]
    up: Sequence[Tick]
    wanted: float | None
    here: tuple[float, float] | None

    left, top, right, bottom = LEFT, TOP, LEFT + WIDTH, TOP + HEIGHT


def drawn(asked: Asked, found: Found) -> Curve | None:
    """Return the curve; None where there are too few points for one."""
    points = list(found.curve)
    if len(points) < 2:  # noqa: PLR2004
        return None
    most = points[-1][0]
    of_effect = asked.wanted == Wanted.EFFECT
    top = _highest(asked, found) if of_effect else 1.0
    shown = [(n, value) for n, value in points if value <= top]

    def x(n: float) -> float:
        return round(LEFT + WIDTH * n / most, 1)

    def y(value: float) -> float:
        return round(TOP + HEIGHT * (1 - value / top), 1)

    value = found.effect if of_effect else found.power
    levels = [(one, size_of(asked, one)) for one in _steps(top)]
    if not of_effect:
        levels = [(one, chance(one)) for one in LEVELS]
    return Curve(
        line=" ".join(f"{x(n)},{y(value)}" for n, value in shown),
        across=[Tick(x(n), str(round(n))) for n in _steps(most)],
        up=[Tick(y(one), text) for one, text in levels],
        wanted=None if of_effect else y(asked.power),
        here=None if value is None else (x(found.begin), y(min(value, top))),
    )


def _highest(asked: Asked, found: Found) -> float:
    """Return where the axis of effects ends: with shares at 100 %, else at three times what was found."""
    if asked.kind == Kind.SHARES:
        return 1.0
    return min(3 * (found.effect or 1.0), max(value for _n, value in found.curve)) or 1.0


def _steps(most: float) -> list[float]:
    """Return at most six round numbers up to this one."""
    rough = most / 5
    scale = 10 ** math.floor(math.log10(rough))
    step = next(scale * one for one in STEPS if scale * one >= rough * 0.999)
    return [step * place for place in range(math.floor(most / step + 1e-9) + 1)]
