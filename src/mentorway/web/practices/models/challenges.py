"""Challenges: material of several kinds, its passages, a codebook, and two coders who agree or not."""

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mentorway.web.accounts.models import User
from mentorway.web.core.models import signed
from mentorway.web.core.search import FoldedIndex, FoldedTextField, matching
from mentorway.web.network.models import (
    DAYS_IN_BIN,
    Country,
    Membership,
    Partner,
    Sector,
    Visit,
    sees_all,
)
from mentorway.web.network.models.owned import OwnedQuerySet
from mentorway.web.practices.models.practices import LANGUAGES


class MaterialKind(models.TextChoices):
    SURVEY = "survey", pgettext_lazy("material", "Survey answers")
    INTERVIEW = "interview", pgettext_lazy("material", "Interview")
    GROUP = "group", pgettext_lazy("material", "Group discussion")
    VISIT = "visit", pgettext_lazy("material", "Visit")
    PAPER = "paper", pgettext_lazy("material", "Document")


class Quoting(models.TextChoices):
    """What those who spoke have agreed to."""

    NEVER = "never", _("Not to be quoted")
    INSIDE = "inside", _("To be quoted inside the network only")
    PUBLIC = "public", _("To be quoted in public, without names")


class MaterialQuerySet(OwnedQuerySet["Material"]):
    def seen_by(self, user: User) -> Self:
        """That of one's own partner, and what one codes; coordinators see all."""
        if sees_all(user):
            return self
        coded = models.Q(pk__in=CodingTask.objects.filter(coder=user).values("material"))
        return self.filter(self.own_of(user) | coded)

    def matching(self, words: str) -> Self:
        """That in which every word is written, whatever its case and accents."""
        return matching(self, words)

    def counted(self) -> Self:
        """That which both have coded and of which nothing is left to settle."""
        return self.filter(deleted=None, decided__isnull=False)


class MaterialBin(MaterialQuerySet):
    def visible_to(self, user: User) -> Self:
        """What was deleted and can still be brought back by its partner or a coordinator."""
        found = self.filter(deleted__isnull=False)
        return found if sees_all(user) else found.owned_by(user)


