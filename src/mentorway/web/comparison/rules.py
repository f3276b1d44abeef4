"""Who may do what with answers and the analyses asked of them."""

from django.contrib.auth.models import AnonymousUser

from mentorway.web.accounts.models import User
from mentorway.web.comparison.models import Analysis, Comparison, Dataset, State


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


def may_renew(user: User | AnonymousUser, dataset: Dataset) -> bool:
    """Those who work with stored answers bring newer ones; newer sums come from who puts them together."""
    return dataset.state == State.READY and not dataset.holds_sums and may_work(user, dataset)


def may_ask(user: User | AnonymousUser, comparison: Comparison) -> bool:
    """Those who may work with its answers."""
    return may_work(user, comparison.analysis.dataset)


def may_rename(user: User | AnonymousUser, analysis: Analysis) -> bool:
    """Those who may put it away may also say better what it asks."""
    return may_remove(user, analysis)


def may_remove(user: User | AnonymousUser, analysis: Analysis) -> bool:
    """Who asked it, and who may dispose of the answers."""
    if not isinstance(user, User) or not may_work(user, analysis.dataset):
        return False
    return analysis.created_by_id == user.pk or may_dispose(user, analysis.dataset)
