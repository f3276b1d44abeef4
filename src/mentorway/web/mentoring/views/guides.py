"""Guides for conversations on the own pages of a relationship."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from mentorway.web.core.secret_pages import secret_page
from mentorway.web.mentoring.analysis.guides import BY_SLUG, GUIDES
from mentorway.web.mentoring.views import door


@secret_page("GET", "HEAD")
def own_guides(request: HttpRequest, link: str, which: int) -> HttpResponse:
    context = {**door.pair_frame(door.own_pair(link, which)), "guides": GUIDES}
    return render(request, "mentoring/together/guides.html", context)


@secret_page("GET", "HEAD")
def own_guide(request: HttpRequest, link: str, which: int, slug: str) -> HttpResponse:
    place, guide = door.own_pair(link, which), BY_SLUG.get(slug)
    if guide is None:
        raise Http404
    return render(request, "mentoring/together/guide.html", {**door.pair_frame(place), "guide": guide})
