"""What a person is asked, what they told for looking at fairness, and what else is stored about them."""

from django.db.models import Q, QuerySet

from mentorway.web.mentoring.models import (
    AgreementAcceptance,
    AgreementVersion,
    Answer,
    Concern,
    Enquiry,
    FairnessFacts,
    Goal,
    Note,
    Nudge,
    Person,
    Place,
    Rating,
    Side,
    SupervisionMeeting,
    Talk,
)
from mentorway.web.methodology.models import Version


def questions_to(person: Person) -> Version | None:
    """The published questions of the person's side, without their files; None where nothing more is asked."""
    whole = person.round
    asked = whole.mentee_questions_id if person.side == Side.MENTEE else whole.mentor_questions_id
    return Version.objects.only("form_hash").filter(pk=asked).first() if asked else None


def facts_of(person: Person) -> FairnessFacts | None:
    """What the person told so that it can be seen whether groups are matched alike."""
    return FairnessFacts.objects.filter(person=person).first()


def enquiries_of(person: Person) -> QuerySet[Enquiry]:
    """What a person asked about proposals."""
    return Enquiry.objects.filter(place__person=person).order_by("pk")


def talks_of(person: Person) -> QuerySet[Talk]:
    """The meetings of the relationships in which a person works, or worked."""
    mine = Place.objects.filter(person=person, answer=Answer.ACCEPTED)
    return Talk.objects.filter(relation__in=mine.values("relation")).order_by("starts", "pk")


def notes_of(person: Person) -> QuerySet[Note]:
    """What a person wrote for themselves, or for a pair."""
    return Note.objects.filter(author__person=person).order_by("created", "pk")


def agreements_by(person: Person) -> QuerySet[AgreementVersion]:
    """The versions of agreements that a person wrote."""
    return AgreementVersion.objects.filter(written_by__person=person).order_by("at", "pk")


def acceptances_of(person: Person) -> QuerySet[AgreementAcceptance]:
    """The versions of agreements that a person accepted, with their texts."""
    rows = AgreementAcceptance.objects.filter(place__person=person).select_related("version")
    return rows.order_by("at", "pk")


def goals_of(person: Person) -> QuerySet[Goal]:
    """The goals of a person."""
    return Goal.objects.filter(place__person=person).order_by("place", "position", "pk")


def ratings_about(person: Person) -> QuerySet[Rating]:
    """How a person rated goals, and how their own goals were rated."""
    concerned = Q(place__person=person) | Q(goal__place__person=person)
    return Rating.objects.filter(concerned).select_related("goal__place", "place").order_by("at", "pk")


def concerns_of(person: Person) -> QuerySet[Concern]:
    """The wishes to talk of a person."""
    return Concern.objects.filter(place__person=person).order_by("at", "pk")


def nudges_of(person: Person) -> QuerySet[Nudge]:
    """The reminders that a person got."""
    return Nudge.objects.filter(place__person=person).order_by("at", "pk")


def thanks_to(person: Person) -> QuerySet[Place]:
    """The places of others who left a word of thanks for a person."""
    mine = Place.objects.filter(person=person, answer=Answer.ACCEPTED)
    rows = Place.objects.filter(relation__in=mine.values("relation"), answer=Answer.ACCEPTED)
    return rows.exclude(closing_thanks="").exclude(person=person).order_by("pk")


def supervision_meetings_of(person: Person) -> QuerySet[SupervisionMeeting]:
    """The meetings of the supervision groups of a person, and those at which the person was."""
    rows = SupervisionMeeting.objects.filter(Q(group__mentors=person) | Q(present=person))
    return rows.select_related("group").distinct().order_by("starts", "pk")


def supervision_meetings_attended(person: Person) -> set[int]:
    """At which meetings of supervision groups a person was."""
    return set(SupervisionMeeting.objects.filter(present=person).values_list("pk", flat=True))
