"""A publication is begun, written language by language, changed, restored, deleted, brought back."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core import attachments
from mentorway.web.core.merging import refuse_stale
from mentorway.web.core.turns import writing
from mentorway.web.dissemination.analysis.entry_writing import (
    PLAIN,
    has_hours,
    named_in,
    snapshot_of,
    span_of,
    texts_in,
    with_language,
)
from mentorway.web.dissemination.analysis.writing import slug_for
from mentorway.web.dissemination.models import DAYS_IN_BIN, Entry, EntryRevision, State
from mentorway.web.dissemination.queries import entries as queries
from mentorway.web.network.models import Partner


@contextmanager
def holding(entry: Entry) -> Iterator[Entry]:
    """Hold a publication while it is changed; nobody changes the example."""
    with writing():
        rows = Entry.objects.select_for_update(of=("self",)).select_related("partner")
        held = rows.filter(pk=entry.pk, deleted=None).first()
        if held is None:
            raise ValidationError(_("The publication does not exist any more."))
        if held.is_example:
            raise ValidationError(_("This is an example: nothing can be changed here."))
        yield held


def create(user: User, *, partner: Partner, kind: str, language: str, **facts: Any) -> Entry:
    """Begin a publication in the language in which it is written."""
    slug = facts.get("slug") or slug_for(facts["title"], queries.slug_is_taken, usual=kind)
    entry = Entry(partner=partner, created_by=user, kind=kind, language=language, slug=slug)
    entry.texts = with_language({}, language, facts)
    _take_hours(entry, facts)
    entry.search_text = queries.search_text_of(entry)
    with writing():
        entry.full_clean()
        entry.save()
        name_claims(entry)
        keep_revision(entry, user)
    return entry


def _take_hours(entry: Entry, facts: dict[str, Any]) -> None:
    if has_hours(entry.kind):
        entry.zone = facts["zone"]
        entry.starts, entry.ends = span_of(facts)


def name_claims(entry: Entry) -> None:
    """Keep beside a publication the claims that its texts name, what is written and what readers see."""
    named = queries.claims_by_slug(named_in(entry.texts, entry.shown))
    entry.claims.set(named.values())


def keep_revision(entry: Entry, user: User | None) -> None:
    """Keep what a publication is now: history, and what merging two edits starts from."""
    row = EntryRevision(entry=entry, number=entry.revision, fields=snapshot_of(entry), by=user)
    row.full_clean()
    row.save()


def write(entry: Entry, user: User, *, language: str, revision: int, **facts: Any) -> None:
    """Write the texts of one language; readers see them once they are published."""
    with holding(entry) as held:
        refuse_stale(held, revision)
        _write(held, user, with_language(held.texts, language, facts))


def bring_back_texts(entry: Entry, user: User, *, number: int) -> None:
    """Write the texts as they were in an earlier revision; everything since stays in the history."""
    with holding(entry) as held:
        row = queries.two_revisions(held, number).get(number)
        if row is None:
            raise ValidationError(_("There is no such revision."))
        _write(held, user, texts_in(row.fields))


def _write(held: Entry, user: User, texts: dict[str, dict[str, str]]) -> None:
    if not texts.get(held.language, {}).get("title"):
        raise ValidationError(_("It needs a title in the language in which it is written."))
    if texts == held.texts:
        return
    held.texts = texts
    _written(held, user)


def change(entry: Entry, user: User, *, revision: int, **facts: Any) -> None:
    """Change everything but the texts: what is said of an event reaches readers at once."""
    with holding(entry) as held:
        refuse_stale(held, revision)
        before = snapshot_of(held)
        for name in PLAIN:
            if name in facts and not (name == "slug" and (held.published is not None or not facts["slug"])):
                setattr(held, name, facts[name])
        _take_hours(held, facts)
        if "target_groups" in facts:
            held.target_groups.set(facts["target_groups"])
        if snapshot_of(held) != before:
            _written(held, user)


def _written(held: Entry, user: User) -> None:
    held.revision += 1
    held.handed_in = held.handed_in_by = None
    held.search_text = queries.search_text_of(held)
    held.full_clean(exclude=["created_by"])  # whose account may be gone
    held.save()
    name_claims(held)
    keep_revision(held, user)


def delete(entry: Entry) -> None:
    """Put a publication into the bin; what readers see is withdrawn first, so that they learn why."""
    with holding(entry) as held:
        if held.state == State.PUBLISHED:
            raise ValidationError(_("Readers can see it. Withdraw it first."))
        held.deleted, held.handed_in, held.handed_in_by = timezone.now(), None, None
        held.save(update_fields=["deleted", "handed_in", "handed_in_by"])


def restore(entry: Entry) -> None:
    """Take a publication out of the bin."""
    Entry.bin.filter(pk=entry.pk, is_example=False).update(deleted=None)


def clear_away(now: dt.datetime) -> int:
    """Remove what has been in the bin for long enough, with its files; return how many publications."""
    with writing():
        gone = queries.deleted_before(now - dt.timedelta(days=DAYS_IN_BIN))
        count, paths = gone.count(), queries.paths_of(gone)
        gone.delete()
        transaction.on_commit(lambda: _forget(paths))
    return count


def _forget(paths: list[str]) -> None:
    for path in paths:
        attachments.forget(path)
