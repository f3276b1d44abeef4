"""What the programme cost, who paid, and what it was worth."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.evaluation.models.evaluations import Evaluation
from mentorway.web.pilots.models import Cohort

CURRENCY = r"^[A-Z]{3}$"


class CostKind(models.TextChoices):
    """What money was spent on."""

    STAFF = "staff", pgettext_lazy("cost", "Staff time")
    TRAINERS = "trainers", pgettext_lazy("cost", "Trainers")
    ROOMS = "rooms", pgettext_lazy("cost", "Rooms")
    TRAVEL = "travel", pgettext_lazy("cost", "Travel")
    MATERIALS = "materials", pgettext_lazy("cost", "Materials")
    PARTICIPANTS = "participants", pgettext_lazy("cost", "Time of those who take part")
    PLATFORM = "platform", pgettext_lazy("cost", "Software and platform")
    OTHER = "other", pgettext_lazy("cost", "Something else")


class CostLine(models.Model):
    """A line of the cost sheet: an amount, or hours at a rate; of one pilot, or of all together."""

    evaluation = models.ForeignKey(
        Evaluation, models.CASCADE, related_name="costs", verbose_name=_("evaluation")
    )
    cohort = models.ForeignKey(
        Cohort, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("pilot")
    )
    what = models.CharField(_("what"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=CostKind)
    amount = models.DecimalField(
        _("amount"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    hours = models.DecimalField(
        _("hours"), max_digits=9, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    rate = models.DecimalField(
        _("for an hour"),
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    payer = models.CharField(_("who pays"), max_length=200, blank=True)
    is_in_kind = models.BooleanField(_("given, not paid"), default=False)
    position = models.PositiveSmallIntegerField(_("place"), default=0)

    class Meta:
        verbose_name = _("line of a cost sheet")
        verbose_name_plural = _("lines of cost sheets")
        ordering = ["evaluation", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(what=""), name="cost_with_name"),
            models.CheckConstraint(condition=models.Q(kind__in=CostKind.values), name="cost_kind_known"),
            models.CheckConstraint(
                condition=models.Q(currency__regex=CURRENCY), name="cost_currency_in_letters"
            ),
            models.CheckConstraint(
                condition=models.Q(amount__isnull=False, hours=None, rate=None)
                | models.Q(amount=None, hours__isnull=False, rate__isnull=False),
                name="cost_is_amount_or_hours",
                violation_error_message=_("Give an amount, or hours and what an hour costs."),
            ),
        ]

    def __str__(self) -> str:
        return self.what


class Rate(models.Model):
    """How much of the currency of an evaluation one unit of another is."""

    evaluation = models.ForeignKey(
        Evaluation, models.CASCADE, related_name="rates", verbose_name=_("evaluation")
    )
    currency = models.CharField(_("currency"), max_length=3)
    units = models.DecimalField(
        _("one of it is"), max_digits=14, decimal_places=6, validators=[MinValueValidator(0)]
    )
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ["evaluation", "currency"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "currency"], name="one_rate_per_currency"),
            models.CheckConstraint(
                condition=models.Q(currency__regex=CURRENCY), name="rate_currency_in_letters"
            ),
            models.CheckConstraint(condition=models.Q(units__gt=0), name="rate_above_zero"),
        ]

    def __str__(self) -> str:
        return self.currency


class PriceLevel(models.Model):
    """How high prices were in a year, by an index; needed where costs come from several years."""

    evaluation = models.ForeignKey(
        Evaluation, models.CASCADE, related_name="price_levels", verbose_name=_("evaluation")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    index = models.DecimalField(
        _("price index"), max_digits=9, decimal_places=3, validators=[MinValueValidator(0)]
    )
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("price level")
        verbose_name_plural = _("price levels")
        ordering = ["evaluation", "year"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "year"], name="one_price_level_per_year"),
            models.CheckConstraint(condition=models.Q(index__gt=0), name="price_level_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.index}"


class Benefit(models.Model):
    """What the programme was worth in money, and how much of it is put down to the programme.

    ``isolation`` is the share due to the programme, ``confidence`` how sure those are who judged it; both in
    percent, as Phillips reckons return on investment.
    """

    evaluation = models.ForeignKey(
        Evaluation, models.CASCADE, related_name="benefits", verbose_name=_("evaluation")
    )
    what = models.CharField(_("what"), max_length=200)
    amount = models.DecimalField(
        _("amount"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    isolation = models.PositiveSmallIntegerField(
        _("share due to the programme, in percent"), validators=[MaxValueValidator(100)]
    )
    confidence = models.PositiveSmallIntegerField(
        _("how sure of that, in percent"), validators=[MaxValueValidator(100)]
    )
    source = models.CharField(_("who says so, or where it is written"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")
        ordering = ["evaluation", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(what=""), name="benefit_with_name"),
            models.CheckConstraint(
                condition=models.Q(currency__regex=CURRENCY), name="benefit_currency_in_letters"
            ),
            models.CheckConstraint(
                condition=models.Q(isolation__lte=100, confidence__lte=100), name="benefit_shares_in_percent"
            ),
        ]

    def __str__(self) -> str:
        return self.what
