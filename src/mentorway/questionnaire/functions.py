"""The OpenRosa functions that XPath 1.0 lacks, as lxml calls them."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import functools
import hashlib
import math
import random
import uuid
from collections.abc import Callable, Mapping
from decimal import ROUND_FLOOR, Decimal
from typing import Any, Final

import re2

from mentorway.questionnaire.dates import (
    date_of,
    moment_at,
    moment_of,
    number_of,
    time_of,
    written,
)
from mentorway.questionnaire.definition import in_language, plain
from mentorway.questionnaire.grammar import ExpressionError
from mentorway.questionnaire.limits import LONGEST_VALUE
from mentorway.questionnaire.situation import as_days, current, node_text, text_of, texts_of
from mentorway.wording import Message, shown

NAMESPACE: Final = "urn:mentorway:openrosa"
PREFIX: Final = "mw"
MOST_PLACES: Final = 15
PATTERN_MEMORY: Final = 8 << 20


def _truth(value: object) -> bool:
    if isinstance(value, list):
        return text_of(value) != ""
    return bool(value) and value == value  # noqa: PLR0124 - NaN is false


def _if(_: Any, condition: object, first: object, second: object) -> object:
    return first if _truth(condition) else second


def _coalesce(_: Any, *values: object) -> str:
    return next((text for text in map(text_of, values) if text), "")


def _selected(_: Any, chosen: object, value: object) -> bool:
    return text_of(value).strip() in text_of(chosen).split()


def _selected_at(_: Any, chosen: object, place: float) -> str:
    parts = text_of(chosen).split()
    return parts[int(place)] if 0 <= place < len(parts) else ""


def _count_selected(_: Any, chosen: object) -> float:
    return float(len(text_of(chosen).split()))


@functools.lru_cache(maxsize=512)
def pattern(text: str) -> Any:
    """Return a regular expression that can be searched in linear time, or refuse it."""
    options = re2.Options()
    options.max_mem = PATTERN_MEMORY
    options.log_errors = False
    try:
        return re2.compile(text, options)
    except (re2.error, UnicodeError) as error:
        raise ExpressionError(
            Message(
                "The regular expression “%(pattern)s” cannot be used: it has an error, is too large, or "
                "looks "
                "back or ahead. Write it without (?=…), (?!…) and \\1.",
                {"pattern": shown(text)},
            )
        ) from error


def _regex(_: Any, value: object, expression: object) -> bool:
    return pattern(text_of(expression)).fullmatch(text_of(value)) is not None


def _today(_: Any) -> str:
    return current.situation.now.date().isoformat()


def _now(_: Any) -> str:
    return written(current.situation.now)


def _moment(value: object) -> dt.datetime | None:
    zone = current.situation.zone
    if isinstance(value, str | list):
        text = text_of(value).strip()
        day = date_of(text)
        if day is not None:
            return dt.datetime.combine(day, dt.time(), zone)
        moment = moment_of(text, zone)
        if moment is not None:
            return moment.astimezone(zone)
        value = number_of(text)
    number = float(value) if isinstance(value, int | float) else math.nan
    return None if math.isnan(number) else moment_at(number, zone)


def _date(_: Any, value: object) -> str:
    moment = _moment(value)
    return "" if moment is None else moment.date().isoformat()


def _date_time(_: Any, value: object) -> str:
    moment = _moment(value)
    return "" if moment is None else written(moment)


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FORMATS: Final[Mapping[str, Callable[[dt.datetime], str]]] = {
    "Y": lambda m: f"{m.year:04}", "y": lambda m: f"{m.year % 100:02}",
    "m": lambda m: f"{m.month:02}", "n": lambda m: str(m.month),
    "d": lambda m: f"{m.day:02}", "e": lambda m: str(m.day),
    "H": lambda m: f"{m.hour:02}", "h": lambda m: str(m.hour),
    "M": lambda m: f"{m.minute:02}", "S": lambda m: f"{m.second:02}",
    "3": lambda m: f"{m.microsecond // 1000:03}",
    "b": lambda m: MONTHS[m.month - 1], "a": lambda m: DAYS[m.weekday()],
    "W": lambda m: f"{m.isocalendar().week:02}", "u": lambda m: str(m.isoweekday()), "%": lambda _: "%",
}  # fmt: skip


def _format_date(_: Any, value: object, form: object) -> str:
    moment = _moment(value)
    if moment is None:
        return ""
    pieces = text_of(form).split("%")
    out = [pieces[0]]
    rest = iter(pieces[1:])
    for piece in rest:
        if piece:
            write = FORMATS.get(piece[0])
            out.append((write(moment) if write else "%" + piece[0]) + piece[1:])
        else:
            out.append("%" + next(rest, ""))
    return "".join(out)


def _decimal_date_time(_: Any, value: object) -> float:
    return as_days(value)


def _decimal_time(_: Any, value: object) -> float:
    text = text_of(value)
    return as_days(text) % 1 if time_of(text) is None else as_days(text)


def _int(_: Any, number: float) -> float:
    return float(math.trunc(number)) if math.isfinite(number) else math.nan


def _round(_: Any, number: float, places: float = 0.0) -> float:
    if not (math.isfinite(number) and math.isfinite(places)):
        return math.nan
    place = Decimal(1).scaleb(-max(-MOST_PLACES, min(MOST_PLACES, int(places))))
    whole = (Decimal(repr(number)) / place + Decimal("0.5")).to_integral_value(ROUND_FLOOR)
    return float(whole * place)


def _guarded(function: Callable[..., float]) -> Callable[..., float]:
    def call(_: Any, *numbers: float) -> float:
        try:
            return float(function(*numbers))
        except OverflowError:
            return math.inf
        except (ValueError, ZeroDivisionError):
            return math.nan

    return call


def _logarithm(number: float) -> float:
    return math.log(number) if number else -math.inf


def _logarithm10(number: float) -> float:
    return math.log10(number) if number else -math.inf


def _power_of_ten(exponent: float) -> float:
    return math.pow(10, exponent)


def _power(base: float, exponent: float) -> float:
    return math.pow(base, exponent)


def _numbers(values: tuple[object, ...]) -> list[float]:
    """Return values as numbers, empty answers left out."""
    found = [
        each
        for value in values
        for each in ([node_text(node) for node in value] if isinstance(value, list) else [value])
    ]
    return [as_days(each) for each in found if each != ""]


def _least(_: Any, *values: object) -> float:
    numbers = _numbers(values)
    return min(numbers) if numbers and not any(map(math.isnan, numbers)) else math.nan


def _greatest(_: Any, *values: object) -> float:
    numbers = _numbers(values)
    return max(numbers) if numbers and not any(map(math.isnan, numbers)) else math.nan


def _days(_: Any, value: object) -> float:
    return as_days(value)


def _number(_: Any, value: object) -> float:
    return value if isinstance(value, float) else number_of(text_of(value))


def _same(_: Any, first: object, second: object) -> bool:
    texts = text_of(first), text_of(second)
    return texts[0] == texts[1] or ("" not in texts and as_days(first) == as_days(second))


def _text(_: Any, value: object) -> str:
    return text_of(value)


def _join(_: Any, glue: object, *values: object) -> str:
    return _joined(text_of(glue), values)


def _concat(_: Any, *values: object) -> str:
    return _joined("", values)


def _joined(glue: str, values: tuple[object, ...]) -> str:
    texts = [text for value in values for text in texts_of(value)]
    if sum(map(len, texts)) + len(glue) * len(texts) > LONGEST_VALUE:
        raise ExpressionError(
            Message("The joined text is longer than %(limit)d letters.", {"limit": LONGEST_VALUE})
        )
    return glue.join(texts)


def _substr(_: Any, value: object, start: float, end: float = math.inf) -> str:
    text = text_of(value)
    first, last = (int(max(-1e9, min(1e9, number))) if number == number else 0 for number in (start, end))  # noqa: PLR0124
    return text[first:last]


def _ends_with(_: Any, value: object, end: object) -> bool:
    return text_of(value).endswith(text_of(end))


def _boolean_from_string(_: Any, value: object) -> bool:
    return text_of(value).strip().lower() in ("true", "1")


def _count_non_empty(_: Any, nodes: list[Any]) -> float:
    return float(sum(1 for node in nodes if node_text(node).strip() or len(node)))


def _position(_: Any, nodes: list[Any]) -> float:
    if not nodes:
        return math.nan
    node = nodes[0]
    return float(1 + sum(1 for _each in node.itersiblings(node.tag, preceding=True)))


def _checklist(_: Any, least: float, most: float, *facts: object) -> bool:
    count = sum(map(_truth, facts))
    return (least < 0 or count >= least) and (most < 0 or count <= most)


def _weighted_checklist(_: Any, least: float, most: float, *facts: object) -> bool:
    pairs = zip(facts[::2], facts[1::2], strict=False)
    total = math.fsum(as_days(weight) for fact, weight in pairs if _truth(fact))
    return (least < 0 or total >= least) and (most < 0 or total <= most)


DIGESTS: Final = {
    "MD5": hashlib.md5, "SHA-1": hashlib.sha1, "SHA-256": hashlib.sha256, "SHA-384": hashlib.sha384,
    "SHA-512": hashlib.sha512,
}  # fmt: skip


def _digest(_: Any, value: object, algorithm: object, encoding: object = "base64") -> str:
    make = DIGESTS.get(text_of(algorithm).upper())
    if make is None:
        return ""
    raw = make(text_of(value).encode(), usedforsecurity=False).digest()
    return raw.hex() if text_of(encoding) == "hex" else base64.b64encode(raw).decode()


def _base64_decode(_: Any, value: object) -> str:
    try:
        raw = base64.b64decode(text_of(value), validate=False).decode("utf-8", "replace")
    except binascii.Error:
        return ""
    return "".join(letter for letter in raw if letter.isprintable() or letter in "\n\t")


def _random(_: Any, place: str) -> float:
    return random.Random(f"{current.situation.seed}|{place}").random()  # noqa: S311 - must be repeatable


def _uuid(_: Any, place: str) -> str:
    drawn = random.Random(f"{current.situation.seed}|{place}").getrandbits(128)  # noqa: S311 - must be repeatable
    return str(uuid.UUID(int=drawn, version=4))


def _choice_name(_: Any, value: object, name: str) -> str:
    situation = current.situation
    found = situation.lists.get(name)
    parts = text_of(value).split() if found is not None else []
    labels = []
    for part in parts:
        choice = found.by_value.get(part) if found is not None else None
        if choice is not None:
            labels.append(plain(in_language(choice.labels, situation.language, situation.default_language)))
    return ", ".join(labels)


def _itext(_: Any, identity: object) -> str:
    """Return the label of the choice whose itextId it is, in the language of the response."""
    situation = current.situation
    name, _mark, place = text_of(identity).rpartition("-")
    found = situation.lists.get(name)
    if found is None or not place.isdecimal() or int(place) >= len(found.choices):
        return ""
    labels = found.choices[int(place)].labels
    return plain(in_language(labels, situation.language, situation.default_language))


FUNCTIONS: Final[Mapping[str, Callable[..., object]]] = {
    "if": _if, "coalesce": _coalesce, "selected": _selected, "selected-at": _selected_at,
    "count-selected": _count_selected, "regex": _regex, "today": _today, "now": _now, "date": _date,
    "date-time": _date_time, "format-date": _format_date, "decimal-date-time": _decimal_date_time,
    "decimal-time": _decimal_time, "int": _int, "round": _round, "pow": _guarded(_power),
    "log": _guarded(_logarithm), "log10": _guarded(_logarithm10), "abs": _guarded(abs),
    "sin": _guarded(math.sin), "cos": _guarded(math.cos), "tan": _guarded(math.tan),
    "asin": _guarded(math.asin), "acos": _guarded(math.acos), "atan": _guarded(math.atan),
    "atan2": _guarded(math.atan2), "sqrt": _guarded(math.sqrt), "exp": _guarded(math.exp),
    "exp10": _guarded(_power_of_ten), "pi": _guarded(lambda: math.pi), "min": _least, "max": _greatest,
    "days": _days, "join": _join, "concat": _concat, "substr": _substr, "ends-with": _ends_with,
    "boolean-from-string": _boolean_from_string, "count-non-empty": _count_non_empty,
    "position": _position, "checklist": _checklist, "weighted-checklist": _weighted_checklist,
    "digest": _digest, "base64-decode": _base64_decode, "random": _random, "uuid": _uuid,
    "choice-name": _choice_name, "same": _same,
    "number": _number, "itext": _itext, "text": _text,
}  # fmt: skip
EXTENSIONS: Final = {(NAMESPACE, name): function for name, function in FUNCTIONS.items()}
