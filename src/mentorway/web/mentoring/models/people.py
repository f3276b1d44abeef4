"""Who wants to be a mentee or a mentor in a round, and who must be kept apart."""

import datetime as dt
import secrets
from typing import Final, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.models import signed
from mentorway.web.mentoring.models.rounds import Round
from mentorway.web.network.models import Country

LINK_BYTES: Final = 24
MOST_MENTEES: Final = 12


def new_link() -> str:
    """Return the secret of a person's own pages."""
    return secrets.token_urlsafe(LINK_BYTES)


class Side(models.TextChoices):
    """As what somebody takes part."""

    MENTEE = "mentee", pgettext_lazy("role", "Mentee")
    MENTOR = "mentor", pgettext_lazy("role", "Mentor")


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: User) -> Self:
        """The people of the rounds that ``user`` works with; coordinators of the network see no names."""
        return self.filter(round__in=Round.objects.worked_on_by(user))

    def present(self) -> Self:
        """Those who have not left the round."""
        return self.filter(left=None)

    def available_on(self, day: dt.date) -> Self:
        """Those who can be matched: they have filled in their profile and are not away."""
        back = models.Q(is_away=False) | models.Q(away_until__lt=day)
        return self.filter(back, left=None, profiled__isnull=False)

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


class Person(models.Model):
    """A person in one round, on one side; who is on both sides is two rows with one address.

    ``week`` holds weekly hours as [day from 0 (Monday), minute it begins, minute it ends] on the own clock;
    ``answers`` what was answered to the questions of the own side, as the judge of questionnaires keeps it.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="people", verbose_name=_("mentoring round"))
    side = models.CharField(_("takes part as"), max_length=6, choices=Side)
    link = models.CharField(
        _("secret of the own pages"), max_length=40, default=new_link, unique=True, editable=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="mentoring",
        verbose_name=_("account"),
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=150)
    email = models.EmailField(_("e-mail address"), blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    manager_email = models.EmailField(_("e-mail address of the line manager"), blank=True)
    country = models.CharField(_("country"), max_length=2, choices=Country, blank=True)
    languages = models.JSONField(_("languages to talk in"), default=list, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40)
    week = models.JSONField(_("weekly hours"), default=list, blank=True)
    seats = models.PositiveSmallIntegerField(
        _("mentees at most"), default=1, validators=[MaxValueValidator(MOST_MENTEES)]
    )
    about = models.TextField(
        _("what the other one reads about you before you meet"), max_length=1500, blank=True
    )
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    profiled = models.DateTimeField(_("profile complete since"), null=True, blank=True)
    language = models.CharField(
        _("language of letters"), max_length=5, choices=settings.LANGUAGES, default="en"
    )
    wants_reminders = models.BooleanField(_("gets reminders to meet"), default=True)
    quiet_from = models.PositiveSmallIntegerField(
        _("no reminders from (hour)"), default=20, validators=[MaxValueValidator(23)]
    )
    quiet_to = models.PositiveSmallIntegerField(
        _("no reminders until (hour)"), default=8, validators=[MaxValueValidator(23)]
    )
    is_away = models.BooleanField(_("not available for new pairs"), default=False)
    away_until = models.DateField(_("away until"), null=True, blank=True)
    joined = models.DateTimeField(_("joined"), auto_now_add=True)
    agreed_to = models.CharField(_("fingerprint of the text agreed to"), max_length=64, blank=True)
    left = models.DateTimeField(_("left the round"), null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person in a mentoring round")
        verbose_name_plural = _("people in mentoring rounds")
        ordering = ["round", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "round",
                "side",
                Lower("email"),
                condition=~models.Q(email=""),
                name="one_person_per_address_and_side",
                violation_error_message=_("Somebody with this e-mail address is there already."),
            ),
            models.CheckConstraint(condition=models.Q(side__in=Side.values), name="person_side_known"),
            models.CheckConstraint(condition=~models.Q(name=""), name="person_with_name"),
            models.CheckConstraint(
                condition=models.Q(country="") | models.Q(country__in=Country.values),
                name="person_country_known",
            ),
        ]
        indexes = [models.Index(fields=["round", "side"], name="people_by_side")]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """The person's own clock."""
        return ZoneInfo(self.time_zone)

    @property
    def key(self) -> str:
        """By what a person is known on both sides: the address, or the row where there is none."""
        return self.email.lower() or f"#{self.pk}"

    def is_away_on(self, day: dt.date) -> bool:
        """Whether nobody new should be brought to the person on this day."""
        return self.is_away and (self.away_until is None or day <= self.away_until)


class AgeGroup(models.TextChoices):
    UNDER_30 = "-29", _("Under 30")
    UNDER_45 = "30-44", _("30 to 44")
    UNDER_60 = "45-59", _("45 to 59")
    FROM_60 = "60-", _("60 and above")


class Gender(models.TextChoices):
    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    OTHER = "other", _("Another gender")


class FairnessFacts(models.Model):
    """What a person told so that it can be seen whether groups are matched alike. Nothing else reads it."""

    person = models.OneToOneField(
        Person, models.CASCADE, related_name="fairness_facts", verbose_name=_("person")
    )
    age_group = models.CharField(_("age"), max_length=5, choices=AgeGroup, blank=True)
    gender = models.CharField(_("gender"), max_length=5, choices=Gender, blank=True)
    may_count_country = models.BooleanField(_("the country may be counted too"), default=False)
    agreed = models.DateTimeField(_("agreed"), auto_now_add=True)

    class Meta:
        verbose_name = _("facts for looking at fairness")
        verbose_name_plural = _("facts for looking at fairness")

    def __str__(self) -> str:
        return str(self.person)


class KeptApart(models.Model):
    """Two people of a round who must not become a pair, whichever way round."""

    round = models.ForeignKey(
        Round, models.CASCADE, related_name="kept_apart", verbose_name=_("mentoring round")
    )
    mentee = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("mentee"))
    mentor = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("mentor"))
    why = models.CharField(_("why, for coordinators only"), max_length=300, blank=True)
    by = signed(_("written by"))
    at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        verbose_name = _("people to keep apart")
        verbose_name_plural = _("people to keep apart")
        ordering = ["round", "pk"]
        constraints = [models.UniqueConstraint(fields=["mentee", "mentor"], name="kept_apart_once")]

    def __str__(self) -> str:
        return f"{self.mentee} · {self.mentor}"
