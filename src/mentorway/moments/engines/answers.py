"""A table of answers in an engine: its columns, and how it is asked."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, Self

import pyarrow as pa

from mentorway.wording import InvalidInputError, Message, shown

Table = Any  # ibis has no types to check against
Column = Any
LONGEST_REASON = 300


@dataclass(frozen=True)
class Limits:
    """How much is asked in one query: sums of products, and small tables put under each other."""

    products: int
    tables: int


@dataclass(frozen=True)
class Refusals:
    """What an engine raises when it will not do something, and what may not be repeated of it."""

    engine: str
    errors: tuple[type[BaseException], ...]
    secrets: tuple[str, ...] = ()

    @contextlib.contextmanager
    def in_words(self) -> Iterator[None]:
        """Say in a sentence what the engine refuses."""
        try:
            yield
        except self.errors as error:
            reason = str(error).strip().split("\n\n", maxsplit=1)[0]
            for secret in self.secrets:
                reason = reason.replace(secret, "…") if secret else reason
            raise InvalidInputError(
                Message(
                    "%(engine)s refused: %(reason)s",
                    {"engine": self.engine, "reason": " ".join(reason[:LONGEST_REASON].split())},
                )
            ) from None


@dataclass(frozen=True, eq=False)
class Answers:
    """A table of answers in an engine, one row per person. Open it with `connect`, in a `with` statement.

    Parameters
    ----------
    engine, name : str
        Which engine, and what the table is called in sentences.
    table : ibis table
        The table itself.
    limits : Limits
        How much is asked of this engine at once.
    refusals : Refusals
        How it says no.
    fetch : callable
        Gives the rows of a query.
    closing : callable
        Lets go of it.
    """

    engine: str
    name: str
    table: Table
    limits: Limits
    refusals: Refusals
    fetch: Callable[[Table], pa.Table]
    closing: Callable[[], None]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the table."""
        self.closing()

    def ask(self, query: Table) -> pa.Table:
        """The rows of a query."""
        with self.refusals.in_words():
            return self.fetch(query)

    def without(self, codes: Mapping[str, Collection[int]]) -> Answers:
        """The same answers with nothing where a column holds one of its codes for «no answer»."""
        import ibis  # noqa: PLC0415 - see `connect`

        self.check_columns(list(codes))
        columns = {
            name: ibis.ifelse(self.table[name].isin(sorted(of_it)), ibis.null(), self.table[name])
            for name, of_it in codes.items()
            if of_it and self.table[name].type().is_numeric()
        }
        return replace(self, table=self.table.mutate(**columns)) if columns else self

    def check_columns(self, names: Sequence[str]) -> None:
        """Refuse a column that is not there."""
        known = set(self.table.columns)
        for name in names:
            if name not in known:
                raise InvalidInputError(
                    Message(
                        "Column %(column)s is not in %(file)s. Check the name in the codebook.",
                        {"column": name, "file": shown(self.name)},
                    )
                )
