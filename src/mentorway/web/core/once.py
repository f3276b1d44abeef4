"""What every activity asks about the same person is asked of the database once, while something is gathered.

Only for work that reads: what changes meanwhile is not seen before the gathering is over.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

_known: Final[ContextVar[dict[tuple[str, int], bool] | None]] = ContextVar("known", default=None)


@contextmanager
def gathering() -> Iterator[None]:
    """Remember answers until the end; a gathering within another belongs to that.

    >>> asked = []
    >>> with gathering():
    ...     [answer("belongs", 1, lambda: not asked.append(1)) for _time in range(3)]
    [True, True, True]
    >>> len(asked)
    1
    """
    if _known.get() is not None:
        yield
        return
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def answer(question: str, person: int, ask: Callable[[], bool]) -> bool:
    """Return what is known of a person, or ask; outside a gathering nothing is remembered."""
    known = _known.get()
    if known is None:
        return ask()
    if (question, person) not in known:
        known[question, person] = ask()
    return known[question, person]
