"""Two people are asked, each codes alone, both hand in, and what they differ on is settled."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.accounts.models import User
from mentorway.web.core.tasks import post_letter
from mentorway.web.practices.models import (
    Coding,
    CodingTask,
    Decision,
    Happening,
    Material,
    MaterialEvent,
)
from mentorway.web.practices.queries import coding as queries
from mentorway.web.practices.queries.coding import Codes, Disagreement
from mentorway.web.practices.rules.coding import CODERS

SHOWN = 12
Judgement = tuple[Disagreement, bool, str]


def _locked(material: Material) -> Material:
    locked = Material.objects.select_for_update().filter(pk=material.pk, deleted=None).first()
    if locked is None:
        raise ValidationError(_("Somebody has deleted this material just now."))
    return locked


def _note(material: Material, what: Happening, user: User, detail: str = "") -> None:
    MaterialEvent.objects.create(material=material, what=what, by=user, detail=detail[:600])


@transaction.atomic
def ask(material: Material, user: User, coders: Sequence[User], *, link: str) -> None:
    """Ask people to code a material, each alone; its passages stay as they are from now on."""
    locked = _locked(material)
    if not locked.passages.exists():
        raise ValidationError(_("Divide the text into passages first."))
    taken = set(locked.tasks.values_list("place", flat=True))
    places = [place for place in range(1, CODERS + 1) if place not in taken]
    if len(coders) > len(places):
        raise ValidationError(_("Two people were asked already."))
    for place, coder in zip(places, coders, strict=False):
        task = CodingTask(material=locked, coder=coder, place=place)
        task.full_clean()
        task.save()
        _note(locked, Happening.ASKED, user, str(coder))
        _write_to(coder, locked, link)


def _write_to(coder: User, material: Material, link: str) -> None:
    with override(coder.language):
        subject = _("You are asked to code “%(title)s”") % {"title": material.title}
        body = _(
            "Hello %(name)s,\n\nyou are asked to say which challenges the passages of “%(title)s” name. A "
            "second person does the same, and neither of you sees the other's codes before both have handed "
            "in.\n\nYou find your work here:\n%(link)s\n"
        ) % {"name": coder, "title": material.title, "link": link}
    post_letter(coder.email, subject, body)


@transaction.atomic
def release(task: CodingTask, user: User) -> None:
    """Let somebody else code in place of this person; what they have coded is thrown away."""
    locked = _locked(task.material)
    if not locked.tasks.filter(pk=task.pk, handed_in=None).exists():
        raise ValidationError(_("This coding was handed in already."))
    _note(locked, Happening.RELEASED, user, str(task.coder))
    task.delete()


@transaction.atomic
def save(task: CodingTask, choices: Mapping[int, set[int | None]]) -> None:
    """Keep what a coder says about some passages; nothing at all means that they are still to do."""
    if not CodingTask.objects.select_for_update().filter(pk=task.pk, handed_in=None).exists():
        raise ValidationError(_("This coding was handed in already."))
    Coding.objects.filter(task=task, passage__in=list(choices)).delete()
    Coding.objects.bulk_create(
        Coding(task=task, passage_id=passage, challenge_id=challenge)
        for passage, chosen in choices.items()
        for challenge in sorted(chosen, key=lambda one: one or 0)
    )


@transaction.atomic
def hand_in(task: CodingTask) -> None:
    """Hand a coding in; with the second one, what both agree on is decided at once."""
    locked = _locked(task.material)
    mine = locked.tasks.get(pk=task.pk)
    if mine.handed_in:
        raise ValidationError(_("This coding was handed in already."))
    left = queries.uncoded(mine)
    if left:
        listed = ", ".join(map(str, left[:SHOWN])) + (" …" if len(left) > SHOWN else "")
        raise ValidationError(
            _("These passages are still to be coded: %(listed)s."), params={"listed": listed}
        )
    mine.handed_in = timezone.now()
    mine.save(update_fields=["handed_in"])
    _note(locked, Happening.HANDED_IN, mine.coder)
    if locked.tasks.filter(handed_in__isnull=False).count() == CODERS:
        _decide_agreed(locked, mine.coder)


@transaction.atomic
def take_back(task: CodingTask) -> None:
    """Let a coder go on with what they handed in, as long as the other has not handed in."""
    locked = _locked(task.material)
    mine = locked.tasks.filter(pk=task.pk, handed_in__isnull=False).first()
    if mine is None:
        raise ValidationError(_("This coding is not handed in."))
    if locked.tasks.filter(handed_in__isnull=False).count() == CODERS:
        raise ValidationError(_("The other coder has handed in meanwhile. What is handed in stays."))
    mine.handed_in = None
    mine.save(update_fields=["handed_in"])
    _note(locked, Happening.TOOK_BACK, mine.coder)


def _decide_agreed(material: Material, user: User) -> None:
    codes = [queries.codes_of(one) for one in material.tasks.order_by("place")]
    Decision.objects.bulk_create(
        Decision(passage_id=passage, challenge_id=challenge, holds=True)
        for passage, challenge in agreed(*codes)
    )
    if not queries.disputed_keys(codes):
        _close(material, user)


def agreed(first: Codes, second: Codes) -> list[tuple[int, int]]:
    """Return every passage and challenge that both coders saw."""
    return [
        (passage, challenge)
        for passage in sorted(first)
        for challenge in sorted(one for one in first[passage] & second.get(passage, set()) if one is not None)
    ]


@transaction.atomic
def settle(material: Material, user: User, judgements: Sequence[Judgement]) -> None:
    """Decide what the coders differed on, each with its reason; what is settled can be settled anew."""
    locked = _locked(material)
    if locked.tasks.filter(handed_in__isnull=False).count() < CODERS:
        raise ValidationError(_("Both coders must hand in first."))
    for case, holds, reason in judgements:
        _settle_one(locked, user, case, {"holds": holds, "reason": reason})
    if all(one.decision for one in queries.disagreements(locked)) and not locked.decided:
        _close(locked, user)


def _settle_one(material: Material, user: User, case: Disagreement, facts: Mapping[str, Any]) -> None:
    known = Decision.objects.filter(passage=case.passage, challenge=case.challenge).first()
    if known and known.holds == facts["holds"] and known.reason == facts["reason"]:
        return
    decision = known or Decision(passage=case.passage, challenge=case.challenge, was_disputed=True)
    decision.holds, decision.reason, decision.by, decision.at = (
        facts["holds"],
        facts["reason"],
        user,
        timezone.now(),
    )
    decision.full_clean()
    decision.save()
    verdict = _("holds") if facts["holds"] else _("does not hold")
    detail = f"{case.passage.position} · {case.challenge.slug} · {verdict} · {facts['reason']}"
    _note(material, Happening.SETTLED, user, detail)


def _close(material: Material, user: User) -> None:
    material.decided = timezone.now()
    material.save(update_fields=["decided"])
    _note(material, Happening.DECIDED, user)
