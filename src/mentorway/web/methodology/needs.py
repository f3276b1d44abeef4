"""What methodologies, questionnaires and their translations want from a person now."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.accounts.models import User
from mentorway.web.core.needs import Need
from mentorway.web.core.whether import rows_if_any
from mentorway.web.methodology import queries
from mentorway.web.methodology.actions import methodology_editions, publishing
from mentorway.web.methodology.translated import METHODOLOGY_OWNER, OWNER
from mentorway.web.translation.needs import needs_in

MOST = 3


def needs_of(user: User) -> list[Need]:
    """Texts that wait for one's translation, review or decision; what can be published or is in the way."""
    translations = [*needs_in(OWNER, user), *needs_in(METHODOLOGY_OWNER, user)]
    return [*translations, *_to_publish(user), *_methodologies(user)]


def _to_publish(user: User) -> Iterator[Need]:
    for questionnaire in rows_if_any(queries.finished_by, user):
        _workbook, left = publishing.whole(questionnaire)
        if left:
            continue
        yield Need(
            _("%(title)s is translated: it can be published.") % {"title": questionnaire.title},
            reverse("methodology:publish", args=[questionnaire.pk]),
        )


def _methodologies(user: User) -> Iterator[Need]:
    """One's own methodologies that differ from their last version: what is in the way, or that none is."""
    for row in rows_if_any(queries.unpublished_by, user)[:MOST]:
        found = methodology_editions.look(row)
        address = reverse("methodology:methodology:publish", args=[row.pk])
        count = len(found.faults)
        if found.ready:
            yield Need(_("Publish “%(title)s”: its formulas and sources fit.") % {"title": row}, address)
        elif count:
            text = ngettext(
                "“%(title)s” has %(count)d contradiction to settle before it can be published.",
                "“%(title)s” has %(count)d contradictions to settle before it can be published.",
                count,
            )
            yield Need(text % {"title": row, "count": count}, address)
