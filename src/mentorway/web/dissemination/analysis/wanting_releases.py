"""What open data want from a person now: to be read a second time, to be mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core.whether import rows_if_any
from mentorway.web.dissemination.models import Release
from mentorway.web.dissemination.queries import releases as queries


@dataclass(frozen=True)
class Wanted:
    """A sentence, the version it is about, and the page where it is done."""

    text: str
    page: str
    release: Release


def wanted_of(user: User) -> Iterator[Wanted]:
    """Return what open data want from ``user``."""
    for release in rows_if_any(queries.waiting_for_reader, user):
        text = _("Open data “%(release)s” wait for a second reader.") % {"release": release}
        yield Wanted(text, "publish_release", release)
    for release in rows_if_any(queries.failed_of, user):
        text = _("Open data “%(release)s” could not be packed. See why.") % {"release": release}
        yield Wanted(text, "release", release)
