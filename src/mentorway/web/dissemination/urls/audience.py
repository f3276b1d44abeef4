"""Addresses of readers of letters, of letters, and of how often pages are opened."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.dissemination.views import mailings, reach, readers

Paths = list[URLPattern | URLResolver]
ALL = "readers/"
LETTERS = f"{ALL}letters/"
LETTER = f"{LETTERS}<int:pk>/"
top: Paths = [  # under /dissemination/
    path(ALL, readers.readers, name="readers"),
    path(f"{ALL}find/", readers.find, name="find_reader"),
    path(f"{ALL}<int:pk>/remove/", readers.remove, name="remove_reader"),
    path(LETTERS, mailings.mailings, name="mailings"),
    path(f"{LETTERS}new/", mailings.new, name="new_mailing"),
    path(LETTER, mailings.mailing, name="mailing"),
    path(f"{LETTER}change/", mailings.change, name="change_mailing"),
    path(f"{LETTER}try/", mailings.try_out, name="try_mailing"),
    path(f"{LETTER}send/", mailings.release, name="release_mailing"),
    path(f"{LETTER}stop/", mailings.stop, name="stop_mailing"),
    path(f"{LETTER}delete/", mailings.delete, name="delete_mailing"),
    path("reach/", reach.reach, name="reach"),
    path("reach/table.csv", reach.table, name="reach_csv"),
]
