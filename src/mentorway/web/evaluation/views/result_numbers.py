"""One version as a file, and two versions side by side."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import tables
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.wording import said
from mentorway.web.evaluation.analysis import result_files as files
from mentorway.web.evaluation.analysis import result_pages as pages
from mentorway.web.evaluation.analysis import results
from mentorway.web.evaluation.analysis.decided import differences
from mentorway.web.evaluation.models import Evaluation, Result
from mentorway.web.evaluation.queries import own
from mentorway.web.evaluation.queries import results as queries
from mentorway.web.evaluation.views import door
from mentorway.web.evaluation.views.results import shown

TWO = 2


@require_safe
def export_result(request: MemberRequest, pk: int, number: int, kind: str) -> HttpResponse:
    row, found = shown(request, pk, number)
    name = pages.title_of(row.evaluation, row)
    match kind:
        case "csv":
            return tables.csv_file(name, files.header(), files.rows_of(found))
        case "xlsx":
            return tables.xlsx_file(name, _("Results"), files.header(), files.rows_of(found))
        case "json":
            return _json(name, files.record_of(row, found))
    raise Http404


def _json(name: str, text: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=get_valid_filename(f"{name}.json"))
    headers = {"Content-Disposition": str(disposition), "Cache-Control": "private, no-store"}
    return HttpResponse(text, content_type="application/json", headers=headers)


@require_safe
def compare_results(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.look(request, pk)
    numbers = queries.numbers_done(whole)
    context = {**door.frame(request.user, whole), "numbers": numbers}
    if len(numbers) >= TWO:
        later = _chosen(request, "later", numbers, numbers[0])
        earlier = _chosen(request, "earlier", numbers, next(one for one in numbers if one != later))
        context |= _compared(whole, *sorted((earlier, later)))
    return render(request, "evaluation/results/compare.html", context)


def _chosen(request: MemberRequest, name: str, numbers: list[int], usual: int) -> int:
    """Return the version that the address names, if there is one."""
    wanted = request.GET.get(name, "")
    return next((one for one in numbers if str(one) == wanted), usual)


def _compared(whole: Evaluation, earlier: int, later: int) -> dict[str, Any]:
    rows = [own.result_of(whole, number) for number in (earlier, later)]
    first, second = (_of(one) for one in rows)
    facts: dict[str, Any] = {"earlier": first[0], "later": second[0]}
    if first[1] is None or second[1] is None:
        return {**facts, "unreadable": True}
    told = differences(first[0].asked, second[0].asked, earlier)
    return {
        **facts,
        "rows": pages.compared(first[1], second[1]),
        "differences": [said(one) for one in told],
        "same": first[0].data_hash == second[0].data_hash,
    }


def _of(row: Result | None) -> tuple[Result, Any]:
    if row is None:
        raise Http404
    return row, results.found_in(row)
