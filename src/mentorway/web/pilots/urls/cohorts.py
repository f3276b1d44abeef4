"""Addresses of cohorts and their meetings."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.pilots.views import calendars, cohorts, meetings

Paths = list[URLPattern | URLResolver]
top: Paths = [  # under /pilots/
    path("", cohorts.cohorts, name="cohorts"),
    path("new/", cohorts.create, name="new_cohort"),
    path("deleted/", cohorts.deleted, name="deleted_cohorts"),
    path("calendar/", calendars.link, name="calendar_link"),
    path("calendar/<str:link>.ics", calendars.feed, name="calendar"),
]
cohort: Paths = [  # under /pilots/<pk>/
    path("", cohorts.cohort, name="cohort"),
    path("change/", cohorts.change, name="change_cohort"),
    path("state/<str:state>/", cohorts.move, name="cohort_state"),
    path("delete/", cohorts.delete, name="delete_cohort"),
    path("restore/", cohorts.restore, name="restore_cohort"),
    path("calendar.ics", calendars.cohort, name="cohort_calendar"),
    path("meetings/plan/", meetings.plan, name="plan_meetings"),
    path("meetings/new/", meetings.create, name="new_meeting"),
    path("meetings/<int:which>/", meetings.meeting, name="meeting"),
    path("meetings/<int:which>/change/", meetings.change, name="change_meeting"),
    path("meetings/<int:which>/cancel/", meetings.cancel, name="cancel_meeting"),
    path("meetings/<int:which>/restore/", meetings.restore, name="restore_meeting"),
    path("meetings/<int:which>/remove/", meetings.remove, name="remove_meeting"),
]
own: Paths = []  # under /pilots/p/<link>/
