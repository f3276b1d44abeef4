"""What a change of the source does to translations: they are kept, and no longer count as adjudicated."""

from collections.abc import Iterable

from django.db import transaction

from mentorway.web.accounts.models import User
from mentorway.web.translation.analysis.texts import Text
from mentorway.web.translation.models import Document, Draft, Event, Stage, Translation, What


@transaction.atomic
def follow_source(document: Document, user: User | None, *, old: Iterable[Text], new: Iterable[Text]) -> None:
    """Mark every translation whose source text is another one now."""
    before = {text.key: text for text in old}
    changed = {
        text.key: text
        for text in new
        if text.key in before and before[text.key].fingerprint != text.fingerprint
    }
    if not changed:
        return
    found = Translation.objects.filter(language__document=document, key__in=list(changed))
    rows = [row for row in found if row.source_hash != changed[row.key].fingerprint]
    events = [
        Event(
            language_id=row.language_id,
            key=row.key,
            what=What.SOURCE,
            before=before[row.key].source,
            after=changed[row.key].source,
            by=user,
        )
        for row in rows
    ]
    stale = Translation.objects.filter(pk__in=[row.pk for row in rows])
    Draft.objects.filter(translation__in=stale.filter(stage=Stage.OPEN)).update(handed_in=None)
    stale.filter(stage=Stage.AGREED).update(stage=Stage.REVIEWED)
    Event.objects.bulk_create(events)
