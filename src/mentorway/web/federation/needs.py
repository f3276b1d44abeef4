"""What the federation wants from who coordinates."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.accounts.models import User
from mentorway.web.core.needs import Need
from mentorway.web.federation import queries, rules

SOON = 30


def needs_of(user: User) -> list[Need]:
    """Cards to compare, calls to answer, packages that were refused, a key that ends soon."""
    return [*_needs()] if rules.may_federate(user) else []


def _needs() -> Iterator[Need]:
    today, waiting = timezone.localdate(), queries.to_confirm()
    if waiting:
        words = ngettext(
            "%(count)d card of another installation waits to be compared by voice.",
            "%(count)d cards of other installations wait to be compared by voice.",
            waiting,
        )
        yield Need(words % {"count": waiting}, reverse("federation:nodes"))
    for asked in queries.unanswered(today):
        words = _("The call “%(title)s” waits for sums of our answers until %(day)s.")
        values = {"title": asked.title, "day": date_format(asked.closes)}
        yield Need(words % values, reverse("federation:asked", args=[asked.pk]))
    for sent in queries.refused().select_related("asked"):
        words = _("The package for “%(title)s” was refused.")
        url = reverse("federation:asked", args=[sent.asked_id])
        yield Need(words % {"title": sent.asked.title}, url, urgent=True)
    own = queries.own()
    if own is not None and (own.ends - today).days <= SOON:
        words = _("The key of this installation ends on %(day)s. Replace it before.")
        yield Need(words % {"day": date_format(own.ends)}, reverse("federation:overview"), urgent=True)
