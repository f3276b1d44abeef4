"""Choosing what a module cites."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.training import queries
from mentorway.web.training.actions import citing as actions
from mentorway.web.training.analysis.whole import cited_title
from mentorway.web.training.analysis.words import CITED
from mentorway.web.training.forms.programmes import CitationForm
from mentorway.web.training.models import Citation
from mentorway.web.training.views import door


def cite(request: MemberRequest, pk: int, module: str) -> HttpResponse:
    row = door.work(request, pk)
    found, words = door.module_of(row.content, module), paging.words_of(request)
    offers = queries.offers(request.user, words)
    choices = [
        (one.value, " · ".join(filter(None, [str(CITED[one.kind]), one.title, one.about]))) for one in offers
    ]
    form = CitationForm(request.POST or None, offers=choices)
    asked = {"module": module, **form.cleaned_data} if form.is_valid() else {}
    if asked and carried_out(form, actions.cite, row, request.user, **asked):
        messages.success(request, _("The module cites it now."))
        return redirect("training:module", pk, module)
    context = {
        **door.frame(request.user, row),
        "module": found,
        "form": form,
        "words": words,
        "offers": offers,
        "most": queries.MOST_OFFERED,
    }
    return render(request, "training/cite.html", context)


def cite_no_more(request: MemberRequest, pk: int, module: str, which: int) -> HttpResponse:
    row = door.work(request, pk)
    citation = access.fetch(request.user, Citation.objects, programme=row.pk, module=module, pk=which)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.cite_no_more, citation, request.user):
        messages.success(request, _("The module no longer cites it."))
        return redirect("training:module", pk, module)
    context = {
        **door.frame(request.user, row),
        "module": door.module_of(row.content, module),
        "form": form,
        "name": cited_title(citation),
    }
    return render(request, "training/citation_removal.html", context)
