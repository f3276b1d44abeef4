"""Which wave asks when, which questions ask about the time before, and which follow-up counts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.evaluation.actions import waves as actions
from mentorway.web.evaluation.analysis import then as analysis
from mentorway.web.evaluation.analysis.outcomes import asked_of, outcomes_of
from mentorway.web.evaluation.forms.waves import FollowUpsForm, ThenForm, WavesForm
from mentorway.web.evaluation.models import Asking
from mentorway.web.evaluation.queries import asking as queries
from mentorway.web.evaluation.views import door


def set_waves(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.work(request, pk)
    chosen = queries.waves_of(whole)
    form = WavesForm(request.POST or None, waves=queries.waves_to_choose(whole), chosen=chosen)
    if form.is_valid() and carried_out(form, actions.set_waves, whole, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        waves = queries.waves_of(whole)
        lacks_pairs = analysis.is_in_one(waves) and not any(one.pairs for one in waves)
        return redirect("evaluation:set_then" if lacks_pairs else "evaluation:asking", pk)
    return render(request, "evaluation/asking/waves.html", {**door.frame(request.user, whole), "form": form})


def set_then(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.work(request, pk)
    known = asked_of(whole.study_id) or {}
    items = analysis.asked_items(outcomes_of(whole))
    then = next((one for one in queries.waves_of(whole) if one.asking == Asking.THEN), None)
    chosen = then.pairs if then is not None else {}
    if not chosen:
        chosen = {one.name: analysis.proposed(one, known) for one in items}
    form = ThenForm(
        request.POST if request.method == "POST" else None, items=items, known=known, chosen=chosen
    )
    if form.is_valid() and carried_out(form, actions.set_then, whole, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("evaluation:asking", pk)
    context = {**door.frame(request.user, whole), "form": form, "then": then}
    return render(request, "evaluation/asking/then.html", context)


def choose_follow_up(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.work(request, pk)
    waves = [one for one in queries.waves_of(whole) if one.asking == Asking.FOLLOW_UP]
    outcomes = queries.lasting_outcomes(whole)
    form = FollowUpsForm(request.POST if request.method == "POST" else None, waves=waves, outcomes=outcomes)
    if form.is_valid() and carried_out(form, actions.choose_follow_up, whole, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("evaluation:asking", pk)
    context = {**door.frame(request.user, whole), "form": form, "waves": waves}
    return render(request, "evaluation/asking/follow_ups.html", context)
