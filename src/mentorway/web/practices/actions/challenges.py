"""The codebook grows, is corrected, ordered, retired; what it was is kept."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core import merging
from mentorway.web.network.models import DAYS_IN_BIN
from mentorway.web.practices.models import LANGUAGES, Challenge, ChallengeRevision, Intake
from mentorway.web.practices.queries import challenges as queries

STEP = 10
TEXTS = ("definition", "include", "exclude", "example")


def names_of(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the names by language from the fields of a form."""
    return {code: values[f"name_{code}"] for code in LANGUAGES if values.get(f"name_{code}")}


def fields_of(challenge: Challenge) -> dict[str, Any]:
    """Return a challenge as the fields of its form, which is what a revision keeps."""
    names = {f"name_{code}": challenge.names.get(code, "") for code in LANGUAGES}
    return {**names, **{name: getattr(challenge, name) for name in TEXTS}, "parent": challenge.parent}


@transaction.atomic
def add(user: User, *, parent: Challenge | None, **values: Any) -> Challenge:
    """Add a challenge at the end of the codebook."""
    last = Challenge.objects.aggregate(last=Max("position"))["last"] or 0
    slug = _free_slug(values["name_en"])
    challenge = Challenge(slug=slug, names=names_of(values), parent=parent, position=last + STEP)
    for name in TEXTS:
        setattr(challenge, name, values[name])
    challenge.full_clean()
    challenge.save()
    _keep(challenge, user)
    return challenge


def _free_slug(name: str) -> str:
    base = slugify(name)[:50] or "challenge"
    taken = set(Challenge.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _keep(challenge: Challenge, user: User) -> None:
    states = {"retired": challenge.is_retired, "deleted": challenge.deleted is not None}
    fields = merging.texts({**fields_of(challenge), **states})
    ChallengeRevision.objects.create(challenge=challenge, number=challenge.revision, fields=fields, by=user)


@transaction.atomic
def change(
    challenge: Challenge, user: User, *, revision: int, parent: Challenge | None, **values: Any
) -> None:
    """Correct a challenge; what it was stays readable."""
    locked = Challenge.objects.select_for_update().get(pk=challenge.pk)
    merging.refuse_stale(locked, revision)
    locked.names, locked.parent = names_of(values), parent
    for name in TEXTS:
        setattr(locked, name, values[name])
    _refuse_deep(locked)
    locked.revision += 1
    locked.full_clean()
    locked.save(update_fields=["names", "parent", "revision", *TEXTS])
    _keep(locked, user)


def _refuse_deep(challenge: Challenge) -> None:
    parent = challenge.parent
    if parent and (parent.parent_id or challenge.parts.filter(deleted=None).exists()):
        raise ValidationError({"parent": _("A part can have no parts of its own.")})


@transaction.atomic
def move(challenge: Challenge, *, up: bool) -> None:
    """Let a challenge change places with its neighbour among those of the same parent."""
    beside = Challenge.objects.select_for_update().filter(deleted=None, parent=challenge.parent_id)
    order = list(beside.order_by("position", "slug"))
    place = next(number for number, one in enumerate(order) if one.pk == challenge.pk)
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    for number, one in enumerate(order, start=1):
        one.position = number * STEP
    Challenge.objects.bulk_update(order, ["position"])


def retire(challenge: Challenge, user: User) -> None:
    """Offer a challenge to coders no longer; what was coded with it stays."""
    _turn(challenge, user, is_retired=True)


def offer_again(challenge: Challenge, user: User) -> None:
    """Offer a retired challenge to coders again."""
    _turn(challenge, user, is_retired=False)


@transaction.atomic
def delete(challenge: Challenge, user: User) -> None:
    """Put a challenge that nobody has used into the bin."""
    if queries.is_used(challenge):
        raise ValidationError(
            _("It is used, so it cannot be deleted. Retire it: it is then no longer offered.")
        )
    _turn(challenge, user, deleted=timezone.now())


def restore(challenge: Challenge, user: User) -> None:
    """Take a challenge out of the bin."""
    _turn(challenge, user, deleted=None)


@transaction.atomic
def _turn(challenge: Challenge, user: User, **state: Any) -> None:
    """Change the state of a challenge, which is a revision too."""
    locked = Challenge.objects.select_for_update().get(pk=challenge.pk)
    for name, value in state.items():
        setattr(locked, name, value)
    locked.revision += 1
    locked.full_clean()
    locked.save(update_fields=[*state, "revision"])
    _keep(locked, user)


def clear_away(now: dt.datetime) -> int:
    """Remove what has been in the bin for long enough."""
    old = Challenge.bin.filter(deleted__lt=now - dt.timedelta(days=DAYS_IN_BIN))
    count = old.count()
    for challenge in old:
        Challenge.objects.filter(parent=challenge).update(parent=None)
        challenge.delete()
    return count


@transaction.atomic
def take_in(intake: Intake, user: User) -> int:
    """Take in a whole codebook, or nothing; challenges of the same short name are changed."""
    locked = Intake.objects.select_for_update().filter(pk=intake.pk, partner=None).first()
    if locked is None:
        raise ValidationError(_("This file was taken in already."))
    if locked.problems or not locked.rows:
        raise ValidationError(_("Nothing was taken in: mend the file and send it again."))
    known = {one.slug: one for one in Challenge.objects.select_for_update()}
    before = {slug: (one.revision, merging.texts(fields_of(one))) for slug, one in known.items()}
    for row in locked.rows:
        known[row["slug"]] = _row_taken(row, known.get(row["slug"]))
    for row in locked.rows:
        one = known[row["slug"]]
        one.parent = known[row["parent"]] if row["parent"] else None
        one.save(update_fields=["parent"])
        if merging.texts(fields_of(one)) != before.get(one.slug, (0, {}))[1]:
            one.revision = before[one.slug][0] + 1 if one.slug in before else 1
            one.save(update_fields=["revision"])
            _keep(one, user)
    count = len(locked.rows)
    locked.delete()
    return count


def _row_taken(row: Mapping[str, Any], challenge: Challenge | None) -> Challenge:
    challenge = challenge or Challenge(slug=row["slug"], names={})
    challenge.names = {**challenge.names, **row["names"]}
    for name in ("position", "is_retired", *TEXTS):
        setattr(challenge, name, row.get(name, getattr(challenge, name)))
    challenge.deleted = None
    challenge.full_clean()
    challenge.save()
    return challenge
