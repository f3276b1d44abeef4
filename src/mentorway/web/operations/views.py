"""Pages of the installation, and of each person's own work that is under way."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.work import keeping, schedule
from mentorway.web.core.work.counts import counts
from mentorway.web.core.work.keeping import database_clock
from mentorway.web.operations import actions, queries, rules
from mentorway.web.operations.analysis import seeing, under_way

FAILED_SHOWN = 20


@never_cache
@require_safe
def overview(request: MemberRequest) -> HttpResponse:
    _runs(request)
    now, failed = database_clock(), queries.failed()
    page = paging.paged(request, failed, size=FAILED_SHOWN)
    context = {
        **page,
        "about": seeing.about(),
        "checks": seeing.checks(),
        "counts": counts(),
        "running": seeing.task_lines(queries.running()),
        "waiting": [(seeing.name_of(path), count, since) for path, count, since in queries.waiting()],
        "failed": seeing.task_lines(page["page"]),
        "letters_failed": failed.filter(task_path__endswith=f".{seeing.LETTER}").count(),
        "jobs": seeing.job_lines(now),
        "workers": seeing.worker_lines(queries.workers(), now),
        "backup": seeing.backup(now),
        "under_way": under_way.count(),
    }
    return render(request, "operations/overview.html", context)


@never_cache
@require_safe
def mine(request: MemberRequest) -> HttpResponse:
    return render(request, "operations/mine.html", {"under_way": under_way.of(request.user)})


@require_POST
def stop(request: MemberRequest, pk: Any) -> HttpResponse:
    row = _task(request, pk)
    if row.status in keeping.UNDONE and not _hears(row):
        raise PermissionDenied
    if actions.stop(row):
        messages.success(request, _("It is asked to stop."))
    else:
        messages.info(request, _("It was over already."))
    return redirect("operations:overview")


@require_POST
def try_again(request: MemberRequest, pk: Any) -> HttpResponse:
    row = _task(request, pk)
    if not seeing.task_lines([row])[0].may_again:
        raise PermissionDenied
    if actions.try_again(row):
        messages.success(request, _("It is tried again."))
    else:
        messages.info(request, _("It waits, runs or is done already."))
    return redirect("operations:overview")


@require_POST
def run_now(request: MemberRequest, key: str) -> HttpResponse:
    _runs(request)
    if key not in schedule.jobs():
        raise Http404
    if actions.run_now(key):
        messages.success(request, _("It is done as soon as a worker is free."))
    else:
        messages.info(request, _("It waits or runs already."))
    return redirect("operations:overview")


def _runs(request: MemberRequest) -> None:
    """Refuse everybody but those who run the installation."""
    if not rules.may_run(request.user):
        raise PermissionDenied


def _task(request: MemberRequest, pk: Any) -> Any:
    _runs(request)
    return access.fetch(request.user, queries.tasks(), pk=pk)


def _hears(row: Any) -> bool:
    """Whether a task can be stopped, or was asked to stop already."""
    line = seeing.task_lines([row])[0]
    return line.may_stop or line.is_stopping
