"""What can happen to a draft. Every change is a revision, so it can be undone; nobody's change is lost."""

from collections.abc import Callable
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.methodology.analysis.methodologies import fingerprint_of
from mentorway.web.training.actions.revisions import advance, cite_as, locked
from mentorway.web.training.analysis import parts
from mentorway.web.training.analysis.changes import title_of
from mentorway.web.training.analysis.parts import Facts
from mentorway.web.training.analysis.texts import WHOLE
from mentorway.web.training.models import Programme

DESCRIBED: Final = (*WHOLE, "licence")


class StaleError(Exception):
    """Somebody else has changed the same meanwhile: nothing was saved. ``theirs`` is what it is now."""

    def __init__(self, theirs: Facts | None) -> None:
        super().__init__(
            _("Somebody else has changed this meanwhile. Nothing is lost: compare, then save.")
            if theirs
            else _("Somebody else has removed this meanwhile. Copy what you need.")
        )
        self.theirs = theirs


@transaction.atomic
def keep(programme: Programme, user: User | None, what: str, change: Callable[[Facts, int], Facts]) -> None:
    """Change the draft as it is now, note who did what, and let translations follow.

    ``change`` gets the draft and its revision.
    """
    row = locked(programme)
    new = parts.plain(parts.described(change(row.content, row.revision)))
    if new != row.content:
        advance(row, user, what, new)


def add(programme: Programme, user: User, *, kind: str, module: str, facts: Facts) -> None:
    """Add a part at the end of its list."""

    def change(draft: Facts, _revision: int) -> Facts:
        if kind != parts.MODULE and parts.module_of(draft, module) is None:
            raise ValidationError(_("Somebody else has removed this module meanwhile. Undo that first."))
        named = {**facts, "key": parts.free_key(draft, title_of(facts))}
        return parts.with_part(draft, kind, module, named)

    keep(programme, user, _("Added “%(name)s”") % {"name": title_of(facts)}, change)


def change(programme: Programme, user: User, *, kind: str, where: tuple[str, Facts], was: str) -> None:
    """Change a part, unless it is no longer what ``was`` is the fingerprint of. ``where``: module, facts."""
    module, facts = where

    def changed(draft: Facts, _revision: int) -> Facts:
        now = parts.part_of(draft, kind, module, facts["key"])
        if now is None or fingerprint_of(now) != was:
            raise StaleError(now)
        return parts.with_part(draft, kind, module, facts)

    keep(programme, user, _("Changed “%(name)s”") % {"name": title_of(facts)}, changed)


def remove(programme: Programme, user: User, *, kind: str, module: str, key: str) -> None:
    """Take a part out, and its short name out of what names it."""
    name = title_of(parts.part_of(programme.content, kind, module, key) or {"title": key})
    what = _("Removed “%(name)s”") % {"name": name}
    keep(programme, user, what, lambda draft, _revision: parts.without_part(draft, kind, module, key))


def move(programme: Programme, user: User, *, kind: str, where: tuple[str, str], up: bool) -> None:
    """Move a part one place; ``where`` is its module and its short name."""
    name = title_of(parts.part_of(programme.content, kind, *where) or {"title": where[1]})
    what = _("Moved “%(name)s”") % {"name": name}
    keep(programme, user, what, lambda draft, _revision: parts.moved_part(draft, kind, where, up=up))


def describe(programme: Programme, user: User, *, texts: Facts, is_shared: bool | None, was: str) -> None:
    """Say what the programme is about, and, unless None, whether everyone in the network may see it."""

    def described(draft: Facts, _revision: int) -> Facts:
        now = {name: draft[name] for name in DESCRIBED}
        if fingerprint_of(now) != was:
            raise StaleError(now)
        return {**draft, **texts}

    with transaction.atomic():
        keep(programme, user, _("Described the programme"), described)
        if is_shared is not None:
            Programme.objects.filter(pk=programme.pk).update(is_shared=is_shared)


@transaction.atomic
def undo(programme: Programme, user: User, *, revision: int) -> list[str]:
    """Take the last change back, unless somebody has changed something since.

    Return the titles of what was cited before and cannot be cited any more, because it is gone for good.
    """
    row = locked(programme)
    before = row.revisions.filter(number__lt=revision).order_by("-number").first()
    last = row.revisions.filter(number=revision).first()
    if before is None or last is None or row.revision != revision:
        raise ValidationError(_("This can no longer be undone: the draft was changed since."))
    gone = [] if before.cites is None else cite_as(row, before.content, before.cites)
    advance(row, user, _("Undone: %(what)s") % {"what": last.what}, before.content)
    return gone
