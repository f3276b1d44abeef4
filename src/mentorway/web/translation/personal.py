"""What the workbench of translators keeps about people."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.personal import (
    Free,
    Person,
    Viewer,
    authored,
    columns,
    deleting,
    of_person,
    unsigning,
)
from mentorway.web.translation.models import Assignment, Draft, Event, Language, Translation, What

ASKED = (Viewer.ASKED, Viewer.MEMBERS, Viewer.COORDINATORS)
NOBODY = "–"
_parts = of_person(Assignment, users=("user",), related=("language",))
_own_events = of_person(Event, users=("by",))
_drafts = of_person(Draft, users=("author",), related=("translation__language",))


def _named(person: Person) -> Q:
    """The lines on who does which part that hold the name of the person as a word."""
    name = f": {person.user}"
    return Q(what=What.ASSIGNED) & (Q(before__contains=name) | Q(after__contains=name))


def _events(person: Person) -> QuerySet[Event]:
    """What the person did, and the lines that hold their name."""
    return Event.objects.filter(Q(by=person.user) | _named(person)).select_related("language")


def _count_events(person: Person) -> int:
    """Count those that hold the name in every language: an index finds the lines that are about no text."""
    named = Event.objects.filter(_named(person), key="", language__in=Language.objects.values("pk"))
    return _own_events.count(person) + named.exclude(by=person.user).count()


def _erase_drafts(person: Person) -> int:
    """Delete drafts that nobody else has seen yet; take the name from what was handed in."""
    unseen, _rows = Draft.objects.filter(author=person.user, handed_in=None).delete()
    return unseen + unsigning(Draft, "author")(person)


def _erase_events(person: Person) -> int:
    """Take the name from lines; those on who does which part also hold it as a word.

    Lines with the words of a draft that was not handed in afterwards are deleted: nobody else has seen it.
    """
    count = _events(person).count()
    mine = Event.objects.filter(by=person.user)
    later = mine.filter(what=What.HANDED, language=OuterRef("language"), key=OuterRef("key"))
    mine.filter(~Exists(later.filter(pk__gt=OuterRef("pk"))), what=What.DRAFT).delete()
    name = str(person.user)
    for event in _events(person).filter(what=What.ASSIGNED):
        event.before, event.after = _without(event.before, name), _without(event.after, name)
        event.save(update_fields=["before", "after"])
    unsigning(Event, "by")(person)
    return count


def _without(lines: str, name: str) -> str:
    r"""Return lines such as “Reviewer: Anna” with a dash where one ends with the name.

    >>> _without("Reviewer: Anna\nAdjudicator: Anna Berg", "Anna")
    'Reviewer: –\nAdjudicator: Anna Berg'
    """
    ending = f": {name}"
    return "\n".join(
        f"{line.removesuffix(ending)}: {NOBODY}" if line.endswith(ending) else line
        for line in lines.split("\n")
    )


def _told_event(event: Event) -> dict[str, object]:
    told = dict(columns("language", "key", "what", "at")(event))
    if event.what in {What.COMMENT, What.PRETEST, What.DRAFT, What.REVIEW}:
        told["after"] = event.after
    return told


PERSONAL = (
    Free("translation.Document", _("It says only that something is translated.")),
    Free("translation.Language", _("Languages and their names; who translates is kept elsewhere.")),
    authored(
        Assignment,
        _("Your parts in translating: translator, reviewer, adjudicator"),
        ("user",),
        found=_parts,
        told=columns("language", "part"),
        erase=deleting(_parts),
        again=None,
        seen_by=ASKED,
        stays=_("Nothing: somebody else can be given the part."),
    ),
    authored(
        Translation,
        _("Translations that you reviewed or adjudicated"),
        ("reviewed_by", "agreed_by"),
        texts=("source", "review", "comment", "agreed"),
        tells=("language", "key", "stage"),
        related=("language",),
        seen_by=ASKED,
    ),
    authored(
        Draft,
        _("Translations that you wrote"),
        ("author",),
        texts=("text",),
        found=_drafts,
        told=columns("translation", "text", "handed_in"),
        erase=_erase_drafts,
        again=None,
        seen_by=ASKED,
        stays=_(
            "What you handed in stays as part of the translation, without your name. What you have not "
            "handed in is deleted."
        ),
    ),
    authored(
        Event,
        _("What you did in translating, line by line, with your comments"),
        ("by",),
        texts=("before", "after"),
        found=_events,
        counted=_count_events,
        told=_told_event,
        erase=_erase_events,
        again=None,
        seen_by=ASKED,
        stays=_(
            "Lines and comments stay as the documentation of the translation. Your name is taken away, also "
            "where a line says who got which part."
        ),
    ),
)
