"""The one door to rows: what you may not see is not found, what you may see but not do is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

if TYPE_CHECKING:
    from mentorway.web.accounts.models import User

Row_co = TypeVar("Row_co", bound=Model, covariant=True)
Thing = TypeVar("Thing")


class MemberRequest(HttpRequest):
    """A request whose user is signed in."""

    user: User


class Visible(Protocol[Row_co]):
    """A manager or queryset that knows who may see its rows."""

    def visible_to(self, user: User) -> QuerySet[Row_co]: ...


def fetch(
    user: User, rows: Visible[Row_co], *, may: Callable[[User, Any], bool] | None = None, **lookup: Any
) -> Row_co:
    """Return the one row that matches ``lookup``.

    Not among the rows that ``user`` may see: 404. Seen, but ``may(user, row)`` says no: 403.
    """
    try:
        row = rows.visible_to(user).get(**lookup)
    except (ObjectDoesNotExist, ValidationError, ValueError, OverflowError):
        raise Http404 from None
    if may is not None and not may(user, row):
        raise PermissionDenied
    return row


def there(found: Thing | None) -> Thing:
    """Return what was found below a row that one may see; where nothing was: 404.

    >>> there("a line")
    'a line'
    """
    if found is None:
        raise Http404
    return found
