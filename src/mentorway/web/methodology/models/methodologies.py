"""Methodologies: what is measured, by which indicators, how well it must be measured."""

import datetime as dt
from typing import Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.models import signed
from mentorway.web.methodology.models.instruments import Instrument
from mentorway.web.methodology.models.questionnaires import DAYS_IN_BIN
from mentorway.web.network.models import Partner
from mentorway.web.translation.models import Document, SharedQuerySet

Row = TypeVar("Row", bound=models.Model)
KEY = r"^[a-z][a-z0-9_]{0,39}$"


class Level(models.TextChoices):
    """The levels of Kirkpatrick's model of evaluating training, with Phillips' return on investment."""

    REACTION = "reaction", pgettext_lazy("level of evaluation", "1 Reaction")
    LEARNING = "learning", pgettext_lazy("level of evaluation", "2 Learning")
    BEHAVIOUR = "behaviour", pgettext_lazy("level of evaluation", "3 Behaviour")
    RESULTS = "results", pgettext_lazy("level of evaluation", "4 Results")
    ROI = "roi", pgettext_lazy("level of evaluation", "5 Return on investment")


class Aim(models.TextChoices):
    """What an indicator speaks about: whether mentoring works, or what it takes."""

    EFFECTIVENESS = "effectiveness", _("Effectiveness")
    EFFICIENCY = "efficiency", _("Efficiency")


class Direction(models.TextChoices):
    """Which values of an indicator are good."""

    HIGHER = "higher", pgettext_lazy("values", "Higher is better")
    LOWER = "lower", pgettext_lazy("values", "Lower is better")


class Origin(models.TextChoices):
    """Where a quantity of a formula is read."""

    SCALE = "scale", pgettext_lazy("source of a quantity", "Scale of an instrument")
    QUESTION = "question", pgettext_lazy("source of a quantity", "Question of a questionnaire")
    RECORD = "record", pgettext_lazy("source of a quantity", "Record of the programme")
    NUMBER = "number", pgettext_lazy("source of a quantity", "Number agreed on")


class Scoring(models.TextChoices):
    """How answers to the items of a scale become one number."""

    MEAN = "mean", pgettext_lazy("scoring", "Mean of the items")
    SUM = "sum", pgettext_lazy("scoring", "Sum of the items")


class Quality(models.TextChoices):
    """What a quality rule watches."""

    RESPONSE = "response", _("Response rate")
    MISSING = "missing", _("Share of missing answers")
    SIZE = "size", _("People in a group")
    RELIABILITY = "reliability", _("Reliability")
    INVARIANCE = "invariance", _("Measurement invariance")
    AGREEMENT = "agreement", _("Agreement of coders")
    OTHER = "other", pgettext_lazy("quality", "Something else")


class MethodologyQuerySet(SharedQuerySet["Methodology"]):
    """Methodologies as people may see and search them."""

    searched = ("title", "purpose", "partner__name")


class MethodologyBin(MethodologyQuerySet):
    def visible_to(self, user: User) -> Self:
        """What was deleted and can still be brought back."""
        return self.owned_by(user).filter(deleted__isnull=False)


