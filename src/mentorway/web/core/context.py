"""What every page's template can count on."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from mentorway.web import flow


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the navigation, and the activity that this page belongs to."""
    match = request.resolver_match
    here = match.namespaces[0] if match and match.namespaces else ""
    listed = [(one, one.app == here) for one in flow.built() if one.listed]
    helped = next((one.app for one, is_here in listed if is_here), "")
    return {"organisations": settings.ORGANISATIONS, "navigation": listed, "helped": helped}
