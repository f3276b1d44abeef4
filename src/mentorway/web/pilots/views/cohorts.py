"""The list of cohorts, and each as a whole."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.merging import CONFLICT, conflict_of
from mentorway.web.core.settling import MergeForm, settled
from mentorway.web.pilots import rules
from mentorway.web.pilots.actions import cohorts as actions
from mentorway.web.pilots.actions import states
from mentorway.web.pilots.analysis import cohorts as analysis
from mentorway.web.pilots.forms.cohorts import CohortForm, NewCohortForm, ReasonForm
from mentorway.web.pilots.models import DAYS_IN_BIN, Cohort, CohortState
from mentorway.web.pilots.queries import cohorts as queries
from mentorway.web.pilots.queries import meetings as meeting_queries
from mentorway.web.pilots.views import door
from mentorway.web.training.models import Edition


@require_safe
def cohorts(request: MemberRequest) -> HttpResponse:
    words = paging.words_of(request)
    state = paging.choice_of(request, "state", CohortState.values)
    rows = queries.cohorts_of(request.user, words, state)
    context = {
        **paging.paged(request, rows, chosen={"q": words, "state": state}),
        "words": words,
        "state": state,
        "states": CohortState.choices,
        "is_chosen": bool(words or state),
        "has_partner": queries.partners_to_run(request.user).exists(),
        "has_deleted": queries.deleted_of(request.user).exists(),
    }
    return render(request, "pilots/cohorts.html", context)


def create(request: MemberRequest) -> HttpResponse:
    partners = queries.partners_to_run(request.user)
    chosen = request.GET.get("edition", "")
    if not partners or not chosen:
        return _choose(request, has_partner=bool(partners))
    edition = access.fetch(request.user, Edition.objects.select_related("programme"), pk=chosen)
    first = partners[0]
    start = analysis.beginnings(edition, first, request.user, timezone.localdate())
    form = NewCohortForm(
        request.POST or None,
        partners=partners,
        edition=edition,
        programme=analysis.programme_to_take(edition),
        initial=start,
    )
    made: list[Cohort] = []
    if form.is_valid() and carried_out(
        form, lambda: made.append(actions.create(request.user, edition, **form.cleaned_data))
    ):
        messages.success(request, _("The cohort is there. Plan its meetings next."))
        return redirect("pilots:cohort", made[0].pk)
    return render(request, "pilots/cohort_new.html", {"form": form, "edition": edition})


def _choose(request: MemberRequest, *, has_partner: bool) -> HttpResponse:
    words = paging.words_of(request)
    rows = queries.programmes_to_take(request.user, words)
    listed = paging.paged(request, rows, chosen={"q": words})
    context = {**listed, "words": words, "has_partner": has_partner}
    return render(request, "pilots/cohort_programmes.html", context)


@require_safe
def cohort(request: MemberRequest, pk: int) -> HttpResponse:
    row, now = door.look(request, pk), timezone.now()
    frame = door.frame(request.user, row)
    meetings = meeting_queries.meetings_of(row)
    standings = queries.standings_of(row)
    context = {
        **frame,
        "meetings": meetings,
        "next": next((one for one in meetings if one.ends > now and not one.cancelled), None),
        "now": now,
        "standings": [(label, standings[value]) for value, label in analysis.standing_names()],
        "taken": queries.seats_taken(row),
        "until": analysis.facts_of(row)["apply_until"],
        "required": analysis.required_titles(row, frame["programme"]),
        "lacks": analysis.lacks(row, frame["programme"], now) if _is_prepared(row) else [],
        "moves": analysis.moves_of(row) if frame["at_work"] else [],
        "newer": analysis.newest_of(row),
        "shows_programme": queries.shows_programme(request.user, row),
        "is_closed": analysis.is_closed(row),
    }
    return render(request, "pilots/cohort.html", context)


def _is_prepared(cohort: Cohort) -> bool:
    return cohort.state in (CohortState.PREPARED, CohortState.OPEN)


def change(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.work(request, pk)
    frame = door.frame(request.user, row)
    initial = {**analysis.facts_of(row), "revision": row.revision}
    form = CohortForm(
        settled(request.POST), edition=row.edition, programme=frame["programme"], initial=initial
    )
    merge = form.is_valid() and conflict_of(
        form, row, queries.revisions_since(row, form.cleaned_data["revision"])
    )
    if merge:
        context = {**frame, "merge": MergeForm(merge, form)}
        return render(request, "pilots/cohort_merge.html", context, status=CONFLICT)
    if form.is_valid() and carried_out(form, actions.change, row, request.user, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("pilots:cohort", pk)
    return render(request, "pilots/cohort_form.html", {**frame, "form": form})


def move(request: MemberRequest, pk: int, state: str) -> HttpResponse:
    row, now = door.work(request, pk), timezone.now()
    if state not in CohortState.values:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = ReasonForm(data) if state == CohortState.CANCELLED else ConfirmationForm(data)
    if form.is_valid() and carried_out(form, states.move, row, state, by=request.user, **form.cleaned_data):
        messages.success(request, analysis.moved(state))
        return redirect("pilots:cohort", pk)
    context = {
        **door.frame(request.user, row),
        "form": form,
        "state": state,
        "may": row.may_become(state),
        "stopping": analysis.stopping(row, now) if state == CohortState.OPEN else [],
        "standings": queries.standings_of(row),
        "to_come": meeting_queries.to_come(row, now),
    }
    return render(request, "pilots/cohort_state.html", context)


def delete(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Cohort.objects, may=rules.may_dispose, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.delete, row):
        messages.success(request, _("%(title)s is deleted.") % {"title": row})
        return redirect("pilots:cohorts")
    context = {**door.frame(request.user, row), "form": form, "days": DAYS_IN_BIN}
    return render(request, "pilots/cohort_deletion.html", context)


@require_safe
def deleted(request: MemberRequest) -> HttpResponse:
    found = paging.paged(request, queries.deleted_of(request.user))
    rows = [(row, rules.may_dispose(request.user, row)) for row in found["page"]]
    return render(request, "pilots/cohorts_deleted.html", {**found, "rows": rows, "days": DAYS_IN_BIN})


def restore(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Cohort.bin, may=rules.may_dispose, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.restore, row):
        messages.success(request, _("%(title)s is back.") % {"title": row})
        return redirect("pilots:cohort", pk)
    return render(request, "pilots/cohort_restoration.html", {"form": form, "cohort": row})
