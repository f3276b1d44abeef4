"""Make the outlines of the map of partners from Natural Earth's countries (public domain), 1:50 million.

python tools/make_map.py COUNTRIES.json

COUNTRIES.json is countries-50m.json of the npm package world-atlas 2.0.2: Natural Earth 4.1.0 as TopoJSON.
The lines are projected (Lambert azimuthal, equal areas), cut to Europe, smoothed to what a screen shows, and
written as SVG paths beside the code that draws on them.
"""

import json
import math
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from mentorway.web.network.analysis.map import UNIT_KM, project

OUT = Path("src/mentorway/web/network/analysis/outlines.json")
SOURCE = "Natural Earth 4.1.0, 1:50m countries (public domain)"
CODES = {
    "208": "DK", "233": "EE", "246": "FI", "352": "IS", "428": "LV", "440": "LT", "578": "NO", "752": "SE",
    "040": "AT", "056": "BE", "100": "BG", "756": "CH", "196": "CY", "203": "CZ", "276": "DE", "724": "ES",
    "250": "FR", "826": "GB", "300": "GR", "191": "HR", "348": "HU", "372": "IE", "380": "IT", "442": "LU",
    "470": "MT", "528": "NL", "616": "PL", "620": "PT", "642": "RO", "705": "SI", "703": "SK", "804": "UA",
    # parts of countries that Natural Earth lists apart
    "248": "FI", "234": "DK", "833": "GB", "831": "GB", "832": "GB",
    # neighbours, which hold no partners
    "008": "", "070": "", "112": "", "498": "", "499": "", "643": "", "688": "", "792": "", "807": "",
    "012": "", "788": "", "504": "", "268": "", "051": "", "031": "", "760": "", "422": "", "304": "",
}  # fmt: skip
NAMED = {"Kosovo": "", "N. Cyprus": "CY"}  # listed without a number
# Natural Earth draws who is in control; the Crimea is Ukraine's (resolution 68/262 of the United Nations).
CRIMEA = (32.0, 44.0, 37.0, 46.5)
WEST, SOUTH, EAST, NORTH = -26.0, 33.5, 46.0, 71.6
TOLERANCE = 0.9  # units by which a line may move
SMALLEST = 7.0  # square units below which an island is left out
Point = tuple[float, float]


def rings(world: dict, geometry: dict) -> Iterator[list[Point]]:
    """Give the rings of a country in degrees."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        for ring in polygon:
            points: list[Point] = []
            for number in ring:
                arc = unpacked(world, ~number if number < 0 else number)
                points.extend((arc[::-1] if number < 0 else arc)[bool(points) :])
            if max(x for x, _y in points) - min(x for x, _y in points) > 180:
                points = [(x + 360 if x < 0 else x, y) for x, y in points]
            yield points


def lies_in(ring: list[Point], box: tuple[float, float, float, float]) -> bool:
    """Whether all of ``ring`` lies in the box of west, south, east and north."""
    west, south, east, north = box
    return all(west < x < east and south < y < north for x, y in ring)


def unpacked(world: dict, number: int) -> list[Point]:
    """Return one line of the file in degrees."""
    (sx, sy), (tx, ty) = world["transform"]["scale"], world["transform"]["translate"]
    x = y = 0
    found = []
    for dx, dy in world["arcs"][number]:
        x, y = x + dx, y + dy
        found.append((x * sx + tx, y * sy + ty))
    return found


def cut(ring: list[Point]) -> list[Point]:
    """Return what of ``ring`` lies in Europe (Sutherland and Hodgman)."""
    for axis, limit, sign in ((0, WEST, 1), (0, EAST, -1), (1, SOUTH, 1), (1, NORTH, -1)):
        kept: list[Point] = []
        for before, here in pairwise([ring[-1], *ring] if ring else []):
            was, now = sign * (before[axis] - limit) >= 0, sign * (here[axis] - limit) >= 0
            if was != now:
                share = (limit - before[axis]) / (here[axis] - before[axis])
                kept.append(tuple(a + share * (b - a) for a, b in zip(before, here, strict=True)))
            if now:
                kept.append(here)
        ring = kept
    return ring


def smoothed(points: list[Point]) -> list[Point]:
    """Return fewer points that stray at most ``TOLERANCE`` from the line (Douglas and Peucker)."""
    if len(points) < 3:
        return points
    (ax, ay), (bx, by) = points[0], points[-1]
    length = math.hypot(bx - ax, by - ay)

    def away(point: Point) -> float:
        x, y = point
        if not length:
            return math.hypot(x - ax, y - ay)
        return abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length

    far = max(range(1, len(points) - 1), key=lambda place: away(points[place]))
    if away(points[far]) <= TOLERANCE:
        return [points[0], points[-1]]
    return smoothed(points[: far + 1])[:-1] + smoothed(points[far:])


def area(points: list[Point]) -> float:
    """Return how much a ring holds, in square units."""
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise([*points, points[0]]))) / 2


def path(points: list[Point]) -> str:
    """Return a ring as part of an SVG path, in whole units."""
    whole = [(round(x), round(y)) for x, y in points]
    steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(whole) if (ax, ay) != (bx, by)]
    moves = " ".join(f"{dx} {dy}" for dx, dy in steps[:-1])
    return f"M{whole[0][0]} {whole[0][1]}l{moves}z".replace(" -", "-")


def main() -> None:
    """Read the world, write Europe."""
    world = json.loads(Path(sys.argv[1]).read_bytes())
    found: dict[str, list[str]] = {}
    for geometry in world["objects"]["countries"]["geometries"]:
        code = CODES.get(geometry.get("id", ""), NAMED.get(geometry["properties"]["name"]))
        if code is None:
            continue
        for ring in rings(world, geometry):
            inside = cut(ring)
            if len(inside) < 3:
                continue
            points = [project(latitude, longitude) for longitude, latitude in inside]
            half = len(points) // 2
            points = smoothed(points[: half + 1])[:-1] + smoothed([*points[half:], points[0]])
            if len(points) > 3 and area(points) >= SMALLEST:
                owner = "UA" if lies_in(inside, CRIMEA) else code
                found.setdefault(owner, []).append(path(points))
    countries = {code: "".join(paths) for code, paths in sorted(found.items())}
    facts = {"source": SOURCE, "unit_km": UNIT_KM, "countries": countries}
    OUT.write_text(json.dumps(facts, indent=1) + "\n", "ascii")
    print(OUT, OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
