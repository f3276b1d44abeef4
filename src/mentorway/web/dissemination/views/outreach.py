"""The dissemination plan and log: the list, a year by months, tables, and each activity."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core import paging, tables
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.merging import CONFLICT
from mentorway.web.core.settling import settled
from mentorway.web.dissemination.actions import outreach as actions
from mentorway.web.dissemination.analysis import outreach as analysis
from mentorway.web.dissemination.forms.outreach import ActionForm, FinishForm, NewActionForm
from mentorway.web.dissemination.models import Action, Channel
from mentorway.web.dissemination.queries import outreach as queries
from mentorway.web.dissemination.views import door
from mentorway.web.dissemination.views import outreach_door as own
from mentorway.web.network.models import Country


def _chosen(request: MemberRequest) -> dict[str, str]:
    partners = [str(pk) for pk in queries.partners_with_actions(request.user).values_list("pk", flat=True)]
    return {
        "q": paging.words_of(request),
        "partner": paging.choice_of(request, "partner", partners),
        "channel": paging.choice_of(request, "channel", Channel.values),
        "country": paging.choice_of(request, "country", Country.values),
        "state": paging.choice_of(request, "state", queries.STATES),
    }


@require_safe
def outreach(request: MemberRequest) -> HttpResponse:
    chosen, today = _chosen(request), timezone.localdate()
    found = paging.paged(request, queries.actions_of(request.user, chosen, today), chosen=chosen)
    names = dict(Country.choices)
    context = {
        **door.frame(request.user),
        **found,
        "lines": analysis.lines_of(found["page"], today),
        "chosen": chosen,
        "narrowed": any(chosen.values()),
        "states": analysis.states(),
        "channels": Channel.choices,
        "countries": [(code, names[code]) for code in queries.countries_of(request.user)],
        "partners": queries.partners_with_actions(request.user),
        "has_partner": queries.partners_to_act_for(request.user).exists(),
        "today": today,
    }
    return render(request, "dissemination/outreach/list.html", context)


@require_safe
def year(request: MemberRequest, which: int) -> HttpResponse:
    today = timezone.localdate()
    shown = min(max(which, dt.MINYEAR), dt.MAXYEAR)
    months = analysis.months_of(list(queries.actions_in_year(request.user, shown)), shown, today)
    years = sorted({*queries.years_of(request.user), today.year, shown})
    context = {**door.frame(request.user), "months": months, "year": shown, "years": years}
    return render(request, "dissemination/outreach/year.html", context)


@require_safe
def table(request: MemberRequest, kind: str) -> HttpResponse:
    today = timezone.localdate()
    found = queries.whole(queries.actions_of(request.user, _chosen(request), today))
    rows = analysis.rows_of(found, today, get_language() or "en")
    name = _("Dissemination plan and log")
    if kind == "csv":
        return tables.csv_file(name, analysis.header(), rows)
    return tables.xlsx_file(name, name, analysis.header(), rows)


def new(request: MemberRequest) -> HttpResponse:
    form = NewActionForm(
        request.POST or None,
        partners=queries.partners_to_act_for(request.user),
        groups=queries.groups(),
        entries=queries.entries_to_name(request.user),
    )
    made: list[Action] = []
    if form.is_valid():
        facts = {name: value for name, value in form.cleaned_data.items() if name != "revision"}
        if carried_out(form, lambda: made.append(actions.create(request.user, **facts))):
            messages.success(request, _("The activity is there."))
            return redirect("dissemination:action", made[0].pk)
    has_partner = queries.partners_to_act_for(request.user).exists()
    context = {**door.frame(request.user), "form": form, "has_partner": has_partner}
    return render(request, "dissemination/outreach/new.html", context)


@require_safe
def action(request: MemberRequest, pk: int) -> HttpResponse:
    row = own.look(request, pk)
    today, language = timezone.localdate(), get_language() or "en"
    context = {
        **own.action_frame(request, row),
        "line": analysis.lines_of([row], today)[0],
        "groups": [analysis.name_of(one, language) for one in row.target_groups.all()],
        "files": queries.files_of(row),
    }
    return render(request, "dissemination/outreach/action.html", context)


def change(request: MemberRequest, pk: int) -> HttpResponse:
    row = own.write(request, pk)
    form = ActionForm(
        settled(request.POST),
        initial={**analysis.facts_of(row), "revision": row.revision},
        groups=queries.groups(),
        entries=queries.entries_to_name(request.user),
    )
    frame = own.action_frame(request, row)
    snapshot = analysis.snapshot_of(row)
    merge = own.merged(request, form, row, snapshot)
    if merge:
        context: dict[str, Any] = {**frame, "merge": merge}
        return render(request, "dissemination/outreach/merge.html", context, status=CONFLICT)
    if form.is_valid() and carried_out(form, actions.change, row, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("dissemination:action", pk)
    base = request.POST.get("base") or own.read_of(snapshot)
    return render(request, "dissemination/outreach/change.html", {**frame, "form": form, "base": base})


def finish(request: MemberRequest, pk: int) -> HttpResponse:
    row = own.write(request, pk)
    day = row.done_on or min(row.planned_on or timezone.localdate(), timezone.localdate())
    initial = {"done_on": day, "reached": row.reached, "how_counted": row.how_counted}
    form = FinishForm(request.POST or None, initial=initial)
    if form.is_valid() and carried_out(form, actions.finish, row, **form.cleaned_data):
        messages.success(request, _("It is written down as done."))
        return redirect("dissemination:action", pk)
    context = {**own.action_frame(request, row), "form": form}
    return render(request, "dissemination/outreach/finish.html", context)


@require_POST
def reopen(request: MemberRequest, pk: int) -> HttpResponse:
    row = own.write(request, pk)
    form = ConfirmationForm(request.POST)
    if form.is_valid() and carried_out(form, actions.reopen, row):
        messages.success(request, _("It is planned again, and counts no more."))
    else:
        for text in form.non_field_errors():
            messages.error(request, str(text))
    return redirect("dissemination:action", pk)


def delete(request: MemberRequest, pk: int) -> HttpResponse:
    row = own.dispose(request, pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.delete, row):
        messages.success(request, _("%(title)s is deleted.") % {"title": row})
        return redirect("dissemination:outreach")
    context = {**own.action_frame(request, row), "form": form, "files": queries.files_of(row)}
    return render(request, "dissemination/outreach/delete.html", context)
