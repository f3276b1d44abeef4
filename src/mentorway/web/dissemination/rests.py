"""What is published, or prepared to be, because of a row of an earlier activity."""

from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, pgettext

from mentorway.web.accounts.models import User
from mentorway.web.core.rests import Resting
from mentorway.web.dissemination.models import Claim
from mentorway.web.dissemination.queries.rests import WAYS, claims_on


def resting_on(row: Model, user: User) -> list[Resting]:
    """Return the claims that rest on ``row``."""
    if type(row) not in WAYS:
        return []
    rows = list(claims_on(row, user))
    keys = [one.pk for one in rows]
    own = set(Claim.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    return [Resting(str(one), _address(one, is_own=one.pk in own), _note(one)) for one in rows]


def _address(claim: Claim, *, is_own: bool) -> str:
    """Return where the reader may see it: inside, or its public page."""
    if not is_own:
        try:
            return reverse("site:claim", args=[get_language() or "en", claim.slug])
        except NoReverseMatch:
            return ""
    return reverse("dissemination:claim", args=[claim.pk])


def _note(claim: Claim) -> str:
    if claim.broken is not None:
        return pgettext("claim", "Its evidence is broken")
    return str(claim.get_state_display())
