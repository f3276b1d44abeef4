"""What data of people wants from those who answer for it."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.accounts.models import User
from mentorway.web.core.needs import Need
from mentorway.web.privacy import rules
from mentorway.web.privacy.queries import answering as queries


def needs_of(user: User) -> list[Need]:
    """Requests that wait for an answer, holds and arrangements that end soon."""
    return [*_requests(), *_ends()] if rules.may_answer(user) else []


def _requests() -> Iterator[Need]:
    today, url = timezone.localdate(), reverse("privacy:requests")
    late, waiting = queries.overdue(today), queries.waiting()
    if late:
        words = ngettext(
            "%(count)d request of a person about their data should have been answered already.",
            "%(count)d requests of people about their data should have been answered already.",
            late,
        )
        yield Need(words % {"count": late}, url, urgent=True)
    if waiting > late:
        words = ngettext(
            "%(count)d request of a person about their data waits for an answer.",
            "%(count)d requests of people about their data wait for an answer.",
            waiting - late,
        )
        soon = queries.open_until(today + queries.SOON) > late
        yield Need(words % {"count": waiting - late}, url, urgent=soon)


def _ends() -> Iterator[Need]:
    today = timezone.localdate()
    for hold in queries.holds_ending(today, today + queries.SOON):
        words = _("The legal hold on data of %(person)s ends on %(day)s. Extend it if it is still needed.")
        values = {"person": hold.person, "day": date_format(hold.until)}
        yield Need(words % values, reverse("privacy:extend_hold", args=[hold.pk]), names_somebody=True)
    for one in queries.arrangements_ending(today, today + queries.MONTH):
        words = _("The arrangement “%(title)s” about data of people ends on %(day)s.")
        values = {"title": one.title, "day": date_format(one.ends or today)}
        yield Need(words % values, reverse("privacy:arrangement", args=[one.pk]))
