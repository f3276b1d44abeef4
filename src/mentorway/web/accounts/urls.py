"""Addresses of a person’s own pages."""

from django.urls import path

from mentorway.web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("language/", views.language, name="language"),
]
