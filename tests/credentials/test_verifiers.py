"""Two programs of other people judge our badges; `make verifiers` installs them.

MENTORWAY_VERIFIERS names a folder with their node_modules where it is not tests/credentials/verifiers.
"""

import datetime as dt
import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from tests.credentials.making import FULL_NAMES, KEY, LIST, LISTED, OTHER_KEY, edited, made, published

from mentorway.credentials.badges import Names
from mentorway.credentials.base58 import written
from mentorway.credentials.keys import did_web, issuer_document
from mentorway.credentials.microcredential import Level

PROGRAMS = Path(__file__).parent / "verifiers"
INSTALLED = Path(os.environ.get("MENTORWAY_VERIFIERS", PROGRAMS)) / "node_modules"
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(
    NODE is None or not (INSTALLED / "@digitalbazaar" / "vc").is_dir(),
    reason="node or the verifiers are not installed: run `make verifiers`, or set MENTORWAY_VERIFIERS",
)
NOW = dt.datetime.now(dt.UTC)  # the programs look at the clock too
MONTH_AGO = NOW - dt.timedelta(days=30)
SITE = did_web("mentorway.example.org")
SITE_NAMES = Names(SITE, f"{SITE}#{KEY.multikey}")
DOCUMENT = issuer_document("mentorway.example.org", [OTHER_KEY.multikey, KEY.multikey])


def recent(**fields):
    """Return a badge of a month ago."""
    return made(at=MONTH_AGO, **{"issued": MONTH_AGO.date(), **fields})


CASES = {
    "good": recent(),
    "all elements": recent(
        level=Level(5, "Agency", "https://nqf.example.org/1"),
        email="ona@example.org",
        until=NOW.date() + dt.timedelta(days=900),
    ),
    "rotated key of a site": recent(names=SITE_NAMES),
    "listed": recent(place=LISTED),
    **{f"name {place}": recent(learner=name) for place, name in enumerate(FULL_NAMES)},
    "changed word": edited(recent(), "name", to="Another title"),
    "unknown term": {**recent(), "colour": "blue"},
    "past its end": recent(until=MONTH_AGO.date() + dt.timedelta(days=9)),
    "other key": recent(key=OTHER_KEY, names=Names(KEY.did_key, OTHER_KEY.method)),
    "not our key": recent(names=Names(SITE, f"{SITE}#{written(b'no key of the site')}")),
    "revoked": recent(place=LISTED),
    "forged list": recent(place=LISTED),
}
GOOD = [name for name in CASES if name in {"good", "all elements", "rotated key of a site", "listed"}]
GOOD += [name for name in CASES if name.startswith("name ")]
LISTS = {
    "listed": published([6, 8], at=NOW),
    "revoked": published([7], at=NOW),
    "forged list": published([6], key=OTHER_KEY, names=Names(KEY.did_key, OTHER_KEY.method), at=NOW),
}


def asked(program, questions):
    """Run one of the programs where its packages are found."""
    folder = PROGRAMS if INSTALLED.parent == PROGRAMS else INSTALLED.parent
    script = folder / program
    if folder != PROGRAMS:
        shutil.copyfile(PROGRAMS / program, script)
    found = subprocess.run(  # noqa: S603
        [NODE, str(script)],
        input=json.dumps(questions),
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    return json.loads(found.stdout.strip().splitlines()[-1])


@cache
def digitalbazaar():
    questions = [
        {
            "credential": document,
            "documents": {SITE: DOCUMENT, **({LIST: LISTS[name]} if name in LISTS else {})},
            "now": NOW.isoformat(),
        }
        for name, document in CASES.items()
    ]
    return dict(zip(CASES, asked("digitalbazaar.mjs", questions), strict=True))


@cache
def verifier_core():
    names = [name for name in CASES if "site" not in name and name not in {"not our key", *LISTS}]
    return dict(
        zip(names, asked("verifier-core.mjs", [{"credential": CASES[name]} for name in names]), strict=True)
    )


@pytest.mark.parametrize("name", GOOD)
def test_vc_accepts_what_is_good(name):
    assert digitalbazaar()[name] == {"verified": True, "errors": []}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("changed word", "Invalid signature"),
        ("unknown term", "Safe mode"),
        ("past its end", "validUntil"),
        ("other key", "issuer"),
        ("not our key", "No key"),
        ("revoked", "revoked"),
        ("forged list", "Verification error"),
    ],
)
def test_vc_refuses_what_is_wrong(name, said):
    found = digitalbazaar()[name]
    assert found["verified"] is False
    assert said in " ".join(found["errors"])


@pytest.mark.parametrize("name", [name for name in GOOD if "site" not in name and name != "listed"])
def test_verifier_core_accepts_what_is_good(name):
    found = verifier_core()[name]
    assert found["errors"] == []
    assert found["log"]["valid_signature"] is True
    assert found["log"]["expiration"] is True


def test_verifier_core_refuses_what_is_wrong():
    found = verifier_core()
    assert found["past its end"]["log"]["expiration"] is False
    for name in ("changed word", "unknown term", "other key"):
        assert found[name]["errors"], name
        assert "valid_signature" not in found[name]["log"], name
