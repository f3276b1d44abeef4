"""Reads across material, its passages and who codes it."""

from collections.abc import Mapping

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.network.models import Partner, Visit, belonging_to, sees_all
from mentorway.web.practices.models import CodingTask, Material, MaterialEvent, MaterialRevision, Passage
from mentorway.web.practices.rules.coding import CODERS

# Where a material stands; read from its rows, so that nothing can contradict it.
STANDS = {
    "bare": _("Without passages"),
    "ready": _("Ready for coding"),
    "coding": _("Being coded"),
    "disputed": _("To be settled"),
    "decided": pgettext_lazy("material", "Settled"),
}
FILTERS = ("country", "sector", "kind", "language")


def standing(rows: QuerySet[Material], stands: str = "") -> QuerySet[Material]:
    """Return the rows with ``stands``, ``passage_count`` and ``handed_count``."""
    tasks = CodingTask.objects.filter(material=OuterRef("pk"))
    handed = tasks.filter(handed_in__isnull=False).order_by().values("material")
    passages = Passage.objects.filter(material=OuterRef("pk")).order_by().values("material")
    found = rows.annotate(
        passage_count=Coalesce(Subquery(passages.annotate(n=Count("pk")).values("n")), 0),
        handed_count=Coalesce(Subquery(handed.annotate(n=Count("pk")).values("n")), 0),
        stands=Case(
            When(decided__isnull=False, then=Value("decided")),
            When(handed_count=CODERS, then=Value("disputed")),
            When(Exists(tasks), then=Value("coding")),
            When(passage_count__gt=0, then=Value("ready")),
            default=Value("bare"),
            output_field=CharField(),
        ),
    )
    return found.filter(stands=stands) if stands else found


def material_of(user: User, words: str = "", chosen: Mapping[str, str] | None = None) -> QuerySet[Material]:
    """Return what ``user`` may see of the chosen places, kinds and standing, newest first."""
    rows = Material.objects.visible_to(user).matching(words)
    chosen = chosen or {}
    rows = rows.filter(**{name: chosen[name] for name in FILTERS if chosen.get(name)})
    found = standing(rows, chosen.get("stands", ""))
    return found.select_related("partner").defer("text", "search_text").order_by("-created", "-pk")


def with_text(rows: QuerySet[Material]) -> QuerySet[Material]:
    """Return the rows as they go out in a file, with their text."""
    return rows.defer(None).defer("search_text")


def deleted_of(user: User, words: str = "") -> QuerySet[Material]:
    """Return what ``user`` may still bring back."""
    rows = Material.bin.visible_to(user).matching(words).select_related("partner")
    return rows.defer("text", "search_text").order_by("-deleted")


def owners_for(user: User) -> QuerySet[Partner]:
    """Return the partners for which ``user`` may add material."""
    return Partner.objects.filter(deleted=None) if sees_all(user) else belonging_to(user)


def visits_for(user: User) -> QuerySet[Visit]:
    """Return the visits that ``user`` may link, the last first."""
    return Visit.objects.visible_to(user).order_by("-starts", "-pk")


def visible_visit(user: User, material: Material) -> Visit | None:
    """Return the visit of a material, if this reader may see it."""
    return Visit.objects.visible_to(user).filter(pk=material.visit_id).first() if material.visit_id else None


def passages_of(material: Material) -> QuerySet[Passage]:
    return material.passages.order_by("position")


def events_of(material: Material) -> QuerySet[MaterialEvent]:
    """Return what happened, the last first."""
    return material.events.select_related("by")


def revisions_of(material: Material) -> QuerySet[MaterialRevision]:
    """Return what a material was after each change."""
    return material.revisions.select_related("by")


def without_passages(user: User) -> QuerySet[Material]:
    """Return the material of one's own partners that has no passages yet."""
    rows = Material.objects.filter(deleted=None, is_example=False, partner__in=belonging_to(user))
    return standing(rows, "bare")


def to_settle(user: User) -> QuerySet[Material]:
    """Return the material that waits to be settled: of one's own partners, or coded by oneself."""
    rows = Material.objects.filter(deleted=None, is_example=False, decided=None)
    mine = Q(partner__in=belonging_to(user)) | Q(
        pk__in=CodingTask.objects.filter(coder=user).values("material")
    )
    return standing(rows.filter(mine), "disputed")


def tasks_asked(user: User) -> QuerySet[CodingTask]:
    """Return what ``user`` was asked to code and has not handed in, the oldest first."""
    return (
        CodingTask.objects.filter(coder=user, handed_in=None, material__deleted=None)
        .select_related("material")
        .defer("material__text", "material__search_text")
        .order_by("asked", "pk")
    )
