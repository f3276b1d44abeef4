"""News, events and materials, as everybody reads them."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.core import attachments, paging
from mentorway.web.core.calendar import MEDIA_TYPE, calendar_file
from mentorway.web.dissemination.analysis import site_entries as analysis
from mentorway.web.dissemination.analysis.site_head import About
from mentorway.web.dissemination.models import Kind
from mentorway.web.dissemination.queries import site as queries
from mentorway.web.dissemination.views import site_door as door

MOST_COMING = 30  # on the page of events
MOST_DATES, MOST_PAST = 100, 20  # in the calendar of all events


@door.public
def news(request: HttpRequest, language: str) -> HttpResponse:
    now = timezone.now()
    found = paging.paged(request, queries.news(now))
    context = {
        **found,
        "stories": analysis.stories(queries.entries_of(found["page"], now, files=False), language),
    }
    about = About(_("News"), _("What is new in the project."), facts={"@type": "CollectionPage"})
    return door.show(request, "news.html", about, context)


@door.public
def news_item(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    return _page(request, language, Kind.NEWS, slug)


@door.public
def events(request: HttpRequest, language: str) -> HttpResponse:
    now = timezone.now()
    found = paging.paged(request, queries.past(now))
    context = {
        **found,
        "coming": analysis.stories(
            queries.entries_of(queries.coming(now)[:MOST_COMING], now, files=False), language
        ),
        "past": analysis.stories(queries.entries_of(found["page"], now, files=False), language),
    }
    about = About(_("Events"), _("Where to meet us."), facts={"@type": "CollectionPage"})
    return door.show(request, "events.html", about, context)


@door.public
def event(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    return _page(request, language, Kind.EVENT, slug)


@door.public
def event_calendar(request: HttpRequest, language: str, slug: str) -> HttpResponse:  # noqa: ARG001
    row = door.entry(Kind.EVENT, slug)
    content = calendar_file([analysis.calendar_event(row, language)])
    return door.file(content, MEDIA_TYPE, f"{row.slug}.ics")


@door.public
def calendar(request: HttpRequest, language: str) -> HttpResponse:  # noqa: ARG001 - of the address
    now = timezone.now()
    keys = [*queries.coming(now)[:MOST_DATES], *queries.past(now)[:MOST_PAST]]
    dates = [analysis.calendar_event(row, language) for row in queries.entries_of(keys, now, files=False)]
    return door.file(calendar_file(dates, name=_("Events")), MEDIA_TYPE)


@door.public
def materials(request: HttpRequest, language: str) -> HttpResponse:
    now = timezone.now()
    found = paging.paged(request, queries.materials(now))
    found_rows = queries.entries_of(found["page"], now)
    rows = [(analysis.story_of(row, language), row.files.all()) for row in found_rows]
    about = About(
        _("Materials"),
        _("What everybody may use, and under which licence."),
        facts={"@type": "CollectionPage"},
    )
    return door.show(request, "materials.html", about, {**found, "rows": rows})


@door.public
def material(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    return _page(request, language, Kind.MATERIAL, slug)


def _page(request: HttpRequest, language: str, kind: Kind, slug: str) -> HttpResponse:
    row = door.entry(kind, slug)
    story = analysis.story_of(row, language)
    named = door.named_in([story], language)
    context = {
        "story": story,
        "body": analysis.body_of(story, named),
        "files": analysis.files_by_language(row),
        "is_over": kind == Kind.EVENT and (row.ends or row.starts or timezone.now()) < timezone.now(),
    }
    return door.show(request, f"{kind.value}_item.html", analysis.about(story, row, named), context)


@door.public
def entry_file(request: HttpRequest, language: str, slug: str, which: int) -> FileResponse:  # noqa: ARG001
    row = door.there(queries.file_of(timezone.now(), slug, which))
    return attachments.served(row.path, name=row.name, media_type=row.media_type, inline=True)
