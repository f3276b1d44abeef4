"""Whose answers are looked at, and by what they are told apart."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pyarrow as pa

from mentorway.moments.engines.answers import Answers, Column, Table
from mentorway.moments.facts import MOST_GROUPS, Chosen, Fact, Where


def check_fact(answers: Answers, name: str) -> pa.Array:
    """The different values of a column as the engine has them, none that is missing; too many are refused."""
    column = answers.table[name]
    named = answers.table.filter(column.notnull()).select(value=column)
    found = answers.ask(named.group_by("value").agg(people=named.count()).limit(MOST_GROUPS + 1))
    values = found.column("value").combine_chunks()
    Fact(name).number(values)
    return values


def chosen(answers: Answers, where: Where) -> Table:
    """The people whose facts have one of the values asked for; a value that nobody has is refused."""
    table = answers.table
    for name, wanted in where.items():
        table = table.filter(_is_one_of(answers.table[name], check_fact(answers, name), name, wanted))
    return table


def _is_one_of(column: Column, values: pa.Array, name: str, wanted: Collection[str]) -> Column:
    import ibis  # noqa: PLC0415 - see `connect`

    choice = Chosen({name: wanted})
    kept = choice.only(np.zeros(len(values), np.intp), pa.RecordBatch.from_pydict({name: values})) >= 0
    choice.check()
    allowed = [value for value, keep in zip(values.to_pylist(), kept.tolist(), strict=True) if keep]
    return column.isin([ibis.literal(value, column.type()) for value in allowed])
