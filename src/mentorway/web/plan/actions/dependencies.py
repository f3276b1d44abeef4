"""What depends on what."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.plan.actions.projects import planning, tell
from mentorway.web.plan.models import Dependency, Item
from mentorway.wording import Message, shown


def set_dependency(item: Item, user: User, *, before: Item, link: str, lag: int = 0) -> Dependency:
    """Let a line depend on another, or change how it does; who would wait in a circle is refused."""
    with planning(item.project) as held:
        if before.project_id != held.pk or before.removed or item.removed:
            raise ValidationError({"before": _("This line is not in the plan any more. Choose another.")})
        row = Dependency.objects.filter(before=before, after=item).first()
        row = row or Dependency(before=before, after=item)
        row.link, row.lag = link, lag
        row.full_clean()
        row.save()
        values = {"line": shown(item), "before": shown(before)}
        tell(held, user, Message("%(line)s now depends on %(before)s.", values), item=item.pk)
    return row


def remove_dependency(row: Dependency, item: Item, user: User) -> None:
    """Let a line depend on another no more."""
    with planning(item.project) as held:
        values = {"line": shown(item), "before": shown(row.before)}
        row.delete()
        tell(held, user, Message("%(line)s no longer depends on %(before)s.", values), item=item.pk)
