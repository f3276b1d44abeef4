"""What studies keep about people: who was asked, who asks, and answers as far as anybody can find them."""

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
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
    unsigning,
)
from mentorway.web.study.actions import inviting
from mentorway.web.study.actions.answers import withdraw
from mentorway.web.study.analysis import keys
from mentorway.web.study.models import (
    AccessCode,
    Batch,
    Consent,
    Download,
    Draft,
    Event,
    Invitation,
    Mode,
    Participation,
    Response,
    Study,
)

DRAFTS_KEPT = dt.timedelta(days=90)

INSIDE = (Viewer.MEMBERS, Viewer.COORDINATORS)
ASKED_UNTIL = _("Until the study is closed for good: then the list of who was asked is deleted.")
_invitations = of_person(Invitation, emails=("email",), related=("wave__study", "code"))
_codes = of_person(AccessCode, emails=("invitation__email",), related=("wave__study",))
_drafts = of_person(Draft, emails=("code__invitation__email",), related=("wave__study",))
_participations = of_person(Participation, users=("user",), related=("wave__study",))
_studies = of_person(Study, users=("created_by",), emails=("contact",))


def _answers(person: Person) -> QuerySet[Response]:
    """Answers under a pseudonym while its key is there; all others nobody can find."""
    theirs = list(_pseudonymous(person))
    rows = Response.objects.select_related("wave__study")
    return rows.filter(reduce(or_, theirs)) if theirs else rows.none()


def _pseudonymous(person: Person) -> Iterator[Q]:
    studies = Study.objects.filter(mode=Mode.PSEUDONYMOUS, key_destroyed=None)
    for study in studies:
        if keys.key_path(study).exists():  # looking for somebody makes no key
            names = [keys.pseudonym_of(study, email) for email in sorted(person.emails)]
            yield Q(wave__study=study, pseudonym__in=names)


def _erase_answers(person: Person) -> int:
    theirs = list(_answers(person))
    for response in theirs:
        withdraw(response.wave.study, None, code=response.code)
    return len(theirs)


def _consents(person: Person) -> Sequence[Consented]:
    """Each answer names the version of the text that was agreed to before it was given."""
    theirs = list(_answers(person))
    studies = {one.wave.study_id for one in theirs}
    texts = {(one.study_id, one.number): one.hash for one in Consent.objects.filter(study__in=studies)}
    return [
        Consented(
            str(one.wave.study),
            texts.get((one.wave.study_id, one.consent), ""),
            one.language,
            one.day,
            one.source,
        )
        for one in theirs
    ]


def _erase_invitations(person: Person) -> int:
    theirs = list(_invitations(person))
    for invitation in theirs:
        inviting.take_back(invitation)
    return len(theirs)


def _erase_studies(person: Person) -> int:
    """Take the name, and the address for questions where it is that of the person."""
    count = _studies(person).count()
    for email in person.emails:
        Study.objects.filter(contact__iexact=email).update(contact="")
    unsigning(Study, "created_by")(person)
    return count


def _old_drafts(now: dt.datetime) -> QuerySet[Draft]:
    return Draft.objects.filter(day__lt=(now - DRAFTS_KEPT).date())


def _forget_drafts(now: dt.datetime) -> int:
    gone, _rows = _old_drafts(now).delete()
    return gone


def _told_code(row: AccessCode) -> dict[str, Any]:
    return {"wave": str(row.wave), "used": row.used}


