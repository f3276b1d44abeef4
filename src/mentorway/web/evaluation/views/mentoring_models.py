"""By which mentoring model each pilot works."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.evaluation.actions import mentoring_models as doing
from mentorway.web.evaluation.forms.mentoring_models import ModelsForm
from mentorway.web.evaluation.queries import costs as pilots
from mentorway.web.evaluation.queries import mentoring_models as queries
from mentorway.web.evaluation.views import door


def name_models(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.work(request, pk)
    form = ModelsForm(
        request.POST if request.method == "POST" else None,
        pilots=pilots.pilots_of(whole),
        known=queries.models_of(whole),
    )
    if form.is_valid() and carried_out(form, doing.name_models, whole, form.models()):
        messages.success(request, _("Saved."))
        return redirect("evaluation:costs", pk)
    context = {**door.frame(request.user, whole), "form": form}
    return render(request, "evaluation/costs/models.html", context)
