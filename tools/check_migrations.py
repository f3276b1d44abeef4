"""Refuse migrations that old code, still running while the new one starts, could not live with.

Migrations named in `tools/released_migrations.txt` were released and are not looked at again; every other one
must leave alone what code of the release before uses: no table or column goes, is renamed or gets another
type; none is added that old code, which does not know it, could not write a row without; no constraint comes
over rows that it writes. What must be is listed in `tools/migrations_in_steps.toml`, with the reason and how it
was spread over two releases.

    python tools/check_migrations.py                # refuse what is not listed
    python tools/check_migrations.py --released     # note all there are as released: do it when releasing
"""  # noqa: E501

import argparse
import inspect
import os
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RELEASED = ROOT / "tools" / "released_migrations.txt"
IN_STEPS = ROOT / "tools" / "migrations_in_steps.toml"
OURS = "mentorway.web."
SQL = re.compile(
    r"\b(?:DROP|RENAME|ALTER)\s+(?:TABLE|COLUMN|VIEW|SEQUENCE)\b(?:\s+IF\s+EXISTS)?\s*[\"\\']*(\w*)",
    re.IGNORECASE,
)
SHORTEST_REASON = 20


@dataclass(frozen=True)
class Finding:
    """What one step of a migration would do to code that still runs."""

    migration: str
    what: str
    why: str

    def __str__(self) -> str:
        return f"{self.migration}: {self.what}. {self.why}"


def main(arguments: list[str] | None = None) -> int:
    """Look at every migration that was not released."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--released", action="store_true", help="note all there are as released")
    options = parser.parse_args(arguments)
    found = _ours()
    if options.released:
        RELEASED.write_text("".join(f"{name}\n" for name in sorted(found)), "utf-8")
        return 0
    findings = list(unlisted(judged(found, released()), in_steps()))
    for one in findings:
        print(one, file=sys.stderr)
    if findings:
        print(
            f"{len(findings)} step(s) would break the release that still runs while this one starts: see "
            "docs/how-to/upgrade.md. What must be is listed in tools/migrations_in_steps.toml.",
            file=sys.stderr,
        )
    return int(bool(findings))


def _ours() -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorway.web.settings")
    import django  # noqa: PLC0415 - after its settings are named

    django.setup()
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415

    loader = MigrationLoader(None)
    return {
        f"{app}.{name}": migration
        for (app, name), migration in loader.disk_migrations.items()
        if type(migration).__module__.startswith(OURS)
    }


def released(path: Path = RELEASED) -> frozenset[str]:
    """Return the migrations that were released."""
    return frozenset(path.read_text("utf-8").split()) if path.exists() else frozenset()


def in_steps(path: Path = IN_STEPS) -> Mapping[str, Sequence[str]]:
    """Return what is allowed of each migration; a reason and both steps must be given."""
    if not path.exists():
        return {}
    told = tomllib.loads(path.read_text("utf-8"))
    for name, one in told.items():
        missing = [key for key in ("what", "reason", "first", "second") if len(str(one.get(key, ""))) < 1]
        if missing or len(one["reason"]) < SHORTEST_REASON:
            raise SystemExit(f"{path.name}: {name} needs what, reason, first and second, each as a sentence.")
    return {name: [what] if isinstance(what := one["what"], str) else what for name, one in told.items()}


def judged(found: Mapping[str, Any], known: frozenset[str]) -> Iterator[Finding]:
    """Judge every step of the migrations that are not known."""
    new_tables = {
        f"{name.partition('.')[0]}.{one.name}".lower()
        for name, migration in found.items()
        if name not in known
        for one in migration.operations
        if type(one).__name__ == "CreateModel"
    }
    for name, migration in sorted(found.items()):
        if name not in known:
            for one in migration.operations:
                yield from _of_step(name, one, new_tables, migration)


def unlisted(findings: Iterator[Finding], allowed: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Leave out what is listed, by migration and by what it says."""
    return (one for one in findings if one.what not in allowed.get(one.migration, ()))


def _of_step(name: str, one: Any, new_tables: set[str], migration: Any) -> Iterator[Finding]:
    kind = type(one).__name__
    if kind == "SeparateDatabaseAndState":
        for inner in one.database_operations:
            yield from _of_step(name, inner, new_tables, migration)
        return
    table = f"{name.partition('.')[0]}.{getattr(one, 'model_name', '') or getattr(one, 'name', '')}".lower()
    if table in new_tables:
        return  # a table that no released code knows
    if kind in {"RunSQL", "RunPython"}:
        own = {table_of.replace(".", "_") for table_of in new_tables}
        if any(name_of not in own for name_of in SQL.findall(_text_of(one))):
            yield Finding(name, "changes tables by SQL of its own", "What it changes may still be in use")
        return
    judge = JUDGES.get(kind)
    if judge is not None:
        for what, why in judge(one, table):
            yield Finding(name, what, why)


def _goes(one: Any, table: str) -> Iterator[tuple[str, str]]:
    column = f".{one.name}" if hasattr(one, "model_name") else ""
    yield f"takes away {table}{column}", "Stop using it in one release and take it away in the next"


def _is_renamed(one: Any, table: str) -> Iterator[tuple[str, str]]:
    old = getattr(one, "old_name", "")
    yield (
        f"renames {table} {old}".strip(),
        "Add the new one, write both for one release, and take the old one away in the next",
    )


def _comes(one: Any, table: str) -> Iterator[tuple[str, str]]:
    field = one.field
    from django.db.models import NOT_PROVIDED, ManyToManyField  # noqa: PLC0415 - after its settings are named

    if isinstance(field, ManyToManyField) or field.null or field.db_default is not NOT_PROVIDED:
        return
    yield (
        f"adds {table}.{one.name}, which must be given",
        "Old code writes rows without it: give it null=True or a db_default",
    )


def _is_altered(one: Any, table: str) -> Iterator[tuple[str, str]]:
    yield (
        f"alters {table}.{one.name}",
        "Old code may read or write what no longer fits; if it only becomes wider, list it as such",
    )


def _is_constrained(one: Any, table: str) -> Iterator[tuple[str, str]]:
    named = getattr(getattr(one, "constraint", None), "name", "") or "unique_together"
    yield (
        f"constrains {table} by {named}",
        "Old code may write rows that it refuses: keep the rule in the code for one release first",
    )


def _text_of(one: Any) -> str:
    """Return what a step runs: its SQL, or the source of its function."""
    if hasattr(one, "sql"):
        return str(one.sql)
    try:
        return inspect.getsource(one.code)
    except (OSError, TypeError):
        return ""


JUDGES = {
    "DeleteModel": _goes,
    "RemoveField": _goes,
    "RenameModel": _is_renamed,
    "RenameField": _is_renamed,
    "AlterModelTable": _is_renamed,
    "AddField": _comes,
    "AlterField": _is_altered,
    "AddConstraint": _is_constrained,
    "AlterUniqueTogether": _is_constrained,
}

if __name__ == "__main__":
    sys.exit(main())
