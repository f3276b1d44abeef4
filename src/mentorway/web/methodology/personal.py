"""What methods and questionnaires keep about people."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.personal import Basis, Free, Kept, Person, Viewer, authored, columns
from mentorway.web.methodology.models import (
    Edition,
    Indicator,
    Instrument,
    Methodology,
    PowerAnalysis,
    Questionnaire,
    Revision,
    Version,
)

INSIDE = (Viewer.MEMBERS, Viewer.COORDINATORS)
SHARED = (Viewer.MEMBERS, Viewer.ASKED, Viewer.NETWORK, Viewer.COORDINATORS)
NEVER_CHANGES = _(
    "What was published never changes and stays, as studies rest on it. Your name as the one who published "
    "it is taken away."
)


def _answered_for(person: Person) -> QuerySet[Indicator]:
    """Indicators of one's own partners that name one as written in the account."""
    partners = person.user.memberships.values("partner")
    return Indicator.objects.filter(
        methodology__partner__in=partners, owner__iexact=person.user.name
    ).exclude(owner="")


def _erase_owner(person: Person) -> int:
    return _answered_for(person).update(owner="")


PERSONAL = (
    authored(
        Instrument,
        _("Instruments whose permission you kept"),
        ("created_by",),
        texts=("title", "content", "permission"),
        tells=("title", "created"),
        seen_by=INSIDE,
        stays=_(
            "The instrument and the proof that it may be used stay with the partner; a letter of permission "
            "names who gave it. Your name is taken away from it."
        ),
    ),
    Kept(
        model="methodology.Proof",
        about=_("Letters that permit the use of an instrument; they name who signed them"),
        fields=("name", "content"),
        purpose=_("To prove that an instrument may be used."),
        basis=Basis.INTEREST,
        kept=_("As long as the instrument."),
        seen_by=INSIDE,
        goes_with="methodology.Instrument",
        stays=_("The letter stays as long as the instrument is used: it proves the permission."),
    ),
    authored(
        Questionnaire,
        _("Questionnaires that you began"),
        ("created_by",),
        texts=("title", "description", "workbook"),
        tells=("title", "created"),
        seen_by=SHARED,
    ),
    authored(
        Revision,
        _("Changes that you made to questionnaires"),
        ("by",),
        texts=("workbook", "what"),
        tells=("questionnaire", "number", "what", "at"),
        related=("questionnaire",),
        kept=_("The last 50 of a questionnaire."),
        seen_by=SHARED,
    ),
    authored(
        Version,
        _("Questionnaires that you published"),
        ("published_by",),
        texts=("form_json", "xform", "workbook", "file", "note"),
        found=lambda person: (
            Version.objects.filter(published_by=person.user)
            .select_related("questionnaire")
            .only("questionnaire__title", "number", "note", "published")
        ),
        told=columns("questionnaire", "number", "note", "published"),
        seen_by=SHARED,
        stays=NEVER_CHANGES,
    ),
    authored(
        Methodology,
        _("Methodologies that you began"),
        ("created_by",),
        texts=("title", "purpose", "design"),
        tells=("title", "created"),
        seen_by=SHARED,
    ),
    Free("methodology.Construct", _("It says what is measured.")),
    Free("methodology.Measure", _("It says with which scale something is measured.")),
    Kept(
        model="methodology.Indicator",
        about=_("Indicators for which you answer"),
        fields=("owner", "name", "meaning", "baseline_source", "when"),
        purpose=_("So that somebody sees to it that an indicator is measured."),
        basis=Basis.INTEREST,
        kept=_("As long as the methodology."),
        seen_by=SHARED,
        found=_answered_for,
        told=columns("name", "owner"),
        erase=_erase_owner,
        stays=_(
            "The indicator stays without a name. A name that is not written as in your account is not found, "
            "and what was published never changes: ask the partner to publish a new version."
        ),
    ),
    Free("methodology.Quantity", _("It says of which numbers an indicator is made.")),
    Free("methodology.QualityRule", _("It says how well something must be measured.")),
    authored(
        Edition,
        _("Methodologies that you published"),
        ("published_by",),
        texts=("content", "note"),
        tells=("methodology", "number", "note", "published"),
        related=("methodology",),
        seen_by=SHARED,
        stays=NEVER_CHANGES,
    ),
    authored(
        PowerAnalysis,
        _("Power analyses that you asked for"),
        ("by",),
        texts=("title", "asked", "found"),
        tells=("title", "created"),
        seen_by=SHARED,
        stays=_("The analysis stays: it holds numbers. Your name is taken away from it."),
        kept=_("As long as the methodology."),
    ),
)
