"""Which waves ask when, who is invited, who has answered."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.evaluation.actions import asking as actions
from mentorway.web.evaluation.analysis import asking as analysis
from mentorway.web.evaluation.analysis.outcomes import outcomes_of, shown
from mentorway.web.evaluation.forms.asking import InviteForm, WavesForm
from mentorway.web.evaluation.models import Asking
from mentorway.web.evaluation.queries import asking as queries
from mentorway.web.evaluation.views import door


@require_safe
def asking(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.look(request, pk)
    waves = queries.waves_of(whole)
    known = analysis.known_of(whole, waves)
    outcomes = outcomes_of(whole)
    context = {
        **door.frame(request.user, whole),
        "boards": analysis.boards_of(whole, waves, known, timezone.now()),
        "outcomes": [shown(one) for one in outcomes],
        "has_main": any(one.is_main for one in outcomes),
        "is_deleted": any(one.wave.study.deleted for one in waves),
        "is_destroyed": any(one.wave.study.key_destroyed for one in waves),
        "without_address": queries.without_address(whole),
    }
    return render(request, "evaluation/asking/board.html", context)


def set_waves(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.work(request, pk)
    chosen = queries.waves_of(whole)
    initial: dict[str, int | None] = {f"wave_{one.asking}": one.wave_id for one in chosen}
    initial |= {f"days_{one.asking}": one.days for one in chosen}
    form = WavesForm(request.POST or None, waves=queries.waves_to_choose(whole), initial=initial)
    if form.is_valid() and carried_out(form, actions.set_waves, whole, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("evaluation:asking", pk)
    return render(request, "evaluation/asking/waves.html", {**door.frame(request.user, whole), "form": form})


def invite(request: MemberRequest, pk: int, asking: str) -> HttpResponse:
    whole = door.work(request, pk)
    asked = queries.asked_wave_of(whole, asking) if asking in Asking.values else None
    if asked is None:
        raise Http404
    hindrance = analysis.hindrance_of(asked.wave, timezone.now())
    form = InviteForm(
        request.POST if request.method == "POST" else None,
        may_send=asked.wave.study.is_open and not asked.wave.sending,
    )
    counts: list[int] = []
    if form.is_valid() and carried_out(
        form, lambda: counts.append(actions.invite(whole, asking, **form.cleaned_data))
    ):
        messages.success(request, _told_of(counts[0], form))
        return redirect("evaluation:asking", pk)
    reach = analysis.reach_of(whole, analysis.known_of(whole, [asked]), asked.wave)
    context = {
        **door.frame(request.user, whole),
        "form": form,
        "asked": asked,
        "hindrance": hindrance,
        "reach": reach,
        "total": sum(one.now for one in reach),
        "may_begin": "send" in form.fields and any(one.already for one in reach),
    }
    return render(request, "evaluation/asking/invite.html", context)


def _told_of(count: int, form: InviteForm) -> str:
    """Say how many are invited, or that letters begin to those who are invited already."""
    if not count and form.cleaned_data.get("send"):
        return _("Letters are sent in the hours when people may be written to.")
    text = ngettext("%(count)d person is invited.", "%(count)d people are invited.", count)
    return text % {"count": count}
