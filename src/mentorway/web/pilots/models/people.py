"""Who applies to a cohort and takes part, and what became of each."""

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Final, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.models import signed
from mentorway.web.pilots.models.cohorts import Cohort

LINK_BYTES: Final = 24
# Letters and figures that nobody mistakes for each other, spoken or on paper.
LETTERS: Final = "ACDEFGHJKLMNPQRTUVWXY34679"
CODE_LETTERS: Final = 6


def new_link() -> str:
    """Return the secret of a person's own page."""
    return secrets.token_urlsafe(LINK_BYTES)


def new_code() -> str:
    """Return a short sign by which a person is known within a cohort."""
    return "".join(secrets.choice(LETTERS) for _place in range(CODE_LETTERS))


class Standing(models.TextChoices):
    """How a person stands to a cohort."""

    APPLIED = "applied", pgettext_lazy("participant", "Has applied")
    WAITING = "waiting", pgettext_lazy("participant", "On the waiting list")
    OFFERED = "offered", pgettext_lazy("participant", "Has been offered a seat")
    ENROLLED = "enrolled", pgettext_lazy("participant", "Takes part")
    DECLINED = "declined", pgettext_lazy("participant", "Not chosen")
    LAPSED = "lapsed", pgettext_lazy("participant", "Let the offer lapse")
    WITHDRAWN = "withdrawn", pgettext_lazy("participant", "Has withdrawn")


STANDING_MOVES: Mapping[str, tuple[Standing, ...]] = {
    Standing.APPLIED: (
        Standing.ENROLLED,
        Standing.WAITING,
        Standing.OFFERED,
        Standing.DECLINED,
        Standing.WITHDRAWN,
    ),
    Standing.WAITING: (Standing.OFFERED, Standing.ENROLLED, Standing.DECLINED, Standing.WITHDRAWN),
    Standing.OFFERED: (Standing.ENROLLED, Standing.WAITING, Standing.LAPSED, Standing.WITHDRAWN),
    Standing.ENROLLED: (Standing.WITHDRAWN,),
    Standing.DECLINED: (Standing.APPLIED, Standing.WAITING, Standing.OFFERED),
    Standing.LAPSED: (Standing.WAITING, Standing.WITHDRAWN),
    Standing.WITHDRAWN: (Standing.APPLIED, Standing.WAITING),
}
HOLDS_SEAT: Final = (Standing.ENROLLED, Standing.OFFERED)


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def visible_to(self, user: User) -> Self:
        """The people of the cohorts that ``user`` works with; coordinators of the network see no names."""
        return self.filter(cohort__in=Cohort.objects.worked_on_by(user))

    def taking_part(self) -> Self:
        """Those who have a seat and have taken it."""
        return self.filter(standing=Standing.ENROLLED)

    def on_seats(self) -> Self:
        """Those who have a seat, taken or held for them."""
        return self.filter(standing__in=HOLDS_SEAT)

    def waiting(self) -> Self:
        """The waiting list, who came first at its top."""
        return self.filter(standing=Standing.WAITING).order_by("waiting_since", "pk")

    def matching(self, words: str) -> Self:
        """Those whose name, address or organisation holds every one of the words."""
        found = self
        for word in words.split()[:10]:
            found = found.filter(
                models.Q(name__icontains=word)
                | models.Q(email__icontains=word)
                | models.Q(organisation__icontains=word)
            )
        return found


class Participant(models.Model):
    """A person in one cohort, from the application to the certificate."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="people", verbose_name=_("cohort"))
    link = models.CharField(
        _("secret of the own page"), max_length=40, default=new_link, unique=True, editable=False
    )
    code = models.CharField(_("personal code"), max_length=6, default=new_code, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("account"),
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=150)
    email = models.EmailField(_("e-mail address"), blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    motivation = models.TextField(_("why you want to take part"), max_length=2000, blank=True)
    wishes = models.TextField(
        _("what we should know, for example to make rooms accessible"), max_length=1000, blank=True
    )
    language = models.CharField(
        _("language of letters"), max_length=5, choices=settings.LANGUAGES, default="en"
    )
    standing = models.CharField(_("standing"), max_length=9, choices=Standing, default=Standing.APPLIED)
    applied = models.DateTimeField(_("applied"), auto_now_add=True)
    agreed_to = models.CharField(_("fingerprint of the text agreed to"), max_length=64, blank=True)
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True)
    offer_until = models.DateTimeField(_("offer held until"), null=True, blank=True)
    enrolled = models.DateTimeField(_("takes part since"), null=True, blank=True)
    wants_letters = models.BooleanField(_("wants letters"), default=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["cohort", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "cohort",
                Lower("email"),
                condition=~models.Q(email=""),
                name="one_participant_per_address",
                violation_error_message=_("Somebody with this e-mail address is in this cohort already."),
            ),
            models.UniqueConstraint(fields=["cohort", "code"], name="one_participant_per_code"),
            models.CheckConstraint(
                condition=models.Q(standing__in=Standing.values), name="participant_standing_known"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="participant_with_name"),
            models.CheckConstraint(
                condition=models.Q(standing=Standing.OFFERED, offer_until__isnull=False)
                | (~models.Q(standing=Standing.OFFERED) & models.Q(offer_until=None)),
                name="participant_offer_with_end",
            ),
            models.CheckConstraint(
                condition=~models.Q(standing=Standing.WAITING) | models.Q(waiting_since__isnull=False),
                name="participant_waits_since",
            ),
        ]
        indexes = [models.Index(fields=["cohort", "standing"], name="participants_by_standing")]

    def __str__(self) -> str:
        return self.name

    def may_become(self, standing: str) -> bool:
        """Whether the table of moves leads there from here."""
        return standing in STANDING_MOVES[self.standing]

    def has_offer_at(self, moment: dt.datetime) -> bool:
        """Whether a seat is held for the person now."""
        return self.offer_until is not None and moment <= self.offer_until


class StandingChange(models.Model):
    """What became of a person, when, by whom and why."""

    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="changes", verbose_name=_("participant")
    )
    standing = models.CharField(_("standing"), max_length=9, choices=Standing)
    why = models.CharField(_("why"), max_length=500, blank=True)
    by = signed(_("changed by"))
    at = models.DateTimeField(_("changed"), auto_now_add=True)

    class Meta:
        verbose_name = _("change of standing")
        verbose_name_plural = _("changes of standing")
        ordering = ["participant", "pk"]

    def __str__(self) -> str:
        return f"{self.participant} · {self.standing}"
