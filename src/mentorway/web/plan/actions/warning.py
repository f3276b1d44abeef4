"""People are told when lines end later than they know."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from mentorway.web.accounts.models import User
from mentorway.web.core.addresses import whole
from mentorway.web.core.tasks import post_letter
from mentorway.web.plan.actions.projects import planning, tell
from mentorway.web.plan.analysis.slips import WEEK, Slip, Standing, standing_of
from mentorway.web.plan.models import Item, PlanEvent, Project
from mentorway.web.plan.queries import slips as queries
from mentorway.wording import Message

LISTED: Final = 30


def do_due_work(now: dt.datetime) -> int:
    """Tell those whom it concerns of lines that end later than they know; return how many letters.

    Once a day at most for each project, and not for small moves within a week of the last letter.
    """
    return sum(
        _warn(project, timezone.localdate(now)) for project in queries.running(timezone.localdate(now))
    )


def _warn(project: Project, today: dt.date) -> int:
    with planning(project, checks=False) as held:
        last = queries.last_warning(held)
        if last and timezone.localdate(last.at) >= today:
            return 0
        with override("en"):  # which lines, not yet in which words
            standing = standing_of(held, today, last)
        _remember(held, [pk for pk, line in _warned(held).items() if line is None], standing)
        if not standing.slips or not (standing.is_urgent or _is_time(last, today)):
            return 0
        count = _write(held, today, last)
        _remember(held, standing.ends, standing)
        words = Message(
            "People were told about %(count)d line that ends later than they knew or is late.",
            {"count": len(standing.slips)},
            plural="People were told about %(count)d lines that end later than they knew or are late.",
            count=len(standing.slips),
        )
        tell(held, None, words, about=queries.WARNING, late=list(standing.late))
    return count


def _is_time(last: PlanEvent | None, today: dt.date) -> bool:
    return last is None or today - timezone.localdate(last.at) >= WEEK


def _warned(project: Project) -> dict[int, dt.date | None]:
    return dict(project.items.planned().values_list("pk", "warned"))


def _remember(project: Project, lines: Iterable[int], standing: Standing) -> None:
    """Keep the ends that people know of."""
    rows = [Item(pk=pk, warned=standing.ends[pk]) for pk in lines if pk in standing.ends]
    project.items.bulk_update(rows, ["warned"], batch_size=500)


def _write(project: Project, today: dt.date, last: PlanEvent | None) -> int:
    """Write one letter to each person, in the person's language."""
    partners = queries.partners_in(project) | {project.partner_id}
    belongs: dict[int, tuple[User, set[int]]] = {}
    for place in queries.people_of(partners):
        belongs.setdefault(place.user_id, (place.user, set()))[1].add(place.partner_id)
    said: dict[str, Sequence[Slip]] = {}
    count = 0
    for user, own in belongs.values():
        with override(user.language):
            if user.language not in said:
                said[user.language] = standing_of(project, today, last).slips
            slips = [slip for slip in said[user.language] if slip.partners & own]
            if slips:
                post_letter(user.email, *_letter(project, slips))
                count += 1
    return count


def _letter(project: Project, slips: Sequence[Slip]) -> tuple[str, str]:
    subject = ngettext(
        "%(project)s: %(count)d line ends later or is late",
        "%(project)s: %(count)d lines end later or are late",
        len(slips),
    )
    lines = [f"- {_line(slip)}" for slip in slips[:LISTED]]
    if len(slips) > LISTED:
        more = len(slips) - LISTED
        lines.append(ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more})
    body = _(
        "In the plan of “%(project)s”, this has changed since you were told last:\n\n%(lines)s\n\n"
        "It concerns you because your partner leads these lines, or waits for them, or leads the project.\n\n"
        "The plan:\n%(link)s\n"
    )
    link = whole(reverse("plan:items", args=[project.pk]))
    values = {"project": project, "count": len(slips), "lines": "\n".join(lines), "link": link}
    return subject % values, body % values


def _line(slip: Slip) -> str:
    now = date_format(slip.last, "DATE_FORMAT")
    if slip.before and slip.before < slip.last:
        words = _("%(line)s ends on %(now)s, not on %(before)s as before.")
    else:
        words = _("%(line)s ends on %(now)s.")
    before = date_format(slip.before, "DATE_FORMAT") if slip.before else ""
    line = f"{slip.item.code} ({slip.item.title})"
    sentence = words % {"line": line, "now": now, "before": before}
    return f"{sentence} {slip.why}".strip()
