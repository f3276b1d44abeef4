"""Addresses of people: who joins, and their own pages."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.mentoring.views import joining, own_data, people, people_apart, profile

Paths = list[URLPattern | URLResolver]
top: Paths = [  # under /mentoring/
    path("join/<uuid:token>/", joining.join, name="join"),
    path("join/<uuid:token>/sent/", joining.joined, name="joined"),
]
of_round: Paths = [  # under /mentoring/<pk>/
    path("people/", people.people, name="people"),
    path("people/new/", people.new_person, name="new_person"),
    path("people/import/", people.import_people, name="import_people"),
    path("people/people.<str:kind>", people.export_people, name="export_people"),
    path("people/apart/", people_apart.keep_apart, name="keep_apart"),
    path("people/apart/<int:which>/remove/", people_apart.let_meet, name="let_meet"),
    path("people/<int:who>/", people.person, name="person"),
    path("people/<int:who>/change/", people.change_person, name="change_person"),
    path("people/<int:who>/link/", people.send_link, name="send_link"),
    path("people/<int:who>/remove/", people.remove_person, name="remove_person"),
]
own: Paths = [  # under /mentoring/p/<link>/
    path("", profile.own, name="own"),
    path("profile/", profile.own_profile, name="own_profile"),
    path("data/", own_data.own_data, name="own_data"),
    path("data/my-data.json", own_data.own_data_file, name="own_data_file"),
    path("data/settings/", own_data.own_settings, name="own_settings"),
    path("data/leave/", own_data.own_leave, name="own_leave"),
    path("data/delete/", own_data.own_delete, name="own_delete"),
]
