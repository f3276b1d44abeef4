"""Where sign-in meets our own rules."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mentorway.web.accounts import actions, letters, rules, visits
from mentorway.web.accounts.language import remember
from mentorway.web.accounts.models import User
from mentorway.web.accounts.second_step import FROM_PROVIDER
from mentorway.web.core import metrics


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        del request
        return bool(settings.MENTORWAY_SIGN_UP)

    def clean_email(self, email: str) -> str:
        """Refuse another address where whoever is signed in keeps theirs."""
        user = self.request.user if self.request else None
        if isinstance(user, User) and rules.keeps_address(user) and email.lower() != user.email:
            raise ValidationError(
                _("Accounts of the example are shared by many, so their e-mail addresses stay as they are.")
            )
        return str(super().clean_email(email))

    def pre_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse | None:
        """Let a person for whom nobody has chosen a language keep the one they came in with."""
        answer: HttpResponse | None = super().pre_login(request, user, **details)
        here = get_language()
        if answer is None and here and user.last_login is None and user.language == settings.LANGUAGE_CODE:
            actions.speak(user, language=here)
        return answer

    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **details)
        remember(response, user.language)
        device = visits.note(request)
        if getattr(request, "second_step_elsewhere", False):
            request.session[FROM_PROVIDER] = True
        is_new = not visits.is_known(request, user)
        if is_new and settings.MENTORWAY_TELL_NEW_DEVICES and not details.get("signup"):
            letters.new_device(user, device)
        visits.make_known(request, response, user)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        metrics.login_failed()

    def set_password(self, user: User, password: str) -> None:
        """Keep a new password, and sign the person out everywhere else."""
        super().set_password(user, password)
        actions.sign_out_everywhere(user, but=self.request.session.session_key if self.request else None)


class TwoStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": settings.MENTORWAY_PUBLIC.host, "name": "Mentorway"}
