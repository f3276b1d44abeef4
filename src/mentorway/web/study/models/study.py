"""A study: which questions are asked of whom, when, and under which promise."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.models import signed
from mentorway.web.core.search import matching
from mentorway.web.core.zones import KNOWN, UTC, clocks_at, moment_of
from mentorway.web.methodology.models import Version
from mentorway.web.network.models import Country, Partner, Sector
from mentorway.web.network.models.owned import OwnedQuerySet

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


class StudyQuerySet(OwnedQuerySet["Study"]):
    def matching(self, words: str) -> Self:
        """Those whose title or partner holds every one of the words."""
        return matching(self, words, "title", "partner__name")


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
    zone = models.CharField(_("time zone"), max_length=40, default=UTC)
    letter = models.JSONField(_("text of the invitation"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    minimum = models.PositiveIntegerField(_("fewest answers wanted"), null=True, blank=True)
    maximum = models.PositiveIntegerField(_("most answers taken"), null=True, blank=True)
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    key_destroyed = models.DateField(_("key of the pseudonyms destroyed"), null=True, blank=True)
    created_by = signed(_("created by"))
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
                condition=models.Q(zone__in=KNOWN),
                name="study_zone_known",
                violation_error_message=_("Choose a time zone from the list."),
            ),
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
    def clock(self) -> ZoneInfo:
        """The clock by which it opens and closes."""
        return ZoneInfo(self.zone)

    def today(self) -> dt.date:
        """The day that it is by the clock of the study."""
        return timezone.localdate(timezone=self.clock)

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

    def taking(self, moment: dt.datetime) -> Self:
        """Those that take answers at ``moment``, each by the clock of its study."""
        now = models.Q(pk__in=[])
        for clock, zones in clocks_at(moment).items():
            day, time = clock.date(), clock.time()
            begun = models.Q(opens=None) | models.Q(opens__lt=day)
            begun |= models.Q(opens=day, opens_at=None) | models.Q(opens=day, opens_at__lte=time)
            not_over = models.Q(closes=None) | models.Q(closes__gt=day)
            not_over |= models.Q(closes=day, closes_at=None) | models.Q(closes=day, closes_at__gt=time)
            now |= models.Q(study__zone__in=zones) & begun & not_over
        return self.filter(now, study__state=State.OPEN, study__deleted=None)

    def ending(self, moment: dt.datetime, days: int) -> Self:
        """Those whose last day is at most so many days after ``moment``."""
        soon = models.Q(pk__in=[])
        for clock, zones in clocks_at(moment).items():
            last = clock.date() + dt.timedelta(days=days)
            soon |= models.Q(study__zone__in=zones, closes__lte=last)
        return self.filter(soon)


class Wave(models.Model):
    """One round of asking: before, after, half a year later.

    Days and times are those of the clock of the study; a day without a time is meant as a whole.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="waves", verbose_name=_("study"))
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=100)
    opens = models.DateField(_("first day"), null=True, blank=True)
    opens_at = models.TimeField(_("opening time"), null=True, blank=True)
    closes = models.DateField(_("last day"), null=True, blank=True)
    closes_at = models.TimeField(_("closing time"), null=True, blank=True)
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
            models.CheckConstraint(
                condition=(models.Q(opens_at=None) | models.Q(opens__isnull=False))
                & (models.Q(closes_at=None) | models.Q(closes__isnull=False)),
                name="wave_times_have_days",
                violation_error_message=_("A time needs a day. Choose the day too, or leave the time empty."),
            ),
            models.CheckConstraint(
                condition=models.Q(opens=None)
                | models.Q(closes=None)
                | models.Q(closes__gt=models.F("opens"))
                | models.Q(closes_at=None)
                | models.Q(opens_at=None, closes_at__gt=dt.time(0))
                | models.Q(opens_at__isnull=False, closes_at__gt=models.F("opens_at")),
                name="wave_closes_after_it_opens",
                violation_error_message=_("The closing time must be after the opening time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.study} · {self.title}"

    @property
    def begins(self) -> dt.datetime | None:
        """The moment from which answers are taken; None when that is as soon as the study is open."""
        if self.opens is None:
            return None
        return moment_of(self.opens, self.opens_at or dt.time(0), self.study.clock)

    @property
    def ends(self) -> dt.datetime | None:
        """The moment from which no answers are taken; None when that is as soon as the study is closed."""
        if self.closes is None:
            return None
        if self.closes_at is None:
            return moment_of(self.closes + dt.timedelta(days=1), dt.time(0), self.study.clock)
        return moment_of(self.closes, self.closes_at, self.study.clock, later=True)

    def takes_answers_at(self, moment: dt.datetime) -> bool:
        """Whether answers are taken at ``moment``, if the study is open."""
        begins, ends = self.begins, self.ends
        return (begins is None or begins <= moment) and (ends is None or moment < ends)


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
