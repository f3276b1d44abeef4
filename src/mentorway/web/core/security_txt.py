"""Whom to tell about a weakness of this installation, as RFC 9116 has it."""

import datetime as dt
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from mentorway.web.core.addresses import whole

HOLDS: Final = dt.timedelta(days=180)  # a copy that is older is not believed


@login_not_required
@cache_control(public=True, max_age=24 * 3600)
@require_safe
def security_txt(_request: HttpRequest) -> HttpResponse:
    """Say whom to tell: who was named in the environment, or those who answer for the data here."""
    until = (timezone.now() + HOLDS).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: {settings.MENTORWAY_SECURITY_CONTACT or whole(reverse('privacy:who_answers'))}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {whole(reverse('security_txt'))}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
