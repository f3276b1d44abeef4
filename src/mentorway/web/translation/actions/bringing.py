"""How translations that exist already come into the workbench, with where they are from in the history."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from mentorway.web.accounts.models import User
from mentorway.web.translation.analysis.texts import Text
from mentorway.web.translation.models import Document, Draft, Event, Language, Stage, Translation, What


@transaction.atomic
def as_drafts(language: Language, user: User, *, texts: Sequence[Text], targets: Mapping[str, str]) -> None:
    """Keep translations as first drafts of who brought them; the other steps are still to be done."""
    now = timezone.now()
    rows = Translation.objects.bulk_create(
        Translation(language=language, key=text.key, source=text.source, source_hash=text.fingerprint)
        for text in texts
        if text.key in targets
    )
    Draft.objects.bulk_create(
        Draft(translation=row, place=1, author=user, text=targets[row.key], handed_in=now) for row in rows
    )
    Event.objects.bulk_create(
        Event(language=language, key=row.key, what=What.IMPORTED, after=targets[row.key], by=user)
        for row in rows
    )


@transaction.atomic
def as_agreed(language: Language, user: User, *, texts: Sequence[Text], targets: Mapping[str, str]) -> None:
    """Keep translations that were adjudicated here before, such as those of what was copied."""
    rows = Translation.objects.bulk_create(
        Translation(
            language=language,
            key=text.key,
            source=text.source,
            source_hash=text.fingerprint,
            stage=Stage.AGREED,
            agreed=targets[text.key],
            agreed_by=user,
        )
        for text in texts
        if text.key in targets
    )
    Event.objects.bulk_create(
        Event(language=language, key=row.key, what=What.ADOPTED, after=row.agreed, by=user) for row in rows
    )


@transaction.atomic
def take_over(document: Document, *, remark: str) -> None:
    """Let every first draft count as adjudicated by nobody, with a remark beside each: for examples."""
    rows = Translation.objects.filter(language__document=document)
    came = Draft.objects.filter(translation=OuterRef("pk"), place=1).values("text")[:1]
    rows.update(stage=Stage.AGREED, agreed=Subquery(came), comment=remark)
    Event.objects.bulk_create(
        Event(language_id=language, key=key, what=What.ADOPTED, before=remark, after=agreed)
        for language, key, agreed in rows.order_by("pk").values_list("language_id", "key", "agreed")
    )
