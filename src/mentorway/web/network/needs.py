"""What the network wants from a person now."""

from django.urls import reverse
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core.needs import Need
from mentorway.web.network.queries import partners as queries
from mentorway.web.network.rules import partners as rules


def needs_of(user: User) -> list[Need]:
    """Partners to take in, and partners in which nobody is in charge."""
    if not rules.may_coordinate(user):
        return []
    if not queries.partners_of(user).exists():
        return [Need(_("Add the first partner of the network."), reverse("network:found"))]
    text = _("Nobody is in charge of %(partner)s: add an administrator.")
    return [
        Need(text % {"partner": partner}, reverse("network:add_person", args=[partner.pk]), urgent=True)
        for partner in queries.without_anyone_in_charge(user)
    ]
