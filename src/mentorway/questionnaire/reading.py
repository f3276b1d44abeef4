"""An answer as it came (from a page, REST, OpenRosa, a spreadsheet) → its typed value, or why not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from mentorway.questionnaire.dates import date_of, moment_of, time_of, written
from mentorway.questionnaire.definition import LISTS, Kind, Question
from mentorway.wording import Message, shown

Answer = str | int | float | bool | Sequence[str] | None
Value = str | int | Decimal | dt.date | dt.time | dt.datetime | list[str]
DIGITS: Final = 15  # a number with more would not survive JSON
LONGEST_LIST: Final = 1_000
INTEGER = re.compile(rf"[+-]?0*[0-9]{{1,{DIGITS}}}")
DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,30}(?:[.,][0-9]{0,30})?|[.,][0-9]{1,30})")
NOT_TEXT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
AGREED: Final = frozenset({"OK", "on", "true", "yes", "1"})


class FaultKind(StrEnum):
    """What is wrong with an answer."""

    UNKNOWN = "unknown"
    LENGTH = "length"
    TYPE = "type"
    CHOICE = "choice"
    BOUNDS = "bounds"
    CONSTRAINT = "constraint"
    REQUIRED = "required"
    HIDDEN = "hidden"
    RULE = "rule"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with an answer, as a sentence for the person who gave it."""

    kind: FaultKind
    message: Message


@dataclass(frozen=True)
class Read:
    """An answer as expressions see it (`text`), as it is stored (`value`), or what is wrong with it."""

    text: str = ""
    value: Value | None = None
    fault: Fault | None = None


EMPTY: Final = Read()


def read_answer(question: Question, answer: Answer, *, longest: int, zone: dt.tzinfo) -> Read:
    """Return the typed value of an answer; nothing, spaces and empty lists are no answer.

    Parameters
    ----------
    question : Question
        What was asked.
    answer : str, number, bool, list of str, or None
        What came.
    longest : int
        The most letters a text may have.
    zone : tzinfo
        The zone of a date and time that names none.

    Examples
    --------
    >>> age = Question("age", "/data/age", Kind.INTEGER)
    >>> read_answer(age, "42", longest=100, zone=dt.UTC).value
    42
    >>> print(read_answer(age, "many", longest=100, zone=dt.UTC).fault.message)
    “many” is not a whole number. Write digits only, as in 42.
    """
    if answer is None or answer in ("", []):
        return EMPTY
    if isinstance(answer, str):
        text = answer
    elif isinstance(answer, bool):
        text = "true" if answer else "false"
    elif isinstance(answer, int | float):
        text = _plain_number(answer)
    else:
        return _read_list(question, answer, longest)
    if len(text) > longest:
        return _refused(
            FaultKind.LENGTH,
            Message(
                "The answer has %(length)d letters, and at most %(limit)d can be kept. Shorten it.",
                {"length": len(text), "limit": longest},
            ),
        )
    if NOT_TEXT.search(text):
        return _refused(
            FaultKind.TYPE,
            Message("The answer has signs that cannot be shown. Remove them, or type the answer again."),
        )
    text = text.replace("\r\n", "\n").strip()
    return READERS[question.kind](text, zone) if text else EMPTY


def _plain_number(number: float) -> str:
    if isinstance(number, float) and number.is_integer() and abs(number) < 10**DIGITS:
        return str(int(number))
    if isinstance(number, int) and abs(number) >= 10 ** (2 * DIGITS):
        return "9" * 2 * DIGITS
    return f"{Decimal(repr(number)):f}" if number == number and abs(number) < 1e300 else str(number)  # noqa: PLR0124, PLR2004 - NaN


