"""What the example consists of: each row that the story tells of, in a number of questions that stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from mentorway.web.accounts.models import User
from mentorway.web.comparison.models import Comparison
from mentorway.web.comparison.models import Stage as Compared
from mentorway.web.dissemination.models import Claim, ClaimVersion
from mentorway.web.evaluation.models import Evaluation, Result
from mentorway.web.evaluation.models import Stage as Evaluated
from mentorway.web.journey.models import Reset
from mentorway.web.mentoring.models import AT_WORK, Person, Relation, Round, Talk, TalkState
from mentorway.web.methodology.models import Methodology
from mentorway.web.network.example import people
from mentorway.web.network.models import Agreement, AgreementState, Partner, partners
from mentorway.web.pilots.models import Certificate, Cohort, Participant
from mentorway.web.plan.models import Item, Project
from mentorway.web.practices.models import SHOWN_IN_NETWORK, Practice
from mentorway.web.study.models import Mode, Response, Study
from mentorway.web.training.models import Citation, Edition, Programme


@dataclass(frozen=True)
class Counted:
    """A row that a chapter is about, and what is counted of it."""

    row: Any
    counts: Mapping[str, int]


def network() -> Counted | None:
    """The partners of the example, their countries, and the agreements that hold."""
    countries = list(Partner.objects.filter(is_example=True, deleted=None).values_list("country", flat=True))
    if not countries:
        return None
    agreed = Agreement.objects.filter(is_example=True, deleted=None, state=AgreementState.ACCEPTED).count()
    counts = {"partners": len(countries), "countries": len(set(countries)), "agreements": agreed}
    return Counted(None, counts)


def practices() -> Counted | None:
    """The first practice of the example that others may read, and how many there are."""
    rows = Practice.objects.filter(is_example=True, deleted=None)
    shown = list(rows.filter(state__in=SHOWN_IN_NETWORK).order_by("pk"))
    if not shown:
        return None
    return Counted(shown[0], {"practices": rows.count(), "shown": len(shown)})


def methodology() -> Counted | None:
    """The methodology of the example, with what it measures."""
    row = Methodology.objects.filter(is_example=True, deleted=None).order_by("pk").first()
    if row is None:
        return None
    return Counted(row, {"constructs": row.constructs.count(), "indicators": row.indicators.count()})


def study() -> Counted | None:
    """The study of the example that compares countries: it keeps no pseudonyms."""
    rows = Study.objects.filter(is_example=True, deleted=None).exclude(mode=Mode.PSEUDONYMOUS)
    row = rows.select_related("version__questionnaire").order_by("pk").first()
    if row is None:
        return None
    found = Response.objects.filter(wave__study=row).aggregate(
        answers=Count("pk"), countries=Count("country", distinct=True)
    )
    return Counted(row, found)


def comparisons() -> tuple[Comparison | None, Comparison | None]:
    """The comparisons of the synthetic study, and of the public data: the first of each that is done."""
    done = Comparison.objects.filter(
        stage=Compared.DONE, analysis__dataset__is_example=True, analysis__dataset__deleted=None,
        analysis__deleted=None,
    )  # fmt: skip
    rows = done.select_related("analysis__dataset").order_by("pk")
    own = rows.filter(analysis__dataset__study__is_example=True).first()
    return own, rows.filter(analysis__dataset__study=None).first()


def training() -> Counted | None:
    """The programme of the example, its published version, and what its modules cite."""
    row = Programme.objects.filter(is_example=True, deleted=None).order_by("pk").first()
    if row is None:
        return None
    cited = Citation.objects.filter(programme=row).aggregate(
        practices=Count("practice", filter=Q(practice__is_example=True)),
        findings=Count("finding"),
    )
    editions = Edition.objects.filter(programme=row).count()
    return Counted(row, {"modules": len(row.content["modules"]), "editions": editions, **cited})


def pilots() -> Counted | None:
    """The cohort whose people became mentors, and what is counted of all cohorts of the example."""
    rows = Cohort.objects.filter(is_example=True, deleted=None)
    trained = rows.filter(rounds__is_example=True, rounds__deleted=None).order_by("pk").first()
    row = trained or rows.order_by("pk").first()
    if row is None:
        return None
    enrolled = Participant.objects.filter(cohort__in=rows).exclude(enrolled=None).count()
    certificates = Certificate.objects.filter(cohort__in=rows, revoked=None).count()
    return Counted(row, {"cohorts": rows.count(), "people": enrolled, "certificates": certificates})


def mentoring() -> Counted | None:
    """The round of the example in which pairs work together, and how often they met."""
    rows = Round.objects.filter(is_example=True, deleted=None).select_related("cohort")
    row = (
        rows.annotate(working=Count("relations", filter=Q(relations__state__in=AT_WORK)))
        .order_by("-working", "pk")
        .first()
    )
    if row is None:
        return None
    pairs = Relation.objects.filter(round__in=rows, state__in=AT_WORK).count()
    met = Talk.objects.filter(relation__round__in=rows, state=TalkState.HELD).count()
    together = Person.objects.filter(round__in=rows, places__relation__state__in=AT_WORK)
    joined = together.values("country").distinct().count()
    return Counted(row, {"pairs": pairs, "meetings": met, "countries": joined})


def evaluation() -> Counted | None:
    """The last result of the evaluation of the example; of its value, only how many people it is about."""
    whole = Evaluation.objects.filter(is_example=True, deleted=None).order_by("pk").first()
    if whole is None:
        return None
    rows = Result.objects.filter(evaluation=whole, stage=Evaluated.DONE).order_by("-number")
    found = rows.values("pk", "number", "value__size").first()
    if found is None:
        return None
    size = found["value__size"] or {}
    counts = {name: size.get(name, 0) for name in ("programme", "comparison", "pilots")}
    return Counted((whole, found["pk"], found["number"]), counts)


def claim() -> tuple[Claim, ClaimVersion] | None:
    """The published claim of the example that rests on its evaluation, as it was published last."""
    rows = Claim.objects.standing().filter(is_example=True, deleted=None, result__isnull=False)
    version = (
        ClaimVersion.objects.filter(claim__in=rows)
        .select_related("claim")
        .order_by("claim_id", "-number")
        .first()
    )
    return (version.claim, version) if version else None


def plan() -> Counted | None:
    """The project of the example, and how many of its lines are done."""
    row = Project.objects.filter(is_example=True, deleted=None).order_by("pk").first()
    if row is None:
        return None
    lines = Item.objects.filter(project=row).aggregate(
        lines=Count("pk"), done=Count("pk", filter=Q(done__gte=100))
    )
    return Counted(row, lines)


def accounts() -> dict[str, User]:
    """The people of the example who can sign in, by their address."""
    rows = User.objects.filter(email__in=[one.email for one in people.PEOPLE], is_active=True)
    return {one.email: one for one in rows}


def own_pages() -> list[Person]:
    """The mentor and the mentee of the example who have accounts, in the round where they work together."""
    rows = Person.objects.filter(
        round__is_example=True, round__deleted=None, user__email__in=(people.MENTOR, people.MENTEE), left=None
    )
    return list(rows.order_by("side", "pk"))


def belongs(user: User) -> bool:
    """Whether a person may see what members of the network may see of the example."""
    return user.is_staff or partners.belongs(user)


def newest_reset() -> Reset | None:
    """What was asked last: that the example is put back."""
    return Reset.objects.select_related("by").first()