class Methodology(models.Model):
    """How the efficiency and effectiveness of mentoring are measured: a draft, in its source language."""

    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="methodologies", verbose_name=_("partner")
    )
    document = models.OneToOneField(
        Document, models.CASCADE, related_name="methodology", verbose_name=_("document"), editable=False
    )
    title = models.CharField(_("title"), max_length=200)
    purpose = models.TextField(_("purpose"), max_length=5000, blank=True)
    design = models.TextField(_("design"), max_length=10000, blank=True)
    revision = models.PositiveIntegerField(_("revision of the draft"), default=1)
    is_shared = models.BooleanField(_("shared with the network"), default=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    created_by = signed(_("created by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)
    changed = models.DateTimeField(_("last changed"), auto_now_add=True)
    deleted = models.DateTimeField(_("deleted"), null=True, blank=True)

    objects = MethodologyQuerySet.as_manager()
    bin = MethodologyBin.as_manager()

    class Meta:
        verbose_name = _("methodology")
        verbose_name_plural = _("methodologies")
        ordering = ["-changed", "-pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(title=""), name="methodology_with_title")]

    def __str__(self) -> str:
        return self.title

    @property
    def restorable_until(self) -> dt.datetime | None:
        """When what was deleted is gone for good."""
        return self.deleted and self.deleted + dt.timedelta(days=DAYS_IN_BIN)


class PartQuerySet(models.QuerySet[Row]):
    def visible_to(self, user: User) -> Self:
        """The parts of every methodology that ``user`` may see."""
        return self.filter(methodology__in=Methodology.objects.visible_to(user))


class Part(models.Model):
    """What every part of a methodology has: a short name that never changes, and a place."""

    key = models.CharField(_("short name"), max_length=40)
    position = models.PositiveIntegerField(_("place"), default=0)

    class Meta:
        abstract = True


class Construct(Part):
    """What is to be measured and cannot be seen: trust, self-efficacy, quality of the relationship."""

    methodology = models.ForeignKey(
        Methodology, models.CASCADE, related_name="constructs", verbose_name=_("methodology")
    )
    name = models.CharField(_("name"), max_length=200)
    definition = models.TextField(_("definition"), max_length=3000)
    source = models.CharField(_("source"), max_length=500, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("construct")
        verbose_name_plural = _("constructs")
        ordering = ["methodology", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["methodology", "key"],
                name="one_construct_per_key",
                violation_error_message=_("There is a construct with this short name. Give it another."),
            ),
            models.CheckConstraint(condition=models.Q(key__regex=KEY), name="construct_key_plain"),
        ]

    def __str__(self) -> str:
        return self.name


class Measure(models.Model):
    """How a construct is measured: a scale of an instrument, and how its answers become a number."""

    construct = models.ForeignKey(
        Construct, models.CASCADE, related_name="measures", verbose_name=_("construct")
    )
    instrument = models.ForeignKey(
        Instrument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("instrument"),
    )
    shipped = models.CharField(_("instrument of the bank"), max_length=100, blank=True)
    scale = models.CharField(_("scale"), max_length=200)
    scoring = models.CharField(_("scoring"), max_length=4, choices=Scoring, default=Scoring.MEAN)
    fewest_items = models.PositiveSmallIntegerField(_("fewest items answered"), null=True, blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["construct", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(instrument__isnull=False, shipped="")
                | (models.Q(instrument=None) & ~models.Q(shipped="")),
                name="measure_of_one_instrument",
            ),
        ]

    def __str__(self) -> str:
        return self.scale


class Indicator(Part):
    """A number that says how well the programme does, and where it comes from."""

    methodology = models.ForeignKey(
        Methodology, models.CASCADE, related_name="indicators", verbose_name=_("methodology")
    )
    name = models.CharField(_("name"), max_length=200)
    meaning = models.TextField(_("what it says, and what it does not"), max_length=3000, blank=True)
    level = models.CharField(_("level"), max_length=9, choices=Level)
    aim = models.CharField(_("aim"), max_length=13, choices=Aim, default=Aim.EFFECTIVENESS)
    construct = models.ForeignKey(
        Construct,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name=_("construct"),
    )
    formula = models.CharField(_("formula"), max_length=500)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    direction = models.CharField(_("good values"), max_length=6, choices=Direction, default=Direction.HIGHER)
    baseline = models.FloatField(_("baseline"), null=True, blank=True)
    baseline_source = models.CharField(_("source of the baseline"), max_length=500, blank=True)
    target = models.FloatField(_("target"), null=True, blank=True)
    smallest_worthwhile = models.FloatField(_("smallest change worth having"), null=True, blank=True)
    when = models.CharField(_("when it is measured"), max_length=200, blank=True)
    owner = models.CharField(_("who answers for it"), max_length=200, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["methodology", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["methodology", "key"],
                name="one_indicator_per_key",
                violation_error_message=_("There is an indicator with this short name. Give it another."),
            ),
            models.CheckConstraint(condition=models.Q(key__regex=KEY), name="indicator_key_plain"),
            models.CheckConstraint(condition=models.Q(level__in=Level.values), name="indicator_level_known"),
            models.CheckConstraint(condition=models.Q(aim__in=Aim.values), name="indicator_aim_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Quantity(models.Model):
    """One name in a formula: what it stands for, its unit, and where it is read."""

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="quantities", verbose_name=_("indicator")
    )
    name = models.CharField(_("name in the formula"), max_length=40)
    what = models.CharField(_("what it is"), max_length=300)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    origin = models.CharField(_("where it is read"), max_length=8, choices=Origin)
    source = models.CharField(_("scale, question or record"), max_length=300, blank=True)
    value = models.FloatField(_("number"), null=True, blank=True)

    class Meta:
        verbose_name = _("quantity of a formula")
        verbose_name_plural = _("quantities of formulas")
        ordering = ["indicator", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "name"], name="one_quantity_per_name"),
            models.CheckConstraint(condition=models.Q(name__regex=KEY), name="quantity_name_plain"),
            models.CheckConstraint(
                condition=models.Q(origin__in=Origin.values), name="quantity_origin_known"
            ),
            models.CheckConstraint(
                condition=models.Q(origin=Origin.NUMBER, value__isnull=False)
                | (~models.Q(origin=Origin.NUMBER) & models.Q(value=None)),
                name="quantity_number_with_value",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class QualityRule(Part):
    """How good data must be before they are reported, and what happens when they are not."""

    methodology = models.ForeignKey(
        Methodology, models.CASCADE, related_name="quality_rules", verbose_name=_("methodology")
    )
    name = models.CharField(_("name"), max_length=200)
    quality = models.CharField(_("what it watches"), max_length=11, choices=Quality)
    threshold = models.FloatField(_("threshold"), null=True, blank=True)
    rule = models.TextField(_("rule"), max_length=2000)
    consequence = models.TextField(_("what happens when it is broken"), max_length=2000, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("quality rule")
        verbose_name_plural = _("quality rules")
        ordering = ["methodology", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["methodology", "key"],
                name="one_quality_rule_per_key",
                violation_error_message=_("There is a rule with this short name. Give it another."),
            ),
            models.CheckConstraint(condition=models.Q(key__regex=KEY), name="quality_rule_key_plain"),
            models.CheckConstraint(
                condition=models.Q(quality__in=Quality.values), name="quality_rule_quality_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
