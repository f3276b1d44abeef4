"""A micro-credential as an Open Badge 3.0, which is a W3C Verifiable Credential."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass
from typing import Any, Final

from mentorway.credentials.documents import CREDENTIALS, OPEN_BADGES
from mentorway.credentials.keys import SigningKey
from mentorway.credentials.microcredential import Kind, MicroCredential, check
from mentorway.credentials.proofs import moment, signed

ESCO: Final = "ESCO"
EQF: Final = "http://data.europa.eu/snb/eqf/{level}"
SALT_BYTES: Final = 16
EARLIEST_ZONE: Final = dt.timedelta(hours=14)  # how far the first time zone is ahead of UTC


@dataclass(frozen=True)
class Place:
    """Where a badge can be looked up: its own address, and its bit in the list of what was taken back."""

    address: str
    status_list: str = ""
    status_index: int = 0


@dataclass(frozen=True)
class Names:
    """Who signs (`issuer`, a DID) and by which key (`method`)."""

    issuer: str
    method: str


def hashed_identity(email: str) -> dict[str, Any]:
    """Return an e-mail address as a badge may carry it, salted and hashed; who guesses it can check it.

    Parameters
    ----------
    email : str

    Returns
    -------
    dict
        An ``IdentityObject``.
    """
    salt = secrets.token_hex(SALT_BYTES)
    digest = hashlib.sha256(f"{email.strip().lower()}{salt}".encode()).hexdigest()
    return {
        "type": "IdentityObject",
        "identityHash": f"sha256${digest}",
        "identityType": "emailAddress",
        "hashed": True,
        "salt": salt,
    }


def is_of(email: str, identity: dict[str, Any]) -> bool:
    """Say whether an address is the one that was hashed.

    >>> is_of("Ona@example.org ", hashed_identity("ona@example.org"))
    True
    """
    digest = hashlib.sha256(f"{email.strip().lower()}{identity.get('salt', '')}".encode()).hexdigest()
    return identity.get("identityHash") == f"sha256${digest}"


def badge(credential: MicroCredential, place: Place, names: Names) -> dict[str, Any]:
    """Return an Open Badge without a proof.

    Parameters
    ----------
    credential : MicroCredential
        Complete, or it is refused.
    place : Place
        Its address, and its place in the status list.
    names : Names
        Who issues it.

    Returns
    -------
    dict
        JSON-LD; sign it with `proofs.signed`.

    Raises
    ------
    InvalidInputError
        A mandatory element is missing.

    References
    ----------
    1EdTech, Open Badges Specification 3.0; W3C, Verifiable Credentials Data Model 2.0.
    """
    check(credential)
    identities = [_named(credential)]
    if credential.email:
        identities.append(hashed_identity(credential.email))
    made: dict[str, Any] = {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": place.address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": credential.title,
        "issuer": _issuer(credential, names.issuer),
        "validFrom": _day(credential.issued),
        "awardedDate": _day(credential.awarded or credential.issued),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": identities,
            "achievement": _achievement(credential, place),
        },
    }
    if credential.until is not None:
        made["validUntil"] = f"{credential.until.isoformat()}T23:59:59Z"
    if place.status_list:
        made["credentialStatus"] = {
            "id": f"{place.status_list}#{place.status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(place.status_index),
            "statusListCredential": place.status_list,
        }
    return made


def issued(
    credential: MicroCredential, place: Place, key: SigningKey, *, names: Names | None = None, at: dt.datetime
) -> dict[str, Any]:
    """Return a signed badge; its issuer is the key itself unless `names` says another.

    A day begins at midnight UTC. Where the issuer's clock has the new day already, it holds from `at` on.

    Raises
    ------
    InvalidInputError
        A mandatory element is missing.

    Examples
    --------
    >>> from mentorway.credentials.microcredential import Attained, Issuer, Participation
    >>> made = MicroCredential("Ona", "Mentoring", Issuer("Studies", "LT"), dt.date(2026, 5, 4),
    ...                        (Attained("listen to a colleague"),), 8, "Observed talk", Participation.ONSITE,
    ...                        "Reviewed by two partners")
    >>> found = issued(made, Place("https://example.org/c/1"), SigningKey.of_seed(bytes(32)),
    ...                at=dt.datetime(2026, 5, 4, tzinfo=dt.UTC))
    >>> found["proof"]["cryptosuite"]
    'eddsa-rdfc-2022'
    """
    named = names or Names(key.did_key, key.method)
    made = badge(credential, place, named)
    begins = dt.datetime.combine(credential.issued, dt.time(), tzinfo=dt.UTC)
    if at < begins <= at + EARLIEST_ZONE:
        made["validFrom"] = moment(at)
    return signed(made, key, method=named.method, at=at)


def _day(day: dt.date) -> str:
    return moment(dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC))


def _named(credential: MicroCredential) -> dict[str, Any]:
    return {
        "type": "IdentityObject",
        "identityHash": credential.learner,
        "identityType": "name",
        "hashed": False,
    }


def _issuer(credential: MicroCredential, name: str) -> dict[str, Any]:
    issuer = credential.issuer
    made: dict[str, Any] = {
        "id": name,
        "type": ["Profile"],
        "name": issuer.name,
        "address": {"type": ["Address"], "addressCountry": issuer.country},
    }
    if issuer.address:
        made["url"] = issuer.address
    if issuer.email:
        made["email"] = issuer.email
    return made


def _achievement(credential: MicroCredential, place: Place) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": f"{place.address}#achievement",
        "type": ["Achievement"],
        "achievementType": "MicroCredential" if credential.kind is Kind.COMPLETE else "Certificate",
        "name": credential.title_in_english or credential.title,
        "description": "; ".join(outcome.text for outcome in credential.outcomes),
        "criteria": {"narrative": narrative(credential)},
        "alignment": [*_skills(credential), *_level(credential)],
    }
    if credential.ects is not None:
        made["creditsAvailable"] = credential.ects
    if credential.languages:
        made["inLanguage"] = credential.languages[0]
    return {name: value for name, value in made.items() if value != []}


def _skills(credential: MicroCredential) -> list[dict[str, Any]]:
    return [
        {
            "type": ["Alignment"],
            "targetName": outcome.text,
            "targetUrl": outcome.esco,
            "targetFramework": ESCO,
            "targetType": "ext:EscoSkill",
        }
        for outcome in credential.outcomes
        if outcome.esco
    ]


def _level(credential: MicroCredential) -> list[dict[str, Any]]:
    level = credential.level
    if level is None:
        return []
    return [
        {
            "type": ["Alignment"],
            "targetName": f"EQF {level.level} ({level.assigned_by})",
            "targetUrl": EQF.format(level=level.level),
            "targetFramework": "European Qualifications Framework",
            "targetDescription": level.reference,
        }
    ]


def narrative(credential: MicroCredential) -> str:
    """Return the elements that Open Badges has no field for, in English, one a line."""
    hours = f"{credential.hours:g} hours"
    load = f"{hours}, {credential.ects:g} ECTS" if credential.ects else hours
    lines = [
        "Learning outcomes: " + "; ".join(outcome.text for outcome in credential.outcomes),
        f"Workload: {load}",
        f"Assessment: {credential.assessment}",
        f"Participation: {credential.participation.value}",
        f"Quality assurance: {credential.quality}",
    ]
    if credential.kind is Kind.PARTIAL:
        lines.insert(0, "Statement of partial achievement.")
    for what, text in (
        ("Prerequisites", credential.prerequisites),
        ("Identity", credential.identity),
        ("Grade", credential.grade),
        ("Stackability", credential.stacking),
        ("More", credential.more),
    ):
        if text:
            lines.append(f"{what}: {text}")
    return "\n".join(lines)
