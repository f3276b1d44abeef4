"""What is kept about people in mentoring. What a pair wrote is told to its own people and to nobody else."""

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mentorway.web.core import tombstones
from mentorway.web.core.personal import (
    Basis,
    Consented,
    Kept,
    Viewer,
    authored,
    columns,
)
from mentorway.web.core.personal import Person as Whose
from mentorway.web.core.personal_rows import about, facts, named, unnaming
from mentorway.web.mentoring.actions import people_leaving as leaving
from mentorway.web.mentoring.analysis import own_data, profile_hours
from mentorway.web.mentoring.models import (
    AgreementAcceptance,
    AgreementVersion,
    Concern,
    Enquiry,
    FairnessFacts,
    Goal,
    KeptApart,
    Matching,
    Note,
    Nudge,
    Person,
    Place,
    Rating,
    Relation,
    Round,
    RoundRevision,
    StandardAnswer,
    SupervisionGroup,
    SupervisionMeeting,
    Talk,
)

PERSON: Final = "mentoring.Person"
PAIR: Final = (Viewer.SELF, Viewer.PAIR)
OF_PAIR: Final = _(
    "What a pair agreed on, and when it met, stays as long as somebody of the pair is there: it is theirs "
    "too."
)
REPLIES: Final = _("Replies that you wrote to others stay with them, without your name.")


def _people(whose: Whose) -> QuerySet[Person]:
    found: QuerySet[Person] = about(Person)(whose)
    return found.select_related("round__partner", "user")


def _erase_row(row: Person) -> None:
    """Erase one person of a round; one that is in the bin, or is the example, is held by nobody."""
    if row.round.deleted is None and not row.round.is_example:
        leaving.erase(row, writes=False)
        return
    tombstones.bury(row, addresses=[row.email])
    row.delete()
    row.round.relations.filter(places=None).delete()


def _erase_people(whose: Whose) -> int:
    rows = list(_people(whose))
    for row in rows:
        _erase_row(row)
    return len(rows)


def _agreed(whose: Whose) -> Sequence[Consented]:
    joined = [
        Consented(
            what=_now("What you were told when you joined “%(title)s”") % {"title": row.round.title},
            text_hash=row.agreed_to,
            language=row.language,
            at=row.joined,
            channel=_now("Form of the mentoring round"),
        )
        for row in _people(whose)
        if row.agreed_to
    ]
    counted = FairnessFacts.objects.filter(person__in=_people(whose).values("pk")).select_related("person")
    return joined + [
        Consented(
            what=_now("To see whether groups are matched alike"),
            text_hash="",
            language=row.person.language,
            at=row.agreed,
            channel=_now("Your profile"),
        )
        for row in counted
    ]


def _relations(whose: Whose) -> QuerySet[Relation]:
    return Relation.objects.filter(places__person__in=_people(whose).values("pk")).distinct()


def _in_relations(model: Any) -> Any:
    return lambda whose: model.objects.filter(relation__in=_relations(whose).values("pk"))


def _apart(whose: Whose) -> QuerySet[KeptApart]:
    mine = _people(whose).values("pk")
    return KeptApart.objects.filter(Q(mentee__in=mine) | Q(mentor__in=mine) | Q(by=whose.user))


