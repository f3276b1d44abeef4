"""Claims: figures that are published, each with what it rests on and what it was at every publication."""

import datetime as dt
import uuid
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.comparison.models import Finding
from mentorway.web.core.models import signed
from mentorway.web.core.search import FoldedIndex, FoldedTextField, matching
from mentorway.web.dissemination.models.editorial import LANGUAGES, MOVES, SLUG, Revision, State, Step
from mentorway.web.evaluation.models import Result
from mentorway.web.network.models import NetworkFinding, Partner
from mentorway.web.network.models.owned import OwnedQuerySet
from mentorway.web.network.models.partners import belonging_to
from mentorway.web.practices.models import ChallengeFinding

DAYS_IN_BIN = 30


class Basis(models.TextChoices):
    """What kind of thing a claim rests on."""

    COMPARISON = "comparison", pgettext_lazy("claim", "A comparison of countries or groups")
    EVALUATION = "evaluation", pgettext_lazy("claim", "An evaluation of pilots")
    CHALLENGES = "challenges", pgettext_lazy("claim", "Challenges counted across countries")
    NETWORK = "network", pgettext_lazy("claim", "A finding about the network")
    COUNT = "count", pgettext_lazy("claim", "A count of what this platform holds")


class ClaimQuerySet(OwnedQuerySet["Claim"]):
    def public(self) -> Self:
        """What everybody may read; those that were withdrawn keep their address and say so."""
        return self.filter(state__in=[State.PUBLISHED, State.WITHDRAWN], deleted=None).exclude(published=None)

    def standing(self) -> Self:
        """What is published now."""
        return self.filter(state=State.PUBLISHED, deleted=None)

    def matching(self, words: str) -> Self:
        """Those in which every word is written in some language."""
        return matching(self, words)


class ClaimBin(ClaimQuerySet):
    def visible_to(self, user: User) -> Self:
        """What was deleted at the partners of ``user`` and can still be brought back."""
        return self.filter(partner__in=belonging_to(user), deleted__isnull=False)


