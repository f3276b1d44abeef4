"""What can be found from every page: activities say in their ``finds.py`` what they have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from mentorway.web.accounts.models import User

FIRST: Final = 5  # so many of a kind are shown; its own list has the others


@dataclass(frozen=True)
class Found:
    """One thing that was found: its title, where it is, and what tells it from others of that title."""

    title: str
    url: str
    about: Sequence[str | Promise] = ()
    is_example: bool = False

    @property
    def below(self) -> str:
        """What stands under the title."""
        return " · ".join(str(one) for one in self.about if one)


@dataclass(frozen=True)
class Looked:
    """What was looked for, where of common words only some are taken: ``is_cut`` says that there are more."""

    rows: QuerySet[Any]
    is_cut: bool = False


@dataclass(frozen=True)
class Kind:
    """Things of one kind that people look for.

    ``look`` returns those that a person may see and that hold every word, in the order of their list;
    whatever it returns, the page of that thing must open. ``listed`` names the address of that list, which
    takes the same words as ``q``; it is empty where there is no such list.
    """

    model: type[Model]
    look: Callable[[User, str], QuerySet[Any] | Looked]
    tell: Callable[[Sequence[Any]], Iterable[Found]]
    listed: str = ""
    called: str | Promise = ""

    @property
    def title(self) -> str:
        """What these things are called."""
        return capfirst(str(self.called or self.model._meta.verbose_name_plural))  # noqa: SLF001 - Django's own name


@dataclass(frozen=True)
class Finding:
    """What was found of one kind: the first of it, how many there are, and where all of them are listed."""

    title: str
    found: Sequence[Found]
    count: int
    all_at: str = ""
    is_cut: bool = False

    @property
    def has_more(self) -> bool:
        """Whether only the first are shown."""
        return self.count > len(self.found)

    @property
    def said(self) -> str:
        """How many there are, in words where only some were taken."""
        return counted(self.count, is_cut=self.is_cut)


def counted(count: int, *, is_cut: bool) -> str:
    """Return a number as people read it, or that there are more."""
    said = localize(count)
    return _("more than %(count)s") % {"count": said} if is_cut else str(said)


def find(kind: Kind, user: User, words: str) -> Finding | None:
    """Return what ``user`` finds of one kind; None for nothing. Counted is what is not all shown."""
    looked = kind.look(user, words)
    if not isinstance(looked, Looked):
        looked = Looked(looked)
    rows = looked.rows.prefetch_related(None)
    first = list(rows[: FIRST + 1])
    if not first:
        return None
    count = rows.count() if len(first) > FIRST else len(first)
    all_at = f"{reverse(kind.listed)}?{urlencode({'q': words})}" if kind.listed else ""
    return Finding(kind.title, list(kind.tell(first[:FIRST])), count, all_at, looked.is_cut)
