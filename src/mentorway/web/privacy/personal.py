"""What is kept about people by their rights over data, by signing in, and by work that waits."""

from typing import Any, Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

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
)
from mentorway.web.core.personal_rows import facts
from mentorway.web.privacy.actions import leftovers
from mentorway.web.privacy.analysis.traces import traces_of
from mentorway.web.privacy.models import Arrangement, ArrangementFile, Hold, Request, RetentionRun

ACCOUNT: Final = "accounts.User"
COORDINATORS: Final = (Viewer.SELF, Viewer.COORDINATORS)
TO_SIGN_IN: Final = _("So that you, and nobody else, can sign in.")
WITH_ACCOUNT: Final = _("Until you delete your account.")


def _letters(person: Person) -> QuerySet[Any]:
    """Find letters to the person among the work that waits or is done."""
    asked = Q(pk__in=[])
    for one in person.emails:
        asked |= Q(said__icontains=f'"{one}"')
    rows = DBTaskResult.objects.annotate(said=Cast("args_kwargs", TextField()))
    return rows.filter(asked, task_path__endswith=".send_letter")


def _letter(row: Any) -> dict[str, Any]:
    to, subject, body, *_enclosed = row.args_kwargs["args"]
    return {"to": to, "subject": subject, "text": body, "enqueued_at": row.enqueued_at, "status": row.status}


SIGNING_IN = (
    Kept(
        model="account.EmailAddress",
        about=_("E-mail addresses of your account, and whether you have proved them"),
        fields=("user", "email"),
        purpose=TO_SIGN_IN,
        basis=Basis.CONTRACT,
        kept=WITH_ACCOUNT,
        seen_by=(Viewer.SELF,),
        found=of_person(EmailAddress, users=("user",)),
        told=columns("email", "verified", "primary"),
        goes_with=ACCOUNT,
    ),
    Kept(
        model="account.EmailConfirmation",
        about=_("Links to prove an address; they are made by computing and none is stored"),
        fields=("email_address", "key"),
        purpose=TO_SIGN_IN,
        basis=Basis.CONTRACT,
        kept=WITH_ACCOUNT,
        seen_by=(Viewer.NOBODY,),
        goes_with="account.EmailAddress",
    ),
    Kept(
        model="mfa.Authenticator",
        about=_("How you sign in with a second step: authenticator app, passkeys, recovery codes"),
        fields=("user", "data"),
        purpose=TO_SIGN_IN,
        basis=Basis.CONTRACT,
        kept=_("Until you remove it, or delete your account."),
        seen_by=(Viewer.SELF,),
        found=of_person(Authenticator, users=("user",)),
        told=columns("type", "created_at", "last_used_at"),
        goes_with=ACCOUNT,
    ),
    Kept(
        model="django_tasks_database.DBTaskResult",
        about=_("Letters to you that wait to be sent, or were sent lately"),
        fields=("args_kwargs", "return_value", "traceback"),
        purpose=_("So that letters are sent even if the mail server is away for a while."),
        basis=Basis.INTEREST,
        kept=_("7 days after they were sent."),
        seen_by=(Viewer.NOBODY,),
        found=_letters,
        told=_letter,
        erase=lambda person: leftovers.forget_work(traces_of(person)),
        stays=_("Letters to others stay. Where they name you, the name is taken out before they are sent."),
        retention=Retention(
            leftovers.DAYS, _("being sent"), leftovers.done_before, leftovers.forget_finished
        ),
    ),
)
RIGHTS = (
    Kept(
        model="privacy.Request",
        about=_("What you asked about your data, and the answers"),
        fields=("person", "text", "answer", "answered_by"),
        purpose=_("So that you get an answer in time."),
        basis=Basis.LEGAL,
        kept=WITH_ACCOUNT,
        seen_by=COORDINATORS,
        found=of_person(Request, users=("person",)),
        told=facts("right", "text", "asked", "due", "answer", "answered", of_others=("answer",)),
        erase=deleting(of_person(Request, users=("person",))),
    ),
    Kept(
        model="privacy.Hold",
        about=_("Why something about you must not be deleted yet"),
        fields=("person", "reason", "models_held", "by"),
        purpose=_("So that nothing is lost that an audit or a dispute needs."),
        basis=Basis.LEGAL,
        kept=_("Until you delete your account, once it is over."),
        seen_by=COORDINATORS,
        found=of_person(Hold, users=("person",)),
        told=facts("reason", "until", "created", "lifted", of_others=("reason",)),
        erase=deleting(of_person(Hold, users=("person",))),
    ),
    authored(
        Arrangement,
        _("Arrangements between partners that you wrote down"),
        ("created_by",),
        tells=("title", "created"),
        texts=(
            "contact",
            "title",
            "covers",
            "essence",
        ),
        seen_by=(Viewer.NETWORK,),
    ),
    authored(
        ArrangementFile,
        _("Files that you added to arrangements"),
        ("added_by",),
        tells=("name", "caption", "added"),
        texts=("name", "caption", "path"),
        seen_by=(Viewer.NETWORK,),
    ),
    authored(RetentionRun, _("Clearing away that you started"), ("by",), tells=("at",), seen_by=COORDINATORS),
)
FREE = (
    Free("privacy.Receipt", _("What was done, how much of it and when; nothing says whose it was.")),
    Free("privacy.Processor", _("Organisations that work with data.")),
    Free("privacy.Arrangement_parties", _("Which partners an arrangement is between.")),
    Free("auth.Group", _("Groups of accounts; none are used.")),
    Free("auth.Permission", _("Part of the program: what accounts can be allowed to do.")),
    Free("auth.Group_permissions", _("Part of the program; nothing is kept here.")),
    Free("contenttypes.ContentType", _("Part of the program: the names of its tables.")),
)
PERSONAL = (*SIGNING_IN, *RIGHTS, *FREE)
