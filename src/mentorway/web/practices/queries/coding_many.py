"""Reads across all that one person codes or may settle."""

from collections.abc import Iterable, Sequence

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from mentorway.web.accounts.models import User
from mentorway.web.practices.models import Coding, CodingTask, Decision, Material, Passage
from mentorway.web.practices.queries.coding import Codes, Disagreement
from mentorway.web.practices.queries.material import standing, tasks_asked

NO_TEXT = ("material__text", "material__search_text")


def place_of(task: CodingTask) -> tuple[int, int]:
    """Return which of all that waits for this coder the task is, and how many those are."""
    waiting = tasks_asked(task.coder).order_by()
    before = Q(asked__lt=task.asked) | Q(asked=task.asked, pk__lt=task.pk)
    found = waiting.aggregate(before=Count("pk", filter=before), total=Count("pk"))
    return found["before"] + 1, found["total"]


def next_after(task: CodingTask) -> CodingTask | None:
    """Return what waits for this coder after the task; after the last, the first."""
    waiting = tasks_asked(task.coder).exclude(pk=task.pk)
    later = Q(asked__gt=task.asked) | Q(asked=task.asked, pk__gt=task.pk)
    return waiting.filter(later).first() or waiting.first()


def in_a_row(user: User) -> QuerySet[CodingTask]:
    """Return what waits for ``user`` and is a single passage, in its order."""
    sizes = Passage.objects.filter(material=OuterRef("material"))
    second = sizes.filter(position__gt=1)
    return tasks_asked(user).filter(Exists(sizes), ~Exists(second))


def shown_in_a_row(user: User, keys: Sequence[int]) -> QuerySet[CodingTask]:
    """Return what of the tasks that a page showed still waits for ``user``."""
    return in_a_row(user).filter(pk__in=keys)


def tasks_of(user: User, *, handed_in: bool) -> QuerySet[CodingTask]:
    """Return what ``user`` codes, with ``total``, ``done`` and whether it can still be taken back."""
    places = Passage.objects.filter(material=OuterRef("material")).order_by().values("material")
    said = Coding.objects.filter(task=OuterRef("pk")).order_by().values("task")
    other = CodingTask.objects.filter(~Q(pk=OuterRef("pk")), material=OuterRef("material"))
    rows = CodingTask.objects.filter(coder=user, material__deleted=None, handed_in__isnull=not handed_in)
    return (
        rows.annotate(
            total=Coalesce(Subquery(places.annotate(n=Count("pk")).values("n")), 0),
            done=Coalesce(Subquery(said.annotate(n=Count("passage", distinct=True)).values("n")), 0),
            is_open=Exists(other.filter(handed_in__isnull=False)),
        )
        .select_related("material")
        .defer(*NO_TEXT)
        .order_by(*(["-handed_in", "-pk"] if handed_in else ["asked", "pk"]))
    )


def passages_to_code(tasks: Iterable[CodingTask]) -> list[Passage]:
    """Return the passages of what somebody codes, in the order of the tasks."""
    order = {task.material_id: place for place, task in enumerate(tasks)}
    rows = Passage.objects.filter(material__in=list(order)).select_related("material").defer(*NO_TEXT)
    return sorted(rows, key=lambda one: (order[one.material_id], one.position))


def codes_in(tasks: Sequence[CodingTask]) -> Codes:
    """Return what one coder said in several tasks, by passage."""
    found: Codes = {}
    rows = Coding.objects.filter(task__in=tasks)
    for passage, challenge in rows.values_list("passage", "challenge"):
        found.setdefault(passage, set()).add(challenge)
    return found


def complete(user: User) -> QuerySet[CodingTask]:
    """Return what waits for ``user`` and of which every passage is coded."""
    return tasks_asked(user).filter(_begun(), ~_lacking())


def incomplete(user: User) -> QuerySet[CodingTask]:
    """Return what waits for ``user`` and of which a passage is still to be coded."""
    return tasks_asked(user).exclude(pk__in=complete(user).order_by().values("pk"))


def incomplete_in_a_row(user: User) -> int:
    """Return how many single passages are still to be coded."""
    return in_a_row(user).filter(_lacking()).count()


def _begun() -> Exists:
    return Exists(Passage.objects.filter(material=OuterRef("material")))


def _lacking() -> Exists:
    """Whether a passage of the task's material has no code of its coder."""
    said = Coding.objects.filter(task=OuterRef(OuterRef("pk")), passage=OuterRef("pk"))
    return Exists(Passage.objects.filter(~Exists(said), material=OuterRef("material")))


def disputed(user: User) -> QuerySet[Coding]:
    """Return what only one of two coders saw and nobody has settled, in all that ``user`` may settle."""
    rows = standing(Material.objects.visible_to(user).filter(is_example=False, decided=None), "disputed")
    codes = Coding.objects.filter(task__material__in=rows.order_by().values("pk"), challenge__isnull=False)
    # Grouped, not asked for each code whether the other coder has it too: that takes minutes for thousands.
    pairs = codes.order_by().values("passage", "challenge").annotate(times=Count("pk"), only=Min("pk"))
    settled = Decision.objects.filter(passage=OuterRef("passage"), challenge=OuterRef("challenge"))
    found = Coding.objects.filter(~Exists(settled), pk__in=pairs.filter(times=1).values("only"))
    return found.order_by("task__material_id", "passage__position", "challenge__position", "challenge__slug")


def disputed_in(user: User, passages: Sequence[int]) -> QuerySet[Coding]:
    """Return what is still disputed in passages that a page showed."""
    return disputed(user).filter(passage__in=passages)


def disagreements_in(codings: Iterable[Coding]) -> list[Disagreement]:
    """Return disputed codes with their passages, challenges and both coders."""
    found = list(codings)
    tasks = CodingTask.objects.filter(material__in={one.task.material_id for one in found})
    coders = {(one.material_id, one.place): one.coder for one in tasks.select_related("coder")}
    return [
        Disagreement(
            one.passage,
            one.challenge,
            coders[one.task.material_id, one.task.place],
            coders[one.task.material_id, 3 - one.task.place],
            None,
        )
        for one in found
        if one.challenge
    ]


def with_facts(codings: QuerySet[Coding]) -> QuerySet[Coding]:
    """Return disputed codes with all that a page says about them."""
    rows = codings.select_related("task", "challenge", "passage__material")
    return rows.defer("passage__material__text", "passage__material__search_text")
