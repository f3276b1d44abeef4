"""What directories of organisations ask and tell: a part of SCIM 2.0, RFC 7643 and 7644."""

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from mentorway.web.accounts.models import User
from mentorway.web.api.actions import scim as actions
from mentorway.web.api.analysis import scim as analysis
from mentorway.web.api.analysis.scim import ScimError
from mentorway.web.api.auth import for_program
from mentorway.web.api.queries import scim as queries
from mentorway.web.api.rules.scim import Directory, directory_of
from mentorway.web.api.rules.scopes import PEOPLE
from mentorway.web.network.models import Membership, Partner

TYPE: Final = "application/scim+json"
LARGEST: Final = 2**20
OK, CREATED, EMPTY = 200, 201, 204
READ: Final = ("GET", "HEAD")
View = Callable[..., HttpResponse]


def scim(*methods: str) -> Callable[[View], Any]:
    """Open a page to the program of a directory; what goes wrong is told as SCIM tells it."""

    def opened(view: View) -> Any:
        @for_program(PEOPLE)
        @never_cache
        @wraps(view)
        def entrance(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, _directory(request, methods), *args, **kwargs)
            except ScimError as error:
                return answer(analysis.error_as(error), error.status)
            except Http404:
                return answer(analysis.error_as(ScimError(404, _("There is nothing here for you."))), 404)
            except PermissionDenied:
                return answer(analysis.error_as(ScimError(403, _("You may not do this."))), 403)

        return entrance

    return opened


def _directory(request: HttpRequest, methods: tuple[str, ...]) -> Directory:
    if request.method not in methods:
        raise ScimError(405, _("This cannot be done here."))
    user = request.user
    directory = directory_of(user) if isinstance(user, User) else None
    if directory is None:
        raise ScimError(
            403,
            _(
                "A directory tells of people in the name of somebody in charge of exactly one partner, or of "
                "a coordinator."
            ),
        )
    return directory


def answer(told: Mapping[str, Any], status: int = OK) -> HttpResponse:
    """Return an answer in the type that SCIM has."""
    return JsonResponse(told, status=status, content_type=TYPE)


def _sent(request: HttpRequest) -> Any:
    if len(request.body) > LARGEST:
        raise ScimError(413, _("At most %(most)d bytes are taken at once.") % {"most": LARGEST})
    try:
        return json.loads(request.body)
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise ScimError(400, _("What was sent is no JSON."), "invalidSyntax") from None


def _base(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("scim:service")).removesuffix("ServiceProviderConfig")


@scim(*READ, "POST")
def users(request: HttpRequest, directory: Directory) -> HttpResponse:
    """List people, or bring one in."""
    if request.method == "POST":
        made = actions.bring_in(directory, analysis.wish_of(_sent(request)))
        row = _people(request, directory, User.objects.filter(pk=made.pk))[0]
        found = answer(row, CREATED)
        found["Location"] = row["meta"]["location"]
        return found
    wanted = analysis.asked_for(request.GET.get("filter", ""), ("username", "externalid", "id"))
    rows = queries.people_found(directory, wanted)
    start, count = analysis.page_of(request.GET.get("startIndex", ""), request.GET.get("count", ""))
    page = _people(request, directory, rows[start - 1 : start - 1 + count])
    return answer(analysis.listed(page, rows.count(), start))


@scim(*READ, "PUT", "PATCH", "DELETE")
def user(request: HttpRequest, directory: Directory, pk: int) -> HttpResponse:
    """Show, replace, change or part with a person."""
    found = directory.people().filter(pk=pk).first()
    if found is None:
        raise Http404
    if request.method == "DELETE":
        actions.part_with(directory, found)
        return HttpResponse(status=EMPTY)
    if request.method in ("PUT", "PATCH"):
        read = analysis.wish_of if request.method == "PUT" else analysis.wish_of_patch
        actions.change(directory, found, read(_sent(request)))
    return answer(_people(request, directory, User.objects.filter(pk=pk))[0])


def _people(request: HttpRequest, directory: Directory, rows: QuerySet[User]) -> list[dict[str, Any]]:
    people, base = list(rows.prefetch_related("external_marks", "memberships__partner")), _base(request)
    own = set(directory.partners().values_list("pk", flat=True))
    key = directory.partner.pk if directory.partner else None
    return [
        analysis.user_as(
            one,
            mark=_told(
                one, next((mark.mark for mark in one.external_marks.all() if mark.partner_id == key), "")
            ),
            places=[place for place in one.memberships.all() if place.partner_id in own],
            base=base,
        )
        for one in people
    ]


def _told(user: User, mark: str) -> str:
    """Return the mark of a directory; one that we gave ourselves is nothing to it."""
    return "" if mark == actions.own_mark(user) else mark


