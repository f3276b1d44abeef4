"""Rows that belong to a partner, may be of the example, and lie in a bin when they are deleted."""

import datetime as dt
from typing import Self, TypeVar

from django.db import models

from mentorway.web.accounts.models import User
from mentorway.web.core.folding import terms
from mentorway.web.network.models.partners import Partner, belonging_to, belongs, sees_all

Row = TypeVar("Row", bound=models.Model)


class OwnedQuerySet(models.QuerySet[Row]):
    """Whoever builds on it may say in ``own_of`` whose rows are one's own besides those of the partner."""

    def own_of(self, user: User) -> models.Q:
        """The condition of those that are ``user``'s own."""
        return models.Q(partner__in=belonging_to(user))

    def owned_by(self, user: User) -> Self:
        """Those that are ``user``'s own."""
        return self.filter(self.own_of(user))

    def seen_by(self, user: User) -> Self:
        """Those that are ``user``'s own, and the example for members; coordinators see all."""
        if sees_all(user):
            return self
        shown = models.Q(is_example=True) if belongs(user) else models.Q(pk__in=[])
        return self.filter(self.own_of(user) | shown)

    def visible_to(self, user: User) -> Self:
        """What ``user`` may see and nobody has deleted."""
        return self.seen_by(user).filter(deleted=None)

    def worked_on_by(self, user: User) -> Self:
        """Those whose people ``user`` works with: their own; the people of the example are invented."""
        return self.seen_by(user).filter(self.own_of(user) | models.Q(is_example=True), deleted=None)

    def matching(self, words: str) -> Self:
        """Those in which, or in the name of whose partner, every word is written."""
        found = self
        for term in terms(words):
            named = Partner.objects.filter(search_text__holds=term)
            found = found.filter(models.Q(search_text__holds=term) | models.Q(partner__in=named))
        return found

    def deleted_before(self, moment: dt.datetime) -> Self:
        """Those that have been in the bin since before ``moment``."""
        return self.filter(deleted__lt=moment)
