"""Which claims rest on a row of an earlier activity."""

from collections.abc import Mapping
from typing import Final

from django.db.models import Model, Q, QuerySet

from mentorway.web.accounts.models import User
from mentorway.web.comparison.models import Analysis, Comparison, Dataset, Edition, Finding
from mentorway.web.dissemination.models import Claim, ClaimVersion
from mentorway.web.evaluation.models import Evaluation, Outcome, Result
from mentorway.web.methodology.models import Questionnaire, Version
from mentorway.web.network.models import NetworkFinding
from mentorway.web.pilots.models import Cohort
from mentorway.web.practices.models import ChallengeFinding, Practice
from mentorway.web.study.models import Study
from mentorway.web.training.models import Edition as ProgrammeEdition
from mentorway.web.training.models import Programme

COMPARISON: Final = "finding__comparison"
DATASET: Final = f"{COMPARISON}__analysis__dataset"
EVALUATION: Final = "result__evaluation"
EDITION: Final = f"{EVALUATION}__cohorts__edition"
CITED: Final = f"{EDITION}__programme__citations"
# By which ways a claim leads to a row of each kind.
WAYS: Final[Mapping[type[Model], tuple[str, ...]]] = {
    Finding: ("finding", f"{CITED}__finding"),
    Comparison: (COMPARISON, f"{CITED}__{COMPARISON}"),
    Analysis: (f"{COMPARISON}__analysis", f"{CITED}__{COMPARISON}__analysis"),
    Dataset: (DATASET, f"{CITED}__{DATASET}"),
    Edition: (f"{COMPARISON}__edition",),
    Study: (f"{DATASET}__study", f"{EVALUATION}__study"),
    Version: (f"{DATASET}__study__version", f"{EVALUATION}__study__version"),
    Questionnaire: (
        f"{DATASET}__study__version__questionnaire",
        f"{EVALUATION}__study__version__questionnaire",
    ),
    Result: ("result",),
    Evaluation: (EVALUATION,),
    Outcome: (f"{EVALUATION}__outcomes",),
    Cohort: (f"{EVALUATION}__cohorts",),
    ProgrammeEdition: (EDITION,),
    Programme: (f"{EDITION}__programme",),
    Practice: (f"{CITED}__practice",),
    ChallengeFinding: ("challenges", f"{CITED}__challenge_finding"),
    NetworkFinding: ("network", f"{CITED}__network_finding"),
}


def claims_on(row: Model, user: User) -> QuerySet[Claim]:
    """The claims that rest on ``row``: what is published, and what ``user`` may see besides."""
    leads = Q(pk__in=[])
    for way in WAYS.get(type(row), ()):
        leads |= Q(pk__in=Claim.objects.filter(**{way: row.pk}).values("pk"))
        leads |= Q(pk__in=ClaimVersion.objects.filter(**{way: row.pk}).values("claim"))
    known = Q(pk__in=Claim.objects.public()) | Q(pk__in=Claim.objects.visible_to(user))
    return Claim.objects.filter(leads, known, deleted=None).order_by("-changed", "-pk")
