"""Who sees what, role by role and activity by activity: made of what every table says of itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from mentorway.web.core.personal import Kept, Text, Viewer, left_alone
from mentorway.web.privacy.analysis.going import tables
from mentorway.web.privacy.analysis.overview import title_of


class Part(models.TextChoices):
    """As whom somebody reads the page."""

    VISITOR = "visitor", pgettext_lazy("reader", "Visitor")
    MENTEE = "mentee", pgettext_lazy("reader", "Mentee")
    MENTOR = "mentor", pgettext_lazy("reader", "Mentor")
    TRAINER = "trainer", pgettext_lazy("reader", "Trainer")
    STAFF = "staff", pgettext_lazy("reader", "Person of a partner")
    RESEARCHER = "researcher", pgettext_lazy("reader", "Researcher")
    COORDINATOR = "coordinator", pgettext_lazy("reader", "Coordinator")


@dataclass(frozen=True)
class Stand:
    """In which activities people of a role are, whether they work there, and as whom they see data."""

    said: Text
    apps: frozenset[str]
    works: bool
    sees: frozenset[Viewer]


SIGNED_IN: Final = frozenset(
    {"accounts", "account", "mfa", "sessions", "django_tasks_database", "core", "privacy"}
)
OUTSIDE: Final = frozenset({Viewer.EVERYBODY})
OF_PARTNER: Final = OUTSIDE | {
    *(Viewer.MEMBERS, Viewer.ADMINS, Viewer.ASKED, Viewer.PARTIES, Viewer.NETWORK),
}
STANDS: Final[Mapping[str, Stand]] = {
    Part.VISITOR: Stand(
        gettext_lazy("You have no account. You read what is public, answer a study or get letters."),
        frozenset({"study", "dissemination", "django_tasks_database"}),
        works=False,
        sees=OUTSIDE,
    ),
    Part.MENTEE: Stand(
        gettext_lazy("You take part in a mentoring round and work with a mentor."),
        SIGNED_IN | {"mentoring", "study", "evaluation"},
        works=False,
        sees=OUTSIDE | {Viewer.PAIR, Viewer.PEERS},
    ),
    Part.MENTOR: Stand(
        gettext_lazy("You work with mentees, and take part in the training for it."),
        SIGNED_IN | {"mentoring", "pilots", "study", "evaluation"},
        works=False,
        sees=OUTSIDE | {Viewer.PAIR, Viewer.PEERS},
    ),
    Part.TRAINER: Stand(
        gettext_lazy("You write programmes and lead cohorts for a partner."),
        SIGNED_IN | {"network", "training", "pilots"},
        works=True,
        sees=OF_PARTNER | {Viewer.PEERS},
    ),
    Part.STAFF: Stand(
        gettext_lazy("You belong to a partner and work on what it does in the network."),
        SIGNED_IN
        | {
            *("translation", "network", "practices", "training", "pilots", "mentoring", "evaluation"),
            *("dissemination", "plan"),
        },
        works=True,
        sees=OF_PARTNER,
    ),
    Part.RESEARCHER: Stand(
        gettext_lazy("You write questionnaires, ask people, and read what their answers say together."),
        SIGNED_IN | {"translation", "practices", "methodology", "study", "comparison", "evaluation"},
        works=True,
        sees=OF_PARTNER,
    ),
    Part.COORDINATOR: Stand(
        gettext_lazy("You coordinate the network and answer for the data of people."),
        SIGNED_IN | {"network", "practices", "privacy", "dissemination", "plan"},
        works=True,
        sees=OUTSIDE | {Viewer.COORDINATORS, Viewer.NETWORK},
    ),
}


@dataclass(frozen=True)
class Item:
    """One kind of data: what it is, who sees it, what for and for how long."""

    about: Text
    viewers: Sequence[str]
    purpose: Text
    kept: Text


@dataclass(frozen=True)
class Group:
    """What belongs to one activity."""

    title: str
    items: Sequence[Item]


@dataclass(frozen=True)
class Told:
    """The page for one role: what is kept about its people, and what they see of others."""

    part: Part
    said: Text
    own: Sequence[Group]
    of_others: Sequence[Group]


def told(part: str) -> Told:
    """Return what the page says to people of a role."""
    stand = STANDS[part]
    own = [one for one in tables() if _is_about(one, stand)]
    others = [one for one in tables() if stand.sees & set(one.seen_by)]
    return Told(
        Part(part),
        stand.said,
        _grouped(own, _to_the_person),
        _grouped(others, lambda one: _of_others(one, stand)),
    )


def _is_about(kept: Kept, stand: Stand) -> bool:
    """Whether a table is about people of a role; what is signed at work, only if they work there."""
    return kept.model.partition(".")[0] in stand.apps and (stand.works or not is_work(kept))


def is_work(kept: Kept) -> bool:
    """Whether a table holds work of which only the name is about a person."""
    return kept.again is left_alone and not kept.model.startswith("core.")


def _to_the_person(kept: Kept) -> list[str]:
    return [str(one.value) for one in kept.seen_by]


def _of_others(kept: Kept, stand: Stand) -> list[str]:
    """Return as whom somebody sees data of others."""
    return [str(one.value) for one in kept.seen_by if one in stand.sees]


def _grouped(rows: Sequence[Kept], seen: Callable[[Kept], list[str]]) -> list[Group]:
    groups: dict[str, list[Item]] = {}
    for one in rows:
        item = Item(one.about, seen(one), one.purpose, one.kept)
        groups.setdefault(str(title_of(one)), []).append(item)
    return [Group(title, items) for title, items in groups.items()]
