"""Certificates after they are issued: shown or hidden, taken back, issued anew, forgotten."""

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from mentorway.credentials.microcredential import check
from mentorway.web.accounts.models import User
from mentorway.web.core.tasks import post_letter
from mentorway.web.core.turns import writing
from mentorway.web.core.wording import in_words
from mentorway.web.methodology.analysis.methodologies import fingerprint_of
from mentorway.web.pilots.analysis import certificate_letters as letters
from mentorway.web.pilots.analysis.contents import (
    REGISTRATION,
    TERMS,
    renamed,
    said_by,
    terms_or_defaults,
    written_in,
)
from mentorway.web.pilots.analysis.issuing import Made, certificates_from
from mentorway.web.pilots.analysis.signing import key_that_signs, opened
from mentorway.web.pilots.models import Certificate, Cohort, Participant, Terms
from mentorway.web.pilots.queries import certificates as queries

FORGOTTEN: Final = gettext_noop("The holder was deleted.")


class StaleError(Exception):
    """Somebody else has written other terms since they were read; ``theirs`` are stored."""

    def __init__(self, theirs: Terms) -> None:
        super().__init__()
        self.theirs = theirs


def write_terms(cohort: Cohort, *, was: str, fields: Mapping[str, Any]) -> Terms:
    """Keep what the certificates of a cohort say; those that are issued already stay as they are."""
    with writing():
        Cohort.objects.select_for_update().filter(pk=cohort.pk).first()
        terms = terms_or_defaults(cohort)
        if fingerprint_of(written_in(terms)) != was:
            raise StaleError(terms)
        for name in fields.keys() & set(TERMS):
            setattr(terms, name, fields[name])
        terms.full_clean()
        terms.save()
        return terms


def revoke(certificate: Certificate, user: User, *, why: str) -> Certificate:
    """Take a certificate back for good: its bit is set, and its holder is told why."""
    with writing():
        locked = _standing(certificate)
        _take_back(locked, user, why)
        if locked.participant is not None:
            _tell(locked, letters.of_taking_back(locked.participant, why))
        return locked


def reissue(certificate: Certificate, user: User, *, name: str, why: str) -> Certificate:
    """Issue a certificate anew with another name; the old one is taken back in the same moment."""
    signer = opened(key_that_signs())
    with writing():
        locked = _standing(certificate)
        person = Participant.objects.select_for_update().filter(pk=locked.participant_id or 0).first()
        if person is None:
            raise ValidationError(_("Its holder is not here any more, so it cannot be issued anew."))
        credential = renamed(said_by(locked), person, name, queries.terms_of(locked.cohort))
        with in_words():
            check(credential)
        _rename(person, name)
        _take_back(locked, user, why)
        registration = locked.content.get(REGISTRATION, "")
        made = certificates_from([Made(person, credential, registration)], locked.cohort, signer, user)[0]
        made.shows_name, made.is_hidden = locked.shows_name, locked.is_hidden
        made.full_clean()
        made.save()
        _tell(made, letters.of_issuing(person, is_partial=made.is_partial))
        return made


def _rename(person: Participant, name: str) -> None:
    person.name = name
    person.full_clean()
    person.save(update_fields=["name"])


def show(certificate: Certificate, *, shows_name: bool, is_hidden: bool) -> Certificate:
    """Let the holder decide what the public page shows; nobody else can."""
    certificate.shows_name, certificate.is_hidden = shows_name, is_hidden
    certificate.save(update_fields=["shows_name", "is_hidden"])
    return certificate


def forget_holder(person: Participant) -> int:
    """Empty every certificate of a person and set its bit; return how many there were.

    What was issued no longer verifies, and its public page says no more than about a number that never was.
    """
    with writing():
        rows = list(Certificate.objects.select_for_update().filter(participant=person))
        for row in rows:
            row.content, row.badge, row.participant = {}, {}, None
            row.shows_name, row.is_hidden = False, True
            row.revoked = row.revoked or timezone.now()
            row.revoked_why = FORGOTTEN
            row.save()
        return len(rows)


def _standing(certificate: Certificate) -> Certificate:
    locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if locked.revoked is not None:
        raise ValidationError(_("This certificate was taken back already."))
    return locked


def _take_back(locked: Certificate, user: User, why: str) -> None:
    locked.revoked, locked.revoked_why, locked.revoked_by = timezone.now(), why, user
    locked.full_clean()
    locked.save(update_fields=["revoked", "revoked_why", "revoked_by"])


def _tell(certificate: Certificate, letter: letters.Letter) -> None:
    person = certificate.participant
    if person is not None and person.email and person.wants_letters:
        post_letter(*letter)
