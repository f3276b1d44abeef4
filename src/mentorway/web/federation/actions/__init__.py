"""What changes in the federation; what the libraries refuse is refused here in the reader's language."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError

from mentorway.web.core.wording import said
from mentorway.wording import InvalidInputError


@contextmanager
def in_words() -> Iterator[None]:
    """Turn what a library refuses into what a form shows."""
    try:
        yield
    except InvalidInputError as refusal:
        raise ValidationError(said(refusal.message)) from refusal
