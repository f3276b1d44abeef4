"""The way to an organisation and back; what can go wrong there is said in words."""

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from requests import RequestException

from mentorway.web.accounts.oidc.provider import OidcAdapter


@login_not_required
@never_cache
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _through(OAuth2LoginView, request, provider_id)


@login_not_required
@never_cache
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _through(OAuth2CallbackView, request, provider_id)


def _through(
    view: type[OAuth2LoginView] | type[OAuth2CallbackView], request: HttpRequest, provider_id: str
) -> HttpResponse:
    adapter = OidcAdapter(request, provider_id)
    try:
        provider = adapter.get_provider()
    except SocialApp.DoesNotExist:
        raise Http404 from None
    try:
        answer: HttpResponse = view.adapter_view(adapter)(request)
    except (RequestException, KeyError, ValueError) as error:  # it is away, or says what nobody understands
        answer = render_authentication_error(request, provider, exception=error)
    return answer
