"""What questionnaires and their translations want from a person now."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core.needs import Need
from mentorway.web.methodology import queries
from mentorway.web.methodology.actions import publishing
from mentorway.web.methodology.translated import OWNER
from mentorway.web.translation.needs import needs_in


def needs_of(user: User) -> list[Need]:
    """Texts that wait for one's translation, review or decision; questionnaires that can be published."""
    return [*needs_in(OWNER, user), *_to_publish(user)]


def _to_publish(user: User) -> Iterator[Need]:
    for questionnaire in queries.finished_by(user):
        _workbook, left = publishing.whole(questionnaire)
        if left:
            continue
        yield Need(
            _("%(title)s is translated: it can be published.") % {"title": questionnaire.title},
            reverse("methodology:publish", args=[questionnaire.pk]),
        )
