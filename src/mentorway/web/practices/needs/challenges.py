"""What challenges and their material want from a person now."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.accounts.models import User
from mentorway.web.core.needs import Need
from mentorway.web.core.whether import rows_if_any
from mentorway.web.practices.queries import material as queries

MOST_TASKS = 5


def needs_of(user: User) -> list[Need]:
    """Material to code, disagreements to settle, material without passages."""
    code = _("Code “%(title)s”.")
    tasks = list(rows_if_any(queries.tasks_asked, user)[: MOST_TASKS + 1])
    found = [
        Need(code % {"title": task.material.title}, reverse("practices:coding", args=[task.pk]), urgent=True)
        for task in tasks
    ]
    if len(tasks) > MOST_TASKS:
        count = queries.tasks_asked(user).count()
        text = ngettext("Code %(count)d material.", "Code %(count)d materials.", count)
        found = [Need(text % {"count": count}, reverse("practices:codings"), urgent=True)]
    settle = rows_if_any(queries.to_settle, user).count()
    if settle:
        text = ngettext(
            "%(count)d material has codes on which the coders differ. Settle them.",
            "%(count)d materials have codes on which the coders differ. Settle them.",
            settle,
        )
        found.append(Need(text % {"count": settle}, reverse("practices:settle_all")))
    bare = rows_if_any(queries.without_passages, user).count()
    if bare:
        text = ngettext(
            "%(count)d material is not divided into passages yet.",
            "%(count)d materials are not divided into passages yet.",
            bare,
        )
        found.append(Need(text % {"count": bare}, f"{reverse('practices:materials')}?stands=bare"))
    return found
