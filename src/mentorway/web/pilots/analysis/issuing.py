"""Certificates as they are issued: what each says, signed, with its place in the list."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from mentorway.credentials.badges import Place, issued
from mentorway.credentials.microcredential import MicroCredential, check
from mentorway.credentials.status import free_index
from mentorway.web.accounts.models import User
from mentorway.web.pilots.analysis.completion import Completion
from mentorway.web.pilots.analysis.contents import Reached, credential_of, facts_of
from mentorway.web.pilots.analysis.signing import Signer, address_of, list_address, list_with_room
from mentorway.web.pilots.models import Certificate, Cohort, Participant, Terms, new_number
from mentorway.wording import InvalidInputError, Message

CODE_LETTERS: Final = 5
COMPLETES_NO_MORE: Final = Message(
    "The training is not completed any more. Look at attendance and work again, or issue a statement of a "
    "part."
)


@dataclass(frozen=True)
class Wish:
    """Who shall have a certificate; a statement of a part is given only where it was asked for."""

    who: int
    is_partial: bool = False


@dataclass(frozen=True)
class Made:
    """What is put into one certificate."""

    person: Participant
    credential: MicroCredential
    registration: str = ""


def made_for(person: Participant, terms: Terms, found: Completion, wish: Wish) -> Made:
    """Return what the certificate of a person says.

    Raises
    ------
    InvalidInputError
        Something is missing in it, or the person does not complete the training any more.
    """
    if not (found.is_complete or wish.is_partial):
        raise InvalidInputError(COMPLETES_NO_MORE)
    credential = credential_of(person, terms, Reached(found.is_complete, found.passed))
    check(credential)
    return Made(person, credential, terms.body_registration)


def certificates_from(
    made: Sequence[Made], cohort: Cohort, signer: Signer, by: User | None
) -> list[Certificate]:
    """Return certificates, signed but not stored yet; their places in the list are drawn by chance."""
    status_list, taken = list_with_room()
    address = list_address(status_list.number)
    rows = []
    for one in made:
        place = free_index(taken)
        taken.add(place)
        rows.append(_signed(one, cohort, signer, Place("", address, place)))
    for row in rows:
        row.status_list, row.issued_by = status_list, by
    return rows


def _signed(made: Made, cohort: Cohort, signer: Signer, place: Place) -> Certificate:
    number, now = new_number(), timezone.now()
    whole = Place(address_of(number), place.status_list, place.status_index)
    credential = made.credential
    return Certificate(
        number=number,
        cohort=cohort,
        participant=made.person,
        is_partial=credential.kind == "partial",
        language=(credential.languages[0] if credential.languages else "en")[:CODE_LETTERS],
        content=facts_of(credential, made.registration),
        badge=issued(credential, whole, signer.key, names=signer.names, at=now),
        key=signer.row,
        status_index=place.status_index,
        issued=now,
    )


def wishes_of(facts: Iterable[dict[str, int | bool]]) -> list[Wish]:
    """Return the wishes that a run has kept as plain facts."""
    return [Wish(int(one["who"]), bool(one["is_partial"])) for one in facts]


def kept_wishes(wishes: Collection[Wish]) -> list[dict[str, int | bool]]:
    """Return wishes as plain facts."""
    return [{"who": one.who, "is_partial": one.is_partial} for one in wishes]
