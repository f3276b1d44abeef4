"""Rows as lines of JSON, the same bytes from either database: for taking a programme elsewhere."""

import base64
import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.db import DatabaseError, connection, models

from mentorway.web.management.keeping import carried
from mentorway.web.management.keeping.refusing import KeepingError

BATCH: Final = 1000
LONGEST_LINE: Final = 256 * 2**20
EXACT: Final = 1e16  # from here on PostgreSQL writes whole numbers with a point without it


def columns_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the columns that hold something of their own."""
    return [field for field in model._meta.local_fields if not getattr(field, "generated", False)]  # noqa: SLF001


def written(model: type[models.Model], alias: str, path: Path, *, sealed: bool) -> int:
    """Write every row of a table as a line, by number; return how many there were."""
    label = model._meta.label  # noqa: SLF001
    fields = columns_of(model)
    names = [field.attname for field in fields]
    stays = carried.withheld(label, sealed=sealed)
    empty = carried.lost_links(model)
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for values in _in_order(model, alias, names):
            row = dict(zip(names, values, strict=True))
            changed = {name: made(row) for name, made in stays.items() if name in row}
            row.update(changed | dict.fromkeys(empty))
            file.write(line_of([row[name] for name in names]))
            count += 1
    return count


def _in_order(model: type[models.Model], alias: str, names: list[str]) -> Iterator[tuple[Any, ...]]:
    """Yield rows by number; texts are ordered here, as databases order them each in their own way."""
    asked = model._base_manager.using(alias).order_by("pk").values_list(*names)  # noqa: SLF001
    key = model._meta.pk  # noqa: SLF001
    if isinstance(key, models.CharField | models.UUIDField):
        place = names.index(key.attname)
        yield from sorted(asked, key=lambda values: str(values[place]))
    else:
        yield from asked.iterator(BATCH)


def line_of(values: list[Any]) -> str:
    r"""Return a row as a line.

    >>> line_of([1, None, dt.date(2026, 3, 1), Decimal("2.50"), {"b": 1e16, "a": -0.0}])
    '[1,null,"2026-03-01","2.50",{"a":0.0,"b":10000000000000000}]\n'
    """
    packed = [_packed(value) for value in values]
    return json.dumps(packed, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def _packed(value: Any) -> Any:
    writer = next((one for kind, one in WRITERS if isinstance(value, kind)), None)
    return value if writer is None else writer(value)


def _plain(value: Any) -> Any:
    """Return a value of JSON as both databases give it back."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, float) and value == 0:
        return 0.0
    if isinstance(value, float) and value.is_integer() and abs(value) >= EXACT:
        return int(value)
    return value


# The first that fits: a moment is a day, too, as Python sees it.
WRITERS: Final[tuple[tuple[Any, Callable[[Any], Any]], ...]] = (
    (dt.datetime, lambda value: value.astimezone(dt.UTC).isoformat()),
    ((dt.date, dt.time), lambda value: value.isoformat()),
    (Decimal, str),
    (uuid.UUID, lambda value: value.hex),
    ((bytes, bytearray, memoryview), lambda value: base64.b64encode(bytes(value)).decode()),
    ((dict, list), _plain),
)


def read_into(model: type[models.Model], path: Path, names: list[str]) -> int:
    """Put the rows of a file into an empty table, within a transaction of the caller; return how many."""
    fields = {field.attname: field for field in columns_of(model)}
    if set(names) != set(fields):
        odd = min(set(names) ^ set(fields))
        raise KeepingError(f"The file does not fit the table {model._meta.label}: column {odd}.")  # noqa: SLF001
    sql = _insertion(model, [fields[name] for name in names])
    count, batch = 0, list[list[Any]]()
    for count, values in enumerate(_lines(path), start=1):
        try:
            batch.append([_stored(fields[name], one) for name, one in zip(names, values, strict=True)])
        except (ValueError, TypeError, ArithmeticError) as error:
            raise _bad(model, count) from error
        if len(batch) == BATCH:
            _insert(model, sql, batch, count)
            batch = []
    _insert(model, sql, batch, count)
    return count


def _insertion(model: type[models.Model], fields: "list[models.Field[Any, Any]]") -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join("%s" for _field in fields)
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608, SLF001


def _insert(model: type[models.Model], sql: str, batch: list[list[Any]], count: int) -> None:
    if not batch:
        return
    try:
        with connection.cursor() as cursor:
            cursor.executemany(sql, batch)
    except (DatabaseError, ValueError) as error:
        raise _bad(model, count, str(error)) from error


def _lines(path: Path) -> Iterator[list[Any]]:
    with path.open("rb") as file:
        while line := file.readline(LONGEST_LINE):
            try:
                values = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise KeepingError(f"{path.name} holds a line that cannot be read.") from error
            if not isinstance(values, list):
                raise KeepingError(f"{path.name} holds a line that is no row.")
            yield values


def _stored(field: "models.Field[Any, Any]", value: Any) -> Any:
    """Return a value as the database at hand wants it."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.JSONField) and value is None and not field.null:
        return connection.ops.adapt_json_value(None, field.encoder)
    return field.get_db_prep_save(None if value is None else _unpacked(field, value), connection)


READERS: Final[Mapping[type[Any], Any]] = {
    models.DateTimeField: dt.datetime.fromisoformat,
    models.DateField: dt.date.fromisoformat,
    models.TimeField: dt.time.fromisoformat,
    models.DecimalField: Decimal,
    models.UUIDField: uuid.UUID,
    models.BinaryField: base64.b64decode,
    models.FloatField: float,
}


def _unpacked(field: "models.Field[Any, Any]", value: Any) -> Any:
    reader = next((one for kind, one in READERS.items() if isinstance(field, kind)), None)
    return value if reader is None else reader(value)


def _bad(model: type[models.Model], line: int, why: str = "") -> KeepingError:
    said = f": {why.strip().splitlines()[0]}" if why.strip() else ""
    return KeepingError(
        f"A row of {model._meta.label} cannot be stored (line {line} or one of the {BATCH} before){said}."  # noqa: SLF001
    )
