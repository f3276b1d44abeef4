"""People and partners as SCIM 2.0 says them (RFC 7643), and what directories ask in its words (RFC 7644)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.api.analysis.asked import NotUnderstoodError, storable
from mentorway.web.core.paging import number_in
from mentorway.web.network.models import Membership, Partner

CORE: Final = "urn:ietf:params:scim:schemas:core:2.0"
MESSAGES: Final = "urn:ietf:params:scim:api:messages:2.0"
USER, GROUP = f"{CORE}:User", f"{CORE}:Group"
MOST: Final = 200  # people or groups in one answer
FARTHEST: Final = 10**12  # beyond every list, and what databases can count
MOST_OPERATIONS: Final = 1000
FILTER: Final = re.compile(r'\s*([\w.:]{1,80})\s+eq\s+"((?:[^"\\]|\\.){0,320})"\s*', re.IGNORECASE)
MEMBER: Final = re.compile(r'members\[value eq "([^"]{1,40})"\]', re.IGNORECASE)
ROLE: Final = re.compile(r"roles(\[.*\])?(\.value)?", re.IGNORECASE)


class ScimError(Exception):
    """What a directory asked cannot be done; ``kind`` is SCIM's word for why."""

    def __init__(self, status: int, detail: str, kind: str = "") -> None:
        super().__init__(detail)
        self.status, self.detail, self.kind = status, detail, kind


@dataclass(frozen=True)
class Wish:
    """What shall be so with a person; what is None stays as it is.

    ``name`` is the whole name; of ``given`` and ``family``, one alone shall take the place of what was there.
    """

    name: str | None = None
    given: str | None = None
    family: str | None = None
    language: str | None = None
    active: bool | None = None
    mark: str | None = None
    role: str | None = None
    address: str | None = None

    def name_of(self, present: str) -> str:
        """Return how a person who is called ``present`` shall be called.

        One part of a name takes the place of that part only where it is known which that is: where there
        are two words.

        >>> Wish(family="Berg").name_of("Maria Lind"), Wish(given="Mia").name_of("Maria Lind")
        ('Maria Berg', 'Mia Lind')
        """
        if self.name or not (self.given or self.family):
            return self.name or present
        words = present.split()
        if len(words) != 2:  # noqa: PLR2004 - a given name and a family name
            raise ScimError(
                400,
                _("Which part of a name is the family name is not known here. Send displayName too."),
                "invalidValue",
            )
        return f"{self.given or words[0]} {self.family or words[1]}"[:150]


@dataclass
class Members:
    """Who shall come to a group and go from it; ``only`` are all who shall be in it."""

    come: list[str] = field(default_factory=list)
    go: list[str] = field(default_factory=list)
    only: list[str] | None = None


def user_as(user: User, *, mark: str, places: Sequence[Membership], base: str) -> dict[str, Any]:
    """Return a person as SCIM says one."""
    found: dict[str, Any] = {
        "schemas": [USER],
        "id": str(user.pk),
        "userName": user.email,
        "displayName": user.name,
        "name": {"formatted": user.name},
        "preferredLanguage": user.language,
        "active": user.is_active,
        "emails": [{"value": user.email, "primary": True}],
        "roles": [{"value": role} for role in sorted({one.role for one in places})],
        "groups": [
            {
                "value": str(one.partner_id),
                "display": one.partner.name,
                "$ref": f"{base}Groups/{one.partner_id}",
            }
            for one in places
        ],
        "meta": {
            "resourceType": "User",
            "created": user.date_joined.isoformat(),
            "location": f"{base}Users/{user.pk}",
        },
    }
    return found | ({"externalId": mark} if mark else {})


def group_as(partner: Partner, places: Sequence[Membership], base: str) -> dict[str, Any]:
    """Return a partner as SCIM says a group."""
    return {
        "schemas": [GROUP],
        "id": str(partner.pk),
        "displayName": partner.name,
        "members": [
            {"value": str(one.user_id), "display": one.user.name, "$ref": f"{base}Users/{one.user_id}"}
            for one in places
        ],
        "meta": {"resourceType": "Group", "location": f"{base}Groups/{partner.pk}"},
    }


