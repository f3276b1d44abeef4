"""Reads across publications, their files, what they were, and the claims that stand in them."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from mentorway.web.accounts.models import User
from mentorway.web.core.folding import fold
from mentorway.web.core.models import Happening
from mentorway.web.core.prose import plain
from mentorway.web.dissemination.models import (
    LANGUAGES,
    Claim,
    Entry,
    EntryFile,
    EntryRevision,
    EntryStep,
    Kind,
    State,
    TargetGroup,
)
from mentorway.web.dissemination.models.claims import ClaimQuerySet
from mentorway.web.dissemination.models.entries import EntryQuerySet
from mentorway.web.dissemination.queries.claims import other_readers
from mentorway.web.network.models import Partner
from mentorway.web.network.models.partners import belonging_to, sees_all

WAITING: Final = "waiting"
TOLD_WITHIN: Final = dt.timedelta(days=2)  # of what came out longer ago nobody is told: it is no news
STATES: Final = (*State.values, WAITING)


def entries_of(user: User, chosen: Mapping[str, str]) -> EntryQuerySet:
    """The publications that ``user`` may see: by words (``q``), kind, state, language; example last."""
    found = Entry.objects.visible_to(user).matching(chosen.get("q", ""))
    state, language = chosen.get("state", ""), chosen.get("language", "")
    if state == WAITING:
        found = found.filter(handed_in__isnull=False)
    elif state:
        found = found.filter(state=state)
    if chosen.get("kind"):
        found = found.filter(kind=chosen["kind"])
    if language:
        found = found.filter(**{f"texts__{language}__title__isnull": False})
    return found.select_related("partner").order_by("is_example", "-changed", "-pk")


def untold(now: dt.datetime) -> list[Entry]:
    """What readers see since lately, and nobody was told of since then: it had been published ahead."""
    told = Happening.objects.filter(name="entry.published", row=OuterRef("pk"), at__gte=OuterRef("published"))
    fresh = Entry.objects.public(now).filter(is_example=False, published__gt=now - TOLD_WITHIN)
    return list(fresh.exclude(Exists(told)).order_by("published", "pk"))


def partners_to_write_for(user: User) -> QuerySet[Partner]:
    """The partners in whose name ``user`` may write."""
    return belonging_to(user).order_by("name", "pk")


def deleted_of(user: User) -> EntryQuerySet:
    """The publications that ``user`` may still bring back."""
    return Entry.bin.visible_to(user).select_related("partner").order_by("-deleted", "-pk")


def deleted_before(moment: dt.datetime) -> EntryQuerySet:
    """What has been in the bin since before ``moment``."""
    return Entry.bin.deleted_before(moment)


def slug_is_taken(slug: str) -> bool:
    """Whether a publication has this address already, in the bin too."""
    return Entry.objects.filter(slug=slug).exists()


def files_of(entry: Entry) -> QuerySet[EntryFile]:
    """The files of a publication, as they came."""
    return entry.files.select_related("added_by").order_by("added", "pk")


def paths_of(entries: Iterable[Entry]) -> list[str]:
    """Where the files of publications lie."""
    return list(EntryFile.objects.filter(entry__in=list(entries)).values_list("path", flat=True))


def steps_of(entry: Entry) -> QuerySet[EntryStep]:
    """The moves of a publication, the newest first."""
    return entry.steps.select_related("by").order_by("-at", "-pk")


def why_withdrawn(entry: Entry) -> str:
    """Why a publication was withdrawn last."""
    step = entry.steps.filter(after=State.WITHDRAWN).order_by("-at", "-pk").first()
    return step.note if step else ""


def revisions_of(entry: Entry) -> QuerySet[EntryRevision]:
    """What a publication was after each change, the newest first, without the texts."""
    return entry.revisions.select_related("by").defer("fields").order_by("-number")


def revisions_since(entry: Entry, number: int) -> QuerySet[EntryRevision]:
    """What was written since a revision, that one included."""
    return entry.revisions.select_related("by").filter(number__gte=number)


def two_revisions(entry: Entry, number: int) -> dict[int, EntryRevision]:
    """A revision and the one before it, by their numbers."""
    rows = entry.revisions.select_related("by").filter(number__in=[number - 1, number])
    return {row.number: row for row in rows}


def claims_by_slug(slugs: Collection[str]) -> dict[str, Claim]:
    """The claims with these addresses that nobody has deleted."""
    rows = Claim.objects.filter(slug__in=slugs, deleted=None).select_related("partner")
    return {row.slug: row for row in rows}


def claims_to_name(user: User, words: str = "") -> ClaimQuerySet:
    """The claims that a text may name: what is published and stands, of the partners of ``user`` first.

    What is an example stays one: no text for readers names it.
    """
    rows = Claim.objects.standing().matching(words).filter(broken__isnull=True, is_example=False)
    others = Case(When(partner__in=belonging_to(user), then=Value(0)), default=Value(1))
    return rows.select_related("partner").order_by(others, "-changed", "-pk")


def example_claim_slug(key: str) -> str | None:
    """The address of the claim of the example about a kind of number, if there is one."""
    rows = Claim.objects.standing().filter(is_example=True, key=key, broken__isnull=True).order_by("pk")
    return rows.values_list("slug", flat=True).first()


def target_groups() -> QuerySet[TargetGroup]:
    """Every target group, in its order, with how many publications are meant for it."""
    return TargetGroup.objects.annotate(used=Count("entries")).order_by("position", "pk")


def groups_of(entry: Entry) -> list[TargetGroup]:
    """The target groups of a publication."""
    return list(entry.target_groups.order_by("position", "pk"))


def search_text_of(entry: Entry) -> str:
    """Return what a publication is found by: its texts in every language, its place and its address."""
    words = [entry.slug, entry.venue]
    for code in LANGUAGES:
        texts = entry.texts.get(code, {})
        words += [texts.get("title", ""), texts.get("summary", ""), plain(texts.get("body", ""))]
    return fold(" ".join(filter(None, words)))


def waiting_for_reader(user: User) -> QuerySet[Entry]:
    """Publications that wait for ``user`` as their second reader."""
    if not sees_all(user):
        return Entry.objects.none()
    rows = Entry.objects.visible_to(user).filter(handed_in__isnull=False, is_example=False)
    return rows.exclude(Exists(other_readers(user)), handed_in_by=user).order_by("handed_in")


def to_count_of(user: User) -> QuerySet[Entry]:
    """Published events of the partners of ``user`` with nobody counted."""
    return Entry.objects.filter(
        partner__in=belonging_to(user), kind=Kind.EVENT, state=State.PUBLISHED, deleted=None,
        came=None, is_example=False,
    )  # fmt: skip


def uncounted_of(user: User, now: dt.datetime) -> QuerySet[Entry]:
    """Those of them that are over."""
    over = to_count_of(user).annotate(over=Coalesce(F("ends"), F("starts"))).filter(over__lt=now)
    return over.order_by("over", "pk")


def naming_fallen_of(user: User) -> QuerySet[Entry]:
    """Published texts of the partners of ``user`` that name a claim whose figure no longer stands."""
    rows = Entry.objects.filter(
        partner__in=belonging_to(user), state=State.PUBLISHED, deleted=None, is_example=False
    )
    fallen = Claim.objects.filter(fallen_claims()).values("pk")
    return rows.filter(claims__in=fallen).distinct().order_by("pk")


def fallen_claims() -> Q:
    """Claims that were published and whose figures no longer stand."""
    return Q(broken__isnull=False) | Q(state=State.WITHDRAWN) | Q(deleted__isnull=False)


def fallen_in(entry: Entry) -> set[str]:
    """The addresses of those that a publication names."""
    return set(entry.claims.filter(fallen_claims()).values_list("slug", flat=True))
