"""What the pages of the workbench have in common: whose texts, of which row, in which language."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect

from mentorway.web.accounts.models import User
from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.translation import queries, rules
from mentorway.web.translation.analysis.texts import Text
from mentorway.web.translation.models import Language
from mentorway.web.translation.owners import Owner

AnyOwner = Owner[Any]


def look(request: MemberRequest, owner: AnyOwner, pk: int) -> Any:
    """Return a row of the owner that the person may look at."""
    return access.fetch(request.user, owner.rows, pk=pk)


def work(request: MemberRequest, owner: AnyOwner, pk: int) -> Any:
    """Return a row of the owner whose languages the person may change."""
    return access.fetch(request.user, owner.rows, may=owner.may_work, pk=pk)


def frame(user: User, owner: AnyOwner, row: Any) -> dict[str, Any]:
    """Return what every page of the workbench shows around its content."""
    return {**owner.frame(user, row), "owner": owner, "row": row, "at_work": owner.may_work(user, row)}


@dataclass(frozen=True)
class Desk:
    """A language that a row of an owner is translated into."""

    owner: AnyOwner
    row: Any
    language: Language

    def texts(self) -> list[Text]:
        """Return what is to be translated, as it is written now."""
        return self.owner.texts(self.row)

    def followed(self, action: Callable[..., Any]) -> Callable[..., None]:
        """Return ``action`` for texts that may be adjudicated by it, of which the owner is told."""
        return self.owner.followed(action, self.row)

    def frame(self, user: User) -> dict[str, Any]:
        """Return what every page about the language shows around its content."""
        return {**frame(user, self.owner, self.row), "language": self.language}

    def to(self, address: str, *more: str) -> HttpResponseRedirect:
        """Return the way to another page about the language."""
        return redirect(self.owner.named(address), self.row.pk, self.language.code, *more)


def arranges(user: User, desk: Desk) -> bool:
    """Those who work on the row say who translates."""
    return desk.owner.may_work(user, desk.row)


def takes_part(user: User, desk: Desk) -> bool:
    """Those with a part in the language."""
    return rules.may_take_part(user, desk.language)


def remarks(user: User, desk: Desk) -> bool:
    """Those with a part in the language, and those who work on the row."""
    return takes_part(user, desk) or arranges(user, desk)


def desk(
    request: MemberRequest,
    owner: AnyOwner,
    pk: int,
    code: str,
    may: Callable[[User, Desk], bool] | None = None,
) -> Desk:
    """Return a language that the person may look at, or do with it what ``may`` asks."""
    row = look(request, owner, pk)
    language = queries.target_of(row.document, code)
    if language is None:
        raise Http404
    found = Desk(owner, row, language)
    if may is not None and not may(request.user, found):
        raise PermissionDenied
    return found


def text(those: Sequence[Text], digest: str) -> Text:
    """Return the text that an address names, if it is among them."""
    for one in those:
        if one.digest == digest:
            return one
    raise Http404
