"""A study: which questions are asked of whom, when, and under which promise."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.methodology.models import Version, sees_all
from mentorway.web.network.models import Country, Membership, Partner, Sector

DAYS_IN_BIN = 30


class Mode(models.TextChoices):
    """How people come to the questions, and so what can be known of them."""

    ANONYMOUS = "anonymous", _("Open link, anonymous")
    CODE = "code", _("One-time codes, anonymous")
    PSEUDONYMOUS = "pseudonymous", _("Pseudonym, so that before and after can be put side by side")
    SIGNED_IN = "signed_in", _("Signed-in people, answers without names")


class State(models.TextChoices):
    """Where a study stands."""

    DRAFT = "draft", pgettext_lazy("study", "In preparation")
    OPEN = "open", pgettext_lazy("study", "Open")
    CLOSED = "closed", pgettext_lazy("study", "Closed")
    ARCHIVED = "archived", pgettext_lazy("study", "Closed for good")


MOVES: Mapping[str, tuple[State, ...]] = {
    State.DRAFT: (State.OPEN,),
    State.OPEN: (State.CLOSED,),
    State.CLOSED: (State.OPEN, State.ARCHIVED),
    State.ARCHIVED: (),
}


class StudyQuerySet(models.QuerySet["Study"]):
    def owned_by(self, user: User) -> Self:
        """What belongs to a partner of ``user``."""
        return self.filter(partner__in=Membership.objects.filter(user=user).values("partner"))

    def seen_by(self, user: User) -> Self:
        """One's own; coordinators see all."""
        return self if sees_all(user) else self.owned_by(user)

    def visible_to(self, user: User) -> Self:
        """What ``user`` may see and nobody has deleted."""
        return self.seen_by(user).filter(deleted=None)

    def matching(self, words: str) -> Self:
        """Those whose title or partner holds every one of the words."""
        found = self
        for word in words.split()[:10]:
            found = found.filter(models.Q(title__icontains=word) | models.Q(partner__name__icontains=word))
        return found

    def deleted_before(self, moment: dt.datetime) -> Self:
        """Those that have been in the bin since before ``moment``."""
        return self.filter(deleted__lt=moment)


class BinQuerySet(StudyQuerySet):
    def visible_to(self, user: User) -> Self:
        """What was deleted and can still be brought back."""
        return self.seen_by(user).filter(deleted__isnull=False)


