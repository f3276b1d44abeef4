"""Addresses of attendance."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.pilots.views import attendance, day, here

Paths = list[URLPattern | URLResolver]
top: Paths = [  # under /pilots/
    path("here/<uuid:token>/", here.here, name="here"),
    path("here/<uuid:token>/sign-in/", here.here_sign_in, name="here_sign_in"),
    path("day/", day.day, name="day"),
    path("day/<int:pk>/", day.day_meeting, name="day_meeting"),
]
cohort: Paths = [  # under /pilots/<pk>/
    path("attendance/", attendance.attendance, name="attendance"),
    path("attendance/sheet.pdf", attendance.attendance_sheet, name="attendance_sheet"),
    path("attendance/log/", attendance.attendance_log, name="attendance_log"),
    path("attendance/attendance.<str:kind>", attendance.attendance_file, name="attendance_file"),
    path("meetings/<int:which>/wall/", attendance.wall, name="wall"),
    path("meetings/<int:which>/wall/code/", attendance.wall_code, name="wall_code"),
    path("meetings/<int:which>/door-sign.pdf", attendance.door_sign, name="door_sign"),
    path("meetings/<int:which>/mark/", attendance.mark, name="mark"),
]
own: Paths = []  # under /pilots/p/<link>/
