"""JSON in the one form that is signed: the same facts are always the same bytes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final, NoReturn

from mentorway.federation.refusing import Reason, RefusedError
from mentorway.wording import Message

MOST_BYTES: Final = 64_000_000


def written(value: object) -> bytes:
    """Return the canonical form: UTF-8, names sorted, no spaces, whole numbers only.

    Parameters
    ----------
    value : object
        Of dict with text keys, list, str, int, bool and None.

    Returns
    -------
    bytes

    Examples
    --------
    >>> written({"b": [1, None], "a": "Ąžuolas"}).decode()
    '{"a":"Ąžuolas","b":[1,null]}'
    """
    return json.dumps(
        value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True
    ).encode()


def read(data: bytes, *, most: int = MOST_BYTES) -> Any:
    """Read what `written` gave; what is written in any other way is refused.

    A name twice, a fraction, a space too much: all are refused, so that nobody can send two documents that
    one program takes for the same and another does not.

    Parameters
    ----------
    data : bytes
        What came.
    most : int
        How many bytes are read at most.

    Returns
    -------
    object

    Raises
    ------
    RefusedError
        It is too large, no JSON, or not in its one form.

    Examples
    --------
    >>> read(b'{"a":1}')
    {'a': 1}
    >>> read(b'{"a": 1}')
    Traceback (most recent call last):
    ...
    mentorway.federation.refusing.RefusedError: The file is not written as the protocol says (names sorted, \
no spaces, each name once, whole numbers), so its signature cannot be checked. Send the file as it was made.
    """
    if len(data) > most:
        raise RefusedError(
            Reason.TOO_LARGE,
            Message(
                "What came has %(came)d bytes, and at most %(most)d are taken. Ask for fewer facts or "
                "scales.",
                {"came": len(data), "most": most},
            ),
        )
    try:
        value = json.loads(
            data.decode(), object_pairs_hook=_once, parse_float=_no_fraction, parse_constant=_no_fraction
        )
        same = written(value) == data
    except RefusedError:
        raise
    except (ValueError, RecursionError) as error:
        raise RefusedError(
            Reason.MALFORMED,
            Message(
                "The file cannot be read: it is damaged, or no file of the federation. Ask for it again."
            ),
        ) from error
    if not same:
        raise _other_form()
    return value


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _other_form()
    return found


def _no_fraction(_text: str) -> NoReturn:
    raise _other_form()


def _other_form() -> RefusedError:
    return RefusedError(
        Reason.MALFORMED,
        Message(
            "The file is not written as the protocol says (names sorted, no spaces, each name once, whole "
            "numbers), so its signature cannot be checked. Send the file as it was made."
        ),
    )
