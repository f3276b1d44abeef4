"""What can be done at once with all the material that somebody has listed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Length

from mentorway.web.accounts.models import User
from mentorway.web.network.models import belonging_to, sees_all
from mentorway.web.practices.models import CodingTask, Material

MOST = 5000
READ_AT_ONCE = 500
MOST_SIGNS = 5_000_000  # as much text as a page looks through for personal data


@dataclass(frozen=True)
class Sizes:
    """How much is listed, how much of it can be given to coders, and why the rest cannot."""

    ready: int
    bare: int  # of those that are ready: without passages yet
    examples: int
    foreign: int
    asked: int

    @property
    def now(self) -> int:
        """For how much coders are asked at once."""
        return min(self.ready, MOST)

    @property
    def later(self) -> int:
        """How much is more than can be asked for at once."""
        return self.ready - self.now


def led_by(user: User, rows: QuerySet[Material]) -> QuerySet[Material]:
    """Return what of the rows ``user`` may lead: that of their partners; examples stay as they are."""
    return rows.filter(_leads(user), is_example=False)


def askable(user: User, rows: QuerySet[Material]) -> QuerySet[Material]:
    """Return what of the rows waits for coders and ``user`` may lead."""
    return led_by(user, rows).filter(~Exists(CodingTask.objects.filter(material=OuterRef("pk"))))


def sizes_of(user: User, rows: QuerySet[Material]) -> Sizes:
    """Count what of the listed rows (with ``stands``) can be given to coders, and what cannot."""
    leads, example = _leads(user), Q(is_example=True)
    waits = Q(stands__in=["bare", "ready"])
    found = rows.order_by().aggregate(
        ready=Count("pk", filter=leads & ~example & waits),
        bare=Count("pk", filter=leads & ~example & Q(stands="bare")),
        examples=Count("pk", filter=example),
        foreign=Count("pk", filter=~leads & ~example),
        asked=Count("pk", filter=leads & ~example & ~waits),
    )
    return Sizes(**found)


def first_of(rows: QuerySet[Material]) -> Sequence[int]:
    """Return the keys of as many rows as are taken at once."""
    return list(rows.values_list("pk", flat=True)[:MOST])


def with_text(rows: QuerySet[Material]) -> Iterator[Material]:
    """Yield the rows with their texts, unless these are too long to be looked through on a page."""
    found = Material.objects.filter(pk__in=rows.order_by().values("pk")).order_by()
    signs = found.aggregate(signs=Sum(Length("text")))["signs"] or 0
    if signs <= MOST_SIGNS:
        yield from found.only("token", "title", "text").order_by("pk").iterator(chunk_size=READ_AT_ONCE)


def coded_among(rows: QuerySet[Material]) -> int:
    """Return how many of the rows somebody was asked to code."""
    return rows.filter(Exists(CodingTask.objects.filter(material=OuterRef("pk")))).count()


def _leads(user: User) -> Q:
    return Q(pk__isnull=False) if sees_all(user) else Q(partner__in=belonging_to(user))
