"""What good practices, and material on challenges, keep about people."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.personal import (
    Basis,
    Free,
    Kept,
    Person,
    Retention,
    Viewer,
    authored,
    columns,
    deleting,
    of_person,
    unsigning,
)
from mentorway.web.practices.models import (
    TEXTS,
    ChallengeFinding,
    ChallengeRevision,
    Coding,
    CodingTask,
    Decision,
    Happening,
    Intake,
    Material,
    MaterialEvent,
    MaterialRevision,
    Practice,
    PracticeFile,
    PracticeRevision,
    PracticeStep,
    Review,
    Transfer,
)

INTAKES_KEPT = dt.timedelta(days=7)

NOBODY = "–"
ASKED = (Happening.ASKED, Happening.RELEASED)
INSIDE = (Viewer.MEMBERS, Viewer.COORDINATORS)
OF_MATERIAL = (Viewer.MEMBERS, Viewer.ASKED, Viewer.COORDINATORS)
SPOKEN = _(
    "What people said was written down without their names, so the computer cannot find whose words they "
    "are. Who spoke can ask the partner that spoke with them: personal data is blanked there, everywhere at "
    "once."
)
_reviews = of_person(Review, users=("reviewer",), related=("practice",))
_tasks = of_person(CodingTask, users=("coder",), related=("material",))
_codings = of_person(Coding, users=("task__coder",), related=("challenge", "task__material"))
_intakes = of_person(Intake, users=("by",), related=("partner",))


def _told_coding(row: Coding) -> dict[str, Any]:
    """Leave out the passage: it holds the words of somebody else."""
    return {"material": str(row.task.material), "challenge": str(row.challenge or NOBODY)}


def _named(person: Person) -> Q:
    """Lines on who was asked to code: they hold the name as a word."""
    return Q(what__in=ASKED, detail=str(person.user))


def _events(person: Person) -> QuerySet[MaterialEvent]:
    rows = MaterialEvent.objects.filter(Q(by=person.user) | _named(person))
    return rows.select_related("material")


def _erase_events(person: Person) -> int:
    count = _events(person).count()
    MaterialEvent.objects.filter(_named(person)).update(detail=NOBODY)
    unsigning(MaterialEvent, "by")(person)
    return count


def _old_intakes(now: dt.datetime) -> QuerySet[Intake]:
    return Intake.objects.filter(at__lt=now - INTAKES_KEPT)


def _forget_intakes(now: dt.datetime) -> int:
    count = _old_intakes(now).count()
    _old_intakes(now).delete()
    return count


PRACTICES = (
    Free("practices.Topic", _("It holds terms of the vocabulary.")),
    authored(
        Practice,
        _("Good practices that you began; your name is not shown with them in public"),
        ("created_by",),
        texts=(*TEXTS, "website", "strength_why", "search_text", "title_key"),
        tells=("title", "partner", "state", "created"),
        related=("partner",),
        seen_by=(*INSIDE, Viewer.NETWORK, Viewer.EVERYBODY),
        stays=_(
            "The practice stays with the partner that describes it, published or not, as others cite it. "
            "Your name is taken away from it and from its history. A name that stands inside the text is not "
            "found by the computer: ask the partner to change the text."
        ),
    ),
    authored(
        PracticeRevision,
        _("Changes that you made to good practices"),
        ("by",),
        texts=("fields",),
        tells=("practice", "number", "at"),
        related=("practice",),
        seen_by=INSIDE,
    ),
    authored(
        PracticeStep,
        _("Decisions that you took on good practices, with your notes"),
        ("by",),
        texts=("note",),
        tells=("practice", "before", "after", "note", "at"),
        related=("practice",),
        seen_by=INSIDE,
    ),
    authored(
        PracticeFile,
        _("Files that you added to good practices"),
        ("added_by",),
        texts=("name", "caption"),
        tells=("practice", "name", "added"),
        related=("practice",),
        seen_by=(*INSIDE, Viewer.NETWORK, Viewer.EVERYBODY),
        stays=_(
            "The file stays with the practice, without your name. If you can be seen in a picture, ask the "
            "partner to remove it."
        ),
    ),
    Kept(
        model="practices.Review",
        about=_("Reviews that you were asked for, with your scores and remarks"),
        fields=("reviewer", "scores", "remarks", "confidential", "advice", "strength", "declined"),
        purpose=_("To decide whether a practice is shown, by the judgement of two people."),
        basis=Basis.INTEREST,
        kept=_("As long as the practice, or until you delete your account."),
        seen_by=(Viewer.SELF, Viewer.MEMBERS, Viewer.COORDINATORS),
        found=_reviews,
        told=columns(
            *("practice", "round", "asked", "due", "scores", "strength", "advice", "remarks"),
            *("confidential", "declined", "handed_in"),
        ),
        erase=deleting(_reviews),
        stays=_(
            "Your reviews are deleted. The state of the practice and the strength that coordinators gave to "
            "its evidence stay. Authors read your remarks without your name."
        ),
    ),
    authored(
        Transfer,
        _("Judgements of yours on whether a practice would work in your country"),
        ("by",),
        texts=("conditions",),
        tells=("practice", "partner", "country", "verdict", "conditions", "at"),
        related=("practice", "partner"),
        seen_by=(Viewer.NETWORK,),
    ),
)
MATERIAL = (
    authored(
        Material,
        _("Material on challenges that you added: interviews, answers, papers"),
        ("created_by",),
        texts=("title", "described", "text", "search_text"),
        tells=("title", "kind", "created"),
        seen_by=OF_MATERIAL,
        stays=SPOKEN,
    ),
    Kept(
        model="practices.Passage",
        about=_("Passages of material on challenges"),
        fields=("text",),
        purpose=_("To see which challenges people name."),
        basis=Basis.CONSENT,
        kept=_("As long as the material."),
        seen_by=OF_MATERIAL,
        goes_with="practices.Material",
        stays=SPOKEN,
    ),
    authored(
        MaterialRevision,
        _("Changes that you made to material"),
        ("by",),
        texts=("fields",),
        tells=("material", "number", "at"),
        related=("material",),
        seen_by=(Viewer.NOBODY,),
    ),
    authored(
        MaterialEvent,
        _("What you did with material, line by line"),
        ("by",),
        texts=("detail",),
        found=_events,
        told=columns("material", "what", "at"),
        erase=_erase_events,
        seen_by=OF_MATERIAL,
        stays=_("The lines stay. Your name is taken away, also where a line says who was asked to code."),
    ),
    authored(
        Intake,
        _("Files of material or codes that you sent and that wait to be looked through"),
        ("by",),
        texts=("file_name", "about", "rows", "problems"),
        found=_intakes,
        told=columns("file_name", "partner", "at"),
        erase=deleting(_intakes),
        again=None,
        kept=_("Seven days."),
        seen_by=(Viewer.SELF,),
        stays=_("Nothing."),
        retention=Retention(INTAKES_KEPT.days, _("the day the file came"), _old_intakes, _forget_intakes),
    ),
)
CHALLENGES = (
    Free("practices.Challenge", _("It holds the codebook, which all members read. Examples name nobody.")),
    authored(
        ChallengeRevision,
        _("Changes that you made to the codebook"),
        ("by",),
        texts=("fields",),
        tells=("challenge", "number", "at"),
        related=("challenge",),
        seen_by=(Viewer.NETWORK,),
    ),
    Kept(
        model="practices.CodingTask",
        about=_("Material that you were asked to code"),
        fields=("coder", "asked", "handed_in"),
        purpose=_("So that two people say, each alone, which challenges a passage names."),
        basis=Basis.INTEREST,
        kept=_("As long as the material, or until you delete your account."),
        seen_by=OF_MATERIAL,
        found=_tasks,
        told=columns("material", "asked", "handed_in"),
        erase=deleting(_tasks),
        stays=_(
            "Your codes are deleted. What was decided on each passage stays, and what was counted of it."
        ),
    ),
    Kept(
        model="practices.Coding",
        about=_("Which challenges you saw in passages"),
        fields=("task", "challenge"),
        purpose=_("So that two people say, each alone, which challenges a passage names."),
        basis=Basis.INTEREST,
        kept=_("As long as the material, or until you delete your account."),
        seen_by=OF_MATERIAL,
        found=_codings,
        told=_told_coding,
        goes_with="practices.CodingTask",
    ),
    authored(
        Decision,
        _("Disagreements of coders that you settled"),
        ("by",),
        texts=("reason",),
        tells=("challenge", "holds", "reason", "at"),
        related=("challenge",),
        seen_by=OF_MATERIAL,
    ),
    authored(
        ChallengeFinding,
        _("Counts of challenges that you asked for"),
        ("by",),
        texts=("result",),
        tells=("at",),
        seen_by=(Viewer.NETWORK,),
        stays=_("The count stays: it holds numbers only. Your name is taken away from it."),
    ),
)
PERSONAL = (*PRACTICES, *MATERIAL, *CHALLENGES)
