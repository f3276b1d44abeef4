"""Addresses of the board, supervision groups and standards."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.mentoring.views import board, standards, supervision

Paths = list[URLPattern | URLResolver]
GROUP, MEETING = "supervision/<int:which>/", "supervision/<int:which>/meetings/<int:number>/"
top: Paths = []  # under /mentoring/
of_round: Paths = [  # under /mentoring/<pk>/
    path("board/", board.board, name="board"),
    path("board/board.csv", board.export_board, name="export_board"),
    path("supervision/", supervision.supervision, name="supervision"),
    path("supervision/new/", supervision.new_supervision, name="new_supervision"),
    path(GROUP, supervision.supervision_group, name="supervision_group"),
    path(f"{GROUP}change/", supervision.change_supervision, name="change_supervision"),
    path(f"{GROUP}delete/", supervision.delete_supervision, name="delete_supervision"),
    path(f"{GROUP}meetings/new/", supervision.supervision_meeting_new, name="supervision_meeting_new"),
    path(MEETING, supervision.supervision_meeting, name="supervision_meeting"),
    path(f"{MEETING}cancel/", supervision.cancel_supervision_meeting, name="cancel_supervision_meeting"),
    path("standards/", standards.standards, name="standards"),
    path("standards/standards.csv", standards.export_standards, name="export_standards"),
    path("standards/<slug:key>/", standards.standard_answer, name="standard_answer"),
]
own: Paths = [  # under /mentoring/p/<link>/
    path("supervision/", supervision.own_supervision, name="own_supervision"),
    path("supervision/supervision.ics", supervision.own_supervision_file, name="own_supervision_file"),
]
