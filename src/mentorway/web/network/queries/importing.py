"""Reads about files of partners."""

from django.db.models import QuerySet

from mentorway.web.accounts.models import User
from mentorway.web.network.models import PartnerImport


def waiting_for(user: User) -> QuerySet[PartnerImport]:
    """The files that ``user`` read and has not taken in."""
    return PartnerImport.objects.visible_to(user).order_by("-at")
