"""The self-assessment of a round after the six standards: read, answered, taken along as a file."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import tables
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.mentoring.actions import standards as doing
from mentorway.web.mentoring.analysis import standards as analysis
from mentorway.web.mentoring.forms.standards import StandardForm
from mentorway.web.mentoring.views import door


@require_safe
def standards(request: MemberRequest, pk: int) -> HttpResponse:
    whole, now = door.meet(request, pk), timezone.now()
    context = {
        **door.frame(request.user, whole),
        "assessment": analysis.assessment_of(whole, now),
        "levels": analysis.LEVELS,
        "cycle": analysis.cycle_in_words(whole, now.astimezone(whole.zone).date()),
    }
    return render(request, "mentoring/standards/list.html", context)


def standard_answer(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    whole = door.work(request, pk)
    found = analysis.assessment_of(whole, timezone.now()).standards
    wanted = next((one for one in found if one.standard.key == key), None)
    if wanted is None:
        raise Http404
    form = StandardForm(request.POST if request.method == "POST" else None, assessed=wanted)
    if form.is_valid() and carried_out(form, doing.save, whole, request.user, form.answers()):
        messages.success(request, _("Saved."))
        if request.POST.get("take") in form.answers():
            return redirect(f"{request.path}#s-{request.POST['take']}")
        return redirect("mentoring:standards", pk)
    context = {**door.frame(request.user, whole), "form": form, "assessed": wanted}
    return render(request, "mentoring/standards/answer.html", context)


@require_safe
def export_standards(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.meet(request, pk)
    name = _("Standards · %(round)s") % {"round": whole.title}
    return tables.csv_file(name, *analysis.table_of(analysis.assessment_of(whole, timezone.now())))
