"""Certificates: what those of a cohort say, the keys that sign them, and each as it was issued."""

import secrets
from typing import Final, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.models import signed
from mentorway.web.pilots.models.cohorts import Cohort
from mentorway.web.pilots.models.people import LETTERS, Participant

NUMBER_LETTERS: Final = 20


def new_number() -> str:
    """Return a number that nobody can guess: about 94 bits, in groups of five.

    >>> len(new_number())
    23
    """
    letters = [secrets.choice(LETTERS) for _place in range(NUMBER_LETTERS)]
    return "-".join("".join(letters[start : start + 5]) for start in range(0, NUMBER_LETTERS, 5))


class Form(models.TextChoices):
    """In which form people took part."""

    ONSITE = "onsite", pgettext_lazy("participation", "On site")
    ONLINE = "online", pgettext_lazy("participation", "Online")
    BLENDED = "blended", pgettext_lazy("participation", "Partly on site, partly online")


class Terms(models.Model):
    """What the certificates of a cohort say beyond name and dates. A level is only what a body assigned."""

    cohort = models.OneToOneField(Cohort, models.CASCADE, related_name="terms", verbose_name=_("cohort"))
    title = models.CharField(_("title of the certificate"), max_length=200)
    title_in_english = models.CharField(_("title in English"), max_length=200, blank=True)
    body = models.CharField(_("awarding body"), max_length=200)
    body_registration = models.CharField(
        _("registration number of the awarding body"), max_length=60, blank=True
    )
    hours = models.DecimalField(
        _("hours of learning, work by oneself included"),
        max_digits=6,
        decimal_places=1,
        validators=[MinValueValidator(0)],
    )
    ects = models.DecimalField(
        _("credit points (ECTS)"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(60)],
    )
    assessment = models.CharField(_("how it was assessed"), max_length=500)
    form = models.CharField(_("form of participation"), max_length=7, choices=Form, default=Form.ONSITE)
    quality = models.CharField(_("how quality is assured"), max_length=500)
    prerequisites = models.CharField(_("what is needed before"), max_length=500, blank=True)
    identity = models.CharField(_("how identity was checked"), max_length=300, blank=True)
    stacking = models.CharField(_("how it can be combined with others"), max_length=300, blank=True)
    level = models.PositiveSmallIntegerField(
        _("level of the European Qualifications Framework"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(8)],
    )
    level_assigned_by = models.CharField(
        _("national body that assigned the level"), max_length=200, blank=True
    )
    level_reference = models.CharField(_("where the level can be looked up"), max_length=300, blank=True)
    valid_years = models.PositiveSmallIntegerField(
        _("years for which it holds"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )
    hashes_email = models.BooleanField(_("carry the e-mail address, hashed"), default=False)
    changed = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        verbose_name = _("terms of certificates")
        verbose_name_plural = _("terms of certificates")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level=None)
                | (~models.Q(level_assigned_by="") & ~models.Q(level_reference="")),
                name="level_with_who_assigned_it",
                violation_error_message=_(
                    "A level is printed only with the national body that assigned it and where that can be "
                    "looked up. Leave the level out otherwise."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class IssuerKey(models.Model):
    """A key that signs certificates. One signs now; retired ones stay published unless distrusted."""

    multikey = models.CharField(_("public key"), max_length=80, unique=True)
    sealed = models.TextField(_("private key, sealed"))
    created = models.DateTimeField(_("since"), auto_now_add=True)
    signs = models.BooleanField(_("signs now"), default=True)
    retired = models.DateTimeField(_("signs no more since"), null=True, blank=True)
    distrusted = models.DateTimeField(_("no longer published since"), null=True, blank=True)

    class Meta:
        verbose_name = _("key that signs")
        verbose_name_plural = _("keys that sign")
        ordering = ["-created", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["signs"], condition=models.Q(signs=True), name="one_key_signs"),
            models.CheckConstraint(
                condition=models.Q(signs=True, retired=None) | models.Q(signs=False, retired__isnull=False),
                name="retired_key_signs_no_more",
            ),
            models.CheckConstraint(
                condition=models.Q(distrusted=None) | models.Q(retired__isnull=False),
                name="distrusted_key_signs_no_more",
            ),
        ]

    def __str__(self) -> str:
        return self.multikey


