"""A certificate with all that a micro-credential must say, by the Council Recommendation of 16 June 2022."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mentorway.wording import InvalidInputError, Message

COUNTRY: Final = re.compile("[A-Z]{2}")  # ISO 3166
LEVELS: Final = range(1, 9)  # of the European Qualifications Framework


class Kind(StrEnum):
    """A certificate of all that was asked, or a statement of a part of it."""

    COMPLETE = "complete"
    PARTIAL = "partial"


class Participation(StrEnum):
    """In which form people took part."""

    ONSITE = "onsite"
    ONLINE = "online"
    BLENDED = "blended"


@dataclass(frozen=True)
class Level:
    """A level of the European Qualifications Framework, which only a national body can assign."""

    level: int
    assigned_by: str
    reference: str


@dataclass(frozen=True)
class Attained:
    """One learning outcome that was reached: a verb and an object, with its ESCO skill if there is one."""

    text: str
    esco: str = ""


@dataclass(frozen=True)
class Issuer:
    """Who awards the certificate, and the country (two letters) in which it does."""

    name: str
    country: str
    address: str = ""
    email: str = ""


@dataclass(frozen=True)
class MicroCredential:
    """What a certificate says. The eleven elements that are mandatory come first.

    `ects` is None where the workload is not counted in credit points; `level` is None where nobody who
    may has assigned one, which is the rule. `email` is hashed into the badge and printed nowhere; `until` is
    the last day on which it holds; `languages` (two letters each) are those of the course.
    """

    learner: str
    title: str
    issuer: Issuer
    issued: dt.date
    outcomes: tuple[Attained, ...]
    hours: float
    assessment: str
    participation: Participation
    quality: str
    ects: float | None = None
    level: Level | None = None
    kind: Kind = Kind.COMPLETE
    title_in_english: str = ""
    awarded: dt.date | None = None
    prerequisites: str = ""
    identity: str = ""  # how it was made sure who was assessed
    grade: str = ""
    stacking: str = ""
    more: str = ""
    languages: tuple[str, ...] = ()
    until: dt.date | None = None
    email: str = ""


def lacking(credential: MicroCredential) -> tuple[Message, ...]:
    """Return which mandatory elements are missing or cannot be as they are; nothing when it may be issued.

    Parameters
    ----------
    credential : MicroCredential

    Returns
    -------
    tuple of Message
        One sentence each.

    References
    ----------
    Council Recommendation of 16 June 2022 on a European approach to micro-credentials,
    2022/C 243/02, Annex I.

    Examples
    --------
    >>> klaipeda = Issuer("Continuing Studies", "LT")
    >>> made = MicroCredential("", "Mentoring", klaipeda, dt.date(2026, 5, 4), (Attained("listen"),), 8,
    ...                        "Observed talk", Participation.ONSITE, "Reviewed by two partners")
    >>> for sentence in lacking(made):
    ...     print(sentence)
    The name of the learner is missing.
    """
    return (*_empty(credential), *_impossible(credential))


def _blank(text: str) -> bool:
    """Whether nothing of a text can be seen: marks of direction and joiners are no name."""
    return not any(letter.isprintable() and not letter.isspace() for letter in text)


def _empty(credential: MicroCredential) -> Iterator[Message]:
    if _blank(credential.learner):
        yield Message("The name of the learner is missing.")
    if _blank(credential.title):
        yield Message("The title of the micro-credential is missing.")
    if _blank(credential.issuer.name):
        yield Message("The awarding body is missing.")
    if not credential.outcomes or any(_blank(outcome.text) for outcome in credential.outcomes):
        yield Message("There is no learning outcome. A certificate says what the learner can do.")
    if _blank(credential.assessment):
        yield Message("The type of assessment is missing.")
    if _blank(credential.quality):
        yield Message("The type of quality assurance is missing.")


def _impossible(credential: MicroCredential) -> Iterator[Message]:
    if not 0 < credential.hours < math.inf:
        yield Message("The workload is missing: how many hours learning took, work by oneself included.")
    if credential.ects is not None and not 0 < credential.ects < math.inf:
        yield Message("Credit points are above 0, or left out.")
    if not COUNTRY.fullmatch(credential.issuer.country):
        yield Message("The country of the issuer is written with two capital letters, as in LT.")
    if credential.until is not None and credential.until < credential.issued:
        yield Message("The certificate would end before it is issued. Choose a later last day, or none.")
    level = credential.level
    if level is not None and (level.level not in LEVELS or not (level.assigned_by and level.reference)):
        yield Message(
            "A level of the European Qualifications Framework (1 to 8) is only printed with the national "
            "body that has assigned it and where that can be looked up. Leave the level out otherwise."
        )


def check(credential: MicroCredential) -> None:
    """Refuse what may not be issued.

    Raises
    ------
    InvalidInputError
        The first sentence of `lacking`.
    """
    wrong = lacking(credential)
    if wrong:
        raise InvalidInputError(wrong[0])
