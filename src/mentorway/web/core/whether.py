"""Whether there is anything at all, and how much, is asked in a question whose SQL is written once.

Of all that might want something from a person most is not there. To write the SQL of such a question takes
Django ten times as long as the database needs to answer it, and it is the same SQL for all people of whom the
same facts hold. It is written for a person who stands in for them; the answer is asked for each time.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

from django.contrib.auth import get_user_model
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import F, Func, Model, QuerySet
from django.db.models.sql import Query

from mentorway.web.core import once

if TYPE_CHECKING:
    from mentorway.web.accounts.models import User

Row = TypeVar("Row", bound=Model)
Rows = Callable[..., QuerySet[Any]]
Asking = Callable[[QuerySet[Any]], Query]
STAND_IN: Final = -2_000_000_011  # the key of who stands in: no row has one below nought
MOST: Final = 2000  # questions of which the SQL is kept


class _AsksFirstError(Exception):
    """What is asked depends on something that would have to be asked before."""


@dataclass(frozen=True)
class Written:
    """SQL with one answer at most, and what stands for no rows; without SQL there are never any."""

    sql: str
    parameters: tuple[Any, ...]
    nothing: QuerySet[Any]

    def for_person(self, pk: int) -> list[Any]:
        """Return the parameters for a person."""
        return [pk if isinstance(one, int) and one == STAND_IN else one for one in self.parameters]


def is_any(rows: Callable[..., QuerySet[Row]], user: User, *values: Hashable) -> bool:
    """Return whether ``rows(user, *values)`` has any row.

    ``rows`` is a function of a module that depends on nothing but what it is given; moments change too often
    to be among the values, days do not.
    """
    written = written_for(_first, rows, values, user)
    return rows(user, *values).exists() if written is None else bool(_answer(written, user.pk))


def how_many(rows: Callable[..., QuerySet[Row]], user: User, *values: Hashable) -> int:
    """Return how many rows ``rows(user, *values)`` has; what holds for `is_any` holds here."""
    written = written_for(_number, rows, values, user)
    return rows(user, *values).count() if written is None else _answer(written, user.pk)


def rows_if_any(rows: Callable[..., QuerySet[Row]], user: User, *values: Hashable) -> QuerySet[Row]:
    """Return ``rows(user, *values)``, to be read only if there is any; what holds for `is_any` holds here."""
    written = written_for(_first, rows, values, user)
    return rows(user, *values) if written is None or _answer(written, user.pk) else written.nothing


def written_for(asking: Asking, rows: Rows, values: tuple[Hashable, ...], user: User) -> Written | None:
    """Return the question for people like ``user``; None where something has to be asked first."""
    return _written(asking, rows, values, (user.is_staff, once.facts_of(user)))


def _answer(written: Written, pk: int) -> int:
    """Ask; what is not there counts nothing."""
    if not written.sql:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(written.sql, written.for_person(pk))
        found = cursor.fetchone()
    return int(found[0]) if found else 0


@lru_cache(maxsize=MOST)
def _written(
    asking: Asking, rows: Rows, values: tuple[Hashable, ...], like: tuple[bool, once.Facts]
) -> Written | None:
    is_staff, facts = like
    stand_in: Any = get_user_model().from_db(DEFAULT_DB_ALIAS, ["id", "is_staff"], [STAND_IN, is_staff])
    try:
        with once.supposing(STAND_IN, facts), connection.execute_wrapper(_refused):
            found = rows(stand_in, *values)
            sql, parameters = question(asking, found)
    except _AsksFirstError:
        return None
    nothing = found.none()
    nothing._result_cache = []  # noqa: SLF001 - as if read already: nothing is asked
    return Written(sql, parameters, nothing)


def _first(found: QuerySet[Any]) -> Query:
    looked: Query = found.query.exists()
    return looked


def _number(found: QuerySet[Any]) -> Query:
    counted: Query = found.order_by().values_list(Func(F("pk"), function="COUNT")).query
    return counted


def question(asking: Asking, found: QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
    """Return the SQL and what is put in it; none where it is clear that there is nothing."""
    try:
        sql, parameters = asking(found).get_compiler(DEFAULT_DB_ALIAS).as_sql()
    except EmptyResultSet:
        return "", ()
    return sql, tuple(parameters)


def _refused(*_call: Any) -> None:
    raise _AsksFirstError
