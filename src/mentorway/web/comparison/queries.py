"""Reads across answers, comparisons and findings."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import OuterRef, Q, QuerySet, Subquery

from mentorway.web.accounts.models import User
from mentorway.web.comparison.models import UNDER_WAY, Comparison, Dataset, Stage, State
from mentorway.web.network.models import Partner


def datasets_of(user: User | AnonymousUser, words: str = "") -> QuerySet[Dataset]:
    """What ``user`` may see, with the latest comparison of each; the example comes last.

    Who only looks at what is public sees the latest that is done, and nothing where none is.
    """
    mine = Dataset.objects.owned_by(user) if isinstance(user, User) else Dataset.objects.none()
    shown = Q(stage=Stage.DONE) | Q(dataset__in=mine)
    latest = Comparison.objects.filter(shown, dataset=OuterRef("pk")).order_by("-number")
    return (
        Dataset.objects.visible_to(user)
        .matching(words)
        .select_related("partner", "uploaded_by")
        .defer("preview")
        .annotate(
            latest=Subquery(latest.values("pk")[:1]),
            latest_stage=Subquery(latest.values("stage")[:1]),
            latest_number=Subquery(latest.values("number")[:1]),
        )
        .filter(Q(latest__isnull=False) | Q(pk__in=mine))
        .order_by("is_example", "-created", "-pk")
    )


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
    return Dataset.objects.owned_by(user).filter(uploaded_by=user, state=State.READ, comparisons=None)


def may_be_chosen(dataset: Dataset) -> bool:
    """Whether one can still say what to compare: the answers were looked at, and nothing is made of them."""
    if dataset.preview is None or dataset.state not in (State.READ, State.READY):
        return False
    return not dataset.comparisons.filter(stage__in=[*UNDER_WAY, Stage.DONE]).exists()


def versions_of(dataset: Dataset) -> QuerySet[Comparison]:
    """Every comparison of ``dataset``, the newest first."""
    return dataset.comparisons.select_related("asked_by").order_by("-number")


def latest_of(dataset: Dataset, *, at_work: bool) -> Comparison | None:
    """The newest comparison of ``dataset`` that is done; who works with it is shown what is under way."""
    done = dataset.comparisons.filter(stage=Stage.DONE).order_by("-number").first()
    if not at_work:
        return done
    return dataset.comparisons.under_way().first() or done or dataset.comparisons.order_by("-number").first()
