"""Letters that follow from what became of one person: they always come, as somebody waits for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from mentorway.web.core.moments import moment_in_words
from mentorway.web.core.tasks import post_letter
from mentorway.web.pilots.analysis.letters import answered_by, own_page, put_together
from mentorway.web.pilots.models import Participant
from mentorway.web.pilots.queries import people as queries


class Kind(StrEnum):
    """What a letter tells."""

    RECEIVED = "received"
    WAITING = "waiting"
    OFFERED = "offered"
    ENROLLED = "enrolled"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    AGAIN = "again"
    LINK = "link"
    ERASED = "erased"


@dataclass(frozen=True)
class Words:
    """What stands in a letter; names of values stand in round brackets after a percent sign."""

    subject: str | Promise
    text: str | Promise


LETTERS: Final[Mapping[Kind, Words]] = {
    Kind.RECEIVED: Words(
        gettext_lazy("Your application: %(cohort)s"),
        gettext_lazy(
            "Thank you for applying to “%(cohort)s” of %(partner)s. Your application has arrived. You will "
            "get a letter as soon as it is decided who takes part."
        ),
    ),
    Kind.WAITING: Words(
        gettext_lazy("You are on the waiting list: %(cohort)s"),
        gettext_lazy(
            "You are on the waiting list of “%(cohort)s” of %(partner)s, at place %(place)d. When a seat is "
            "free, you get a letter and have %(hours)d hours to take it."
        ),
    ),
    Kind.OFFERED: Words(
        gettext_lazy("A seat for you: %(cohort)s"),
        gettext_lazy(
            "There is a seat for you in “%(cohort)s” of %(partner)s. It is held for you until %(until)s. "
            "Open your page and take it, or let others have it. After that moment it goes to the next."
        ),
    ),
    Kind.ENROLLED: Words(
        gettext_lazy("You take part: %(cohort)s"),
        gettext_lazy(
            "You have a seat in “%(cohort)s” of %(partner)s, from %(first)s to %(last)s. On your page you "
            "find the meetings, your work and everything that is stored about you."
        ),
    ),
    Kind.DECLINED: Words(
        gettext_lazy("About your application: %(cohort)s"),
        gettext_lazy(
            "Thank you for applying to “%(cohort)s” of %(partner)s. This time you have not been chosen."
        ),
    ),
    Kind.LAPSED: Words(
        gettext_lazy("The seat was given to somebody else: %(cohort)s"),
        gettext_lazy(
            "The seat in “%(cohort)s” of %(partner)s was held for you, and the time is over. If you still "
            "want to take part, go back to the waiting list on your page."
        ),
    ),
    Kind.WITHDRAWN: Words(
        gettext_lazy("You have withdrawn: %(cohort)s"),
        gettext_lazy(
            "You do not take part in “%(cohort)s” of %(partner)s any more. If this was not you, or if you "
            "have changed your mind, look at your page."
        ),
    ),
    Kind.AGAIN: Words(
        gettext_lazy("You have applied already: %(cohort)s"),
        gettext_lazy(
            "Somebody has applied to “%(cohort)s” of %(partner)s with your e-mail address, and you are there "
            "already. Nothing has changed. Your page shows how you stand. If it was not you, you need to do "
            "nothing."
        ),
    ),
    Kind.LINK: Words(
        gettext_lazy("Your page: %(cohort)s"),
        gettext_lazy("This is your page in “%(cohort)s” of %(partner)s."),
    ),
    Kind.ERASED: Words(
        gettext_lazy("Your data are deleted: %(cohort)s"),
        gettext_lazy(
            "What was stored about you in “%(cohort)s” of %(partner)s is deleted. This is the last letter, "
            "and your page does not exist any more."
        ),
    ),
}


def tell(person: Participant, kind: Kind, *, why: str = "") -> None:
    """Write to a person in their language what became of them; nothing happens without an address."""
    if not person.email or person.cohort.is_example:
        return
    with override(person.language):
        values, words = _values(person), LETTERS[kind]
        reason = _("Reason: %(why)s") % {"why": why} if why else ""
        page = own_page(person) if kind != Kind.ERASED else ""
        text = put_together(
            person, [str(words.text) % values, reason], closing=[page, answered_by(person.cohort)]
        )
        post_letter(person.email, str(words.subject) % values, text)


def _values(person: Participant) -> dict[str, Any]:
    cohort = person.cohort
    return {
        "cohort": cohort.title,
        "partner": cohort.partner.name,
        "hours": cohort.offer_hours,
        "place": queries.place_of(person),
        "until": moment_in_words(person.offer_until, cohort.zone) if person.offer_until else "",
        "first": date_format(cohort.starts_on, "DATE_FORMAT"),
        "last": date_format(cohort.ends_on, "DATE_FORMAT"),
    }
