"""All the material that is listed is deleted, or brought back, at once."""

from collections.abc import Callable, Iterator, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.practices.models import Happening, Material, MaterialEvent

AT_ONCE = 500


def parts_of(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield the keys in their order, as many as one statement takes."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), AT_ONCE):
        yield ordered[start : start + AT_ONCE]


def note_all(keys: Sequence[int], what: Happening, user: User, detail: str = "") -> None:
    """Write down what happened to each of several materials."""
    MaterialEvent.objects.bulk_create(
        (MaterialEvent(material_id=key, what=what, by=user, detail=detail[:600]) for key in keys),
        batch_size=AT_ONCE,
    )


def delete_many(keys: Sequence[int], user: User) -> int:
    """Put material into the bin; return how much it was."""
    now = timezone.now()
    living = Material.objects.filter(deleted=None, is_example=False)
    return _all(keys, user, living, lambda rows: rows.update(deleted=now), Happening.DELETED)


def restore_many(keys: Sequence[int], user: User) -> int:
    """Take material out of the bin; return how much it was."""
    gone = Material.bin.filter(deleted__isnull=False, is_example=False)
    return _all(keys, user, gone, lambda rows: rows.update(deleted=None), Happening.RESTORED)


@transaction.atomic
def _all(
    keys: Sequence[int],
    user: User,
    rows: QuerySet[Material],
    doing: Callable[[QuerySet[Material]], int],
    what: Happening,
) -> int:
    done = 0
    for part in parts_of(keys):
        locked = rows.select_for_update().filter(pk__in=part)
        there = list(locked.order_by("pk").values_list("pk", flat=True))
        doing(Material.objects.filter(pk__in=there))
        note_all(there, what, user)
        done += len(there)
    if not done:
        raise ValidationError(_("The list has changed meanwhile. Look at it once more."))
    return done
