"""What modules cite."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.training import queries
from mentorway.web.training.analysis.parts import module_of
from mentorway.web.training.models import Citation, Programme


@transaction.atomic
def cite(programme: Programme, user: User, *, module: str, chosen: str, why: str) -> None:
    """Let a module cite something that ``user`` may see; ``chosen`` is its kind and number."""
    locked = Programme.objects.select_for_update().get(pk=programme.pk)
    kind, _sign, number = chosen.partition(":")
    thing = None
    if kind in queries.CITED and number.isdecimal():
        thing = queries.citable(user, kind).filter(pk=int(number)).first()
    if thing is None or module_of(locked.content, module) is None:
        raise ValidationError(_("It is no longer there. Choose something else."))
    if locked.citations.filter(module=module, **{kind: thing}).exists():
        raise ValidationError(_("The module cites this already."))
    row = Citation(programme=locked, module=module, why=why, **{kind: thing})
    row.full_clean()
    row.save()
    _touch(locked)


@transaction.atomic
def cite_no_more(citation: Citation) -> None:
    """Take a citation out; published versions keep it in words."""
    citation.delete()
    _touch(citation.programme)


def clear_lost(programme: Programme) -> None:
    """Remove what modules cited that are not in the draft any more; only once that is published."""
    programme.citations.exclude(module__in=[one["key"] for one in programme.content["modules"]]).delete()


def _touch(programme: Programme) -> None:
    Programme.objects.filter(pk=programme.pk).update(changed=timezone.now())
