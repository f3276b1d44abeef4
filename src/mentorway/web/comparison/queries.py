"""Reads across answers, comparisons and findings."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from mentorway.web.accounts.models import User
from mentorway.web.comparison.models import (
    UNDER_WAY,
    Analysis,
    Comparison,
    ComparisonQuerySet,
    Dataset,
    Edition,
    Finding,
    Stage,
    State,
)
from mentorway.web.core.search import matching
from mentorway.web.core.whether import rows_if_any
from mentorway.web.network.models import Partner
from mentorway.web.study.models import Download, Study


def datasets_of(user: User | AnonymousUser, words: str = "") -> QuerySet[Dataset]:
    """What ``user`` may see, with the latest comparison of each; the example comes last.

    Who only looks at what is public sees the latest that is done, and nothing where none is.
    """
    mine = Dataset.objects.owned_by(user) if isinstance(user, User) else Dataset.objects.none()
    shown = Q(stage=Stage.DONE) | Q(analysis__dataset__in=mine)
    here = Comparison.objects.filter(shown, analysis__dataset=OuterRef("pk"), analysis__deleted=None)
    latest = here.order_by("-created", "-number")
    return (
        Dataset.objects.visible_to(user)
        .on_their_own()
        .matching(words)
        .select_related("partner", "uploaded_by")
        .defer("preview")
        .annotate(
            latest=Subquery(latest.values("pk")[:1]),
            latest_stage=Subquery(latest.values("stage")[:1]),
            asked=Count("analyses", filter=Q(analyses__deleted=None)),
        )
        .filter(Q(latest__isnull=False) | Q(pk__in=mine))
        .order_by("is_example", "-created", "-pk")
    )


def analyses_found(user: User, words: str) -> QuerySet[Analysis]:
    """The analyses whose title holds every word, of which ``user`` is shown a version; the newest first."""
    mine = Dataset.objects.owned_by(user)
    shown = Comparison.objects.filter(Q(stage=Stage.DONE) | Q(analysis__dataset__in=mine))
    found = Analysis.objects.visible_to(user).filter(Exists(shown.filter(analysis=OuterRef("pk"))))
    found = matching(found, words, "title")
    return found.select_related("dataset__partner").defer("dataset__preview").order_by("-created", "-pk")


def owns_any(user: User | AnonymousUser) -> bool:
    """Whether a partner of ``user`` has answers here."""
    return isinstance(user, User) and Dataset.objects.owned_by(user).filter(deleted=None).exists()


def deleted_of(user: User | AnonymousUser) -> QuerySet[Dataset]:
    """What ``user`` may still bring back."""
    return Dataset.bin.visible_to(user).select_related("partner").defer("preview").order_by("-deleted")


def partners_to_own(user: User) -> QuerySet[Partner]:
    """The partners for which ``user`` may upload answers: those where they belong."""
    return Partner.objects.filter(memberships__user=user, deleted=None)


def waiting_for(user: User) -> QuerySet[Dataset]:
    """What ``user`` uploaded and has not yet looked at."""
    return Dataset.objects.owned_by(user).filter(uploaded_by=user, state=State.READ, analyses=None)


def may_be_chosen(dataset: Dataset) -> bool:
    """Whether one can still say what to store: the answers were looked at, and nothing is made of them."""
    if dataset.preview is None or dataset.state != State.READ:
        return False
    return not comparisons_of(dataset).filter(stage__in=[*UNDER_WAY, Stage.DONE]).exists()


def comparisons_of(dataset: Dataset) -> ComparisonQuerySet:
    """Every version of every analysis of ``dataset``."""
    return Comparison.objects.filter(analysis__dataset=dataset)


def versions_of(analysis: Analysis) -> QuerySet[Comparison]:
    """Every version of ``analysis``, the newest first."""
    return analysis.comparisons.select_related("asked_by", "edition").order_by("-number")


def latest_of(analysis: Analysis, *, at_work: bool) -> Comparison | None:
    """The newest version that is done; who works with it is shown what is under way."""
    done = latest_done(analysis)
    if not at_work:
        return done
    return (
        analysis.comparisons.under_way().first() or done or analysis.comparisons.order_by("-number").first()
    )


def latest_done(analysis: Analysis) -> Comparison | None:
    """The newest version of ``analysis`` that found something."""
    return analysis.comparisons.filter(stage=Stage.DONE).order_by("-number").first()


def analyses_of(dataset: Dataset) -> QuerySet[Analysis]:
    """The analyses of ``dataset`` with their versions, the newest first, without what they found."""
    findings = Prefetch("finding", Finding.objects.defer("value"))
    versions = Comparison.objects.select_related("edition").prefetch_related(findings).order_by("-number")
    return (
        dataset.analyses.filter(deleted=None)
        .select_related("created_by")
        .prefetch_related(Prefetch("comparisons", versions))
    )


def last_asked(dataset: Dataset, user: User) -> Analysis | None:
    """The analysis of ``dataset`` that ``user`` asked last."""
    return dataset.analyses.filter(deleted=None, created_by=user).order_by("-created", "-pk").first()


def deleted_analyses(dataset: Dataset) -> QuerySet[Analysis]:
    """The analyses of ``dataset`` that can be brought back."""
    return dataset.analyses.filter(deleted__isnull=False).order_by("-deleted")


def editions_of(dataset: Dataset) -> QuerySet[Edition]:
    """The editions of ``dataset``, the newest first."""
    return dataset.editions.select_related("by").order_by("-number")


def newest_edition(dataset: Dataset) -> Edition | None:
    """The edition that new questions are asked of."""
    return dataset.editions.order_by("-number").first()


def newest_of_study(study: Study, user: User) -> Dataset | None:
    """What ``user`` took of ``study`` last."""
    return Dataset.objects.owned_by(user).filter(study=study, uploaded_by=user).first()


def scales_made(dataset: Dataset) -> Download | None:
    """The newest hand-over of the study that ``dataset`` came from, made of the same questions."""
    if dataset.study is None:
        return None
    options = dataset.study_choice.get("options", {})
    made = dataset.study.downloads.filter(kind="scales", options=options, created__gt=dataset.created)
    return made.order_by("-created").first()


def newer_of(dataset: Dataset) -> Dataset | None:
    """Newer answers to the same questions that are not stored yet."""
    return Dataset.objects.filter(newer_of=dataset).defer("preview").first()


def to_renew(dataset: Dataset) -> list[tuple[Analysis, Comparison]]:
    """Each analysis with the version to repeat: the newest that is done, else the newest."""
    found = []
    for analysis in dataset.analyses.filter(deleted=None):
        version = latest_done(analysis) or analysis.comparisons.order_by("-number").first()
        if version:
            found.append((analysis, version))
    return found


def renewed_for(user: User) -> QuerySet[Comparison]:
    """The newest versions that newer answers made, which ``user`` asked for and has not yet noted."""
    newer = Comparison.objects.filter(
        analysis=OuterRef("analysis"), number__gt=OuterRef("number"), stage=Stage.DONE
    )
    mine = Q(analysis__created_by=user) | Q(analysis__dataset__uploaded_by=user)
    return (
        Comparison.objects.visible_to(user)
        .filter(mine, analysis__dataset__in=Dataset.objects.owned_by(user))
        .filter(~Exists(newer), renews=True, noted=None, stage__in=[Stage.DONE, Stage.FAILED])
        .select_related("analysis__dataset")
        .order_by("-created")
    )


def changed_for(user: User) -> list[Comparison]:
    """Those of them that say something else than before, or could not be repeated."""
    rows = rows_if_any(renewed_for, user)
    return [one for one in rows if one.stage == Stage.FAILED or one.has_news]
