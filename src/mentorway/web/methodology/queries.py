"""Reads across methodologies, questionnaires, versions, translations and instruments."""

import datetime as dt
import re
from collections.abc import Collection

from django.db.models import Case, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from mentorway.web.accounts.models import User
from mentorway.web.core.search import matching
from mentorway.web.methodology.models import (
    Construct,
    Edition,
    Indicator,
    Instrument,
    Methodology,
    Proof,
    QualityRule,
    Questionnaire,
    Revision,
    Version,
)
from mentorway.web.network.models import Partner
from mentorway.web.translation.models import Event, Language, Stage, Translation

BEFORE_ALL = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
PART_OF_FINGERPRINT = re.compile(r"[0-9a-f]{12,64}")


def questionnaires_of(user: User, words: str = "") -> QuerySet[Questionnaire]:
    """What ``user`` may see, with the number of the last version; the last changed first."""
    return (
        Questionnaire.objects.visible_to(user)
        .matching(words)
        .select_related("partner", "document")
        .defer("workbook")
        .prefetch_related("document__languages")
        .annotate(last_number=Max("versions__number"))
        .order_by("-changed", "-pk")
    )


def deleted_of(user: User) -> QuerySet[Questionnaire]:
    """What ``user`` may still bring back."""
    return Questionnaire.bin.visible_to(user).select_related("partner").defer("workbook").order_by("-deleted")


def partners_to_own(user: User) -> QuerySet[Partner]:
    """The partners for which ``user`` may make a questionnaire: those where they belong."""
    return Partner.objects.filter(memberships__user=user, deleted=None)


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


def finished_by(user: User) -> QuerySet[Questionnaire]:
    """One's own questionnaires in which no translation is under work, unpublished since the last decision."""
    unfinished = Translation.objects.exclude(stage=Stage.AGREED).filter(
        language__document=OuterRef("document")
    )
    languages = Language.objects.filter(document=OuterRef("document"))
    foreign = languages.filter(is_source=False)
    # Lines are only ever added: the last of a language is found at once, the latest only among all of them.
    lines = Event.objects.filter(language=OuterRef("pk")).order_by("-pk").values("at")[:1]
    versions = Version.objects.filter(questionnaire=OuterRef("pk")).order_by("-number").values("published")
    decided = languages.alias(decided=Subquery(lines)).filter(decided__gt=OuterRef("last"))
    return (
        Questionnaire.objects.owned_by(user)
        .filter(Exists(foreign), deleted=None, created_by=user)
        .alias(last=Coalesce(Subquery(versions[:1]), BEFORE_ALL))
        .filter(Exists(decided))
        .exclude(Exists(unfinished) | Exists(foreign.filter(translations=None)))
    )


def instruments_of(user: User, words: str = "") -> QuerySet[Instrument]:
    """The instruments that partners of ``user`` have added."""
    rows = Instrument.objects.visible_to(user).select_related("partner")
    return matching(rows, words, "title")


def proof_of(instrument: Instrument) -> Proof | None:
    """The file that proves the permission, without its content."""
    return Proof.objects.filter(instrument=instrument).defer("content").first()


def partner_alone(instrument: Instrument) -> QuerySet[Partner]:
    """The partner that has the permission; it does not change."""
    return Partner.objects.filter(pk=instrument.partner_id)


def methodologies_of(user: User, words: str = "") -> QuerySet[Methodology]:
    """What ``user`` may see, with the number of the last version; the last changed first.

    Words that are the beginning of a fingerprint find the methodology of which a version has it.
    """
    seen = Methodology.objects.visible_to(user)
    if PART_OF_FINGERPRINT.fullmatch(words):
        cited = Edition.objects.filter(methodology=OuterRef("pk"), content_hash__startswith=words)
        seen = seen.filter(Exists(cited))
    else:
        seen = seen.matching(words)
    return (
        seen.select_related("partner", "document")
        .prefetch_related("document__languages")
        .annotate(last_number=Max("editions__number"))
        .order_by("-changed", "-pk")
    )


def deleted_methodologies_of(user: User) -> QuerySet[Methodology]:
    """What ``user`` may still bring back."""
    return Methodology.bin.visible_to(user).select_related("partner").order_by("-deleted")


def newest_methodology_of(user: User) -> Methodology | None:
    """The methodology that ``user`` has made last."""
    return Methodology.objects.visible_to(user).filter(created_by=user).order_by("-pk").first()


def constructs_of(methodology: Methodology) -> QuerySet[Construct]:
    """Its constructs in order, with how they are measured."""
    return methodology.constructs.prefetch_related("measures__instrument").order_by("position", "pk")


def indicators_of(methodology: Methodology) -> QuerySet[Indicator]:
    """Its indicators in order, with the quantities of their formulas."""
    rows = methodology.indicators.select_related("construct").prefetch_related("quantities")
    return rows.order_by("position", "pk")


def quality_rules_of(methodology: Methodology) -> QuerySet[QualityRule]:
    """Its quality rules in order."""
    return methodology.quality_rules.order_by("position", "pk")


def instruments_by_partner(partner: int) -> QuerySet[Instrument]:
    """The instruments that a partner has permission to use."""
    return Instrument.objects.filter(partner=partner, deleted=None).order_by("title", "pk")


def questionnaires_for(
    methodology: Methodology, titles: Collection[str] | None = None
) -> QuerySet[Questionnaire]:
    """The questionnaires that a methodology may read from: those of its partner, and what is shared."""
    usable = Q(partner=methodology.partner_id) | Q(is_shared=True)
    rows = Questionnaire.objects.filter(usable, deleted=None)
    if titles is not None:
        rows = rows.filter(title__in=titles)
    return rows.order_by(Case(When(partner=methodology.partner_id, then=0), default=1), "title", "pk")


def editions_of(methodology: Methodology) -> QuerySet[Edition]:
    """Every version, the newest first, without its content."""
    return methodology.editions.defer("content").select_related("published_by").order_by("-number")


def last_edition(methodology: Methodology) -> Edition | None:
    """The version that was published last."""
    return methodology.editions.order_by("-number").first()


def edition_before(edition: Edition) -> Edition | None:
    """The version that was published before another one."""
    return edition.methodology.editions.filter(number__lt=edition.number).order_by("-number").first()


def unpublished_by(user: User) -> QuerySet[Methodology]:
    """The methodologies that ``user`` has made and that were changed since the last version, or have none."""
    rows = Methodology.objects.owned_by(user).filter(deleted=None, created_by=user, is_example=False)
    return rows.annotate(last=Max("editions__published")).filter(
        Q(last=None) | Q(last__lt=F("changed")), Exists(Indicator.objects.filter(methodology=OuterRef("pk")))
    )
