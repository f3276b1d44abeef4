"""Addresses of partners and their people."""

from django.urls import path

from mentorway.web.network.views import partners as views

urlpatterns = [
    path("", views.partners, name="partners"),
    path("new/", views.found, name="found"),
    path("<int:pk>/", views.partner, name="partner"),
    path("<int:pk>/change/", views.describe, name="describe"),
    path("<int:pk>/people/add/", views.add_person, name="add_person"),
    path("people/<int:pk>/role/", views.change_role, name="change_role"),
    path("people/<int:pk>/remove/", views.remove_person, name="remove_person"),
]
