"""Two partners that are one become one: everything moves, and can move back for a while."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ManyToOneRel
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core.merging import refuse_stale
from mentorway.web.network.actions import partners
from mentorway.web.network.analysis.partners import snapshot_of, values_from
from mentorway.web.network.models import (
    Contact,
    Membership,
    Partner,
    PartnerMerge,
    PartnersApart,
    Role,
)
from mentorway.web.network.queries import partners as queries

RANKS = (Role.MEMBER, Role.ADMIN, Role.COORDINATOR)


def tell_apart(first: Partner, second: Partner, by: User) -> None:
    """Remember that two partners look like doubles and are not."""
    low, high = sorted([first.pk, second.pk])
    PartnersApart.objects.get_or_create(first_id=low, second_id=high, defaults={"by": by})


@transaction.atomic
def merge(
    kept: Partner, double: Partner, by: User, *, revisions: dict[int, int], **fields: Any
) -> PartnerMerge:
    """Give everything of ``double`` to ``kept``, which gets the ``fields`` that were chosen.

    What may be there only once for a partner and is there for both (a place in an agreement, say) stays with
    the double, which goes to the bin. ``revisions`` says what was read of each of the two.
    """
    kept, double = _both(kept, double)
    _refuse_mixed(kept, double)
    for row in (kept, double):
        refuse_stale(row, revisions[row.pk])
    before = {"fields": snapshot_of(kept), "public": double.is_public}
    roles = _raise_roles(kept, double)
    # Memberships first: what belongs to one goes where it went.
    relations = sorted(queries.pointing_at_partners(), key=lambda one: one.related_model is not Membership)
    moved = {_name(one): keys for one in relations if (keys := _move(one, double, kept))}
    double.deleted, double.merged_into, double.is_public = timezone.now(), kept, False
    double.save(update_fields=["deleted", "merged_into", "is_public"])
    partners.rewrite(kept, by, fields)
    facts = {"rows": moved, "roles": roles, **before, "revision": kept.revision}
    return PartnerMerge.objects.create(kept=kept, double=double, moved=facts, by=by)


@transaction.atomic
def undo(merge: PartnerMerge, by: User) -> bool:
    """Bring the double back with what came from it; return whether the fields went back, too.

    They stay as they are when somebody has changed them since.
    """
    row = PartnerMerge.objects.select_for_update().get(pk=merge.pk)
    if row.undone:
        raise ValidationError(_("This merge is undone already."))
    kept, double = _both(row.kept, row.double)
    if kept.deleted:
        raise ValidationError(
            _("%(partner)s is not in the network any more. Bring it back first."), params={"partner": kept}
        )
    facts = row.moved
    untouched = kept.revision == facts["revision"]
    if untouched:
        partners.rewrite(kept, by, values_from(facts["fields"]))
    double.deleted = double.merged_into = None
    double.is_public = facts["public"]
    double.validate_constraints()
    double.save(update_fields=["deleted", "merged_into", "is_public"])
    for relation in queries.pointing_at_partners():
        _move_back(relation, facts["rows"].get(_name(relation), []), kept, double)
    for pk, role in facts["roles"].items():
        Membership.objects.filter(pk=pk, partner=kept).update(role=role)
    row.undone = timezone.now()
    row.save(update_fields=["undone"])
    return bool(untouched)


def _both(first: Partner, second: Partner) -> tuple[Partner, Partner]:
    """Lock both partners, always in the same order."""
    if first.pk == second.pk:
        raise ValidationError(_("A partner cannot be merged with itself."))
    rows = Partner.objects.select_for_update().order_by("pk").filter(pk__in=[first.pk, second.pk])
    found = {row.pk: row for row in rows}
    return found[first.pk], found[second.pk]


def _refuse_mixed(kept: Partner, double: Partner) -> None:
    """Keep the example apart: when it is put back, what was merged into it could not be told from it."""
    if kept.is_example != double.is_example:
        raise ValidationError(
            _("A partner of the example can be merged with another one of the example only.")
        )


def _name(relation: ManyToOneRel) -> str:
    return str(relation.field)


def _move(relation: ManyToOneRel, source: Partner, target: Partner) -> list[Any]:
    """Let the rows of one relation belong to ``target``; return the keys of those that could."""
    name = relation.field.name
    rows = queries.rows_of(relation)
    for place in relation.field.model._meta.fields:  # noqa: SLF001 - how Django names its own
        if place.related_model is Membership:
            rows = rows.exclude(**{f"{place.name}__partner": source})
    keys = list(rows.filter(**{name: source}).order_by("pk").values_list("pk", flat=True))
    if not keys:
        return []
    try:
        with transaction.atomic():
            rows.filter(**{name: source}).update(**{name: target})
    except IntegrityError:
        keys = [key for key in keys if _moves_alone(rows, name, key, target)]
    return [key if isinstance(key, int) else str(key) for key in keys]


def _moves_alone(rows: Any, name: str, key: Any, target: Partner) -> bool:
    try:
        with transaction.atomic():
            rows.filter(pk=key).update(**{name: target})
    except IntegrityError:
        return False
    return True


def _move_back(relation: ManyToOneRel, keys: list[Any], kept: Partner, double: Partner) -> None:
    """Let the rows that came from ``double`` and are still there belong to it again."""
    name, rows = relation.field.name, queries.rows_of(relation)
    for start in range(0, len(keys), 500):
        rows.filter(pk__in=keys[start : start + 500], **{name: kept}).update(**{name: double})


def _raise_roles(kept: Partner, double: Partner) -> dict[int, str]:
    """Give who belongs to both the higher of the two roles; return what each was."""
    theirs = dict(double.memberships.values_list("user", "role"))
    before = {}
    for place in kept.memberships.filter(user__in=theirs):
        if RANKS.index(Role(theirs[place.user_id])) > RANKS.index(Role(place.role)):
            before[place.pk] = place.role
            Membership.objects.filter(pk=place.pk).update(role=theirs[place.user_id])
    _one_main_contact(kept, double)
    return before


def _one_main_contact(kept: Partner, double: Partner) -> None:
    """See that the partner that stays has one contact who is asked first."""
    if kept.contacts.filter(is_main=True, deleted=None).exists():
        Contact.objects.filter(partner=double, is_main=True).update(is_main=False)
