"""Addresses of people: who applies, who takes part, and their own pages."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.pilots.views import applying, own_data, people, person
from mentorway.web.pilots.views import own as own_page

Paths = list[URLPattern | URLResolver]
top: Paths = [  # under /pilots/
    path("open/", applying.open_cohorts, name="open"),
    path("apply/<uuid:token>/", applying.apply, name="apply"),
    path("apply/<uuid:token>/sent/", applying.applied, name="applied"),
    path("mine/", own_page.mine, name="mine"),
    path("dates/<str:sign>.ics", own_page.own_calendar, name="own_calendar"),
]
cohort: Paths = [  # under /pilots/<pk>/
    path("people/", people.people, name="people"),
    path("people/new/", people.new_person, name="new_person"),
    path("people/import/", people.import_people, name="import_people"),
    path("people/people.<str:kind>", people.export_people, name="export_people"),
    path("people/<int:who>/", person.person, name="person"),
    path("people/<int:who>/change/", person.change_person, name="change_person"),
    path("people/<int:who>/standing/", person.move_person, name="move_person"),
    path("people/<int:who>/link/", person.send_link, name="send_link"),
    path("people/<int:who>/new-link/", person.renew_link, name="renew_link"),
    path("people/<int:who>/remove/", person.remove_person, name="remove_person"),
]
own: Paths = [  # under /pilots/p/<link>/
    path("", own_page.home, name="own"),
    path("seat/", own_page.own_offer, name="own_offer"),
    path("withdraw/", own_page.own_withdraw, name="own_withdraw"),
    path("data/", own_data.own_data, name="own_data"),
    path("data/my-data.json", own_data.own_data_file, name="own_data_file"),
    path("data/settings/", own_data.own_settings, name="own_settings"),
    path("data/delete/", own_data.own_delete, name="own_delete"),
    path("data/device/", own_page.forget_device, name="forget_device"),
]
