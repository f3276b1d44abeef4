"""Letters about proposals and relationships, each in the language of who gets it."""

from collections.abc import Callable, Iterable
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.core.moments import moment_in_words
from mentorway.web.core.tasks import post_letter
from mentorway.web.mentoring.analysis.letters import put_together
from mentorway.web.mentoring.analysis.relations import day_in_words
from mentorway.web.mentoring.models import Enquiry, Person, Place, Relation

Said = tuple[str, list[str]]


def suggest(relation: Relation, places: Iterable[Place]) -> None:
    """Tell everybody in a new proposal with whom they could work, and until when to answer."""
    rows = list(places)
    for place in rows:
        write(place.person, partial(_suggestion, relation, place, rows))


def _suggestion(relation: Relation, place: Place, places: list[Place]) -> Said:
    whole = place.person.round
    facts = {
        "names": ", ".join(one.person.name for one in places if one.pk != place.pk),
        "round": whole.title,
        "moment": moment_in_words(relation.answer_until, place.person.zone),
    }
    return _("A proposal for you: %(round)s") % facts, [
        _("We suggest that you work together in “%(round)s” with: %(names)s.") % facts,
        _(
            "On your page you read more about each other and why we suggest it. There you accept, decline, "
            "or ask to know more. Nobody asks for reasons."
        ),
        _("Please answer by %(moment)s.") % facts,
    ]


def remind(relation: Relation, place: Place) -> None:
    """Remind somebody of a proposal that they have not answered."""

    def said() -> Said:
        moment = moment_in_words(relation.answer_until, place.person.zone)
        facts = {"round": place.person.round.title, "moment": moment}
        text = _("A proposal in “%(round)s” waits for your answer until %(moment)s. It is on your page.")
        return _("Please answer: %(round)s") % facts, [text % facts]

    write(place.person, said)


def bring_together(relation: Relation, places: Iterable[Place]) -> None:
    """Tell everybody in a relationship that all have accepted, and how to reach each other."""
    rows = list(places)
    for place in rows:
        write(place.person, partial(_beginning, relation, place, rows))


def _beginning(relation: Relation, place: Place, places: list[Place]) -> Said:
    facts = {"round": place.person.round.title}
    parts = [_("All have accepted: your pair in “%(round)s” has come about.") % facts]
    others = [one.person for one in places if one.pk != place.pk]
    parts.append("\n".join(_reached(one) for one in others))
    if relation.ends_on is not None:
        text = _("You work together until %(day)s. Write to each other and arrange a first meeting.")
        parts.append(text % {"day": day_in_words(relation.ends_on)})
    return _("Your pair has come about: %(round)s") % facts, parts


def _reached(person: Person) -> str:
    if not person.email:
        return _("%(name)s has no e-mail address here.") % {"name": person.name}
    return _("%(name)s: %(email)s") % {"name": person.name, "email": person.email}


def say_it_did_not_come_about(places: Iterable[Place]) -> None:
    """Tell people that there will be no pair, whatever the reason: the letter is always the same."""

    def said(place: Place) -> Said:
        facts = {"round": place.person.round.title}
        return _("This pair did not come about: %(round)s") % facts, [
            _("A pair that we suggested to you in “%(round)s” did not come about.") % facts,
            _("This happens, for many reasons. You need not do anything."),
        ]

    for place in places:
        write(place.person, partial(said, place))


def reply(enquiry: Enquiry) -> None:
    """Send what was replied to a question about a proposal."""
    person = enquiry.place.person

    def said() -> Said:
        facts = {"round": person.round.title}
        texts = [_("You asked:"), enquiry.text, _("We reply:"), enquiry.reply]
        return _("Reply to your question: %(round)s") % facts, texts

    write(person, said)


def write(person: Person, said: Callable[[], Said]) -> None:
    """Send a letter in the language of who gets it; nobody of the example gets one."""
    if not person.email or person.round.is_example:
        return
    with override(person.language):
        subject, parts = said()
        post_letter(person.email, subject, put_together(person, parts))
