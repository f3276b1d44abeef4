"""The example, many times beside itself: what `benchmarks.pages` asks for at a hundred times its size."""

from __future__ import annotations

import uuid
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

STEP = 10_000_000  # keys of the first copy begin here
# What stays as it is: who takes part, and words that migrations gave.
KEPT_APPS = {"accounts", "account", "mfa", "socialaccount", "auth", "contenttypes", "sessions", "core", "api",
             "django_tasks_database", "sites"}  # fmt: skip
KEPT = {"network.Partner", "network.Membership", "practices.Topic", "practices.Challenge"}


def grow(times: int) -> int:
    """Copy every row of the example `times - 1` times; return how many rows there are then."""
    models_ = [model for model in apps.get_models(include_auto_created=True) if _is_copied(model)]
    copied = set(models_)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        for model in models_:
            _copy(cursor, model, copied, times)
        cursor.execute("ANALYZE")
    return sum(model._base_manager.count() for model in models_)  # noqa: SLF001


def _is_copied(model: type[models.Model]) -> bool:
    meta = model._meta  # noqa: SLF001
    return not (meta.proxy or not meta.managed or meta.app_label in KEPT_APPS or meta.label in KEPT)


def _copy(cursor: Any, model: type[models.Model], copied: set[Any], times: int) -> None:
    meta = model._meta  # noqa: SLF001
    fields = [field for field in meta.concrete_fields if not getattr(field, "generated", False)]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    cursor.execute(f'SELECT {columns} FROM "{meta.db_table}"')  # noqa: S608 - names of ours
    rows = cursor.fetchall()
    unique = _unique(model, copied)
    marks = ", ".join("%s" for _field in fields)
    for time in range(1, times):
        made = [
            [_value(field, value, copied, unique, time) for field, value in zip(fields, row, strict=True)]
            for row in rows
        ]
        statement = f'INSERT OR IGNORE INTO "{meta.db_table}" ({columns}) VALUES ({marks})'  # noqa: S608
        cursor.executemany(statement, made)


def _unique(model: type[models.Model], copied: set[Any]) -> set[str]:
    """Return the names of fields that may not repeat; together with the key of a copied row they may."""
    meta = model._meta  # noqa: SLF001
    names = {field.name for field in meta.concrete_fields if field.unique}
    for together in meta.constraints:
        if not isinstance(together, models.UniqueConstraint):
            continue
        if not any(meta.get_field(name).related_model in copied for name in together.fields):
            names |= set(together.fields)
    return names


def _value(field: Any, value: Any, copied: set[Any], unique: set[str], time: int) -> Any:
    """Return what stands in a copy in place of a value: keys and what may not repeat are others."""
    is_key = field.primary_key or (field.name in unique and isinstance(field, models.UUIDField))
    if value is None or (field.remote_field is None and not is_key and field.name not in unique):
        return value
    if is_key or field.remote_field is not None:
        return _key(value, time) if is_key or field.related_model in copied else value
    is_free = isinstance(field, models.CharField | models.TextField) and not field.choices
    return _other_text(field, str(value), time) if is_free else value


def _other_text(field: Any, value: str, time: int) -> str:
    if not value:
        return value
    most = field.max_length or 500
    if most >= len(value) + 4 and len(value) != most:
        return f"{value}-{time}"
    mark = f"{time:0{min(len(value), 4)}x}"
    return mark[-len(value) :] + value[len(mark) :]


def _key(value: Any, time: int) -> Any:
    if isinstance(value, int):
        return value + time * STEP
    text = str(value)
    try:
        made = uuid.uuid5(uuid.UUID(text), str(time))
    except ValueError:
        return f"{text}-{time}"
    return made.hex if "-" not in text else str(made)
