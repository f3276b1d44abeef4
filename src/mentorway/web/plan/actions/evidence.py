"""What shows that lines are done is added and removed."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.plan.actions.items import named
from mentorway.web.plan.actions.projects import planning, tell
from mentorway.web.plan.models import Evidence, Item
from mentorway.web.plan.queries import evidence as queries
from mentorway.wording import Message, shown

MOST: Final = 50


def add_evidence(item: Item, user: User, *, source: str, thing: Any) -> Evidence:
    """Let a line rest on something that a person may see; of others nobody learns through a plan."""
    with planning(item.project) as held:
        if thing.pk not in queries.opened_by(user, source, [thing.pk]):
            raise ValidationError(_("It is not there any more, or you may not see it. Choose another."))
        if queries.rests_on(item, source, thing.pk):
            raise ValidationError(_("The line rests on this already."))
        if item.evidence.count() >= MOST:
            raise ValidationError(_("A line rests on at most %(most)d things."), params={"most": MOST})
        row = Evidence(item=item, **{source: thing})
        row.full_clean(exclude=["item"])
        row.save()
        what = Message("“%(thing)s” now shows how far “%(line)s” is.", {**named(item), "thing": shown(thing)})
        tell(held, user, what, item=item.pk)
    return row


def remove_evidence(row: Evidence, item: Item, user: User) -> None:
    """Let a line rest on something no more; the thing itself stays."""
    with planning(item.project) as held:
        thing = queries.named(row)
        row.delete()
        what = Message("“%(thing)s” no longer shows how far “%(line)s” is.", {**named(item), "thing": thing})
        tell(held, user, what, item=item.pk)
