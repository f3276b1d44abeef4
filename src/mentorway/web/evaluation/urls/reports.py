"""Addresses of the report on a version of the result."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.evaluation.views import reports

Paths = list[URLPattern | URLResolver]
top: Paths = []  # under /evaluation/
of_evaluation: Paths = [  # under /evaluation/<pk>/
    path("results/<int:number>/report/", reports.report, name="report"),
    path("results/<int:number>/report/<slug:kind>/", reports.report_file, name="report_file"),
]
