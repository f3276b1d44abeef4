"""Addresses of what people wrote in their own words."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.evaluation.views import voices

Paths = list[URLPattern | URLResolver]
top: Paths = []  # under /evaluation/
of_evaluation: Paths = [  # under /evaluation/<pk>/
    path("voices/", voices.voices, name="voices"),
    path("voices/<str:part>.csv", voices.export_voices, name="export_voices"),
    path("voices/questions/", voices.set_voices, name="set_voices"),
    path("voices/questions/<int:which>/remove/", voices.remove_voices, name="remove_voices"),
    path("voices/themes/new/", voices.new_theme, name="new_theme"),
    path("voices/themes/<int:which>/", voices.change_theme, name="change_theme"),
    path("voices/themes/<int:which>/remove/", voices.remove_theme, name="remove_theme"),
    path("voices/<int:which>/", voices.code_voices, name="code_voices"),
    path("voices/<int:which>/quotes/", voices.choose_quotes, name="choose_quotes"),
    path("voices/<int:which>/quote/", voices.quote, name="quote"),
]
