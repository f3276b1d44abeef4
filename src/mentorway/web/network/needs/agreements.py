"""Agreements that wait for somebody's answer, and those that end soon."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core.needs import Need
from mentorway.web.core.whether import rows_if_any
from mentorway.web.network.models import Agreement
from mentorway.web.network.queries import agreements as queries


def needs_of(user: User) -> list[Need]:
    """Offers to answer, and ends that come near."""
    asked, ends = _("Answer for %(partner)s: %(title)s."), _("%(title)s ends on %(day)s.")
    waiting = [
        Need(asked % {"partner": partner, "title": row}, _page(row), urgent=True)
        for row, partner in queries.waiting_for(user)
    ]
    refused = _("%(partner)s declined: %(title)s.")
    waiting += [
        Need(refused % {"partner": row.partner, "title": row.version.agreement}, _page(row.version.agreement))
        for row in rows_if_any(queries.refused_to, user)
    ]
    ending = [
        Need(ends % {"title": row, "day": date_format(row.ends, "DATE_FORMAT")}, _page(row))
        for row in rows_if_any(queries.ending_soon, user, timezone.localdate())
        if row.ends
    ]
    return waiting + ending


def _page(row: Agreement) -> str:
    return reverse("network:agreement", args=[row.pk])