def _read_list(question: Question, answer: Sequence[object], longest: int) -> Read:
    if question.kind not in LISTS:
        if isinstance(answer, list | tuple) and len(answer) == 1 and isinstance(answer[0], str):
            return read_answer(question, answer[0], longest=longest, zone=dt.UTC)
        return _refused(
            FaultKind.TYPE, Message("One answer is needed here, and a list of several came. Send one.")
        )
    if (
        not isinstance(answer, list | tuple)
        or len(answer) > LONGEST_LIST
        or not all(_is_word(each, longest) for each in answer)
    ):
        return _refused(
            FaultKind.TYPE,
            Message("The answer is not a list of choices. Send the value of each choice that was made."),
        )
    words = [str(each).strip() for each in answer]
    return _words(" ".join(words), dt.UTC)


def _is_word(each: object, longest: int) -> bool:
    return (
        isinstance(each, str)
        and len(each) <= longest
        and not NOT_TEXT.search(each)
        and len(each.split()) <= 1
    )


def _refused(kind: FaultKind, message: Message) -> Read:
    return Read(fault=Fault(kind, message))


def _text(text: str, _: dt.tzinfo) -> Read:
    return Read(text, text)


def _integer(text: str, _: dt.tzinfo) -> Read:
    if not INTEGER.fullmatch(text):
        return _refused(
            FaultKind.TYPE,
            Message(
                "“%(answer)s” is not a whole number. Write digits only, as in 42.", {"answer": shown(text)}
            ),
        )
    number = int(text)
    return Read(str(number), number)


def _decimal(text: str, _: dt.tzinfo) -> Read:
    number = Decimal(text.replace(",", ".")) if DECIMAL.fullmatch(text) else None
    if number is None or len(f"{number:f}".strip("-0.").replace(".", "")) > DIGITS:
        return _refused(
            FaultKind.TYPE,
            Message(
                "“%(answer)s” is not a number with at most 15 digits. Write it as in 3.5.",
                {"answer": shown(text)},
            ),
        )
    return Read(f"{number:f}", number)


def _date(text: str, _: dt.tzinfo) -> Read:
    date = date_of(text)
    if date is None:
        return _refused(
            FaultKind.TYPE,
            Message(
                "“%(answer)s” is not a date. Write year, month and day, as in 2026-05-31.",
                {"answer": shown(text)},
            ),
        )
    return Read(text, date)


def _time(text: str, _: dt.tzinfo) -> Read:
    time = time_of(text)
    if time is None:
        return _refused(
            FaultKind.TYPE,
            Message(
                "“%(answer)s” is not a time of day. Write hours and minutes, as in 08:30.",
                {"answer": shown(text)},
            ),
        )
    return Read(time.isoformat(timespec="milliseconds"), time)


def _moment(text: str, zone: dt.tzinfo) -> Read:
    moment = moment_of(text, zone)
    if moment is None:
        return _refused(
            FaultKind.TYPE,
            Message(
                "“%(answer)s” is not a date with a time. Write it as in 2026-05-31T08:30.",
                {"answer": shown(text)},
            ),
        )
    return Read(written(moment), moment)


def _word(text: str, _: dt.tzinfo) -> Read:
    return Read(text, text)


def _words(text: str, _: dt.tzinfo) -> Read:
    words = list(dict.fromkeys(text.split()))
    return Read(" ".join(words), words) if words else EMPTY


def _agreed(text: str, _: dt.tzinfo) -> Read:
    if text not in AGREED:
        return _refused(
            FaultKind.TYPE, Message("The answer here can only be that it was read and agreed to: send OK.")
        )
    return Read("OK", "OK")


READERS: Final[Mapping[Kind, Callable[[str, dt.tzinfo], Read]]] = {
    Kind.TEXT: _text, Kind.INTEGER: _integer, Kind.DECIMAL: _decimal, Kind.DATE: _date, Kind.TIME: _time,
    Kind.DATETIME: _moment, Kind.SELECT_ONE: _word, Kind.SELECT_MULTIPLE: _words, Kind.RANK: _words,
    Kind.ACKNOWLEDGE: _agreed, Kind.NOTE: _text, Kind.CALCULATE: _text, Kind.META: _moment,
}  # fmt: skip
