"""Relationships: one mentor and one or more mentees, from the proposal to the end.

Staff may see that a relationship is there, its state, dates and counts. What the people in it write (their
agreement, goals and notes) has no way to staff: those tables have no ``visible_to``.
"""

import uuid
from typing import Final, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.models import signed
from mentorway.web.mentoring.models.matchings import Matching
from mentorway.web.mentoring.models.people import Person, Side
from mentorway.web.mentoring.models.rounds import Round


class RelationState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("relationship", "Proposed")
    ACTIVE = "active", pgettext_lazy("relationship", "Under way")
    PAUSED = "paused", pgettext_lazy("relationship", "Paused")
    ENDED = "ended", pgettext_lazy("relationship", "Ended")
    DECLINED = "declined", pgettext_lazy("relationship", "Did not come about")


OPEN: Final = (RelationState.PROPOSED, RelationState.ACTIVE, RelationState.PAUSED)
AT_WORK: Final = (RelationState.ACTIVE, RelationState.PAUSED)


class Ending(models.TextChoices):
    """How a relationship ended; who wanted it is not kept."""

    PLANNED = "planned", _("At the planned time")
    EARLY = "early", _("Earlier, as the goals were reached")
    NO_FAULT = "no_fault", _("Earlier, and nobody has to say why")


class Answer(models.TextChoices):
    OPEN = "open", pgettext_lazy("proposal", "Not answered yet")
    ACCEPTED = "accepted", pgettext_lazy("proposal", "Accepted")
    DECLINED = "declined", pgettext_lazy("proposal", "Declined")


class RelationQuerySet(models.QuerySet["Relation"]):
    def visible_to(self, user: User) -> Self:
        """The relationships of the rounds that ``user`` works with: state, dates and counts."""
        return self.filter(round__in=Round.objects.worked_on_by(user))

    def open(self) -> Self:
        """Those that are proposed or under way: they fill seats."""
        return self.filter(state__in=OPEN)

    def at_work(self) -> Self:
        """Those in which people work together, or pause."""
        return self.filter(state__in=AT_WORK)


class Relation(models.Model):
    """A mentor and one mentee, or several in a group."""

    token = models.UUIDField(_("token"), default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(
        Round, models.CASCADE, related_name="relations", verbose_name=_("mentoring round")
    )
    matching = models.ForeignKey(
        Matching,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="relations",
        verbose_name=_("matching"),
    )
    state = models.CharField(_("state"), max_length=8, choices=RelationState, default=RelationState.PROPOSED)
    proposed = models.DateTimeField(_("proposed"))
    answer_until = models.DateTimeField(_("to be answered until"))
    began = models.DateTimeField(_("begun"), null=True, blank=True)
    ends_on = models.DateField(_("planned end"), null=True, blank=True)
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    ended = models.DateTimeField(_("ended"), null=True, blank=True)
    ending = models.CharField(_("how it ended"), max_length=8, choices=Ending, blank=True)

    objects = RelationQuerySet.as_manager()

    class Meta:
        verbose_name = _("mentoring relationship")
        verbose_name_plural = _("mentoring relationships")
        ordering = ["round", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=RelationState.values), name="relation_state_known"
            ),
            models.CheckConstraint(
                condition=(models.Q(state=RelationState.ENDED) & models.Q(ended__isnull=False))
                | (~models.Q(state=RelationState.ENDED) & models.Q(ending="")),
                name="relation_ended_with_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=AT_WORK) | models.Q(began__isnull=False),
                name="relation_at_work_since",
            ),
        ]
        indexes = [models.Index(fields=["round", "state"], name="relations_by_state")]

    def __str__(self) -> str:
        return f"{self.round} · {self.pk}"

    @property
    def is_at_work(self) -> bool:
        """Whether people work together in it, or pause."""
        return self.state in AT_WORK


class Place(models.Model):
    """A person in a relationship: what they answered to the proposal, and what they allow.

    ``why`` keeps the reasons of the matching as this person may read them. ``is_open`` is true as long as the
    relationship is, so that the database itself keeps a mentee from having two mentors.
    """

    relation = models.ForeignKey(
        Relation, models.CASCADE, related_name="places", verbose_name=_("mentoring relationship")
    )
    person = models.ForeignKey(Person, models.CASCADE, related_name="places", verbose_name=_("person"))
    side = models.CharField(_("takes part as"), max_length=6, choices=Side)
    is_open = models.BooleanField(_("open"), default=True)
    left = models.DateTimeField(_("left a group that went on"), null=True, blank=True)
    score = models.PositiveSmallIntegerField(_("how well it fits, of 1000"), null=True, blank=True)
    why = models.JSONField(_("why this pair"), default=dict, blank=True)
    answer = models.CharField(_("answer"), max_length=8, choices=Answer, default=Answer.OPEN)
    answered = models.DateTimeField(_("answered"), null=True, blank=True)
    reminded = models.DateTimeField(_("reminded of the proposal"), null=True, blank=True)
    shares_scores = models.BooleanField(
        _("how far goals were reached may be counted, without names"), default=False
    )
    closing_thanks = models.TextField(_("thanks to the other"), max_length=2000, blank=True)
    closing_learned = models.TextField(_("what I take along, for myself"), max_length=4000, blank=True)
    closed = models.DateTimeField(_("said goodbye"), null=True, blank=True)
    wants_again = models.BooleanField(_("would like another mentoring relationship"), null=True, blank=True)

    class Meta:
        verbose_name = _("place in a mentoring relationship")
        verbose_name_plural = _("places in mentoring relationships")
        ordering = ["relation", "-side", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["relation", "person"], name="once_in_a_relation"),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(side=Side.MENTEE, is_open=True),
                name="one_mentor_at_a_time",
                violation_error_message=_("This mentee has a mentor, or a proposal, already."),
            ),
            models.UniqueConstraint(
                fields=["relation"], condition=models.Q(side=Side.MENTOR), name="one_mentor_in_a_relation"
            ),
            models.CheckConstraint(condition=models.Q(side__in=Side.values), name="place_side_known"),
            models.CheckConstraint(condition=models.Q(answer__in=Answer.values), name="place_answer_known"),
        ]

    def __str__(self) -> str:
        return f"{self.relation_id} · {self.side}"


class Enquiry(models.Model):
    """Something a person wants to know before answering a proposal; those who run the round reply."""

    place = models.ForeignKey(
        Place, models.CASCADE, related_name="enquiries", verbose_name=_("place in a relationship")
    )
    text = models.TextField(_("question"), max_length=1000)
    at = models.DateTimeField(_("asked"), auto_now_add=True)
    reply = models.TextField(_("reply"), max_length=2000, blank=True)
    replied_by = signed(_("replied by"))
    replied = models.DateTimeField(_("replied"), null=True, blank=True)

    class Meta:
        verbose_name = _("question about a proposal")
        verbose_name_plural = _("questions about proposals")
        ordering = ["place", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="enquiry_with_text")]

    def __str__(self) -> str:
        return f"{self.place_id} · {self.at:%Y-%m-%d}"
