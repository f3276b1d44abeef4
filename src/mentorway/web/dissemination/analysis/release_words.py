"""Words of ours in every language that a package speaks."""

from collections.abc import Callable, Mapping

from django.utils.translation import override

from mentorway.web.dissemination.models import LANGUAGES


def in_languages(text: Callable[[], str]) -> dict[str, str]:
    """Return a text in every language: ``text`` is asked once in each."""
    found = {}
    for code in LANGUAGES:
        with override(code):
            found[code] = text()
    return found


def complete(words: Mapping[str, str], main: str, otherwise: str) -> dict[str, str]:
    """Return words that have at least those of the main language.

    >>> complete({"": "Amžius"}, "lt", "age"), complete({}, "en", "age")
    ({'lt': 'Amžius'}, {'en': 'age'})
    """
    found = {code: text for code, text in words.items() if code and text}
    unnamed = words.get("", "")
    if not found.get(main):
        found[main] = unnamed or found.get("en") or next(iter(found.values()), "") or otherwise
    return found
