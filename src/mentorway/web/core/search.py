"""Rows that hold every word of a search, found through an index on SQLite and PostgreSQL alike.

A model keeps what is searched in one ``FoldedTextField`` and names one ``FoldedIndex`` on it in
``Meta.indexes``; then ``rows.filter(search_text__holds="azuol")`` and ``matching(rows, words)`` are fast.
The index is a full-text table of three-letter pieces, kept in step by triggers, on SQLite, and a trigram
index on PostgreSQL. As an index of the model it survives that Django makes tables of SQLite anew.

``holds`` asks the same of any other text, without an index: ``rows.filter(title__holds="azuol")``.
"""

import logging
from functools import reduce
from operator import or_
from typing import Any, Final, TypeVar

from django.db import DatabaseError, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models.expressions import Col
from django.db.models.lookups import Lookup

from mentorway.web.core.folding import PLAIN, fold, terms

Rows = TypeVar("Rows", bound="models.QuerySet[Any]")
PIECE: Final = 3  # letters in a piece that the indexes know
NOTHING: Final = "SELECT 1"
FOLD: Final = "mentorway_fold"  # what SQLite calls our own folding
# How PostgreSQL folds a text that it has taken apart: marks are dropped, letters are written plainly.
MARKS: Final = "".join(map(chr, range(0x300, 0x370)))
# Capitals too, as some servers know no small letter of them.
EITHER: Final = {one: plain for letter, plain in PLAIN.items() for one in (letter, letter.upper())}
LETTERS: Final = {letter: plain for letter, plain in EITHER.items() if len(plain) == 1}
PAIRS: Final = {"ß": "ss", **{letter: plain for letter, plain in EITHER.items() if len(plain) > 1}}
log = logging.getLogger(__name__)


def matching(rows: Rows, query: str, *columns: str) -> Rows:
    """Return the rows of which a column holds each word of ``query``; all rows for no word.

    Without ``columns`` that is ``search_text``, which has an index.
    """
    for term in terms(query):
        told = (models.Q(**{f"{column}__holds": term}) for column in columns or ("search_text",))
        rows = rows.filter(reduce(or_, told))
    return rows


class FoldedTextField(models.TextField[str, str]):
    """A text that is only searched, kept folded whoever saves it."""

    def get_prep_value(self, value: Any) -> Any:
        found = super().get_prep_value(value)
        return fold(found) if isinstance(found, str) else found


