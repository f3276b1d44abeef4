"""What people agree to who join a round, and what is true of everybody who is in one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mentorway.web.core.zones import ZONES
from mentorway.web.mentoring.models import Round
from mentorway.web.pilots.analysis.intake import cleaned_name, is_blank


def agreement_of(whole: Round) -> list[str]:
    """Return what people agree to who join: what is stored, who reads it, for how long, and their rights."""
    names = {"partner": whole.partner.name, "contact": whole.contact or whole.partner.name}
    return [
        _(
            "%(partner)s stores your name, your e-mail address and what you write in your profile, to bring "
            "mentees and mentors together."
        )
        % names,
        _(
            "The people of %(partner)s who run the mentoring round can read this. Whoever is proposed to you "
            "as mentee or mentor reads your name, what you wrote about yourself, and why you may fit each "
            "other, which can name answers of yours. Your e-mail address is shown to them only when both of "
            "you have accepted. Other partners of the network see numbers only."
        )
        % names,
        _(
            "Once you work together, those who run the mentoring round see when you met and for how long, "
            "when you agreed on something and how many goals there are. Your agreement, goals and notes are "
            "read only by the people in your pair; notes that you do not share are read by you alone."
        ),
        _(
            "Your age group and gender are up to you. They only show whether groups are matched alike, are "
            "never used for a score, and are never shown with your name."
        ),
        _(
            "Those who run the mentoring round can note that two people must not become a pair. Such a note "
            "is shown to neither of them."
        ),
        _(
            "Your data stay until you delete them or %(partner)s deletes the mentoring round. On your own "
            "page you can read, correct, download and delete what is stored. Questions are answered by: "
            "%(contact)s. You can complain to the data protection authority of your country."
        )
        % names,
    ]


def cleaned(facts: dict[str, Any]) -> dict[str, Any]:
    """Return facts about a person as they are kept: the name in one line, addresses in small letters."""
    found = dict(facts)
    if "name" in found:
        found["name"] = cleaned_name(found["name"])
        if is_blank(found["name"]):
            raise ValidationError({"name": _("Write the name. Nothing of it can be seen so far.")})
    for name in ("email", "manager_email"):
        if name in found:
            found[name] = found[name].strip().lower()
    return found


def clock_for(country: str, whole: Round) -> str:
    """Return the clock that a person probably lives by, until they say another one.

    >>> clock_for("FI", Round(time_zone="Europe/Vilnius")), clock_for("", Round(time_zone="Europe/Vilnius"))
    ('Europe/Helsinki', 'Europe/Vilnius')
    """
    return ZONES.get(country, whole.time_zone)