def listed(rows: Sequence[Mapping[str, Any]], total: int, start: int) -> dict[str, Any]:
    """Return some of a list as SCIM says it."""
    return {
        "schemas": [f"{MESSAGES}:ListResponse"],
        "totalResults": total,
        "startIndex": start,
        "itemsPerPage": len(rows),
        "Resources": list(rows),
    }


def error_as(error: ScimError) -> dict[str, Any]:
    """Return what went wrong as SCIM says it."""
    said = {"schemas": [f"{MESSAGES}:Error"], "status": str(error.status), "detail": error.detail}
    return said | ({"scimType": error.kind} if error.kind else {})


def asked_for(text: str, known: Sequence[str]) -> tuple[str, str] | None:
    """Return what a filter asks for: one of ``known`` attributes, and its value.

    >>> asked_for('userName eq "a@example.org"', ["username"])
    ('username', 'a@example.org')
    """
    if not text:
        return None
    found = FILTER.fullmatch(text)
    name = found.group(1).rpartition(":")[2].lower() if found else ""
    if not found or name not in known:
        raise ScimError(
            400,
            _("This filter is not understood. Write one of %(known)s, then eq, then a value in quotes.")
            % {"known": ", ".join(known)},
            "invalidFilter",
        )
    return name, re.sub(r"\\(.)", r"\1", found.group(2))


def page_of(start: str, count: str) -> tuple[int, int]:
    """Return where a list begins, counted from one, and how many are asked for.

    >>> page_of("0", "-5"), page_of("", "")
    ((1, 0), (1, 200))
    """
    try:
        return min(max(int(start or 1), 1), FARTHEST), min(max(int(count or MOST), 0), MOST)
    except ValueError:
        raise ScimError(400, _("startIndex and count must be whole numbers."), "invalidValue") from None


def wish_of(told: Any) -> Wish:
    """Return what a whole person that was sent wishes."""
    if not isinstance(told, Mapping):
        raise ScimError(400, _("A person must be sent as an object."), "invalidSyntax")
    wish = _wish(_flat(told))
    return replace(wish, name=wish.name or wish.given or wish.family)


def wish_of_patch(told: Any) -> Wish:
    """Return what operations on a person wish."""
    found: dict[str, Any] = {}
    for way, path, value in _operations(told):
        if way == "remove":
            value = {"externalid": "", "active": False}.get(_plain(path))  # noqa: PLW2901
            if value is None:
                raise ScimError(400, _("“%(path)s” cannot be removed.") % {"path": path[:80]}, "mutability")
        found |= _flat(value) if not path and isinstance(value, Mapping) else _flat({path: value})
    return _wish(found)


def members_of_patch(told: Any) -> Members:
    """Return what operations on a group wish."""
    found = Members()
    for way, path, value in _operations(told):
        one = MEMBER.fullmatch(path)
        if way == "remove" and one:
            found.go.append(one.group(1))
        elif path.lower() not in ("", "members"):
            raise ScimError(
                400,
                _("Only members of a group can be changed, not “%(path)s”.") % {"path": path[:80]},
                "mutability",
            )
        elif way == "replace":
            found.only = members_in(value if path else _within(value))
        elif way == "remove":
            found.go += members_in(value)
        else:
            found.come += members_in(value if path else _within(value))
    return found


def _within(value: Any) -> Any:
    return value.get("members") if isinstance(value, Mapping) else value


def members_in(value: Any) -> list[str]:
    """Return the numbers of the people in a list of members."""
    rows = value if isinstance(value, list) else [value]
    found = [one.get("value") if isinstance(one, Mapping) else one for one in rows]
    if not all(isinstance(one, str) and number_in(one) is not None for one in found):
        raise ScimError(
            400, _("Members must be a list of objects with the id of a person as value."), "invalidValue"
        )
    return [str(one) for one in found]