STUDIES = (
    authored(
        Study,
        _("Studies that you prepared, and studies that name your address for questions"),
        ("created_by",),
        texts=("contact", "title", "purpose", "consent", "letter"),
        found=_studies,
        told=columns("title", "created"),
        erase=_erase_studies,
        seen_by=(*INSIDE, Viewer.EVERYBODY),
        stays=_(
            "The study stays with the partner, without your name and address: the partner names another "
            "address for questions. A consent text that was agreed to stays as people read it."
        ),
    ),
    authored(
        Consent,
        _("Consent texts that you wrote"),
        ("by",),
        texts=("texts",),
        tells=("study", "number", "texts", "day"),
        related=("study",),
        seen_by=(*INSIDE, Viewer.EVERYBODY),
        stays=_("The text stays, as people agreed to it. Your name is taken away from it."),
    ),
    Free("study.Wave", _("It says when people are asked.")),
    Free("study.Target", _("It says how many answers are wanted from where.")),
    authored(
        Event,
        _("What you did with studies, line by line"),
        ("by",),
        texts=("detail",),
        tells=("study", "what", "day"),
        related=("study",),
        seen_by=INSIDE,
    ),
    authored(
        Download,
        _("Files of answers that you asked for"),
        ("by",),
        texts=("name", "options", "problem"),
        tells=("study", "name", "created"),
        related=("study",),
        seen_by=INSIDE,
        kept=_("As long as the study; a file is deleted at once when somebody withdraws answers in it."),
    ),
    authored(
        Batch,
        _("Older answers that you imported"),
        ("by",),
        texts=("name", "columns", "mapping", "problems"),
        tells=("name", "count", "created"),
        seen_by=INSIDE,
    ),
    Free("study.Device", _("It names a telephone or tablet; nothing in it leads to a person.")),
)
ASKED = (
    Kept(
        model="study.Invitation",
        about=_("Studies that you were asked to take part in, and when you were written to"),
        fields=("email", "name", "language", "state", "sent_on", "reminded_on"),
        purpose=_("To ask people to take part in a study, and to remind those who have not answered."),
        basis=Basis.INTEREST,
        kept=ASKED_UNTIL,
        seen_by=INSIDE,
        found=_invitations,
        told=columns("wave", "email", "name", "language", "state", "sent_on", "reminded_on", "reminders"),
        erase=_erase_invitations,
        stays=_(
            "Nothing. That you wanted no more letters is forgotten, too: if a partner puts your address on a "
            "list again, you may be written to again."
        ),
    ),
    Kept(
        model="study.AccessCode",
        about=_("One-time codes that were sent to you"),
        fields=("token_hash", "used"),
        purpose=_("So that everybody answers once. When a code was used, nobody knows."),
        basis=Basis.INTEREST,
        kept=ASKED_UNTIL,
        seen_by=(Viewer.MEMBERS, Viewer.COORDINATORS),
        found=_codes,
        told=_told_code,
        goes_with="study.Invitation",
        stays=_(
            "A used code stays until the study is closed for good; it leads neither to you nor to answers."
        ),
    ),
    Kept(
        model="study.Participation",
        about=_("That you have answered a study as a signed-in person: not what, and not when"),
        fields=("user",),
        purpose=_("So that everybody answers once."),
        basis=Basis.CONSENT,
        kept=ASKED_UNTIL,
        seen_by=(Viewer.NOBODY,),
        found=_participations,
        told=columns("wave"),
        erase=deleting(_participations),
        stays=_("Your answers, of which nobody knows whose they are."),
    ),
)
ANSWERS = (
    Kept(
        model="study.Response",
        about=_("Your answers to studies"),
        fields=("answers", "raw", "pseudonym", "code", "instance_id", "consent", "language", "day"),
        purpose=_("To find out how mentoring works, from the answers of many people together."),
        basis=Basis.CONSENT,
        kept=_("As long as the study. The key of the pseudonyms is destroyed when it is closed for good."),
        seen_by=INSIDE,
        found=_answers,
        told=columns("wave", "version", "day", "language", "answers"),
        erase=_erase_answers,
        stays=_(
            "Anonymous answers can be neither shown to you nor deleted here: nothing kept with them says "
            "whose they are, not even the computer knows. With the answer code that you wrote down, you can "
            "withdraw them: tell it to the partner that asked. Answers under a pseudonym are found by your "
            "e-mail address until the key is destroyed. Numbers computed from many people's answers stay, "
            "and answers that were handed to a comparison, without the pseudonym."
        ),
        consents=_consents,
    ),
    Kept(
        model="study.Draft",
        about=_("Answers that you began and have not sent"),
        fields=("answers", "context", "keys", "resume_hash"),
        purpose=_("So that you can go on later."),
        basis=Basis.CONSENT,
        kept=_("Until you send them; 90 days if you do not come back."),
        seen_by=(Viewer.SELF,),
        found=_drafts,
        told=columns("wave", "day", "language", "answers"),
        erase=deleting(_drafts),
        stays=_(
            "What was begun through an open link, without a letter to you, is found by nobody; it is deleted "
            "after 90 days."
        ),
        retention=Retention(DRAFTS_KEPT.days, _("the day of the last answer"), _old_drafts, _forget_drafts),
    ),
)
PERSONAL = (*STUDIES, *ASKED, *ANSWERS)
