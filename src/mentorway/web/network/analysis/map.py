"""Where partners are, drawn as a map: outlines, and one circle for those near each other."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from mentorway.web.core.folding import fold
from mentorway.web.network.models import NORDIC_BALTIC, Partner

OUTLINES: Final = Path(__file__).with_name("outlines.json")
# Lambert's azimuthal projection of a sphere, in which areas are true, around the middle of the Baltic Sea.
RADIUS_KM, LATITUDE, LONGITUDE = 6371.0, 58.0, 17.0
UNIT_KM: Final = 2.0  # kilometres that one unit of the drawing stands for
# Corners (west, north, east, south in units) of what is shown without any partner, and at most.
NORTH_VIEW: Final = (-420, -790, 470, 270)
EUROPE_VIEW: Final = (-1230, -790, 960, 1290)
NEAREST: Final = (30, 75, -35, 60)  # degrees beyond which nothing can be in Europe
AROUND: Final = 190.0  # units shown around the outermost partners
SHORTEST: Final = 800.0  # units that a side of the drawing has at least
# Shares of the drawing's width.
SMALL: Final = 0.015  # radius of the circle of one partner
GROWTH: Final = 0.006
NEAR: Final = 0.03  # how near partners share a circle
Corners = tuple[float, float, float, float]


@dataclass(frozen=True)
class Spot:
    """One circle: where it is, how large, and who is there."""

    x: float
    y: float
    radius: float
    partners: Sequence[Partner]

    @property
    def cx(self) -> str:
        """Where it is from left to right, as SVG writes numbers in every language."""
        return f"{self.x:.1f}"

    @property
    def cy(self) -> str:
        """Where it is from top to bottom."""
        return f"{self.y:.1f}"

    @property
    def r(self) -> str:
        """How large it is."""
        return f"{self.radius:.1f}"

    @property
    def letters(self) -> str:
        """How large the number in it is written."""
        return f"{self.radius * 1.2:.1f}"


@dataclass(frozen=True)
class Map:
    """A drawing: what it shows of the world, the outlines, the circles, and who is not on it."""

    view: str
    outlines: Sequence[tuple[str, str]]
    spots: Sequence[Spot]
    without_place: int
    source: str


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Return where a place is in the drawing; y grows to the south.

    >>> project(58, 17)
    (0.0, 0.0)
    >>> [round(one) for one in project(60.1699, 24.9384)]
    [219, -134]
    """
    north, middle = math.radians(latitude), math.radians(LATITUDE)
    east = math.radians(longitude - LONGITUDE)
    cosine = math.sin(middle) * math.sin(north) + math.cos(middle) * math.cos(north) * math.cos(east)
    scale = math.sqrt(2 / (1 + cosine)) * RADIUS_KM / UNIT_KM
    x = scale * math.cos(north) * math.sin(east)
    y = scale * (math.cos(middle) * math.sin(north) - math.sin(middle) * math.cos(north) * math.cos(east))
    return x, 0.0 - y


@cache
def _outlines() -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(OUTLINES.read_bytes())
    return facts


def drawn(partners: Iterable[Partner]) -> Map:
    """Return the map of ``partners``, with what lies around them."""
    rows = list(partners)
    placed = [(row, *place) for row in rows if (place := _place(row))]
    west, north, east, south = _view([(x, y) for _row, x, y in placed])
    here = {row.country for row in rows}
    facts = _outlines()
    return Map(
        f"{west:.0f} {north:.0f} {east - west:.0f} {south - north:.0f}",
        [(_part(code, here), path) for code, path in facts["countries"].items()],
        _spots(placed, east - west),
        len(rows) - len(placed),
        facts["source"],
    )


def _place(row: Partner) -> tuple[float, float] | None:
    """Return where a partner is in the drawing, if it has said so and is in Europe."""
    if row.latitude is None or row.longitude is None:
        return None
    latitude, longitude = float(row.latitude), float(row.longitude)
    if not (NEAREST[0] < latitude < NEAREST[1] and NEAREST[2] < longitude < NEAREST[3]):
        return None
    x, y = project(latitude, longitude)
    west, north, east, south = EUROPE_VIEW
    return (x, y) if west < x < east and north < y < south else None


def _view(points: Sequence[tuple[float, float]]) -> Corners:
    """Return the corners of what is shown: all points and something around, never a narrow strip."""
    if not points:
        return NORTH_VIEW
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    width = max(max(xs) - min(xs) + 2 * AROUND, SHORTEST)
    height = max(max(ys) - min(ys) + 2 * AROUND, SHORTEST, width / 1.5)
    width = max(width, height / 1.5)
    middle, centre = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    west, _north, east, south = EUROPE_VIEW
    middle = min(max(middle, west + width / 2), east - width / 2)
    centre = min(centre, south - height / 2)
    return middle - width / 2, centre - height / 2, middle + width / 2, centre + height / 2


def _part(code: str, here: set[str]) -> str:
    """Return what the outline of a country shows: that partners are there, that some could be, or neither."""
    return "here" if code in here else "known" if code in NORDIC_BALTIC else "other"


def _spots(placed: Sequence[tuple[Partner, float, float]], width: float) -> list[Spot]:
    """Return a circle for each group of partners whose first one is near."""
    groups: list[tuple[float, float, list[Partner]]] = []
    for row, x, y in placed:
        near = next((one for one in groups if math.hypot(one[0] - x, one[1] - y) < NEAR * width), None)
        if near is None:
            groups.append((x, y, [row]))
        else:
            near[2].append(row)
    found = [Spot(x, y, width * (SMALL + GROWTH * math.sqrt(len(rows) - 1)), rows) for x, y, rows in groups]
    return sorted(found, key=lambda spot: -spot.radius)


def by_country(partners: Iterable[Partner]) -> list[tuple[str, list[Partner]]]:
    """Return partners under the name of their country in the reader's language, in its order."""
    groups: dict[str, list[Partner]] = {}
    for row in partners:
        groups.setdefault(row.get_country_display(), []).append(row)
    return sorted(groups.items(), key=lambda group: fold(group[0]))