class StatusList(models.Model):
    """A published list with one bit per certificate: whether it was taken back."""

    number = models.PositiveIntegerField(_("number"), unique=True)
    created = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("list of what was taken back")
        verbose_name_plural = _("lists of what was taken back")
        ordering = ["number"]

    def __str__(self) -> str:
        return str(self.number)


class Stage(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("certificates", "Waiting")
    RUNNING = "running", pgettext_lazy("certificates", "Being made")
    DONE = "done", pgettext_lazy("certificates", "Ready")
    FAILED = "failed", pgettext_lazy("certificates", "Failed")
    CANCELLED = "cancelled", pgettext_lazy("certificates", "Cancelled")


class IssueRun(models.Model):
    """Certificates made for many at once, in the background: how far it is, and what went wrong."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="runs", verbose_name=_("cohort"))
    wanted = models.JSONField(_("for whom"), default=list)
    stage = models.CharField(_("stage"), max_length=9, choices=Stage, default=Stage.WAITING)
    done = models.PositiveIntegerField(_("made so far"), default=0)
    total = models.PositiveIntegerField(_("to be made"), default=0)
    problem = models.JSONField(_("what went wrong"), default=list, blank=True)
    by = signed(_("issued by"))
    at = models.DateTimeField(_("asked for"), auto_now_add=True)
    heard = models.DateTimeField(_("last sign of life"), null=True, blank=True)

    class Meta:
        verbose_name = _("issuing of certificates")
        verbose_name_plural = _("issuings of certificates")
        ordering = ["cohort", "-pk"]

    def __str__(self) -> str:
        return f"{self.cohort} · {self.pk}"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, user: User) -> Self:
        """The certificates of the cohorts whose people ``user`` works with."""
        return self.filter(cohort__in=Cohort.objects.worked_on_by(user))

    def standing(self) -> Self:
        """Those that hold: not taken back."""
        return self.filter(revoked=None)


class Certificate(models.Model):
    """One certificate as it was issued; ``content`` is a `MicroCredential` as plain facts.

    When its holder is deleted, name, content and badge are emptied and its bit is set: what was issued no
    longer verifies, and the page about it says no more than about a number that never was.
    """

    number = models.CharField(_("number"), max_length=23, unique=True, default=new_number, editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="certificates", verbose_name=_("cohort"))
    participant = models.ForeignKey(
        Participant,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="certificates",
        verbose_name=_("participant"),
    )
    is_partial = models.BooleanField(_("statement of a part"), default=False)
    language = models.CharField(_("language"), max_length=5)
    content = models.JSONField(_("content"), default=dict)
    badge = models.JSONField(_("badge"), default=dict)
    key = models.ForeignKey(IssuerKey, models.PROTECT, related_name="certificates", verbose_name=_("key"))
    status_list = models.ForeignKey(
        StatusList, models.PROTECT, related_name="certificates", verbose_name=_("list of what was taken back")
    )
    status_index = models.PositiveIntegerField(_("place in the list"))
    issued = models.DateTimeField(_("issued"))
    issued_by = signed(_("issued by"))
    shows_name = models.BooleanField(_("the public page shows the name"), default=False)
    is_hidden = models.BooleanField(_("the holder has hidden the public page"), default=False)
    revoked = models.DateTimeField(_("taken back"), null=True, blank=True)
    revoked_why = models.CharField(_("why it was taken back"), max_length=300, blank=True)
    revoked_by = signed(_("taken back by"))

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["cohort", "-issued", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["status_list", "status_index"], name="one_certificate_per_place_in_list"
            ),
            models.UniqueConstraint(
                fields=["participant"],
                condition=models.Q(revoked=None, participant__isnull=False),
                name="one_standing_certificate_per_participant",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked=None) | ~models.Q(revoked_why=""),
                name="certificate_taken_back_with_reason",
                violation_error_message=_("Say why the certificate is taken back."),
            ),
        ]

    def __str__(self) -> str:
        return self.number
