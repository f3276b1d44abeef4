"""From a draft of a methodology to versions that never change."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core import happenings
from mentorway.web.methodology import queries
from mentorway.web.methodology.analysis.methodologies import content_of, fingerprint_of
from mentorway.web.methodology.analysis.methodology_changes import Change, changes
from mentorway.web.methodology.analysis.methodology_checks import (
    Coverage,
    Fault,
    coverage_of,
    faults_of,
    known_to,
)
from mentorway.web.methodology.models import Edition, Methodology


@dataclass(frozen=True)
class Readiness:
    """What publishing the draft now would make, and what stands in the way."""

    content: dict[str, Any]
    number: int
    faults: list[Fault]
    coverage: Coverage
    changes: list[Change]
    is_same: bool

    @property
    def ready(self) -> bool:
        """Whether nothing stands in the way and something is new."""
        return not self.faults and not self.is_same


def look(methodology: Methodology) -> Readiness:
    """Try publishing without doing it."""
    content = content_of(methodology)
    known = known_to(methodology, content)
    last = queries.last_edition(methodology)
    return Readiness(
        content,
        last.number + 1 if last else 1,
        faults_of(content, known),
        coverage_of(content, known),
        changes(last.content, content) if last else [],
        is_same=last is not None and last.content_hash == fingerprint_of(content),
    )


@transaction.atomic
def publish(methodology: Methodology, user: User, *, revision: int, note: str) -> Edition:
    """Publish the draft as it was looked at."""
    locked = Methodology.objects.select_for_update().get(pk=methodology.pk)
    if locked.revision != revision:
        raise ValidationError(_("The draft has changed since you looked at it. Look again, then publish."))
    found = look(locked)
    if not found.ready:
        raise ValidationError(_("The draft cannot be published as it is. Look at what is in the way."))
    edition = Edition(
        methodology=locked,
        number=found.number,
        content=found.content,
        content_hash=fingerprint_of(found.content),
        note=note,
        published_by=user,
    )
    edition.full_clean()
    edition.save()
    happenings.tell("methodology.published", edition, by=user, number=edition.number)
    return edition
