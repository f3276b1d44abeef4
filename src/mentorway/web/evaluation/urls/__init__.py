"""Addresses of evaluation: the list, and each evaluation with its parts."""

from django.urls import URLPattern, URLResolver, include, path

from mentorway.web.evaluation.urls import asking, decisions, evaluations, money, reports, results, voices

AREAS = (evaluations, asking, money, results, reports, decisions, voices)
Paths = list[URLPattern | URLResolver]
one_evaluation: Paths = [address for area in AREAS for address in area.of_evaluation]
app_name = "evaluation"
urlpatterns: Paths = [
    *(address for area in AREAS for address in area.top),
    path("<int:pk>/", include(one_evaluation)),
]
