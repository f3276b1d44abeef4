"""What publishing wants from a person now."""

from django.urls import reverse
from django.utils import timezone

from mentorway.web.accounts.models import User
from mentorway.web.core.needs import Need
from mentorway.web.dissemination.analysis import (
    wanting_claims,
    wanting_entries,
    wanting_outreach,
    wanting_releases,
)


def needs_of(user: User) -> list[Need]:
    """What claims and publications want: a second reader, evidence that holds, counts, new days."""
    claims = [
        Need(one.text, reverse(f"dissemination:{one.page}", args=[one.claim.pk]), urgent=one.is_urgent)
        for one in wanting_claims.wanted_of(user)
    ]
    entries = [
        Need(one.text, reverse(f"dissemination:{one.page}", args=[one.entry.pk]), urgent=one.is_urgent)
        for one in wanting_entries.wanted_of(user)
    ]
    late = [
        Need(one.text, reverse("dissemination:finish_action", args=[one.action.pk]))
        for one in wanting_outreach.wanted_of(user, timezone.localdate())
    ]
    data = [
        Need(one.text, reverse(f"dissemination:{one.page}", args=[one.release.pk]))
        for one in wanting_releases.wanted_of(user)
    ]
    return [*claims, *entries, *late, *data]
