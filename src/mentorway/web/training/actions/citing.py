"""What modules cite. Each change is a revision of the draft, so it can be undone."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.training import queries
from mentorway.web.training.actions.revisions import advance, locked
from mentorway.web.training.analysis.parts import module_of
from mentorway.web.training.analysis.whole import cited_title
from mentorway.web.training.models import Citation, Programme


@transaction.atomic
def cite(programme: Programme, user: User, *, module: str, chosen: str, why: str) -> None:
    """Let a module cite something that ``user`` may see; ``chosen`` is its kind and number."""
    draft = locked(programme)
    kind, _sign, number = chosen.partition(":")
    thing = None
    if kind in queries.CITED and number.isdecimal():
        thing = queries.citable(user, kind).filter(pk=int(number)).first()
    home = module_of(draft.content, module)
    if thing is None or home is None:
        raise ValidationError(_("It is no longer there. Choose something else."))
    if draft.citations.filter(module=module, **{kind: thing}).exists():
        raise ValidationError(_("The module cites this already."))
    row = Citation(programme=draft, module=module, why=why, **{kind: thing})
    row.full_clean()
    row.save()
    what = _("“%(module)s” cites “%(name)s”") % {"module": home["title"], "name": cited_title(row)}
    advance(draft, user, what, draft.content)


@transaction.atomic
def cite_no_more(citation: Citation, user: User) -> None:
    """Take a citation out, unless somebody else just did; published versions keep it in words."""
    draft = locked(citation.programme)
    row = draft.citations.filter(pk=citation.pk).first()
    if row is None:
        return
    home = module_of(draft.content, row.module) or {"title": row.module}
    what = _("“%(module)s” no longer cites “%(name)s”") % {"module": home["title"], "name": cited_title(row)}
    row.delete()
    advance(draft, user, what, draft.content)


def clear_lost(programme: Programme) -> None:
    """Remove what modules cited that are not in the draft any more; only once that is published."""
    programme.citations.exclude(module__in=[one["key"] for one in programme.content["modules"]]).delete()
