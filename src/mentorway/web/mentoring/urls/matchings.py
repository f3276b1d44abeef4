"""Addresses of criteria and matchings."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.mentoring.views import again, criteria, matchings, results

Paths = list[URLPattern | URLResolver]
top: Paths = []  # under /mentoring/
of_round: Paths = [  # under /mentoring/<pk>/
    path("criteria/", criteria.criteria, name="criteria"),
    path("criteria/new/", criteria.new_criterion, name="new_criterion"),
    path("criteria/<slug:key>/", criteria.change_criterion, name="change_criterion"),
    path("criteria/<slug:key>/remove/", criteria.remove_criterion, name="remove_criterion"),
    path("matchings/", matchings.matchings, name="matchings"),
    path("matchings/new/", matchings.new_matching, name="new_matching"),
    path("matchings/try/", results.try_matching, name="try_matching"),
    path("matchings/<int:number>/", matchings.matching, name="matching"),
    path("matchings/<int:number>/stop/", matchings.stop_matching, name="stop_matching"),
    path("matchings/<int:number>/again/", again.match_again, name="match_again"),
    path("matchings/<int:number>/delete/", again.delete_matching, name="delete_matching"),
    path("matchings/<int:number>/matching.<str:kind>", results.export_matching, name="export_matching"),
    path("matchings/<int:number>/pairs/<int:mentee>/", results.matching_pair, name="matching_pair"),
    path("matchings/<int:number>/people/<int:who>/", results.matching_person, name="matching_person"),
]
own: Paths = []  # under /mentoring/p/<link>/
