"""Addresses of a journey."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.journey.views import resetting, story, touring

app_name = "journey"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", story.story, name="story"),
    path("tours/", touring.tours, name="tours"),
    path("tours/leave/", touring.leave_tour, name="leave_tour"),
    path("tours/go/<slug:way>/", touring.move_tour, name="move_tour"),
    path("tours/<slug:key>/begin/", touring.start_tour, name="start_tour"),
    path("reset/", resetting.reset, name="reset"),
    path("reset/<int:pk>/", resetting.reset_done, name="reset_done"),
]
