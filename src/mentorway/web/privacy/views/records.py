"""Retention, the record of processing, the audit log, and who sees what."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core import access, paging, tables
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm
from mentorway.web.evaluation.forms.reports import language_of
from mentorway.web.network.models import Partner
from mentorway.web.privacy.actions import forgetting
from mentorway.web.privacy.analysis import forgetting as due
from mentorway.web.privacy.analysis import log, who_sees
from mentorway.web.privacy.analysis.record import HEADER, MEASURES, Record, record_of
from mentorway.web.privacy.analysis.record_pdf import pdf
from mentorway.web.privacy.forms.answering import LogForm
from mentorway.web.privacy.queries import answering, records
from mentorway.web.privacy.views import door

RUNS_SHOWN = 10
LINES_SHOWN = 50


@require_safe
def retention(request: MemberRequest) -> HttpResponse:
    door.answers(request)
    found = due.preview(timezone.now())
    page = paging.paged(request, records.runs(), size=RUNS_SHOWN)
    context = {
        **door.frame(request),
        **page,
        "rows": found,
        "goes": sum(one.goes for one in found),
        "runs": [(run, due.in_words(run.counts)) for run in page["page"]],
    }
    return render(request, "privacy/records/retention.html", context)


def run(request: MemberRequest) -> HttpResponse:
    door.answers(request)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        ran = forgetting.run(timezone.now(), by=request.user)
        for kept in ran.failed:
            text = _("This could not be deleted, because something failed; it is in the log: %(what)s")
            messages.error(request, text % {"what": kept.about})
        if not ran.failed:
            messages.success(request, _("What was due is deleted."))
        return redirect("privacy:retention")
    rows = [one for one in due.preview(timezone.now()) if one.count]
    context = {**door.frame(request), "form": form, "rows": rows}
    return render(request, "privacy/records/run.html", context)


@require_safe
def record(request: MemberRequest) -> HttpResponse:
    door.belongs(request)
    partners = answering.controllers()
    found = _record_of(request)
    context = {
        **door.frame(request),
        "record": found,
        "header": HEADER,
        "measures": MEASURES,
        "partners": partners,
        "languages": settings.LANGUAGES,
        "language": language_of(request),
        "query": paging.query_of(_chosen(found)),
    }
    return render(request, "privacy/records/record.html", context)


def _record_of(request: MemberRequest) -> Record:
    """Return the record of all partners, or of the one that the address names."""
    key = request.GET.get("partner", "")
    partner = access.fetch(request.user, Partner.directory, pk=key) if key else None
    return record_of(timezone.localdate(), language_of(request), partner)


def _chosen(found: Record) -> dict[str, str]:
    return {"partner": f"{found.partner.pk}" if found.partner else ""}


@require_safe
def record_csv(request: MemberRequest) -> HttpResponse:
    door.belongs(request)
    found, language = _record_of(request), language_of(request)
    with override(language):
        header = [str(one) for one in (_("Controller"), _("Joint controllers"), _("Processors"), *HEADER)]
        rows = [[*_who(found), *one.row()] for one in found.processings]
        return tables.csv_file(f"record-of-processing-{language}", header, rows)


def _who(found: Record) -> list[str]:
    """Return who answers, as cells: each line of the file stands on its own."""
    joint = [
        f"{one.title}: {', '.join(each.name for each in one.parties.all())}" for one in found.arrangements
    ]
    return [
        "; ".join(one.name for one in found.partners),
        "; ".join(joint),
        "; ".join(one.name for one, _troubles in found.processors),
    ]


@require_safe
def record_pdf(request: MemberRequest) -> HttpResponse:
    door.belongs(request)
    found, language = _record_of(request), language_of(request)
    headers = {
        "Content-Disposition": f'attachment; filename="record-of-processing-{language}.pdf"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(pdf(found, language), content_type="application/pdf", headers=headers)


@require_safe
def audit_log(request: MemberRequest) -> HttpResponse:
    door.answers(request)
    chosen, rows = _lines(request)
    form = LogForm(request.GET or None)
    page = paging.paged(request, rows, chosen=chosen, size=LINES_SHOWN)
    context = {
        **door.frame(request),
        **page,
        "lines": log.told(list(page["page"]), request.user),
        "kinds": log.kinds_to_choose(),
        "chosen": chosen,
        "form": form,
        "is_narrowed": any(chosen.values()),
        "newest": records.newest_line(),
    }
    return render(request, "privacy/records/audit_log.html", context)


def _lines(request: MemberRequest) -> tuple[dict[str, str], Any]:
    """Return what the address asks for, and the lines that fit."""
    kind = paging.choice_of(request, "kind", [value for value, _label in log.kinds_to_choose()])
    first, last = LogForm(request.GET).days()
    chosen = {"kind": kind, "first": f"{first or ''}", "last": f"{last or ''}"}
    return chosen, records.lines(kind=kind, first=first, last=last)


@require_POST
def check_log(request: MemberRequest) -> HttpResponse:
    door.answers(request)
    is_whole, said = log.checked()
    (messages.success if is_whole else messages.error)(request, said)
    return redirect("privacy:audit_log")


@require_safe
def audit_csv(request: MemberRequest) -> HttpResponse:
    door.answers(request)
    _chosen_ones, rows = _lines(request)
    header = [str(one) for one in log.HEADER]
    return tables.csv_file("audit-log", header, (log.row_of(one) for one in rows.iterator(1000)))


@login_not_required
@never_cache
@require_safe
def who_sees_what(request: MemberRequest) -> HttpResponse:
    """Say to everybody, role by role, what is kept, who sees it, what for and for how long."""
    part = paging.choice_of(request, "role", who_sees.Part.values, usual=who_sees.Part.VISITOR)
    context = {**door.frame(request), "told": who_sees.told(part), "parts": who_sees.Part.choices}
    return render(request, "privacy/records/who_sees.html", context)
