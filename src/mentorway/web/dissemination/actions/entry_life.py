"""The way of a publication to its readers: handed in, read a second time, published, withdrawn."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core import audit, happenings
from mentorway.web.core.merging import refuse_stale
from mentorway.web.core.wording import kept
from mentorway.web.dissemination.actions.entries import holding, name_claims
from mentorway.web.dissemination.analysis.entry_publishing import look_at, missing_of
from mentorway.web.dissemination.models import Entry, EntryStep, State
from mentorway.web.dissemination.queries import claims as readers
from mentorway.web.dissemination.queries import entries as queries
from mentorway.wording import Message

HANDED_IN = Message("It was handed in to a second reader.")
TAKEN_BACK = Message("It was taken back from the second reader.")
SENT_BACK = Message("The second reader gave it back.")
# Readers got a new version by every step whose sentence begins like this: the public site asks for it.
PUBLISHED = Message("It was published.")
PUBLISHED_AGAIN = Message("It was published again, with what had changed.")
WITHDRAWN = Message("It was withdrawn.")
LONGEST_AHEAD = dt.timedelta(days=366)


def hand_in(entry: Entry, user: User) -> None:
    """Hand a publication to a second reader; what it lacks is named first."""
    with holding(entry) as held:
        if held.handed_in is not None:
            raise ValidationError(_("It is handed in already."))
        _refuse_incomplete(held)
        if held.state == State.PUBLISHED and not look_at(held).has_news:
            raise ValidationError(_("It is published as it is written, so there is nothing to hand in."))
        held.handed_in, held.handed_in_by = timezone.now(), user
        held.save(update_fields=["handed_in", "handed_in_by"])
        _step(held, user, before=held.state, said=HANDED_IN)


def take_back(entry: Entry, user: User) -> None:
    """Take back what was handed in."""
    _back(entry, user, TAKEN_BACK, "")


def send_back(entry: Entry, user: User, *, note: str) -> None:
    """Give a publication back to who wrote it, with what should be other."""
    _back(entry, user, SENT_BACK, note)


def _back(entry: Entry, user: User, said: Message, note: str) -> None:
    with holding(entry) as held:
        if held.handed_in is None:
            raise ValidationError(_("It is not handed in."))
        held.handed_in = held.handed_in_by = None
        held.save(update_fields=["handed_in", "handed_in_by"])
        _step(held, user, before=held.state, said=said, note=note)


def _refuse_incomplete(held: Entry) -> None:
    missing = missing_of(held)
    if missing:
        raise ValidationError([ValidationError(text) for text in missing])


def publish(
    entry: Entry, user: User, *, revision: int, moment: dt.datetime | None = None, note: str = ""
) -> None:
    """Show readers what is written, at once or from a ``moment`` on; by a second reader."""
    with holding(entry) as held:
        refuse_stale(held, revision)
        if held.handed_in is None:
            raise ValidationError(_("Hand it in first: a second reader publishes it."))
        if held.handed_in_by_id == user.pk and readers.other_readers(user).exists():
            raise ValidationError(_("You handed it in yourself, so somebody else reads and publishes it."))
        _refuse_incomplete(held)
        now = timezone.now()
        held.published = _moment(held, moment, now)
        before, held.state, held.shown = held.state, State.PUBLISHED, held.texts
        held.handed_in = held.handed_in_by = None
        held.full_clean(exclude=["created_by"])
        held.save()
        queries.files_of(held).update(is_shown=True)
        name_claims(held)
        _step(held, user, before=before, said=_published_in_words(held, before, now), note=note)
        audit.record(
            audit.Done.ENTRY_PUBLISHED, actor=user, about=audit.fingerprint("entry", held.pk),
            revision=held.revision,
        )  # fmt: skip
        if held.published <= now:  # what waits for its day has not happened yet
            happenings.tell("entry.published", held, by=user, revision=held.revision)


def tell_of_those_whose_day_came(now: dt.datetime) -> int:
    """Tell of what was published ahead and is seen by readers by now; return of how many."""
    found = queries.untold(now)
    for entry in found:
        happenings.tell("entry.published", entry, revision=entry.revision)
    return len(found)


def _moment(held: Entry, wanted: dt.datetime | None, now: dt.datetime) -> dt.datetime:
    """Return from when on readers see it; what they see already stays where it stands in time."""
    is_seen = held.state == State.PUBLISHED and held.published is not None and held.published <= now
    if wanted is None or wanted <= now:
        return held.published if held.published is not None and held.published <= now else now
    if is_seen:
        raise ValidationError(
            _("Readers see it already. Publish the changes at once, or come back on that day.")
        )
    if wanted > now + LONGEST_AHEAD:
        raise ValidationError({"day": _("At most one year ahead.")})
    return wanted


def _published_in_words(held: Entry, before: str, now: dt.datetime) -> Message:
    if held.published is not None and held.published > now:
        return Message("It was published: readers see it from a later moment on.")
    return PUBLISHED_AGAIN if before == State.PUBLISHED else PUBLISHED


def withdraw(entry: Entry, user: User, *, reason: str) -> None:
    """Take from readers what is published, and keep the reason."""
    with holding(entry) as held:
        if not held.may_become(State.WITHDRAWN):
            raise ValidationError(_("Only what is published can be withdrawn."))
        if not reason.strip():
            raise ValidationError({"reason": _("Say why it is withdrawn.")})
        before, held.state = held.state, State.WITHDRAWN
        held.handed_in = held.handed_in_by = None
        held.full_clean(exclude=["created_by"])
        held.save(update_fields=["state", "handed_in", "handed_in_by", "changed"])
        _step(held, user, before=before, said=WITHDRAWN, note=reason)
        audit.record(audit.Done.ENTRY_WITHDRAWN, actor=user, about=audit.fingerprint("entry", held.pk))


def _step(held: Entry, user: User | None, *, before: str, said: Message, note: str = "") -> None:
    row = EntryStep(
        entry=held, before=before, after=held.state, said=[kept(said)], note=note.strip(),
        revision=held.revision, by=user,
    )  # fmt: skip
    row.full_clean()
    row.save()
