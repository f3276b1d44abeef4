"""A question to the database that is asked on every page: its SQL is written once, not every time.

Writing the SQL of a row with four tables takes Django longer than the database needs to answer it. The rows
are read fresh, and are the same as those of the queryset.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators  # type: ignore[attr-defined]

Row = TypeVar("Row", bound=Model)
ASKED = "the value that is asked for"


@dataclass(frozen=True)
class _Written:
    """The SQL of one database, and how its rows become objects."""

    sql: str
    parameters: tuple[Any, ...]
    converters: dict[int, tuple[list[Callable[..., Any]], Any]]
    fields: list[str]
    start: int
    populators: list[Any]
    annotations: dict[str, int]


class Prepared(Generic[Row]):
    """The one row of a queryset whose text field ``field`` has the value that is asked for."""

    def __init__(self, rows: QuerySet[Row], field: str) -> None:
        self._rows = rows
        self._field = field
        self._written = cache(self._write)

    def get(self, value: str) -> Row | None:
        """Return the row, or None."""
        using = self._rows.db
        written, connection = self._written(using), connections[using]
        with connection.cursor() as cursor:
            cursor.execute(written.sql, [value if one == ASKED else one for one in written.parameters])
            found = cursor.fetchone()
        if found is None:
            return None
        row = list(found)
        for place, (converters, expression) in written.converters.items():
            for convert in converters:
                row[place] = convert(row[place], expression, connection)
        end = written.start + len(written.fields)
        made = self._rows.model.from_db(using, written.fields, row[written.start : end])
        for populator in written.populators:
            populator.populate(row, made)
        for name, place in written.annotations.items():
            setattr(made, name, row[place])
        return made

    def _write(self, using: str) -> _Written:
        compiler = self._rows.filter(**{self._field: ASKED}).query.get_compiler(using=using)
        sql, parameters = compiler.as_sql()
        places = compiler.klass_info["select_fields"]
        return _Written(
            sql=sql,
            parameters=tuple(parameters),
            converters=compiler.get_converters([column for column, _sql, _alias in compiler.select]),
            fields=[compiler.select[place][0].target.attname for place in places],
            start=places[0],
            populators=get_related_populators(compiler.klass_info, compiler.select, using),
            annotations=compiler.annotation_col_map,
        )
