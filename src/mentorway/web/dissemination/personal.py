"""What is kept about people where results are published: readers who asked for letters, and authors."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.db.models import QuerySet
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
from mentorway.web.dissemination.actions import subscribing
from mentorway.web.dissemination.models import (
    Action,
    ActionFile,
    Claim,
    ClaimRevision,
    ClaimStep,
    ClaimVersion,
    Entry,
    EntryFile,
    EntryRevision,
    EntryStep,
    KeyResult,
    Mailing,
    Release,
    Subscriber,
)

INSIDE: Final = (Viewer.MEMBERS, Viewer.COORDINATORS)
STAYS_PUBLIC: Final = _(
    "What is published stays: it is signed by the partner. Your name was never shown with it, and is taken "
    "away inside too."
)
JOINED: Final = _("Which publications and groups belong together.")


def _subscribed(person: Person) -> QuerySet[Subscriber]:
    return of_person(Subscriber, emails=("email",))(person)


def _unconfirmed(now: dt.datetime) -> QuerySet[Subscriber]:
    return subscribing.unconfirmed(now)


def _agreed(person: Person) -> Sequence[Consented]:
    return [
        Consented(
            what=_now("To get letters about results"),
            text_hash=row.consent_hash,
            language=row.language,
            at=row.confirmed,
            channel=_now("Form of the website, confirmed by a link in a letter"),
        )
        for row in _subscribed(person)
        if row.confirmed
    ]


PERSONAL = (
    Kept(
        model="dissemination.Subscriber",
        about=_("That you want letters about results"),
        fields=("email", "kinds", "secret_hash", "consent_hash"),
        purpose=_("So that you get the letters that you asked for."),
        basis=Basis.CONSENT,
        kept=_(
            "Seven days, if you do not confirm it. Else until you leave the list: then the address is "
            "deleted at once."
        ),
        seen_by=(Viewer.COORDINATORS,),
        found=_subscribed,
        told=columns("email", "language", "kinds", "standing", "asked", "confirmed"),
        erase=deleting(_subscribed),
        consents=_agreed,
        retention=Retention(
            subscribing.DAYS_TO_CONFIRM,
            _("the day you asked, unless confirmed"),
            _unconfirmed,
            subscribing.forget,
        ),
    ),
    authored(
        Claim,
        _("Claims that you wrote or handed in"),
        ("created_by", "handed_in_by"),
        tells=("slug", "created"),
        texts=(
            "texts",
            "search_text",
        ),
        seen_by=INSIDE,
        stays=STAYS_PUBLIC,
    ),
    authored(
        ClaimVersion,
        _("Versions of claims that you published"),
        ("by",),
        tells=("number",),
        texts=("texts",),
        seen_by=INSIDE,
        stays=STAYS_PUBLIC,
    ),
    authored(
        ClaimRevision,
        _("Changes of claims that you made"),
        ("by",),
        tells=("number", "at"),
        texts=("fields",),
        seen_by=INSIDE,
    ),
    authored(
        ClaimStep,
        _("What you decided about claims, and your notes"),
        ("by",),
        tells=("before", "after", "note", "at"),
        texts=(
            "note",
            "said",
        ),
        seen_by=INSIDE,
    ),
    authored(
        Entry,
        _("Publications that you wrote or handed in"),
        ("created_by", "handed_in_by"),
        tells=("slug", "created"),
        texts=(
            "texts",
            "venue",
            "link",
            "shown",
            "search_text",
        ),
        seen_by=INSIDE,
        stays=STAYS_PUBLIC,
    ),
    authored(
        EntryRevision,
        _("Changes of publications that you made"),
        ("by",),
        tells=("number", "at"),
        texts=("fields",),
        seen_by=INSIDE,
    ),
    authored(
        EntryStep,
        _("What you decided about publications, and your notes"),
        ("by",),
        tells=("before", "after", "note", "at"),
        texts=(
            "note",
            "said",
        ),
        seen_by=INSIDE,
    ),
    authored(
        EntryFile,
        _("Files that you added to publications"),
        ("added_by",),
        tells=("name", "caption", "added"),
        texts=("name", "caption", "path"),
        seen_by=(Viewer.EVERYBODY,),
    ),
    authored(
        Mailing,
        _("Letters to readers that you wrote"),
        ("created_by",),
        tells=("sent", "created"),
        texts=("texts",),
        seen_by=(Viewer.COORDINATORS,),
    ),
    authored(
        Action,
        _("Activities for the spreading of results that you noted"),
        ("created_by",),
        tells=("title", "created"),
        texts=(
            "title",
            "how_counted",
            "link",
            "remark",
        ),
        seen_by=(Viewer.NETWORK,),
    ),
    authored(
        ActionFile,
        _("Files that you added to such activities"),
        ("added_by",),
        tells=("name", "caption", "added"),
        texts=("name", "caption", "path"),
        seen_by=(Viewer.NETWORK,),
    ),
    authored(
        KeyResult,
        _("Results in use that you noted"),
        ("created_by",),
        tells=("title", "created"),
        texts=(
            "title",
            "users",
            "how",
            "after",
        ),
        seen_by=(Viewer.NETWORK,),
    ),
    authored(
        Release,
        _("Open data that you prepared or published"),
        ("created_by", "published_by"),
        tells=("title", "number", "created", "published"),
        texts=(
            "title",
            "description",
            "reason",
        ),
        seen_by=INSIDE,
        stays=STAYS_PUBLIC,
    ),
    Free("dissemination.TargetGroup", _("Names of groups of readers, not of people.")),
    Free("dissemination.Entry_claims", JOINED),
    Free("dissemination.Entry_target_groups", JOINED),
    Free("dissemination.Mailing_entries", JOINED),
    Free("dissemination.Action_target_groups", JOINED),
    Free("dissemination.KeyResult_claims", JOINED),
    Free("dissemination.Goal", _("How much is wanted of an indicator.")),
    Free("dissemination.Reach", _("Counts of opened pages by day: no person, no address, no device.")),
)
