"""Addresses of studies: for those who ask, then for those who answer."""

from django.urls import URLPattern, URLResolver, include, path

from mentorway.web.study import respondent_urls
from mentorway.web.study.views import (
    board,
    contacts,
    devices,
    files,
    handing,
    importing,
    life,
    listing,
    people,
    setting_up,
    waves,
)

Paths = list[URLPattern | URLResolver]
one_study: Paths = [
    path("", board.board, name="board"),
    path("change/", setting_up.describe, name="describe"),
    path("consent/", setting_up.consent, name="consent"),
    path("consent/<int:number>/", setting_up.consent_version, name="consent_version"),
    path("letter/", setting_up.letter, name="letter"),
    path("plan/", setting_up.plan, name="plan"),
    path("version/", setting_up.take_version, name="take_version"),
    path("open/", life.open_study, name="open_study"),
    path("close/", life.close, name="close"),
    path("end/", life.close_for_good, name="close_for_good"),
    path("delete/", life.delete, name="delete"),
    path("restore/", listing.restore, name="restore"),
    path("history/", life.history, name="history"),
    path("links/", board.open_links, name="links"),
    path("withdraw/", board.withdraw, name="withdraw"),
    path("review/", board.review, name="review"),
    path("waves/", waves.waves, name="waves"),
    path("waves/add/", waves.add, name="add_wave"),
    path("files/", files.files, name="files"),
    path("scales/", files.scales, name="scales"),
    path("challenges/", handing.hand_over, name="hand_over"),
    path("imports/", importing.imports, name="imports"),
    path("devices/", devices.devices, name="devices"),
]
one_wave: Paths = [
    path("change/", waves.change, name="change_wave"),
    path("remove/", waves.remove, name="remove_wave"),
    path("people/", people.people, name="people"),
    path("people/add/", people.invite, name="invite"),
    path("people/contacts/", contacts.ask_contacts, name="ask_contacts"),
    path("letters/", waves.sending, name="sending"),
    path("codes/", waves.codes, name="codes"),
    path("codes/<int:batch>/", waves.sheet, name="sheet"),
    path("codes/<int:batch>/sheet.pdf", waves.sheet_file, name="sheet_file"),
    path("codes/<int:batch>/remove/", waves.void, name="void_codes"),
]
app_name = "study"
urlpatterns: Paths = [
    path("", listing.studies, name="studies"),
    path("new/", listing.create, name="create"),
    path("deleted/", listing.deleted, name="deleted"),
    path("<int:pk>/", include(one_study)),
    path("waves/<int:pk>/", include(one_wave)),
    path("people/<int:pk>/take-back/", people.take_back, name="take_back"),
    path("people/<int:pk>/mark/", people.mark, name="mark"),
    path("u/<str:sign>/", people.unsubscribe, name="unsubscribe"),
    path("files/<int:pk>/", files.fetch, name="fetch_file"),
    path("files/<int:pk>/cancel/", files.cancel, name="cancel_file"),
    path("files/<int:pk>/remove/", files.remove, name="remove_file"),
    path("imports/<int:pk>/", importing.batch, name="batch"),
    path("imports/<int:pk>/store/", importing.store, name="store_batch"),
    path("imports/<int:pk>/undo/", importing.undo, name="undo_batch"),
    path("imports/<int:pk>/discard/", importing.discard, name="discard_batch"),
    path("devices/<int:pk>/", devices.change, name="change_device"),
    path("devices/<int:pk>/shut-out/", devices.shut_out, name="shut_out"),
    *respondent_urls.urlpatterns,
]
