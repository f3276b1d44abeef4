"""Reads across languages, translations, drafts and their history."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from mentorway.web.accounts.models import User
from mentorway.web.translation.models import (
    Assignment,
    Document,
    Draft,
    Event,
    Language,
    Part,
    Stage,
    Translation,
    What,
)

LINES_OF_HISTORY = 200
DRAFTS = (What.DRAFT, What.HANDED)


def source_of(document: Document) -> Language:
    """The language in which the document is written."""
    return document.languages.get(is_source=True)


def targets_of(document: Document) -> list[Language]:
    """The languages that are translated into, with who does what."""
    return list(document.languages.targets().prefetch_related("assignments__user"))


def target_of(document: Document, code: str) -> Language | None:
    """The language with a code, if the document is translated into it."""
    return document.languages.targets().filter(code=code).first()


def nearest(documents: Collection[int], code: str) -> dict[int, Language]:
    """By document, the language for somebody who reads ``code``: the same, or else a variant of it."""
    stem = code.partition("-")[0].lower()
    found: dict[int, Language] = {}
    for language in Language.objects.filter(document__in=documents, code__istartswith=stem):
        same = language.code.lower() == code.lower()
        if same or (language.code.partition("-")[0].lower() == stem and language.document_id not in found):
            found[language.document_id] = language
    return found


def stages_of(document: Document) -> dict[tuple[int, str], tuple[str, str]]:
    """How far each text is in each language, and the fingerprint of the source that was translated."""
    rows = Translation.objects.filter(language__document=document)
    return {
        (language, key): (stage, fingerprint)
        for language, key, stage, fingerprint in rows.values_list(
            "language_id", "key", "stage", "source_hash"
        ).order_by()
    }


def stages_in(language: Language) -> dict[tuple[int, str], tuple[str, str]]:
    """How far each text is in one language, and the fingerprint of the source that was translated."""
    rows = language.translations.order_by().values_list("key", "stage", "source_hash")
    return {(language.pk, key): (stage, fingerprint) for key, stage, fingerprint in rows}


def agreed_of(document: Document) -> dict[str, dict[str, tuple[str, str]]]:
    """Every adjudicated text: language as columns name it → key → fingerprint of the source, text."""
    found: dict[str, dict[str, tuple[str, str]]] = {
        str(language): {} for language in document.languages.all() if not language.is_source
    }
    rows = Translation.objects.filter(language__document=document, stage=Stage.AGREED)
    for translation in rows.select_related("language").only(
        "language__name", "language__code", "language__document", "key", "source_hash", "agreed"
    ):
        found[str(translation.language)][translation.key] = (translation.source_hash, translation.agreed)
    return found


def decided_in(languages: Collection[Language]) -> dict[tuple[int, str], tuple[str, str, str]]:
    """Every text that was adjudicated once: language and key → stage now, fingerprint of the source, text."""
    rows = Translation.objects.filter(language__in=languages).exclude(agreed="").order_by()
    return {
        (language, key): (stage, fingerprint, agreed)
        for language, key, stage, fingerprint, agreed in rows.values_list(
            "language_id", "key", "stage", "source_hash", "agreed"
        )
    }


def decided_texts(documents: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """By document, the key and wording of every text that was adjudicated once, in whichever language."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = Translation.objects.filter(language__document__in=documents).exclude(agreed="")
    for document, key, agreed in rows.order_by("pk").values_list("language__document", "key", "agreed"):
        found[document].append((key, agreed))
    return found


def readable_in(code: str) -> QuerySet[Document]:
    """The documents of which something was adjudicated in a language or a variant of it."""
    same = Q(code__iexact=code) | Q(code__istartswith=f"{code}-")
    decided = Translation.objects.filter(language=OuterRef("pk")).exclude(agreed="")
    languages = Language.objects.targets().filter(same, Exists(decided))
    return Document.objects.filter(pk__in=languages.values("document"))


def parts_of(user: User, language: Language) -> set[str]:
    """The parts that ``user`` has in translating into a language."""
    return set(language.assignments.filter(user=user).values_list("part", flat=True))


def handed_in_by(user: User, language: Language) -> set[str]:
    """The keys of the texts of which ``user`` has handed in a draft."""
    mine = Draft.objects.filter(translation__language=language, author=user, handed_in__isnull=False)
    return set(mine.values_list("translation__key", flat=True))


def drafted_by(user: User, language: Language) -> int:
    """How many texts have a draft of ``user`` that is not yet handed in."""
    return Draft.objects.filter(translation__language=language, author=user, handed_in=None).count()


