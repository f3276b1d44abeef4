"""Open data: all versions, one with what was found, what goes in, and its way to everybody."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.wording import said
from mentorway.web.dissemination import rules
from mentorway.web.dissemination.actions import releases as doing
from mentorway.web.dissemination.analysis import release_files, release_offers, release_pages
from mentorway.web.dissemination.analysis.release_choices import choices_of
from mentorway.web.dissemination.analysis.releases import file_name
from mentorway.web.dissemination.forms.releases import AboutForm, ChooseForm, DoiForm, WithdrawForm, about
from mentorway.web.dissemination.models import Release, Stage
from mentorway.web.dissemination.queries import releases as queries
from mentorway.web.dissemination.views import door
from mentorway.web.study.models import Study


@require_safe
def releases(request: MemberRequest) -> HttpResponse:
    context = {
        **door.frame(request.user),
        **paging.paged(request, queries.releases_of(request.user)),
        "may_begin": queries.studies_to_publish(request.user).exists(),
    }
    return render(request, "dissemination/releases/list.html", context)


@require_safe
def new_release(request: MemberRequest) -> HttpResponse:
    found = paging.paged(request, queries.studies_to_publish(request.user))
    return render(request, "dissemination/releases/studies.html", {**door.frame(request.user), **found})


def begin_release(request: MemberRequest, study: int) -> HttpResponse:
    row = access.fetch(request.user, Study.objects, may=rules.may_release, pk=study)
    before = row.releases.order_by("-number").first()
    empty = Release(study=row, title=row.title, description={"en": row.purpose} if row.purpose else {})
    start = about(before, choices_of(before.choices)) if before else about(empty, choices_of({}))
    form = _about_form(request, row, initial={**start, "doi": "", "changes": ""})
    made: list[Release] = []
    if form.is_valid() and carried_out(
        form, lambda: made.append(doing.begin(row, request.user, **form.facts()))
    ):
        return redirect("dissemination:choose_release", made[0].pk)
    context = {**door.frame(request.user), "study": row, "form": form, "untold": release_pages.untold(row)}
    return render(request, "dissemination/releases/new.html", context)


def _about_form(request: MemberRequest, study: Study, **more: Any) -> AboutForm:
    return AboutForm(
        request.POST or None,
        waves=queries.waves_of(study),
        untold=bool(release_pages.untold(study)),
        is_later=queries.public_of(study).exists(),
        **more,
    )


@require_safe
def release(request: MemberRequest, pk: int) -> HttpResponse:
    row = _look(request, pk)
    context = {
        **_frame(request, row),
        "checked": release_pages.checked(row),
        "chosen": release_pages.chosen(row),
        "is_chosen": choices_of(row.choices).is_chosen,
        "why": said(row.problem) if row.problem and row.stage == Stage.FAILED else "",
        "public": _public_address(row),
        "form": ConfirmationForm(),
    }
    return render(request, "dissemination/releases/release.html", context)


def _look(request: MemberRequest, pk: int) -> Release:
    row: Release = access.fetch(request.user, Release.objects.select_related("study__partner"), pk=pk)
    return row


def _work(request: MemberRequest, pk: int) -> Release:
    rows = Release.objects.select_related("study__partner")
    row: Release = access.fetch(request.user, rows, may=rules.may_pack, pk=pk)
    return row


def _read_second(request: MemberRequest, pk: int) -> Release:
    rows = Release.objects.select_related("study__partner")
    row: Release = access.fetch(request.user, rows, may=rules.may_publish_data, pk=pk)
    return row


def _frame(request: MemberRequest, row: Release) -> dict[str, Any]:
    at_work = rules.may_pack(request.user, row)
    return {
        **door.frame(request.user),
        "release": row,
        "study": row.study,
        "at_work": at_work,
        "is_changeable": at_work and row.stage in doing.CHANGEABLE,
        "reads_second": rules.may_publish_data(request.user, row),
    }


def _public_address(row: Release) -> str:
    if row.stage not in queries.PUBLIC:
        return ""
    try:
        return reverse("site:dataset", kwargs={"language": get_language() or "en", "token": row.token})
    except NoReverseMatch:
        return ""


def change_release(request: MemberRequest, pk: int) -> HttpResponse:
    row = _work(request, pk)
    form = _about_form(request, row.study, initial=about(row, choices_of(row.choices)))
    if form.is_valid() and carried_out(form, doing.describe, row, **form.facts()):
        messages.success(request, _("Saved."))
        return redirect("dissemination:release", pk)
    context = {**_frame(request, row), "form": form, "untold": release_pages.untold(row.study)}
    return render(request, "dissemination/releases/change.html", context)


def choose_release(request: MemberRequest, pk: int) -> HttpResponse:
    row = _work(request, pk)
    offers = release_offers.offers_of(row.study)
    parts = release_offers.parts_of(row.study, offers)
    form = ChooseForm(request.POST or None, offers=offers, parts=parts, choices=choices_of(row.choices))
    if form.is_valid() and carried_out(form, doing.choose, row, **form.facts()):
        messages.success(request, _("Saved. Now it can be checked and packed."))
        return redirect("dissemination:release", pk)
    return render(request, "dissemination/releases/choose.html", {**_frame(request, row), "form": form})


def _done(
    request: MemberRequest, row: Release, words: str, action: Callable[..., Any], *args: Any
) -> HttpResponse:
    form = ConfirmationForm(request.POST)
    if form.is_valid() and carried_out(form, action, row, *args):
        messages.success(request, words)
    else:
        for text in form.non_field_errors():
            messages.error(request, str(text))
    return redirect("dissemination:release", row.pk)


@require_POST
def pack_release(request: MemberRequest, pk: int) -> HttpResponse:
    row = _work(request, pk)
    words = _("It is being checked and packed. You can leave this page.")
    return _done(request, row, words, doing.pack, request.user)


@require_POST
def stop_release(request: MemberRequest, pk: int) -> HttpResponse:
    return _done(request, _work(request, pk), _("It is stopped. What was chosen is kept."), doing.stop)


@require_safe
def release_file(request: MemberRequest, pk: int) -> FileResponse:
    row = _look(request, pk)
    content = release_files.content_of(row)
    if content is None:
        raise Http404
    return FileResponse(BytesIO(content), as_attachment=True, filename=file_name(row))


def publish_release(request: MemberRequest, pk: int) -> HttpResponse:
    row = _read_second(request, pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, doing.publish, row, request.user):
        messages.success(request, _("It is published: everybody can fetch it now."))
        return redirect("dissemination:release", pk)
    context = {
        **_frame(request, row),
        "form": form,
        "checked": release_pages.checked(row),
        "chosen": release_pages.chosen(row),
    }
    return render(request, "dissemination/releases/publish.html", context)


def withdraw_release(request: MemberRequest, pk: int) -> HttpResponse:
    row = _work(request, pk)
    form = WithdrawForm(request.POST or None)
    if form.is_valid() and carried_out(form, doing.withdraw, row, request.user, **form.cleaned_data):
        messages.success(request, _("It is withdrawn. Its address stays and says so."))
        return redirect("dissemination:release", pk)
    return render(request, "dissemination/releases/withdraw.html", {**_frame(request, row), "form": form})


def release_doi(request: MemberRequest, pk: int) -> HttpResponse:
    row = _work(request, pk)
    form = DoiForm(request.POST or None, initial={"doi": row.doi})
    if form.is_valid() and carried_out(form, doing.enter_doi, row, **form.cleaned_data):
        messages.success(request, _("Saved."))
        return redirect("dissemination:release", pk)
    return render(request, "dissemination/releases/doi.html", {**_frame(request, row), "form": form})


def delete_release(request: MemberRequest, pk: int) -> HttpResponse:
    row = _work(request, pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, doing.delete, row):
        messages.success(request, _("It is deleted."))
        return redirect("dissemination:releases")
    return render(request, "dissemination/releases/delete.html", {**_frame(request, row), "form": form})
