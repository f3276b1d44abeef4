"""Addresses of the cost sheet and benefits."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.evaluation.views import benefits, cost_files, costs, mentoring_models

Paths = list[URLPattern | URLResolver]
top: Paths = []  # under /evaluation/
of_evaluation: Paths = [  # under /evaluation/<pk>/
    path("costs/", costs.costs, name="costs"),
    path("costs/new/", costs.new_cost, name="new_cost"),
    path("costs/import/", cost_files.import_costs, name="import_costs"),
    path("costs/costs.<str:kind>", cost_files.export_costs, name="export_costs"),
    path("costs/rates/", costs.rates, name="rates"),
    path("costs/models/", mentoring_models.name_models, name="name_models"),
    path("costs/hours/", costs.fill_hours, name="fill_hours"),
    path("costs/<int:which>/", costs.change_cost, name="change_cost"),
    path("costs/<int:which>/remove/", costs.remove_cost, name="remove_cost"),
    path("benefits/new/", benefits.new_benefit, name="new_benefit"),
    path("benefits/<int:which>/", benefits.change_benefit, name="change_benefit"),
    path("benefits/<int:which>/remove/", benefits.remove_benefit, name="remove_benefit"),
]
