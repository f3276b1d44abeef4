"""Material as rows of a file, with the columns that a file to take in has."""

from collections.abc import Iterable, Iterator

from mentorway.web.core.tables import Cell
from mentorway.web.practices.models import Material


def header() -> list[str]:
    """Return the names of the columns; those that can be taken in again are not translated."""
    columns = ["title", "text", "country", "sector", "language", "who", "date", "people", "quoting"]
    return [*columns, "kind", "partner", "token", "stands", "passages"]


def rows(found: Iterable[Material]) -> Iterator[list[Cell]]:
    """Yield a row for each material."""
    for one in found:
        about: list[Cell] = [one.title, one.text, one.country, one.sector, one.language, one.described]
        facts: list[Cell] = [
            one.collected,
            one.people,
            one.quoting,
            one.kind,
            one.partner.name,
            str(one.token),
        ]
        yield [*about, *facts, getattr(one, "stands", ""), getattr(one, "passage_count", 0)]
