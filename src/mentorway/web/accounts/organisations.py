"""Organisations whose sign-in opens this installation, as the environment names them: OpenID Connect, SAML.

Read by the settings, so it imports nothing of Django's that needs them.
"""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from mentorway.web import environment

KINDS: Final = ("OIDC", "SAML")
MOST: Final = 20
LOCAL: Final = ("localhost", "127.0.0.1", "::1")
HOST: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
KNOWN: Final = {
    "OIDC": ("NAME", "ISSUER", "CLIENT_ID", "SECRET", "SECRET_FILE"),
    "SAML": ("NAME", "METADATA_FILE", "ENTITY_ID", "EMAIL_ATTRIBUTE", "NAME_ATTRIBUTE", "ID_ATTRIBUTE"),
}
OF_BOTH: Final = ("DOMAINS", "CREATES", "SECOND_STEP")
NAMED: Final = re.compile(r"MENTORWAY_(OIDC|SAML)_(\d+)_([A-Z_]+)")


# Names of attributes that providers write where nothing else is said; displayName, mail, givenName, sn
USUAL: Final = {
    "uid": ["urn:oasis:names:tc:SAML:attribute:subject-id", "urn:oasis:names:tc:SAML:attribute:pairwise-id"],
    "email": [
        "urn:oid:0.9.2342.19200300.100.1.3",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
    ],
    "name": [
        "urn:oid:2.16.840.1.113730.3.1.241",
        "http://schemas.microsoft.com/identity/claims/displayname",
    ],
    "first_name": [
        "urn:oid:2.5.4.42",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname",
    ],
    "last_name": ["urn:oid:2.5.4.4", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname"],
}


@dataclass(frozen=True)
class Organisation:
    """One way in with an organisation, as allauth takes it."""

    kind: str
    slug: str
    app: Mapping[str, Any]


def origins(organisations: list[Organisation]) -> list[str]:
    """Return where forms may lead: to the providers, whose sign-in pages they open."""
    addresses = [
        one.app["settings"].get("server_url") or one.app["settings"]["idp"]["sso_url"]
        for one in organisations
    ]
    return sorted({f"{urlsplit(one).scheme}://{urlsplit(one).netloc}" for one in addresses})


def apps(organisations: list[Organisation], *, always: bool) -> list[str]:
    """Return the parts of allauth that the organisations need; SAML is an extra, loaded only if used."""
    needs_saml = any(one.kind == "saml" for one in organisations)
    is_here = find_spec("onelogin") is not None
    return ["allauth.socialaccount.providers.saml"] if is_here and (needs_saml or always) else []


def read(environ: Mapping[str, str] = os.environ) -> list[Organisation]:
    """Return the organisations that the environment names, in the order of their numbers.

    >>> one, = read({
    ...     "MENTORWAY_OIDC_1_NAME": "University", "MENTORWAY_OIDC_1_ISSUER": "https://id.example.org",
    ...     "MENTORWAY_OIDC_1_CLIENT_ID": "mentorway", "MENTORWAY_OIDC_1_SECRET": "s",
    ... })
    >>> one.slug, one.app["settings"]["domains"]
    ('oidc-1', [])
    """
    found: dict[tuple[str, int], dict[str, str]] = {}
    for name, value in sorted(environ.items()):
        if (named := NAMED.fullmatch(name)) and value.strip():
            kind, number, part = named.group(1), int(named.group(2)), named.group(3)
            if part not in (*KNOWN[kind], *OF_BOTH):
                known = ", ".join((*KNOWN[kind], *OF_BOTH))
                raise ImproperlyConfigured(f"{name} is not known. MENTORWAY_{kind}_{number}_ takes: {known}.")
            found.setdefault((kind, number), {})[part] = value.strip()
    return [_read(kind, number, told) for (kind, number), told in sorted(found.items())]


def _read(kind: str, number: int, told: Mapping[str, str]) -> Organisation:
    start = f"MENTORWAY_{kind}_{number}_"
    slug, creates = f"{kind.lower()}-{number}", f"{start}CREATES"
    domains = list(_domains(f"{start}DOMAINS", told.get("DOMAINS", "")))
    common = {
        "domains": domains,
        "creates": environment.flag(creates, {creates: told.get("CREATES", "")}),
        "second_step": [one.strip() for one in told.get("SECOND_STEP", "").split(",") if one.strip()],
    }
    if common["creates"] and not domains:
        raise ImproperlyConfigured(
            f"{creates} lets new people in, so {start}DOMAINS must say of which addresses."
        )
    app = _oidc(start, slug, told) if kind == "OIDC" else _saml(start, slug, told, domains)
    app["settings"] |= common
    return Organisation(kind.lower(), slug, app)


def _needed(start: str, part: str, told: Mapping[str, str]) -> str:
    if part not in told:
        raise ImproperlyConfigured(f"{start}{part} is missing, and other {start}… are there.")
    return told[part]


def _domains(name: str, value: str) -> Iterator[str]:
    for one in value.split(","):
        if domain := one.strip().lower().removeprefix("@"):
            if not HOST.fullmatch(domain):
                raise ImproperlyConfigured(
                    f"{name} has {domain!r}. Write domains, as in: uni.example, uni.org"
                )
            yield domain


def _oidc(start: str, slug: str, told: Mapping[str, str]) -> dict[str, Any]:
    issuer = _needed(start, "ISSUER", told)
    parts = urlsplit(issuer)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)
    if not is_safe or not parts.hostname:
        raise ImproperlyConfigured(f"{start}ISSUER is {issuer!r}. It must begin with https://.")
    return {
        "provider_id": slug,
        "name": _needed(start, "NAME", told),
        "client_id": _needed(start, "CLIENT_ID", told),
        "secret": _secret(start, told),
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }


