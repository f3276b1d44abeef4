"""What a new name of a question does to translations: they follow it."""

from django.db.models import Q

from mentorway.web.methodology.models import Questionnaire
from mentorway.web.translation.analysis.texts import fingerprint
from mentorway.web.translation.models import Draft, Event, Translation


def rename(questionnaire: Questionnaire, old: str, new: str) -> None:
    """Let the translations of a question follow its new name, wherever it stands in texts too."""
    stem, place, other = f"survey/{old}/", f"${{{old}}}", f"${{{new}}}"
    mine = Q(language__document=questionnaire.document_id)
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
    for event in Event.objects.filter(language__document=questionnaire.document_id, key__startswith=stem):
        Event.objects.filter(pk=event.pk).update(key=f"survey/{new}/{event.key.removeprefix(stem)}")


def _forget_strangers(questionnaire: Questionnaire, stem: str, rows: list[Translation]) -> None:
    """Remove translations that an earlier question of the new name has left."""
    left = Translation.objects.filter(language__document=questionnaire.document_id, key__startswith=stem)
    left.exclude(pk__in=[row.pk for row in rows]).delete()
