"""Partner organisations, and who belongs to them in which role."""

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core import once
from mentorway.web.core.search import FoldedIndex, FoldedTextField, matching

DAYS_IN_BIN = 30
# The working languages that can be named; Django knows what each is called in every language.
LANGUAGES = (
    "da", "en", "et", "fi", "is", "lt", "lv", "nb", "sv",
    "bg", "cs", "de", "el", "es", "fr", "ga", "hr", "hu", "it", "lb", "nl", "pl", "pt", "ro", "ru", "sk",
    "sl", "uk",
)  # fmt: skip


class Country(models.TextChoices):
    """The countries of Europe in which partners may be."""

    DK = "DK", _("Denmark")
    EE = "EE", _("Estonia")
    FI = "FI", _("Finland")
    IS = "IS", _("Iceland")
    LV = "LV", _("Latvia")
    LT = "LT", _("Lithuania")
    NO = "NO", _("Norway")
    SE = "SE", _("Sweden")
    AT = "AT", _("Austria")
    BE = "BE", _("Belgium")
    BG = "BG", _("Bulgaria")
    CH = "CH", _("Switzerland")
    CY = "CY", _("Cyprus")
    CZ = "CZ", _("Czechia")
    DE = "DE", _("Germany")
    ES = "ES", _("Spain")
    FR = "FR", _("France")
    GB = "GB", _("United Kingdom")
    GR = "GR", _("Greece")
    HR = "HR", _("Croatia")
    HU = "HU", _("Hungary")
    IE = "IE", _("Ireland")
    IT = "IT", _("Italy")
    LU = "LU", _("Luxembourg")
    MT = "MT", _("Malta")
    NL = "NL", _("Netherlands")
    PL = "PL", _("Poland")
    PT = "PT", _("Portugal")
    RO = "RO", _("Romania")
    SI = "SI", _("Slovenia")
    SK = "SK", _("Slovakia")
    UA = "UA", _("Ukraine")


NORDIC_BALTIC = frozenset(
    {Country.DK, Country.EE, Country.FI, Country.IS, Country.LV, Country.LT, Country.NO, Country.SE}
)


class Sector(models.TextChoices):
    EDUCATION = "education", _("Education")
    BUSINESS = "business", _("Business")


class Role(models.TextChoices):
    MEMBER = "member", pgettext_lazy("role", "Member")
    ADMIN = "admin", pgettext_lazy("role", "Partner administrator")
    COORDINATOR = "coordinator", pgettext_lazy("role", "Coordinator of the network")


class PartnerKind(models.TextChoices):
    """What sort of organisation a partner is."""

    UNIVERSITY = "university", _("University")
    VOCATIONAL = "vocational", _("Vocational school")
    ADULT = "adult", _("Adult education")
    SCHOOL = "school", _("School")
    COMPANY = "company", _("Company")
    ASSOCIATION = "association", _("Association or chamber")
    PUBLIC = "public", _("Public body")
    OTHER = "other", pgettext_lazy("organisation", "Other")


class Size(models.TextChoices):
    """How many people work there: the classes of Commission Recommendation 2003/361/EC."""

    MICRO = "micro", _("Fewer than 10 people")
    SMALL = "small", _("10 to 49 people")
    MEDIUM = "medium", _("50 to 249 people")
    LARGE = "large", _("250 people or more")


@once.fact
def coordinates(user: User) -> bool:
    """Coordinators of the network."""
    return Membership.objects.filter(user=user, role=Role.COORDINATOR).exists()


def sees_all(user: User) -> bool:
    """Coordinators of the network, and who runs the installation."""
    return user.is_staff or coordinates(user)


def belonging_to(user: User) -> "PartnerQuerySet":
    """The partners that ``user`` belongs to."""
    return Partner.objects.filter(pk__in=Membership.objects.filter(user=user).values("partner"), deleted=None)


@once.fact
def belongs(user: User) -> bool:
    """Whoever belongs to a partner that is there."""
    return belonging_to(user).exists()