@FoldedTextField.register_lookup
class Holds(Lookup[Any]):
    """Whether a folded text holds a piece of text, wherever it stands."""

    lookup_name = "holds"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Return what PostgreSQL finds through its index, and SQLite by reading every row."""
        left, values = self.process_lhs(compiler, connection)
        # What the database takes for a pattern is escaped; the rest is only letters.
        return f"{left} LIKE %s ESCAPE '\\'", [*values, f"%{connection.ops.prep_for_like_query(self.rhs)}%"]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        name, column = _index_of(self.lhs), self.lhs
        if name is None or len(self.rhs) < PIECE:
            return self.as_sql(compiler, connection)
        quote = connection.ops.quote_name
        key = f"{quote(column.alias)}.{quote(column.target.model._meta.pk.column)}"  # noqa: SLF001
        table = quote(name)
        # In quotes it is a phrase; folded text holds none, and whatever does is told so by a second.
        phrase = '"' + self.rhs.replace('"', '""') + '"'
        return f"{key} IN (SELECT rowid FROM {table} WHERE {table} MATCH %s)", [phrase]  # noqa: S608 - quoted names


@models.CharField.register_lookup
@models.TextField.register_lookup
class HoldsFolded(Lookup[Any]):
    """The same of a text that is not kept folded: the database folds it row by row, so for small tables."""

    lookup_name = "holds"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, values = self.process_lhs(compiler, connection)
        plain = f"lower(normalize({left}, NFKD))"
        for letter, letters in PAIRS.items():
            plain = f"replace({plain}, '{letter}', '{letters}')"
        found = f"strpos(translate({plain}, %s, %s), %s) > 0"
        return found, [*values, "".join(LETTERS) + MARKS, "".join(LETTERS.values()), self.rhs]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        _teach(connection)
        left, values = self.process_lhs(compiler, connection)
        return f"instr({FOLD}({left}), %s) > 0", [*values, self.rhs]


def _teach(connection: Any) -> None:
    """Let this connection to SQLite fold texts as we do; it forgets when it is closed."""
    connection.ensure_connection()
    if getattr(connection, FOLD, None) is not connection.connection:
        connection.connection.create_function(FOLD, 1, _folded, deterministic=True)
        setattr(connection, FOLD, connection.connection)


def _folded(text: str | None) -> str | None:
    return None if text is None else fold(text)


def _index_of(column: Any) -> str | None:
    """Return the name of the index on ``column``, if it has one."""
    if not isinstance(column, Col):
        return None
    indexes = column.target.model._meta.indexes  # noqa: SLF001
    found = (one for one in indexes if isinstance(one, FoldedIndex) and one.fields == [column.target.name])
    return next((one.name for one in found), None)


class FoldedIndex(models.Index):
    """The index behind ``holds``, for one ``FoldedTextField`` of a model whose key is a whole number."""

    def create_sql(
        self,
        model: type[models.Model],
        schema_editor: BaseDatabaseSchemaEditor,
        using: str = "",  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> Statement:
        if schema_editor.connection.vendor == "sqlite":
            return self._for_sqlite(model, schema_editor)
        return self._for_postgresql(model, schema_editor)

    def remove_sql(
        self,
        model: type[models.Model],
        schema_editor: BaseDatabaseSchemaEditor,
        **kwargs: Any,  # noqa: ARG002
    ) -> Any:
        if schema_editor.connection.vendor != "sqlite":
            return self._statement(model, schema_editor, "DROP INDEX IF EXISTS {name}")
        for event in ("insert", "update", "delete"):
            trigger = schema_editor.quote_name(f"{self.name}_{event}")
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        return self._statement(model, schema_editor, "DROP TABLE IF EXISTS {name}")

    def _for_sqlite(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> Statement:
        """Put off what makes the index until the table has its rows and its name."""
        if not isinstance(model._meta.pk, models.IntegerField):  # noqa: SLF001
            raise TypeError(f"{model.__name__} needs a key that is a whole number to be searched.")
        pieces = "tokenize='trigram case_sensitive 1', columnsize=0"
        options = f"{{column}}, content={{table}}, content_rowid={{key}}, {pieces}"
        changed = "UPDATE OF {column} ON {table} WHEN old.{column} IS NOT new.{column}"
        kept = "INSERT INTO {name}(rowid, {column}) VALUES (new.{key}, new.{column});"
        gone = "INSERT INTO {name}({name}, rowid, {column}) VALUES ('delete', old.{key}, old.{column});"
        steps = [
            "DROP TABLE IF EXISTS {name}",
            f"CREATE VIRTUAL TABLE {{name}} USING fts5({options})",
            f"CREATE TRIGGER {{insert}} AFTER INSERT ON {{table}} BEGIN {kept} END",
            f"CREATE TRIGGER {{delete}} AFTER DELETE ON {{table}} BEGIN {gone} END",
            f"CREATE TRIGGER {{update}} AFTER {changed} BEGIN {gone} {kept} END",
            "INSERT INTO {name}({name}) VALUES ('rebuild')",
        ]
        schema_editor.deferred_sql.extend(self._statement(model, schema_editor, step) for step in steps)
        return self._statement(model, schema_editor, NOTHING)

    def _for_postgresql(
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> Statement:
        if _has_lz4(schema_editor):  # a text is unpacked twice as fast to be looked at once more
            pack = "ALTER TABLE {table} ALTER COLUMN {column} SET COMPRESSION lz4"
            schema_editor.deferred_sql.append(self._statement(model, schema_editor, pack))
        if not _knows_trigrams(schema_editor):
            return self._statement(model, schema_editor, NOTHING)
        operators = f"{_schema_of_trigrams(schema_editor)}gin_trgm_ops"
        step = f"CREATE INDEX {{name}} ON {{table}} USING gin ({{column}} {operators})"
        return self._statement(model, schema_editor, step)

    def _statement(
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor, text: str
    ) -> Statement:
        quote, meta = schema_editor.quote_name, model._meta  # noqa: SLF001 - Django's own door to a model
        field: Any = meta.get_field(self.fields[0])
        parts = {
            "name": quote(self.name),
            "column": quote(field.column),
            "key": quote(meta.pk.column),
            **{event: quote(f"{self.name}_{event}") for event in ("insert", "update", "delete")},
        }
        template = text.replace("{table}", "%(table)s")
        for name, value in parts.items():
            template = template.replace(f"{{{name}}}", value)
        return Statement(template, table=Table(meta.db_table, quote))


def _has_lz4(schema_editor: BaseDatabaseSchemaEditor) -> bool:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT 'lz4' = ANY(enumvals) FROM pg_settings WHERE name = 'default_toast_compression'"
        )
        row = cursor.fetchone()
    return bool(row and row[0])


def _schema_of_trigrams(schema_editor: BaseDatabaseSchemaEditor) -> str:
    """Return where PostgreSQL has its trigrams, with a dot: tables are made in schemas of their own, too."""
    if schema_editor.collect_sql:
        return ""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT extnamespace::regnamespace::text FROM pg_extension WHERE extname = 'pg_trgm'")
        row = cursor.fetchone()
    return f"{row[0]}." if row else ""


def _knows_trigrams(schema_editor: BaseDatabaseSchemaEditor) -> bool:
    """Make PostgreSQL know trigrams; where we may not, say so, and search without an index."""
    if schema_editor.collect_sql:
        return True
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError as error:
        log.warning(
            "Searching will be slow: PostgreSQL has no pg_trgm, and this role may not add it (%s). "
            "Let an administrator run CREATE EXTENSION pg_trgm in this database.",
            str(error).strip(),
        )
        return False
    return True