def _operations(told: Any) -> Iterator[tuple[str, str, Any]]:
    rows = told.get("Operations") if isinstance(told, Mapping) else None
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_OPERATIONS:
        raise ScimError(400, _("A change needs a list of Operations."), "invalidSyntax")
    for one in rows:
        way = str(one.get("op", "")).lower() if isinstance(one, Mapping) else ""
        if way not in ("add", "replace", "remove"):
            raise ScimError(400, _("An operation must add, replace or remove."), "invalidSyntax")
        path = str(one.get("path") or "")
        if not path and way == "remove":
            raise ScimError(400, _("An operation that removes needs a path."), "noTarget")
        yield way, path, one.get("value")


def _flat(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes of a person by their plain names, those of the name with a point."""
    found: dict[str, Any] = {}
    for name, value in told.items():
        plain = _plain(str(name))
        if plain == "name" and isinstance(value, Mapping):
            found |= {f"name.{part}".lower(): each for part, each in value.items()}
        else:
            found[plain] = value
    return found


def _plain(path: str) -> str:
    """Return a path as we name it: without the schema before it, roles without what filters them."""
    name = path.lower().removeprefix(f"{USER}:".lower())
    return "roles" if ROLE.fullmatch(name) else name


KNOWN: Final = (
    *("username", "displayname", "name.formatted", "name.givenname", "name.familyname", "externalid"),
    *("active", "preferredlanguage", "locale", "roles"),
)
# Sent by directories, and none of our business: passwords never are.
IGNORED: Final = (
    *(
        "schemas",
        "id",
        "meta",
        "groups",
        "emails",
        "password",
        "title",
        "usertype",
        "timezone",
        "phonenumbers",
    ),
    *(
        "addresses",
        "photos",
        "profileurl",
        "nickname",
        "entitlements",
        "ims",
        "x509certificates",
        "name.middlename",
    ),
    *("name.honorificprefix", "name.honorificsuffix"),
)


def _wish(told: Mapping[str, Any]) -> Wish:
    unknown = [
        name for name in told if name not in (*KNOWN, *IGNORED) and not name.startswith(("urn:", "emails["))
    ]
    if unknown:
        raise ScimError(
            400, _("“%(path)s” is not known of people here.") % {"path": unknown[0][:80]}, "invalidPath"
        )
    given, family = (_text(told, name, 150) for name in ("name.givenname", "name.familyname"))
    both = f"{given} {family}"[:150] if given and family else None
    return Wish(
        name=_text(told, "displayname", 150) or _text(told, "name.formatted", 150) or both,
        given=given,
        family=family,
        language=_language(told),
        active=_truth(told["active"]) if "active" in told else None,
        mark=_text(told, "externalid", 200),
        role=_role(told["roles"]) if told.get("roles") else None,
        address=_text(told, "username", 254),
    )


def _language(told: Mapping[str, Any]) -> str | None:
    said = _text(told, "preferredlanguage", 40) or _text(told, "locale", 40)
    return re.split(r"[-_]", said)[0].lower() if said else None


def _text(told: Mapping[str, Any], name: str, longest: int) -> str | None:
    value = told.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > longest:
        raise ScimError(
            400,
            _("“%(name)s” must be a text of at most %(most)d letters.") % {"name": name, "most": longest},
            "invalidValue",
        )
    return " ".join(_storable(value).split())


def _storable(value: str) -> str:
    try:
        storable(value)
    except NotUnderstoodError as error:
        raise ScimError(400, error.detail, "invalidValue") from error
    return value


def _truth(value: Any) -> bool:
    """Return what some directories write as a text.

    >>> _truth("False"), _truth(True)
    (False, True)
    """
    said = str(value).lower()
    if said not in ("true", "false"):
        raise ScimError(400, _("“active” must be true or false."), "invalidValue")
    return said == "true"


def _role(value: Any) -> str:
    first = value[0] if isinstance(value, list) else value
    return str(first.get("value") if isinstance(first, Mapping) else first)[:40]
