"""What is kept about people in pilots: who takes part, and who runs them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.personal import (
    Basis,
    Consented,
    Free,
    Kept,
    Person,
    Retention,
    Viewer,
    authored,
    columns,
    deleting,
    of_person,
)
from mentorway.web.core.personal_rows import about, facts, named, unnaming
from mentorway.web.pilots.actions import erasing
from mentorway.web.pilots.analysis import own_data
from mentorway.web.pilots.analysis.intake import DAYS_KEPT
from mentorway.web.pilots.models import (
    Attendance,
    AttendanceChange,
    CalendarLink,
    Certificate,
    Cohort,
    CohortRevision,
    IssueRun,
    JournalEntry,
    Letter,
    Meeting,
    MeetingNotice,
    Observation,
    Participant,
    StandingChange,
    TriadMember,
    Work,
    WorkFile,
)
from mentorway.web.pilots.queries import people as queries

PARTICIPANT: Final = "pilots.Participant"
RUN: Final = (Viewer.SELF, Viewer.MEMBERS)
WITH_YOU: Final = _("As long as you are in the cohort: it goes when you delete yourself, or with the cohort.")
FOR_COURSE: Final = _("So that the training can be held, and what you learned can be confirmed.")
MARKED: Final = _("Marks that you set about others stay with them, without your name.")


def _participations(person: Person) -> QuerySet[Participant]:
    found: QuerySet[Participant] = about(Participant)(person)
    return found.select_related("cohort__partner", "user")


def _erase_participations(person: Person) -> int:
    rows = list(_participations(person))
    for row in rows:
        erasing.erase(row, writes=False)
    return len(rows)


def _not_taking_part(now: dt.datetime) -> QuerySet[Participant]:
    return queries.not_taking_part_since(now.date() - dt.timedelta(days=DAYS_KEPT))


def _agreed(person: Person) -> Sequence[Consented]:
    return [
        Consented(
            what=_now("What you were told when you applied to “%(title)s”") % {"title": row.cohort.title},
            text_hash=row.agreed_to,
            language=row.cohort.language,
            at=row.applied,
            channel=_now("Form of the application"),
        )
        for row in _participations(person)
        if row.agreed_to
    ]


def _certificate(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Say what a certificate says; its facts and its badge are for programs."""
    said = row.get("content") or {}
    outcomes = [one["text"] for one in said.get("outcomes", ())]
    words = [said.get("learner"), said.get("title"), *outcomes, said.get("assessment")]
    return {**row, "content": words, "badge": None}


def _certificates(person: Person) -> QuerySet[Any]:
    rows: QuerySet[Any] = about(Certificate, "participant", "issued_by", "revoked_by")(person)
    return rows.select_related("participant")


