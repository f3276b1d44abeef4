"""Addresses of agreements."""

from django.urls import path

from mentorway.web.network.views import agreement_life as life
from mentorway.web.network.views import agreements as views

urlpatterns = [
    path("agreements/", views.agreements, name="agreements"),
    path("agreements.<str:kind>", views.agreements_file, name="agreements_file"),
    path("agreements/ends/", views.radar, name="radar"),
    path("agreements/deleted/", life.deleted, name="agreements_deleted"),
    path("agreements/new/", views.write, name="write_agreement"),
    path("agreements/<int:pk>/", views.agreement, name="agreement"),
    path("agreements/<int:pk>/description/", views.describe, name="describe_agreement"),
    path("agreements/<int:pk>/text/", views.draft, name="draft_agreement"),
    path("agreements/<int:pk>/parties/", life.parties, name="parties"),
    path("agreements/<int:pk>/parties/<int:partner>/add/", life.add_party, name="add_party"),
    path("agreements/<int:pk>/parties/<int:partner>/remove/", life.remove_party, name="remove_party"),
    path("agreements/<int:pk>/offer/", life.offer, name="offer_agreement"),
    path("agreements/<int:pk>/take-back/", life.take_back, name="take_back_agreement"),
    path("agreements/<int:pk>/end/", life.end, name="end_agreement"),
    path("agreements/<int:pk>/withdraw/", life.withdraw, name="withdraw_agreement"),
    path("agreements/<int:pk>/take-up/", life.take_up, name="take_up_agreement"),
    path("agreements/<int:pk>/delete/", life.delete, name="delete_agreement"),
    path("agreements/<int:pk>/restore/", life.restore, name="restore_agreement"),
    path("agreements/<int:pk>/attach/", views.attach, name="attach_to_agreement"),
    path("agreements/versions/<int:pk>/", views.version, name="agreement_version"),
    path("agreements/versions/<int:pk>/answer/<int:partner>/", life.answer, name="answer_agreement"),
    path("agreements/versions/<int:pk>/paper/<int:partner>/", life.answer_on_paper, name="answer_on_paper"),
    path("agreements/files/<int:pk>/", views.agreement_file, name="agreement_file"),
    path("agreements/files/<int:pk>/remove/", views.remove_file, name="remove_agreement_file"),
]
