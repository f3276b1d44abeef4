"""From a draft of a programme to its versions, what differs between them, and their files."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.training import exports, queries
from mentorway.web.training.actions import editions as actions
from mentorway.web.training.analysis.changes import changes
from mentorway.web.training.analysis.whole import programme_facts
from mentorway.web.training.forms.programmes import PublishForm
from mentorway.web.training.models import Edition
from mentorway.web.training.views import door


def publish(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.work(request, pk)
    found = actions.look(row)
    form = PublishForm(request.POST or None, initial={"revision": row.revision}, number=found.number)
    if form.is_valid() and carried_out(form, actions.publish, row, request.user, **form.cleaned_data):
        messages.success(request, _("The version is published. It will not change any more."))
        return redirect("training:versions", pk)
    row.refresh_from_db()
    context = {**door.frame(request.user, row), "form": form, "found": found, "revision": row.revision}
    return render(request, "training/publish.html", context)


@require_safe
def versions(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.look(request, pk)
    context = {**door.frame(request.user, row), "editions": queries.editions_of(row)}
    return render(request, "training/versions.html", context)


def _edition(request: MemberRequest, pk: int, number: int) -> Edition:
    rows: Any = Edition.objects.select_related("programme__partner", "programme__document", "published_by")
    found: Edition = access.fetch(request.user, rows, programme=pk, number=number)
    return found


@require_safe
def edition(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    row = _edition(request, pk, number)
    before = queries.edition_before(row)
    facts = row.content["programme"]
    context = {
        **door.frame(request.user, row.programme),
        "edition": row,
        "facts": facts,
        "before": before,
        "changes": changes(before.content["programme"], facts) if before else [],
        "since": changes(facts, programme_facts(row.programme)),
        "others": [one for one in queries.editions_of(row.programme) if one.number != number],
        "files": exports.offered(row),
    }
    return render(request, "training/version.html", context)


@require_safe
def edition_file(request: MemberRequest, pk: int, number: int, code: str, kind: str) -> HttpResponse:
    file = exports.of_edition(_edition(request, pk, number), code, kind)
    if file is None:
        raise Http404
    return file.response()


@require_safe
def difference(request: MemberRequest, pk: int, number: int, other: int) -> HttpResponse:
    old, new = (_edition(request, pk, each) for each in sorted((number, other)))
    context = {
        **door.frame(request.user, new.programme),
        "old": old,
        "new": new,
        "editions": [old, new],
        "changes": changes(old.content["programme"], new.content["programme"]),
    }
    return render(request, "training/difference.html", context)
