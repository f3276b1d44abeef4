"""Who may come in with an organisation: joined to an account, let in anew, or asked to connect first.

Somebody who comes with an address is joined to the account of that address only if the organisation says that
the address is proved *and* the installation trusts it with addresses of that domain. Else anybody who runs a
provider could take any account. Everybody else signs in as before and connects on the page of their account.
"""

import ssl
from typing import Any, Final

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthError, AuthProcess, Provider
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mentorway.web.accounts import actions
from mentorway.web.accounts.models import User
from mentorway.web.core import audit
from mentorway.web.core.unable import causes

LONGEST_NAME: Final = 150
REFUSED, AWAY = 403, 502
EXPIRED: Final = 10  # X509_V_ERR_CERT_HAS_EXPIRED
# How organisations say that a second step was asked: RFC 8176 and what large providers write
SECOND_STEPS: Final = frozenset({"mfa", "otp", "hwk", "swk", "fido", "phr", "phrh"})


def is_trusted(provider: Provider, address: str) -> bool:
    """Whether the installation trusts this organisation with addresses of that domain."""
    return address.rpartition("@")[2].lower() in provider.app.settings.get("domains", [])


class OrganisationAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        return is_trusted(login.provider, email)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse whom nothing leads to an account; remember whether a second step was asked there."""
        if sociallogin.is_existing and not sociallogin.user.is_active:
            raise ImmediateHttpResponse(
                _refusal(request, sociallogin.provider, _("This account may sign in no more."))
            )
        _keep_little(sociallogin)
        if proved := sociallogin._did_authenticate_by_email:  # noqa: SLF001 - how allauth says by what
            actions.prove(sociallogin.user, proved)
        wanted = sociallogin.provider.app.settings.get("second_step", [])
        request.second_step_elsewhere = bool(wanted) and _has_second_step(request, wanted)  # type: ignore[attr-defined]
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        if not sociallogin.is_existing and not self.is_open_for_signup(request, sociallogin):
            raise ImmediateHttpResponse(_refusal(request, sociallogin.provider, _nobody_known()))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Whether the organisation may bring new people: of its own domains, with proved addresses only."""
        del request
        creates = sociallogin.provider.app.settings.get("creates", False)
        proved = [one.email for one in sociallogin.email_addresses if one.verified]
        return bool(creates and any(is_trusted(sociallogin.provider, one) for one in proved))

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        del request, sociallogin
        return True

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> User:
        """Take name and address once, when the account is made; later they are the person's own."""
        del request
        user: User = sociallogin.user
        user.email = str(data.get("email") or "").strip().lower()
        parts = (data.get("first_name"), data.get("last_name"))
        name = str(data.get("name") or " ".join(str(one) for one in parts if one))
        user.name = (" ".join(name.split()) or user.email.partition("@")[0])[:LONGEST_NAME]
        user.language = get_language() or "en"
        return user

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Provider,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> None:
        """Say in words what went wrong."""
        del extra_context
        if error == AuthError.CANCELLED:
            return
        text, status = _said(exception), AWAY if isinstance(exception, requests.RequestException) else REFUSED
        raise ImmediateHttpResponse(_refusal(request, provider, text, status))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Write down what was connected or disconnected, besides telling the person."""
        super().send_notification_mail(*args, **kwargs)
        done = {
            "socialaccount/email/account_connected": audit.Done.ORGANISATION_CONNECTED,
            "socialaccount/email/account_disconnected": audit.Done.ORGANISATION_DISCONNECTED,
        }.get(args[0] if args else "")
        user = args[1] if len(args) > 1 else kwargs.get("user")
        if done and isinstance(user, User):
            audit.record(done, actor=user, about=audit.of_person(user))


def _keep_little(sociallogin: SocialLogin) -> None:
    """Keep of what the organisation said only the address, so that people know which account it is."""
    account = sociallogin.account
    account.extra_data = {"email": next((one.email for one in sociallogin.email_addresses), "")}
    if account.pk:
        account.save(update_fields=["extra_data"])


def _has_second_step(request: HttpRequest, wanted: list[str]) -> bool:
    told = getattr(request, "told_by_organisation", {})
    methods = told.get("amr", [])
    said = {str(one) for one in (methods if isinstance(methods, list) else [methods])}
    said.add(str(told.get("acr", "")))
    return bool(said & (SECOND_STEPS if wanted == ["1"] else frozenset(wanted)))


def _refusal(request: HttpRequest, provider: Provider, text: str, status: int = REFUSED) -> Any:
    context = {"provider": provider, "text": text}
    return render(request, "socialaccount/refused.html", context, status=status)


def _nobody_known() -> str:
    return _(
        "Nobody is known here by what your organisation says of you. If you have an account, sign in as "
        "before and connect it under “Organisations” of your account. If you have none, ask the people in "
        "charge of your partner."
    )


def _said(error: Exception | None) -> str:
    if isinstance(error, requests.exceptions.SSLError):
        return _why_not_safe(error)
    if isinstance(error, requests.exceptions.ConnectionError | requests.exceptions.Timeout):
        return _("The sign-in of your organisation does not answer. Try again later, or sign in another way.")
    if isinstance(error, requests.RequestException):
        return _(
            "The sign-in of your organisation answers with an error. Try again later, or sign in another way."
        )
    return _(
        "What your organisation said could not be taken: it was not meant for us, too old, or not signed as "
        "it must be. Begin again; if it stays so, tell those who run this installation."
    )


def _why_not_safe(error: Exception) -> str:
    if "expired" in str(error) or _is_expired(error):
        return _(
            "The certificate of the sign-in of your organisation has expired, so nothing was sent there. "
            "Tell your organisation, or sign in another way."
        )
    return _(
        "The sign-in of your organisation has no certificate that can be trusted, so nothing was sent there. "
        "Tell your organisation, or sign in another way."
    )


def _is_expired(error: BaseException) -> bool:
    return any(
        isinstance(one, ssl.SSLCertVerificationError) and one.verify_code == EXPIRED for one in causes(error)
    )
