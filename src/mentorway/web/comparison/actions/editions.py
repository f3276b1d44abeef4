"""Newer answers to the same questions become another edition."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.comparison import tasks
from mentorway.web.comparison.models import Dataset, State
from mentorway.web.study.actions import downloads
from mentorway.web.study.models import Download


@transaction.atomic
def store(newer: Dataset, *, groups: Sequence[str]) -> None:
    """Store newer answers that were looked at, as the next edition; every analysis is then repeated."""
    locked = Dataset.objects.select_for_update().get(pk=newer.pk)
    if locked.state == State.STORING:
        return
    if locked.newer_of_id is None or locked.state != State.READ or not (locked.preview or {}).get("usable"):
        raise ValidationError(_("These answers cannot be compared as they are. Look at what is wrong."))
    choice = {**locked.study_choice, "groups": list(groups)}
    Dataset.objects.filter(pk=newer.pk).update(state=State.STORING, progress=0, study_choice=choice)
    transaction.on_commit(lambda: tasks.renew.enqueue(newer.pk))


def ask_study(dataset: Dataset, user: User) -> Download:
    """Have the two files made of the study's answers of today, with the same questions as before."""
    if dataset.study is None:
        raise ValidationError(_("These answers do not come from a study."))
    options = dataset.study_choice.get("options", {})
    return downloads.ask(dataset.study, user, kind="scales", with_texts=False, **options)
