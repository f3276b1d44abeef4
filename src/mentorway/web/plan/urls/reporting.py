"""Addresses of person-days, budget, periods and reports."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.plan.views import budget, people, periods, reports

Paths = list[URLPattern | URLResolver]
top: Paths = []  # under /plan/
of_project: Paths = [  # under /plan/<pk>/
    path("people/", people.people, name="people"),
    path("people/export/<slug:kind>/", people.export_people, name="export_people"),
    path("people/<int:which>/budget/", budget.set_budget, name="set_budget"),
    path("lines/<int:which>/days/", people.set_efforts, name="set_efforts"),
    path("periods/", periods.periods, name="periods"),
    path("periods/make/", periods.make_periods, name="make_periods"),
    path("periods/new/", periods.new_period, name="new_period"),
    path("periods/<int:number>/", periods.period, name="period"),
    path("periods/<int:number>/change/", periods.change_period, name="change_period"),
    path("periods/<int:number>/remove/", periods.remove_period, name="remove_period"),
    path("periods/<int:number>/close/", periods.close_period, name="close_period"),
    path("periods/<int:number>/open/", periods.reopen_period, name="reopen_period"),
    path("periods/<int:number>/texts/", reports.period_texts, name="period_texts"),
    path("periods/<int:number>/days/<int:which>/", people.report_days, name="report_days"),
    path("periods/<int:number>/money/<int:which>/", budget.report_money, name="report_money"),
    path("periods/<int:number>/report/", reports.funder_report, name="funder_report"),
    path("periods/<int:number>/report/<slug:kind>/", reports.funder_report_file, name="funder_report_file"),
]
