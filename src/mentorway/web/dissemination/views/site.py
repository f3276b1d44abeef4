"""The first page of the site, what it says about itself, and what search engines ask for."""

from itertools import chain
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core.addresses import whole
from mentorway.web.dissemination.analysis import site_card, site_map, site_programmes
from mentorway.web.dissemination.analysis.releases import reading_of as release_reading
from mentorway.web.dissemination.analysis.site_cite import warning_of
from mentorway.web.dissemination.analysis.site_entries import Story, body_of, stories, story_of
from mentorway.web.dissemination.analysis.site_entries import about as about_story
from mentorway.web.dissemination.analysis.site_head import About
from mentorway.web.dissemination.models import LANGUAGES, Kind
from mentorway.web.dissemination.queries import site as queries
from mentorway.web.dissemination.views import site_door as door

CLAIMS, NEWS, EVENTS = 6, 3, 3
MOST_PAGES = 50
XML = "application/xml; charset=utf-8"


@door.public
def front(request: HttpRequest, language: str) -> HttpResponse:
    now = timezone.now()
    keys = [
        list(rows)
        for rows in (queries.pages(now)[:1], queries.news(now)[:NEWS], queries.coming(now)[:EVENTS])
    ]
    shown = {
        row.pk: story_of(row, language)
        for row in queries.entries_of(chain.from_iterable(keys), now, files=False)
    }
    first, news, events = ([shown[key] for key in some if key in shown] for some in keys)
    context = {
        "first": first[0] if first else None,
        "claims": door.readings(queries.claims_of(queries.claims()[:CLAIMS]), language),
        "news": news,
        "events": events,
        "practices": queries.shows_practices(),
        "partners": queries.shows_partners(),
        "programmes": queries.editions().exists(),
        "data": queries.releases().exists(),
    }
    title = _("Mentoring across borders, with evidence")
    facts = {"@type": "WebSite", "alternateName": "Mentorway"}
    return door.show(request, "front.html", About(title, facts=facts), context)


@door.public
def about_pages(request: HttpRequest, language: str) -> HttpResponse:
    rows = _pages(language)
    about = About(_("About the project"), _("Who works together here, on what, and how."))
    return door.show(request, "about_pages.html", about, {"stories": rows})


def _pages(language: str) -> list[Story]:
    now = timezone.now()
    return stories(queries.entries_of(queries.pages(now)[:MOST_PAGES], now, files=False), language)


@door.public
def about(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    row = door.entry(Kind.PAGE, slug)
    story = story_of(row, language)
    named = door.named_in([story], language)
    others = [one for one in _pages(language) if one.slug != slug]
    context = {"story": story, "body": body_of(story, named), "others": others}
    return door.show(request, "about.html", about_story(story, row, named), context)


@door.public
def privacy(request: HttpRequest, language: str) -> HttpResponse:  # noqa: ARG001 - of the address
    text = _("What this site keeps about who reads it: nothing but how often each page is opened.")
    return door.show(request, "privacy.html", About(_("Privacy on this site"), text), {})


@door.public
def card(request: HttpRequest, language: str, kind: str, name: str) -> HttpResponse:  # noqa: ARG001
    """Draw the picture that other sites show of a page."""
    title, figure, foot, warning = _on_card(kind, name, language)
    return HttpResponse(site_card.drawn(title, figure, foot, warning), content_type="image/png")


def _on_card(kind: str, name: str, language: str) -> tuple[str, str, str, str]:
    """Return the title, the figure, the line below and the warning of a card."""
    if kind == "site":
        return _("Mentoring across borders, with evidence"), "", whole("").split("//")[-1], ""
    if kind == "claim":
        found = door.there(next(iter(door.readings([door.claim(name)], language)), None))
        return found.title, found.figure, found.partner, warning_of(found)
    if kind == "entry":
        story = story_of(door.there(queries.entry_with(timezone.now(), name)), language)
        return story.title, "", " · ".join(filter(None, [story.when, story.partner])), ""
    if kind == "programme" and name.isdecimal() and name.isascii():
        shown = site_programmes.card_of(door.there(queries.edition_of(int(name[:9]))), language)
        return shown.title, "", shown.partner, ""
    return _data_on_card(kind, name, language)


def _data_on_card(kind: str, name: str, language: str) -> tuple[str, str, str, str]:
    try:
        token = UUID(name)
    except ValueError:
        raise Http404 from None
    row = queries.release_at(token) if kind == "dataset" else None
    found = door.there(release_reading(door.there(row), language))
    return found.title, "", found.partner, _("This data was withdrawn.") if found.is_withdrawn else ""


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponseBase:
    """Say what robots may read: all that is public, but searching, and nothing behind the sign-in."""
    closed = ("/account/", *(reverse("site:search", args=[code]) for code in LANGUAGES))
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), "Allow: /", ""]
    lines.append(f"Sitemap: {whole(reverse('site_map'))}")
    text = "\n".join(lines) + "\n"
    return door.to_keep(request, HttpResponse(text, content_type="text/plain; charset=utf-8"))


@login_not_required
@require_safe
def site_map_index(request: HttpRequest) -> HttpResponseBase:
    return door.to_keep(request, HttpResponse(site_map.index(), content_type=XML))


@login_not_required
@require_safe
def site_map_file(request: HttpRequest, kind: str, number: int) -> HttpResponseBase:
    text = site_map.file(kind, number)
    if not text:
        raise Http404
    return door.to_keep(request, HttpResponse(text, content_type=XML))
