"""Two people are asked to code much at once, save what is on a page, and hand in all that is complete."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from mentorway.web.accounts.models import User
from mentorway.web.core.tasks import post_letter
from mentorway.web.practices.actions import coding, material_units
from mentorway.web.practices.actions.material_many import AT_ONCE, note_all, parts_of
from mentorway.web.practices.models import Coding, CodingTask, Decision, Happening, Material, Passage
from mentorway.web.practices.queries import coding as coding_queries
from mentorway.web.practices.queries import coding_many as queries
from mentorway.web.practices.queries.coding import Codes
from mentorway.web.practices.rules.coding import CODERS


@dataclass(frozen=True)
class Asked:
    """For how much material coders were asked, and how much has too many passages."""

    count: int
    too_long: int


@transaction.atomic
def ask_many(keys: Sequence[int], user: User, coders: Sequence[User], *, link: str) -> Asked:
    """Ask two people to code material that waits for coders; each gets one letter about all of it."""
    if len({one.pk for one in coders}) != CODERS:
        raise ValidationError(_("The two coders must be two different people."))
    asked = too_long = 0
    for part in parts_of(keys):
        waiting = _waiting(part)
        divided = _divided(waiting, user)
        _give(divided, user, coders)
        asked += len(divided)
        too_long += len(waiting) - len(divided)
    if not asked and not too_long:
        raise ValidationError(_("The list has changed meanwhile. Look at it once more."))
    for coder in coders if asked else ():
        _write_to(coder, asked, link)
    return Asked(asked, too_long)


def _waiting(keys: Sequence[int]) -> list[int]:
    """Lock what nobody was asked for."""
    tasks = CodingTask.objects.filter(material=OuterRef("pk"))
    rows = Material.objects.select_for_update().filter(~Exists(tasks), pk__in=keys)
    rows = rows.filter(deleted=None, is_example=False)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _divided(keys: Sequence[int], user: User) -> list[int]:
    """Divide what has no passages; return what has some then."""
    there = Passage.objects.filter(material=OuterRef("pk"))
    bare = Material.objects.filter(~Exists(there), pk__in=keys).only("pk", "kind", "text")
    refused = material_units.propose_many(bare, user)
    return [key for key in keys if key not in refused]


def _give(keys: Sequence[int], user: User, coders: Sequence[User]) -> None:
    CodingTask.objects.bulk_create(
        (
            CodingTask(material_id=key, coder=coder, place=place)
            for key in keys
            for place, coder in enumerate(coders, start=1)
        ),
        batch_size=AT_ONCE,
    )
    for coder in coders:
        note_all(keys, Happening.ASKED, user, str(coder))


def _write_to(coder: User, count: int, link: str) -> None:
    with override(coder.language):
        subject = ngettext(
            "You are asked to code %(count)d material", "You are asked to code %(count)d materials", count
        ) % {"count": count}
        body = ngettext(
            "Hello %(name)s,\n\nyou are asked to say which challenges the passages of %(count)d material "
            "name. A second person does the same, and neither of you sees the other's codes before both have "
            "handed in.\n\nYou find your work here:\n%(link)s\n",
            "Hello %(name)s,\n\nyou are asked to say which challenges the passages of %(count)d materials "
            "name. A second person does the same, and neither of you sees the other's codes before both have "
            "handed in.\n\nYou find your work here:\n%(link)s\n",
            count,
        ) % {"name": coder, "count": count, "link": link}
    post_letter(coder.email, subject, body)


@transaction.atomic
def save_row(tasks: Sequence[CodingTask], choices: Mapping[int, set[int | None]]) -> None:
    """Keep what a coder says about the passages of several tasks."""
    keys = [task.pk for task in tasks]
    locked = CodingTask.objects.select_for_update().filter(pk__in=keys, handed_in=None)
    if len(list(locked.order_by("pk"))) < len(keys):
        raise ValidationError(_("This coding was handed in already."))
    owners = {task.material_id: task.pk for task in tasks}
    places = Passage.objects.filter(pk__in=list(choices), material__in=list(owners))
    task_of = {passage: owners[material] for passage, material in places.values_list("pk", "material")}
    Coding.objects.filter(task__in=keys, passage__in=list(task_of)).delete()
    Coding.objects.bulk_create(
        Coding(task_id=task, passage_id=passage, challenge_id=challenge)
        for passage, task in sorted(task_of.items())
        for challenge in sorted(choices[passage], key=lambda one: one or 0)
    )


@transaction.atomic
def hand_in_complete(user: User) -> int:
    """Hand in everything of which ``user`` has coded every passage; return how much it was."""
    keys = dict(queries.complete(user).values_list("material", "pk"))
    done = 0
    for part in parts_of(list(keys)):
        done += _handed_in(part, user)
    if not done:
        raise ValidationError(_("Nothing is complete yet."))
    return done


def _handed_in(materials: Sequence[int], user: User) -> int:
    """Hand in what is complete of some material, and decide where the other coder was first."""
    list(Material.objects.select_for_update().filter(pk__in=materials).order_by("pk").values_list("pk"))
    mine = queries.complete(user).filter(material__in=materials)  # once more, now that they are locked
    found = list(mine.order_by("pk").values_list("pk", "material"))
    CodingTask.objects.filter(pk__in=[task for task, _material in found]).update(handed_in=timezone.now())
    there = [material for _task, material in found]
    note_all(there, Happening.HANDED_IN, user)
    _decide(there, user)
    return len(found)


def _decide(materials: Sequence[int], user: User) -> None:
    """Keep what both coders agree on, of material that both have handed in."""
    handed: dict[int, list[int]] = {}
    tasks = CodingTask.objects.filter(material__in=materials, handed_in__isnull=False)
    for material, task in tasks.order_by("place").values_list("material", "pk"):
        handed.setdefault(material, []).append(task)
    both = {material: pair for material, pair in handed.items() if len(pair) == CODERS}
    codes = _codes_of([task for pair in both.values() for task in pair])
    pairs = {material: [codes.get(task, {}) for task in pair] for material, pair in both.items()}
    Decision.objects.bulk_create(
        (
            Decision(passage_id=passage, challenge_id=challenge, holds=True)
            for pair in pairs.values()
            for passage, challenge in coding.agreed(*pair)
        ),
        batch_size=AT_ONCE,
    )
    closed = [material for material, pair in pairs.items() if not coding_queries.disputed_keys(pair)]
    Material.objects.filter(pk__in=closed).update(decided=timezone.now())
    note_all(closed, Happening.DECIDED, user)


def _codes_of(tasks: Sequence[int]) -> dict[int, Codes]:
    found: dict[int, Codes] = {}
    rows = Coding.objects.filter(task__in=tasks)
    for task, passage, challenge in rows.values_list("task", "passage", "challenge"):
        found.setdefault(task, {}).setdefault(passage, set()).add(challenge)
    return found


@transaction.atomic
def settle_many(user: User, judgements: Sequence[coding.Judgement]) -> None:
    """Decide what coders differed on in several materials, each with its reason."""
    by_material: dict[Material, list[coding.Judgement]] = {}
    for one in judgements:
        by_material.setdefault(one[0].passage.material, []).append(one)
    for material, some in by_material.items():
        coding.settle(material, user, some)
