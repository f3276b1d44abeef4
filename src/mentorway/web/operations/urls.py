"""Addresses of the installation."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.operations import views

app_name = "operations"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.overview, name="overview"),
    path("mine/", views.mine, name="mine"),
    path("tasks/<uuid:pk>/stop/", views.stop, name="stop_task"),
    path("tasks/<uuid:pk>/again/", views.try_again, name="try_task_again"),
    path("jobs/<str:key>/run/", views.run_now, name="run_job"),
]
