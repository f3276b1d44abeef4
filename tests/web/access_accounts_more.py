"""Pages of signing in beside those of allauth's own: where one is signed in, organisations, directories."""

import uuid

from tests.web.access_table import Address

OWN = "login 200 200 200 200 200"
TOKEN_ASKED = "401 401 401 401 401 401"  # noqa: S105


def _organisation(_world):
    return {"provider_id": "oidc-9"}


def _saml(_world):
    return {"organization_slug": "saml-9"}


def _row(_world):
    return {"pk": 1}


ADDRESSES = {
    "accounts:sessions": Address(OWN),
    "accounts:end_sessions": Address("login 302 302 302 302 302", method="post"),
    "accounts:end_session": Address(
        "login 404 404 404 404 404", lambda _world: {"token": uuid.UUID(int=7)}, method="post"
    ),
    "openid_connect_login": Address("404 404 404 404 404 404", _organisation),
    "openid_connect_callback": Address("404 404 404 404 404 404", _organisation),
    "saml_login": Address("404 404 404 404 404 404", _saml),
    "saml_acs": Address("302 302 302 302 302 302", _saml, method="post"),
    "accounts:saml_finish": Address("404 404 404 404 404 404", _saml),
    "saml_finish_acs": Address("404 404 404 404 404 404", _saml),
    "saml_sls": Address("404 404 404 404 404 404", _saml),
    "saml_metadata": Address("404 404 404 404 404 404", _saml),
    "socialaccount_connections": Address(OWN),
    "socialaccount_login_cancelled": Address("200 200 200 200 200 200"),
    "socialaccount_login_error": Address("login 401 401 401 401 401"),
    "socialaccount_signup": Address("302 302 302 302 302 302"),
    "scim:users": Address(TOKEN_ASKED),
    "scim:user": Address(TOKEN_ASKED, _row),
    "scim:groups": Address(TOKEN_ASKED),
    "scim:group": Address(TOKEN_ASKED, _row),
    "scim:service": Address(TOKEN_ASKED),
    "scim:types": Address(TOKEN_ASKED),
    "scim:schemas": Address(TOKEN_ASKED),
}
