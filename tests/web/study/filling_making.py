"""Studies that people can answer: plain functions, from a questionnaire to a link."""

import re
from functools import cache
from itertools import count

from django.urls import reverse
from tests.conftest import make_partner
from tests.web.study import asking

from mentorway.web.methodology.models import Questionnaire, Version
from mentorway.web.study.analysis import codes
from mentorway.web.study.models import Device, State, Study, Wave
from mentorway.web.translation.models import Document

_numbers = count(1)
CONSENT = "We ask what mentoring is like at your work.\n\nTaking part is voluntary."


def make_questionnaire(partner):
    """Return a questionnaire without a draft."""
    document = Document.objects.create()
    return Questionnaire.objects.create(partner=partner, document=document, title="Mentoring")


def make_version(make=asking.every_kind, questionnaire=None, number=1):
    """Return a published version, as `publish` leaves it."""
    questionnaire = questionnaire or make_questionnaire(make_partner())
    form = _written(make, f"q{questionnaire.pk}", str(number))
    return Version.objects.create(questionnaire=questionnaire, number=number, workbook=[], file=b"", **form)


@cache
def _written(make, name, number):
    """Return what a version keeps of its form."""
    found = asking.publication(make, name, number)
    return {"form_json": found.form.to_json(), "form_hash": found.form.hash, "xform": found.xform}


def make_study(version=None, **fields):
    """Return an open study with one wave."""
    version = version or make_version()
    values = {
        "partner": version.questionnaire.partner,
        "version": version,
        "title": f"Mentoring at work {next(_numbers)}",
        "contact": "asks@example.org",
        "consent": {code: asking.MARK[code] + CONSENT for code in asking.LANGUAGES},
        "consent_version": 1,
        "consent_hash": "c" * 64,
        "languages": list(asking.LANGUAGES),
        "state": State.OPEN,
    }
    study = Study.objects.create(**{**values, **fields})
    Wave.objects.create(study=study, number=1, title="First")
    return study


def make_code(study, **fields):
    """Return a one-time code of a study, as it is written on a card, and its row."""
    values = {"wave": study.waves.first(), "country": "FI", "sector": "education"}
    row = codes.new_code(**{**values, **fields})
    row.save()
    return codes.one_time_code(row.serial), row


def make_device(study, **fields):
    """Return the key of a device, and its row."""
    key = codes.device_key()
    values = {"study": study, "name": f"Tablet {next(_numbers)}", "token_hash": codes.hash_of(key)}
    return key, Device.objects.create(**{**values, **fields})


def begin(client, study, language="en", url=None):
    """Agree to take part; return the link to the draft."""
    url = url or reverse("study:open", args=[study.token])
    response = client.post(url, {"language": language, "consent": study.consent_hash, "agree": "yes"})
    assert response.status_code == 302, response.content
    return response.url.split("/")[3]


def at(name, link, *args):
    return reverse(f"study:{name}", args=[link, *args])


def turn(client, link, number, answers=None, **fields):
    """Answer a page as a browser does: with the names of what was on it."""
    page = client.get(at("page", link, number))
    shown = re.search(r'name="shown" value="([^"]*)"', page.content.decode())[1]
    sent = {f"q_{name}": value for name, value in (answers or {}).items()}
    return client.post(at("page", link, number), {"shown": shown, **sent, **fields})


FIRST = {"job": "Teacher", "age": "41", "mentor": "yes"}
SECOND = {"gains": ["time", "advice"], "country": "fi"}
THIRD = {"town": "oulu", "mood": "7"}
FOURTH = {"c1": "4", "c2": "2"}


def fill(client, link):
    """Answer every page of the questionnaire with every kind of question."""
    for number, answers in enumerate((FIRST, SECOND, THIRD, FOURTH), start=1):
        response = turn(client, link, number, answers)
        assert response.status_code == 302, response.content.decode()
    return response


def key_of(client, link):
    page = client.get(at("overview", link)).content.decode()
    return re.search(r'name="key" value="([^"]*)"', page)[1]


def send(client, link, **fields):
    return client.post(at("send", link), {"key": key_of(client, link), **fields})
