"""Sentences of the libraries, kept as facts and said in the reader's language."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from mentorway.language import Words
from mentorway.wording import InvalidInputError, Message


def kept(message: Message) -> dict[str, Any]:
    """Return ``message`` as plain facts that a table can hold."""
    return {
        "text": message.text,
        "values": dict(message.values),
        "plural": message.plural,
        "count": message.count,
    }


def found(facts: Mapping[str, Any]) -> Message:
    """Return the message that was kept.

    >>> str(found(kept(Message("Column %(name)s is missing.", {"name": "E1"}))))
    'Column E1 is missing.'
    """
    return Message(facts["text"], facts["values"], plural=facts["plural"], count=facts["count"])


OUR_FAULT: Final = Message(
    "Something went wrong on our side, and the people who run this installation can see it in its log. "
    "Try again; if it happens again, tell them."
)
OUR_FAULT_KEPT: Final = kept(OUR_FAULT)


def words() -> Words:
    """Return the words of the current reader."""
    return Words.of(get_language() or "en")


def said(message: Message | Mapping[str, Any]) -> str:
    """Return the whole sentence in the current reader's language."""
    return words().say(message if isinstance(message, Message) else found(message))


@contextmanager
def in_words(say: Callable[[Message], str] = said) -> Iterator[None]:
    """Turn what a library refuses into what a form shows; ``say`` writes the sentence."""
    try:
        yield
    except InvalidInputError as refusal:
        raise ValidationError(say(refusal.message)) from refusal
