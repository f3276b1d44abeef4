"""From ties to a finding: how the network is knit, who stands between, what changed."""

import dataclasses
import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

import mentorway
from mentorway.evidence.networks.connection import components, weak_places
from mentorway.evidence.networks.mixing import ei_index, ei_test, mixing
from mentorway.evidence.networks.positions import betweenness, brokerage, constraint
from mentorway.evidence.networks.ties import change, density
from mentorway.web.network.models import Partner, Sector
from mentorway.web.network.queries.ties import Tie

MOST_NODES = 2000
PERMUTATIONS = 9999
SEED = 1988  # of Krackhardt and Stern; the same answer to the same question


@dataclass(frozen=True)
class Look:
    """What is looked at: the partners, the ties of a time, and those of the time before."""

    partners: Sequence[Partner]
    ties: Sequence[Tie]
    before: Sequence[Tie]


def snapshot(look: Look) -> dict[str, Any]:
    """Return the partners and ties as facts that are kept with the finding."""
    partners = look.partners
    if len(partners) > MOST_NODES:
        known = {tie.first for tie in look.ties} | {tie.second for tie in look.ties}
        partners = [partner for partner in partners if partner.pk in known][:MOST_NODES]
    nodes = [
        {"id": one.pk, "name": one.name, "country": one.country, "sector": one.sector} for one in partners
    ]
    return {
        "nodes": nodes,
        "left_out": len(look.partners) - len(partners),
        "members": dict(sorted(Counter(one.sector for one in look.partners).items())),
        "is_example": all(one.is_example for one in look.partners),
        "ties": _counted(look.ties),
        "before": _counted(look.before),
    }


def _counted(ties: Sequence[Tie]) -> list[dict[str, Any]]:
    """Return each pair once, with how many ties of each kind it has."""
    found: dict[tuple[int, int], Counter[str]] = {}
    for tie in ties:
        found.setdefault((tie.first, tie.second), Counter())[tie.kind.value] += 1
    return [
        {"first": first, "second": second, "kinds": dict(sorted(kinds.items()))}
        for (first, second), kinds in sorted(found.items())
    ]


def fingerprint(facts: Mapping[str, Any]) -> str:
    """Return what tells these facts from any other."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def result(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return every measure of the network as plain values, in full precision."""
    places = {node["id"]: place for place, node in enumerate(facts["nodes"])}
    now, before = (_matrix(facts[name], places) for name in ("ties", "before"))
    sectors = [node["sector"] for node in facts["nodes"]]
    parts, weak = components(now), weak_places(now)
    return {
        "density": _of_all(_plain(density(now)), facts),
        "mixing": _mixing(now, sectors, facts),
        "ei": _ei(now, sectors, is_whole=not facts["left_out"]),
        "components": {"sizes": list(parts.sizes), "isolates": len(parts.isolates)},
        "bridges": np.asarray(weak.bridges).reshape(-1, 2).tolist(),
        "change": _change(before, now),
        "nodes": _nodes(now, sectors, set(np.asarray(weak.cut_points).tolist())),
        "of_kinds": dict(sum((Counter(tie["kinds"]) for tie in facts["ties"]), Counter())),
    }


def _matrix(ties: Sequence[Mapping[str, Any]], places: Mapping[int, int]) -> NDArray[np.float64]:
    matrix = np.zeros((len(places), len(places)))
    for tie in ties:
        first, second = places.get(tie["first"]), places.get(tie["second"])
        if first is not None and second is not None:
            matrix[first, second] = matrix[second, first] = sum(tie["kinds"].values())
    return matrix


def _of_all(found: dict[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the density of all partners, those included that were left out for having no ties."""
    nodes = found["nodes"] + facts["left_out"]
    possible = nodes * (nodes - 1) // 2
    return {
        **found,
        "nodes": nodes,
        "possible": possible,
        "value": found["ties"] / possible if possible else None,
    }


def _expected(members: Mapping[str, int]) -> float | None:
    """Return the share of all possible pairs that join two sectors."""
    nodes = sum(members.values())
    pairs = nodes * (nodes - 1) // 2
    within = sum(count * (count - 1) // 2 for count in members.values())
    return (pairs - within) / pairs if pairs else None


def _mixing(matrix: NDArray[np.float64], sectors: Sequence[str], facts: Mapping[str, Any]) -> dict[str, Any]:
    found = mixing(matrix, sectors)
    crossing = int(np.triu(found.ties, 1).sum())
    return {
        "members": facts["members"],
        "crossing": crossing,
        "within": int(np.trace(found.ties)),
        "share": found.cross_share,
        "expected": _expected(facts["members"]),
    }


def _ei(matrix: NDArray[np.float64], sectors: Sequence[str], *, is_whole: bool) -> dict[str, Any]:
    """Return the E-I index and its test; there is none without ties, of one sector, or of a part."""
    found = ei_index(matrix, sectors)
    facts: dict[str, Any] = {"network": dataclasses.asdict(found.network)}
    facts["groups"] = {str(name): dataclasses.asdict(one) for name, one in found.groups}
    facts["test"] = None
    if is_whole and found.network.value is not None and len(set(sectors)) == len(Sector):
        test = ei_test(matrix, sectors, rng=np.random.default_rng(SEED), permutations=PERMUTATIONS)
        facts["test"] = dataclasses.asdict(test)
    return facts


def _change(before: NDArray[np.float64], now: NDArray[np.float64]) -> dict[str, Any]:
    found = change(before, now)
    counts = {name: len(getattr(found, name)) for name in ("kept", "made", "lost")}
    return {**counts, "jaccard": found.jaccard}


def _nodes(matrix: NDArray[np.float64], sectors: Sequence[str], cut_points: set[int]) -> list[dict[str, Any]]:
    """Return the place of every partner in the network, in the order of the partners."""
    between, broker = betweenness(matrix), brokerage(matrix, sectors)
    tied, across = matrix > 0, np.not_equal.outer(sectors, sectors) if sectors else np.zeros((0, 0), bool)
    share: Sequence[float | None] = [None] * len(sectors)
    if between.normalised is not None:
        share = between.normalised.tolist()
    return [
        {
            "degree": int(tied[place].sum()),
            "across": int((tied[place] & across[place]).sum()),
            "betweenness": float(between.raw[place]),
            "normalised": share[place],
            "constraint": held,
            "between_sectors": int(broker.gatekeeper[place]),
            "brokered": int(broker.total[place]),
            "is_cut_point": place in cut_points,
        }
        for place, held in enumerate(constraint(matrix))
    ]


def _plain(found: Any) -> dict[str, Any]:
    return {name: value for name, value in dataclasses.asdict(found).items() if name != "warnings"}


def version() -> str:
    """Return the version of the software that computes."""
    return mentorway.__version__


def time_before(first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    """Return the time of the same length that ends the day before ``first``.

    >>> time_before(dt.date(2026, 3, 1), dt.date(2026, 3, 31))
    (datetime.date(2026, 1, 29), datetime.date(2026, 2, 28))
    """
    until = first - dt.timedelta(days=1)
    return until - (last - first), until
