"""What was found, page by page."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from mentorway.web.comparison import exports, queries, rules
from mentorway.web.comparison.analysis import naming, pages, texts
from mentorway.web.comparison.analysis.comparing import result_of
from mentorway.web.comparison.models import Comparison, Finding, Stage
from mentorway.web.comparison.views.door import VisitorRequest, go, open_to_visitors, shown


@open_to_visitors
@require_safe
def overview(request: VisitorRequest, pk: int) -> HttpResponse:
    comparison = shown(
        request, Comparison.objects.select_related("analysis__dataset__partner", "edition"), pk=pk
    )
    if request.headers.get("HX-Request") and not comparison.is_under_way:
        return go(request, "comparison:overview", pk)
    if comparison.stage != Stage.DONE:
        return _unfinished(request, comparison)
    finding = shown(request, Finding.objects, comparison=comparison)
    found = result_of(finding)
    context = {
        **frame(request, comparison, finding, "overview"),
        "summaries": pages.summaries(found),
        "labels": pages.labels(),
        "versions": queries.versions_of(comparison.analysis),
        "sizes": texts.sizes(found),
        "size": texts.size(found),
        "design": texts.design(found),
    }
    return render(request, "comparison/overview.html", context)


def _unfinished(request: VisitorRequest, comparison: Comparison) -> HttpResponse:
    if not rules.may_ask(request.user, comparison):
        raise Http404
    dataset = comparison.dataset
    done = queries.latest_done(comparison.analysis)
    context = {
        "comparison": comparison,
        "dataset": dataset,
        "done": done,
        "may_choose": queries.may_be_chosen(dataset),
        "may_dispose": rules.may_dispose(request.user, dataset),
        "may_remove": rules.may_remove(request.user, comparison.analysis),
        "released": pages.place_of_release(result_of(done.finding), comparison.plan) if done else None,
    }
    return render(request, "comparison/unfinished.html", context)


@open_to_visitors
@require_safe
def scale(request: VisitorRequest, pk: int, index: int) -> HttpResponse:
    finding = finding_of(request, pk)
    found = result_of(finding)
    if not 1 <= index <= len(found.scales):
        raise Http404
    one = found.scales[index - 1]
    context = {
        **frame(request, finding.comparison, finding, index),
        **_scale_parts(one),
        "language": get_language(),
    }
    context |= {
        "index": index,
        "sheets": exports.sheets_of(one),
        "refused": texts.means_refused(one),
        "answers": pages.answer_rows(one, get_language() or "en"),
        "panel": pages.panel_of(one),
        "hangs": texts.sensitivity(one),
    }
    return render(request, "comparison/scale.html", context)


@open_to_visitors
@require_safe
def together(request: VisitorRequest, pk: int) -> HttpResponse:
    finding = finding_of(request, pk)
    found = result_of(finding)
    if found.several_factors is None:
        raise Http404
    context = {
        **frame(request, finding.comparison, finding, "together"),
        **_scale_parts(found.several_factors),
        "index": 0,
    }
    return render(request, "comparison/together.html", context)


def _scale_parts(one: Any) -> dict[str, Any]:
    return {
        "scale": one,
        "pairs": pages.pairs_of(one),
        "sentences": list(pages.in_short(one)),
        "items": pages.item_rows(one, get_language() or "en"),
        "levels": pages.level_rows(one),
        "suspects": pages.suspects(one),
    }


@open_to_visitors
@require_safe
def method(request: VisitorRequest, pk: int) -> HttpResponse:
    finding = finding_of(request, pk)
    found = result_of(finding)
    context = {
        **frame(request, finding.comparison, finding, "method"),
        "methods": texts.methods(found),
        "citation": texts.citation(found, finding),
    }
    return render(request, "comparison/method.html", context)


@open_to_visitors
@require_safe
def drawing(request: VisitorRequest, pk: int, kind: str, index: int, language: str) -> HttpResponse:
    content = exports.drawing(finding_of(request, pk), kind, index, language)
    if content is None:
        raise Http404
    return HttpResponse(
        content, content_type="image/svg+xml", headers={"Cache-Control": "private, max-age=86400"}
    )


@open_to_visitors
@require_safe
def download(request: VisitorRequest, pk: int, kind: str) -> HttpResponse:
    language = request.GET.get("language") or get_language() or "en"
    file = exports.download(finding_of(request, pk), kind, language)
    if file is None:
        raise Http404
    return HttpResponse(
        file.content,
        content_type=file.content_type,
        headers={"Content-Disposition": f'attachment; filename="{file.name}"', "Cache-Control": "private"},
    )


def finding_of(request: VisitorRequest, pk: int) -> Finding:
    rows = Finding.objects.select_related(
        "comparison__analysis__dataset__partner", "comparison__edition"
    ).defer("value")
    return shown(request, rows, comparison=pk)


def frame(request: VisitorRequest, comparison: Comparison, finding: Finding, here: object) -> dict[str, Any]:
    """Return what every page of results shows around its own part."""
    dataset = comparison.dataset
    found = result_of(finding)
    by = found.plan.by or dataset.group
    return {
        "here": here,
        "meanings": naming.meanings(naming.names_of(dataset, [by]).get(by, {}), found.groups),
        "comparison": comparison,
        "dataset": dataset,
        "finding": finding,
        "found": found,
        "scales": [one.name for one in found.scales],
        "releases": pages.releases_in_words(found.plan.releases),
        "languages": settings.LANGUAGES,
        "may_work": rules.may_work(request.user, dataset),
        "may_dispose": rules.may_dispose(request.user, dataset),
        "may_remove": rules.may_remove(request.user, comparison.analysis),
    }
