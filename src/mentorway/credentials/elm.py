"""A micro-credential in the European Learning Model 3, as Europass reads it, for the issuer to seal."""

from __future__ import annotations

import base64
import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from mentorway.credentials.microcredential import Attained, Kind, MicroCredential, Participation, check
from mentorway.credentials.proofs import moment
from mentorway.wording import InvalidInputError, Message, shown

CONTEXTS: Final = (
    "https://www.w3.org/2018/credentials/v1",
    "http://data.europa.eu/snb/model/context/edc-ap",
)
SHAPES: Final = "http://data.europa.eu/snb/model/ap/edc-generic-full"
SNB: Final = "http://data.europa.eu/snb"
AUTHORITY: Final = "http://publications.europa.eu/resource/authority"
PNG: Final = b"\x89PNG\r\n\x1a\n"
LANGUAGES: Final = {"en": "ENG", "lt": "LIT", "lv": "LAV", "sv": "SWE", "fi": "FIN"}
COUNTRIES: Final = {  # ISO 3166: two letters to the three of the EU's authority table
    "AT": "AUT", "BE": "BEL", "BG": "BGR", "CH": "CHE", "CY": "CYP", "CZ": "CZE", "DE": "DEU", "DK": "DNK",
    "EE": "EST", "ES": "ESP", "FI": "FIN", "FR": "FRA", "GR": "GRC", "HR": "HRV", "HU": "HUN", "IE": "IRL",
    "IS": "ISL", "IT": "ITA", "LI": "LIE", "LT": "LTU", "LU": "LUX", "LV": "LVA", "MT": "MLT", "NL": "NLD",
    "NO": "NOR", "PL": "POL", "PT": "PRT", "RO": "ROU", "SE": "SWE", "SI": "SVN", "SK": "SVK", "UA": "UKR",
}  # fmt: skip
MODES: Final = {Participation.BLENDED: "e92d221e4d", Participation.ONLINE: "920fbb3cbe"}
GRADES: Final = {Kind.COMPLETE: "Passed", Kind.PARTIAL: "Achieved in part"}
Part = dict[str, Any]


@dataclass(frozen=True)
class Europass:
    """What Europass asks for beyond the certificate.

    `registration` is the number under which the issuer's country knows it, `picture` the certificate as
    PNG, `language` (two letters) that of its texts.
    """

    address: str
    registration: str
    picture: bytes
    language: str = "en"


def europass(credential: MicroCredential, extra: Europass, *, at: dt.datetime) -> Part:
    """Return a micro-credential as a European Digital Credential without a seal.

    The seal of the organisation (JAdES) is put on elsewhere: it needs a certificate that only the
    organisation holds. No e-mail address of the learner is in it.

    Parameters
    ----------
    credential : MicroCredential
        Complete, or it is refused.
    extra : Europass
        The rest.
    at : datetime
        When it is issued, with its time zone.

    Returns
    -------
    dict
        JSON-LD that passes the shapes of the application profile ``edc-generic-full``.

    Raises
    ------
    InvalidInputError
        An element is missing, or a country or language has no code here.

    References
    ----------
    European Commission, European Learning Model 3, application profile for European Digital Credentials for
    Learning.

    Examples
    --------
    >>> from mentorway.credentials.microcredential import Issuer
    >>> made = MicroCredential("Ona", "Mentoring", Issuer("Studies", "LT"), dt.date(2026, 5, 4),
    ...                        (Attained("listen to a colleague"),), 8, "Observed talk", Participation.ONSITE,
    ...                        "Reviewed by two partners")
    >>> extra = Europass("https://example.org/c/1", "302345678", PNG + b"...")
    >>> found = europass(made, extra, at=dt.datetime(2026, 5, 4, tzinfo=dt.UTC))
    >>> found["credentialSubject"]["hasClaim"]["specifiedBy"]["volumeOfLearning"]
    'PT8H'
    """
    check(credential)
    _refuse_lacking(credential, extra)
    begins = moment(dt.datetime.combine(credential.issued, dt.time(), tzinfo=dt.UTC))
    made: Part = {
        "@context": list(CONTEXTS),
        "id": extra.address,
        "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
        "credentialProfiles": _concept(f"{SNB}/credential/e34929035b", f"{SNB}/credential/25831c2"),
        "credentialSchema": {"id": SHAPES, "type": "ShaclValidator2017"},
        "issuer": _issuer(credential, extra),
        "issued": moment(at),
        "issuanceDate": begins,
        "validFrom": begins,
        "displayParameter": _display(credential, extra),
        "credentialSubject": {
            "id": f"{extra.address}#person",
            "type": "Person",
            "fullName": {extra.language: credential.learner},
            "hasClaim": _achievement(credential, extra),
        },
    }
    if credential.until is not None:
        made["validUntil"] = made["expirationDate"] = f"{credential.until.isoformat()}T23:59:59Z"
    return made


