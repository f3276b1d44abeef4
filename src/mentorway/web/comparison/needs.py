"""What a comparison wants from a person now."""

from django.urls import reverse
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.comparison import queries
from mentorway.web.comparison.models import Stage
from mentorway.web.core.needs import Need
from mentorway.web.core.whether import rows_if_any


def needs_of(user: User) -> list[Need]:
    """Answers that wait to be checked, and results that newer answers changed."""
    return [*_to_check(user), *_changed(user)]


def _to_check(user: User) -> list[Need]:
    text = _("Look at %(title)s before it is compared.")
    return [
        Need(text % {"title": dataset.title}, reverse("comparison:answers", args=[dataset.pk]))
        for dataset in rows_if_any(queries.waiting_for, user)
    ]


def _changed(user: User) -> list[Need]:
    changed = _("With the newer answers, %(title)s says something else than before.")
    failed = _("With the newer answers, %(title)s could not be repeated.")
    found = []
    for version in queries.changed_for(user):
        text = failed if version.stage == Stage.FAILED else changed
        url = reverse("comparison:overview", args=[version.pk])
        found.append(Need(text % {"title": version.analysis.title}, url))
    return found
