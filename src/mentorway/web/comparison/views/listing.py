"""The list of comparisons, and what can be done with each as a whole."""

from copy import copy
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.accounts.models import User
from mentorway.web.comparison import queries, rules
from mentorway.web.comparison.actions import answers as actions
from mentorway.web.comparison.forms import DescriptionForm
from mentorway.web.comparison.models import DAYS_IN_BIN, Dataset
from mentorway.web.comparison.views.door import VisitorRequest, open_to_visitors
from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.network.models.partners import sees_all

ON_A_PAGE = 20


@open_to_visitors
@require_safe
def comparisons(request: VisitorRequest) -> HttpResponse:
    words = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    page = Paginator(queries.datasets_of(request.user, words), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "words": words,
        "query": f"{urlencode({'q': words})}&" if words else "",
        "has_own": queries.owns_any(request.user),
        "has_deleted": queries.deleted_of(request.user).exists(),
        "may_federate": isinstance(request.user, User) and sees_all(request.user),
    }
    return render(request, "comparison/comparisons.html", context)


def describe(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Dataset.objects, may=rules.may_dispose, pk=pk)
    form = DescriptionForm(request.POST or None, instance=copy(row))
    if form.is_valid() and carried_out(form, actions.describe, row, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("comparison:answers", pk)
    return render(request, "comparison/description.html", {"form": form, "dataset": row})


def delete(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Dataset.objects, may=rules.may_dispose, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.delete, row):
        messages.success(request, _("%(title)s is deleted.") % {"title": row})
        return redirect("comparison:comparisons")
    context = {"form": form, "dataset": row, "days": DAYS_IN_BIN}
    return render(request, "comparison/deletion.html", context)


@require_safe
def deleted(request: MemberRequest) -> HttpResponse:
    rows = [(row, rules.may_dispose(request.user, row)) for row in queries.deleted_of(request.user)]
    return render(request, "comparison/deleted.html", {"rows": rows, "days": DAYS_IN_BIN})


def restore(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Dataset.bin, may=rules.may_dispose, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.restore, row):
        messages.success(request, _("%(title)s is back.") % {"title": row})
        return redirect("comparison:answers", pk)
    return render(request, "comparison/restoration.html", {"form": form, "dataset": row})
