"""The example is put back: what goes, what stays, and how far it is."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.core.wording import said
from mentorway.web.journey import actions, rules
from mentorway.web.journey.analysis.losing import named
from mentorway.web.journey.analysis.rows import look
from mentorway.web.journey.forms import ResetForm
from mentorway.web.journey.models import Reset
from mentorway.web.journey.queries import example as queries
from mentorway.web.network.example import people


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: MemberRequest) -> HttpResponse:
    """Say what goes when the example is put back, and begin once that is agreed to."""
    if not rules.may_reset(request.user):
        raise PermissionDenied
    actions.mark_silent()
    found, newest = look(), queries.newest_reset()
    form = ResetForm(request.POST if request.method == "POST" else None, initial={"total": found.total})
    made: list[Reset] = []
    if form.is_valid() and carried_out(
        form, lambda: made.append(actions.begin(request.user, total=form.cleaned_data["total"]))
    ):
        return redirect("journey:reset_done", made[0].pk)
    if form.is_bound:  # the page shows the example as it is now, so that is what is agreed to next
        form.data = {**form.data.dict(), "total": found.total}  # type: ignore[attr-defined]
    context = {
        "form": form,
        "found": found,
        "lost": named(found.counts()),
        "others": found.total - sum(found.counts().values()),
        "is_guarded": people.real_partners_exist(),
        "newest": newest if newest and newest.is_under_way else None,
    }
    return render(request, "journey/reset.html", context)


@never_cache
@require_safe
def reset_done(request: MemberRequest, pk: int) -> HttpResponse:
    """Show how far it is, and what came of it."""
    row = access.fetch(request.user, Reset.objects, pk=pk)
    problem = said(row.problem) if row.problem else ""
    context = {"reset": row, "problem": problem, "lost": named(row.lost)}
    return render(request, "journey/reset_done.html", context)
