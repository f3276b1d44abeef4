"""The activities of a programme, in the order in which one feeds the next.

Settings, addresses and navigation are built from this tuple. An activity exists once its app does.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Activity:
    """One activity: the app that holds it and how people call it."""

    app: str
    title: str | Promise
    sentence: str | Promise
    listed: bool = True  # in the navigation

    @property
    def built(self) -> bool:
        """Whether its app exists in this version."""
        home = HERE / self.app
        return (home / "urls.py").exists() or (home / "urls").is_dir()

    @property
    def path(self) -> str:
        """Where its pages begin."""
        return f"/{self.app}/"

    @property
    def module(self) -> str:
        """The app's dotted name."""
        return f"mentorway.web.{self.app}"


FLOW = (
    Activity("network", _("Network"), _("Partners in several countries, and their people.")),
    Activity("practices", _("Good practices"), _("What works elsewhere, described so that it can be used.")),
    Activity("methodology", _("Method"), _("What is measured, with which questions, in every language.")),
    Activity("study", _("Study"), _("Answers collected without names.")),
    Activity("comparison", _("Comparison"), _("What the answers of several countries allow to say.")),
    Activity("training", _("Training"), _("What mentors learn, session by session, and how it is seen.")),
    Activity(
        "pilots", _("Pilots"), _("Groups that take a programme: seats, meetings, attendance, certificates.")
    ),
    Activity(
        "mentoring", _("Mentoring"), _("Mentees and mentors: who fits whom, why, and what they both say.")
    ),
    Activity("evaluation", _("Evaluation"), _("What mentoring changed, and at what cost.")),
    Activity("dissemination", _("Results"), _("What is published, with the evidence under it.")),
)
PLAN = Activity("plan", _("Plan"), _("Work packages, deliverables and dates."))
# Last of all: it knows every table that holds something about people.
PRIVACY = Activity(
    "privacy", _("Your data"), _("What is kept about people, and their rights over it."), listed=False
)
ACTIVITIES = (*FLOW, PLAN, PRIVACY)


@cache
def built() -> tuple[Activity, ...]:
    """Return the activities of this version, in flow order."""
    return tuple(activity for activity in ACTIVITIES if activity.built)
