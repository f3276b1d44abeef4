"""Who is invited, who has answered, and in which groups people count."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.core.wording import said
from mentorway.web.evaluation.actions import asking as actions
from mentorway.web.evaluation.analysis import asking as analysis
from mentorway.web.evaluation.analysis.arms import moves_of, told_of
from mentorway.web.evaluation.analysis.asked import title_of
from mentorway.web.evaluation.analysis.outcomes import outcomes_of, shown
from mentorway.web.evaluation.forms.asking import InviteForm
from mentorway.web.evaluation.models import Asking
from mentorway.web.evaluation.queries import asking as queries
from mentorway.web.evaluation.views import door


@require_safe
def asking(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.look(request, pk)
    waves, now = queries.waves_of(whole), timezone.now()
    known = analysis.known_of(whole, waves, now)
    cohorts = list(known.cohorts.values())
    outcomes = outcomes_of(whole)
    context = {
        **door.frame(request.user, whole),
        "boards": analysis.boards_of(whole, waves, known, now),
        "follow_ups": [one for one in waves if one.asking == Asking.FOLLOW_UP],
        "then": next((one for one in waves if one.asking == Asking.THEN), None),
        "groups": [said(one) for one in told_of(known.placed, whole.others)],
        "moves": moves_of(known.placed, cohorts, whole.others),
        "set": analysis.set_in_words(known, cohorts),
        "outcomes": [shown(one) for one in outcomes],
        "has_main": any(one.is_main for one in outcomes),
        "is_deleted": any(one.wave.study.deleted for one in waves),
        "is_destroyed": any(one.wave.study.key_destroyed for one in waves),
        "without_address": queries.without_address(whole),
    }
    return render(request, "evaluation/asking/board.html", context)


def invite(request: MemberRequest, pk: int, asking: str) -> HttpResponse:
    whole, now = door.work(request, pk), timezone.now()
    asked = queries.asked_wave_of(whole, asking)
    if asked is None:
        raise Http404
    hindrance = analysis.hindrance_of(asked.wave, now)
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
    reach = analysis.reach_of(whole, analysis.known_of(whole, [asked], now), asked.wave)
    context = {
        **door.frame(request.user, whole),
        "form": form,
        "asked": asked,
        "title": title_of(asked, queries.waves_of(whole)),
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
