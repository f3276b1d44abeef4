"""Dates are kept as agreed, to be compared with later."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.plan.actions.projects import planning, tell
from mentorway.web.plan.analysis.baselines import dates_to_keep
from mentorway.web.plan.models import Baseline, Project
from mentorway.wording import Message, shown

MOST = 50


def keep(project: Project, user: User, *, title: str) -> Baseline:
    """Keep the dates of all lines as they are planned now."""
    with planning(project) as held:
        if held.baselines.count() >= MOST:
            raise ValidationError(
                _("A plan keeps at most %(most)d baselines. Delete one first."), params={"most": MOST}
            )
        dates = dates_to_keep(held)
        if not dates:
            raise ValidationError(_("There is nothing to keep yet. Write the lines of the plan first."))
        row = Baseline(project=held, title=title, dates=dates, by=user)
        row.full_clean(exclude=["by"])
        row.save()
        tell(held, user, Message("The baseline “%(title)s” was kept.", {"title": shown(title)}))
    return row


def delete(row: Baseline, user: User) -> None:
    """Forget a baseline for good."""
    with planning(row.project, checks=False) as held:
        title = shown(row.title)
        row.delete()
        tell(held, user, Message("The baseline “%(title)s” was deleted.", {"title": title}))
