"""From a draft of a methodology to its versions, and what differs between them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.methodology import exports, queries
from mentorway.web.methodology.actions import methodology_editions as actions
from mentorway.web.methodology.analysis.methodologies import content_of
from mentorway.web.methodology.analysis.methodology_changes import changes
from mentorway.web.methodology.forms.questionnaires import PublishForm
from mentorway.web.methodology.models import Edition
from mentorway.web.methodology.views import methodology_door as door


def publish(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.work(request, pk)
    form = PublishForm(request.POST or None, initial={"revision": row.revision})
    if form.is_valid() and carried_out(form, actions.publish, row, request.user, **form.cleaned_data):
        messages.success(request, _("The version is published. It will not change any more."))
        return redirect("methodology:methodology:versions", pk)
    row.refresh_from_db()
    context = {
        **door.frame(request.user, row),
        "form": form,
        "found": actions.look(row),
        "revision": row.revision,
    }
    return render(request, "methodology/methodology_publish.html", context)


@require_safe
def versions(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.look(request, pk)
    context = {**door.frame(request.user, row), "editions": queries.editions_of(row)}
    return render(request, "methodology/methodology_versions.html", context)


def _edition(request: MemberRequest, pk: int, number: int) -> Edition:
    rows: Any = Edition.objects.select_related(
        "methodology__partner", "methodology__document", "published_by"
    )
    found: Edition = access.fetch(request.user, rows, methodology=pk, number=number)
    return found


@require_safe
def edition(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    row = _edition(request, pk, number)
    before = queries.edition_before(row)
    context = {
        **door.frame(request.user, row.methodology),
        "edition": row,
        "before": before,
        "changes": changes(before.content, row.content) if before else [],
        "since": changes(row.content, content_of(row.methodology)),
        "others": [one for one in queries.editions_of(row.methodology) if one.number != number],
    }
    return render(request, "methodology/methodology_version.html", context)


@require_safe
def edition_file(request: MemberRequest, pk: int, number: int, kind: str) -> HttpResponse:
    row = _edition(request, pk, number)
    file = exports.methodology_file(f"{row.methodology.title} {number}", row.content, kind)
    if file is None:
        raise Http404
    return file.response()


@require_safe
def difference(request: MemberRequest, pk: int, number: int, other: int) -> HttpResponse:
    old, new = (_edition(request, pk, each) for each in sorted((number, other)))
    context = {
        **door.frame(request.user, new.methodology),
        "old": old,
        "new": new,
        "editions": [old, new],
        "changes": changes(old.content, new.content),
    }
    return render(request, "methodology/methodology_difference.html", context)
