"""A person asks for something about their data; those who answer for it are told that somebody did."""

import datetime as dt
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.accounts.models import User
from mentorway.web.core.tasks import post_letter
from mentorway.web.privacy.models import DAYS_TO_ANSWER, Request
from mentorway.web.privacy.queries import own as queries

MOST_OPEN: Final = 10


@transaction.atomic
def ask(user: User, *, right: str, text: str, link: str) -> Request:
    """Keep what a person asks, to be answered within a month; ``link`` leads those who answer to it."""
    User.objects.select_for_update().get(pk=user.pk)
    if queries.open_requests(user) >= MOST_OPEN:
        raise ValidationError(
            _("You have %(most)d questions without an answer. Wait for an answer before you ask more."),
            params={"most": MOST_OPEN},
        )
    due = timezone.now().date() + dt.timedelta(days=DAYS_TO_ANSWER)
    row = Request(person=user, right=right, text=text.strip(), due=due)
    row.full_clean()
    row.save()
    for one in queries.who_answer():
        _tell(one, row, link)
    return row


def _tell(who: User, row: Request, link: str) -> None:
    """Write that somebody asked; what they wrote is read on the page, not in letters."""
    with override(who.language):
        subject = _("Somebody asks about their data")
        body = _("%(what)s.\n\nIt must be answered until %(day)s. Read it here:\n%(link)s\n") % {
            "what": row.get_right_display(),
            "day": date_format(row.due),
            "link": link,
        }
    post_letter(who.email, subject, body)
