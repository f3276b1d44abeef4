"""A practice in other languages: for now in its own only."""

from collections.abc import Iterable, Mapping

from mentorway.web.practices.models import TEXTS, Practice


def languages_of(practice: Practice) -> list[str]:
    """Return the languages in which ``practice`` can be read, its own first."""
    return [practice.language]


def texts_in(practice: Practice, language: str) -> dict[str, str]:  # noqa: ARG001 - agreed translations come
    """Return the texts of ``practice`` in ``language``, or as they were written."""
    return {name: getattr(practice, name) for name in TEXTS}


def translations_of(practice: Practice) -> Iterable[Mapping[str, str]]:  # noqa: ARG001 - none yet
    """Return the agreed translations, for searching."""
    return ()
