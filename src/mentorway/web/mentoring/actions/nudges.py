"""Reminders to people who have not met for a long time: kind, rare, and easy to switch off."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Final

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.core.addresses import whole as whole_address
from mentorway.web.core.tasks import post_letter
from mentorway.web.mentoring.actions.relations import holding
from mentorway.web.mentoring.analysis.letters import put_together
from mentorway.web.mentoring.analysis.nudges import HORIZON, Due, due_of
from mentorway.web.mentoring.analysis.relations import members
from mentorway.web.mentoring.analysis.talks import names_beside
from mentorway.web.mentoring.models import Nudge, Place
from mentorway.web.mentoring.queries import talks as queries

Parts = list[str]


def do_due_work(now: dt.datetime) -> None:
    """Remind everybody who has not met for 21, 35 or 49 days; each step once, never in quiet hours."""
    sent = queries.nudges_sent()
    for found in queries.to_remind(now, HORIZON):
        if due_of(found, sent, now) is not None:
            _remind(found.place, now)


def _remind(place: Place, now: dt.datetime) -> None:
    """Look again while nobody else changes the round, keep that it was sent, and send it."""
    try:
        with holding(place.relation.round):
            for found in queries.to_remind(now, HORIZON, place):
                due = due_of(found, queries.nudges_sent(place), now)
                if due is not None:
                    nudge = Nudge(place=found.place, days=due.days, since=due.since, at=now)
                    nudge.full_clean()
                    nudge.save()
                    _write(found.place, due)
    except ValidationError:  # the round went into the bin meanwhile
        return


def _write(place: Place, due: Due) -> None:
    person = place.person
    facts = {"names": names_beside(place, members(place.relation)), "round": person.round.title}
    with override(person.language):
        subject, parts = TEXTS[due.days](place, facts)
        parts.append(_switch_off(place))
        post_letter(person.email, subject % facts, put_together(person, parts))


def _suggestion(place: Place, facts: Mapping[str, str]) -> tuple[str, Parts]:
    guide = _address("own_guide", place, "stalled")
    parts = [
        _("No meeting with %(names)s was written down for three weeks.") % facts,
        _("If you have met, write it down in a moment: %(link)s") % {"link": _address("own_talk_log", place)},
        _("If not: half an hour is enough to take it up again. Plan a meeting: %(link)s")
        % {"link": _address("own_talk_new", place)},
        _("If you do not know what to talk about, this guide may help: %(link)s") % {"link": guide},
    ]
    return _("Time to meet? %(round)s"), parts


def _offer(place: Place, facts: Mapping[str, str]) -> tuple[str, Parts]:
    parts = [
        _("No meeting with %(names)s was written down for five weeks. That happens, and it can be mended.")
        % facts,
        _("Is something in the way? Write to us, we like to help. Nobody in your pair learns of it: %(link)s")
        % {"link": _address("own_concern", place)},
        _("If you have met, write it down in a moment: %(link)s") % {"link": _address("own_talk_log", place)},
        _("Plan a meeting: %(link)s") % {"link": _address("own_talk_new", place)},
    ]
    return _("Can we help you to meet? %(round)s"), parts


def _change(place: Place, facts: Mapping[str, str]) -> tuple[str, Parts]:
    parts = [
        _("No meeting with %(names)s was written down for seven weeks. It may be time for a change.") % facts,
        _("You may pause, or end it early without saying why, on the page of your pair: %(link)s")
        % {"link": _address("own_relation", place)},
        _("You may also talk to us. Nobody in your pair learns of it: %(link)s")
        % {"link": _address("own_concern", place)},
        _("If you have met, write it down in a moment: %(link)s") % {"link": _address("own_talk_log", place)},
        _(
            "Those who run the mentoring round see that no meeting was written down for long. They see dates "
            "only, never what you write."
        ),
    ]
    return _("How shall it go on? %(round)s"), parts


TEXTS: Final[Mapping[int, Callable[[Place, Mapping[str, str]], tuple[str, Parts]]]] = {
    21: _suggestion,
    35: _offer,
    49: _change,
}


def _switch_off(place: Place) -> str:
    link = whole_address(reverse("mentoring:own_settings", args=[place.person.link]))
    return _("You do not want such reminders? Switch them off here: %(link)s") % {"link": link}


def _address(name: str, place: Place, *more: str) -> str:
    return whole_address(reverse(f"mentoring:{name}", args=[place.person.link, place.relation_id, *more]))
