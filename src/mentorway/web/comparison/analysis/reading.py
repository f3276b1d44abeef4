"""Uploaded files → what is in them, and what is wrong with them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from mentorway.answers import (
    Codebook,
    Limits,
    Preview,
    Problem,
    Snapshot,
    check,
    open_snapshot,
    read_codebook,
    read_table,
    store,
)
from mentorway.web.comparison.analysis import files, offering
from mentorway.web.comparison.models import Dataset
from mentorway.web.core.wording import kept

if TYPE_CHECKING:
    import pyarrow as pa

Progress = Callable[[float], None]
LIKELY = ("country", "land", "šalis", "salis", "valsts", "maa", "nation", "group", "grupp", "grupė", "grupa")
MOST_LIKELY_GROUPS = 40


@dataclass(frozen=True)
class Looked:
    """What the uploaded files hold: the column of the groups, those kept beside it, and the preview."""

    group: str
    facts: tuple[str, ...]
    weight: str
    preview: dict[str, Any]


def look(dataset: Dataset, progress: Progress | None = None) -> Looked:
    """Read the uploaded files; return the columns to keep and what there is to know before storing."""
    codebook = read_codebook(files.codebook_path(dataset))
    table = _table(dataset, progress)
    candidates = group_candidates(table.column_names, codebook)
    group = dataset.group or _likely(table, candidates)
    columns = offering.offered(table, candidates)
    chosen = _chosen(dataset, columns, group)
    there = [name for name in chosen.facts if name in table.column_names]
    weight = chosen.weight if chosen.weight in table.column_names else None
    seen = check(table, codebook, group=group, facts=there, weight=weight)
    preview = facts_of(seen, codebook, candidates)
    kept_beside = offering.facts_of(table, columns, chosen, group=group)
    return Looked(group, chosen.facts, chosen.weight, preview | kept_beside)


def _chosen(dataset: Dataset, columns: list[offering.Offered], group: str) -> offering.Chosen:
    if dataset.facts is None:
        first = offering.likely(columns)
        return offering.Chosen(tuple(name for name in first.facts if name != group), first.weight)
    useless = {one.name for one in columns if not one.fact}  # there, but empty or with a value for everyone
    facts = tuple(name for name in dataset.facts if name != group and name not in useless)
    return offering.Chosen(facts, dataset.weight)


def keep(dataset: Dataset, groups: list[str], progress: Progress | None = None) -> Snapshot:
    """Store the answers of ``groups`` for good; what is stored already is taken as it is."""
    if dataset.sha256:
        return stored(dataset.sha256)
    codebook = read_codebook(files.codebook_path(dataset))
    table = _table(dataset, progress)
    there = set(table.column_names)
    return store(
        table,
        codebook,
        group=dataset.group,
        folder=files.folder("snapshots"),
        keep_groups=groups or None,
        facts=tuple(name for name in dataset.facts or () if name in there),
        weight=dataset.weight if dataset.weight in there else None,
    )


def stored(sha256: str) -> Snapshot:
    """Open the answers with this fingerprint; a changed file is refused."""
    return open_snapshot(files.snapshot_path(sha256))


def keep_files(answers: Path, codebook: Path, group: str, facts: tuple[str, ...] = ()) -> Snapshot:
    """Store answers that lie in two files."""
    folder = files.folder("snapshots")
    return store(read_table(answers), read_codebook(codebook), group=group, folder=folder, facts=facts)


def _table(dataset: Dataset, progress: Progress | None) -> "pa.Table":
    limits = Limits(bytes=settings.MENTORWAY_UPLOAD_BYTES)
    return read_table(files.answers_path(dataset), limits=limits, progress=progress)


def group_candidates(columns: list[str], codebook: Codebook) -> list[str]:
    """Return the columns that are no items: one of them says which group a row belongs to."""
    items = {item.name for item in codebook.items}
    return [name for name in dict.fromkeys(columns) if name and name not in items]


def _likely(table: "pa.Table", candidates: list[str]) -> str:
    """Return the column that most likely names the groups: by its name, else by how few values it has."""
    named = [name for name in candidates if name.strip().casefold().startswith(LIKELY)]
    few = [
        name
        for name in candidates
        if table.column_names.count(name) == 1 and 1 < len(table.column(name).unique()) <= MOST_LIKELY_GROUPS
    ]
    return next(iter([*named, *few, *candidates]), "")


def facts_of(preview: Preview, codebook: Codebook, candidates: list[str]) -> dict[str, Any]:
    """Return a preview as plain facts that a table can hold."""
    return {
        "rows": preview.rows,
        "columns": preview.columns,
        "candidates": candidates,
        "groups": preview.groups,
        "group_missing": preview.group_missing,
        "head": preview.head,
        "problems": [_problem(problem) for problem in preview.problems],
        "left_out": preview.problems_left_out,
        "usable": preview.usable,
        "scales": [(name, len(items)) for name, items in codebook.scales().items()],
        "source": codebook.source,
    }


def merged(problems: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return kept problems as a page lists them: what is said of several scales alike stands there once.

    Those said before are counted, and ``also`` holds the other scales.
    """
    lines: dict[str, dict[str, Any]] = {}
    for problem in problems:
        message = problem["message"]
        values = {name: value for name, value in message["values"].items() if name != "scale"}
        apart = {"message": {**message, "values": values}, "count": None}
        line = lines.setdefault(json.dumps({**problem, **apart}), {**problem, "count": 0, "also": []})
        line["count"] += problem["count"]
        scale = message["values"].get("scale")
        if scale not in (None, line["message"]["values"].get("scale"), *line["also"]):
            line["also"].append(scale)
    return list(lines.values())


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "severity": problem.severity.value,
        "message": kept(problem.message),
        "column": problem.column,
        "row": problem.row,
        "value": problem.value,
        "count": problem.count,
    }