class Material(models.Model):
    """One source: an interview, the answers to an open question, notes of a visit. Under access rules."""

    token = models.UUIDField(_("token"), default=uuid.uuid4, unique=True, editable=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="material", verbose_name=_("partner"))
    kind = models.CharField(_("kind"), max_length=9, choices=MaterialKind)
    title = models.CharField(_("title"), max_length=200)
    country = models.CharField(_("country"), max_length=2, choices=Country)
    sector = models.CharField(_("sector"), max_length=10, choices=Sector)
    language = models.CharField(_("language"), max_length=2, choices=[(code, code) for code in LANGUAGES])
    collected = models.DateField(_("collected on"), null=True, blank=True)
    people = models.PositiveIntegerField(
        _("how many people spoke"), default=1, validators=[MinValueValidator(1)]
    )
    described = models.CharField(_("who spoke, without names"), max_length=200, blank=True)
    visit = models.ForeignKey(
        Visit, models.SET_NULL, null=True, blank=True, related_name="material", verbose_name=_("visit")
    )
    text = models.TextField(_("text"), max_length=500_000)
    quoting = models.CharField(_("consent to quote"), max_length=6, choices=Quoting, default=Quoting.NEVER)
    decided = models.DateTimeField(_("coded and settled"), null=True, blank=True, editable=False)
    search_text = FoldedTextField(_("text for searching"), blank=True, editable=False)
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    created_by = signed(_("created by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)
    deleted = models.DateTimeField(_("deleted"), null=True, blank=True)

    objects = MaterialQuerySet.as_manager()
    bin = MaterialBin.as_manager()

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = pgettext_lazy("several", "material")
        ordering = ["-created", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=MaterialKind.values), name="material_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(country__in=Country.values), name="material_country_known"
            ),
            models.CheckConstraint(
                condition=models.Q(sector__in=Sector.values), name="material_sector_known"
            ),
            models.CheckConstraint(
                condition=models.Q(quoting__in=Quoting.values), name="material_quoting_known"
            ),
            models.CheckConstraint(condition=models.Q(people__gte=1), name="material_of_somebody"),
        ]
        indexes = [
            models.Index(fields=["country", "sector"], name="material_by_place"),
            models.Index(fields=["deleted", "-created", "-id"], name="material_by_day"),
            FoldedIndex(fields=["search_text"], name="material_by_text"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def restorable_until(self) -> dt.datetime | None:
        """When what was deleted is gone for good."""
        return self.deleted and self.deleted + dt.timedelta(days=DAYS_IN_BIN)


class PassageQuerySet(models.QuerySet["Passage"]):
    def visible_to(self, user: User) -> Self:
        """The passages of all material that ``user`` may see."""
        return self.filter(material__in=Material.objects.visible_to(user))


class Passage(models.Model):
    """A stretch of a material: the unit that two people code, each alone."""

    material = models.ForeignKey(
        Material, models.CASCADE, related_name="passages", verbose_name=_("material")
    )
    position = models.PositiveIntegerField(_("position"))
    first = models.PositiveIntegerField(_("first sign"))
    last = models.PositiveIntegerField(_("sign after the last"))
    text = models.TextField(_("text"))

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["material", "position"]
        constraints = [
            models.UniqueConstraint(fields=["material", "position"], name="one_passage_per_position"),
            models.CheckConstraint(condition=models.Q(last__gt=models.F("first")), name="passage_not_empty"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class ChallengeQuerySet(models.QuerySet["Challenge"]):
    def visible_to(self, user: User) -> Self:
        """Every member of the network reads the codebook."""
        known = sees_all(user) or Membership.objects.filter(user=user).exists()
        return self.filter(deleted=None) if known else self.none()

    def offered(self) -> Self:
        """Those that coders may still use."""
        return self.filter(deleted=None, is_retired=False)


class ChallengeBin(ChallengeQuerySet):
    def visible_to(self, user: User) -> Self:
        """What was deleted and can still be brought back; coordinators see it."""
        return self.filter(deleted__isnull=False) if sees_all(user) else self.none()


class Challenge(models.Model):
    """A code of the codebook. ``names`` holds its name in each language; ``token`` is how others cite it."""

    token = models.UUIDField(_("token"), default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(
        _("short name"),
        max_length=60,
        unique=True,
        error_messages={"unique": _("The codebook has a challenge of this short name already.")},
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    names = models.JSONField(_("names"))
    definition = models.TextField(_("definition"), max_length=2000)
    include = models.TextField(_("to be used when"), max_length=2000, blank=True)
    exclude = models.TextField(_("not to be used when"), max_length=2000, blank=True)
    example = models.TextField(_("a passage as an example"), max_length=2000, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_retired = models.BooleanField(_("no longer offered"), default=False)
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    deleted = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)

    objects = ChallengeQuerySet.as_manager()
    bin = ChallengeBin.as_manager()

    class Meta:
        verbose_name = _("challenge")
        verbose_name_plural = _("challenges")
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return str(self.names.get(get_language() or "en") or self.names["en"])

    @property
    def restorable_until(self) -> dt.datetime | None:
        """When what was deleted is gone for good."""
        return self.deleted and self.deleted + dt.timedelta(days=DAYS_IN_BIN)


class ChallengeRevision(models.Model):
    """The codebook entry as it was after one change: coders work by a text that is kept."""

    challenge = models.ForeignKey(
        Challenge, models.CASCADE, related_name="revisions", verbose_name=_("challenge")
    )
    number = models.PositiveIntegerField(_("revision"))
    fields = models.JSONField(_("fields"))
    by = signed(_("changed by"))
    at = models.DateTimeField(_("changed"), auto_now_add=True)

    class Meta:
        verbose_name = _("revision of a challenge")
        verbose_name_plural = _("revisions of challenges")
        ordering = ["challenge", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["challenge", "number"], name="one_challenge_revision_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.challenge} · {self.number}"


class CodingTaskQuerySet(models.QuerySet["CodingTask"]):
    def visible_to(self, user: User) -> Self:
        """One's own; coordinators see all."""
        living = self.filter(material__deleted=None)
        return living if sees_all(user) else living.filter(coder=user)


class CodingTask(models.Model):
    """That somebody codes a material. Nobody sees the other's codes until both have handed in."""

    material = models.ForeignKey(Material, models.CASCADE, related_name="tasks", verbose_name=_("material"))
    coder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="coding_tasks", verbose_name=_("coder")
    )
    place = models.PositiveSmallIntegerField(_("place"))
    asked = models.DateTimeField(_("asked"), auto_now_add=True)
    handed_in = models.DateTimeField(_("handed in"), null=True, blank=True)

    objects = CodingTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("coding of a material")
        verbose_name_plural = _("codings of material")
        ordering = ["material", "place"]
        constraints = [
            models.UniqueConstraint(fields=["material", "place"], name="one_coder_per_place"),
            models.UniqueConstraint(
                fields=["material", "coder"],
                name="two_coders_are_two_people",
                violation_error_message=_("The two coders must be two different people."),
            ),
            models.CheckConstraint(condition=models.Q(place__in=[1, 2]), name="coder_place_one_or_two"),
        ]

    def __str__(self) -> str:
        return f"{self.material} · {self.coder}"


class Coding(models.Model):
    """That one coder sees a challenge in a passage; without a challenge, that nothing fits."""

    task = models.ForeignKey(CodingTask, models.CASCADE, related_name="codings", verbose_name=_("coding"))
    passage = models.ForeignKey(Passage, models.CASCADE, related_name="codings", verbose_name=_("passage"))
    challenge = models.ForeignKey(
        Challenge,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="codings",
        verbose_name=_("challenge"),
    )

    class Meta:
        verbose_name = _("code of a passage")
        verbose_name_plural = _("codes of passages")
        ordering = ["passage", "challenge"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "passage", "challenge"], name="one_code_per_coder_and_passage"
            ),
            models.UniqueConstraint(
                fields=["task", "passage"],
                condition=models.Q(challenge=None),
                name="nothing_fits_once_per_coder_and_passage",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.passage} · {self.challenge}"


class Decision(models.Model):
    """What holds for a passage and a challenge after both have coded: agreed at once, or settled later."""

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="decisions", verbose_name=_("passage"))
    challenge = models.ForeignKey(
        Challenge, models.PROTECT, related_name="decisions", verbose_name=_("challenge")
    )
    holds = models.BooleanField(_("the challenge is there"))
    was_disputed = models.BooleanField(_("the coders differed"), default=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    by = signed(_("by"))
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("decision on a code")
        verbose_name_plural = _("decisions on codes")
        ordering = ["passage", "challenge"]
        constraints = [
            models.UniqueConstraint(fields=["passage", "challenge"], name="one_decision_per_passage_and_code")
        ]

    def __str__(self) -> str:
        return f"{self.passage} · {self.challenge}"


class ChallengeFindingQuerySet(models.QuerySet["ChallengeFinding"]):
    def visible_to(self, user: User) -> Self:
        """Every member of the network may read what was found; it holds no text of the material."""
        known = sees_all(user) or Membership.objects.filter(user=user).exists()
        return self if known else self.none()


class ChallengeFinding(models.Model):
    """The matrix of countries, sectors and challenges as it was counted on a day. It never changes."""

    token = models.UUIDField(_("token"), default=uuid.uuid4, unique=True, editable=False)
    result = models.JSONField(_("result"))
    fingerprint = models.CharField(_("fingerprint of the data"), max_length=64)
    version = models.CharField(_("version of the software"), max_length=40)
    by = signed(_("by"))
    at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = ChallengeFindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding about challenges")
        verbose_name_plural = _("findings about challenges")
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fingerprint__regex=r"^[0-9a-f]{64}$"),
                name="challenge_finding_with_fingerprint",
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
