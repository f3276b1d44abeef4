"""What partners do to be heard is planned, done, shown by files, and taken out again."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.accounts.models import User
from mentorway.web.core import attachments
from mentorway.web.core.merging import refuse_stale
from mentorway.web.core.turns import writing
from mentorway.web.dissemination.analysis.outreach import PLAIN
from mentorway.web.dissemination.models import Action, ActionFile
from mentorway.web.network.models import Partner

MOST_FILES: Final = 20
AREA: Final = "outreach"
EARLIEST: Final = dt.date(2000, 1, 1)


@contextmanager
def holding(action: Action) -> Iterator[Action]:
    """Hold an activity while it is changed; nobody changes the example."""
    with writing():
        rows = Action.objects.select_for_update(of=("self",)).select_related("partner")
        held = rows.filter(pk=action.pk).first()
        if held is None:
            raise ValidationError(_("Somebody has deleted this activity."))
        if held.is_example:
            raise ValidationError(_("This is an example: nothing can be changed here."))
        yield held


def create(user: User, *, partner: Partner, **facts: Any) -> Action:
    """Plan an activity, or write down one that was done."""
    row = Action(partner=partner, created_by=user)
    with writing():
        _take_over(row, facts)
        row.full_clean()
        row.save()
        row.target_groups.set(facts.get("target_groups", ()))
    return row


def change(action: Action, *, revision: int, **facts: Any) -> None:
    """Change everything about an activity but its partner."""
    with holding(action) as held:
        refuse_stale(held, revision)
        _take_over(held, facts)
        _written(held)
        held.target_groups.set(facts.get("target_groups", ()))


def _take_over(row: Action, facts: Mapping[str, Any]) -> None:
    for name in PLAIN:
        if name in facts:
            setattr(row, name, facts[name])
    row.languages = list(facts.get("languages", row.languages))
    _refuse_odd(row)


def _refuse_odd(row: Action) -> None:
    """Refuse what cannot be: done tomorrow, or people reached who were not counted."""
    if row.done_on is not None and row.done_on > timezone.localdate():
        raise ValidationError({"done_on": _("This day is still to come. Plan the activity for it instead.")})
    for name in ("planned_on", "done_on"):
        day = getattr(row, name)
        if day is not None and day < EARLIEST:
            raise ValidationError({name: _("This day is too long ago.")})
    if row.planned_on is None and row.done_on is None:
        raise ValidationError({"planned_on": _("Say for which day it is planned, or when it was done.")})
    if row.reached is not None and row.done_on is None:
        raise ValidationError({"reached": _("Nobody is reached before it is done. Say when it was done.")})
    if row.reached is not None and not row.how_counted.strip():
        raise ValidationError({"how_counted": _("Say how people were counted, so that others can trust it.")})


def _written(held: Action) -> None:
    held.revision += 1
    held.full_clean(exclude=["created_by", "partner"])
    held.save()


def finish(action: Action, *, done_on: dt.date, reached: int | None, how_counted: str) -> None:
    """Say that an activity was done, how many people it reached, and how they were counted."""
    with holding(action) as held:
        held.done_on, held.reached, held.how_counted = done_on, reached, how_counted
        _refuse_odd(held)
        _written(held)


def reopen(action: Action) -> None:
    """Take back that an activity was done; it is planned again, for the day of before."""
    with holding(action) as held:
        if held.done_on is None:
            raise ValidationError(_("It is not done yet."))
        held.planned_on = held.planned_on or held.done_on
        held.done_on, held.reached, held.how_counted = None, None, ""
        _written(held)


def delete(action: Action) -> None:
    """Delete an activity and its files for good."""
    with holding(action) as held:
        paths = list(held.files.values_list("path", flat=True))
        held.delete()
        for path in paths:
            transaction.on_commit(partial(attachments.forget, path))


def add_file(action: Action, user: User, *, file: UploadedFile, caption: str) -> ActionFile:
    """Keep what shows that an activity was done."""
    checked = attachments.checked(file)
    with holding(action) as held:
        if held.files.count() >= MOST_FILES:
            raise ValidationError(
                ngettext(
                    "An activity can have %(most)d file. Remove one first.",
                    "An activity can have %(most)d files. Remove one first.",
                    MOST_FILES,
                )
                % {"most": MOST_FILES}
            )
        return attachments.store(ActionFile(action=held, added_by=user, caption=caption), checked, AREA)


def remove_file(file: ActionFile) -> None:
    """Remove a file for good."""
    with holding(file.action):
        path = file.path
        file.delete()
        transaction.on_commit(lambda: attachments.forget(path))
