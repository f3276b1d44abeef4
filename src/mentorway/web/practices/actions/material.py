"""Material is added, corrected, cleaned of personal data, deleted and brought back."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.accounts.models import User
from mentorway.web.core import merging
from mentorway.web.network.models import DAYS_IN_BIN, Partner
from mentorway.web.practices.actions import material_units as units
from mentorway.web.practices.analysis import material_privacy as privacy
from mentorway.web.practices.models import (
    Happening,
    Intake,
    Material,
    MaterialEvent,
    MaterialKind,
    MaterialRevision,
    Passage,
)

AT_ONCE = 500
ABOUT = (
    "kind", "title", "country", "sector", "language", "collected", "people", "described", "visit", "quoting",
)  # fmt: skip


def note(material: Material, what: Happening, user: User | None, detail: str = "") -> None:
    """Write down what happened."""
    MaterialEvent.objects.create(material=material, what=what, by=user, detail=detail[:600])


@transaction.atomic
def add(user: User, *, partner: Partner, text: str, **about: Any) -> Material:
    """Add a material; survey answers, whose units nobody has to find, are divided at once."""
    material = Material(partner=partner, text=text, created_by=user, **about)
    material.search_text = searched(material)
    material.full_clean()
    material.save()
    note(material, Happening.ADDED, user)
    if material.kind == MaterialKind.SURVEY:
        units.propose(material, user)
    return material


def searched(material: Material) -> str:
    """Return what a search looks through."""
    return f"{material.title} {material.described} {material.text}"


def fields_of(material: Material) -> dict[str, Any]:
    """Return a material as the fields of its form, which is what a revision keeps."""
    return {name: getattr(material, name) for name in (*ABOUT, "text")}


def _keep(material: Material, user: User | None) -> None:
    fields = merging.texts(fields_of(material))
    MaterialRevision.objects.get_or_create(
        material=material, number=material.revision, defaults={"fields": fields, "by": user}
    )


@transaction.atomic
def change(material: Material, user: User, *, revision: int, text: str | None = None, **about: Any) -> None:
    """Correct what is known of a material, and its text while nobody codes it."""
    locked = Material.objects.select_for_update().get(pk=material.pk)
    merging.refuse_stale(locked, revision)
    is_new = text is not None and text != locked.text
    if is_new and locked.tasks.exists():
        raise ValidationError(_("The text stays as it is: coders were asked to work on it."))
    _keep_first(locked)
    for name, value in about.items():
        setattr(locked, name, value)
    if is_new:
        locked.text = text or ""
        locked.passages.all().delete()
    _save(locked, [*about, "text"])
    _keep(locked, user)
    note(locked, Happening.CHANGED, user)
    if is_new and locked.kind == MaterialKind.SURVEY:
        units.propose(locked, user)


def _keep_first(material: Material) -> None:
    """Keep what a material was before its first change."""
    if not material.revisions.filter(number=material.revision).exists():
        _keep(material, material.created_by)


def _save(material: Material, names: Sequence[str]) -> None:
    material.revision += 1
    material.search_text = searched(material)
    material.full_clean()
    material.save(update_fields=[*names, "revision", "search_text"])


@transaction.atomic
def blank(material: Material, user: User) -> int:
    """Make what looks personal unreadable, in the text and its passages; return how much it was."""
    locked = Material.objects.select_for_update().get(pk=material.pk)
    found = privacy.traces(locked.text)
    locked.text = privacy.blanked(locked.text, found)
    _save(locked, ["text"])
    locked.revisions.all().delete()  # they hold what was blanked; without them, all of a text is compared
    _keep(locked, user)
    passages = list(locked.passages.all())
    for one in passages:
        one.text = locked.text[one.first : one.last]
    Passage.objects.bulk_update(passages, ["text"], batch_size=AT_ONCE)
    detail = ngettext("%(count)d place", "%(count)d places", len(found)) % {"count": len(found)}
    note(locked, Happening.BLANKED, user, detail)
    return len(found)


def read_rows(user: User, *, partner: Partner | None, file_name: str, **facts: Any) -> Intake:
    """Keep the rows of a file until somebody has looked at them."""
    intake = Intake(by=user, partner=partner, file_name=file_name[:200], **facts)
    intake.full_clean(exclude=["rows", "problems", "about"])
    intake.save()
    return intake


@transaction.atomic
def take_in(intake: Intake, user: User) -> int:
    """Take in every row of a file, or none."""
    locked = Intake.objects.select_for_update().filter(pk=intake.pk).first()
    if locked is None or locked.partner is None:
        raise ValidationError(_("This file was taken in already."))
    if locked.problems or not locked.rows:
        raise ValidationError(_("Nothing was taken in: mend the file and send it again."))
    made = [_material(locked, row, user) for row in locked.rows]
    Material.objects.bulk_create(made, batch_size=AT_ONCE)
    kind = locked.about["kind"]
    MaterialEvent.objects.bulk_create(
        (
            MaterialEvent(material=one, what=Happening.ADDED, by=user, detail=locked.file_name[:200])
            for one in made
        ),
        batch_size=AT_ONCE,
    )
    if kind == MaterialKind.SURVEY:
        Passage.objects.bulk_create(
            (Passage(material=one, position=1, first=0, last=len(one.text), text=one.text) for one in made),
            batch_size=AT_ONCE,
        )
    locked.delete()
    return len(made)


def _material(intake: Intake, row: dict[str, Any], user: User) -> Material:
    material = Material(
        partner=intake.partner,
        kind=intake.about["kind"],
        created_by=user,
        title=row["title"],
        text=row["text"],
        country=row["country"],
        sector=row["sector"],
        language=row["language"],
        described=row["who"],
        collected=dt.date.fromisoformat(row["date"]) if row["date"] else None,
        people=row["people"],
        quoting=row["quoting"],
    )
    material.search_text = searched(material)
    return material


def forget_rows(intake: Intake) -> None:
    """Throw away a file that was read."""
    intake.delete()


@transaction.atomic
def delete(material: Material, user: User) -> None:
    """Put a material into the bin; it no longer counts."""
    Material.objects.filter(pk=material.pk, deleted=None).update(deleted=timezone.now())
    note(material, Happening.DELETED, user)


@transaction.atomic
def restore(material: Material, user: User) -> None:
    """Take a material out of the bin."""
    Material.bin.filter(pk=material.pk).update(deleted=None)
    note(material, Happening.RESTORED, user)


def clear_away(now: dt.datetime) -> int:
    """Remove what has been in the bin for long enough. Files nobody looked through go with people's data."""
    old = Material.objects.deleted_before(now - dt.timedelta(days=DAYS_IN_BIN))
    count = old.count()
    for material in old.only("pk"):
        material.delete()
    return count
