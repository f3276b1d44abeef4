"""What participants hand in, what they write for themselves, and practice in threes."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.models import StoredFile, signed
from mentorway.web.pilots.models.cohorts import Cohort, Meeting
from mentorway.web.pilots.models.people import Participant


class WorkState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("work", "Begun")
    HANDED_IN = "handed_in", pgettext_lazy("work", "Handed in")
    RETURNED = "returned", pgettext_lazy("work", "To be worked on again")
    PASSED = "passed", pgettext_lazy("work", "Passed")


class WorkQuerySet(models.QuerySet["Work"]):
    def visible_to(self, user: User) -> Self:
        """What the people whom ``user`` works with have handed in; what is only begun stays theirs."""
        return self.filter(participant__in=Participant.objects.visible_to(user)).exclude(
            state=WorkState.DRAFT, assessed=None
        )


class Work(models.Model):
    """What one person does for one assessment of the programme, and how it was assessed.

    ``levels`` holds for each criterion of the rubric the level that was seen, from 0.
    """

    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="works", verbose_name=_("participant")
    )
    assessment = models.CharField(_("short name of the assessment"), max_length=40)
    text = models.TextField(_("text"), max_length=40_000, blank=True)
    answers = models.JSONField(_("answers to a quiz"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=WorkState, default=WorkState.DRAFT)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    changed = models.DateTimeField(_("last changed"), auto_now=True)
    handed_in = models.DateTimeField(_("handed in"), null=True, blank=True)
    levels = models.JSONField(_("levels"), default=dict, blank=True)
    feedback = models.TextField(_("feedback to the participant"), max_length=4000, blank=True)
    note = models.TextField(_("note that only facilitators see"), max_length=2000, blank=True)
    assessed_by = signed(_("assessed by"))
    assessed = models.DateTimeField(_("assessed"), null=True, blank=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("work of a participant")
        verbose_name_plural = _("work of participants")
        ordering = ["participant", "assessment"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "assessment"], name="one_work_per_assessment"),
            models.CheckConstraint(condition=models.Q(state__in=WorkState.values), name="work_state_known"),
        ]
        indexes = [models.Index(fields=["state", "handed_in"], name="works_to_assess")]

    def __str__(self) -> str:
        return f"{self.participant} · {self.assessment}"


class WorkFileQuerySet(models.QuerySet["WorkFile"]):
    def visible_to(self, user: User) -> Self:
        """The files of what ``user`` may see."""
        return self.filter(work__in=Work.objects.visible_to(user))


class WorkFile(StoredFile):
    """A file that was handed in."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="files", verbose_name=_("work"))

    objects = WorkFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a participant")
        verbose_name_plural = _("files of participants")
        ordering = ["work", "pk"]


class JournalEntryQuerySet(models.QuerySet["JournalEntry"]):
    def visible_to(self, user: User) -> Self:
        """Only what its writer has shared with the facilitators."""
        return self.filter(is_shared=True, participant__in=Participant.objects.visible_to(user))


class JournalEntry(models.Model):
    """A reflection. Private ones are read by their writer alone: no page, file or search shows them else."""

    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="journal", verbose_name=_("participant")
    )
    assessment = models.CharField(_("short name of the reflection it answers"), max_length=40, blank=True)
    text = models.TextField(_("text"), max_length=20_000)
    is_shared = models.BooleanField(_("shared with the facilitators"), default=False)
    reply = models.TextField(_("reply of a facilitator"), max_length=4000, blank=True)
    replied_by = signed(_("replied by"))
    created = models.DateTimeField(_("written"), auto_now_add=True)
    changed = models.DateTimeField(_("last changed"), auto_now=True)

    objects = JournalEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of a journal")
        verbose_name_plural = _("entries of journals")
        ordering = ["participant", "-created", "-pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="journal_entry_with_text")]

    def __str__(self) -> str:
        return f"{self.participant} · {self.created:%Y-%m-%d}"


class TriadQuerySet(models.QuerySet["Triad"]):
    def visible_to(self, user: User) -> Self:
        """The groups of the cohorts whose people ``user`` works with."""
        return self.filter(cohort__in=Cohort.objects.worked_on_by(user))


class Triad(models.Model):
    """Three people (two or four where it does not come out even) who practise: mentor, mentee, observer."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="triads", verbose_name=_("cohort"))
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="triads", verbose_name=_("meeting")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    members: "models.ManyToManyField[Participant, TriadMember]" = models.ManyToManyField(
        Participant, through="TriadMember", related_name="triads", verbose_name=_("members")
    )

    objects = TriadQuerySet.as_manager()

    class Meta:
        verbose_name = _("group of three")
        verbose_name_plural = _("groups of three")
        ordering = ["cohort", "meeting__starts", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "number"],
                condition=models.Q(meeting=None),
                name="one_triad_per_number_without_meeting",
            ),
            models.UniqueConstraint(fields=["meeting", "number"], name="one_triad_per_number_at_a_meeting"),
        ]

    def __str__(self) -> str:
        return f"{self.cohort} · {self.number}"


class TriadMember(models.Model):
    """A person in a triad; ``place`` says in which round they are the mentor."""

    triad = models.ForeignKey(Triad, models.CASCADE, related_name="places", verbose_name=_("group of three"))
    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="triad_places", verbose_name=_("participant")
    )
    place = models.PositiveSmallIntegerField(_("round as mentor"))

    class Meta:
        verbose_name = _("member of a group of three")
        verbose_name_plural = _("members of groups of three")
        ordering = ["triad", "place"]
        constraints = [
            models.UniqueConstraint(fields=["triad", "participant"], name="once_in_a_triad"),
            models.UniqueConstraint(fields=["triad", "place"], name="one_triad_member_per_place"),
        ]

    def __str__(self) -> str:
        return f"{self.participant} · {self.place}"


class ObservationQuerySet(models.QuerySet["Observation"]):
    def visible_to(self, user: User) -> Self:
        """Those that the observed person has shared with the facilitators."""
        return self.filter(is_shared=True, triad__cohort__in=Cohort.objects.worked_on_by(user))


class Observation(models.Model):
    """What an observer saw of who practised being a mentor. Both read it; nobody else until it is shared."""

    triad = models.ForeignKey(
        Triad, models.CASCADE, related_name="observations", verbose_name=_("group of three")
    )
    assessment = models.CharField(_("short name of the assessment"), max_length=40)
    mentor = models.ForeignKey(
        Participant, models.CASCADE, related_name="observed", verbose_name=_("who practised")
    )
    observer = models.ForeignKey(
        Participant, models.CASCADE, related_name="observations", verbose_name=_("who observed")
    )
    levels = models.JSONField(_("levels"), default=dict, blank=True)
    seen = models.TextField(_("what was seen and heard"), max_length=4000, blank=True)
    question = models.TextField(_("a question to think about"), max_length=1000, blank=True)
    is_shared = models.BooleanField(_("shared with the facilitators"), default=False)
    at = models.DateTimeField(_("written"), auto_now=True)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ["triad", "mentor", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["triad", "assessment", "mentor", "observer"], name="one_observation_per_observer"
            ),
            models.CheckConstraint(
                condition=~models.Q(mentor=models.F("observer")),
                name="nobody_observes_themselves",
                violation_error_message=_("Nobody can observe themselves."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor} · {self.observer}"
