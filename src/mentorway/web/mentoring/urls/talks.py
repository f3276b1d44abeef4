"""Addresses of meetings, notes and guides."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.mentoring.views import guides, notes, talks

Paths = list[URLPattern | URLResolver]
top: Paths = []  # under /mentoring/
of_round: Paths = []  # under /mentoring/<pk>/
own: Paths = [  # under /mentoring/p/<link>/
    path("pairs/<int:which>/meetings/", talks.own_talks, name="own_talks"),
    path("pairs/<int:which>/meetings/new/", talks.own_talk_new, name="own_talk_new"),
    path("pairs/<int:which>/meetings/met/", talks.own_talk_log, name="own_talk_log"),
    path("pairs/<int:which>/meetings/calendar.ics", talks.own_calendar, name="own_calendar"),
    path("pairs/<int:which>/meetings/<int:number>/", talks.own_talk, name="own_talk"),
    path("pairs/<int:which>/meetings/<int:number>/held/", talks.own_talk_held, name="own_talk_held"),
    path("pairs/<int:which>/meetings/<int:number>/cancel/", talks.own_talk_cancel, name="own_talk_cancel"),
    path("pairs/<int:which>/meetings/<int:number>/meeting.ics", talks.own_talk_file, name="own_talk_file"),
    path("pairs/<int:which>/notes/", notes.own_notes, name="own_notes"),
    path("pairs/<int:which>/notes/new/", notes.own_note_new, name="own_note_new"),
    path("pairs/<int:which>/notes/notes.md", notes.own_notes_file, name="own_notes_file"),
    path("pairs/<int:which>/notes/<int:number>/", notes.own_note, name="own_note"),
    path("pairs/<int:which>/notes/<int:number>/delete/", notes.own_note_delete, name="own_note_delete"),
    path("pairs/<int:which>/guides/", guides.own_guides, name="own_guides"),
    path("pairs/<int:which>/guides/<slug:slug>/", guides.own_guide, name="own_guide"),
]
