"""Answers reduced to exact integer sums that add up: one pass over a file, one cell per group or finer."""

from mentorway.moments.cells import Block, Cell, Reduction, pool
from mentorway.moments.cube import Cube, FineCell
from mentorway.moments.exchange import (
    Package,
    combined,
    package_facts,
    package_from,
    package_json,
    package_of,
    read_package,
    write_package,
)
from mentorway.moments.facts import Where
from mentorway.moments.fine import Wanted, reduce_finely
from mentorway.moments.models import (
    ClusterMoments,
    GroupPatterns,
    HoledClusterMoments,
    PatternMoments,
    WeightedMoments,
    clusters_by,
    holed_clusters_by,
    patterns_by,
    weighted_by,
)
from mentorway.moments.reduction import reduce_answers
from mentorway.moments.rows import Responses, Rows, gathered, responses_of, rows_of

__all__ = [
    "Block",
    "Cell",
    "ClusterMoments",
    "Cube",
    "FineCell",
    "GroupPatterns",
    "HoledClusterMoments",
    "Package",
    "PatternMoments",
    "Reduction",
    "Responses",
    "Rows",
    "Wanted",
    "WeightedMoments",
    "Where",
    "clusters_by",
    "combined",
    "gathered",
    "holed_clusters_by",
    "package_facts",
    "package_from",
    "package_json",
    "package_of",
    "patterns_by",
    "pool",
    "read_package",
    "reduce_answers",
    "reduce_finely",
    "responses_of",
    "rows_of",
    "weighted_by",
    "write_package",
]
