"""What search engines may list: never the example."""

import datetime as dt
from collections.abc import Iterator
from typing import Final
from uuid import UUID

from django.db.models import Max

from mentorway.web.dissemination.models import Claim, Entry, Release, Stage, State
from mentorway.web.dissemination.queries import site as queries
from mentorway.web.practices.models import Practice

PRACTICES_A_FILE: Final = 5000  # one address each
ROWS_A_FILE: Final = 1000  # an address in each of five languages
Row = tuple[str, dt.datetime]


def practice_files() -> list[int]:
    """The numbers of the files of practices: each is of a stretch of keys, so none has to be counted."""
    rows = Practice.objects.public().filter(is_example=False)
    last = Practice.objects.aggregate(last=Max("pk"))["last"] or 0
    stretches = range(last // PRACTICES_A_FILE + 1)
    return [number for number in stretches if rows.filter(pk__range=_stretch(number)).exists()]


def practices(number: int) -> Iterator[tuple[UUID, dt.datetime]]:
    """Token and last change of the practices in a file.

    An index says which of them are public and when they changed; a row of a practice is long, and its token
    stands at its beginning.
    """
    rows = Practice.objects.public().filter(is_example=False, pk__range=_stretch(number))
    changed = dict(rows.order_by().values_list("pk", "changed"))
    tokens = Practice.objects.filter(pk__range=_stretch(number)).order_by("pk").values_list("pk", "token")
    return ((token, changed[key]) for key, token in tokens if key in changed)


def _stretch(number: int) -> tuple[int, int]:
    return number * PRACTICES_A_FILE, (number + 1) * PRACTICES_A_FILE - 1


def entry_count(now: dt.datetime) -> int:
    """How many publications are listed."""
    return Entry.objects.public(now).filter(is_example=False).count()


def entries(now: dt.datetime, number: int) -> list[Entry]:
    """The publications in a file, with when readers got their last version."""
    rows = queries.entries(now).select_related(None).filter(is_example=False).order_by("pk")
    start = number * ROWS_A_FILE
    return list(rows.only("kind", "slug", "language", "shown", "published")[start : start + ROWS_A_FILE])


def claim_count() -> int:
    """How many claims are listed: those that stand."""
    return Claim.objects.standing().filter(is_example=False).count()


def claims(number: int) -> list[Row]:
    """Address and last version of the claims in a file."""
    rows = Claim.objects.standing().filter(is_example=False).annotate(last=Max("versions__at"))
    start = number * ROWS_A_FILE
    return list(rows.order_by("pk").values_list("slug", "last")[start : start + ROWS_A_FILE])


def releases() -> list[tuple[UUID, dt.datetime]]:
    """Token and moment of the data that is published."""
    rows = Release.objects.filter(stage=Stage.PUBLISHED, is_example=False).order_by("pk")
    return [(token, moment) for token, moment in rows.values_list("token", "published") if moment]


def programmes() -> list[tuple[int, dt.datetime]]:
    """Key and last version of the programmes that everybody may have."""
    rows = queries.editions().filter(programme__is_example=False)
    return list(rows.values_list("programme", "published"))


def newest(now: dt.datetime) -> dt.datetime | None:
    """When something was published last."""
    moments = [
        Entry.objects.public(now).aggregate(last=Max("published"))["last"],
        Claim.objects.filter(state=State.PUBLISHED).aggregate(last=Max("published"))["last"],
    ]
    return max((one for one in moments if one), default=None)
