"""People are told in time what ends."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.core.addresses import whole
from mentorway.web.core.tasks import post_letter
from mentorway.web.network.models import REMINDERS, Agreement, AgreementReminder
from mentorway.web.network.queries import agreements as queries


def remind_of_ends(day: dt.date) -> int:
    """Write to those in charge of the parties of what ends within 90, 30 or 7 days; return how many ends.

    A day that was missed is made up for, and nobody is told twice of the same stretch.
    """
    found = Agreement.objects.ending_between(day, day + dt.timedelta(days=max(REMINDERS)))
    due = found.filter(is_example=False).prefetch_related("reminders")
    return sum(_remind(agreement, day) for agreement in due)


def _remind(agreement: Agreement, day: dt.date) -> bool:
    if agreement.ends is None:
        return False
    left = (agreement.ends - day).days
    stretch = min(days for days in REMINDERS if left <= days)
    told = {one.days for one in agreement.reminders.all() if one.ends == agreement.ends}
    if any(days <= stretch for days in told):
        return False
    try:
        with transaction.atomic():
            AgreementReminder.objects.create(agreement=agreement, ends=agreement.ends, days=stretch)
            _write(agreement, agreement.ends)
    except IntegrityError:
        return False
    return True


def _write(agreement: Agreement, ends: dt.date) -> None:
    link = whole(reverse("network:agreement", args=[agreement.pk]))
    for place in queries.in_charge_of_parties(agreement):
        with override(place.user.language):
            names = {
                "title": agreement.title,
                "day": date_format(ends, "DATE_FORMAT"),
                "partner": place.partner.name,
                "link": link,
            }
            subject = _("%(title)s ends on %(day)s") % names
            body = _(
                "The agreement “%(title)s”, to which %(partner)s is a party, ends on %(day)s.\n\n"
                "To prolong it, write a new version and let the parties accept it:\n%(link)s\n"
            )
            post_letter(place.user.email, subject, body % names)
