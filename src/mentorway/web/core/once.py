"""What every activity asks about the same person is asked of the database once, while something is gathered.

Only for work that reads: what changes meanwhile is not seen before the gathering is over.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

Facts = tuple[tuple[str, bool], ...]
_known: Final[ContextVar[dict[tuple[str, int], bool] | None]] = ContextVar("known", default=None)
_facts: Final[dict[str, Callable[[Any], bool]]] = {}


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
    with supposing(0, ()):
        yield


@contextmanager
def supposing(person: int, facts: Facts) -> Iterator[None]:
    """Answer about a person as ``facts`` say, and as the database says where they say nothing."""
    token = _known.set({(question, person): said for question, said in facts})
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


def fact(ask: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Return ``ask``, asked once while something is gathered, as one of the facts of every person."""
    question = ask.__name__

    def asked(person: Any) -> bool:
        return answer(question, person.pk, lambda: ask(person))

    _facts[question] = asked
    return asked


def facts_of(person: Any) -> Facts:
    """Return what decides how the questions about a person are put."""
    return tuple((question, asked(person)) for question, asked in _facts.items())
