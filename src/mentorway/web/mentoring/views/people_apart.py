"""The list of people of a round who must not become a pair."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.mentoring.actions import people as doing
from mentorway.web.mentoring.forms.people import ApartForm
from mentorway.web.mentoring.queries import people as queries
from mentorway.web.mentoring.views import door


def keep_apart(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.work(request, pk) if request.method == "POST" else door.meet(request, pk)
    form = ApartForm(request.POST or None, whole=whole)
    if form.is_valid() and carried_out(form, doing.keep_apart, whole, by=request.user, **form.cleaned_data):
        messages.success(request, _("These two will not become a pair."))
        return redirect("mentoring:keep_apart", pk)
    context = {
        **door.frame(request.user, whole),
        "form": form,
        "rows": queries.kept_apart_in(whole),
    }
    return render(request, "mentoring/people/apart.html", context)


@require_POST
def let_meet(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    whole = door.work(request, pk)
    row, form = queries.kept_apart_of(whole, which), ConfirmationForm(request.POST)
    # Somebody may have taken them off the list meanwhile: what was asked for is so.
    if form.is_valid() and (row is None or carried_out(form, doing.let_meet, row)):
        messages.success(request, _("These two can become a pair again."))
    for refusal in form.non_field_errors():
        messages.error(request, str(refusal))
    return redirect("mentoring:keep_apart", pk)
