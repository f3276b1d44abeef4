"""Reads across codes, coders and decisions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from mentorway.web.accounts.models import User
from mentorway.web.network.models import Membership, sees_all
from mentorway.web.practices.models import Challenge, Coding, CodingTask, Decision, Material, Passage

Codes = dict[int, set[int | None]]


@dataclass(frozen=True)
class Disagreement:
    """A challenge that one coder sees in a passage and the other does not, and what was decided."""

    passage: Passage
    challenge: Challenge
    seen_by: User
    not_seen_by: User
    decision: Decision | None

    @property
    def key(self) -> str:
        """What the fields of a form are called after."""
        return f"{self.passage.pk}-{self.challenge.pk}"


def tasks_of(material: Material) -> QuerySet[CodingTask]:
    """Return who codes, and how many passages each is through with."""
    done = Count("codings__passage", distinct=True)
    return material.tasks.select_related("coder").annotate(done=done).order_by("place")


def task_at(material: Material, place: int) -> CodingTask | None:
    return tasks_of(material).filter(place=place).first()


def task_of(user: User, material: Material) -> CodingTask | None:
    """Return the coding that ``user`` was asked for."""
    return tasks_of(material).filter(coder=user).first()


def offered_to(*tasks: CodingTask) -> Sequence[Challenge]:
    """Return the codebook as coders use it: what is offered, and what was used in these tasks already."""
    used = Coding.objects.filter(task__in=tasks).values("challenge")
    found = Challenge.objects.offered() | Challenge.objects.filter(pk__in=used)
    return list(found.distinct().order_by("position", "slug"))


def codes_of(task: CodingTask, passages: Iterable[Passage] | None = None) -> Codes:
    """Return the codes of one coder by passage; None stands for «nothing fits»."""
    rows = Coding.objects.filter(task=task)
    if passages is not None:
        rows = rows.filter(passage__in=passages)
    found: Codes = {}
    for passage, challenge in rows.values_list("passage", "challenge"):
        found.setdefault(passage, set()).add(challenge)
    return found


def uncoded(task: CodingTask) -> list[int]:
    """Return the positions of the passages that this coder has said nothing about."""
    said = Coding.objects.filter(task=task, passage=OuterRef("pk"))
    rows = Passage.objects.filter(~Exists(said), material=task.material_id)
    return list(rows.order_by("position").values_list("position", flat=True))


def challenges_used(codes: Iterable[Codes]) -> list[Challenge]:
    """Return the challenges that at least one coder used, in the order of the codebook."""
    used = {one for coder in codes for found in coder.values() for one in found if one is not None}
    return list(Challenge.objects.filter(pk__in=used).order_by("position", "slug"))


def disputed_keys(codes: Sequence[Codes]) -> list[tuple[int, int, int]]:
    """Return passage, challenge and the place of who saw it, of everything that only one coder saw."""
    first, second = codes
    found = []
    for passage in sorted({*first, *second}):
        one, other = first.get(passage, set()), second.get(passage, set())
        found += [(passage, code, 0) for code in one - other if code is not None]
        found += [(passage, code, 1) for code in other - one if code is not None]
    return found


def disagreements(material: Material) -> list[Disagreement]:
    """Return everything that only one of the two coders saw, in the order of the text."""
    tasks = list(material.tasks.select_related("coder").order_by("place"))
    keys = disputed_keys([codes_of(task) for task in tasks])
    passages = {one.pk: one for one in material.passages.all()}
    codebook = {one.pk: one for one in Challenge.objects.filter(pk__in={key[1] for key in keys})}
    decided = {
        (one.passage_id, one.challenge_id): one
        for one in Decision.objects.filter(passage__material=material, was_disputed=True).select_related("by")
    }
    found = [
        Disagreement(
            passages[passage],
            codebook[challenge],
            tasks[place].coder,
            tasks[1 - place].coder,
            decided.get((passage, challenge)),
        )
        for passage, challenge, place in keys
    ]
    return sorted(found, key=lambda one: (one.passage.position, one.challenge.position, one.challenge.slug))


def decisions_of(material: Material) -> Mapping[int, list[Decision]]:
    """Return what holds for each passage."""
    rows = Decision.objects.filter(passage__material=material, holds=True).select_related("challenge")
    found: dict[int, list[Decision]] = {}
    for one in rows.order_by("challenge__position", "challenge__slug"):
        found.setdefault(one.passage_id, []).append(one)
    return found


def known_people(user: User) -> QuerySet[User]:
    """Return whom ``user`` may choose by name: the people of the partners that they may see."""
    places = Membership.objects.visible_to(user).values("user")
    return User.objects.filter(pk__in=places, is_active=True).order_by("name", "email")


def member_of_network(email: str) -> User | None:
    """Return the person with this address who belongs to some partner."""
    found = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if found is None:
        return None
    return found if sees_all(found) or Membership.objects.filter(user=found).exists() else None
