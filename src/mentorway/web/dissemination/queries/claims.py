"""Reads across claims, their versions, and what they rest on."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from mentorway.web.accounts.models import User
from mentorway.web.comparison.models import Finding
from mentorway.web.comparison.models import Stage as ComparisonStage
from mentorway.web.core.folding import fold
from mentorway.web.dissemination.models import Basis, Claim, ClaimRevision, ClaimStep, ClaimVersion, State
from mentorway.web.dissemination.models.claims import ClaimQuerySet
from mentorway.web.evaluation.models import Result
from mentorway.web.evaluation.models import Stage as ResultStage
from mentorway.web.network.models import Membership, NetworkFinding, Partner
from mentorway.web.network.models.partners import Role, belonging_to, sees_all
from mentorway.web.pilots.models import Cohort
from mentorway.web.practices.models import Challenge, ChallengeFinding
from mentorway.web.training.models import Citation

Rested = TypeVar("Rested", Claim, ClaimVersion)
BROKEN: Final = "broken"
WAITING: Final = "waiting"
# What is long and not looked at when a chain is checked.
LONG: Final = (
    "finding__value",
    "finding__comparison__analysis__dataset__preview",
    "finding__comparison__analysis__dataset__study__version__form_json",
    "finding__comparison__analysis__dataset__study__version__xform",
    "finding__comparison__analysis__dataset__study__version__workbook",
    "finding__comparison__analysis__dataset__study__version__file",
    "finding__comparison__analysis__dataset__study__version__questionnaire__workbook",
    "result__value",
    "result__evaluation__study__version__form_json",
    "result__evaluation__study__version__xform",
    "result__evaluation__study__version__workbook",
    "result__evaluation__study__version__file",
    "result__evaluation__study__version__questionnaire__workbook",
    "network__ties",
    "network__result",
)


def claims_of(user: User, chosen: Mapping[str, str]) -> ClaimQuerySet:
    """The claims that ``user`` may see: by words (``q``), state and basis; the example comes last."""
    found = Claim.objects.visible_to(user).matching(chosen.get("q", ""))
    state = chosen.get("state", "")
    if state == BROKEN:
        found = found.filter(broken__isnull=False)
    elif state == WAITING:
        found = found.filter(handed_in__isnull=False)
    elif state:
        found = found.filter(state=state)
    if chosen.get("basis"):
        found = found.filter(basis=chosen["basis"])
    rows = found.select_related("partner").annotate(newest=_newest("number"))
    return rows.order_by("is_example", "-changed", "-pk")


def _newest(field: str) -> Subquery:
    versions = ClaimVersion.objects.filter(claim=OuterRef("pk")).order_by("-number")
    return Subquery(versions.values(field)[:1])


def partners_to_claim_for(user: User) -> QuerySet[Partner]:
    """The partners in whose name ``user`` may write."""
    return belonging_to(user).order_by("name", "pk")


def deleted_of(user: User) -> ClaimQuerySet:
    """The claims that ``user`` may still bring back."""
    return Claim.bin.visible_to(user).select_related("partner").order_by("-deleted", "-pk")


def deleted_before(moment: Any) -> ClaimQuerySet:
    """What has been in the bin since before ``moment``."""
    return Claim.bin.deleted_before(moment)


def slug_is_taken(slug: str) -> bool:
    """Whether a claim has this address already, in the bin too."""
    return Claim.objects.filter(slug=slug).exists()


def newest_version(claim: Claim) -> ClaimVersion | None:
    """The newest version of a claim."""
    return claim.versions.order_by("-number").first()


def version_of(claim: Claim, number: int) -> ClaimVersion | None:
    """The version of a claim with this number."""
    return claim.versions.select_related("by").filter(number=number).first()


def versions_of(claim: Claim) -> QuerySet[ClaimVersion]:
    """Every version of a claim, the newest first."""
    return claim.versions.select_related("by").order_by("-number")


def steps_of(claim: Claim) -> QuerySet[ClaimStep]:
    """What happened to a claim, the newest first."""
    return claim.steps.select_related("by").order_by("-at", "-pk")


def revisions_of(claim: Claim) -> QuerySet[ClaimRevision]:
    """What was written about a claim after each change, the newest first."""
    return claim.revisions.select_related("by").order_by("-number")


def revisions_since(claim: Claim, number: int) -> QuerySet[ClaimRevision]:
    """What was written since a revision, that one included."""
    return claim.revisions.select_related("by").filter(number__gte=number)


def read_with(claims: Iterable[Claim]) -> list[Claim]:
    """The same claims in their order, with their partners, versions and steps read at once."""
    keys = [claim.pk for claim in claims]
    versions = Prefetch("versions", ClaimVersion.objects.order_by("-number"))
    steps = Prefetch("steps", ClaimStep.objects.order_by("-at", "-pk"))
    rows = Claim.objects.filter(pk__in=keys).select_related("partner").prefetch_related(versions, steps)
    known = {row.pk: row for row in rows}
    return [known[key] for key in keys if key in known]


def with_sources(rows: QuerySet[Rested]) -> QuerySet[Rested]:
    """Claims, or versions of claims, with all that their chains hold, without what is long."""
    study = "version__questionnaire"
    citations = Citation.objects.select_related(
        "practice",
        "finding__comparison__analysis__dataset__study",
        "network_finding",
        "challenge_finding",
    ).defer(
        "finding__value",
        "finding__comparison__analysis__dataset__preview",
        "network_finding__ties",
        "network_finding__result",
        "challenge_finding__result",
    )
    cohorts = (
        Cohort.objects.select_related("edition__programme")
        .defer("edition__content", "edition__programme__content")
        .prefetch_related(Prefetch("edition__programme__citations", citations))
    )
    return (
        rows.select_related(
            f"finding__comparison__analysis__dataset__study__{study}",
            "finding__comparison__edition",
            f"result__evaluation__study__{study}",
            "challenges",
            "network",
        )
        .defer(*LONG)
        .prefetch_related(Prefetch("result__evaluation__cohorts", cohorts))
        .prefetch_related("finding__comparison__analysis__dataset__study__releases")
        .prefetch_related("result__evaluation__study__releases")
    )


def challenge_exists(token: str) -> bool:
    """Whether a challenge is still in the codebook."""
    return Challenge.objects.filter(token=token).exists()


def sources_to_claim(user: User, basis: str, words: str) -> QuerySet[Any] | None:
    """The findings that ``user`` may see and may rest a claim on; None where there is nothing to choose.

    What is an example stays one: nothing is claimed of it.
    """
    if basis == Basis.COMPARISON:
        rows = Finding.objects.visible_to(user).defer("value").select_related("comparison__analysis__dataset")
        rows = rows.filter(comparison__stage=ComparisonStage.DONE)
        rows = rows.filter(comparison__analysis__dataset__is_example=False)
        return _holding(rows, words, "comparison__analysis__title", "comparison__analysis__dataset__title")
    if basis == Basis.EVALUATION:
        found = Result.objects.visible_to(user).defer("value").select_related("evaluation__partner")
        found = found.filter(stage=ResultStage.DONE, evaluation__is_example=False)
        return _holding(found, words, "evaluation__title").order_by("-finished", "-pk")
    if basis == Basis.CHALLENGES:
        return ChallengeFinding.objects.visible_to(user).filter(result__examples=False)
    if basis == Basis.NETWORK:
        return NetworkFinding.objects.visible_to(user).defer("result").filter(ties__is_example=False)
    return None


def source_to_claim(user: User, basis: str, pk: int) -> Any:
    """One of these findings; None where there is no such. A count, with 0, rests on what is no example."""
    rows = sources_to_claim(user, basis, "")
    if rows is None:
        return False if pk == 0 else None
    return rows.filter(pk=pk).first()


def _holding(rows: QuerySet[Any], words: str, *columns: str) -> QuerySet[Any]:
    for word in words.split()[:10]:
        holds = Q()
        for column in columns:
            holds |= Q(**{f"{column}__icontains": word})
        rows = rows.filter(holds)
    return rows


def newest_source(claim: Claim | ClaimVersion) -> Any:
    """The newest version of what a claim rests on; None for what was deleted, and for counts."""
    if claim.basis == Basis.COMPARISON and claim.finding is not None:
        analysis = claim.finding.comparison.analysis_id
        rows = Finding.objects.filter(comparison__analysis=analysis, comparison__stage=ComparisonStage.DONE)
        return rows.order_by("-comparison__number").first()
    if claim.basis == Basis.EVALUATION and claim.result is not None:
        done = Result.objects.filter(evaluation=claim.result.evaluation_id, stage=ResultStage.DONE)
        return done.select_related("evaluation").order_by("-number").first()
    if claim.basis == Basis.CHALLENGES and claim.challenges is not None:
        counted = ChallengeFinding.objects.filter(result__examples=claim.is_example)
        return counted.order_by("-at", "-pk").first()
    if claim.basis == Basis.NETWORK and claim.network is not None:
        looked = NetworkFinding.objects.filter(kinds=claim.network.kinds)
        return looked.filter(ties__is_example=claim.is_example).order_by("-at", "-pk").first()
    return None


def other_readers(user: User) -> QuerySet[User]:
    """Everybody else who may publish as a second reader."""
    coordinators = Membership.objects.filter(role=Role.COORDINATOR).values("user")
    rows = User.objects.filter(Q(is_staff=True) | Q(pk__in=coordinators), is_active=True)
    return rows.exclude(pk=user.pk)


def waiting_for_reader(user: User) -> QuerySet[Claim]:
    """Claims that wait for ``user`` as their second reader."""
    if not sees_all(user):
        return Claim.objects.none()
    rows = Claim.objects.visible_to(user).filter(handed_in__isnull=False, is_example=False)
    return rows.exclude(Exists(other_readers(user)), handed_in_by=user).order_by("handed_in")


def standing_of(user: User) -> QuerySet[Claim]:
    """What is published now in the name of a partner of ``user``."""
    return Claim.objects.standing().filter(partner__in=belonging_to(user), is_example=False)


def newest_versions(claims: QuerySet[Claim]) -> QuerySet[ClaimVersion]:
    """What readers see of claims: the newest version of each, with its claim."""
    newest = ClaimVersion.objects.filter(claim=OuterRef("claim")).order_by("-number")
    rows = ClaimVersion.objects.filter(claim__in=claims.values("pk"), pk=Subquery(newest.values("pk")[:1]))
    return rows.select_related("claim__partner").order_by("claim")


def broken_untold() -> QuerySet[Claim]:
    """Broken claims whose partners have not been told."""
    rows = Claim.objects.standing().filter(broken__isnull=False, told=None, is_example=False)
    return rows.select_related("partner")


def people_of(partner: Partner) -> QuerySet[User]:
    """Who belongs to a partner."""
    return User.objects.filter(memberships__partner=partner, is_active=True).distinct().order_by("pk")


def search_text_of(claim: Claim) -> str:
    """Return what a claim is found by: its texts in every language, and its address."""
    words = [claim.slug]
    for texts in claim.texts.values():
        words += [texts.get(name, "") for name in ("title", "sentence", "limits")]
    return fold(" ".join(filter(None, words)))


def published_number(claim: Claim) -> int:
    """Return the number of the newest version; 0 where nothing is published."""
    newest = newest_version(claim)
    return newest.number if newest else 0


STATES: Final = (*State.values, BROKEN, WAITING)


def entries_with(claim: Claim) -> QuerySet[Any]:
    """The publications in which a claim stands."""
    return claim.entries.filter(deleted=None).order_by("-changed", "-pk")


def example_result() -> Result | None:
    """What the evaluation of the example found."""
    done = Result.objects.filter(evaluation__is_example=True, stage=ResultStage.DONE)
    return done.select_related("evaluation").order_by("-number").first()
