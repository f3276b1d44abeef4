"""What the network keeps about people: places, contacts, agreements, visits."""

import datetime as dt
from collections.abc import Sequence
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
)
from mentorway.web.network.models import (
    DAYS_IN_BIN,
    Acceptance,
    AgendaItem,
    Agreement,
    AgreementFile,
    AgreementVersion,
    Attendee,
    Contact,
    FollowUp,
    Membership,
    NetworkFinding,
    PartnerImport,
    PartnerMerge,
    PartnerRevision,
    PartnersApart,
    Visit,
    VisitFile,
    VisitRevision,
)

NOBODY = "–"
PARTIES = (Viewer.PARTIES, Viewer.COORDINATORS)
INSIDE = (Viewer.MEMBERS, Viewer.COORDINATORS)
AT_VISITS = (Viewer.PARTIES, Viewer.NETWORK, Viewer.COORDINATORS)
FILE_STAYS = _(
    "The file stays with what it was added to; your name as the one who added it goes. If you can be seen in "
    "a picture, ask the partner to remove it."
)
_places = of_person(Membership, users=("user",), related=("partner",))
_contacts = of_person(Contact, emails=("email",), related=("partner",))
_signed = of_person(Acceptance, users=("by",), related=("by", "version__agreement", "partner"))
_at_visits = of_person(Attendee, emails=("email",), related=("visit", "partner"))


def _consents(person: Person) -> Sequence[Consented]:
    """Partners note that a contact agreed to be asked in surveys; when and in which words they do not."""
    agreed = _contacts(person).filter(may_be_asked=True)
    return [
        Consented(f"{one._meta.verbose_name}: {one.partner}", "", one.language, None, "partner")  # noqa: SLF001
        for one in agreed
    ]


def _told_acceptance(row: Acceptance) -> dict[str, Any]:
    """Leave out the name of who signed where somebody else did and the person only noted it."""
    told = dict(columns("version", "partner", "answer", "on_paper", "reason", "at")(row))
    if row.by and row.signatory.casefold() == row.by.name.casefold():
        told |= {"signatory": row.signatory, "position": row.position}
    return told


def _imports(person: Person) -> QuerySet[PartnerImport]:
    """Files that the person sent, and files in which an address of theirs waits to be taken in."""
    named = Q(by=person.user)
    for email in sorted(person.emails):
        named |= Q(rows__icontains=email)
    return PartnerImport.objects.filter(named)


def _forget_imports(now: dt.datetime) -> int:
    old = PartnerImport.objects.old(now)
    count = old.count()
    old.delete()
    return count


def _binned(now: dt.datetime) -> QuerySet[Contact]:
    return Contact.bin.filter(deleted__lt=now - dt.timedelta(days=DAYS_IN_BIN))


def _forget_contacts(now: dt.datetime) -> int:
    count = _binned(now).count()
    _binned(now).delete()
    return count


def _erase_attendance(person: Person) -> int:
    """Keep that somebody came for a partner and for how long: the funder counts journeys, not names."""
    return _at_visits(person).update(name=NOBODY, email="", part="", contact=None)


def _around(person: Person) -> Q:
    """Visits that the person may have been at: of their partners, and those that list them."""
    partners = person.user.memberships.values("partner")
    listed = _at_visits(person).values("visit")
    return Q(visit__host__in=partners) | Q(visit__present__partner__in=partners) | Q(visit__in=listed)


def _points(person: Person) -> QuerySet[AgendaItem]:
    if not person.user.name:
        return AgendaItem.objects.none()
    led = AgendaItem.objects.filter(_around(person), speaker__iexact=person.user.name)
    return AgendaItem.objects.filter(pk__in=led.values("pk")).select_related("visit")


def _erase_points(person: Person) -> int:
    return _points(person).update(speaker="")


