"""Addresses of practices."""

from django.urls import URLPattern, URLResolver, include, path

from mentorway.web.practices.translated import OWNER
from mentorway.web.practices.views import library, reading, reviewing, states, topics, transfer, writing
from mentorway.web.translation.urls import workbench

urlpatterns: list[URLPattern | URLResolver] = [
    path("", library.practices, name="practices"),
    path("list/<str:kind>/", library.export, name="export"),
    path("deleted/", library.deleted, name="deleted"),
    path("new/", writing.create, name="create"),
    path("public/", reading.public, name="public"),
    path("public/<uuid:token>/", reading.public_practice, name="public_practice"),
    path("public/<uuid:token>/files/<int:file>/", reading.public_file, name="public_file"),
    path("cite/<uuid:token>/", reading.cite, name="cite"),
    path("cite/<uuid:token>/bibtex/", reading.bibtex, name="bibtex"),
    path("topics/", topics.topics, name="topics"),
    path("topics/new/", topics.add_topic, name="add_topic"),
    path("topics/<slug:slug>/change/", topics.topic, name="topic"),
    path("reviews/", reviewing.reviews, name="reviews"),
    path("reviews/agreement/", reviewing.agreement, name="agreement"),
    path("reviews/<int:pk>/", reviewing.review, name="review"),
    path("reviews/<int:pk>/decline/", reviewing.decline, name="decline"),
    path("<int:pk>/", reading.practice, name="practice"),
    path("<int:pk>/edit/", writing.edit, name="edit"),
    path("<int:pk>/hand-in/", writing.hand_in, name="hand_in_practice"),
    path("<int:pk>/history/", writing.history, name="history"),
    path("<int:pk>/history/<int:number>/", writing.revision, name="revision"),
    path("<int:pk>/files/", writing.files, name="files"),
    path("<int:pk>/files/<int:file>/", reading.file, name="file"),
    path("<int:pk>/files/<int:file>/remove/", writing.remove_file, name="remove_file"),
    path("<int:pk>/withdraw/", states.withdraw, name="withdraw"),
    path("<int:pk>/resume/", states.resume, name="resume"),
    path("<int:pk>/reopen/", states.reopen, name="reopen"),
    path("<int:pk>/publish/", states.publish, name="publish"),
    path("<int:pk>/unpublish/", states.unpublish, name="unpublish"),
    path("<int:pk>/delete/", states.delete, name="delete"),
    path("<int:pk>/restore/", states.restore, name="restore"),
    path("<int:pk>/reviewers/", reviewing.reviewers, name="reviewers"),
    path("<int:pk>/reviewers/<int:review>/take-back/", reviewing.take_back, name="take_back"),
    path("<int:pk>/start/", reviewing.start, name="start_review"),
    path("<int:pk>/decision/", reviewing.decision, name="decision"),
    path("<int:pk>/remarks/", reviewing.remarks, name="remarks"),
    path("<int:pk>/languages/", include(workbench), {"owner": OWNER}),
    path("<int:pk>/transfer/", transfer.judge, name="judge"),
    path("<int:pk>/transfer/<int:judgement>/", transfer.change_judgement, name="change_judgement"),
    path(
        "<int:pk>/transfer/<int:judgement>/remove/", transfer.take_back_judgement, name="take_back_judgement"
    ),
]
