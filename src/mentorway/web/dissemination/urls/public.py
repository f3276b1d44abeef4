"""Addresses of the public site, under the language: /en/, /lt/ …, without an account."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.dissemination.views import (
    site,
    site_claims,
    site_entries,
    site_feeds,
    site_letters,
    site_more,
)

CLAIM = "results/<slug:slug>/"
app_name = "site"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", site.front, name="front"),
    path("about/", site.about_pages, name="about_pages"),
    path("about/<slug:slug>/", site.about, name="about"),
    path("privacy/", site.privacy, name="privacy"),
    path("card/<slug:kind>/<str:name>.png", site.card, name="card"),
    path("results/", site_claims.results, name="results"),
    path(CLAIM, site_claims.claim, name="claim"),
    path(f"{CLAIM}<int:number>/", site_claims.claim_version, name="claim_version"),
    path(f"{CLAIM}chart.svg", site_claims.claim_chart, name="claim_chart"),
    path(f"{CLAIM}data.csv", site_claims.claim_data, name="claim_data"),
    path(f"{CLAIM}claim.json", site_claims.claim_json, name="claim_json"),
    path(f"{CLAIM}cite.bib", site_claims.claim_bibtex, name="claim_bibtex"),
    path(f"{CLAIM}CITATION.cff", site_claims.claim_cff, name="claim_cff"),
    path(f"{CLAIM}embed/", site_claims.claim_embed, name="claim_embed"),
    path("news/", site_entries.news, name="news"),
    path("news/<slug:slug>/", site_entries.news_item, name="news_item"),
    path("events/", site_entries.events, name="events"),
    path("events/<slug:slug>/", site_entries.event, name="event"),
    path("events/<slug:slug>/event.ics", site_entries.event_calendar, name="event_calendar"),
    path("calendar.ics", site_entries.calendar, name="calendar"),
    path("materials/", site_entries.materials, name="materials"),
    path("materials/<slug:slug>/", site_entries.material, name="material"),
    path("files/<slug:slug>/<int:which>/", site_entries.entry_file, name="entry_file"),
    path("programme/", site_more.programmes, name="programmes"),
    path("programme/<int:pk>/", site_more.programme, name="programme"),
    path("programme/<int:pk>/<slug:code>/<slug:kind>/", site_more.programme_file, name="programme_file"),
    path("data/", site_more.data, name="data"),
    path("data/<uuid:token>/", site_more.dataset, name="dataset"),
    path("data/<uuid:token>/file.zip", site_more.dataset_file, name="dataset_file"),
    path("search/", site_more.search, name="search"),
    path("feed.atom", site_feeds.feed, name="feed"),
    path("letters/", site_letters.subscribe, name="subscribe"),
    path("letters/confirm/<str:secret>/", site_letters.confirm, name="confirm"),
    path("letters/leave/<str:secret>/", site_letters.leave, name="leave"),
]