class PartnerQuerySet(models.QuerySet["Partner"]):
    def visible_to(self, user: User) -> Self:
        """Those of ``user``; all of them for a coordinator and for who runs the installation."""
        found = self.filter(deleted=None)
        if sees_all(user):
            return found
        return found.filter(pk__in=Membership.objects.filter(user=user).values("partner"))

    def listed_to(self, user: User) -> Self:
        """Whom members of the network may know of by name: every partner."""
        found = self.filter(deleted=None)
        known = sees_all(user) or Membership.objects.filter(user=user).exists()
        return found if known else found.none()

    def public(self) -> Self:
        """Those that asked to be shown to everybody."""
        return self.filter(is_public=True, deleted=None)

    def matching(self, words: str) -> Self:
        """Those of which every word is written somewhere, whatever its case and accents."""
        return matching(self, words)

    def deleted_before(self, moment: dt.datetime) -> Self:
        """Those that have been in the bin since before ``moment``."""
        return self.filter(deleted__lt=moment)


class PartnerBin(PartnerQuerySet):
    def visible_to(self, user: User) -> Self:
        """What was deleted and can still be brought back; coordinators see it."""
        return self.filter(deleted__isnull=False) if sees_all(user) else self.none()


class PartnerDirectory(PartnerQuerySet):
    def visible_to(self, user: User) -> Self:
        """Whom members of the network may know of by name."""
        return self.listed_to(user)


class Partner(models.Model):
    token = models.UUIDField(_("token"), default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(pgettext_lazy("organisation", "name"), max_length=200)
    country = models.CharField(_("country"), max_length=2, choices=Country)
    sector = models.CharField(_("sector"), max_length=10, choices=Sector)
    kind = models.CharField(_("kind of organisation"), max_length=12, choices=PartnerKind, blank=True)
    size = models.CharField(_("size"), max_length=6, choices=Size, blank=True)
    languages = models.JSONField(_("working languages"), default=list, blank=True)
    city = models.CharField(_("town"), max_length=100, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    website = models.URLField(_("website"), blank=True)
    description = models.TextField(_("description"), max_length=4000, blank=True)
    joined = models.DateField(_("in the network since"), null=True, blank=True)
    is_public = models.BooleanField(_("shown to everybody"), default=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    search_text = FoldedTextField(_("text for searching"), blank=True, editable=False)
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="doubles",
        verbose_name=_("merged into"),
    )
    deleted = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)
    people: "models.ManyToManyField[User, Membership]" = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Membership", related_name="partners", verbose_name=_("people")
    )

    objects = PartnerQuerySet.as_manager()
    bin = PartnerBin.as_manager()
    directory = PartnerDirectory.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["country", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "country"],
                condition=models.Q(deleted=None),
                name="one_living_partner_of_a_name_per_country",
                violation_error_message=_("A partner of this name in this country is here already."),
            ),
            models.CheckConstraint(
                condition=models.Q(country__in=Country.values), name="partner_country_known"
            ),
            models.CheckConstraint(condition=models.Q(sector__in=Sector.values), name="partner_sector_known"),
            models.CheckConstraint(
                condition=models.Q(kind="") | models.Q(kind__in=PartnerKind.values), name="partner_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(size="") | models.Q(size__in=Size.values), name="partner_size_known"
            ),
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                name="partner_place_whole",
                violation_error_message=_("Give both latitude and longitude, or neither."),
            ),
        ]
        indexes = [
            models.Index(fields=["sector", "country", "name"], name="partners_by_sector"),
            FoldedIndex(fields=["search_text"], name="partners_by_text"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def restorable_until(self) -> dt.datetime | None:
        """When what was deleted is gone for good."""
        return self.deleted and self.deleted + dt.timedelta(days=DAYS_IN_BIN)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, user: User) -> Self:
        """The people of every partner that ``user`` may see."""
        return self.filter(partner__in=Partner.objects.visible_to(user))

    def in_charge(self) -> Self:
        """Those who may change who belongs to the partner."""
        return self.filter(role__in=[Role.ADMIN, Role.COORDINATOR])


class Membership(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    partner = models.ForeignKey(
        Partner, models.CASCADE, related_name="memberships", verbose_name=_("partner")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.MEMBER)
    since = models.DateTimeField(_("since"), auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["user__name", "user__email"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "partner"],
                name="one_membership_per_person_and_partner",
                violation_error_message=_("This person already belongs to the partner."),
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.partner}"
