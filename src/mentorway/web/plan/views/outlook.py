"""The outlook of a plan: how sure its end is, who has too much to do, what is earned."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from mentorway.web.core.access import MemberRequest
from mentorway.web.plan.actions import levelling
from mentorway.web.plan.analysis import outlook as analysis
from mentorway.web.plan.analysis.dates import checked, laid
from mentorway.web.plan.analysis.saying import said
from mentorway.web.plan.forms.outlook import EarnedForm, PersonsForm, SearchForm
from mentorway.web.plan.models import Project
from mentorway.web.plan.queries import levelling as searches
from mentorway.web.plan.queries import outlook as queries
from mentorway.web.plan.queries.items import Rows, rows_of
from mentorway.web.plan.views import door
from mentorway.wording import InvalidInputError


@require_safe
def outlook(request: MemberRequest, pk: int) -> HttpResponse:
    project = door.look(request, pk)
    levelling.mark_silent(project)
    rows, partners = rows_of(project), queries.working(project)
    today = timezone.localdate()
    persons = PersonsForm(request.GET, partners=partners)
    earned = EarnedForm(request.GET, baselines=queries.baselines(project), today=today)
    context: dict[str, Any] = {
        **door.frame(request.user, project),
        "rows": rows,
        "persons": persons,
        "earned": earned,
        "search": searches.newest(project),
        "search_form": SearchForm(),
    }
    if rows.items:
        try:
            context |= _found(project, rows, persons, earned)
        except InvalidInputError as refusal:
            context["refusal"] = said(refusal.message)
    return render(request, "plan/outlook/outlook.html", context)


def _found(project: Project, rows: Rows, persons: PersonsForm, earned: EarnedForm) -> dict[str, Any]:
    today, plan = timezone.localdate(), laid(project, rows=rows)
    dates = checked(project, today=today, plan=plan)
    baseline, day = earned.wish()
    guessed = analysis.guessed(rows)
    return {
        "guessed": guessed,
        "sure": analysis.certainty_of(rows, plan, today) if guessed else None,
        "workload": analysis.workload_of(plan, dates, persons.partners, persons.persons()),
        "baseline": baseline,
        "day": day,
        "earnings": (
            analysis.earnings_of(rows, plan, baseline, day, queries.worked(project)) if baseline else None
        ),
    }
