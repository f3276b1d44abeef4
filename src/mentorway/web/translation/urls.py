"""Addresses of the workbench, for each activity to take in among its own with itself as the ``owner``."""

from django.urls import URLPattern, URLResolver, include, path

from mentorway.web.translation.views import languages, texts

Paths = list[URLPattern | URLResolver]
one_text: Paths = [
    path("", texts.text, name="text"),
    path("draft/", texts.text_draft, name="text_draft"),
    path("review/", texts.text_review, name="text_review"),
    path("decide/", texts.text_decide, name="text_decide"),
    path("reopen/", texts.text_reopen, name="text_reopen"),
    path("remark/", texts.text_remark, name="text_remark"),
]
one_language: Paths = [
    path("", texts.board, name="board"),
    path("parts/", languages.parts, name="parts"),
    path("remove/", languages.remove_language, name="remove_language"),
    path("hand-in/", languages.hand_in, name="hand_in"),
    path("take-over/", languages.adopt, name="adopt"),
    path("files/in/", languages.texts_in, name="texts_in"),
    path("files/<slug:kind>/", languages.texts_out, name="texts_out"),
    path("documentation/", languages.documentation, name="documentation"),
    path("documentation.csv", languages.documentation_file, name="documentation_file"),
    path("texts/<slug:digest>/", include(one_text)),
]
workbench: Paths = [
    path("", languages.languages, name="languages"),
    path("add/", languages.add_language, name="add_language"),
    path("board/", texts.whole_board, name="whole_board"),
    path("<slug:code>/", include(one_language)),
]
