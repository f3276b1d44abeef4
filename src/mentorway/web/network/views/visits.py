"""Pages of visits and meetings: the list, one visit, its dates for calendars, its texts and history."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.core.merging import CONFLICT, conflict_of
from mentorway.web.core.settling import MergeForm, settled
from mentorway.web.network import exports
from mentorway.web.network.actions import visits as actions
from mentorway.web.network.analysis import visit_history as history_analysis
from mentorway.web.network.analysis import visits as analysis
from mentorway.web.network.analysis.visit_pictures import is_picture
from mentorway.web.network.forms import visits as forms
from mentorway.web.network.models import Country, Visit, VisitKind, VisitState, belonging_to
from mentorway.web.network.queries import visit_follow_ups as follow_up_queries
from mentorway.web.network.queries import visits as queries
from mentorway.web.network.rules import visits as rules
from mentorway.web.network.views.visit_door import filled, frame

LONGEST_KEY = 9


def _chosen(request: MemberRequest) -> dict[str, str]:
    """Return what the list is asked for, by the name that each choice has in the address."""
    partner = request.GET.get("partner", "")
    return {
        "when": paging.choice_of(request, "when", (queries.UPCOMING, queries.PAST)),
        "kind": paging.choice_of(request, "kind", VisitKind.values),
        "state": paging.choice_of(request, "state", VisitState.values),
        "country": paging.choice_of(request, "country", Country.values),
        "partner": partner if partner.isascii() and partner.isdigit() and len(partner) <= LONGEST_KEY else "",
    }


@require_safe
def visits(request: MemberRequest) -> HttpResponse:
    words, chosen = paging.words_of(request), _chosen(request)
    rows = queries.visits_of(request.user, timezone.now(), words, chosen)
    context = {
        **paging.paged(request, rows, chosen={"q": words, **chosen}),
        "words": words,
        "chosen": chosen,
        "has_filter": any(chosen.values()),
        "is_chosen": bool(words or any(chosen.values())),
        "kinds": VisitKind.choices,
        "states": VisitState.choices,
        "countries": queries.countries_of(request.user),
        "partners": queries.partners_to_choose(request.user, chosen["partner"]),
        "may_plan": queries.hosts_for(request.user).exists(),
        "has_deleted": queries.deleted_of(request.user).exists(),
    }
    return render(request, "network/visits.html", context)


@require_safe
def visits_file(request: MemberRequest, kind: str) -> HttpResponse:
    rows = queries.visits_of(request.user, timezone.now(), paging.words_of(request), _chosen(request))
    return exports.visits(rows, kind)


@require_safe
def visits_calendar(request: MemberRequest) -> HttpResponse:
    now = timezone.now()
    rows = queries.visits_of(request.user, now, paging.words_of(request), _chosen(request))
    return exports.calendar(queries.for_calendar(rows, now), _("Visits and meetings"), _address(request))


@require_safe
def visit_calendar(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Visit.objects, pk=pk)
    return exports.calendar([row], row.title, _address(request))


def _address(request: MemberRequest) -> str:
    """Return where a visit is read, with {pk} for its key."""
    whole = request.build_absolute_uri(reverse("network:visit", args=[0]))
    return whole.removesuffix("0/") + "{pk}/"


def plan(request: MemberRequest) -> HttpResponse:
    hosts = queries.hosts_for(request.user)
    if not hosts.exists():
        raise PermissionDenied
    form = forms.PlanForm(request.POST or None, hosts=hosts, own=belonging_to(request.user))
    if form.is_valid():
        planned: list[Visit] = []
        if carried_out(form, lambda: planned.append(actions.plan(request.user, **form.cleaned_data))):
            messages.success(
                request, _("The visit is there. Add partners, an agenda and people, then invite them.")
            )
            return redirect("network:visit", planned[0].pk)
    return render(request, "network/visit_new.html", {"form": form})


@require_safe
def visit(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Visit.objects, pk=pk)
    people = list(queries.people_at(row))
    takes_part = rules.takes_part(request.user, row)
    context = {
        **frame(request, row),
        **_files(request, row),
        "takes_part": takes_part,
        "may_plan": rules.may_plan(request.user, row),
        "may_announce": rules.may_announce(request.user, row),
        "own_place": queries.place_of(request.user, row) if takes_part else None,
        "own_partners": set(request.user.memberships.values_list("partner", flat=True)),
        "partners": queries.partners_at(row),
        "agenda": analysis.agenda(row, row.agenda.all()),
        "delegations": analysis.delegations(people),
        "people_count": len(people),
        "to_write_to": queries.to_write_to(row).count(),
        "follow_ups": follow_up_queries.follow_ups_at(row),
        "today": timezone.localdate(),
        "has_begun": row.starts <= timezone.now(),
        "has_history": takes_part and row.revision > 1,
    }
    return render(request, "network/visit.html", context)


def _files(request: MemberRequest, row: Visit) -> dict[str, Any]:
    """Return the pictures and the papers, each with whether this reader may change it."""
    may_change, may_add = rules.may_change(request.user, row), rules.may_contribute(request.user, row)
    found: dict[str, Any] = {"pictures": [], "papers": []}
    for file in row.files.all():
        own = may_add and file.added_by_id == request.user.pk
        kind = "pictures" if is_picture(file.media_type) else "papers"
        found[kind].append((file, may_change or own))
    return found


def describe(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Visit.objects, may=rules.may_change, pk=pk)
    initial = {**analysis.facts_of(row), "revision": row.revision}
    form = forms.DescriptionForm(settled(request.POST), initial=initial)
    merge = form.is_valid() and conflict_of(
        form, row, queries.revisions_since(row, form.cleaned_data["revision"])
    )
    if merge:
        context = {**frame(request, row), "merge": MergeForm(merge, form)}
        return render(request, "network/visit_merge.html", context, status=CONFLICT)
    if form.is_valid() and carried_out(form, actions.describe, row, request.user, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("network:visit", pk)
    return filled(request, row, form, _("Change the visit"))


def minutes(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Visit.objects, may=rules.may_contribute, pk=pk)
    initial = {"minutes": row.minutes, "revision": row.revision}
    form = forms.MinutesForm(settled(request.POST), initial=initial)
    merge = form.is_valid() and conflict_of(
        form, row, queries.revisions_since(row, form.cleaned_data["revision"])
    )
    if merge:
        context = {**frame(request, row), "merge": MergeForm(merge, form)}
        return render(request, "network/visit_merge.html", context, status=CONFLICT)
    if form.is_valid() and carried_out(form, actions.minute, row, request.user, **form.cleaned_data):
        messages.success(request, _("The minutes are saved."))
        return redirect(f"{reverse('network:visit', args=[pk])}#minutes")
    return filled(request, row, form, _("Write the minutes"), is_wide=True)


@require_safe
def history(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Visit.objects, may=rules.takes_part, pk=pk)
    context = {**frame(request, row), **paging.paged(request, queries.revisions_of(row).defer("fields"))}
    return render(request, "network/visit_history.html", context)


@require_safe
def revision(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    row = access.fetch(request.user, Visit.objects, may=rules.takes_part, pk=pk)
    found, earlier = queries.revision_and_earlier(row, number)
    if found is None:
        raise Http404
    before = earlier.fields if earlier else {}
    context = {
        **frame(request, row),
        "found": found,
        "is_first": earlier is None,
        "differences": history_analysis.differences(before, found.fields, forms.revised_fields()),
    }
    return render(request, "network/visit_revision.html", context)
