"""What can happen to a document as a whole, and to its languages."""

from collections.abc import Mapping

from django.db import transaction

from mentorway.web.accounts.models import User
from mentorway.web.translation.models import Assignment, Document, Event, Language, Part, What


@transaction.atomic
def begin(*, code: str, name: str) -> Document:
    """Make a document for something that is written in a language."""
    document = Document.objects.create()
    language = Language(document=document, code=code, name=name, is_source=True)
    language.full_clean()
    language.save()
    return document


def correct_source(document: Document, *, code: str, name: str) -> None:
    """Say that the document is written in another language than was said."""
    language = document.languages.get(is_source=True)
    if language.code == code:
        return
    language.code, language.name = code, name
    language.full_clean()
    language.save(update_fields=["code", "name"])


def add_language(document: Document, *, code: str, name: str) -> Language:
    """Begin translating into one more language."""
    language = Language(document=document, code=code, name=name)
    language.full_clean()
    language.save()
    return language


def remove_language(language: Language) -> None:
    """Forget a language with every translation into it; what was published keeps its texts."""
    Language.objects.filter(pk=language.pk, is_source=False).delete()


@transaction.atomic
def assign(language: Language, user: User, *, people: Mapping[str, User | None]) -> None:
    """Say who does which part; the two translators are two people."""
    Language.objects.select_for_update().get(pk=language.pk)
    old = {one.part: one.user for one in language.assignments.select_related("user")}
    if old == {part: person for part, person in people.items() if person}:
        return
    language.assignments.all().delete()
    for part, person in people.items():
        if person:
            assignment = Assignment(language=language, part=part, user=person)
            assignment.full_clean()
            assignment.save()
    before, after = _in_words(old), _in_words({part: person for part, person in people.items() if person})
    Event.objects.create(language=language, what=What.ASSIGNED, before=before, after=after, by=user)


def _in_words(people: Mapping[str, User]) -> str:
    return "\n".join(f"{Part(part).label}: {person}" for part, person in people.items())
