"""What to say when an engine, or what it needs, is not there."""

from __future__ import annotations

from mentorway.wording import InvalidInputError, Message, shown


def not_installed(engine: str, extra: str) -> InvalidInputError:
    """The packages of an engine are not installed."""
    return InvalidInputError(
        Message(
            "%(engine)s is not installed. Install it with: pip install 'mentorway[%(extra)s]'",
            {"engine": engine, "extra": extra},
        )
    )


def no_table(engine: str, table: str) -> InvalidInputError:
    """The engine has no such table."""
    return InvalidInputError(
        Message(
            "%(engine)s has no table or file “%(table)s”. Check the name.",
            {"engine": engine, "table": shown(table)},
        )
    )
