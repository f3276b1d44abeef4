"""Credentials to test with."""

import copy
import datetime as dt
from dataclasses import replace

from mentorway.credentials import status
from mentorway.credentials.badges import Names, Place, issued
from mentorway.credentials.keys import SigningKey
from mentorway.credentials.microcredential import Attained, Issuer, MicroCredential, Participation
from mentorway.credentials.verifying import Trust

KEY = SigningKey.of_seed(bytes(range(32)))
OTHER_KEY = SigningKey.of_seed(bytes(32))
DAY = dt.date(2026, 5, 4)
AT = dt.datetime(2026, 5, 4, 9, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
ESCO = "http://data.europa.eu/esco/skill/a584a638-a2c0-4b3c-bdf3-a64f87225be9"
CREDENTIAL = MicroCredential(
    "Ona Žemaitė",
    "Mentorystė darbe",
    Issuer("Tęstinės studijos", "LT", "https://example.org", "studies@example.org"),
    DAY,
    (Attained("listen to a colleague without judging", ESCO), Attained("agree on goals for mentoring")),
    8,
    "Observed conversation",
    Participation.BLENDED,
    "Reviewed by two partners",
    ects=0.3,
    title_in_english="Mentoring at work",
)
PLACE = Place("https://example.org/c/4f7a")
LIST = "https://example.org/status/1"
LISTED = Place(PLACE.address, LIST, 7)
OWN = Names(KEY.did_key, KEY.method)
FULL_NAMES = [
    "Žydrūnė Šķēle Åäö",
    "Ona 🦊👩‍🏫",
    "محمد بن عبد الله",
    "דוד\u200f כהן",
    "王小明",
    'A "quoted" \\ name\twith\ntwo lines',
    "x" * 5000,
]
TRUST = Trust({KEY.did_key: [KEY.multikey]}, {})


def changed(**fields):
    """Return the credential with other fields."""
    return replace(CREDENTIAL, **fields)


def made(place=PLACE, key=KEY, names=None, at=AT, **fields):
    """Return a signed badge."""
    return issued(changed(**fields), place, key, names=names, at=at)


def edited(document, *path, to):
    new = copy.deepcopy(document)
    place = new
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = to
    return new


def published(revoked=(), key=KEY, names=OWN, address=LIST, at=AT):
    return status.status_credential(address, revoked, key, names=names, at=at)
