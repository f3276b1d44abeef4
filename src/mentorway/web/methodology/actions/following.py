"""What a change of the draft does to translations: they are kept, and no longer count as adjudicated."""

from django.db.models import Q

from mentorway.questionnaire.workbook import Workbook
from mentorway.web.accounts.models import User
from mentorway.web.methodology.analysis.texts import fingerprint, texts_of
from mentorway.web.methodology.models import Draft, Event, Questionnaire, Stage, Translation, What


def follow_source(questionnaire: Questionnaire, user: User | None, old: Workbook, new: Workbook) -> None:
    """Mark every translation whose source text is another one now."""
    source = str(questionnaire.languages.get(is_source=True))
    before = {text.key: text for text in texts_of(old, source)}
    changed = {
        text.key: text
        for text in texts_of(new, source)
        if text.key in before and before[text.key].fingerprint != text.fingerprint
    }
    if not changed:
        return
    found = Translation.objects.filter(language__questionnaire=questionnaire, key__in=list(changed))
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


def rename(questionnaire: Questionnaire, old: str, new: str) -> None:
    """Let the translations of a question follow its new name, wherever it stands in texts too."""
    stem, place, other = f"survey/{old}/", f"${{{old}}}", f"${{{new}}}"
    mine = Q(language__questionnaire=questionnaire)
    rows = list(Translation.objects.filter(mine & (Q(key__startswith=stem) | Q(source__contains=place))))
    drafts = list(Draft.objects.filter(translation__in=rows, text__contains=place))
    for row in rows:
        if row.key.startswith(stem):
            row.key = f"survey/{new}/{row.key.removeprefix(stem)}"
        fresh = row.source_hash == fingerprint(row.source)
        row.source = row.source.replace(place, other)
        row.review, row.agreed = row.review.replace(place, other), row.agreed.replace(place, other)
        row.source_hash = fingerprint(row.source) if fresh else row.source_hash
    for draft in drafts:
        draft.text = draft.text.replace(place, other)
    _forget_strangers(questionnaire, f"survey/{new}/", rows)
    Translation.objects.bulk_update(rows, ["key", "source", "source_hash", "review", "agreed"])
    Draft.objects.bulk_update(drafts, ["text"])
    for event in Event.objects.filter(language__questionnaire=questionnaire, key__startswith=stem):
        Event.objects.filter(pk=event.pk).update(key=f"survey/{new}/{event.key.removeprefix(stem)}")


def _forget_strangers(questionnaire: Questionnaire, stem: str, rows: list[Translation]) -> None:
    """Remove translations that an earlier question of the new name has left."""
    left = Translation.objects.filter(language__questionnaire=questionnaire, key__startswith=stem)
    left.exclude(pk__in=[row.pk for row in rows]).delete()
