"""A practice is written, changed, handed in, deleted, brought back."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.accounts.models import User
from mentorway.web.core.merging import refuse_stale, texts
from mentorway.web.core.tasks import post_letter
from mentorway.web.network.models import DAYS_IN_BIN, Partner
from mentorway.web.practices.actions.moving import locked, move
from mentorway.web.practices.analysis import completeness, searching
from mentorway.web.practices.analysis.translated import texts_of
from mentorway.web.practices.models import (
    WRITABLE,
    Practice,
    PracticeRevision,
    PracticeState,
    Topic,
)
from mentorway.web.practices.queries import practices as queries
from mentorway.web.translation.actions import documents
from mentorway.web.translation.actions.following import follow_source
from mentorway.web.translation.actions.languages import begin, correct_source
from mentorway.web.translation.analysis.texts import Text
from mentorway.web.translation.queries import target_of

LANGUAGE_NAMES = dict(settings.LANGUAGES)


@transaction.atomic
def write(user: User, *, partner: Partner, topics: Iterable[Topic] = (), **values: Any) -> Practice:
    """Begin the description of a practice; it may be unfinished."""
    values = _clean(values)
    practice = Practice(partner=partner, created_by=user, **values)
    chosen = list(topics)
    searching.index(practice, chosen)
    practice.full_clean(exclude=["document"])
    practice.document = begin(code=practice.language, name=LANGUAGE_NAMES[practice.language])
    practice.save()
    practice.topics.set(chosen)
    _remember(practice, user, chosen, values)
    return practice


@transaction.atomic
def change(
    practice: Practice, user: User, *, revision: int, topics: Iterable[Topic], **values: Any
) -> Practice:
    """Write down a change that was made from ``revision``; a newer one is never written over."""
    row = locked(practice)
    if row.state not in WRITABLE:
        raise ValidationError(_("This practice is not open for changes now."))
    refuse_stale(row, revision)
    chosen, before = list(topics), texts_of(row)
    values = _clean(values)
    for name, value in values.items():
        setattr(row, name, value)
    searching.index(row, chosen)
    row.revision, row.changed = row.revision + 1, timezone.now()
    row.full_clean()
    row.save()
    row.topics.set(chosen)
    _remember(row, user, chosen, values)
    _keep_in_step(row, user, before)
    return row


def _keep_in_step(row: Practice, user: User, before: list[Text]) -> None:
    """Let translations know which texts are others now, and in which language they are written."""
    if target_of(row.document, row.language):
        refusal = _("It is translated into this language already. Remove that translation first.")
        raise ValidationError({"language": refusal})
    correct_source(row.document, code=row.language, name=LANGUAGE_NAMES[row.language])
    follow_source(row.document, user, old=before, new=texts_of(row))


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    """Return values with the line ends that we keep, and no empty edges."""
    return {
        name: value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
        for name, value in values.items()
    }


def _remember(practice: Practice, user: User, topics: list[Topic], values: dict[str, Any]) -> None:
    fields = texts({**values, "topics": topics})
    PracticeRevision.objects.create(practice=practice, number=practice.revision, fields=fields, by=user)


@transaction.atomic
def hand_in(practice: Practice, user: User, *, note: str = "", link: str = "") -> None:
    """Give the practice to the coordinators; what has been reviewed before begins a new round."""
    row = locked(practice)
    if completeness.lacking(row, row.topics.count()):
        raise ValidationError(_("The practice is not complete yet. The page says what is missing."))
    if row.reviews.filter(round=row.review_round).exists():
        row.review_round += 1
    move(row, user, PracticeState.SUBMITTED, note, "review_round")
    for person in queries.coordinators().exclude(pk=user.pk):
        _tell_coordinator(person, row, link)


def _tell_coordinator(person: User, row: Practice, link: str) -> None:
    with override(person.language):
        values = {"title": row.title, "partner": row.partner.name, "link": link}
        subject = _("Handed in: %(title)s") % values
        body = _(
            "%(partner)s has handed in the good practice “%(title)s”.\n\n"
            "Ask two people of other partners to review it:\n%(link)s\n"
        )
    post_letter(person.email, subject, body % values)


@transaction.atomic
def withdraw(practice: Practice, user: User, *, note: str) -> None:
    """Take a practice off its way to readers, for a reason."""
    move(locked(practice), user, PracticeState.WITHDRAWN, note)


@transaction.atomic
def resume(practice: Practice, user: User) -> None:
    """Work on a withdrawn practice again."""
    move(locked(practice), user, PracticeState.DRAFT)


@transaction.atomic
def reopen(practice: Practice, user: User, *, note: str) -> None:
    """Let an accepted practice be changed; it is reviewed again afterwards."""
    move(locked(practice), user, PracticeState.CHANGES, note)


@transaction.atomic
def publish(practice: Practice, user: User) -> None:
    """Show the practice to everybody; the partner has agreed."""
    row = locked(practice)
    row.published = timezone.now()
    move(row, user, PracticeState.PUBLISHED, "", "published")


@transaction.atomic
def unpublish(practice: Practice, user: User) -> None:
    """Show the practice in the network only."""
    move(locked(practice), user, PracticeState.ACCEPTED)


@transaction.atomic
def delete(practice: Practice) -> None:
    """Put the practice into the bin."""
    row = locked(practice)
    if row.state == PracticeState.PUBLISHED:
        raise ValidationError(
            _("Everybody reads and cites this practice. Take it back from the public first.")
        )
    row.deleted = timezone.now()
    row.save(update_fields=["deleted"])


def restore(practice: Practice) -> None:
    """Bring the practice back from the bin."""
    practice.deleted = None
    practice.save(update_fields=["deleted"])


def find_by_new_names(since: dt.datetime) -> int:
    """Let practices be found by the names that partners got after ``since``; return how many."""
    return searching.reindex(queries.of_changed_partners(since))


@transaction.atomic
def find_by_translations(practice: Practice) -> None:
    """Let the practice be found by its translations as they are now."""
    row = locked(practice)
    searching.index(row, row.topics.all())
    row.save(update_fields=["search_text"])


def clear_away(now: dt.datetime) -> int:
    """Remove for good what has been in the bin for long enough; return how many practices.

    What a training programme cites stays in the bin.
    """
    old = Practice.objects.deleted_before(now - dt.timedelta(days=DAYS_IN_BIN))
    return documents.remove(old, files=lambda row: row.files.values_list("path", flat=True))