def _follow_ups(person: Person) -> QuerySet[FollowUp]:
    named = FollowUp.objects.filter(_around(person), owner_name__iexact=person.user.name).exclude(
        owner_name=""
    )
    return FollowUp.objects.filter(Q(owner=person.user) | Q(pk__in=named.values("pk"))).select_related(
        "visit"
    )


def _erase_follow_ups(person: Person) -> int:
    keys = list(_follow_ups(person).values_list("pk", flat=True))
    return FollowUp.objects.filter(pk__in=keys).update(owner=None, owner_name="")


PARTNERS = (
    Free("network.Partner", _("It describes organisations. Their people and contacts are kept elsewhere.")),
    Kept(
        model="network.Membership",
        about=_("To which partners you belong, and in which role"),
        fields=("user", "role", "since"),
        purpose=_("To decide what you may see and do."),
        basis=Basis.CONTRACT,
        kept=_("Until your place ends, or you delete your account."),
        seen_by=(Viewer.SELF, *INSIDE),
        found=_places,
        told=columns("partner", "role", "since"),
        goes_with="accounts.User",
    ),
    Kept(
        model="network.Contact",
        about=_("You as a contact of a partner: name, address, telephone, position"),
        fields=("name", "email", "phone", "position", "language", "is_main", "may_be_asked"),
        purpose=_("So that partners can reach each other, and ask those who agreed to be asked in surveys."),
        basis=Basis.INTEREST,
        kept=_("Until the partner deletes it, or you do; then up to 30 days in the bin of the partner."),
        seen_by=INSIDE,
        found=_contacts,
        told=columns(
            *("partner", "name", "email", "phone", "position", "language", "is_main", "may_be_asked")
        ),
        erase=deleting(_contacts),
        stays=_("Nothing. A contact without your e-mail address is not found: ask the partner to delete it."),
        retention=Retention(DAYS_IN_BIN, _("the day it was put into the bin"), _binned, _forget_contacts),
        consents=_consents,
    ),
    authored(
        PartnerRevision,
        _("Changes that you made to what is known of a partner"),
        ("by",),
        texts=("fields",),
        tells=("partner", "number", "at"),
        related=("partner",),
        seen_by=INSIDE,
    ),
    authored(
        PartnerMerge,
        _("Doubles of partners that you merged"),
        ("by",),
        texts=("moved",),
        tells=("kept", "double", "at", "undone"),
        related=("kept", "double"),
        seen_by=(Viewer.NOBODY,),
    ),
    authored(
        PartnersApart,
        _("Partners of which you said that they are not the same"),
        ("by",),
        tells=("first", "second", "at"),
        related=("first", "second"),
        seen_by=(Viewer.NOBODY,),
    ),
    authored(
        PartnerImport,
        _("Files of partners that you sent, or that name you and wait to be looked through"),
        ("by",),
        texts=("file_name", "rows", "ignored"),
        found=_imports,
        told=columns("file_name", "at", "done"),
        erase=deleting(_imports),
        again=None,
        kept=_("One day; what the file says of people goes as soon as it is taken in."),
        seen_by=(Viewer.SELF,),
        stays=_("Nothing: who sent the file can send it again."),
        retention=Retention(1, _("the day the file came"), PartnerImport.objects.old, _forget_imports),
    ),
    authored(
        NetworkFinding,
        _("Findings about the network that you asked for"),
        ("by",),
        texts=("kinds", "ties", "result"),
        tells=("first_day", "last_day", "at"),
        seen_by=(Viewer.NETWORK,),
        stays=_("The finding stays: it speaks of partners, not of people. Your name is taken away from it."),
    ),
)
AGREEMENTS = (
    authored(
        Agreement,
        _("Agreements that you began"),
        ("created_by",),
        texts=("title", "reference", "ended_why"),
        tells=("title", "created"),
        seen_by=PARTIES,
    ),
    Free("network.Party", _("It says which partners an agreement binds.")),
    authored(
        AgreementVersion,
        _("Versions of agreements that you wrote"),
        ("written_by",),
        texts=("text", "note", "attached"),
        tells=("agreement", "number", "written"),
        related=("agreement",),
        seen_by=PARTIES,
    ),
    authored(
        Acceptance,
        _("Agreements that you accepted or declined for a partner, with name and position"),
        ("by",),
        texts=("signatory", "position", "reason"),
        found=_signed,
        told=_told_acceptance,
        purpose=_("To prove who accepted an agreement, and in which position."),
        kept=_("As long as the agreement is kept."),
        seen_by=PARTIES,
        stays=_(
            "The name and the position of who signed stay in the agreement as long as it is kept: without "
            "them nobody could prove that it was accepted (article 17(3)(e))."
        ),
    ),
    authored(
        AgreementFile,
        _("Files that you added to agreements"),
        ("added_by",),
        texts=("name", "caption"),
        tells=("agreement", "name", "added"),
        related=("agreement",),
        seen_by=PARTIES,
        stays=FILE_STAYS,
    ),
    Free("network.AgreementReminder", _("It says that a reminder was sent, not to whom.")),
)
VISITS = (
    authored(
        Visit,
        _("Visits and meetings that you planned"),
        ("created_by",),
        texts=("title", "place", "link", "purpose", "minutes", "cancelled_why", "search_text"),
        tells=("title", "starts", "ends", "created"),
        seen_by=AT_VISITS,
        stays=_(
            "The visit and its minutes stay. Names in minutes are words like others and are not found by the "
            "computer: ask the host to take them out."
        ),
    ),
    authored(
        VisitRevision,
        _("Changes that you made to visits"),
        ("by",),
        texts=("fields",),
        tells=("visit", "number", "at"),
        related=("visit",),
        seen_by=PARTIES,
    ),
    Free("network.VisitPartner", _("It says which partners take part in a visit.")),
    Kept(
        model="network.AgendaItem",
        about=_("Points of the agenda of a visit that you lead"),
        fields=("speaker", "title"),
        purpose=_("So that those at a visit know who speaks."),
        basis=Basis.INTEREST,
        kept=_("As long as the visit is kept."),
        seen_by=AT_VISITS,
        found=_points,
        told=columns("visit", "title", "minutes"),
        erase=_erase_points,
        stays=_(
            "The point stays without a name. A name that is not written as in your account is not found."
        ),
    ),
    Kept(
        model="network.Attendee",
        about=_("Visits to which you were invited, whether you came, and the days of your journey"),
        fields=("name", "email", "part", "presence", "contact", "told", "travel_from", "travel_until"),
        purpose=_("To invite people, to note who was there, and to account for journeys to the funder."),
        basis=Basis.INTEREST,
        kept=_("As long as the visit is kept."),
        seen_by=AT_VISITS,
        found=_at_visits,
        told=columns("visit", "partner", "name", "email", "part", "presence", "travel_from", "travel_until"),
        erase=_erase_attendance,
        stays=_(
            "That somebody came for the partner and the days of the journey stay, as the funder counts them; "
            "your name and address are deleted. An entry without your e-mail address is not found."
        ),
    ),
    Kept(
        model="network.FollowUp",
        about=_("What you are to do after a visit"),
        fields=("owner", "owner_name", "text", "outcome"),
        purpose=_("So that what was agreed on is done, and who does it is reminded."),
        basis=Basis.INTEREST,
        kept=_("As long as the visit is kept."),
        seen_by=AT_VISITS,
        found=_follow_ups,
        told=columns("visit", "text", "due", "done", "outcome"),
        erase=_erase_follow_ups,
        stays=_("What is to be done stays, without saying by whom."),
    ),
    authored(
        VisitFile,
        _("Files that you added to visits"),
        ("added_by",),
        texts=("name", "caption"),
        tells=("visit", "name", "added"),
        related=("visit",),
        seen_by=AT_VISITS,
        stays=FILE_STAYS,
    ),
)
PERSONAL = (*PARTNERS, *AGREEMENTS, *VISITS)
