"""Sentences of the libraries in the reader's language."""

from django.utils.translation import get_language

from mentorway.language import Words
from mentorway.wording import Message


def said(message: Message) -> str:
    """Return the whole sentence in the current reader's language."""
    return Words.of(get_language() or "en").say(message)
