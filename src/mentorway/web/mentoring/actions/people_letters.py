"""Letters that follow from what became of one person in a round."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from mentorway.web.core.tasks import post_letter
from mentorway.web.mentoring.analysis.letters import answered_by, put_together
from mentorway.web.mentoring.models import Person


class Kind(StrEnum):
    """What a letter tells."""

    JOINED = "joined"
    ADDED = "added"
    AGAIN = "again"
    LINK = "link"
    LEFT = "left"
    ERASED = "erased"


@dataclass(frozen=True)
class Words:
    """What stands in a letter; names of values stand in round brackets after a percent sign."""

    subject: str | Promise
    text: str | Promise


LETTERS: Final[Mapping[Kind, Words]] = {
    Kind.JOINED: Words(
        gettext_lazy("You have joined: %(round)s"),
        gettext_lazy(
            "You have joined the mentoring round “%(round)s” of %(partner)s. You take part as: %(side)s. "
            "Please fill in your profile on your page. Only then can you be matched."
        ),
    ),
    Kind.ADDED: Words(
        gettext_lazy("You have been added: %(round)s"),
        gettext_lazy(
            "%(partner)s has added you to the mentoring round “%(round)s”. You take part as: %(side)s. "
            "Please fill in your profile on your page. There you can also read what is stored about you, "
            "leave the mentoring round, and delete everything."
        ),
    ),
    Kind.AGAIN: Words(
        gettext_lazy("You are there already: %(round)s"),
        gettext_lazy(
            "Somebody has joined the mentoring round “%(round)s” of %(partner)s with your e-mail address, "
            "and you are there already. You take part as: %(side)s. Nothing has changed. Your page shows "
            "what is next. If it was not you, you need to do nothing."
        ),
    ),
    Kind.LINK: Words(
        gettext_lazy("Your page: %(round)s"),
        gettext_lazy(
            "This is your page in the mentoring round “%(round)s” of %(partner)s. You take part as: %(side)s."
        ),
    ),
    Kind.LEFT: Words(
        gettext_lazy("You have left: %(round)s"),
        gettext_lazy(
            "You do not take part in the mentoring round “%(round)s” of %(partner)s any more. If this was "
            "not you, or if you have changed your mind, look at your page."
        ),
    ),
    Kind.ERASED: Words(
        gettext_lazy("Your data are deleted: %(round)s"),
        gettext_lazy(
            "What was stored about you in the mentoring round “%(round)s” of %(partner)s is deleted. This "
            "is the last letter, and your page does not exist any more."
        ),
    ),
}


def tell(person: Person, kind: Kind) -> None:
    """Write to a person in their language what became of them; nothing happens without an address."""
    if not person.email or person.round.is_example:
        return
    with override(person.language):
        values, words = _values(person), LETTERS[kind]
        text = str(words.text) % values
        whole = put_together(person, [text]) if kind != Kind.ERASED else _last(person, text)
        post_letter(person.email, str(words.subject) % values, whole)


def _last(person: Person, text: str) -> str:
    """Return a letter without the link to the own page, which leads nowhere any more."""
    hello = _("Hello %(name)s,") % {"name": person.name}
    return "\n\n".join(one for one in (hello, text, answered_by(person)) if one) + "\n"


def _values(person: Person) -> dict[str, Any]:
    whole = person.round
    return {"round": whole.title, "partner": whole.partner.name, "side": person.get_side_display()}
