"""Guided tours: for each role, where to go one after the other, and what to look at there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.journey.analysis.ways import (
    Find,
    Reader,
    answers,
    claim,
    comparison,
    everybody,
    inside,
    of_pair,
    of_person,
    of_row,
    own_partner,
    result,
    signed_in,
)
from mentorway.web.journey.queries import example as queries
from mentorway.web.mentoring.models import Side

Text = str | Promise


@dataclass(frozen=True)
class Step:
    """One stop: what is there, in one or two plain sentences, and how its address is found."""

    title: Text
    text: Text
    find: Find


@dataclass(frozen=True)
class Tour:
    """A tour for one role."""

    key: str
    title: Text
    text: Text
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Stop:
    """A step that somebody can go to: its number in the tour, and where."""

    number: int
    url: str


def stops(tour: Tour, reader: Reader) -> list[Stop]:
    """Return the steps that a reader can go to, in order."""
    found = ((number, step.find(reader)) for number, step in enumerate(tour.steps))
    return [Stop(number, url) for number, url in found if url]


STORY: Final = Step(
    _("The whole way on one page"),
    _(
        "Each chapter tells what one activity did, and what it gave to the next. You can come back "
        "here any time."
    ),
    everybody("journey:story"),
)
HOME: Final = Step(
    _("What needs you now"),
    _(
        "Your first page lists what waits for you. When nothing waits, it says so, and shows where "
        "you are most."
    ),
    signed_in("home"),
)
OWN_DATA: Final = Step(
    _("What is kept about you"),
    _("Everything that is kept about you stands here: see it, take it along, have it deleted."),
    signed_in("privacy:own"),
)
VISITOR: Final = Tour(
    "visitor",
    pgettext_lazy("tour", "Visitor"),
    _("What everybody can see without an account."),
    (
        STORY,
        Step(
            _("Practices that others can use"),
            _(
                "Good practices that reviewers accepted and partners published, described so that "
                "you can use them."
            ),
            everybody("practices:public"),
        ),
        Step(
            _("What countries may be compared on"),
            _(
                "Scale by scale it says what the answers allow. Where countries answer differently, "
                "it says why not."
            ),
            comparison("comparison:overview"),
        ),
        Step(
            _("A claim with its evidence"),
            _(
                "Back to the story: under “Results” it leads to a claim as the public reads it. Those pages "
                "are the same for everybody, so this bar is not on them; come back here afterwards."
            ),
            everybody("journey:story"),
        ),
        Step(
            _("Trainings to apply for"),
            _("Groups that still take people are listed here, with their days and whom to ask."),
            everybody("pilots:open"),
        ),
        Step(
            _("Is a certificate genuine?"),
            _("Whoever is shown a certificate can check it here, without an account."),
            everybody("pilots:check"),
        ),
        Step(
            _("Who sees what"),
            _("For everything that is kept about people: who may see it, and for how long it is kept."),
            everybody("privacy:who_sees"),
        ),
    ),
)
COORDINATOR: Final = Tour(
    "coordinator",
    pgettext_lazy("tour", "Coordinator"),
    _("You hold the network together, and answer for the plan."),
    (
        HOME,
        Step(
            _("Partners and their people"),
            _(
                "Everybody who takes part, by country. From here you reach agreements, visits and "
                "who works with whom."
            ),
            inside("network:partners"),
        ),
        Step(
            _("How the study goes"),
            _("How many have answered, country by country, beside how many you hoped for. Nobody is named."),
            of_row("study:board", queries.study),
        ),
        Step(
            _("What the answers allow to say"),
            _("Before you quote a difference between countries, look here whether it may be said."),
            comparison("comparison:overview"),
        ),
        Step(
            _("Pairs that have gone quiet"),
            _(
                "You see when pairs met, never what they talked about. A pair without a meeting for "
                "weeks comes first."
            ),
            of_row("mentoring:board", queries.mentoring),
        ),
        Step(
            _("Did it help?"),
            _(
                "What changed in the pilots and what did not, with what it cost. One of the two "
                "pilots did not help."
            ),
            result,
        ),
        Step(
            _("From a number to a sentence in public"),
            _("A claim rests on a stored result. If that is taken back, the claim says so by itself."),
            claim,
        ),
        Step(
            _("Who does what by when"),
            _("Dates follow from each other: when one line slips, you see at once what it moves."),
            of_row("plan:gantt", queries.plan),
        ),
    ),
)
STAFF: Final = Tour(
    "staff",
    pgettext_lazy("tour", "Partner staff"),
    _("You work at a partner: you describe practices, run groups and answer questions."),
    (
        HOME,
        Step(
            _("Your organisation"),
            _(
                "What others see of it, who belongs to it, and whom to reach. Its administrators "
                "keep it up to date."
            ),
            own_partner,
        ),
        Step(
            _("Practices of the network"),
            _(
                "Describe what works with you. People of other countries review it before anybody "
                "builds on it."
            ),
            inside("practices:practices"),
        ),
        Step(
            _("A practice from beginning to end"),
            _(
                "Steps, what it needs, how sure we are that it works, and in which countries it "
                "could be used."
            ),
            of_row("practices:practice", queries.practices),
        ),
        Step(
            _("Studies that you can help with"),
            _("Here you see how many people of your country have answered. Answers carry no names."),
            inside("study:studies"),
        ),
        Step(
            _("A group that takes a training"),
            _("Its people, meetings and attendance. Your own groups look just like this one."),
            of_row("pilots:cohort", queries.pilots),
        ),
        OWN_DATA,
    ),
)
TRAINER: Final = Tour(
    "trainer",
    pgettext_lazy("tour", "Trainer"),
    _("You lead meetings in which people learn to be mentors."),
    (
        Step(
            _("The programme"),
            _(
                "Modules, sessions and materials in five languages. You can print it, or take it "
                "into your own system."
            ),
            of_row("training:overview", queries.training),
        ),
        Step(
            _("Your cohort"),
            _("Who takes part, when you meet next, and what is still missing."),
            of_row("pilots:cohort", queries.pilots),
        ),
        Step(
            _("Who was there"),
            _(
                "People sign in with a code on the wall, or you tick them off. Absence is excused "
                "with one click."
            ),
            of_row("pilots:attendance", queries.pilots),
        ),
        Step(
            _("Practice in threes"),
            _(
                "Mentor, mentee and observer take turns. Groups mix organisations, and everybody is "
                "in each role once."
            ),
            of_row("pilots:triads", queries.pilots),
        ),
        Step(
            _("Work to give feedback on"),
            _(
                "You choose a level for each criterion and write what would make it better. What "
                "waits stands first."
            ),
            of_row("pilots:works", queries.pilots),
        ),
        Step(
            _("Certificates"),
            _("Who came often enough and passed gets a certificate that anybody can check."),
            of_row("pilots:certificates", queries.pilots),
        ),
        Step(
            _("Your day"),
            _("On the day itself you need one page only: this one works on a telephone."),
            inside("pilots:day"),
        ),
    ),
)
MENTOR: Final = Tour(
    "mentor",
    pgettext_lazy("tour", "Mentor"),
    _("You accompany somebody for some months. These are your own pages; nobody else opens them."),
    (
        Step(
            _("What is next"),
            _(
                "Your pairs, and what waits for you. You come here by the link in your letter, "
                "without a password."
            ),
            of_person("mentoring:own", Side.MENTOR),
        ),
        Step(
            _("Your pair"),
            _("Who it is, why you were brought together, and all that belongs to the two of you."),
            of_pair("mentoring:own_relation", Side.MENTOR),
        ),
        Step(
            _("What you agree on"),
            _("How often you meet and what stays between you. Each change is accepted by both."),
            of_pair("mentoring:own_agreement", Side.MENTOR),
        ),
        Step(
            _("Meetings"),
            _(
                "Plan the next one with a file for your calendar, and note that you met. That alone "
                "is seen by others."
            ),
            of_pair("mentoring:own_talks", Side.MENTOR),
        ),
        Step(
            _("Goals of your mentee"),
            _("The mentee writes them; both of you say now and then how far they are reached."),
            of_pair("mentoring:own_goals", Side.MENTOR),
        ),
        Step(
            _("Ideas for your talks"),
            _("Short guides: the first meeting, listening, giving feedback, saying goodbye."),
            of_pair("mentoring:own_guides", Side.MENTOR),
        ),
        Step(
            _("Your data in this round"),
            _("What is kept about you, letters that you want or not, and the way out."),
            of_person("mentoring:own_data", Side.MENTOR),
        ),
    ),
)
MENTEE: Final = Tour(
    "mentee",
    pgettext_lazy("tour", "Mentee"),
    _("Somebody accompanies you for some months. These are your own pages; nobody else opens them."),
    (
        Step(
            _("What is next"),
            _(
                "Your mentor, and what waits for you. You come here by the link in your letter, "
                "without a password."
            ),
            of_person("mentoring:own", Side.MENTEE),
        ),
        Step(
            _("Your profile"),
            _("What you want to talk about and when you have time. Your mentor was found by this."),
            of_person("mentoring:own_profile", Side.MENTEE),
        ),
        Step(
            _("Your pair"),
            _("Who your mentor is, and why you were brought together."),
            of_pair("mentoring:own_relation", Side.MENTEE),
        ),
        Step(
            _("Your goals"),
            _("Say what it will look like when a goal is reached, half reached, or more than reached."),
            of_pair("mentoring:own_goals", Side.MENTEE),
        ),
        Step(
            _("Your notes"),
            _("Only you read them, unless you share one with your mentor."),
            of_pair("mentoring:own_notes", Side.MENTEE),
        ),
        Step(
            _("Something is not right"),
            _("Here you reach those who run the round, and your mentor is not told."),
            of_pair("mentoring:own_concern", Side.MENTEE),
        ),
    ),
)
RESEARCHER: Final = Tour(
    "researcher",
    pgettext_lazy("tour", "Researcher"),
    _("You ask what the answers allow to say, and answer for it."),
    (
        Step(
            _("What is measured, and why"),
            _("Constructs, indicators with their formulas, and how many people are needed for an answer."),
            of_row("methodology:methodology:overview", queries.methodology),
        ),
        Step(
            _("How the answers came about"),
            _("Waves, targets by country and sector, and what people agreed to."),
            of_row("study:board", queries.study),
        ),
        Step(
            _("The answers, and every question asked of them"),
            _("Each analysis keeps all its versions, with the data and the programs of each."),
            answers,
        ),
        Step(
            _("Scale by scale: what may be compared"),
            _("Measurement invariance decides pair by pair, and each verdict comes with its reason."),
            comparison("comparison:overview"),
        ),
        Step(
            _("Change, cost, and what cannot be said"),
            _(
                "Several ways of estimating stand side by side, with losses and intervals. Each "
                "version can be repeated."
            ),
            result,
        ),
        Step(
            _("Open data, protected"),
            _("Packages that were attacked before they are published, so that nobody is recognised in them."),
            inside("dissemination:releases"),
        ),
        Step(
            _("A number and its chain"),
            _("The way from the published number back to the data, each link with its fingerprint."),
            claim,
        ),
    ),
)
TOURS: Final[Mapping[str, Tour]] = {
    one.key: one for one in (VISITOR, COORDINATOR, STAFF, TRAINER, MENTOR, MENTEE, RESEARCHER)
}
