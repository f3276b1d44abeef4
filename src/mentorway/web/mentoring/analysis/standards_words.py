"""The statements of the self-assessment, in our own words, under the names of the six standards.

The names of the standards and the marks come from the International Standards for Mentoring and Coaching
Programmes (ISMCP) of the EMCC; its texts are not copied here, and EMCC has not endorsed this.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Statement:
    """Something that is true of a round, more or less."""

    key: str
    text: str | Promise


@dataclass(frozen=True)
class Standard:
    """One of the six standards, with the statements by which it is assessed here."""

    key: str
    title: str | Promise
    statements: tuple[Statement, ...]


STANDARDS: Final[tuple[Standard, ...]] = (
    Standard(
        "purpose",
        _("Clarity of purpose"),
        (
            Statement("purpose_written", _("It is written what the round is for, and for whom.")),
            Statement(
                "purpose_measured",
                _("It was said beforehand by what you will see that the purpose is reached."),
            ),
            Statement(
                "hopes_asked", _("Mentees and mentors say what they hope for before anybody is matched.")
            ),
            Statement(
                "leaders_behind",
                _("Those who carry the round – leaders, partners, line managers – stand behind the purpose."),
            ),
        ),
    ),
    Standard(
        "training",
        _("Stakeholder training and briefing"),
        (
            Statement("mentors_trained", _("Mentors learn their part before they begin.")),
            Statement(
                "mentees_briefed", _("Mentees know before they begin what mentoring is, and what it is not.")
            ),
            Statement(
                "agreement", _("Pairs agree at the start on aims, meetings and what stays between them.")
            ),
            Statement(
                "managers_briefed",
                _("Line managers know what mentoring takes and gives, and what they will not be told."),
            ),
        ),
    ),
    Standard(
        "matching",
        _("Selection and matching"),
        (
            Statement("profiles", _("People tell enough about themselves to be matched well.")),
            Statement("criteria", _("What counts for a good pair is set beforehand and can be explained.")),
            Statement("both_choose", _("Both sides decide for themselves whether they work together.")),
            Statement(
                "unwinding",
                _("A pair that does not fit can end without blame, and people can be matched anew."),
            ),
            Statement("alike", _("Somebody looks at whether different groups are matched alike.")),
        ),
    ),
    Standard(
        "measurement",
        _("Measurement and review"),
        (
            Statement("goals", _("Mentees have goals, and it is written what reaching them looks like.")),
            Statement("meetings", _("It is seen whether pairs meet, without reading what they say.")),
            Statement("quiet", _("A pair that has gone quiet is noticed within weeks, and somebody asks.")),
            Statement(
                "review",
                _("Halfway and at the end people are asked what should be better, and something changes."),
            ),
            Statement("effects", _("What the round brought and what it cost is looked at honestly.")),
        ),
    ),
    Standard(
        "ethics",
        _("Ethics"),
        (
            Statement(
                "privacy", _("Everybody has agreed to what is stored about them, and knows who reads it.")
            ),
            Statement("confidential", _("What pairs write here stays between them.")),
            Statement("concerns", _("Whoever wishes to talk gets a reply within a week.")),
            Statement("supervision", _("Mentors have others with whom they look at their own work.")),
            Statement(
                "harm",
                _("It is written what mentors do when somebody might come to harm, and whom they turn to."),
            ),
        ),
    ),
    Standard(
        "administration",
        _("Administration and support"),
        (
            Statement("contact", _("People know who answers their questions.")),
            Statement("enquiries", _("Questions about proposals get a reply within a week.")),
            Statement("dates", _("Every pair knows until when it works together.")),
            Statement("resources", _("There are people and hours set aside to run the round.")),
            Statement(
                "handover", _("Somebody else could take over tomorrow: what was decided can be found.")
            ),
        ),
    ),
)
BY_KEY: Final = {one.key: one for one in STANDARDS}
STATEMENTS: Final = tuple(statement for one in STANDARDS for statement in one.statements)
