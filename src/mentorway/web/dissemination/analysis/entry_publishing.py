"""What a publication lacks before readers may see it, and what a second reader should look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from mentorway.web.core.kinds import PICTURES
from mentorway.web.dissemination.analysis.entry_writing import FIELDS, TextChange, changed_texts, named_in
from mentorway.web.dissemination.analysis.markers import naked_figures
from mentorway.web.dissemination.models import LANGUAGES, Claim, Entry, EntryFile, State
from mentorway.web.dissemination.queries import entries as queries

NAMES = {"en": "English", "lt": "lietuvių", "lv": "latviešu", "sv": "svenska", "fi": "suomi"}


@dataclass(frozen=True)
class Look:
    """What a second reader looks at: what forbids publishing, what gives pause, what is new."""

    missing: Sequence[str]
    warnings: Sequence[str]
    has_other_texts: bool
    new_files: Sequence[EntryFile]

    @property
    def has_news(self) -> bool:
        """Whether readers would see something else than they do."""
        return self.has_other_texts or bool(self.new_files)


def look_at(entry: Entry) -> Look:
    """Return what a second reader looks at."""
    files = list(queries.files_of(entry))
    return Look(
        missing=missing_of(entry),
        warnings=[*_languages_missing(entry), *_naked(entry), *_uncaptioned(files)],
        has_other_texts=has_other_texts(entry),
        new_files=[one for one in files if not one.is_shown],
    )


def has_other_texts(entry: Entry) -> bool:
    """Whether what is written is other than what readers see, without looking where."""
    return bool((entry.shown or {}) != entry.texts)


def changes_of(entry: Entry) -> list[TextChange]:
    """Return what is other in what is written than in what readers see, word by word."""
    return changed_texts(entry.shown or {}, entry.texts)


def missing_of(entry: Entry) -> list[str]:
    """Name everything that a publication lacks before readers may see it; nothing where it lacks nothing."""
    return [*_of_texts(entry), *_of_claims(entry)]


def _of_texts(entry: Entry) -> Iterator[str]:
    source = entry.texts.get(entry.language, {})
    if not source.get("title"):
        yield _("It has no title in the language in which it is written.")
    if not source.get("body"):
        yield _("It has no text in the language in which it is written.")
    for code in LANGUAGES:
        texts = entry.texts.get(code, {})
        if code != entry.language and texts and not (texts.get("title") and texts.get("body")):
            yield _(
                "In %(language)s only a part is written. Write both the title and the text, or neither."
            ) % {"language": NAMES[code]}


def _of_claims(entry: Entry) -> Iterator[str]:
    named = named_in(entry.texts)
    known = queries.claims_by_slug(named)
    for slug in named:
        problem = _problem_of(known.get(slug), is_example=entry.is_example)
        if problem:
            yield problem % {"marker": f"[[claim:{slug}]]", "title": known.get(slug, slug)}


def _problem_of(claim: Claim | None, *, is_example: bool) -> str:
    if claim is None:
        return _("%(marker)s stands in the text, and there is no such claim.")
    if claim.is_example and not is_example:
        return _("The claim “%(title)s” is an example with synthetic data, and nothing is published of it.")
    if claim.broken is not None:
        return _("The evidence under the claim “%(title)s” is broken. Take its figure out of the text.")
    if claim.state == State.WITHDRAWN:
        return _("The claim “%(title)s” was withdrawn. Take its figure out of the text.")
    if claim.state != State.PUBLISHED:
        return _("The claim “%(title)s” is not published yet. Publish it first.")
    return ""


def _languages_missing(entry: Entry) -> Iterator[str]:
    absent = [NAMES[code] for code in LANGUAGES if not entry.texts.get(code)]
    if absent:
        yield _(
            "Not written in: %(languages)s. Readers of these languages see it in the language in which it "
            "was written."
        ) % {"languages": ", ".join(absent)}


def _naked(entry: Entry) -> Iterator[str]:
    for code, texts in entry.texts.items():
        found = [one for name in FIELDS for one in naked_figures(texts.get(name, ""))]
        if found:
            yield _(
                "In %(language)s these figures stand without a claim, so nobody can see on what they rest: "
                "%(figures)s."
            ) % {"language": NAMES.get(code, code), "figures": ", ".join(dict.fromkeys(found))}


def _uncaptioned(files: Iterable[EntryFile]) -> Iterator[str]:
    for one in files:
        if one.media_type in PICTURES and not one.caption:
            yield _(
                "The picture %(name)s does not say what it shows: people who cannot see it learn nothing."
            ) % {"name": one.name}