def _refuse_lacking(credential: MicroCredential, extra: Europass) -> None:
    if credential.issuer.country not in COUNTRIES or extra.language not in LANGUAGES:
        raise InvalidInputError(
            Message(
                "The country “%(country)s” or the language “%(language)s” has no code of the European "
                "Union here.",
                {"country": shown(credential.issuer.country), "language": shown(extra.language)},
            )
        )
    if not extra.registration.strip():
        raise InvalidInputError(
            Message("Europass needs the number under which the awarding body is registered in its country.")
        )
    if not extra.picture.startswith(PNG):
        raise InvalidInputError(Message("Europass shows a picture of the certificate. Give it as PNG."))


def _concept(address: str, scheme: str) -> Part:
    return {"id": address, "type": "Concept", "inScheme": {"id": scheme, "type": "ConceptScheme"}}


def _authority(table: str, code: str) -> Part:
    return _concept(f"{AUTHORITY}/{table}/{code}", f"{AUTHORITY}/{table}")


def _issuer(credential: MicroCredential, extra: Europass) -> Part:
    issuer = credential.issuer
    country = _authority("country", COUNTRIES[issuer.country])
    made: Part = {
        "id": f"{extra.address}#issuer",
        "type": "Organisation",
        "legalName": {extra.language: issuer.name},
        "eIDASIdentifier": {
            "id": f"{extra.address}#legal-identifier",
            "type": "LegalIdentifier",
            "notation": extra.registration,
            "spatial": country,
        },
        "location": {
            "id": f"{extra.address}#location",
            "type": "Location",
            "address": {"id": f"{extra.address}#address", "type": "Address", "countryCode": country},
        },
    }
    if issuer.address:
        made["homepage"] = {
            "id": f"{extra.address}#homepage",
            "type": "WebResource",
            "contentURL": issuer.address,
        }
    return made


def _display(credential: MicroCredential, extra: Europass) -> Part:
    language = _authority("language", LANGUAGES[extra.language])
    picture = {
        "id": f"{extra.address}#picture",
        "type": "MediaObject",
        "content": base64.b64encode(extra.picture).decode(),
        "contentEncoding": _concept(f"{SNB}/encoding/6146cde7dd", f"{SNB}/encoding/25831c2"),
        "contentType": _authority("file-type", "PNG"),
    }
    return {
        "id": f"{extra.address}#display",
        "type": "DisplayParameter",
        "title": {extra.language: credential.title},
        "primaryLanguage": language,
        "language": language,
        "individualDisplay": {
            "id": f"{extra.address}#display-1",
            "type": "IndividualDisplay",
            "language": language,
            "displayDetail": {
                "id": f"{extra.address}#display-1-1",
                "type": "DisplayDetail",
                "image": picture,
                "page": 1,
            },
        },
    }


