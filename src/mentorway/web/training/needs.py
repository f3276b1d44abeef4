"""What training programmes and their translations want from a person now."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.accounts.models import User
from mentorway.web.core.needs import Need
from mentorway.web.core.whether import rows_if_any
from mentorway.web.training import queries
from mentorway.web.training.actions import editions
from mentorway.web.training.translated import OWNER
from mentorway.web.translation.needs import needs_in

MOST = 3


def needs_of(user: User) -> list[Need]:
    """Texts that wait for one's translation, review or decision; what can be published or is in the way."""
    return [*needs_in(OWNER, user), *_programmes(user)]


def _programmes(user: User) -> Iterator[Need]:
    """One's own programmes with modules that differ from their last version."""
    for row in rows_if_any(queries.unpublished_by, user)[:MOST]:
        if not row.content["modules"]:
            continue
        found = editions.look(row)
        address = reverse("training:publish", args=[row.pk])
        count = len(found.faults)
        if found.ready:
            yield Need(_("Publish the training programme “%(title)s”.") % {"title": row}, address)
        elif count:
            text = ngettext(
                "“%(title)s” has %(count)d thing to settle before it can be published.",
                "“%(title)s” has %(count)d things to settle before it can be published.",
                count,
            )
            yield Need(text % {"title": row, "count": count}, address)