def _secret(start: str, told: Mapping[str, str]) -> str:
    if "SECRET_FILE" not in told:
        return _needed(start, "SECRET", told)
    return _text(f"{start}SECRET_FILE", told["SECRET_FILE"]).strip()


def _text(name: str, path: str) -> str:
    try:
        return Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{name} is {path!r}, which cannot be read: {error}.") from error


def _saml(start: str, slug: str, told: Mapping[str, str], domains: list[str]) -> dict[str, Any]:
    if find_spec("onelogin") is None:
        raise ImproperlyConfigured(
            f"{start}… asks for SAML, which is not installed. Install mentorway with the extra “saml”."
        )
    attributes = {
        "email": told.get("EMAIL_ATTRIBUTE", ""),
        "name": told.get("NAME_ATTRIBUTE", ""),
        "uid": told.get("ID_ATTRIBUTE", ""),
    }
    return {
        "provider_id": slug,
        "name": _needed(start, "NAME", told),
        "client_id": slug,
        "settings": {
            "idp": _idp(f"{start}METADATA_FILE", _needed(start, "METADATA_FILE", told)),
            "sp": {"entity_id": told["ENTITY_ID"]} if "ENTITY_ID" in told else {},
            "attribute_mapping": {
                name: [attributes[name]] if attributes.get(name) else usual for name, usual in USUAL.items()
            },
            "verified_email": domains,
            "advanced": {"want_assertion_signed": True, "reject_idp_initiated_sso": True, "strict": True},
        },
    }


def _idp(name: str, path: str) -> dict[str, Any]:
    """Return who the other side is, by its metadata; parsed without entities or anything from elsewhere."""
    from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser  # noqa: PLC0415 - an extra

    try:
        found = OneLogin_Saml2_IdPMetadataParser.parse(_text(name, path))["idp"]
        idp = {
            "entity_id": found["entityId"],
            "sso_url": found["singleSignOnService"]["url"],
            "x509cert": found.get("x509cert") or found["x509certMulti"]["signing"][0],
        }
    except ImproperlyConfigured:
        raise
    except Exception as error:
        raise ImproperlyConfigured(
            f"{name} is {path!r}, which is no metadata of an identity provider: {error}."
        ) from error
    return idp | ({"slo_url": found["singleLogoutService"]["url"]} if "singleLogoutService" in found else {})
