"""Addresses of what is new."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.notices import views

app_name = "notices"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.news, name="news"),
    path("read/", views.mark_read, name="mark_read"),
    path("settings/", views.settings, name="settings"),
    path("leave/<str:sign>/", views.leave, name="leave"),
]
