"""The way back from an organisation by SAML; what is no SAML at all is refused like all that is wrong."""

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from django.apps import apps
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from lxml.etree import LxmlError

PARTS = "allauth.socialaccount.providers.saml"


@login_not_required
@never_cache
def finish(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Take what the organisation said; allauth lets errors of XML through, such as refused entities."""
    try:
        answer: HttpResponse = import_string(f"{PARTS}.views.finish_acs")(
            request, organization_slug=organization_slug
        )
    except (ValueError, LxmlError) as error:
        provider = get_adapter().get_provider(request, organization_slug)
        answer = render_authentication_error(request, provider, exception=error)
    return answer


def addresses() -> list[URLPattern]:
    """Return our address of the way back, which stands before that of allauth; none without the extra."""
    if not apps.is_installed(PARTS):
        return []
    return [path("saml/<slug:organization_slug>/acs/finish/", finish, name="saml_finish")]
