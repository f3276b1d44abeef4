"""Uploaded files → what is in them, and what is wrong with them."""

import json
from collections.abc import Callable
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
from mentorway.web.comparison.analysis import files
from mentorway.web.comparison.models import Dataset
from mentorway.web.core.wording import kept

if TYPE_CHECKING:
    import pyarrow as pa

Progress = Callable[[float], None]
LIKELY = ("country", "land", "šalis", "salis", "valsts", "maa", "nation", "group", "grupp", "grupė", "grupa")
MOST_LIKELY_GROUPS = 40


def look(dataset: Dataset, progress: Progress | None = None) -> tuple[str, dict[str, Any]]:
    """Read the uploaded files; return the column of the groups and what there is to know before storing."""
    codebook = read_codebook(files.codebook_path(dataset))
    table = _table(dataset, progress)
    candidates = group_candidates(table.column_names, codebook)
    group = dataset.group or _likely(table, candidates)
    preview = check(table, codebook, group=group)
    return group, facts_of(preview, codebook, candidates)


def keep(dataset: Dataset, groups: list[str], progress: Progress | None = None) -> Snapshot:
    """Store the answers of ``groups`` for good; what is stored already is taken as it is."""
    if dataset.sha256:
        return open_snapshot(files.snapshot_path(dataset))
    codebook = read_codebook(files.codebook_path(dataset))
    table = _table(dataset, progress)
    return store(
        table, codebook, group=dataset.group, folder=files.folder("snapshots"), keep_groups=groups or None
    )


def keep_files(answers: Path, codebook: Path, group: str) -> Snapshot:
    """Store answers that lie in two files."""
    return store(read_table(answers), read_codebook(codebook), group=group, folder=files.folder("snapshots"))


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
