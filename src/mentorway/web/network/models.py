"""Partner organisations, and who belongs to them in which role."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User


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


class PartnerQuerySet(models.QuerySet["Partner"]):
    def visible_to(self, user: User) -> Self:
        """The partners of ``user``; all of them for a coordinator and for who runs the installation."""
        if user.is_staff or Membership.objects.filter(user=user, role=Role.COORDINATOR).exists():
            return self
        return self.filter(pk__in=Membership.objects.filter(user=user).values("partner"))


class Partner(models.Model):
    name = models.CharField(pgettext_lazy("organisation", "name"), max_length=200)
    country = models.CharField(_("country"), max_length=2, choices=Country)
    sector = models.CharField(_("sector"), max_length=10, choices=Sector)
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    people: "models.ManyToManyField[User, Membership]" = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Membership", related_name="partners", verbose_name=_("people")
    )

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["country", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "country"],
                name="one_partner_of_a_name_per_country",
                violation_error_message=_("A partner of this name in this country is here already."),
            ),
            models.CheckConstraint(
                condition=models.Q(country__in=Country.values), name="partner_country_known"
            ),
            models.CheckConstraint(condition=models.Q(sector__in=Sector.values), name="partner_sector_known"),
        ]

    def __str__(self) -> str:
        return self.name


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
