"""Addresses of results and reports."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.evaluation.views import result_numbers, results

Paths = list[URLPattern | URLResolver]
ONE = "results/<int:number>/"
top: Paths = []  # under /evaluation/
of_evaluation: Paths = [
    path("results/", results.all_results, name="results"),
    path("results/new/", results.new_result, name="new_result"),
    path("results/compare/", result_numbers.compare_results, name="compare_results"),
    path(ONE, results.result, name="result"),
    path(f"{ONE}part/<slug:part>/", results.result_part, name="result_part"),
    path(f"{ONE}numbers.<str:kind>", result_numbers.export_result, name="export_result"),
    path(f"{ONE}stop/", results.stop_result, name="stop_result"),
    path(f"{ONE}words/", results.result_words, name="result_words"),
]  # under /evaluation/<pk>/
