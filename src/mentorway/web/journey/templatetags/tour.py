"""The bar of a guided tour, on every page."""

from typing import Any

from django import template
from django.utils.module_loading import import_string

register = template.Library()
READ = "mentorway.web.journey.views.on_tour.read"
COOKIE = "on_tour"


@register.inclusion_tag("journey/tour.html", takes_context=True)
def tour(context: dict[str, Any]) -> dict[str, Any]:
    """Show where somebody is on a tour; without one, nothing is looked up and nothing is loaded."""
    request = context.get("request")
    if request is None or COOKIE not in request.COOKIES:
        return {"here": None}
    here = import_string(READ)(request)
    is_elsewhere = here is not None and request.path != here.stop.url
    return {"here": here, "is_elsewhere": is_elsewhere, "csrf_token": context.get("csrf_token")}