MATCHED: Final[dict[str, Any]] = {
    "purpose": _("So that mentees and mentors find each other and work together."),
    "basis": Basis.CONTRACT,
    "kept": _(
        "As long as you are in the mentoring round: it goes when you delete yourself, or with the round."
    ),
    "goes_with": PERSON,
}
PEOPLE = (
    Kept(
        model=PERSON,
        about=_("Your profile in a mentoring round"),
        fields=(
            *("user", "name", "email", "organisation", "manager_email", "country", "languages", "time_zone"),
            *("week", "about", "answers", "link", "agreed_to"),
        ),
        purpose=_("So that mentees and mentors find each other and work together."),
        basis=Basis.CONTRACT,
        kept=_("Until you delete yourself, or the partner deletes the mentoring round."),
        seen_by=(Viewer.SELF, Viewer.PAIR, Viewer.MEMBERS),
        found=_people,
        told=facts(*own_data.PERSON, "answers"),
        shown=lambda row: {**row, "week": profile_hours.in_words(row.get("week") or ())},
        erase=_erase_people,
        stays=OF_PAIR,
        again=_erase_row,
        consents=_agreed,
    ),
    Kept(
        model="mentoring.FairnessFacts",
        about=_("Age group and gender, if you told them"),
        fields=("person", "age_group", "gender"),
        seen_by=(Viewer.SELF, Viewer.NOBODY),
        found=about(FairnessFacts, "person"),
        told=facts(*own_data.FAIRNESS),
        **{
            **MATCHED,
            "basis": Basis.CONSENT,
            "purpose": _("To see whether groups are matched alike. Nothing else reads it."),
        },
    ),
    Kept(
        model="mentoring.KeptApart",
        about=_("With whom you must not become a pair"),
        fields=("mentee", "mentor", "why", "by"),
        seen_by=(Viewer.MEMBERS,),
        found=_apart,
        # To tell one of the two would tell about the other; that there is such a line is told.
        told=columns("at"),
        stays=_("Lines about others that you wrote stay, without your name."),
        **MATCHED,
    ),
    Kept(
        model="mentoring.Place",
        about=_("Your place in proposals and pairs, and your words of goodbye"),
        fields=("person", "why", "closing_thanks", "closing_learned"),
        seen_by=PAIR,
        found=about(Place, "person"),
        told=facts(*own_data.PLACE),
        **MATCHED,
    ),
    Kept(
        model="mentoring.Enquiry",
        about=_("Questions that you asked about proposals, and replies"),
        fields=("place", "text", "reply", "replied_by"),
        seen_by=(Viewer.SELF, Viewer.MEMBERS),
        found=about(Enquiry, "place__person", "replied_by"),
        told=facts(*own_data.ENQUIRY, of_others=("reply",)),
        stays=REPLIES,
        **MATCHED,
    ),
    Kept(
        model="mentoring.Concern",
        about=_("Your wishes to talk to those who run the round"),
        fields=("place", "text", "reply", "replied_by"),
        seen_by=(Viewer.SELF, Viewer.MEMBERS),
        found=about(Concern, "place__person", "replied_by"),
        told=facts(*own_data.CONCERN, of_others=("reply",)),
        stays=REPLIES,
        **MATCHED,
    ),
    Kept(
        model="mentoring.Nudge",
        about=_("Reminders to meet that you got"),
        fields=("place",),
        seen_by=(Viewer.NOBODY,),
        found=about(Nudge, "place__person"),
        told=facts(*own_data.NUDGE),
        **MATCHED,
    ),
)
TOGETHER = (
    Kept(
        model="mentoring.Relation",
        about=_("Pairs and groups that you are or were in"),
        fields=("ending",),
        seen_by=(Viewer.SELF, Viewer.PAIR, Viewer.MEMBERS),
        found=_relations,
        told=columns(*own_data.RELATION),
        stays=OF_PAIR,
        **MATCHED,
    ),
    Kept(
        model="mentoring.Talk",
        about=_("Meetings of your pairs"),
        fields=("place", "link"),
        seen_by=PAIR,
        found=_in_relations(Talk),
        told=columns(*own_data.TALK),
        stays=OF_PAIR,
        **MATCHED,
    ),
    Kept(
        model="mentoring.Note",
        about=_("Notes that you wrote"),
        fields=("author", "text"),
        seen_by=PAIR,
        found=about(Note, "author__person"),
        told=facts(*own_data.NOTE),
        **MATCHED,
    ),
    Kept(
        model="mentoring.AgreementVersion",
        about=_("What your pairs agreed on"),
        fields=("written_by", "texts"),
        seen_by=PAIR,
        found=_in_relations(AgreementVersion),
        told=columns(*own_data.AGREEMENT),
        stays=OF_PAIR,
        **MATCHED,
    ),
    Kept(
        model="mentoring.AgreementAcceptance",
        about=_("That you accepted an agreement of a pair"),
        fields=("place",),
        seen_by=PAIR,
        found=about(AgreementAcceptance, "place__person"),
        told=facts("at"),
        **MATCHED,
    ),
    Kept(
        model="mentoring.Goal",
        about=_("Your goals"),
        fields=("place", "title", "reality", "options", "will", "levels"),
        seen_by=PAIR,
        found=about(Goal, "place__person"),
        told=facts(*own_data.GOAL),
        **MATCHED,
    ),
    Kept(
        model="mentoring.Rating",
        about=_("How far goals were reached, as you and the other saw it"),
        fields=("place", "goal"),
        seen_by=PAIR,
        found=lambda whose: Rating.objects.filter(
            Q(place__person__in=_people(whose).values("pk"))
            | Q(goal__place__person__in=_people(whose).values("pk"))
        ),
        told=columns("level", "at"),
        **MATCHED,
    ),
    Kept(
        model="mentoring.SupervisionGroup_mentors",
        about=_("Supervision groups that you are in"),
        fields=("person",),
        seen_by=(Viewer.PEERS, Viewer.MEMBERS),
        found=about(SupervisionGroup.mentors.through, "person"),
        told=lambda row: {"title": row.supervisiongroup.title},
        **MATCHED,
    ),
    Kept(
        model="mentoring.SupervisionMeeting_present",
        about=_("Meetings of supervision groups at which you were"),
        fields=("person",),
        seen_by=(Viewer.MEMBERS,),
        found=about(SupervisionMeeting.present.through, "person"),
        told=lambda row: {"starts": row.supervisionmeeting.starts},
        **MATCHED,
    ),
)
SUPERVISOR: Final = _(
    "The name of who leads a group is typed by the partner and leads to no account: ask the partner to take "
    "it out."
)
STAFF = (
    Kept(
        model="mentoring.Round",
        about=_("Mentoring rounds that you began, or in which you answer questions"),
        fields=(
            "created_by",
            "contact",
            "title",
            "purpose",
            "cancelled_why",
            "search_text",
        ),
        purpose=_("So that people who take part know whom to ask."),
        basis=Basis.INTEREST,
        kept=_("As long as the mentoring round."),
        seen_by=(Viewer.EVERYBODY,),
        found=named(Round, "created_by"),
        told=columns("title", "contact", "created"),
        erase=unnaming(Round, "created_by"),
        stays=_("The mentoring round stays, without your name and address."),
    ),
    Kept(
        model="mentoring.RoundRevision",
        about=_("Changes of rounds that you made, or that name you as the one who answers questions"),
        fields=("by", "fields"),
        purpose=_("So that two people can change the same text."),
        basis=Basis.INTEREST,
        kept=_("As long as the mentoring round."),
        seen_by=(Viewer.MEMBERS,),
        found=named(RoundRevision, "by", "fields__"),
        told=columns("number", "at"),
        erase=unnaming(RoundRevision, "by", "fields__"),
        stays=_("The versions stay, without your name and address."),
    ),
    authored(
        Matching,
        _("Matchings that you made or confirmed"),
        ("by", "confirmed_by"),
        tells=("number", "at"),
        texts=("asked", "found"),
        seen_by=(Viewer.MEMBERS,),
        stays=_(
            "The matching stays, without your name. The people in it are numbers, which lead to nobody once "
            "their person is deleted."
        ),
    ),
    authored(
        StandardAnswer,
        _("How you judged a round against the standards"),
        ("by",),
        tells=("statement", "percent", "at"),
        texts=("evidence",),
        seen_by=(Viewer.MEMBERS,),
    ),
    Kept(
        model="mentoring.SupervisionGroup",
        about=_("Supervision groups, with the name of who leads them"),
        fields=(
            "supervisor",
            "title",
        ),
        purpose=_("So that mentors know who leads their group."),
        basis=Basis.INTEREST,
        kept=_("As long as the mentoring round."),
        seen_by=(Viewer.PEERS, Viewer.MEMBERS),
        goes_with="mentoring.Round",
        stays=SUPERVISOR,
    ),
    Kept(
        model="mentoring.SupervisionMeeting",
        about=_("Meetings of supervision groups: when, where, who was there"),
        fields=("place", "link", "present"),
        purpose=_("So that mentors can meet."),
        basis=Basis.INTEREST,
        kept=_("As long as the mentoring round."),
        seen_by=(Viewer.PEERS, Viewer.MEMBERS),
        goes_with="mentoring.SupervisionMeeting_present",
        stays=_("The meeting stays for the others, without you."),
    ),
)
PERSONAL = (*PEOPLE, *TOGETHER, *STAFF)
