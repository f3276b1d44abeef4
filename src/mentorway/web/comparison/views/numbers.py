"""The page behind every number: what it is, what it does not say, and where it comes from."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mentorway.web.comparison.analysis import numbers, pages, texts
from mentorway.web.comparison.analysis.comparing import result_of
from mentorway.web.comparison.views.door import VisitorRequest, open_to_visitors
from mentorway.web.comparison.views.results import finding_of, frame


@open_to_visitors
@require_safe
def number(request: VisitorRequest, pk: int, key: str) -> HttpResponse:
    definition = numbers.definition_of(key)
    finding = finding_of(request, pk)
    if definition is None:
        raise Http404
    found = result_of(finding)
    place = numbers.place_from(request.GET.dict())
    context = {
        **frame(request, finding.comparison, finding, "number"),
        "definition": definition,
        "place": place,
        "value": numbers.number_at(found, key, place),
        "where": pages.place_in_words(found, place),
        "design": texts.design(found),
        "cutoffs": texts.cutoffs(found),
        "index": place.scale if 1 <= place.scale <= len(found.scales) else 0,
    }
    return render(request, "comparison/number.html", context)
