"""The door of programs: a token in ``Authorization: Bearer …``, and nothing else.

Cookies are never looked at, so that no page of another site can make a browser act here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja.security import HttpBearer

from mentorway.web.accounts import second_step
from mentorway.web.accounts.models import User
from mentorway.web.api.actions import tokens as actions
from mentorway.web.api.models import ApiToken
from mentorway.web.api.queries.tokens import token_shown
from mentorway.web.api.rules.scopes import is_allowed
from mentorway.web.core import limits
from mentorway.web.core.problems import problem

UNAUTHORIZED, FORBIDDEN, TOO_MANY = 401, 403, 429
SAFE: Final = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Token:
    """A token that was shown, and whose it is."""

    row: ApiToken

    @property
    def user(self) -> User:
        """Whose programs these are."""
        return self.row.user

    def allows(self, scope: str) -> bool:
        """Whether it reaches ``scope`` now."""
        return is_allowed(self.user, self.row.scopes, scope)


class RefusedError(Exception):
    """The door stays shut; ``answer`` says why."""

    def __init__(self, answer: HttpResponse) -> None:
        super().__init__(answer.status_code)
        self.answer = answer


class TokenAuth(HttpBearer):
    """Lets in who shows a valid token that reaches ``scope``; without a scope, any valid token."""

    openapi_description = "A token of a person, made under “Programs”: `Authorization: Bearer mentorway_…`."

    def __init__(self, scope: str = "") -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Token:
        """Return the token of the request.

        Raises
        ------
        RefusedError
            There is none, it opens nothing, it does not reach so far, or it came too often.
        """
        token = _shown(request)
        _refuse_too_many(request, token)
        request.user = token.user
        request.auth = token  # type: ignore[attr-defined]
        if "Accept-Language" not in request.headers:
            translation.activate(token.user.language)
        if second_step.is_missing(token.user):
            raise RefusedError(
                problem(FORBIDDEN, _("Your role needs a second step at sign-in. Set one up first."))
            )
        if self.scope and not token.allows(self.scope):
            raise RefusedError(beyond(self.scope))
        return token

    def authenticate(self, request: HttpRequest, token: str) -> Any:  # pragma: no cover - `__call__` does it
        raise NotImplementedError(token)


def beyond(scope: str) -> HttpResponse:
    """Return the answer to a token that does not reach ``scope``."""
    answer = problem(FORBIDDEN, _("This token does not reach “%(scope)s”.") % {"scope": scope}, scope=scope)
    answer["WWW-Authenticate"] = f'Bearer error="insufficient_scope", scope="{scope}"'
    return answer


def later(seconds: int) -> HttpResponse:
    """Return the answer to who asked too often."""
    answer = problem(TOO_MANY, _("Asked too often. Try again in %(seconds)d seconds.") % {"seconds": seconds})
    answer["Retry-After"] = str(seconds)
    return answer


def for_program(scope: str) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Return what makes a plain view one for programs whose token reaches ``scope``."""
    door = TokenAuth(scope)

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            with translation.override(translation.get_language()):
                try:
                    door(request)
                except RefusedError as refused:
                    return refused.answer
                return view(request, *args, **kwargs)

        return csrf_exempt(login_not_required(answered))

    return decorate


def _shown(request: HttpRequest) -> Token:
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secret:
        raise RefusedError(_unknown(_("Show a token: Authorization: Bearer mentorway_…"), ""))
    now = timezone.now()
    row = token_shown(secret.strip(), now)
    if row is None:
        wait = limits.spent("bearer_guess", limits.address(request))
        if wait:
            raise RefusedError(later(wait))
        detail = _("This token opens nothing: it is wrong, over or revoked, or its owner may not sign in.")
        raise RefusedError(_unknown(detail, ' error="invalid_token"'))
    actions.note_use(row, now.date())
    return Token(row)


def _unknown(detail: str, error: str) -> HttpResponse:
    answer = problem(UNAUTHORIZED, detail)
    answer["WWW-Authenticate"] = f'Bearer realm="Mentorway"{error}'
    return answer


def _refuse_too_many(request: HttpRequest, token: Token) -> None:
    wait = limits.spent("api", f"token:{token.row.pk}")
    if not wait and request.method not in SAFE:
        wait = limits.spent("api_writes", f"token:{token.row.pk}")
    if wait:
        raise RefusedError(later(wait))
