"""What a study asks, promises and wants: description, consent, letter, sampling plan, version."""

from copy import copy

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.study import queries, rules
from mentorway.web.study.actions import plan as planning
from mentorway.web.study.actions import studies as doing
from mentorway.web.study.analysis import power, proposing
from mentorway.web.study.forms import DescriptionForm, PlanForm, TextsForm
from mentorway.web.study.models import Consent, State, Study
from mentorway.web.study.views.door import asked, frame


def describe(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Study.objects, may=rules.may_work, pk=pk)
    known, fixed = doing.languages_of(row), row.state != State.DRAFT
    form = DescriptionForm(request.POST or None, instance=copy(row), known=known, fixed=fixed)
    if form.is_valid() and carried_out(form, doing.describe, row, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("study:board", pk)
    return render(request, "study/description.html", frame(request, row, "describe", form=form))


def consent(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Study.objects, may=rules.may_work, pk=pk)
    languages = proposing.languages_asked(row)
    texts = row.consent or proposing.consents(row)
    form = TextsForm(request.POST or None, languages=languages, texts=texts, rows=14)
    if form.is_valid() and carried_out(form, doing.write_consent, row, request.user, texts=form.texts()):
        messages.success(
            request, _("The consent text is kept as version %(number)d.") % {"number": row.consent_version}
        )
        return redirect("study:consent", pk)
    context = frame(
        request, row, "consent", form=form, proposed=not row.consent, versions=queries.consents_of(row)
    )
    return render(request, "study/consent.html", context)


@require_safe
def consent_version(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    row = access.fetch(request.user, Study.objects, pk=pk)
    kept = access.fetch(request.user, Consent.objects, study=row, number=number)
    names = dict(proposing.languages_asked(row))
    texts = [(code, names.get(code, code), text) for code, text in kept.texts.items()]
    return render(
        request, "study/consent_version.html", frame(request, row, "consent", kept=kept, texts=texts)
    )


def letter(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Study.objects, may=rules.may_work, pk=pk)
    form = TextsForm(request.POST or None, languages=proposing.languages_asked(row), texts=row.letter, rows=6)
    if form.is_valid() and carried_out(form, doing.write_letter, row, texts=form.texts()):
        messages.success(request, _("The changes are saved."))
        return redirect("study:letter", pk)
    context = frame(
        request, row, "waves", form=form, samples=proposing.letters_like(row, queries.first_wave(row))
    )
    return render(request, "study/letter.html", context)


def plan(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Study.objects, may=rules.may_work, pk=pk)
    targets, partners = list(queries.targets_of(row)), queries.partners_to_place()
    own = queries.partners_to_own(request.user)
    form = PlanForm(request.POST or None, targets=targets, partners=partners, own=own)
    if form.is_valid() and carried_out(form, planning.save_plan, row, rows=form.asked()):  # type: ignore[arg-type]
        messages.success(request, _("The sampling plan is saved."))
        return redirect("study:plan", pk)
    planned = queries.methodology_for(request.user, row)
    shown = {"form": form, "targets": targets, "foreseen": power.foreseen(targets), "planned": planned}
    return render(request, "study/plan.html", frame(request, row, "plan", **shown))


def take_version(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Study.objects, may=rules.may_work, pk=pk)
    newer = queries.newer_version(row)
    if newer is None:
        return redirect("study:board", pk)
    return asked(
        request,
        row,
        "newer_version",
        lambda: doing.take_version(row, request.user),
        done=_("The study asks version %(number)d from now on.") % {"number": newer.number},
        newer=newer,
    )
