"""The adjudicated texts of a document, for those who read it in their own language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mentorway.web.translation import queries
from mentorway.web.translation.analysis.texts import Text
from mentorway.web.translation.models import Document, Language, Stage


@dataclass(frozen=True)
class Agreed:
    """An adjudicated text; a stale one says what its source said before it was changed."""

    text: str
    language: str
    stale: bool


def agreed_texts(document: Document, code: str, texts: Iterable[Text]) -> dict[str, Agreed]:
    """Return the texts by key that somebody can read in a language or a variant of it.

    What is not adjudicated is left out; in the source language everything is, for it stands in the owner.
    """
    return agreed_in_each({document.pk: texts}, code)[document.pk]


def agreed_in_each(texts: Mapping[int, Iterable[Text]], code: str) -> dict[int, dict[str, Agreed]]:
    """Return the same for several documents at once: document → key → text."""
    languages = queries.nearest(list(texts), code)
    targets = {number: language for number, language in languages.items() if not language.is_source}
    decided = queries.decided_in(list(targets.values()))
    found: dict[int, dict[str, Agreed]] = {number: {} for number in texts}
    for number, language in targets.items():
        found[number] = _agreed_in(language, texts[number], decided)
    return found


def agreed_in_all(document: Document, texts: Iterable[Text]) -> dict[Language, dict[str, Agreed]]:
    """Return the texts by key in every language that has any, for readers who choose among them."""
    languages, those = list(document.languages.targets()), list(texts)
    decided = queries.decided_in(languages)
    found = {language: _agreed_in(language, those, decided) for language in languages}
    return {language: agreed for language, agreed in found.items() if agreed}


def _agreed_in(
    language: Language, texts: Iterable[Text], decided: Mapping[tuple[int, str], tuple[str, str, str]]
) -> dict[str, Agreed]:
    found: dict[str, Agreed] = {}
    for text in texts:
        stage, fingerprint, agreed = decided.get((language.pk, text.key), ("", "", ""))
        if agreed:
            stale = stage != Stage.AGREED or fingerprint != text.fingerprint
            found[text.key] = Agreed(agreed, language.code, stale)
    return found
