"""Countries, sectors and challenges: the overview, earlier counts, the report."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorway.language import LANGUAGES
from mentorway.web.core import access, paging, tables
from mentorway.web.core.access import MemberRequest
from mentorway.web.network.models import Country, Sector
from mentorway.web.practices.actions import matrix as actions
from mentorway.web.practices.analysis import matrix as analysis
from mentorway.web.practices.analysis import matrix_differences as differing
from mentorway.web.practices.analysis import matrix_pdf as printing
from mentorway.web.practices.analysis import matrix_report as reporting
from mentorway.web.practices.analysis import matrix_tables as numbers
from mentorway.web.practices.forms.challenges import ReportForm
from mentorway.web.practices.models import ChallengeFinding, MaterialKind
from mentorway.web.practices.queries import challenges as queries
from mentorway.web.practices.rules import challenges as rules

TOGETHER = "together"


@require_safe
def challenges(request: MemberRequest) -> HttpResponse:
    finding = queries.last_finding(request.user)
    if finding is None:
        context = {"may_count": rules.may_count(request.user), **_codebook(request)}
        return render(request, "practices/challenges.html", context)
    return _shown(request, finding, is_last=True)


@require_safe
def challenge_finding(request: MemberRequest, token: UUID) -> HttpResponse:
    finding = access.fetch(request.user, ChallengeFinding.objects, token=token)
    last = queries.last_finding(request.user)
    return _shown(request, finding, is_last=last is not None and last.pk == finding.pk)


def _shown(request: MemberRequest, finding: ChallengeFinding, *, is_last: bool) -> HttpResponse:
    sector = paging.choice_of(request, "sector", [*Sector.values, TOGETHER])
    kind = paging.choice_of(request, "kind", MaterialKind.values)
    counted = analysis.Counted(finding.result, "" if sector == TOGETHER else sector, kind)
    columns = counted.columns(by_sector=sector != TOGETHER)
    materials, people = counted.total()
    context = {
        "finding": finding,
        "is_last": is_last,
        "is_current": is_last and analysis.is_current(finding),
        "may_count": rules.may_count(request.user),
        "sector": sector,
        "kind": kind,
        "sectors": Sector.choices,
        "kinds": MaterialKind.choices,
        "columns": columns,
        "countries": analysis.grouped(columns),
        "rows": list(counted.rows(columns)),
        "materials": materials,
        "people": people,
        "fewest": analysis.FEWEST,
        "caution": differing.caution(),
        **_codebook(request),
    }
    return render(request, "practices/challenges.html", context)


def _codebook(request: MemberRequest) -> dict[str, Any]:
    """Return the codebook as the overview shows it."""
    return {
        "codebook": queries.arranged(list(queries.codebook_of(request.user))),
        "may_keep": rules.may_keep_codebook(request.user),
    }


@require_POST
def count_challenges(request: MemberRequest) -> HttpResponse:
    if not rules.may_count(request.user):
        raise PermissionDenied
    actions.count(request.user)
    messages.success(request, _("Counted. These are the numbers of today."))
    return redirect("practices:challenges")


@require_safe
def challenge_findings(request: MemberRequest) -> HttpResponse:
    page = paging.paged(request, queries.findings_of(request.user))
    context = {**page, "belongs": rules.may_count(request.user)}
    return render(request, "practices/challenges_findings.html", context)


def _finding(request: MemberRequest) -> ChallengeFinding | None:
    """Return the count that the address names, else the last one."""
    token = request.GET.get("count")
    if token:
        found: ChallengeFinding = access.fetch(request.user, ChallengeFinding.objects, token=token)
        return found
    return queries.last_finding(request.user)


def _choice(request: MemberRequest, finding: ChallengeFinding) -> reporting.Choice:
    there = analysis.Counted(finding.result).countries()
    wanted = [one for one in request.GET.getlist("countries") if one in there]
    return reporting.Choice(
        countries=wanted[: differing.MOST_COUNTRIES] or reporting.usual_countries(there),
        sector=paging.choice_of(request, "sector", Sector.values),
        kind=paging.choice_of(request, "kind", MaterialKind.values),
        quotes=paging.choice_of(request, "quotes", list(reporting.CONSENT), usual="public"),
    )


@require_safe
def challenge_report(request: MemberRequest) -> HttpResponse:
    finding = _finding(request)
    if finding is None:
        return redirect("practices:challenges")
    choice = _choice(request, finding)
    there = analysis.Counted(finding.result).countries()
    language = get_language() or "en"
    form = ReportForm(
        initial={
            "countries": choice.countries,
            "sector": choice.sector,
            "kind": choice.kind,
            "quotes": choice.quotes,
            "language": language,
        },
        countries=[(one, str(Country(one).label)) for one in there],
    )
    facts = request.GET.copy()
    facts["count"] = str(finding.token)
    context = {
        "finding": finding,
        "form": form,
        "title": reporting.title(),
        "parts": reporting.parts(finding, choice),
        "query": facts.urlencode(),
        "languages": LANGUAGES,
        "most": differing.MOST_COUNTRIES,
    }
    return render(request, "practices/challenges_report.html", context)


@require_safe
def challenge_report_file(request: MemberRequest, kind: str) -> HttpResponse:
    finding = _finding(request)
    if finding is None:
        raise Http404
    choice = _choice(request, finding)
    language = paging.choice_of(request, "language", LANGUAGES, usual=get_language() or "en")
    with override(language):
        if kind == "pdf":
            return _pdf(printing.pdf(finding, choice), f"challenges-{language}.pdf")
        rows = numbers.rows(analysis.Counted(finding.result, choice.sector, choice.kind), choice.countries)
        if kind == "xlsx":
            return tables.xlsx_file(f"challenges-{language}", _("Challenges"), numbers.HEADER, rows)
        if kind == "csv":
            return tables.csv_file(f"challenges-{language}", numbers.HEADER, rows)
    raise Http404


def _pdf(content: bytes, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)
