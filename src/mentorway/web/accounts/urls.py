"""Addresses of a person’s own pages."""

from django.urls import path

from mentorway.web.accounts import pages, saml, views

app_name = "accounts"
urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("sessions/", pages.sessions, name="sessions"),
    path("sessions/end/", pages.end_sessions, name="end_sessions"),
    path("sessions/<uuid:token>/end/", pages.end_session, name="end_session"),
    *saml.addresses(),
    path("language/", views.language, name="language"),
]
