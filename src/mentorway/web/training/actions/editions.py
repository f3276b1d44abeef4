"""From a draft of a programme to versions that never change."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentorway.courses.problems import problems
from mentorway.courses.structure import MaterialKind
from mentorway.web.accounts.models import User
from mentorway.web.core import happenings
from mentorway.web.core.wording import said
from mentorway.web.methodology.analysis.methodologies import fingerprint_of
from mentorway.web.methodology.analysis.methodology_changes import Change
from mentorway.web.training import queries
from mentorway.web.training.actions.citing import clear_lost
from mentorway.web.training.analysis.changes import changes
from mentorway.web.training.analysis.parts import Facts, described
from mentorway.web.training.analysis.whole import content_of
from mentorway.web.training.models import Edition, Programme


@dataclass(frozen=True)
class Readiness:
    """What publishing the draft now would make, and what stands in the way."""

    content: dict[str, Any]
    number: int
    faults: list[str]
    changes: list[Change]
    is_same: bool

    @property
    def ready(self) -> bool:
        """Whether nothing stands in the way and something is new."""
        return not self.faults and not self.is_same


def faults_of(programme: Programme) -> list[str]:
    """Return in words what stands in the way of publishing the draft."""
    found = [said(one) for one in problems(described(programme.content))]
    lost = _("The file of “%(title)s” is not here. Add it again.")
    found += [lost % {"title": one["title"]} for one in _without_file(programme)]
    return found if programme.content["modules"] else [*found, _("The programme has no module yet.")]


def _without_file(programme: Programme) -> Iterator[Facts]:
    """Yield the materials that name a file which is not kept here: a file with facts brings no others."""
    stored = {"", *queries.files_of(programme)}
    for module in programme.content["modules"]:
        for one in module["materials"]:
            if one["kind"] == MaterialKind.FILE and one["sha256"] not in stored:
                yield one


def look(programme: Programme) -> Readiness:
    """Try publishing without doing it."""
    content = content_of(programme)
    last = queries.last_edition(programme)
    before = last.content if last else {}
    return Readiness(
        content,
        last.number + 1 if last else 1,
        faults_of(programme),
        changes(before["programme"], content["programme"]) if last else [],
        is_same=last is not None and _compared(before) == _compared(content),
    )


def _compared(content: dict[str, Any]) -> Facts:
    return {**content, "programme": {**content["programme"], "version": "", "changed_because": ""}}


@transaction.atomic
def publish(programme: Programme, user: User, *, revision: int, changed_because: str) -> Edition:
    """Publish the draft as it was looked at."""
    locked = Programme.objects.select_for_update().get(pk=programme.pk)
    if locked.revision != revision:
        raise ValidationError(_("The draft has changed since you looked at it. Look again, then publish."))
    found = look(locked)
    if not found.ready:
        raise ValidationError(_("The draft cannot be published as it is. Look at what is in the way."))
    facts = {**found.content["programme"], "version": str(found.number), "changed_because": changed_because}
    content = {**found.content, "programme": facts}
    edition = Edition(
        programme=locked,
        number=found.number,
        content=content,
        content_hash=fingerprint_of(content),
        changed_because=changed_because,
        published_by=user,
    )
    edition.full_clean()
    edition.save()
    happenings.tell("programme.published", edition, by=user, number=edition.number)
    clear_lost(locked)
    return edition
