"""The list of rounds, and each as a whole."""

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
from mentorway.web.mentoring import rules
from mentorway.web.mentoring.actions import rounds as actions
from mentorway.web.mentoring.actions import starting
from mentorway.web.mentoring.analysis import ready_made
from mentorway.web.mentoring.analysis import rounds as analysis
from mentorway.web.mentoring.forms.rounds import NewRoundForm, RoundForm
from mentorway.web.mentoring.models import DAYS_IN_BIN, Round, RoundState, Side
from mentorway.web.mentoring.queries import rounds as queries
from mentorway.web.mentoring.views import door
from mentorway.web.pilots.forms.cohorts import ReasonForm
from mentorway.web.pilots.queries.cohorts import partners_to_run


@require_safe
def rounds(request: MemberRequest) -> HttpResponse:
    words = paging.words_of(request)
    state = paging.choice_of(request, "state", RoundState.values)
    rows = queries.rounds_of(request.user, words, state)
    context = {
        **paging.paged(request, rows, chosen={"q": words, "state": state}),
        "words": words,
        "state": state,
        "states": RoundState.choices,
        "is_chosen": bool(words or state),
        "has_partner": partners_to_run(request.user).exists(),
        "has_deleted": queries.deleted_of(request.user).exists(),
    }
    return render(request, "mentoring/rounds/list.html", context)


def create(request: MemberRequest) -> HttpResponse:
    partners = partners_to_run(request.user)
    if not partners:
        return render(request, "mentoring/rounds/new.html")
    form = NewRoundForm(
        request.POST or None,
        partners=partners,
        questions=queries.questions_to_choose(request.user),
        initial=analysis.beginnings(partners[0], request.user, timezone.localdate()),
    )
    made: list[Round] = []
    if form.is_valid() and carried_out(
        form, lambda: made.append(actions.create(request.user, **form.cleaned_data))
    ):
        messages.success(request, _("The mentoring round is there. The page says what is next."))
        return redirect("mentoring:round", made[0].pk)
    return render(request, "mentoring/rounds/new.html", {"form": form})


@require_safe
def overview(request: MemberRequest, pk: int) -> HttpResponse:
    whole, now = door.look(request, pk), timezone.now()
    frame, figures = door.frame(request.user, whole), queries.figures_of(whole)
    asked = queries.questions_of(whole)
    context = {
        **frame,
        "step": analysis.step_of(whole, figures, now) if frame["at_work"] else None,
        "links": analysis.links_of(whole) if frame["at_work"] else [],
        "is_open": whole.is_open_at(now),
        "mentees": figures[Side.MENTEE],
        "mentors": figures[Side.MENTOR],
        "pairs": queries.pairs_of(whole),
        "until": analysis.facts_of(whole)["join_until"],
        "asked": [(label, asked[side]) for side, label in ready_made.TITLES.items()],
        "may_use_ours": frame["at_work"] and not all(asked.values()),
        "moves": analysis.moves_of(whole) if frame["at_work"] else [],
    }
    return render(request, "mentoring/rounds/overview.html", context)


def change(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.work(request, pk)
    frame = door.frame(request.user, whole)
    initial = {**analysis.facts_of(whole), "revision": whole.revision}
    questions = queries.questions_to_choose(request.user, whole)
    form = RoundForm(settled(request.POST), questions=questions, initial=initial)
    merge = form.is_valid() and conflict_of(
        form, whole, queries.revisions_since(whole, form.cleaned_data["revision"])
    )
    if merge:
        context = {**frame, "merge": MergeForm(merge, form)}
        return render(request, "mentoring/rounds/merge.html", context, status=CONFLICT)
    if form.is_valid() and carried_out(form, actions.change, whole, request.user, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("mentoring:round", pk)
    return render(request, "mentoring/rounds/change.html", {**frame, "form": form})


def use_our_questions(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.work(request, pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, starting.use_our_questions, whole, request.user):
        messages.success(request, _("The questions are there. Look at what counts for a good pair next."))
        return redirect("mentoring:round", pk)
    asked = queries.questions_of(whole)
    context = {
        **door.frame(request.user, whole),
        "form": form,
        "lists": [
            (label, ready_made.labels(side))
            for side, label in ready_made.TITLES.items()
            if asked[side] is None
        ],
        "sets_criteria": not any(asked.values()) and not whole.criteria,
    }
    return render(request, "mentoring/rounds/questions.html", context)


def move(request: MemberRequest, pk: int, state: str) -> HttpResponse:
    whole, now = door.work(request, pk), timezone.now()
    if state not in RoundState.values:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = ReasonForm(data) if state == RoundState.CANCELLED else ConfirmationForm(data)
    if form.is_valid() and carried_out(form, actions.move, whole, state, **form.cleaned_data):
        messages.success(request, analysis.moved(state))
        return redirect("mentoring:round", pk)
    context = {
        **door.frame(request.user, whole),
        "form": form,
        "may": whole.may_become(state),
        "is_danger": state == RoundState.CANCELLED,
        "button": analysis.button_of(whole, state),
        "meaning": analysis.meaning_of(state),
        "stopping": analysis.stopping(whole, state, now),
    }
    return render(request, "mentoring/rounds/state.html", context)


def delete(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.dispose(request, pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.delete, whole):
        messages.success(request, _("%(title)s is deleted.") % {"title": whole})
        return redirect("mentoring:rounds")
    context = {**door.frame(request.user, whole), "form": form, "days": DAYS_IN_BIN}
    return render(request, "mentoring/rounds/delete.html", context)


@require_safe
def deleted(request: MemberRequest) -> HttpResponse:
    found = paging.paged(request, queries.deleted_of(request.user))
    rows = [(row, rules.may_dispose(request.user, row)) for row in found["page"]]
    return render(request, "mentoring/rounds/deleted.html", {**found, "rows": rows, "days": DAYS_IN_BIN})


def restore(request: MemberRequest, pk: int) -> HttpResponse:
    whole = access.fetch(request.user, Round.bin, may=rules.may_dispose, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.restore, whole):
        messages.success(request, _("%(title)s is back.") % {"title": whole})
        return redirect("mentoring:round", pk)
    return render(request, "mentoring/rounds/restore.html", {"form": form, "round": whole})