@scim(*READ, "POST")
def groups(request: HttpRequest, directory: Directory) -> HttpResponse:
    """List partners as groups."""
    if request.method == "POST":
        raise ScimError(403, _("Partners are made on the pages of the network, not by directories."))
    wanted = analysis.asked_for(request.GET.get("filter", ""), ("displayname", "id"))
    rows = queries.partners_found(directory, wanted)
    start, count = analysis.page_of(request.GET.get("startIndex", ""), request.GET.get("count", ""))
    page = rows[start - 1 : start - 1 + count]
    hides = "members" in request.GET.get("excludedAttributes", "")
    told = _groups(request, page, hides=hides)
    return answer(analysis.listed(told, rows.count(), start))


@scim(*READ, "PUT", "PATCH", "DELETE")
def group(request: HttpRequest, directory: Directory, pk: int) -> HttpResponse:
    """Show a partner, or say who comes to it and goes from it."""
    found = directory.partners().filter(pk=pk).first()
    if found is None:
        raise Http404
    if request.method == "DELETE":
        raise ScimError(403, _("Partners are deleted on the pages of the network, not by directories."))
    if request.method == "PATCH":
        actions.change_members(directory, found, analysis.members_of_patch(_sent(request)))
        return HttpResponse(status=EMPTY)
    if request.method == "PUT":
        told = _sent(request)
        members = analysis.members_in(told.get("members") or []) if isinstance(told, dict) else []
        actions.change_members(directory, found, analysis.Members(only=members))
    return answer(_groups(request, Partner.objects.filter(pk=pk))[0])


def _groups(request: HttpRequest, rows: QuerySet[Partner], *, hides: bool = False) -> list[dict[str, Any]]:
    base = _base(request)
    if hides:
        return [analysis.group_as(one, [], base) for one in rows]
    shown = rows.prefetch_related(Prefetch("memberships", Membership.objects.select_related("user")))
    return [analysis.group_as(one, list(one.memberships.all()), base) for one in shown]


@scim(*READ)
def service(request: HttpRequest, _directory: Directory) -> HttpResponse:
    """Say what of SCIM is spoken here."""
    no = {"supported": False}
    return answer(
        {
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
            "patch": {"supported": True},
            "bulk": {**no, "maxOperations": 0, "maxPayloadSize": 0},
            "filter": {"supported": True, "maxResults": analysis.MOST},
            "changePassword": no,
            "sort": no,
            "etag": no,
            "authenticationSchemes": [
                {
                    "type": "oauthbearertoken",
                    "name": "Token",
                    "description": _("A token that reaches people:write."),
                }
            ],
            "meta": {"resourceType": "ServiceProviderConfig", "location": request.build_absolute_uri()},
        }
    )


@scim(*READ)
def types(request: HttpRequest, _directory: Directory) -> HttpResponse:
    """Say what there is: people and groups."""
    base = _base(request)
    rows = [
        {
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
            "id": name,
            "name": name,
            "endpoint": f"/{name}s",
            "schema": f"{analysis.CORE}:{name}",
            "meta": {"resourceType": "ResourceType", "location": f"{base}ResourceTypes/{name}"},
        }
        for name in ("User", "Group")
    ]
    return answer(analysis.listed(rows, len(rows), 1))


@scim(*READ)
def schemas(_request: HttpRequest, _directory: Directory) -> HttpResponse:
    """Say which attributes people and groups have."""
    rows = [
        _schema(analysis.USER, "User", USER_ATTRIBUTES),
        _schema(analysis.GROUP, "Group", GROUP_ATTRIBUTES),
    ]
    return answer(analysis.listed(rows, len(rows), 1))


def _schema(key: str, name: str, attributes: Mapping[str, tuple[str, str, bool]]) -> dict[str, Any]:
    return {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
        "id": key,
        "name": name,
        "attributes": [
            {
                "name": one,
                "type": kind,
                "multiValued": many,
                "required": one == "userName",
                "mutability": mutability,
                "returned": "default",
                "uniqueness": "server" if one == "userName" else "none",
            }
            for one, (kind, mutability, many) in attributes.items()
        ],
    }


USER_ATTRIBUTES: Final = {
    "userName": ("string", "immutable", False),
    "externalId": ("string", "readWrite", False),
    "displayName": ("string", "readWrite", False),
    "name": ("complex", "readWrite", False),
    "preferredLanguage": ("string", "readWrite", False),
    "active": ("boolean", "readWrite", False),
    "roles": ("complex", "readWrite", True),
    "emails": ("complex", "readOnly", True),
    "groups": ("complex", "readOnly", True),
}
GROUP_ATTRIBUTES: Final = {
    "displayName": ("string", "readOnly", False),
    "members": ("complex", "readWrite", True),
}
