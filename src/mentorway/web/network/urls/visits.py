"""Addresses of visits and meetings."""

from django.urls import path

from mentorway.web.network.views import visit_agenda as agenda
from mentorway.web.network.views import visit_files as files
from mentorway.web.network.views import visit_follow_ups as follow_ups
from mentorway.web.network.views import visit_life as life
from mentorway.web.network.views import visit_people as people
from mentorway.web.network.views import visits as views

ONE = "visits/<int:pk>"
TASK = "visits/follow-ups/<int:pk>"
urlpatterns = [
    path("visits/", views.visits, name="visits"),
    path("visits.ics", views.visits_calendar, name="visits_calendar"),
    path("visits.<table:kind>", views.visits_file, name="visits_file"),
    path("visits/new/", views.plan, name="plan_visit"),
    path("visits/deleted/", life.deleted, name="visits_deleted"),
    path(f"{ONE}/", views.visit, name="visit"),
    path(f"{ONE}/visit.ics", views.visit_calendar, name="visit_calendar"),
    path(f"{ONE}/change/", views.describe, name="describe_visit"),
    path(f"{ONE}/minutes/", views.minutes, name="visit_minutes"),
    path(f"{ONE}/history/", views.history, name="visit_history"),
    path(f"{ONE}/history/<int:number>/", views.revision, name="visit_revision"),
    path(f"{ONE}/partners/", life.partners, name="visit_partners"),
    path(f"{ONE}/partners/<int:partner>/add/", life.add_partner, name="add_visit_partner"),
    path(f"{ONE}/partners/<int:partner>/remove/", life.remove_partner, name="remove_visit_partner"),
    path(f"{ONE}/held/", life.hold, name="hold_visit"),
    path(f"{ONE}/reopen/", life.reopen, name="reopen_visit"),
    path(f"{ONE}/cancel/", life.cancel, name="cancel_visit"),
    path(f"{ONE}/delete/", life.delete, name="delete_visit"),
    path(f"{ONE}/restore/", life.restore, name="restore_visit"),
    path(f"{ONE}/agenda/", agenda.agenda, name="visit_agenda"),
    path("visits/agenda/<int:pk>/change/", agenda.change_point, name="change_point"),
    path("visits/agenda/<int:pk>/up/", agenda.move_point, {"way": "up"}, name="move_point_up"),
    path("visits/agenda/<int:pk>/down/", agenda.move_point, {"way": "down"}, name="move_point_down"),
    path("visits/agenda/<int:pk>/remove/", agenda.remove_point, name="remove_point"),
    path(f"{ONE}/people/", people.people, name="visit_people"),
    path(f"{ONE}/people/add/", people.add_person, name="add_visit_person"),
    path(f"{ONE}/people/contacts/<int:contact>/", people.add_contact, name="add_visit_contact"),
    path("visits/people/<int:pk>/change/", people.change_person, name="change_visit_person"),
    path("visits/people/<int:pk>/remove/", people.remove_person, name="remove_visit_person"),
    path(f"{ONE}/coming/", people.announce, name="announce"),
    path(f"{ONE}/invite/", people.invite, name="invite"),
    path("visits/follow-ups/", follow_ups.follow_ups, name="follow_ups"),
    path(f"{ONE}/follow-ups/add/", follow_ups.add, name="add_follow_up"),
    path(f"{TASK}/change/", follow_ups.change, name="change_follow_up"),
    path(f"{TASK}/done/", follow_ups.finish, name="finish_follow_up"),
    path(f"{TASK}/reopen/", follow_ups.reopen, name="reopen_follow_up"),
    path(f"{TASK}/remove/", follow_ups.remove, name="remove_follow_up"),
    path(f"{ONE}/files/add/", files.attach, name="attach_to_visit"),
    path("visits/files/<int:pk>/", files.file, name="visit_file"),
    path("visits/files/<int:pk>/small/", files.picture, name="visit_picture"),
    path("visits/files/<int:pk>/caption/", files.caption, name="caption_visit_file"),
    path("visits/files/<int:pk>/remove/", files.remove, name="remove_visit_file"),
]
