"""What the pages of this activity have in common: visitors may look at what is public."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from mentorway.web.accounts.models import User
from mentorway.web.core import access

View = Callable[..., HttpResponse]
Row = TypeVar("Row", bound=Model)


class VisitorRequest(HttpRequest):
    """A request of somebody who may not be signed in."""

    user: User | AnonymousUser


def shown(request: VisitorRequest, rows: access.Visible[Row], **lookup: Any) -> Row:
    """Return the one row that matches ``lookup``, to visitors too: the rows of this activity know them."""
    return access.fetch(cast("User", request.user), rows, **lookup)


def open_to_visitors(view: View) -> View:
    """Let people who are not signed in see what is public; the rest asks them to sign in."""

    @wraps(view)
    def entrance(request: VisitorRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if request.user.is_authenticated:
                raise
            return redirect_to_login(request.get_full_path())

    return login_not_required(entrance)


def go(request: HttpRequest, name: str, *args: Any) -> HttpResponse:
    """Go to another page; a part of a page that asked takes the whole page along."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": reverse(name, args=args)})
    return redirect(name, *args)