class Study(models.Model):
    """Questions of one published version, asked by one partner. ``consent`` holds a text per language."""

    token = models.UUIDField(_("token"), default=uuid.uuid4, unique=True, editable=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="studies", verbose_name=_("partner"))
    version = models.ForeignKey(
        Version, models.PROTECT, related_name="studies", verbose_name=_("questionnaire")
    )
    title = models.CharField(_("title"), max_length=200)
    purpose = models.TextField(_("purpose"), max_length=2000, blank=True)
    contact = models.EmailField(_("address for questions"), blank=True)
    mode = models.CharField(_("how people take part"), max_length=12, choices=Mode, default=Mode.ANONYMOUS)
    consent = models.JSONField(_("consent text"), default=dict, blank=True)
    consent_version = models.PositiveIntegerField(_("version of the consent text"), default=0)
    consent_hash = models.CharField(_("fingerprint of the consent text"), max_length=64, blank=True)
    languages = models.JSONField(_("languages"), default=list)
    letter = models.JSONField(_("text of the invitation"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    minimum = models.PositiveIntegerField(_("fewest answers wanted"), null=True, blank=True)
    maximum = models.PositiveIntegerField(_("most answers taken"), null=True, blank=True)
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    key_destroyed = models.DateField(_("key of the pseudonyms destroyed"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("created by"),
    )
    created = models.DateTimeField(_("since"), auto_now_add=True)
    deleted = models.DateTimeField(_("deleted"), null=True, blank=True)

    objects = StudyQuerySet.as_manager()
    bin = BinQuerySet.as_manager()

    class Meta:
        verbose_name = _("study")
        verbose_name_plural = _("studies")
        ordering = ["-created", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="study_state_known"),
            models.CheckConstraint(condition=models.Q(mode__in=Mode.values), name="study_mode_known"),
            models.CheckConstraint(condition=~models.Q(title=""), name="study_with_title"),
            models.CheckConstraint(
                condition=models.Q(state=State.DRAFT) | models.Q(consent_hash__regex=r"^[0-9a-f]{64}$"),
                name="study_asks_with_consent",
                violation_error_message=_("Write the consent text before the study opens."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.ARCHIVED)
                | ~models.Q(mode=Mode.PSEUDONYMOUS)
                | models.Q(key_destroyed__isnull=False),
                name="study_for_good_without_key",
            ),
            models.CheckConstraint(
                condition=models.Q(key_destroyed=None) | models.Q(state=State.ARCHIVED),
                name="study_key_destroyed_at_the_end",
            ),
            models.CheckConstraint(
                condition=models.Q(minimum=None)
                | models.Q(maximum=None)
                | models.Q(maximum__gte=models.F("minimum")),
                name="study_most_not_below_fewest",
                violation_error_message=_("The most answers taken cannot be fewer than the fewest wanted."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def restorable_until(self) -> dt.datetime | None:
        """When what was deleted is gone for good."""
        return self.deleted and self.deleted + dt.timedelta(days=DAYS_IN_BIN)

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN and self.deleted is None

    @property
    def has_codes(self) -> bool:
        """Whether each person comes with a code of their own."""
        return self.mode in {Mode.CODE, Mode.PSEUDONYMOUS}

    def may_become(self, state: str) -> bool:
        """Whether the table of moves leads there from here."""
        return state in MOVES[self.state]


class ConsentQuerySet(models.QuerySet["Consent"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(study__in=Study.objects.visible_to(user))


class Consent(models.Model):
    """A consent text as it was shown from some day on; earlier ones are kept."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="consents", verbose_name=_("study"))
    number = models.PositiveIntegerField(_("version"))
    texts = models.JSONField(_("texts"))
    hash = models.CharField(_("fingerprint"), max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("written by")
    )
    day = models.DateField(_("day"))

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        ordering = ["study", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="one_consent_per_number"),
            models.CheckConstraint(
                condition=models.Q(hash__regex=r"^[0-9a-f]{64}$"), name="consent_with_fingerprint"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.study} · {self.number}"


class WaveQuerySet(models.QuerySet["Wave"]):
    def visible_to(self, user: User) -> Self:
        """The waves of every study that ``user`` may see."""
        return self.filter(study__in=Study.objects.visible_to(user))

    def taking(self, day: dt.date) -> Self:
        """Those that take answers on ``day``."""
        begun = models.Q(opens=None) | models.Q(opens__lte=day)
        not_over = models.Q(closes=None) | models.Q(closes__gte=day)
        return self.filter(begun, not_over, study__state=State.OPEN, study__deleted=None)


class Wave(models.Model):
    """One round of asking: before, after, half a year later."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="waves", verbose_name=_("study"))
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=100)
    opens = models.DateField(_("first day"), null=True, blank=True)
    closes = models.DateField(_("last day"), null=True, blank=True)
    sending = models.BooleanField(_("letters are being sent"), default=False)
    next_run = models.DateTimeField(_("letters go on at"), null=True, blank=True)
    remind_most = models.PositiveSmallIntegerField(
        _("most reminders"), default=2, validators=[MaxValueValidator(5)]
    )
    remind_after = models.PositiveSmallIntegerField(
        _("days between letters"), default=7, validators=[MinValueValidator(2), MaxValueValidator(90)]
    )

    objects = WaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("wave")
        verbose_name_plural = _("waves")
        ordering = ["study", "number"]
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="one_wave_per_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="wave_number_from_one"),
            models.CheckConstraint(
                condition=models.Q(remind_most__lte=5, remind_after__gte=2), name="wave_reminds_with_measure"
            ),
            models.CheckConstraint(
                condition=models.Q(opens=None)
                | models.Q(closes=None)
                | models.Q(closes__gte=models.F("opens")),
                name="wave_ends_after_it_begins",
                violation_error_message=_("The last day cannot be before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.study} · {self.title}"

    def takes_answers_on(self, day: dt.date) -> bool:
        """Whether answers are taken on ``day``, if the study is open."""
        return (self.opens is None or self.opens <= day) and (self.closes is None or day <= self.closes)


class TargetQuerySet(models.QuerySet["Target"]):
    def visible_to(self, user: User) -> Self:
        """The sampling plan of every study that ``user`` may see."""
        return self.filter(study__in=Study.objects.visible_to(user))


class Target(models.Model):
    """One row of the sampling plan, with its own open link: ``token``."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="targets", verbose_name=_("study"))
    token = models.UUIDField(_("token"), default=uuid.uuid4, unique=True, editable=False)
    country = models.CharField(_("country"), max_length=2, choices=Country)
    sector = models.CharField(_("sector"), max_length=10, choices=Sector)
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("partner")
    )
    goal = models.PositiveIntegerField(_("answers wanted"))
    maximum = models.PositiveIntegerField(_("most answers taken"), null=True, blank=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of the sampling plan")
        verbose_name_plural = _("sampling plan")
        ordering = ["study", "country", "sector", "partner"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "country", "sector"],
                condition=models.Q(partner=None),
                name="one_target_per_country_and_sector",
                violation_error_message=_("This country and sector are in the plan already."),
            ),
            models.UniqueConstraint(
                fields=["study", "country", "sector", "partner"],
                name="one_target_per_partner",
                violation_error_message=_("This partner is in the plan already."),
            ),
            models.CheckConstraint(
                condition=models.Q(country__in=Country.values), name="target_country_known"
            ),
            models.CheckConstraint(condition=models.Q(sector__in=Sector.values), name="target_sector_known"),
            models.CheckConstraint(
                condition=models.Q(maximum=None) | models.Q(maximum__gte=models.F("goal")),
                name="target_most_not_below_goal",
                violation_error_message=_("The most answers taken cannot be fewer than the answers wanted."),
            ),
        ]

    def __str__(self) -> str:
        where = f"{self.get_country_display()} · {self.get_sector_display()}"
        return f"{where} · {self.partner}" if self.partner else where


class What(models.TextChoices):
    """What happened to a study."""

    CREATED = "created", pgettext_lazy("study", "Study created")
    CONSENT = "consent", pgettext_lazy("study", "Consent text changed")
    OPENED = "opened", pgettext_lazy("study", "Opened")
    CLOSED = "closed", pgettext_lazy("study", "Closed")
    REOPENED = "reopened", pgettext_lazy("study", "Opened again")
    FOR_GOOD = "for_good", pgettext_lazy("study", "Closed for good")
    KEY = "key", pgettext_lazy("study", "Key of the pseudonyms destroyed")
    WITHDRAWN = "withdrawn", pgettext_lazy("study", "Answers withdrawn by the person who gave them")
    IMPORTED = "imported", pgettext_lazy("study", "Older answers imported")
    UNDONE = "undone", pgettext_lazy("study", "Import undone")
    VERSION = "version", pgettext_lazy("study", "Newer version of the questionnaire taken")
    DELETED = "deleted", pgettext_lazy("study", "Deleted")
    RESTORED = "restored", pgettext_lazy("study", "Brought back")


class Event(models.Model):
    """One line of the history of a study: what, who, on which day. Lines are only ever added."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="events", verbose_name=_("study"))
    what = models.CharField(_("what happened"), max_length=10, choices=What)
    detail = models.CharField(_("detail"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    day = models.DateField(_("day"))

    class Meta:
        verbose_name = _("line of the history")
        verbose_name_plural = _("lines of the history")
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(what__in=What.values), name="study_event_known"),
        ]

    def __str__(self) -> str:
        return f"{self.study} · {self.get_what_display()}"
