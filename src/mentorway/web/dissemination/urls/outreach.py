"""Addresses of the dissemination plan, its log, goals, and of results that are used."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.dissemination.views import goals, key_results, outreach, outreach_files

Paths = list[URLPattern | URLResolver]
ALL = "outreach/"
ONE = f"{ALL}<int:pk>/"
RESULTS = "exploitation/"
RESULT = f"{RESULTS}<int:pk>/"
top: Paths = [  # under /dissemination/
    path(ALL, outreach.outreach, name="outreach"),
    path(f"{ALL}year/<int:which>/", outreach.year, name="outreach_year"),
    path(f"{ALL}table.csv", outreach.table, {"kind": "csv"}, name="outreach_csv"),
    path(f"{ALL}table.xlsx", outreach.table, {"kind": "xlsx"}, name="outreach_xlsx"),
    path(f"{ALL}new/", outreach.new, name="new_action"),
    path(ONE, outreach.action, name="action"),
    path(f"{ONE}change/", outreach.change, name="change_action"),
    path(f"{ONE}done/", outreach.finish, name="finish_action"),
    path(f"{ONE}not-done/", outreach.reopen, name="reopen_action"),
    path(f"{ONE}delete/", outreach.delete, name="delete_action"),
    path(f"{ONE}files/add/", outreach_files.add, name="add_action_file"),
    path(f"{ONE}files/<int:which>/", outreach_files.file, name="action_file"),
    path(f"{ONE}files/<int:which>/remove/", outreach_files.remove, name="remove_action_file"),
    path(f"{ALL}goals/", goals.goals, name="goals"),
    path(f"{ALL}goals/new/", goals.new, name="new_goal"),
    path(f"{ALL}goals/<int:pk>/change/", goals.change, name="change_goal"),
    path(f"{ALL}goals/<int:pk>/remove/", goals.remove, name="remove_goal"),
    path(RESULTS, key_results.results, name="key_results"),
    path(f"{RESULTS}table.xlsx", key_results.table, name="key_results_xlsx"),
    path(f"{RESULTS}new/", key_results.new, name="new_key_result"),
    path(RESULT, key_results.result, name="key_result"),
    path(f"{RESULT}change/", key_results.change, name="change_key_result"),
    path(f"{RESULT}delete/", key_results.delete, name="delete_key_result"),
]
