"""The page of the network that everybody may see."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mentorway.web.network.analysis import map as analysis
from mentorway.web.network.queries import partners as queries


@login_not_required
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    rows = list(queries.public_partners())
    context = {"map": analysis.drawn(rows), "groups": analysis.by_country(rows), "count": len(rows)}
    return render(request, "network/public.html", context)
