"""Addresses of good practices and challenges."""

from mentorway.web.practices.urls import challenges, practices

app_name = "practices"
urlpatterns = [*practices.urlpatterns, *challenges.urlpatterns]
