"""Addresses of pages, news, events and materials, as those who write them see them."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.dissemination.views import (
    entries,
    entry_files,
    entry_history,
    entry_life,
    target_groups,
)

Paths = list[URLPattern | URLResolver]
ALL = "publications/"
ONE = f"{ALL}<int:pk>/"
FILE = f"{ONE}files/<int:which>/"
REVISION = f"{ONE}history/<int:number>/"
GROUP = f"{ALL}target-groups/<int:which>/"
top: Paths = [  # under /dissemination/
    path(ALL, entries.entries, name="entries"),
    path(f"{ALL}deleted/", entries.deleted, name="deleted_entries"),
    path(f"{ALL}figures/", entries.figures, name="figures_to_name"),
    path(f"{ALL}new/", entries.new, name="new_entry"),
    path(f"{ALL}new/<slug:kind>/", entries.begin, name="begin_entry"),
    path(f"{ALL}target-groups/", target_groups.groups, name="target_groups"),
    path(f"{ALL}target-groups/new/", target_groups.add, name="new_target_group"),
    path(f"{GROUP}change/", target_groups.change, name="change_target_group"),
    path(f"{GROUP}remove/", target_groups.remove, name="remove_target_group"),
    path(ONE, entries.entry, name="entry"),
    path(f"{ONE}change/", entries.change, name="change_entry"),
    path(f"{ONE}texts/<language:language>/", entries.text, name="entry_text"),
    path(f"{ONE}preview/<language:language>/", entry_life.preview, name="entry_preview"),
    path(f"{ONE}files/", entry_files.files, name="entry_files"),
    path(FILE, entry_files.file, name="entry_file"),
    path(f"{FILE}change/", entry_files.describe, name="change_entry_file"),
    path(f"{FILE}remove/", entry_files.remove, name="remove_entry_file"),
    path(f"{ONE}history/", entry_history.history, name="entry_history"),
    path(REVISION, entry_history.revision, name="entry_revision"),
    path(f"{REVISION}bring-back/", entry_history.bring_back, name="bring_back_entry_texts"),
    path(f"{ONE}hand-in/", entry_life.hand_in, name="hand_in_entry"),
    path(f"{ONE}take-back/", entry_life.take_back, name="take_back_entry"),
    path(f"{ONE}publish/", entry_life.publish, name="publish_entry"),
    path(f"{ONE}send-back/", entry_life.send_back, name="send_back_entry"),
    path(f"{ONE}withdraw/", entry_life.withdraw, name="withdraw_entry"),
    path(f"{ONE}delete/", entries.delete, name="delete_entry"),
    path(f"{ONE}restore/", entries.restore, name="restore_entry"),
]
