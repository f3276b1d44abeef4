"""Who is asked, and who has answered. Nothing here knows what was answered."""

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.network.models import Country, Partner, Sector
from mentorway.web.study.models.study import Study, Wave

FINGERPRINT = r"^[0-9a-f]{64}$"


class AccessCodeQuerySet(models.QuerySet["AccessCode"]):
    def visible_to(self, user: User) -> Self:
        """The codes of every study that ``user`` may see."""
        return self.filter(wave__study__in=Study.objects.visible_to(user))


class AccessCode(models.Model):
    """The right to answer once. ``used`` only ever turns on; when, nobody knows.

    The code itself is not kept: it is made again from ``serial`` and the secret of the installation.
    """

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="codes", verbose_name=_("wave"))
    serial = models.UUIDField(_("serial"), default=uuid.uuid4, unique=True, editable=False)
    token_hash = models.CharField(_("fingerprint of the code"), max_length=64, unique=True)
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("partner")
    )
    country = models.CharField(_("country"), max_length=2, choices=Country)
    sector = models.CharField(_("sector"), max_length=10, choices=Sector)
    batch = models.PositiveIntegerField(_("batch"), default=0)
    used = models.BooleanField(_("used"), default=False)

    objects = AccessCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("one-time code")
        verbose_name_plural = _("one-time codes")
        ordering = ["wave", "batch", "serial"]
        indexes = [models.Index(fields=["wave", "batch"], name="code_of_batch")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(("token_hash__regex", FINGERPRINT)), name="code_with_fingerprint"
            ),
            models.CheckConstraint(condition=models.Q(country__in=Country.values), name="code_country_known"),
            models.CheckConstraint(condition=models.Q(sector__in=Sector.values), name="code_sector_known"),
        ]

    def __str__(self) -> str:
        return f"{self.wave} · {self.batch}"


class Contact(models.TextChoices):
    """How far an invitation has come."""

    QUEUED = "queued", pgettext_lazy("invitation", "To be sent")
    SENT = "sent", pgettext_lazy("invitation", "Sent")
    REMINDED = "reminded", pgettext_lazy("invitation", "Reminded")
    BOUNCED = "bounced", pgettext_lazy("invitation", "Came back")
    UNSUBSCRIBED = "unsubscribed", pgettext_lazy("invitation", "Wants no more letters")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: User) -> Self:
        """The invitations of every study that ``user`` may see."""
        return self.filter(wave__study__in=Study.objects.visible_to(user))

    def matching(self, words: str) -> Self:
        """Those whose address or name holds every one of the words."""
        found = self
        for word in words.split()[:10]:
            found = found.filter(models.Q(email__icontains=word) | models.Q(name__icontains=word))
        return found

    def to_send(self) -> Self:
        """Those that nobody has been sent yet."""
        return self.filter(state=Contact.QUEUED)

    def to_remind(self, before: dt.date, most: int) -> Self:
        """Those last written to on ``before`` or earlier, who have not used their code."""
        first = models.Q(state=Contact.SENT, sent_on__lte=before)
        later = models.Q(state=Contact.REMINDED, reminded_on__lte=before)
        return self.filter(first | later, reminders__lt=most).exclude(code__used=True)


class Invitation(models.Model):
    """A person who is asked to take part, and when they were written to."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="invitations", verbose_name=_("wave"))
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=20)
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("partner")
    )
    country = models.CharField(_("country"), max_length=2, choices=Country)
    sector = models.CharField(_("sector"), max_length=10, choices=Sector)
    code = models.OneToOneField(
        AccessCode,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitation",
        verbose_name=_("one-time code"),
    )
    state = models.CharField(_("state"), max_length=12, choices=Contact, default=Contact.QUEUED)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["wave", "email"]
        indexes = [models.Index(fields=["wave", "state"], name="invitation_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "email"],
                name="one_invitation_per_address",
                violation_error_message=_("This address is invited already."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=Contact.values), name="invitation_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[Contact.SENT, Contact.REMINDED])
                | models.Q(sent_on__isnull=False),
                name="invitation_sent_on_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(country__in=Country.values), name="invitation_country_known"
            ),
            models.CheckConstraint(
                condition=models.Q(sector__in=Sector.values), name="invitation_sector_known"
            ),
        ]

    def __str__(self) -> str:
        return self.email


class Participation(models.Model):
    """That a signed-in person has answered; not what, and not when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, models.CASCADE, related_name="participations", verbose_name=_("wave"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "user"], name="one_participation_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.wave}"
