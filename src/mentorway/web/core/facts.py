"""Facts that may be written down wherever it is: numbers, and words of the program itself."""

from collections.abc import Mapping
from typing import Any, Final

PLAIN: Final = (int, float, bool, type(None))
LONGEST: Final = 64


def refuse_personal(facts: Mapping[str, Any], *, nested: bool = False) -> None:
    """Refuse facts that may be about a person; where they may be ``nested``, those within them too.

    >>> refuse_personal({"tables": {"core.Job": 3}}, nested=True)

    Raises
    ------
    ValueError
        A fact is a text with a space, an at sign or more than 64 letters, or no single value.
    """
    for name, value in facts.items():
        if nested and isinstance(value, Mapping):
            refuse_personal(value, nested=True)
        elif not isinstance(value, PLAIN) and not _is_word(value):
            raise ValueError(f"The fact {name!r} may be about a person, so it is not kept.")


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST and not any(one in value for one in " @\n")
