"""Sentences of the library about a plan, with days as its pages write them."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from django.utils.formats import date_format

from mentorway.web.core import wording
from mentorway.wording import Message, Value

DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def said(message: Message | Mapping[str, Any]) -> str:
    """Return the sentence in the reader's language; a value that is a day reads as days on the page do."""
    found = message if isinstance(message, Message) else wording.found(message)
    return wording.said(replace(found, values={name: _read(value) for name, value in found.values.items()}))


def _read(value: Value) -> Value:
    if not isinstance(value, str) or not DAY.fullmatch(value):
        return value
    try:
        return date_format(dt.date.fromisoformat(value), "SHORT_DATE_FORMAT")
    except ValueError:  # a title can look like a day
        return value
