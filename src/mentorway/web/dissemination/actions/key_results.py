"""Results that others use are described, brought on, and handed to who keeps them up."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core.merging import refuse_stale
from mentorway.web.core.turns import writing
from mentorway.web.dissemination.analysis.key_results import PLAIN
from mentorway.web.dissemination.models import KeyResult, Readiness
from mentorway.web.network.models import Partner


@contextmanager
def holding(result: KeyResult) -> Iterator[KeyResult]:
    """Hold a result while it is changed; nobody changes the example."""
    with writing():
        rows = KeyResult.objects.select_for_update(of=("self",)).select_related("partner")
        held = rows.filter(pk=result.pk).first()
        if held is None:
            raise ValidationError(_("Somebody has deleted this result."))
        if held.is_example:
            raise ValidationError(_("This is an example: nothing can be changed here."))
        yield held


def create(user: User, *, partner: Partner, **facts: Any) -> KeyResult:
    """Describe a result that others use or shall use."""
    row = KeyResult(partner=partner, created_by=user)
    with writing():
        _take_over(row, facts)
        row.full_clean()
        row.save()
        row.claims.set(facts.get("claims", ()))
    return row


def change(result: KeyResult, *, revision: int, **facts: Any) -> None:
    """Change what is said of a result."""
    with holding(result) as held:
        refuse_stale(held, revision)
        _take_over(held, facts)
        held.revision += 1
        held.full_clean(exclude=["created_by", "partner"])
        held.save()
        held.claims.set(facts.get("claims", ()))


def _take_over(row: KeyResult, facts: Mapping[str, Any]) -> None:
    for name in PLAIN:
        if name in facts:
            setattr(row, name, facts[name])
    if row.readiness == Readiness.HANDED and not row.after.strip():
        raise ValidationError({"after": _("Say who keeps it up after the project.")})
    used = row.readiness in (Readiness.USED, Readiness.HANDED)
    if used and not row.users.strip():
        raise ValidationError({"users": _("Say who uses it, and for what.")})


def delete(result: KeyResult) -> None:
    """Delete what is said of a result for good; its claims stay."""
    with holding(result) as held:
        held.delete()
