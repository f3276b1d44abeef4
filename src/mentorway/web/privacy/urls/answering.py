"""Addresses of who answers for data: requests, holds, arrangements, processors."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.privacy.views import answering, arrangements

Paths = list[URLPattern | URLResolver]
ONE = "arrangements/<int:pk>/"
top: Paths = [  # under /privacy/
    path("requests/", answering.requests, name="requests"),
    path("requests/<int:pk>/", answering.answer, name="answer_request"),
    path("holds/", answering.all_holds, name="holds"),
    path("holds/new/", answering.set_hold, name="set_hold"),
    path("holds/<int:pk>/extend/", answering.extend_hold, name="extend_hold"),
    path("holds/<int:pk>/lift/", answering.lift_hold, name="lift_hold"),
    path("who-answers/", arrangements.who_answers, name="who_answers"),
    path("arrangements/", arrangements.arrangements, name="arrangements"),
    path("arrangements/new/", arrangements.new_arrangement, name="new_arrangement"),
    path(ONE, arrangements.arrangement, name="arrangement"),
    path(f"{ONE}change/", arrangements.change_arrangement, name="change_arrangement"),
    path(f"{ONE}attach/", arrangements.attach, name="attach_to_arrangement"),
    path("arrangements/files/<int:pk>/", arrangements.arrangement_file, name="arrangement_file"),
    path("arrangements/files/<int:pk>/remove/", arrangements.detach, name="remove_arrangement_file"),
    path("processors/", arrangements.processors, name="processors"),
    path("processors/new/", arrangements.new_processor, name="new_processor"),
    path("processors/<int:pk>/", arrangements.change_processor, name="change_processor"),
]
