"""A practice as people read it: in the network, in public, and how it is cited."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from mentorway.web.core import access, attachments, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.practices.analysis import citing, completeness, transferring, translated
from mentorway.web.practices.forms.practices import LABELS, LONG_FIELDS
from mentorway.web.practices.models import Practice, PracticeFile, Strength
from mentorway.web.practices.queries import finding, reviewing
from mentorway.web.practices.queries import practices as queries
from mentorway.web.practices.rules import practices as rules
from mentorway.web.practices.views.library import asked_for, listed
from mentorway.web.practices.views.practice_door import frame


@require_safe
def practice(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, queries.with_all(Practice.objects.all()), pk=pk)
    context = {
        **frame(request, row, "reading"),
        **shown(request, row),
        "files": [(one, reverse("practices:file", args=[row.pk, one.pk])) for one in row.files.all()],
        "may_lead": rules.may_lead(request.user, row),
        "may_delete": rules.may_delete(request.user, row),
        "may_publish": rules.may_publish(request.user, row),
        "may_judge": rules.may_judge(request.user, row),
        "lacking": [
            (LABELS[name], has, needed)
            for name, has, needed in completeness.lacking(row, len(row.topics.all()))
        ],
        "note": queries.last_note(row),
        "own_review": reviewing.asked_of(request.user).filter(practice=row).first(),
        "editable": {one.pk for one in row.transfers.all() if rules.may_take_back(request.user, one)}
        if rules.may_judge(request.user, row)
        else set(),
    }
    return render(request, "practices/practice.html", context)


def shown(request: HttpRequest, row: Practice) -> dict[str, Any]:
    """Return what readers see of a practice, in one of its languages."""
    found = {one.code: one for one in translated.readings(row, dict(settings.LANGUAGES)[row.language])}
    usual = translated.nearest(list(found), get_language() or "")
    language = paging.choice_of(request, "language", found, usual=usual)
    texts = translated.shown(row, found[language].agreed)
    address = request.build_absolute_uri(reverse("practices:cite", args=[row.token]))
    return {
        "texts": texts,
        "language": language,
        "languages": [(one.code, one.name) for one in found.values()],
        "is_translated": language != row.language,
        "missing": [LABELS[name] for name, one in texts.items() if one.is_missing],
        "stale": [LABELS[name] for name, one in texts.items() if one.is_stale],
        "parts": [(name, LABELS[name], texts[name]) for name in LONG_FIELDS if texts[name].text],
        "steps": [(step.value, step.label) for step in Strength],
        "transfer": transferring.summary(row.transfers.all()),
        "address": address,
        "citation": citing.citation(row, address),
    }


@require_safe
def file(request: MemberRequest, pk: int, file: int) -> FileResponse:
    kept = access.fetch(request.user, PracticeFile.objects, practice=pk, pk=file)
    return attachments.served(kept.path, name=kept.name, media_type=kept.media_type, inline=True)


@login_not_required
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    wanted, form = asked_for(request, with_state=False)
    found = finding.find(Practice.objects.public(), wanted)
    return render(request, "practices/public.html", {**listed(request, found, wanted), "form": form})


@login_not_required
@require_safe
def public_practice(request: MemberRequest, token: UUID) -> HttpResponse:
    row = access.fetch(request.user, queries.with_all(Practice.shown.all()), token=token)
    files = [(one, reverse("practices:public_file", args=[token, one.pk])) for one in row.files.all()]
    context = {"practice": row, "files": files, **shown(request, row)}
    return render(request, "practices/public_practice.html", context)


@login_not_required
@require_safe
def public_file(request: MemberRequest, token: UUID, file: int) -> FileResponse:
    kept = access.fetch(request.user, PracticeFile.shown, practice__token=token, pk=file)
    return attachments.served(kept.path, name=kept.name, media_type=kept.media_type, inline=True)


@login_not_required
@require_safe
def cite(request: MemberRequest, token: UUID) -> HttpResponse:
    """Lead from the permanent address to where this reader may read it now."""
    if Practice.objects.public().with_token(token).exists():
        return redirect("practices:public_practice", token)
    if not request.user.is_authenticated:
        raise Http404
    row = access.fetch(request.user, Practice.objects, token=token)
    return redirect("practices:practice", row.pk)


@login_not_required
@require_safe
def bibtex(request: MemberRequest, token: UUID) -> HttpResponse:
    is_public = Practice.objects.public().with_token(token).exists()
    rows = Practice.shown if is_public or not request.user.is_authenticated else Practice.objects
    row = access.fetch(request.user, rows, token=token)
    address = request.build_absolute_uri(reverse("practices:cite", args=[row.token]))
    answer = HttpResponse(citing.bibtex(row, address), content_type="application/x-bibtex; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="practice-{str(row.token)[:8]}.bib"'
    return answer
