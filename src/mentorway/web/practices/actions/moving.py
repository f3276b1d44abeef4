"""One move of a practice from state to state, written down."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core import happenings
from mentorway.web.practices.models import Practice, PracticeState, PracticeStep


def locked(practice: Practice) -> Practice:
    """Return the row as it is now, kept from others until this transaction ends."""
    return Practice.objects.select_for_update().select_related("partner").get(pk=practice.pk)


def move(row: Practice, user: User, state: PracticeState, note: str = "", *also: str) -> None:
    """Take ``row``, which is locked, to ``state``; save what else was set on it."""
    before = PracticeState(row.state)
    if not row.may_become(state):
        raise ValidationError(
            _("“%(title)s” is in the state “%(before)s” and cannot become “%(after)s”. Look at it again.")
            % {"title": row.title, "before": before.label, "after": state.label}
        )
    row.state = state
    row.full_clean(exclude=["search_text"])
    row.save(update_fields=["state", *also])
    step = PracticeStep(practice=row, before=before, after=state, note=note, revision=row.revision, by=user)
    step.full_clean()
    step.save()
    happenings.tell("practice.moved", row, by=user, state=str(state.value))
