"""Letters about pausing, ending and wishes to talk. They say that something is new, never its text."""

from collections.abc import Iterable
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.accounts.models import User
from mentorway.web.core.addresses import whole as whole_address
from mentorway.web.core.tasks import post_letter
from mentorway.web.mentoring.actions.relation_letters import Said, write
from mentorway.web.mentoring.analysis.relations import day_in_words
from mentorway.web.mentoring.models import Concern, Place, Relation, Round


def say_it_ended(places: Iterable[Place]) -> None:
    """Tell people that a relationship has ended: the letter is the same whoever wanted it, and how."""

    def said(place: Place) -> Said:
        facts = {"round": place.person.round.title}
        text = _("Your pair in “%(round)s” has ended. Thank you for the time that you gave each other.")
        return _("Your pair has ended: %(round)s") % facts, [
            text % facts,
            _(
                "On your page you can say goodbye: thank each other, keep for yourself what you take along, "
                "and say whether you would like to be brought together with somebody again."
            ),
        ]

    for place in places:
        write(place.person, partial(said, place))


def say_it_goes_on(places: Iterable[Place]) -> None:
    """Tell those who stay in a group who is in it now; not who left, nor why."""
    rows = list(places)

    def said(place: Place) -> Said:
        names = ", ".join(one.person.name for one in rows if one.pk != place.pk)
        facts = {"round": place.person.round.title, "names": names}
        return _("Your group has become smaller: %(round)s") % facts, [
            _("Your group in “%(round)s” has become smaller, and goes on.") % facts,
            _("With you in the group: %(names)s.") % facts,
        ]

    for place in rows:
        write(place.person, partial(said, place))


def say_it_pauses(relation: Relation, places: Iterable[Place]) -> None:
    """Tell people that a relationship pauses, and until when."""

    def said(place: Place) -> Said:
        facts = {"round": place.person.round.title}
        parts = [_("Your pair in “%(round)s” pauses. Nobody has to say why.") % facts]
        if relation.paused_until is not None:
            text = _("The pause lasts until %(day)s, that day included. Then it goes on by itself.")
            parts.append(text % {"day": day_in_words(relation.paused_until)})
        parts.append(_("Each of you can go on earlier, on your page. During the pause nobody is reminded."))
        return _("Your pair pauses: %(round)s") % facts, parts

    for place in places:
        write(place.person, partial(said, place))


def say_it_resumes(places: Iterable[Place]) -> None:
    """Tell people that a pause is over."""

    def said(place: Place) -> Said:
        facts = {"round": place.person.round.title}
        return _("The pause is over: %(round)s") % facts, [
            _("The pause of your pair in “%(round)s” is over. Arrange your next meeting when it suits you.")
            % facts
        ]

    for place in places:
        write(place.person, partial(said, place))


def remind_of_the_end(relation: Relation, place: Place) -> None:
    """Tell somebody in time that the planned end comes near."""

    def said() -> Said:
        facts = {"round": place.person.round.title}
        parts = [_("Your time together in “%(round)s” comes to its planned end.") % facts]
        if relation.ends_on is not None:
            parts.append(_("The last day is %(day)s.") % {"day": day_in_words(relation.ends_on)})
        parts.append(
            _(
                "Use your last meeting to look back, and to say goodbye. On your page you can thank each "
                "other and keep for yourself what you take along."
            )
        )
        return _("Your time together ends soon: %(round)s") % facts, parts

    write(place.person, said)


def say_thanks_are_there(places: Iterable[Place]) -> None:
    """Tell people that somebody has left a word of thanks for them."""

    def said(place: Place) -> Said:
        facts = {"round": place.person.round.title}
        return _("A word of thanks for you: %(round)s") % facts, [
            _("Somebody has left a word of thanks for you in “%(round)s”. You read it on your page.") % facts
        ]

    for place in places:
        write(place.person, partial(said, place))


def say_there_is_a_reply(concern: Concern) -> None:
    """Tell somebody who wanted to talk that there is a reply; its text is only on the page."""
    person = concern.place.person

    def said() -> Said:
        facts = {"round": person.round.title}
        return _("There is a reply for you: %(round)s") % facts, [
            _("Those who run “%(round)s” have replied to you. You read it on your page.") % facts
        ]

    write(person, said)


def say_somebody_wants_to_talk(whole: Round, users: Iterable[User]) -> None:
    """Tell those who run a round that somebody wants to talk; neither who nor about what."""
    address = whole_address(reverse("mentoring:concerns", args=[whole.pk]))
    for user in users:
        with override(user.language):
            facts = {"round": whole.title, "link": address}
            subject = _("Somebody would like to talk: %(round)s") % facts
            body = _("Somebody in “%(round)s” would like to talk to you.\n\nRead it and reply:\n%(link)s\n")
            post_letter(user.email, subject, body % facts)