class Claim(models.Model):
    """A figure and the sentence around it. Exactly one of its sources is set; ``COUNT`` needs none.

    ``texts`` holds, by language, ``title``, ``sentence`` (with ``{figure}`` where the number goes) and
    ``limits`` (what it does not say). ``key`` and ``place`` say which number of the source it is. A source
    that is deleted leaves the claim behind: it is broken then, and says so everywhere.
    """

    token = models.UUIDField(_("token"), default=uuid.uuid4, unique=True, editable=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="claims", verbose_name=_("partner"))
    slug = models.CharField(_("address"), max_length=80, unique=True)
    language = models.CharField(
        _("written in"), max_length=2, choices=[(code, code) for code in LANGUAGES], default="en"
    )
    texts = models.JSONField(_("texts"), default=dict)
    basis = models.CharField(_("rests on"), max_length=10, choices=Basis)
    finding = models.ForeignKey(
        Finding, models.SET_NULL, null=True, blank=True, related_name="claims", verbose_name=_("comparison")
    )
    result = models.ForeignKey(
        Result, models.SET_NULL, null=True, blank=True, related_name="claims", verbose_name=_("evaluation")
    )
    challenges = models.ForeignKey(
        ChallengeFinding,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="claims",
        verbose_name=_("finding about challenges"),
    )
    network = models.ForeignKey(
        NetworkFinding,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="claims",
        verbose_name=_("finding about the network"),
    )
    key = models.CharField(_("kind of number"), max_length=80)
    place = models.JSONField(_("place of the number"), default=dict, blank=True)
    licence = models.CharField(_("licence"), max_length=40, default="CC-BY-4.0")
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    handed_in = models.DateTimeField(_("handed in to a second reader"), null=True, blank=True)
    handed_in_by = signed(_("handed in by"))
    broken = models.JSONField(_("what broke its chain"), null=True, blank=True)
    broken_since = models.DateTimeField(_("broken since"), null=True, blank=True)
    told = models.DateTimeField(_("its partner was told of the break"), null=True, blank=True)
    published = models.DateTimeField(_("published"), null=True, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    search_text = FoldedTextField(_("text for searching"), blank=True, editable=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    created_by = signed(_("created by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)
    changed = models.DateTimeField(_("last changed"), auto_now=True)
    deleted = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)

    objects = ClaimQuerySet.as_manager()
    bin = ClaimBin.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["-changed", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="claim_state_known"),
            models.CheckConstraint(condition=models.Q(basis__in=Basis.values), name="claim_basis_known"),
            models.CheckConstraint(
                condition=models.Q(slug__regex=SLUG),
                name="claim_slug_plain",
                violation_error_message=_("An address has small letters, digits and hyphens only."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.PUBLISHED) | models.Q(published__isnull=False),
                name="claim_published_at_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(broken=None, broken_since=None)
                | models.Q(broken__isnull=False, broken_since__isnull=False),
                name="claim_broken_at_a_moment",
            ),
        ]
        indexes = [FoldedIndex(fields=["search_text"], name="claims_by_text")]

    def __str__(self) -> str:
        return self.texts.get(self.language, {}).get("title", "") or self.slug

    @property
    def restorable_until(self) -> dt.datetime | None:
        """When what was deleted is gone for good."""
        return self.deleted and self.deleted + dt.timedelta(days=DAYS_IN_BIN)

    def may_become(self, state: str) -> bool:
        """Whether the table of moves leads there from here."""
        return state in MOVES[self.state]


class ClaimVersionQuerySet(models.QuerySet["ClaimVersion"]):
    def visible_to(self, user: User) -> Self:
        """The versions of the claims that ``user`` may see."""
        return self.filter(claim__in=Claim.objects.visible_to(user))


class ClaimVersion(models.Model):
    """A claim as it was published: frozen, so that whoever cites it finds what was cited.

    Numbers are in full precision; ``chain`` is the chain of evidence as it was; ``changes`` says what is
    other than in the version before. It rests on its own source: pointing the claim at another mends nothing
    of what is published.
    """

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="versions", verbose_name=_("claim"))
    number = models.PositiveIntegerField(_("version"))
    texts = models.JSONField(_("texts"))
    basis = models.CharField(_("rests on"), max_length=10, choices=Basis)
    finding = models.ForeignKey(
        Finding, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("comparison")
    )
    result = models.ForeignKey(
        Result, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("evaluation")
    )
    challenges = models.ForeignKey(
        ChallengeFinding,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("finding about challenges"),
    )
    network = models.ForeignKey(
        NetworkFinding,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("finding about the network"),
    )
    key = models.CharField(_("kind of number"), max_length=80)
    place = models.JSONField(_("place of the number"), default=dict, blank=True)
    value = models.FloatField(_("value"))
    low = models.FloatField(_("lower end"), null=True, blank=True)
    high = models.FloatField(_("upper end"), null=True, blank=True)
    n = models.PositiveIntegerField(_("people"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=40)
    chain = models.JSONField(_("chain of evidence"))
    data_hash = models.CharField(_("fingerprint of the data"), max_length=64)
    method = models.CharField(_("method"), max_length=200)
    library_version = models.CharField(_("versions of the programs"), max_length=120)
    licence = models.CharField(_("licence"), max_length=40)
    changes = models.JSONField(_("what changed"), default=list, blank=True)
    by = signed(_("published by"))
    at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = ClaimVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a claim")
        verbose_name_plural = _("versions of claims")
        ordering = ["claim", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "number"], name="one_claim_version_per_number"),
            models.CheckConstraint(
                condition=models.Q(data_hash__regex=r"^[0-9a-f]{64}$"), name="claim_version_with_fingerprint"
            ),
            models.CheckConstraint(condition=~models.Q(method=""), name="claim_version_with_method"),
        ]

    def __str__(self) -> str:
        return f"{self.claim} · {self.number}"

    @property
    def is_example(self) -> bool:
        """Whether its claim is one of the example."""
        return self.claim.is_example


class ClaimRevision(Revision):
    """What was written about a claim after one change: what merging starts from."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="revisions", verbose_name=_("claim"))

    class Meta:
        verbose_name = _("revision of a claim")
        verbose_name_plural = _("revisions of claims")
        ordering = ["claim", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "number"], name="one_claim_revision_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.claim} · {self.number}"


class ClaimStep(Step):
    """One move of a claim from state to state, or what happened to its chain. Lines are only ever added.

    ``said`` holds sentences of the program, to be read in any language; ``note`` what a person wrote.
    """

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="steps", verbose_name=_("claim"))

    class Meta(Step.Meta):
        verbose_name = _("step of a claim")
        verbose_name_plural = _("steps of claims")

    def __str__(self) -> str:
        return f"{self.claim} · {self.before} → {self.after}"
