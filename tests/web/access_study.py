from tests.web.access_table import Address
from tests.web.study.making import (
    closed_of,
    coded_of,
    make_batch_file,
    make_draft,
    make_invitations,
    make_member,
    make_response,
    pk_of,
    study_of,
)

from mentorway.web.study.actions import devices, downloads, importing, inviting, studies
from mentorway.web.study.analysis import links
from mentorway.web.study.models import Consent, Download

PUBLIC = "200 200 200 200 200 200"
OWN = "login 200 200 200 200 200"
SEEN = "login 404 200 200 200 200"
WORKED = "login 404 200 200 403 403"
LED = "login 404 403 200 200 200"
LED_ON = "login 404 302 302 403 403"
HASH = "a" * 64


def wave(world):
    return study_of(world).waves.get()


def deleted(world):
    study = study_of(world)
    studies.delete(study, world.people["admin"])
    return study


def consent_version(world):
    study = study_of(world)
    Consent.objects.create(study=study, number=1, texts={"en": "Yes?"}, hash=HASH, day="2026-05-04")
    return {"pk": study.pk, "number": 1}


def invitation(world):
    return make_invitations(wave(world))[0]


def batch_of_codes(world):
    place = coded_of(world).waves.get()
    inviting.make_codes(place, count=2, country="FI", sector="education", partner=None)
    return {"pk": place.pk, "batch": 1}


def file(world):
    study = study_of(world)
    make_response(study)
    return downloads.ask(study, world.people["member"], kind="csv", with_texts=False, language="en")


def text_file(world):
    download = file(world)
    Download.objects.filter(pk=download.pk).update(with_texts=True)
    return download


def spreadsheet(world):
    return importing.take_in(wave(world), make_member(world.partner), file=make_batch_file())


def device(world):
    return devices.admit(study_of(world), name="Tablet")[0]


def odd(world):
    study = study_of(world)
    make_response(study, status="review", source="openrosa")
    return study


def sign(world):
    return {"sign": links.unsubscribe_link(invitation(world)).rstrip("/").rsplit("/", 1)[-1]}


ADDRESSES = {
    "study:studies": Address(OWN),
    "study:create": Address(OWN),
    "study:deleted": Address(OWN),
    "study:board": Address(SEEN, pk_of(study_of)),
    "study:describe": Address(WORKED, pk_of(study_of)),
    "study:consent": Address(WORKED, pk_of(study_of)),
    "study:consent_version": Address(SEEN, consent_version),
    "study:letter": Address(WORKED, pk_of(study_of)),
    "study:plan": Address(WORKED, pk_of(study_of)),
    "study:take_version": Address(LED_ON, pk_of(study_of)),
    "study:open_study": Address(LED, pk_of(lambda world: make_draft(world.partner))),
    "study:close": Address(LED, pk_of(study_of)),
    "study:close_for_good": Address(LED, pk_of(closed_of)),
    "study:delete": Address(LED, pk_of(study_of)),
    "study:restore": Address(LED, pk_of(deleted)),
    "study:history": Address(SEEN, pk_of(study_of)),
    "study:links": Address(WORKED, pk_of(study_of)),
    "study:withdraw": Address(WORKED, pk_of(study_of)),
    "study:review": Address(WORKED, pk_of(odd)),
    "study:waves": Address(SEEN, pk_of(study_of)),
    "study:add_wave": Address(WORKED, pk_of(study_of)),
    "study:change_wave": Address(WORKED, pk_of(wave)),
    "study:remove_wave": Address(WORKED, pk_of(wave)),
    "study:people": Address(WORKED, pk_of(wave)),
    "study:invite": Address(WORKED, pk_of(wave)),
    "study:ask_contacts": Address(WORKED, pk_of(wave)),
    "study:take_back": Address(WORKED, pk_of(invitation)),
    "study:mark": Address(LED_ON, pk_of(invitation), method="post"),
    "study:sending": Address(WORKED, pk_of(wave)),
    "study:codes": Address(WORKED, pk_of(lambda world: coded_of(world).waves.get())),
    "study:sheet": Address(WORKED, batch_of_codes),
    "study:sheet_file": Address(WORKED, batch_of_codes),
    "study:void_codes": Address(WORKED, batch_of_codes),
    "study:unsubscribe": Address(PUBLIC, sign),
    "study:files": Address(SEEN, pk_of(study_of)),
    "study:fetch_file": Address("login 404 404 404 403 403", pk_of(text_file)),
    "study:cancel_file": Address(LED_ON, pk_of(text_file), method="post"),
    "study:remove_file": Address(WORKED, pk_of(text_file)),
    "study:scales": Address(WORKED, pk_of(closed_of)),
    "study:hand_over": Address(WORKED, pk_of(closed_of)),
    "study:imports": Address(WORKED, pk_of(study_of)),
    "study:batch": Address(WORKED, pk_of(spreadsheet)),
    "study:store_batch": Address(WORKED, pk_of(spreadsheet)),
    "study:undo_batch": Address(WORKED, pk_of(spreadsheet)),
    "study:discard_batch": Address(WORKED, pk_of(spreadsheet)),
    "study:devices": Address(WORKED, pk_of(study_of)),
    "study:change_device": Address(WORKED, pk_of(device)),
    "study:shut_out": Address(WORKED, pk_of(device)),
}
