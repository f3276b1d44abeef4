"""Letters to people about their certificates, in their language."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.core.addresses import whole
from mentorway.web.pilots.models import Participant

Letter = tuple[str, str, str]


def of_issuing(person: Participant, *, is_partial: bool) -> Letter:
    """Return address, subject and text of the letter that a certificate is there."""
    with override(person.language):
        what = (
            _("Your statement of what you have reached in “%(cohort)s” is ready.")
            if is_partial
            else _("Your certificate for “%(cohort)s” is ready.")
        )
        parts = [
            what % {"cohort": person.cohort.title},
            _("You find it on your own page, as a PDF and as a file that programs can check:"),
            _address(person),
            _("You decide whether the public page about it shows your name."),
        ]
        return person.email, _("Your certificate: %(cohort)s") % {"cohort": person.cohort.title}, _text(parts)


def of_taking_back(person: Participant, why: str) -> Letter:
    """Return address, subject and text of the letter that a certificate was taken back."""
    with override(person.language):
        parts = [
            _("Your certificate for “%(cohort)s” was taken back. It does not hold any more.")
            % {"cohort": person.cohort.title},
            _("The reason: %(why)s") % {"why": why},
            _("If you think that this is wrong, write to those who ran the training."),
            _address(person),
        ]
        subject = _("Certificate taken back: %(cohort)s") % {"cohort": person.cohort.title}
        return person.email, subject, _text(parts)


def _address(person: Participant) -> str:
    return whole(reverse("pilots:own_certificates", args=[person.link]))


def _text(parts: list[str]) -> str:
    return "\n\n".join(parts) + "\n"
