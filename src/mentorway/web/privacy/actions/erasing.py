"""A person is erased: rows, files, letters that wait, sessions, caches. What stays is on the receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core import audit, tombstones
from mentorway.web.core.audit import Done
from mentorway.web.core.personal import Kept, Person
from mentorway.web.core.turns import writing
from mentorway.web.privacy.actions import leftovers, receipts
from mentorway.web.privacy.analysis.going import ACCOUNT, Going, Line, tables, what_goes
from mentorway.web.privacy.analysis.traces import traces_of
from mentorway.web.privacy.models import Act, Receipt
from mentorway.web.privacy.queries import own as queries


def erase(user: User) -> Receipt:
    """Erase everything about a person that need not stay, and give a receipt that does not say whose it was.

    Raises
    ------
    ValidationError
        A legal hold stands, or a partner would have nobody in charge.
    """
    with writing():
        locked = User.objects.select_for_update().filter(pk=user.pk).first()
        if locked is None:
            raise ValidationError(_("This account is deleted already."))
        person = queries.person_of(locked)
        going = what_goes(person, timezone.now().date())
        refuse(going)
        about, traces = audit.of_person(locked), traces_of(person)
        _erase_tables(person, going)
        leftovers.forget(traces)
        # Erasing itself may write to others, once everything is kept: those letters must not name who left.
        transaction.on_commit(lambda: leftovers.forget_work(traces))
        return receipts.give(
            Act.ERASED, Done.DATA_ERASED, counts=_counted(going.goes), stays=_staying(going), about=about
        )


def refuse(going: Going) -> None:
    """Refuse to erase where something must be kept as a whole, or a partner would have nobody in charge."""
    for hold in going.holds:
        if not hold.models_held:
            raise ValidationError(
                _("Nothing can be deleted until %(day)s: %(reason)s"),
                params={"day": date_format(hold.until), "reason": hold.reason},
            )
    if going.alone:
        raise ValidationError(
            _("You are the only one in charge of %(partners)s. Put somebody else in charge first."),
            params={"partners": ", ".join(going.alone)},
        )


@dataclass(frozen=True)
class _Found:
    """Rows of a table before they are erased: where they stood, and by what they are known."""

    model: type[Model]
    marks: dict[Any, str]


def _erase_tables(person: Person, going: Going) -> None:
    """Erase table by table, against the flow, so that nothing loses what it rests on; the account last."""
    now = [one for one in tables() if one.erase is not None and one.model not in going.held]
    found = [_marked(one, person) for one in now if one.again is None and one.found is not None]
    account = [person.user] if ACCOUNT not in going.held else []
    tombstones.bury(*account, addresses=queries.addresses_of(person.user) if account else ())
    if account:
        queries.past_holds(person.user, timezone.now().date()).delete()
    now.reverse()
    for kept in sorted(now, key=lambda one: one.model == ACCOUNT):
        if kept.erase is not None:
            kept.erase(person)
    for one in found:
        _bury_gone(one)


def _marked(kept: Kept, person: Person) -> _Found:
    rows = list(kept.found(person)) if kept.found is not None else []
    return _Found(apps.get_model(kept.model), {row.pk: tombstones.mark_of(row) for row in rows})


def _bury_gone(found: _Found) -> None:
    """Remember the rows that are really gone; those that only lost a name would be there rightly."""
    here = set(found.model._base_manager.filter(pk__in=list(found.marks)).values_list("pk", flat=True))  # noqa: SLF001
    marks = [mark for pk, mark in found.marks.items() if pk not in here]
    tombstones.bury_marks(found.model._meta.label, marks)  # noqa: SLF001 - Django's own name


def _counted(lines: Sequence[Line]) -> dict[str, int]:
    return {one.kept.model: one.count for one in lines}


def _staying(going: Going) -> list[dict[str, str]]:
    """Return what is not gone: what stays without the name, and what must wait until a day."""
    stays = [{"model": one.kept.model} for one in going.goes if one.kept.stays]
    return stays + [{"model": one.kept.model, "until": f"{one.until}"} for one in going.waits]
