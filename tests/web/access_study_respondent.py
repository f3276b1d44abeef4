"""Addresses for those who answer, and for their devices: open to everyone who holds the secret in them."""

from tests.web.access_table import Address
from tests.web.study.filling_making import make_code, make_device, make_study

from mentorway.web.study.models import Mode
from mentorway.web.study.respondent import doors, drafts

EVERYONE = "200 200 200 200 200 200"
LEADS_ON = "302 302 302 302 302 302"
NOTHING = "405 405 405 405 405 405"


def token(_world):
    return {"token": make_study().token}


def code(_world):
    return {"code": make_code(make_study(mode=Mode.CODE))[0]}


def link(_world):
    study = make_study()
    return {"link": drafts.begin(doors.by_link(study, None, None), "en")}


def page(world):
    return {**link(world), "number": 1}


def key(_world):
    return {"key": make_device(make_study())[0]}


RESPONDENT_ADDRESSES = {
    "study:open": Address(EVERYONE, token),
    "study:code": Address(EVERYONE),
    "study:coded": Address(EVERYONE, code),
    "study:go_on": Address(LEADS_ON, link),
    "study:page": Address(EVERYONE, page),
    "study:save": Address(NOTHING, link),
    "study:language": Address(NOTHING, link),
    "study:renew": Address(NOTHING, link),
    "study:later": Address(EVERYONE, link),
    "study:overview": Address(EVERYONE, link),
    "study:send": Address(LEADS_ON, link),
    "study:openrosa": Address(EVERYONE, key),
    "study:odk_list": Address(EVERYONE, key),
    "study:odk_form": Address(EVERYONE, key),
    "study:odk_manifest": Address(EVERYONE, key),
    "study:odk_submission": Address(NOTHING, key),
}
ADDRESSES = RESPONDENT_ADDRESSES
