"""An organisation that people sign in with by OpenID Connect."""

from collections.abc import Mapping
from typing import Any, Final

from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, get_random_string

NONCE: Final = "oidc_nonce"  # in the session, by provider
SIGNED_BY: Final = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384")


class OidcAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        del token
        told = self._decode_id_token(app, str(kwargs["response"].get("id_token", "")))
        nonce = request.session.pop(f"{NONCE}_{app.provider_id}", "")
        if not nonce or not constant_time_compare(str(told.get("nonce", "")), nonce):
            raise OAuth2Error("The nonce of the token is not the one that was sent.")
        request.told_by_organisation = told  # type: ignore[attr-defined]
        return self.get_provider().sociallogin_from_response(request, {"id_token": told})

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """Return what a token says whose signature, issuer, audience and time are right."""
        header = _header(id_token)
        if header.get("alg") not in SIGNED_BY or "kid" not in header:
            raise OAuth2Error(f"A token signed with {header.get('alg')!r} is not taken.")
        config = self.openid_config
        issuer = str(app.settings["server_url"]).removesuffix("/")
        if str(config.get("issuer", "")).removesuffix("/") != issuer:
            raise OAuth2Error("The provider calls itself otherwise than the settings do.")
        told: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=config["jwks_uri"],
            issuer=config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
            verify_signature=True,
        )
        if "exp" not in told or "sub" not in told:
            raise OAuth2Error("The token does not say until when it holds, or whose it is.")
        return told


def _header(id_token: str) -> Mapping[str, Any]:
    try:
        found: Mapping[str, Any] = jwtkit.jwt.get_unverified_header(id_token)
    except jwtkit.jwt.PyJWTError as error:
        raise OAuth2Error("There is no token that says who it is.") from error
    return found


class OidcProvider(OpenIDConnectProvider):  # type: ignore[misc]
    oauth2_adapter_class = OidcAdapter
    supports_token_authentication = False

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        """Return what goes along, nothing of which comes from the address that was asked."""
        del action
        nonce = get_random_string(32)
        request.session[f"{NONCE}_{self.app.provider_id}"] = nonce
        return {"nonce": nonce}

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        del request
        return list(self.get_scope())

    def redirect(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send people to the organisation, also where allauth gives no parameters of its own."""
        if "nonce" not in (kwargs.get("auth_params") or {}):
            kwargs["auth_params"] = self.get_auth_params_from_request(request, "")
        answer: HttpResponse = super().redirect(request, *args, **kwargs)
        return answer

    def extract_extra_data(self, data: Mapping[str, Any]) -> dict[str, str]:
        """Return what is kept: the address, so that people know which of their accounts it is."""
        return {"email": str(data["id_token"].get("email", ""))[:254]}

    def extract_uid(self, data: Mapping[str, Any]) -> str:
        return str(data["id_token"]["sub"])


provider_classes = [OidcProvider]