def _achievement(credential: MicroCredential, extra: Europass) -> Part:
    title = {extra.language: credential.title}
    awarded = {
        "id": f"{extra.address}#awarding",
        "type": "AwardingProcess",
        "awardingBody": _issuer(credential, extra),
        "awardingDate": moment(
            dt.datetime.combine(credential.awarded or credential.issued, dt.time(), tzinfo=dt.UTC)
        ),
    }
    made: Part = {
        "id": f"{extra.address}#achievement",
        "type": "LearningAchievement",
        "title": title,
        "awardedBy": awarded,
        "additionalNote": [
            _note(extra, f"remark-{place}", text) for place, text in enumerate(_remarks(credential), 1)
        ],
        "provenBy": {
            "id": f"{extra.address}#assessment",
            "type": "LearningAssessment",
            "title": {extra.language: credential.assessment},
            "awardedBy": awarded,
            "grade": _note(extra, "grade", credential.grade or GRADES[credential.kind]),
        },
        "specifiedBy": _specification(credential, extra),
    }
    return made


def _remarks(credential: MicroCredential) -> list[str]:
    """What the model has no field for."""
    remarks = [
        f"Quality assurance: {credential.quality}",
        f"Participation: {credential.participation.value}",
    ]
    if credential.kind is Kind.PARTIAL:
        remarks.insert(0, "Statement of partial achievement.")
    for what, text in (
        ("Identity", credential.identity),
        ("Stackability", credential.stacking),
        ("More", credential.more),
    ):
        if text:
            remarks.append(f"{what}: {text}")
    return remarks


def _note(extra: Europass, name: str, text: str) -> Part:
    return {"id": f"{extra.address}#{name}", "type": "Note", "noteLiteral": {extra.language: text}}


def _specification(credential: MicroCredential, extra: Europass) -> Part:
    """The achievement as described for everybody; it is a qualification only where a level was assigned."""
    made: Part = {
        "id": f"{extra.address}#specification",
        "type": "LearningAchievementSpecification",
        "title": {extra.language: credential.title},
        "volumeOfLearning": _duration(credential.hours),
        "learningOutcome": [
            _outcome(outcome, extra, place) for place, outcome in enumerate(credential.outcomes, 1)
        ],
        "learningSetting": _concept(f"{SNB}/learning-setting/e207a81fc7", f"{SNB}/learning-setting/25831c2"),
    }
    languages = [_authority("language", LANGUAGES[one]) for one in credential.languages if one in LANGUAGES]
    if languages:
        made["language"] = languages
    if credential.participation in MODES:
        mode = MODES[credential.participation]
        made["mode"] = _concept(f"{SNB}/learning-assessment/{mode}", f"{SNB}/learning-assessment/25831c2")
    if credential.prerequisites:
        made["entryRequirement"] = _note(extra, "prerequisites", credential.prerequisites)
    if credential.ects is not None:
        made["creditPoint"] = {
            "id": f"{extra.address}#credit",
            "type": "CreditPoint",
            "framework": _concept(f"{SNB}/education-credit/6fcec5c5af", f"{SNB}/education-credit/25831c2"),
            "point": f"{credential.ects:.10g}",
        }
    if credential.level is not None:
        made["type"] = "Qualification"
        made["eqfLevel"] = _concept(f"{SNB}/eqf/{credential.level.level}", f"{SNB}/eqf/25831c2")
    return made


def _outcome(outcome: Attained, extra: Europass, place: int) -> Part:
    made: Part = {
        "id": f"{extra.address}#outcome-{place}",
        "type": "LearningOutcome",
        "title": {extra.language: outcome.text},
    }
    if outcome.esco:
        made["relatedESCOSkill"] = _concept(outcome.esco, "http://data.europa.eu/esco/concept-scheme/skills")
    return made


def _duration(hours: float) -> str:
    """Return hours as XML Schema writes them, to the minute.

    >>> _duration(8), _duration(1.5)
    ('PT8H', 'PT1H30M')
    """
    whole, minutes = divmod(round(hours * 60), 60)
    return f"PT{whole}H" + (f"{minutes}M" if minutes else "")
