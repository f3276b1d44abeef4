"""The language of the questions, and the nearest language that the platform itself speaks."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import translation

from mentorway.questionnaire import Language


def interface(code: str) -> str:
    """Return the platform's language that goes with a language of questions.

    >>> interface("sv-FI"), interface("fi")
    ('sv', 'fi')
    """
    spoken = dict(settings.LANGUAGES)
    if code in spoken:
        return code
    near = code.partition("-")[0].lower()
    return near if near in spoken else current()


def current() -> str:
    """Return the language in which the platform speaks to this browser."""
    return (translation.get_language() or settings.LANGUAGE_CODE).partition("-")[0]


def chosen(offered: Sequence[Language], wanted: str, default: str) -> tuple[str, bool]:
    """Return the language to ask in, and whether it is the one that was wanted.

    >>> finnish, swedish = Language("Suomi", "fi"), Language("Svenska", "sv-FI")
    >>> chosen([finnish, swedish], "sv", "fi"), chosen([finnish, swedish], "de", "fi")
    (('sv-FI', True), ('fi', False))
    """
    codes = [one.code for one in offered]
    if wanted in codes:
        return wanted, True
    near = [code for code in codes if code and code.partition("-")[0] == wanted.partition("-")[0]]
    if near:
        return near[0], True
    return (default if default in codes else codes[0]), False
