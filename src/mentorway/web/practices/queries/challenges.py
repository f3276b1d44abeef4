"""Reads across the codebook."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.fields.json import KT

from mentorway.web.accounts.models import User
from mentorway.web.core.search import matching
from mentorway.web.practices.models import (
    LANGUAGES,
    Challenge,
    ChallengeFinding,
    ChallengeRevision,
    Coding,
    Decision,
)


def codebook_of(user: User) -> QuerySet[Challenge]:
    """Return the codebook in its order, with whether each code is used."""
    rows = Challenge.objects.visible_to(user).select_related("parent")
    return with_use(rows).order_by("position", "slug")


def challenges_found(user: User, words: str) -> QuerySet[Challenge]:
    """Return the challenges whose definition, or name in some language, holds every word."""
    names = {f"name_{code}": KT(f"names__{code}") for code in LANGUAGES}
    found = Challenge.objects.visible_to(user).alias(**names)
    return matching(found, words, "definition", *names).order_by("position", "slug")


def with_use(rows: QuerySet[Challenge]) -> QuerySet[Challenge]:
    """Return the rows with ``is_used``: coders, decisions or parts depend on it."""
    used = Exists(Coding.objects.filter(challenge=OuterRef("pk"))) | Exists(
        Decision.objects.filter(challenge=OuterRef("pk"))
    )
    parts = Exists(Challenge.objects.filter(parent=OuterRef("pk"), deleted=None))
    return rows.annotate(is_used=used | parts)


def arranged(rows: Sequence[Challenge]) -> list[Challenge]:
    """Return challenges with their parts after each of them."""
    known = {one.pk for one in rows}
    found = []
    for one in rows:
        if one.parent_id is None or one.parent_id not in known:
            found.append(one)
            found += [part for part in rows if part.parent_id == one.pk]
    return found


def deleted_of(user: User) -> QuerySet[Challenge]:
    return Challenge.bin.visible_to(user).order_by("-deleted")


def revisions_of(challenge: Challenge) -> QuerySet[ChallengeRevision]:
    return challenge.revisions.select_related("by")


def parents_for(challenge: Challenge | None) -> QuerySet[Challenge]:
    """Return what a challenge may be a part of: one that is no part itself. Parts have no parts."""
    found = Challenge.objects.filter(deleted=None, parent=None)
    if challenge is None:
        return found
    if challenge.parts.filter(deleted=None).exists():
        return found.none()
    return found.exclude(pk=challenge.pk)


def is_used(challenge: Challenge) -> bool:
    """Whether coders, decisions or parts depend on it."""
    return bool(
        Coding.objects.filter(challenge=challenge).exists()
        or Decision.objects.filter(challenge=challenge).exists()
        or challenge.parts.filter(deleted=None).exists()
    )


def last_finding(user: User) -> ChallengeFinding | None:
    """Return what was counted last."""
    return ChallengeFinding.objects.visible_to(user).select_related("by").order_by("-at", "-pk").first()


def findings_of(user: User) -> QuerySet[ChallengeFinding]:
    return (
        ChallengeFinding.objects.visible_to(user).select_related("by").defer("result").order_by("-at", "-pk")
    )


def parts_of(challenge: Challenge) -> QuerySet[Challenge]:
    return challenge.parts.filter(deleted=None).order_by("position", "slug")
