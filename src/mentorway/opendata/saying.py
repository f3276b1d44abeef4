"""Which words stand for something in a language, and what stands in where they are lacking."""

from __future__ import annotations

from collections.abc import Iterable

from mentorway.opendata.describing import DataPackage, Labels


def said(labels: Labels, language: str, *others: str) -> str:
    """Return the words in a language, else in the first other one that has some, else in any.

    >>> said({"en": "Trust", "lt": "Pasitikėjimas"}, "sv", "lt")
    'Pasitikėjimas'
    >>> said({}, "en")
    ''
    """
    for code in (language, *others, "en", *labels):
        if labels.get(code):
            return labels[code]
    return ""


def spoken(labels: Labels, languages: Iterable[str]) -> list[tuple[str, str]]:
    """Return languages with words, those of the package in its order first.

    >>> spoken({"en": "Trust", "lv": "Uzticība", "fi": ""}, ["lv", "en", "fi"])
    [('lv', 'Uzticība'), ('en', 'Trust')]
    """
    order = dict.fromkeys([*languages, *labels])
    return [(code, labels[code]) for code in order if labels.get(code)]


def ordered(package: DataPackage) -> tuple[str, ...]:
    """Return the languages of a package, its main one first."""
    return tuple(dict.fromkeys([package.language, *package.languages]))
