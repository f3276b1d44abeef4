"""Letters about agreements: that something is new, never what it says."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.core.tasks import post_letter
from mentorway.web.mentoring.analysis.letters import put_together
from mentorway.web.mentoring.models import Place


def say_it_waits(places: Iterable[Place]) -> None:
    """Tell people that a new version of the agreement waits for them to read and accept."""
    for place in places:
        person = place.person
        if not person.email or person.round.is_example:
            continue
        with override(person.language):
            facts = {"round": person.round.title}
            text = _(
                "There is a new version of the agreement of your pair in “%(round)s”. Please read it on your "
                "page and accept it, or write another."
            )
            subject = _("A new version of your agreement: %(round)s") % facts
            post_letter(person.email, subject, put_together(person, [text % facts]))
