"""Base58 with Bitcoin's letters, as Multibase writes it with a “z” in front."""

from __future__ import annotations

from typing import Final

from mentorway.wording import InvalidInputError, Message, shown

LETTERS: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
MARK: Final = "z"
LONGEST: Final = 200  # letters: a signature has 88


def written(data: bytes) -> str:
    r"""Return bytes as multibase base58btc.

    >>> written(b"\x00\x01")
    'z12'
    """
    number = int.from_bytes(data)
    letters = ""
    while number:
        number, place = divmod(number, 58)
        letters = LETTERS[place] + letters
    zeros = len(data) - len(data.lstrip(b"\x00"))
    return f"{MARK}{LETTERS[0] * zeros}{letters}"


def read(text: str) -> bytes:
    r"""Return the bytes that `written` wrote.

    Raises
    ------
    InvalidInputError
        It has other letters, or is too long for a key or a signature.

    Examples
    --------
    >>> read("z12")
    b'\x00\x01'
    """
    body = text.removeprefix(MARK)
    if not text.startswith(MARK) or len(text) > LONGEST or not set(body) <= set(LETTERS):
        raise InvalidInputError(
            Message(
                "“%(text)s” is no key or signature in base58. Take it as it was issued.",
                {"text": shown(text)},
            )
        )
    number = 0
    for letter in body:
        number = number * 58 + LETTERS.index(letter)
    zeros = len(body) - len(body.lstrip(LETTERS[0]))
    return b"\x00" * zeros + number.to_bytes((number.bit_length() + 7) // 8)
