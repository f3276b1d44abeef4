"""Reads across practices, topics and partners."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, OrderBy, Prefetch, Q, QuerySet
from django.utils.translation import get_language

from mentorway.web.accounts.models import User
from mentorway.web.core.folding import place_in_alphabet
from mentorway.web.network.models import Partner, PartnerRevision, Role, belonging_to, sees_all
from mentorway.web.practices.models import (
    TEXTS,
    Practice,
    PracticeFile,
    PracticeQuerySet,
    PracticeRevision,
    PracticeState,
    PracticeStep,
    Review,
    Topic,
    TopicGroup,
    Transfer,
)

MINE, REVIEW, DECIDE = "mine", "review", "decide"
AT_ONCE = 500
NEWEST, TITLE, STRENGTH = "", "title", "strength"
# What a list does not show is not read: texts are long, and lists are of many.
LONG = (*(name for name in TEXTS if name not in ("title", "summary")), "search_text", "title_key")


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for in the library."""

    words: str = ""
    view: str = ""
    country: str = ""
    sector: str = ""
    topic: str = ""
    strength: str = ""
    state: str = ""
    language: str = ""
    sort: str = NEWEST

    @property
    def chosen(self) -> dict[str, str]:
        """The choices by the names they have in an address."""
        return {
            "q": self.words,
            "view": self.view,
            "country": self.country,
            "sector": self.sector,
            "topic": self.topic,
            "strength": self.strength,
            "state": self.state,
            "language": self.language,
            "sort": self.sort,
        }

    @property
    def chooses(self) -> bool:
        """Whether anything but words is said: a choice, or an order."""
        return any(value for name, value in self.chosen.items() if name not in ("q", "view"))

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return any(value for name, value in self.chosen.items() if name not in ("sort", "view"))


def order(sort: str) -> list[str | OrderBy]:
    """Return what a list is sorted by: as the indexes are, which begin with what is not deleted."""
    newest: list[str | OrderBy] = ["-changed", "-pk"]
    if sort == TITLE:
        return ["deleted", "title_key", *newest]
    if sort == STRENGTH:
        return ["deleted", F("strength").desc(nulls_last=True), *newest]
    return ["deleted", *newest]


def library(user: User, view: str = "") -> PracticeQuerySet:
    """The practices that ``user`` may see, or those of one view."""
    rows = Practice.objects.visible_to(user)
    if view == MINE:
        return rows.filter(partner__in=belonging_to(user))
    if view == REVIEW:
        return rows.filter(pk__in=Review.objects.filter(reviewer=user).values("practice"))
    if view == DECIDE:
        return rows.filter(state__in=[PracticeState.SUBMITTED, PracticeState.REVIEW])
    return rows


def cards(keys: Iterable[int]) -> list[Practice]:
    """Return practices by their keys, in the same order, with what a list shows of them."""
    wanted = list(keys)
    rows = Practice.objects.filter(pk__in=wanted).defer(*LONG).select_related("partner")
    by_key = {row.pk: row for row in rows.prefetch_related("topics")}
    return [by_key[key] for key in wanted if key in by_key]


def in_list(keys: QuerySet[Practice, int] | Sequence[int]) -> QuerySet[Practice]:
    """Return the practices with some keys, the newest first, with what a list shows of them."""
    return (
        Practice.objects.filter(pk__in=keys).defer(*LONG).select_related("partner").order_by(*order(NEWEST))
    )


def with_all(rows: PracticeQuerySet) -> PracticeQuerySet:
    """Return practices with what their page shows."""
    transfers = Prefetch("transfers", Transfer.objects.select_related("partner"))
    files = Prefetch("files", PracticeFile.objects.order_by("added", "pk"))
    found = rows.select_related("partner", "document")
    return found.prefetch_related("topics", transfers, files)


def partners_to_write_for(user: User) -> QuerySet[Partner]:
    """The partners in whose name ``user`` describes practices."""
    return belonging_to(user)


def partners_to_judge_for(user: User, practice: Practice) -> QuerySet[Partner]:
    """The partners in whose name ``user`` judges: one's own, all for a coordinator, never the author's."""
    found = Partner.objects.filter(deleted=None) if sees_all(user) else belonging_to(user)
    return found.exclude(pk=practice.partner_id)


def partner_of(judgement: Transfer) -> QuerySet[Partner]:
    """The one partner whose judgement is changed."""
    return Partner.objects.filter(pk=judgement.partner_id)


def topics_offered(chosen: Iterable[int] = ()) -> QuerySet[Topic]:
    """The topics to choose from, with those that were chosen before they were retired."""
    return Topic.objects.filter(Q(is_retired=False) | Q(pk__in=list(chosen)))


def is_read_by(user: User, practice: Practice) -> bool:
    """Whether ``user`` may see the whole practice."""
    return Practice.objects.visible_to(user).filter(pk=practice.pk).exists()


def is_translated_by(user: User, practice: Practice) -> bool:
    """Whether ``user`` works on the translations of the practice, or has a part in them."""
    return Practice.in_translation.visible_to(user).filter(pk=practice.pk).exists()


def revisions_of(practice: Practice) -> QuerySet[PracticeRevision]:
    """What the practice was after each change, newest first."""
    return practice.revisions.select_related("by").order_by("-number")


def two_revisions(practice: Practice, number: int) -> Mapping[int, PracticeRevision]:
    """Return a revision and the one before it, by number."""
    return {one.number: one for one in practice.revisions.filter(Q(number=number - 1) | Q(number=number))}


def steps_of(practice: Practice) -> QuerySet[PracticeStep]:
    """The way of the practice to its readers, newest first."""
    return practice.steps.select_related("by")


def last_note(practice: Practice) -> PracticeStep | None:
    """What the coordinator wrote when changes were asked for."""
    return practice.steps.filter(after=PracticeState.CHANGES).select_related("by").first()


def people_in_charge(practice: Practice) -> QuerySet[User]:
    """Who is told of what happens to a practice: who began it, and the partner's administrators."""
    led = Q(memberships__partner=practice.partner_id, memberships__role=Role.ADMIN)
    began = Q(pk=practice.created_by_id, memberships__partner=practice.partner_id)
    return User.objects.filter(led | began, is_active=True).distinct()


def coordinators() -> QuerySet[User]:
    """Who is told that a practice waits for a decision."""
    return User.objects.filter(memberships__role=Role.COORDINATOR, is_active=True).distinct()


def of_changed_partners(since: dt.datetime) -> QuerySet[Practice]:
    """The practices of partners that were changed after ``since``."""
    changed = PartnerRevision.objects.filter(at__gte=since, number__gt=1)
    return Practice.objects.filter(partner__in=changed.values("partner"))


def in_parts(keys: Sequence[int]) -> Iterator[Practice]:
    """Return practices for a file, in the order of ``keys``, some at a time."""
    for start in range(0, len(keys), AT_ONCE):
        yield from cards(keys[start : start + AT_ONCE])


def vocabulary(user: User) -> list[tuple[str, list[Topic]]]:
    """The topics by group, each with how many practices that ``user`` may see are about it."""
    used = Count("practices", filter=Q(practices__in=Practice.objects.visible_to(user).values("pk")))
    reader = get_language() or "en"
    topics = sorted(Topic.objects.annotate(used=used), key=lambda one: place_in_alphabet(one.name, reader))
    return [(str(group.label), [topic for topic in topics if topic.group == group]) for group in TopicGroup]
