"""Addresses of who works with whom."""

from django.urls import path

from mentorway.web.network.views import ties as views

urlpatterns = [
    path("ties/", views.ties, name="ties"),
    path("ties/look/", views.look, name="look"),
    path("ties/all/", views.findings, name="findings"),
    path("ties/<uuid:token>/", views.finding, name="finding"),
    path("ties/<uuid:token>/file/<str:kind>", views.finding_file, name="finding_file"),
]
