"""The activities of a programme, in the order in which one feeds the next.

Settings, addresses and navigation are built from this tuple. An activity exists once its app does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

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
# Above all that it tells of: the story of the example, tours, the example put back.
JOURNEY = Activity(
    "journey", _("The example"), _("A programme to look at, from the first partner to a claim."), listed=False
)
# Beside the flow: what belongs to the installation rather than to the programme.
FEDERATION = Activity(
    "federation", _("Countries at home"), _("Sums of answers that stay in their country."), listed=False
)
OPERATIONS = Activity(
    "operations", _("Installation"), _("What it does by itself, and how it is."), listed=False
)
NOTICES = Activity(
    "notices", _("What is new"), _("What needs you, what happened, and letters about it."), listed=False
)
API = Activity("api", _("Programs"), _("What programs may do in somebody's name."), listed=False)
ACTIVITIES = (*FLOW, PLAN, FEDERATION, JOURNEY, PRIVACY, OPERATIONS, NOTICES, API)


@cache
def built() -> tuple[Activity, ...]:
    """Return the activities of this version, in flow order."""
    return tuple(activity for activity in ACTIVITIES if activity.built)


def module(app: str, name: str) -> ModuleType | None:
    """Return the module of an app that is called ``name``; None where it has none."""
    path = f"mentorway.web.{app}.{name}"
    return import_module(path) if find_spec(path) else None


@cache
def modules(name: str) -> Mapping[str, ModuleType]:
    """Return the modules called ``name`` of the activities that have one, by app, in flow order."""
    found = ((activity.app, module(activity.app, name)) for activity in built())
    return {app: one for app, one in found if one is not None}
