"""The list of studies, the bin, and a new study."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.study import queries, rules
from mentorway.web.study.actions import studies as doing
from mentorway.web.study.forms import StudyForm
from mentorway.web.study.models import DAYS_IN_BIN, Study
from mentorway.web.study.views.door import asked

ON_A_PAGE = 20


@require_safe
def studies(request: MemberRequest) -> HttpResponse:
    words = paging.words_of(request)
    page = Paginator(queries.studies_of(request.user, words), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "words": words,
        "query": f"{urlencode({'q': words})}&" if words else "",
        "has_partner": queries.partners_to_own(request.user).exists(),
        "has_deleted": queries.deleted_of(request.user).exists(),
    }
    return render(request, "study/studies.html", context)


def create(request: MemberRequest) -> HttpResponse:
    partners, versions = queries.partners_to_own(request.user), queries.versions_to_ask(request.user)
    form = StudyForm(
        request.POST or None,
        partners=partners,
        versions=versions,
        initial={"version": request.GET.get("version"), "contact": request.user.email},
    )
    if form.is_valid():
        study = doing.create(request.user, **form.cleaned_data)
        text = _("The study is there. Write the consent text and the sampling plan, then open it.")
        messages.success(request, text)
        return redirect("study:board", study.pk)
    context = {"form": form, "has_partner": partners.exists(), "has_version": versions.exists()}
    return render(request, "study/creation.html", context)


@require_safe
def deleted(request: MemberRequest) -> HttpResponse:
    rows = [(row, rules.may_lead(request.user, row)) for row in queries.deleted_of(request.user)]
    return render(request, "study/deleted.html", {"rows": rows, "days": DAYS_IN_BIN})


def restore(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Study.bin, may=rules.may_lead, pk=pk)
    return asked(
        request,
        row,
        "restoration",
        lambda: doing.restore(row, request.user),
        done=_("%(title)s is back.") % {"title": row},
        next=reverse("study:board", args=[pk]),
        back=reverse("study:deleted"),
    )
