"""The list of questionnaires, and what can be done with each as a whole."""

from copy import copy

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.methodology import queries, rules
from mentorway.web.methodology.actions import keeping
from mentorway.web.methodology.forms.questionnaires import DescriptionForm, ImportForm, NewForm, WorkbookForm
from mentorway.web.methodology.models import DAYS_IN_BIN, Questionnaire
from mentorway.web.methodology.views import door
from mentorway.web.translation.queries import source_of


@require_safe
def questionnaires(request: MemberRequest) -> HttpResponse:
    words = paging.words_of(request)
    context = {
        **paging.paged(request, queries.questionnaires_of(request.user, words), chosen={"q": words}),
        "words": words,
        "has_partner": queries.partners_to_own(request.user).exists(),
        "has_deleted": queries.deleted_of(request.user).exists(),
    }
    return render(request, "methodology/questionnaires.html", context)


def create(request: MemberRequest) -> HttpResponse:
    partners = queries.partners_to_own(request.user)
    form = NewForm(request.POST or None, partners=partners)
    if form.is_valid() and carried_out(form, keeping.create, request.user, **form.asked()):
        return redirect(_newest(request))
    return render(request, "methodology/new.html", {"form": form, "has_partner": bool(partners)})


def take_in(request: MemberRequest) -> HttpResponse:
    partners = queries.partners_to_own(request.user)
    form = ImportForm(request.POST or None, request.FILES or None, partners=partners)
    if form.is_valid() and form.intake:
        about = {name: form.cleaned_data[name] for name in ("partner", "title")}
        if carried_out(form, keeping.take_in, request.user, **about, intake=form.intake):
            messages.success(request, _("The workbook is read. Look through its questions."))
            for text in form.left_to_do():
                messages.warning(request, text)
            return redirect(_newest(request))
    context = {"form": form, "problems": form.problems, "has_partner": bool(partners)}
    return render(request, "methodology/import.html", context)


def _newest(request: MemberRequest) -> str:
    row = queries.newest_of(request.user)
    return reverse("methodology:draft", args=[row.pk]) if row else reverse("methodology:questionnaires")


def replace(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.work(request, pk)
    source = source_of(row.document)
    initial = {"name": source.name, "code": source.code}
    form = WorkbookForm(request.POST or None, request.FILES or None, initial=initial)
    valid = form.is_valid() and form.intake
    if valid and carried_out(form, keeping.replace, row, request.user, intake=form.intake):
        messages.success(request, _("The draft is replaced. You can undo that."))
        return redirect("methodology:draft", pk)
    context = {**door.frame(request.user, row), "form": form, "problems": form.problems}
    return render(request, "methodology/replace.html", context)


def describe(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Questionnaire.objects, may=rules.may_dispose, pk=pk)
    form = DescriptionForm(request.POST or None, instance=copy(row))
    if form.is_valid() and carried_out(form, keeping.describe, row, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("methodology:draft", pk)
    return render(request, "methodology/description.html", {**door.frame(request.user, row), "form": form})


def delete(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Questionnaire.objects, may=rules.may_dispose, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, keeping.delete, row):
        messages.success(request, _("%(title)s is deleted.") % {"title": row})
        return redirect("methodology:questionnaires")
    context = {**door.frame(request.user, row), "form": form, "days": DAYS_IN_BIN}
    return render(request, "methodology/deletion.html", context)


@require_safe
def deleted(request: MemberRequest) -> HttpResponse:
    rows = [(row, rules.may_dispose(request.user, row)) for row in queries.deleted_of(request.user)]
    return render(request, "methodology/deleted.html", {"rows": rows, "days": DAYS_IN_BIN})


def restore(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Questionnaire.bin, may=rules.may_dispose, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, keeping.restore, row):
        messages.success(request, _("%(title)s is back.") % {"title": row})
        return redirect("methodology:draft", pk)
    return render(request, "methodology/restoration.html", {"form": form, "questionnaire": row})
