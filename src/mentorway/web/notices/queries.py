"""Reading what happened, and who is told of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from mentorway.web import flow
from mentorway.web.accounts.models import User
from mentorway.web.core import audit
from mentorway.web.core.happenings import heard_by, known
from mentorway.web.core.models import Happening
from mentorway.web.core.prepared import Prepared
from mentorway.web.dissemination.models import Claim, ClaimVersion
from mentorway.web.network.example import people
from mentorway.web.network.models import Membership
from mentorway.web.notices.models import Reader

# Asked on every page: how far somebody has read, and when the newest thing happened that anybody did.
MARKS: Final = Prepared(
    Reader.objects.order_by().annotate(newest=Subquery(Happening.objects.order_by("-at").values("at")[:1])),
    "user__email",
)


def heard(user: User, rows: QuerySet[Happening], apps: Collection[str] | None = None) -> QuerySet[Happening]:
    """Return those of ``rows`` that ``user`` may hear of now, of some activities or of all.

    Only tables are asked of which something happened at all: that spares most questions.
    """
    there = set(rows.order_by().values_list("name", flat=True).distinct())
    names = [name for name in known() if name in there and (apps is None or app_of(name) in apps)]
    return heard_by(user, rows, names) if names else rows.none()


def app_of(name: str) -> str:
    """Return the activity to which something happened."""
    return known()[name].model.partition(".")[0]


def activity_of(name: str) -> flow.Activity:
    """Return the activity to which something happened, as people know it."""
    return next(one for one in flow.built() if one.app == app_of(name))


def by_others(user: User, rows: QuerySet[Happening]) -> QuerySet[Happening]:
    """Return what others did, or the computer; examples call for nobody's attention."""
    return rows.exclude(actor=audit.of_person(user)).filter(is_example=False)


def newest() -> dt.datetime | None:
    """Return when the newest thing happened."""
    return Happening.objects.order_by("-at").values_list("at", flat=True).first()


def reader_of(user: User) -> Reader | None:
    """Return how far ``user`` has read; None before the first hour's work."""
    return Reader.objects.visible_to(user).first()


def reader_with_person(pk: int | None) -> Reader | None:
    """Return a reader by number, with the account."""
    return Reader.objects.select_related("user").filter(pk=pk).first() if pk is not None else None


def rows_of(
    table: Any, keys: Iterable[int], read: Callable[[QuerySet[Any]], QuerySet[Any]]
) -> dict[int, Any]:
    """Return rows by their key, with what their title needs."""
    return read(table._default_manager.order_by()).in_bulk(list(keys))  # noqa: SLF001 - Django's own name


def claims_with_published_texts(rows: QuerySet[Claim]) -> QuerySet[Claim]:
    """Return claims with the texts of the version that was published last."""
    versions = ClaimVersion.objects.filter(claim=OuterRef("pk")).order_by("-number")
    return rows.annotate(published_texts=Subquery(versions.values("texts")[:1]))


def seen_inside(user: User, table: Any, keys: Iterable[int]) -> set[int]:
    """Return the keys of rows that ``user`` may see inside, not only as everybody does."""
    rows = table._default_manager.visible_to(user)  # noqa: SLF001 - Django's own name
    return set(rows.order_by().filter(pk__in=list(keys)).values_list("pk", flat=True))


def without_a_mark() -> QuerySet[User]:
    """Return the people for whom nothing is counted yet."""
    return User.objects.filter(~Exists(Reader.objects.filter(user=OuterRef("pk"))))


def places_of(readers: Collection[Reader]) -> dict[int, str]:
    """Return the country of each person's first partner; who belongs to none is not in it."""
    places = Membership.objects.filter(partner__deleted=None, user__in=[one.user_id for one in readers])
    found = places.order_by("-since", "-pk").values_list("user", "partner__country")
    return dict(found)  # the first one last, so that it stays


def telling() -> list[flow.Activity]:
    """Return the activities of which people are told: they want something, or things happen in them."""
    apps = {*flow.modules("needs"), *(app_of(name) for name in known())}
    return [one for one in flow.built() if one.app in apps]


def to_write_to() -> QuerySet[Reader]:
    """Return who may get letters, with their accounts; nobody reads those of the people of the example."""
    invented = [one.email for one in people.PEOPLE]
    return Reader.objects.who_may_get_letters().exclude(user__email__in=invented).select_related("user")


def in_batches(readers: QuerySet[Reader], size: int) -> Iterator[list[Reader]]:
    """Yield readers, so many at once, each batch read when it is wanted."""
    last = 0
    while some := list(readers.filter(pk__gt=last).order_by("pk")[:size]):
        yield some
        last = some[-1].pk
