"""Addresses of the chart, and files in and out."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.plan.views import gantt, plan_files

Paths = list[URLPattern | URLResolver]
top: Paths = []  # under /plan/
of_project: Paths = [  # under /plan/<pk>/
    path("chart/", gantt.gantt, name="gantt"),
    path("chart/what-if/", gantt.gantt_what_if, name="gantt_what_if"),
    path("chart/move/", gantt.gantt_move, name="gantt_move"),
    path("chart/file/<slug:kind>/", gantt.gantt_file, name="gantt_file"),
    path("files/", plan_files.plan_files, name="plan_files"),
    path("files/export/<slug:kind>/", plan_files.export_plan, name="export_plan"),
    path("files/import/", plan_files.import_plan, name="import_plan"),
    path("calendar/<str:link>.ics", plan_files.plan_calendar, name="plan_calendar"),
]
