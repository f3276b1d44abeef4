"""The network as a drawing: where each partner stands, which lines join them, where the names go."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

WIDTH, EDGE = 960.0, 30.0
SMALLEST, LARGEST = 5.0, 15.0
LETTER, LINE = 7.2, 15.0  # the room that a letter and a line of a name take
LONGEST_NAME = 30
NAMED = 60  # partners up to which every name is written
SEED = 7
KAMADA = 120  # partners up to which the slower, calmer layout is affordable


@dataclass(frozen=True)
class Node:
    """One partner in the drawing."""

    x: float
    y: float
    size: float
    name: str
    title: str
    sector: str
    label_x: float
    label_y: float
    anchor: str
    is_named: bool

    @property
    def left(self) -> float:
        """Where the square of a business begins."""
        return self.x - self.size

    @property
    def top(self) -> float:
        return self.y - self.size

    @property
    def side(self) -> float:
        return 2 * self.size


@dataclass(frozen=True)
class Line:
    """One pair of partners in the drawing."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    crosses: bool


@dataclass(frozen=True)
class Drawing:
    """All of it, in the units of the picture."""

    width: float
    height: float
    nodes: Sequence[Node]
    lines: Sequence[Line]


def drawn(facts: Mapping[str, Any], result: Mapping[str, Any]) -> Drawing:
    """Return the drawing of a finding; partners without ties are left to the table."""
    import networkx as nx  # noqa: PLC0415 - heavy, and seldom needed

    graph = nx.Graph()
    for tie in facts["ties"]:
        graph.add_edge(tie["first"], tie["second"], weight=sum(tie["kinds"].values()))
    both = zip(facts["nodes"], result["nodes"], strict=True)
    measured = {node["id"]: (node, found) for node, found in both}
    graph.remove_nodes_from([one for one in graph if one not in measured])
    if not graph:
        return Drawing(WIDTH, 0, (), ())
    places, height = _arranged(graph)
    return Drawing(WIDTH, height, _nodes(graph, places, measured), _lines(graph, places, measured))


def _arranged(graph: "nx.Graph[int]") -> tuple[dict[int, tuple[float, float]], float]:
    """Lay out each component and set them side by side, the largest first, in rows as wide as the page."""
    import networkx as nx  # noqa: PLC0415 - heavy, and seldom needed

    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    places: dict[int, tuple[float, float]] = {}
    x = y = row = 0.0
    for part in parts:
        side = min(WIDTH, 210.0 * math.sqrt(len(part)))
        tall = side * (0.62 if len(part) > 2 else 0.35)  # noqa: PLR2004 - two partners lie on a line
        if x and x + side > WIDTH:
            x, y, row = 0.0, y + row, 0.0
        places |= _laid_out(graph.subgraph(part), (x, y), (side, tall))
        x, row = x + side, max(row, tall)
    return places, y + row


def _laid_out(
    graph: "nx.Graph[int]", corner: tuple[float, float], room: tuple[float, float]
) -> dict[int, tuple[float, float]]:
    import networkx as nx  # noqa: PLC0415 - heavy, and seldom needed

    calm = graph.number_of_nodes() <= KAMADA
    found = (
        nx.kamada_kawai_layout(graph, weight=None)
        if calm
        else nx.spring_layout(graph, seed=SEED, weight=None)
    )
    spread = {node: (float(x), float(y)) for node, (x, y) in found.items()}
    if graph.number_of_nodes() == 2:  # noqa: PLR2004 - a pair is laid on its side
        spread = dict(zip(sorted(graph), ((0.0, 0.0), (1.0, 0.0)), strict=True))
    return {node: _scaled(spread, node, corner, room) for node in sorted(spread)}


def _scaled(
    spread: Mapping[int, tuple[float, float]],
    node: int,
    corner: tuple[float, float],
    room: tuple[float, float],
) -> tuple[float, float]:
    """Return where ``node`` stands when the whole fills its room."""
    found = []
    for axis in (0, 1):
        values = [place[axis] for place in spread.values()]
        low, high = min(values), max(values)
        share = (spread[node][axis] - low) / (high - low) if high - low > 1e-9 else 0.5  # noqa: PLR2004
        edge = EDGE * (2.2 if axis == 0 else 1)
        found.append(corner[axis] + edge + share * (room[axis] - 2 * edge))
    return round(found[0], 1), round(found[1], 1)


def _size(degree: int, most: int) -> float:
    return round(SMALLEST + (LARGEST - SMALLEST) * math.sqrt(degree / max(most, 1)), 1)


def _nodes(
    graph: "nx.Graph[int]", places: Mapping[int, tuple[float, float]], measured: Mapping[int, Any]
) -> list[Node]:
    most = max(measured[one][1]["degree"] for one in graph)
    sizes = {one: _size(measured[one][1]["degree"], most) for one in graph}
    taken = [
        (x - sizes[one], y - sizes[one], x + sizes[one], y + sizes[one]) for one, (x, y) in places.items()
    ]
    order = sorted(
        graph, key=lambda one: (-measured[one][1]["betweenness"], -measured[one][1]["degree"], one)
    )
    found = []
    for place, one in enumerate(order):
        facts = measured[one][0]
        x, y = places[one]
        name = _short(facts["name"])
        label = _label(name, (x, y, sizes[one]), taken)
        is_named = label is not None and place < NAMED
        label_x, label_y, anchor = label or (x, y, "middle")
        if is_named:
            taken.append(_box(name, label_x, label_y, anchor))
        title = f"{facts['name']} ({facts['country']})"
        found.append(Node(x, y, sizes[one], name, title, facts["sector"], label_x, label_y, anchor, is_named))
    return found


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def _label(
    name: str, node: tuple[float, float, float], taken: Iterable[tuple[float, float, float, float]]
) -> tuple[float, float, str] | None:
    """Return where a name fits beside its node without covering anything; None if nowhere."""
    x, y, size = node
    gap = size + 4
    ways = (
        (x, y + gap + LINE * 0.7, "middle"),
        (x, y - gap, "middle"),
        (x + gap, y + 4, "start"),
        (x - gap, y + 4, "end"),
        (x + gap * 0.7, y - gap * 0.7, "start"),
        (x - gap * 0.7, y - gap * 0.7, "end"),
        (x + gap * 0.7, y + gap * 0.7 + LINE * 0.6, "start"),
        (x - gap * 0.7, y + gap * 0.7 + LINE * 0.6, "end"),
    )
    own = (x - size, y - size, x + size, y + size)
    others = [box for box in taken if box != own]
    for label_x, label_y, anchor in ways:
        box = _box(name, label_x, label_y, anchor)
        if box[0] >= 0 and box[2] <= WIDTH and not any(_meet(box, other) for other in others):
            return round(label_x, 1), round(label_y, 1), anchor
    return None


def _box(name: str, x: float, y: float, anchor: str) -> tuple[float, float, float, float]:
    wide = LETTER * len(name)
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
    return left, y - LINE * 0.8, left + wide, y + LINE * 0.25


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _lines(
    graph: "nx.Graph[int]", places: Mapping[int, tuple[float, float]], measured: Mapping[int, Any]
) -> list[Line]:
    found = []
    for one, other, facts in sorted(graph.edges(data=True)):
        (x1, y1), (x2, y2) = places[one], places[other]
        crosses = measured[one][0]["sector"] != measured[other][0]["sector"]
        found.append(Line(x1, y1, x2, y2, round(min(5.0, 1 + math.sqrt(facts["weight"])) - 0.6, 1), crosses))
    return found
