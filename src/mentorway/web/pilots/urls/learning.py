"""Addresses of learning."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.pilots.views import journal, own_journal, own_practice, own_works, triads, works

Paths = list[URLPattern | URLResolver]
top: Paths = []  # under /pilots/
cohort: Paths = [  # under /pilots/<pk>/
    path("work/", works.works, name="works"),
    path("work/results.<str:kind>", works.works_file, name="works_file"),
    path("work/<int:which>/", works.work, name="work"),
    path("work/<int:which>/assess/", works.assess, name="assess"),
    path("work/file/<int:which>/", works.work_file, name="work_file"),
    path("work/pass/<slug:key>/", works.pass_many, name="pass_many"),
    path("journal/", journal.shared_journal, name="shared_journal"),
    path("journal/<int:which>/", journal.journal_reply, name="journal_reply"),
    path("practice/", triads.triads, name="triads"),
    path("practice/form/", triads.form_triads, name="form_triads"),
    path("practice/seen/", journal.shared_observations, name="shared_observations"),
    path("practice/<int:which>/add/", triads.add_to_triad, name="add_to_triad"),
    path("practice/<int:which>/move/<int:who>/", triads.move_in_triad, name="move_in_triad"),
    path("practice/<int:which>/remove/", triads.remove_triad, name="remove_triad"),
]
own: Paths = [  # under /pilots/p/<link>/
    path("work/", own_works.own_works, name="own_works"),
    path("work/<slug:key>/", own_works.own_work, name="own_work"),
    path("work/<slug:key>/hand-in/", own_works.own_hand_in, name="own_hand_in"),
    path("work/<slug:key>/take-back/", own_works.own_take_back, name="own_take_back"),
    path("file/<int:which>/", own_works.own_file, name="own_file"),
    path("file/<int:which>/remove/", own_works.own_file_remove, name="own_file_remove"),
    path("quiz/<slug:key>/", own_works.own_quiz, name="own_quiz"),
    path("journal/", own_journal.own_journal, name="own_journal"),
    path("journal/new/", own_journal.own_new_entry, name="own_new_entry"),
    path("journal/<int:which>/", own_journal.own_entry, name="own_entry"),
    path("journal/<int:which>/share/", own_journal.own_entry_share, name="own_entry_share"),
    path("journal/<int:which>/delete/", own_journal.own_entry_delete, name="own_entry_delete"),
    path("practice/", own_practice.own_practice, name="own_practice"),
    path("practice/<int:triad>/<slug:key>/<int:mentor>/", own_practice.own_observe, name="own_observe"),
    path(
        "practice/seen/<int:which>/share/",
        own_practice.own_share_observation,
        name="own_share_observation",
    ),
]
