"""Reads across questionnaires, versions, translations and instruments."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from mentorway.web.accounts.models import User
from mentorway.web.methodology.models import (
    Assignment,
    Draft,
    Event,
    Instrument,
    Language,
    Part,
    Proof,
    Questionnaire,
    Revision,
    Stage,
    Translation,
    Version,
    What,
)
from mentorway.web.network.models import Partner

LINES_OF_HISTORY = 200
DRAFTS = (What.DRAFT, What.HANDED)


def questionnaires_of(user: User, words: str = "") -> QuerySet[Questionnaire]:
    """What ``user`` may see, with the number of the last version; the last changed first."""
    return (
        Questionnaire.objects.visible_to(user)
        .matching(words)
        .select_related("partner")
        .defer("workbook")
        .prefetch_related("languages")
        .annotate(last_number=Max("versions__number"))
        .order_by("-changed", "-pk")
    )


def deleted_of(user: User) -> QuerySet[Questionnaire]:
    """What ``user`` may still bring back."""
    return Questionnaire.bin.visible_to(user).select_related("partner").defer("workbook").order_by("-deleted")


def partners_to_own(user: User) -> QuerySet[Partner]:
    """The partners for which ``user`` may make a questionnaire: those where they belong."""
    return Partner.objects.filter(memberships__user=user)


def source_of(questionnaire: Questionnaire) -> Language:
    """The language in which the draft is written."""
    return questionnaire.languages.get(is_source=True)


def targets_of(questionnaire: Questionnaire) -> list[Language]:
    """The languages that are translated into, with who does what."""
    found = questionnaire.languages.targets().prefetch_related("assignments__user")
    return list(found.select_related("questionnaire"))


def stages_of(questionnaire: Questionnaire) -> dict[tuple[int, str], tuple[str, str]]:
    """How far each text is in each language, and the fingerprint of the source that was translated."""
    rows = Translation.objects.filter(language__questionnaire=questionnaire)
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


def agreed_of(questionnaire: Questionnaire) -> dict[str, dict[str, tuple[str, str]]]:
    """Every adjudicated text: language as columns name it → key → fingerprint of the source, text."""
    found: dict[str, dict[str, tuple[str, str]]] = {
        str(language): {} for language in questionnaire.languages.all() if not language.is_source
    }
    rows = Translation.objects.filter(language__questionnaire=questionnaire, stage=Stage.AGREED)
    for translation in rows.select_related("language").only(
        "language__name", "language__code", "language__questionnaire", "key", "source_hash", "agreed"
    ):
        found[str(translation.language)][translation.key] = (translation.source_hash, translation.agreed)
    return found


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
        for other in language.questionnaire.languages.all()
        if other.pk != language.pk and not other.is_source and other.code.partition("-")[0].lower() == stem
    ]
    rows = {
        row.language_id: row
        for row in Translation.objects.filter(language__in=same, key=key).exclude(stage=Stage.OPEN)
    }
    return [(other, rows[other.pk]) for other in same if other.pk in rows]


def in_languages(questionnaire: Questionnaire, key: str) -> list[tuple[Language, str]]:
    """A text in every language that is translated into, as far as it is adjudicated."""
    rows = Translation.objects.filter(language__questionnaire=questionnaire, key=key, stage=Stage.AGREED)
    agreed = dict(rows.values_list("language_id", "agreed"))
    return [(language, agreed.get(language.pk, "")) for language in questionnaire.languages.targets()]


def people_to_ask() -> QuerySet[User]:
    """Everyone who belongs to a partner: translators may come from any of them."""
    return User.objects.filter(memberships__isnull=False, is_active=True).distinct().order_by("name", "email")


def last_version(questionnaire: Questionnaire) -> Version | None:
    """The version that was published last."""
    return questionnaire.versions.defer("file").select_related("published_by").order_by("-number").first()


def version_before(version: Version) -> Version | None:
    """The version that was published before another one."""
    rows = version.questionnaire.versions.filter(number__lt=version.number)
    return rows.defer("file", "form_json", "xform").order_by("-number").first()


def newest_of(user: User) -> Questionnaire | None:
    """The questionnaire that ``user`` has made last."""
    return Questionnaire.objects.visible_to(user).filter(created_by=user).order_by("-pk").first()


def versions_of(questionnaire: Questionnaire) -> QuerySet[Version]:
    """Every version, the newest first, without what is large in it."""
    rows = questionnaire.versions.defer("file", "form_json", "xform", "workbook")
    return rows.select_related("published_by").order_by("-number")


def last_change(questionnaire: Questionnaire) -> Revision | None:
    """The last change of the draft that can be undone: not its beginning."""
    found = questionnaire.revisions.defer("workbook").select_related("by").order_by("-number")[:2]
    rows = list(found)
    return rows[0] if len(rows) == 2 and rows[0].number == questionnaire.revision else None  # noqa: PLR2004


def assignments_of(user: User) -> QuerySet[Assignment]:
    """The parts that ``user`` has in questionnaires that nobody has deleted."""
    rows = Assignment.objects.filter(user=user, language__questionnaire__deleted=None)
    return rows.select_related("language__questionnaire").order_by(
        "language__questionnaire__title", "language"
    )


def finished_by(user: User) -> QuerySet[Questionnaire]:
    """One's own questionnaires in which no translation is under work, unpublished since the last decision."""
    unfinished = Translation.objects.exclude(stage=Stage.AGREED).filter(
        language__questionnaire=OuterRef("pk")
    )
    lacking = Language.objects.filter(questionnaire=OuterRef("pk"), is_source=False, translations=None)
    return (
        Questionnaire.objects.owned_by(user)
        .filter(deleted=None, created_by=user, languages__is_source=False)
        .exclude(Exists(unfinished) | Exists(lacking))
        .annotate(last=Max("versions__published"), decided=Max("languages__events__at"))
        .filter(Q(last=None) | Q(last__lt=F("decided")), decided__isnull=False)
    )


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


def instruments_of(user: User, words: str = "") -> QuerySet[Instrument]:
    """The instruments that partners of ``user`` have added."""
    rows = Instrument.objects.visible_to(user).select_related("partner")
    for word in words.split()[:10]:
        rows = rows.filter(title__icontains=word)
    return rows


def people_with_parts(language: Language, parts: Collection[Part]) -> list[Assignment]:
    """Who has one of these parts."""
    return [one for one in language.assignments.select_related("user") if one.part in parts]


def assigned_in(language: Language) -> QuerySet[Event]:
    """When who was given which part, the oldest first."""
    return language.events.filter(what=What.ASSIGNED).select_related("by").order_by("at", "pk")


def proof_of(instrument: Instrument) -> Proof | None:
    """The file that proves the permission, without its content."""
    return Proof.objects.filter(instrument=instrument).defer("content").first()


def partner_alone(instrument: Instrument) -> QuerySet[Partner]:
    """The partner that has the permission; it does not change."""
    return Partner.objects.filter(pk=instrument.partner_id)
