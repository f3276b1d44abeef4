"""Rounds: a time in which mentees and mentors of one partner are matched and work together."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Self
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.models import signed
from mentorway.web.core.search import FoldedIndex, FoldedTextField
from mentorway.web.methodology.models import Version
from mentorway.web.network.models import Country, Partner
from mentorway.web.network.models.owned import OwnedQuerySet
from mentorway.web.network.models.partners import belonging_to
from mentorway.web.pilots.models import Cohort

DAYS_IN_BIN = 30


class RoundState(models.TextChoices):
    PREPARED = "prepared", pgettext_lazy("mentoring round", "In preparation")
    OPEN = "open", pgettext_lazy("mentoring round", "People can join")
    RUNNING = "running", pgettext_lazy("mentoring round", "Under way")
    FINISHED = "finished", pgettext_lazy("mentoring round", "Finished")
    CANCELLED = "cancelled", pgettext_lazy("mentoring round", "Cancelled")


ROUND_MOVES: Mapping[str, tuple[RoundState, ...]] = {
    RoundState.PREPARED: (RoundState.OPEN, RoundState.CANCELLED),
    RoundState.OPEN: (RoundState.PREPARED, RoundState.RUNNING, RoundState.CANCELLED),
    RoundState.RUNNING: (RoundState.OPEN, RoundState.FINISHED, RoundState.CANCELLED),
    RoundState.FINISHED: (RoundState.RUNNING,),
    RoundState.CANCELLED: (RoundState.PREPARED,),
}


class RoundQuerySet(OwnedQuerySet["Round"]):
    """Rounds as people may see and search them."""


class RoundBin(RoundQuerySet):
    def visible_to(self, user: User) -> Self:
        """What was deleted at the partners of ``user`` and can still be brought back."""
        return self.filter(partner__in=belonging_to(user), deleted__isnull=False)


class Round(models.Model):
    """A time in which people find each other as mentee and mentor, and work together."""

    token = models.UUIDField(_("token"), default=uuid.uuid4, unique=True, editable=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="rounds", verbose_name=_("partner"))
    cohort = models.ForeignKey(
        Cohort,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="rounds",
        verbose_name=_("cohort whose people are mentors here"),
    )
    title = models.CharField(_("title"), max_length=200)
    purpose = models.TextField(_("what it is for, and for whom"), max_length=4000, blank=True)
    country = models.CharField(_("country"), max_length=2, choices=Country)
    time_zone = models.CharField(_("time zone"), max_length=40)
    starts_on = models.DateField(_("first day of working together"))
    ends_on = models.DateField(_("last day of working together"))
    join_until = models.DateTimeField(_("joining possible until"), null=True, blank=True)
    contact = models.CharField(_("who answers questions"), max_length=200, blank=True)
    answer_days = models.PositiveSmallIntegerField(
        _("days in which a proposal is to be answered"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    mentee_questions = models.ForeignKey(
        Version,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("questions to mentees"),
    )
    mentor_questions = models.ForeignKey(
        Version,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("questions to mentors"),
    )
    criteria = models.JSONField(_("what counts for a good pair"), default=list, blank=True)
    rules = models.JSONField(_("what must hold for a pair"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=RoundState, default=RoundState.PREPARED)
    cancelled_why = models.CharField(_("why it was cancelled"), max_length=500, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    search_text = FoldedTextField(_("text for searching"), blank=True, editable=False)
    created_by = signed(_("created by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)
    deleted = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)

    objects = RoundQuerySet.as_manager()
    bin = RoundBin.as_manager()

    class Meta:
        verbose_name = _("mentoring round")
        verbose_name_plural = _("mentoring rounds")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="round_with_title"),
            models.CheckConstraint(condition=models.Q(state__in=RoundState.values), name="round_state_known"),
            models.CheckConstraint(
                condition=models.Q(country__in=Country.values), name="round_country_known"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="round_ends_after_it_begins",
                violation_error_message=_("The last day must not be before the first."),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "starts_on"], name="rounds_by_state"),
            FoldedIndex(fields=["search_text"], name="rounds_by_text"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def zone(self) -> ZoneInfo:
        """The clock by which the round is planned."""
        return ZoneInfo(self.time_zone)

    @property
    def restorable_until(self) -> dt.datetime | None:
        """When what was deleted is gone for good."""
        return self.deleted and self.deleted + dt.timedelta(days=DAYS_IN_BIN)

    def may_become(self, state: str) -> bool:
        """Whether the table of moves leads there from here."""
        return state in ROUND_MOVES[self.state]

    def is_open_at(self, moment: dt.datetime) -> bool:
        """Whether somebody may join now; who comes late to a round under way may be matched too."""
        is_open = self.state in (RoundState.OPEN, RoundState.RUNNING) and self.deleted is None
        return is_open and (self.join_until is None or moment <= self.join_until)


class RoundRevision(models.Model):
    """What was written about a round after one change: what merging starts from."""

    round = models.ForeignKey(
        Round, models.CASCADE, related_name="revisions", verbose_name=_("mentoring round")
    )
    number = models.PositiveIntegerField(_("revision"))
    fields = models.JSONField(_("fields"))
    by = signed(_("changed by"))
    at = models.DateTimeField(_("changed"), auto_now_add=True)

    class Meta:
        verbose_name = _("revision of a mentoring round")
        verbose_name_plural = _("revisions of mentoring rounds")
        ordering = ["round", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="one_round_revision_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.number}"
