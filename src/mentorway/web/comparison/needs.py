"""What a comparison wants from a person now."""

from django.urls import reverse
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.comparison import queries
from mentorway.web.core.needs import Need


def needs_of(user: User) -> list[Need]:
    """Answers that were read and wait to be checked, and those that could not be read."""
    text = _("Look at %(title)s before it is compared.")
    return [
        Need(text % {"title": dataset.title}, reverse("comparison:answers", args=[dataset.pk]))
        for dataset in queries.waiting_for(user)
    ]
