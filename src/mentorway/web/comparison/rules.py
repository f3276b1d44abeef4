"""Who may do what with answers and their comparisons."""

from django.contrib.auth.models import AnonymousUser

from mentorway.web.accounts.models import User
from mentorway.web.comparison.models import Comparison, Dataset


def may_work(user: User | AnonymousUser, dataset: Dataset) -> bool:
    """Everyone of the partner that owns the answers; nobody changes the example."""
    return (
        isinstance(user, User)
        and not dataset.is_example
        and user.memberships.filter(partner=dataset.partner_id).exists()
    )


def may_dispose(user: User | AnonymousUser, dataset: Dataset) -> bool:
    """Who uploaded the answers, and who is in charge of the partner that owns them."""
    if not isinstance(user, User) or not may_work(user, dataset):
        return False
    in_charge = user.memberships.in_charge().filter(partner=dataset.partner_id)
    return dataset.uploaded_by_id == user.pk or in_charge.exists()


def may_ask(user: User | AnonymousUser, comparison: Comparison) -> bool:
    """Those who may work with its answers."""
    return may_work(user, comparison.dataset)
