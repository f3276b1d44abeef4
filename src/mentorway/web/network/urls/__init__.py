"""Addresses of the network."""

from mentorway.web.network.urls import agreements, partners, ties, visits

app_name = "network"
urlpatterns = [*partners.urlpatterns, *agreements.urlpatterns, *visits.urlpatterns, *ties.urlpatterns]