@dataclass(frozen=True)
class Work:
    """What there is on one text in one language, as one person may see it."""

    translation: Translation | None
    drafts: list[Draft]
    hidden: bool
    mine: Draft | None


def work_on(user: User, language: Language, key: str) -> Work:
    """What ``user`` may see: until both drafts are handed in, only one's own."""
    translation = language.translations.filter(key=key).select_related("reviewed_by", "agreed_by").first()
    if translation is None:
        return Work(None, [], hidden=False, mine=None)
    drafts = list(translation.drafts.select_related("author"))
    open_ = translation.stage == Stage.OPEN
    seen = [draft for draft in drafts if not open_ or draft.author_id == user.pk]
    mine = next((draft for draft in drafts if draft.author_id == user.pk), None)
    return Work(translation, seen, hidden=len(seen) < len(drafts), mine=mine)


def history_of(user: User, language: Language, key: str, *, drafts_too: bool) -> QuerySet[Event]:
    """What happened to a text; the drafts of others only once both are handed in."""
    found = language.events.filter(key=key).select_related("by")
    if not drafts_too:
        found = found.exclude(~Q(by=user), what__in=DRAFTS)
    return found[:LINES_OF_HISTORY]


def variants_of(language: Language, key: str) -> list[tuple[Language, Translation]]:
    """The same text in the other variants of the language, such as sv-FI beside sv-SE."""
    stem = language.code.partition("-")[0].lower()
    same = [
        other
        for other in Language.objects.targets().filter(document=language.document_id)
        if other.pk != language.pk and other.code.partition("-")[0].lower() == stem
    ]
    rows = {
        row.language_id: row
        for row in Translation.objects.filter(language__in=same, key=key).exclude(stage=Stage.OPEN)
    }
    return [(other, rows[other.pk]) for other in same if other.pk in rows]


def in_languages(document: Document, key: str) -> list[tuple[Language, str]]:
    """A text in every language that is translated into, as far as it is adjudicated."""
    rows = Translation.objects.filter(language__document=document, key=key, stage=Stage.AGREED)
    agreed = dict(rows.values_list("language_id", "agreed"))
    return [(language, agreed.get(language.pk, "")) for language in document.languages.targets()]


def people_to_ask() -> QuerySet[User]:
    """Everyone who belongs to a partner: translators may come from any of them."""
    return User.objects.filter(memberships__isnull=False, is_active=True).distinct().order_by("name", "email")


def every_part_of(user: User) -> QuerySet[Assignment]:
    """The parts that ``user`` has in translating anything."""
    return Assignment.objects.filter(user=user)


def assignments_of(user: User, rows: QuerySet[Model]) -> QuerySet[Assignment]:
    """The parts that ``user`` has in translating these rows, each of which has a document."""
    mine = every_part_of(user).filter(language__document__in=rows.values("document"))
    return mine.select_related("language").order_by("language")


def written_for(user: User, language: Language, fresh: Mapping[str, str]) -> dict[str, str]:
    """What is written so far by key, as far as ``user`` may see it and the source text is still the same."""
    mine = Draft.objects.filter(author=user, translation__language=language)
    drafts = dict(mine.values_list("translation__key", "text"))
    return {
        row.key: row.agreed or row.review or drafts.get(row.key, "")
        for row in language.translations.only("key", "source_hash", "agreed", "review", "language")
        if fresh.get(row.key) == row.source_hash
    }


def documented(language: Language) -> dict[str, Translation]:
    """Everything on every text in one language, by key."""
    rows = language.translations.select_related("reviewed_by", "agreed_by")
    return {row.key: row for row in rows.prefetch_related("drafts__author")}


def notes_of(language: Language) -> dict[str, list[Event]]:
    """The comments and pre-test notes on each text."""
    found: dict[str, list[Event]] = defaultdict(list)
    rows = language.events.filter(
        what__in=[What.COMMENT, What.PRETEST, What.REOPENED, What.SOURCE, What.ADOPTED]
    )
    for event in rows.select_related("by").order_by("at", "pk"):
        found[event.key].append(event)
    return found


def people_with_parts(language: Language, parts: Collection[Part]) -> list[Assignment]:
    """Who has one of these parts, in the order of the work."""
    found = [one for one in language.assignments.select_related("user") if one.part in parts]
    return sorted(found, key=lambda one: Part.values.index(one.part))


def assigned_in(language: Language) -> QuerySet[Event]:
    """When who was given which part, the oldest first."""
    return language.events.filter(what=What.ASSIGNED).select_related("by").order_by("at", "pk")
