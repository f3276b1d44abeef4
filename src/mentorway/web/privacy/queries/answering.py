"""What waits for those who answer for the data: requests, holds, arrangements, processors."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from allauth.account.models import EmailAddress
from django.db.models import F, QuerySet

from mentorway.web.accounts.models import User
from mentorway.web.network.models import Partner
from mentorway.web.network.models.partners import belonging_to, sees_all
from mentorway.web.privacy.models import Arrangement, Hold, Processor, Request

SOON: Final = dt.timedelta(days=7)
MONTH: Final = dt.timedelta(days=30)


def belongs(user: User) -> bool:
    """Whether somebody is of the network, and so reads who answers for what."""
    return sees_all(user) or belonging_to(user).exists()


def requests_seen_by(user: User) -> QuerySet[Request]:
    """Requests, those first that nobody has answered, what is due first."""
    rows = Request.objects.visible_to(user).select_related("person", "answered_by")
    return rows.order_by(F("answered").desc(nulls_first=True), "due", "pk")


def overdue(day: dt.date) -> int:
    """How many requests should have been answered before a day."""
    return Request.objects.open().filter(due__lt=day).count()


def open_until(day: dt.date) -> int:
    """How many requests have no answer and are due until a day."""
    return Request.objects.open().filter(due__lte=day).count()


def waiting() -> int:
    """How many requests have no answer."""
    return Request.objects.open().count()


def holds_seen_by(user: User) -> QuerySet[Hold]:
    """Legal holds: those that stand first, what ends first."""
    rows = Hold.objects.visible_to(user).select_related("person", "by")
    return rows.order_by(F("lifted").desc(nulls_first=True), "until", "pk")


def holds_ending(day: dt.date, until: dt.date) -> list[Hold]:
    """Holds that stand on a day and end until another."""
    return list(Hold.objects.standing(day).filter(until__lte=until).select_related("person"))


def standing_by_person(day: dt.date) -> dict[User, list[Hold]]:
    """Return the holds that stand on a day, by whom they are about."""
    found: dict[User, list[Hold]] = {}
    for one in Hold.objects.standing(day).select_related("person"):
        found.setdefault(one.person, []).append(one)
    return found


def account_of(email: str) -> User | None:
    """Return whose address this is: an account that uses it, or has proved it."""
    asked = email.strip()
    proved = EmailAddress.objects.filter(email__iexact=asked, verified=True).values("user")
    own = User.objects.filter(email__iexact=asked).first()
    return own or User.objects.filter(pk__in=proved).first()


def arrangements_of(user: User) -> QuerySet[Arrangement]:
    """Arrangements that somebody may read, with their parties and files."""
    return Arrangement.objects.visible_to(user).prefetch_related("parties", "files")


def arrangements_in_force(day: dt.date, partner: Partner | None = None) -> list[Arrangement]:
    """Arrangements that hold on a day; of one partner, if one is named."""
    rows = Arrangement.objects.in_force(day).prefetch_related("parties")
    return list(rows.filter(parties=partner) if partner else rows)


def arrangements_ending(day: dt.date, until: dt.date) -> list[Arrangement]:
    """Arrangements that hold on a day and end until another."""
    return list(Arrangement.objects.in_force(day).filter(ends__lte=until))


def processors_of(user: User) -> QuerySet[Processor]:
    """Processors that somebody may read, who runs the installation first."""
    return Processor.objects.visible_to(user).order_by("-runs_it", "name", "pk")


def processors_at_work(day: dt.date) -> list[Processor]:
    """Who works with data on a day, who runs the installation first."""
    return list(Processor.objects.at_work(day).order_by("-runs_it", "name", "pk"))


def controllers() -> QuerySet[Partner]:
    """Partners, each of which answers for the data of its people."""
    return Partner.objects.filter(deleted=None, is_example=False).defer("description", "search_text")


def public_controllers(arrangements: Iterable[Arrangement]) -> list[Partner]:
    """Return the partners that everybody sees: those that chose it, and parties of arrangements."""
    parties = {partner.pk for one in arrangements for partner in one.parties.all()}
    return list(controllers().filter(pk__in=parties) | controllers().filter(is_public=True))
