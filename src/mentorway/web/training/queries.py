"""Reads across programmes, what they cite, their revisions and versions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, Max, Q, QuerySet

from mentorway.web.accounts.models import User
from mentorway.web.comparison.models import Finding
from mentorway.web.network.models import NetworkFinding, Partner
from mentorway.web.practices.models import ChallengeFinding, Practice, Topic
from mentorway.web.training.models import Citation, Edition, File, Programme, Revision

MOST_OFFERED: Final = 20  # of each kind, on the page where one is chosen
CITED: Final = ("practice", "finding", "network_finding", "challenge_finding")


def programmes_of(user: User, words: str = "") -> QuerySet[Programme]:
    """What ``user`` may see, with the number of the last version; the last changed first."""
    return (
        Programme.objects.visible_to(user)
        .matching(words)
        .select_related("partner", "document")
        .prefetch_related("document__languages")
        .annotate(last_number=Max("editions__number"))
        .order_by("-changed", "-pk")
    )


def deleted_of(user: User) -> QuerySet[Programme]:
    """What ``user`` may still bring back."""
    return Programme.bin.visible_to(user).select_related("partner").order_by("-deleted")


def partners_to_own(user: User) -> QuerySet[Partner]:
    """The partners for which ``user`` may make a programme: those where they belong."""
    return Partner.objects.filter(memberships__user=user, deleted=None)


def newest_of(user: User) -> Programme | None:
    """The programme that ``user`` has made last."""
    return Programme.objects.visible_to(user).filter(created_by=user).order_by("-pk").first()


def revisions_of(programme: Programme) -> QuerySet[Revision]:
    """What was done to the draft, the last first, without its content."""
    return programme.revisions.defer("content").select_related("by").order_by("-number")


def last_change(programme: Programme) -> Revision | None:
    """The last change of the draft that can be undone: not its beginning."""
    rows = list(revisions_of(programme)[:2])
    return rows[0] if len(rows) == 2 and rows[0].number == programme.revision else None  # noqa: PLR2004


def drafts_of(programme: Programme) -> Iterator[dict[str, Any]]:
    """Yield the draft as it is, then as it was after each change that is kept, the last first."""
    yield programme.content
    yield from programme.revisions.order_by("-number").values_list("content", flat=True).iterator(1)


def citations_of(programme: Programme) -> QuerySet[Citation]:
    """What the modules cite, with what that is called."""
    rows = programme.citations.select_related(
        "practice", "finding__comparison__analysis", "network_finding", "challenge_finding"
    )
    return rows.order_by("module", "pk")


def is_there(kind: str, pk: int) -> bool:
    """Whether something that was cited once is still kept, be it in a bin."""
    rows: dict[str, QuerySet[Any]] = {
        "practice": Practice.objects.all(),
        "finding": Finding.objects.all(),
        "network_finding": NetworkFinding.objects.all(),
        "challenge_finding": ChallengeFinding.objects.all(),
    }
    return rows[kind].filter(pk=pk).exists()


def file_of(programme: Programme, sha256: str) -> File | None:
    """The file of a material."""
    return programme.files.filter(sha256=sha256).first()


def files_of(programme: Programme) -> set[str]:
    """Return the fingerprints of the files that are kept with a programme."""
    return set(programme.files.values_list("sha256", flat=True))


def editions_of(programme: Programme) -> QuerySet[Edition]:
    """Every version, the newest first, without its content."""
    return programme.editions.defer("content").select_related("published_by").order_by("-number")


def last_edition(programme: Programme) -> Edition | None:
    """The version that was published last."""
    return programme.editions.order_by("-number").first()


def edition_before(edition: Edition) -> Edition | None:
    """The version that was published before another one."""
    return edition.programme.editions.filter(number__lt=edition.number).order_by("-number").first()


def unpublished_by(user: User) -> QuerySet[Programme]:
    """The programmes that ``user`` has made and that were changed since the last version, or have none."""
    rows = Programme.objects.owned_by(user).filter(deleted=None, created_by=user, is_example=False)
    return rows.annotate(last=Max("editions__published")).filter(Q(last=None) | Q(last__lt=F("changed")))


def skills() -> Iterator[Topic]:
    """The topics of the built-in vocabulary that stand for an ESCO skill."""
    return iter(Topic.objects.offered().exclude(esco=""))


@dataclass(frozen=True)
class Offer:
    """Something that can be cited: which kind it is, its number, and how it is called."""

    kind: str
    pk: int
    title: str
    about: str

    @property
    def value(self) -> str:
        return f"{self.kind}:{self.pk}"


def citable(user: User, kind: str) -> QuerySet[Any]:
    """What ``user`` may see of one kind of what can be cited."""
    rows: dict[str, QuerySet[Any]] = {
        "practice": Practice.objects.visible_to(user).select_related("partner"),
        "finding": Finding.objects.visible_to(user).select_related("comparison__analysis__dataset"),
        "network_finding": NetworkFinding.objects.visible_to(user).defer("ties", "result"),
        "challenge_finding": ChallengeFinding.objects.visible_to(user).defer("result"),
    }
    return rows[kind]


def offers(user: User, words: str) -> list[Offer]:
    """Return what ``user`` may see and a module can cite, as far as it has the words."""
    practices = citable(user, "practice").matching(words).order_by("title", "pk")  # type: ignore[attr-defined]
    findings = citable(user, "finding")
    for word in words.split()[:10]:
        findings = findings.filter(comparison__analysis__title__icontains=word)
    found = [Offer("practice", row.pk, row.title, str(row.partner)) for row in practices[:MOST_OFFERED]]
    found += [
        Offer("finding", row.pk, str(row), str(row.comparison.dataset)) for row in findings[:MOST_OFFERED]
    ]
    if not words:
        for kind in CITED[2:]:
            found += [Offer(kind, row.pk, str(row), "") for row in citable(user, kind)[:MOST_OFFERED]]
    return found