COURSE: Final[dict[str, Any]] = {
    "purpose": FOR_COURSE,
    "basis": Basis.CONTRACT,
    "kept": WITH_YOU,
    "goes_with": PARTICIPANT,
}
PEOPLE = (
    Kept(
        model=PARTICIPANT,
        about=_("Your application to a training, and how you take part"),
        fields=("user", "name", "email", "organisation", "motivation", "wishes", "link", "code", "agreed_to"),
        purpose=FOR_COURSE,
        basis=Basis.CONTRACT,
        kept=_(
            "If you never took part, 180 days after the last day. Else until you delete yourself, or the "
            "partner deletes the cohort."
        ),
        seen_by=RUN,
        found=_participations,
        told=facts(*own_data.PERSON),
        erase=_erase_participations,
        retention=Retention(DAYS_KEPT, _("the last day of the cohort"), _not_taking_part, erasing.forget_old),
        again=lambda row: erasing.erase(row, writes=False),
        consents=_agreed,
    ),
    Kept(
        model="pilots.StandingChange",
        about=_("What became of your application, when and why"),
        fields=("participant", "by", "why"),
        seen_by=RUN,
        found=about(StandingChange, "participant", "by"),
        told=facts(*own_data.CHANGE, of_others=("why",)),
        stays=MARKED,
        **COURSE,
    ),
    Kept(
        model="pilots.Attendance",
        about=_("At which meetings you were"),
        fields=("participant", "marked_by"),
        seen_by=RUN,
        found=about(Attendance, "participant", "marked_by"),
        told=facts(*own_data.MARK),
        stays=MARKED,
        **COURSE,
    ),
    Kept(
        model="pilots.AttendanceChange",
        about=_("Corrections of your attendance, and why"),
        fields=("participant", "by", "why"),
        seen_by=RUN,
        found=about(AttendanceChange, "participant", "by"),
        told=facts(*own_data.CORRECTION, of_others=("why",)),
        stays=MARKED,
        **COURSE,
    ),
    Kept(
        model="pilots.Work",
        about=_("Your work, and what was said of it"),
        fields=("participant", "text", "answers", "levels", "feedback", "note", "assessed_by"),
        seen_by=RUN,
        found=about(Work, "participant", "assessed_by"),
        told=facts(*own_data.WORK, "note", of_others=("feedback", "note")),
        stays=MARKED,
        **COURSE,
    ),
    Kept(
        model="pilots.WorkFile",
        about=_("Files that you handed in"),
        fields=("work", "name", "path", "caption", "added_by"),
        seen_by=RUN,
        found=about(WorkFile, "work__participant", "added_by"),
        told=facts(*own_data.FILE),
        **COURSE,
    ),
    Kept(
        model="pilots.JournalEntry",
        about=_("Your journal: others see only what you share, and reply to it"),
        fields=("participant", "text", "reply", "replied_by"),
        seen_by=(Viewer.SELF, Viewer.MEMBERS),
        found=about(JournalEntry, "participant", "replied_by"),
        told=facts(*own_data.ENTRY, of_others=("reply",)),
        stays=MARKED,
        **COURSE,
    ),
    Kept(
        model="pilots.TriadMember",
        about=_("With whom you practised in threes"),
        fields=("participant",),
        seen_by=(Viewer.PEERS, Viewer.MEMBERS),
        found=about(TriadMember, "participant"),
        told=facts("place"),
        **COURSE,
    ),
)
LEARNT = (
    Kept(
        model="pilots.Observation",
        about=_("What others saw when you practised, and what you saw when they did"),
        fields=("mentor", "observer", "levels", "seen", "question"),
        seen_by=(Viewer.SELF, Viewer.PAIR),
        found=lambda person: Observation.objects.filter(
            Q(mentor__in=_participations(person).values("pk"))
            | Q(observer__in=_participations(person).values("pk"))
        ),
        told=facts(*own_data.OBSERVATION, of_others=("seen", "question")),
        **COURSE,
    ),
    Kept(
        model="pilots.MeetingNotice",
        about=_("Which letters about meetings you got"),
        fields=("participant",),
        seen_by=(Viewer.NOBODY,),
        found=about(MeetingNotice, "participant"),
        told=facts(*own_data.NOTICE),
        **COURSE,
    ),
    Kept(
        model="pilots.Letter_receivers",
        about=_("That you got a letter to many people of your cohort"),
        fields=("participant",),
        seen_by=(Viewer.MEMBERS,),
        found=about(Letter.receivers.through, "participant"),
        told=lambda row: {"subject": row.letter.subject, "body": row.letter.body, "at": row.letter.at},
        **COURSE,
    ),
    Kept(
        model="pilots.Certificate",
        about=_("Certificates that were issued to you"),
        fields=("participant", "content", "badge", "number", "issued_by", "revoked_by", "revoked_why"),
        seen_by=(Viewer.SELF, Viewer.MEMBERS, Viewer.EVERYBODY),
        found=_certificates,
        told=facts(*own_data.CERTIFICATE, of_others=("revoked_why",)),
        shown=_certificate,
        stays=_(
            "An empty place with its number stays, so that who checks the badge file reads that it does not "
            "hold any more. The page of the certificate is gone, and nothing leads to you."
        ),
        **COURSE,
    ),
)
STAFF = (
    Kept(
        model="pilots.Cohort",
        about=_("Cohorts that you began, or in which you answer questions"),
        fields=(
            "created_by",
            "contact",
            "title",
            "description",
            "cancelled_why",
            "search_text",
        ),
        purpose=_("So that people who apply know whom to ask."),
        basis=Basis.INTEREST,
        kept=_("As long as the cohort."),
        seen_by=(Viewer.EVERYBODY,),
        found=named(Cohort, "created_by"),
        told=columns("title", "contact", "created"),
        erase=unnaming(Cohort, "created_by"),
        stays=_("The cohort stays, without your name and address."),
    ),
    Kept(
        model="pilots.CohortRevision",
        about=_("Changes of cohorts that you made, or that name you as the one who answers questions"),
        fields=("by", "fields"),
        purpose=_("So that two people can change the same text."),
        basis=Basis.INTEREST,
        kept=_("As long as the cohort."),
        seen_by=(Viewer.MEMBERS,),
        found=named(CohortRevision, "by", "fields__"),
        told=columns("number", "at"),
        erase=unnaming(CohortRevision, "by", "fields__"),
        stays=_("The versions stay, without your name and address."),
    ),
    authored(
        Meeting,
        _("Meetings that you lead"),
        ("facilitator",),
        tells=("title", "starts", "ends"),
        texts=(
            "facilitator_name",
            "note",
            "title",
            "place",
            "link",
            "cancelled_why",
        ),
        seen_by=(Viewer.PEERS, Viewer.MEMBERS, Viewer.COORDINATORS),
    ),
    authored(IssueRun, _("Certificates that you had made"), ("by",), tells=("at", "total"), seen_by=RUN),
    authored(
        Letter,
        _("Letters that you wrote to cohorts"),
        ("by",),
        tells=("subject", "body", "at"),
        texts=("subject", "body"),
        seen_by=(Viewer.PEERS, Viewer.MEMBERS),
    ),
    Kept(
        model="pilots.CalendarLink",
        about=_("The secret address at which your calendar reads the meetings that you lead"),
        fields=("user", "link"),
        purpose=_("So that your calendar shows your meetings."),
        basis=Basis.CONSENT,
        kept=_("Until you take the address back, or delete your account."),
        seen_by=(Viewer.SELF,),
        found=of_person(CalendarLink, users=("user",)),
        told=columns("link"),
        erase=deleting(of_person(CalendarLink, users=("user",))),
    ),
)
FREE = (
    Free("pilots.Terms", _("What the certificates of a cohort say, the same for everybody.")),
    Free("pilots.IssuerKey", _("Keys that sign; they belong to the installation.")),
    Free("pilots.StatusList", _("Numbers of lists; which certificates hold is read from the certificates.")),
    Free("pilots.Triad", _("Groups of three; who is in them stands with their members.")),
)
PERSONAL = (*PEOPLE, *LEARNT, *STAFF, *FREE)
