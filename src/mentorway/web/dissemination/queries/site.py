"""What everybody may read: publications, claims, programmes, open data."""

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, StrIndex

from mentorway.web.core.folding import terms
from mentorway.web.core.search import PIECE
from mentorway.web.dissemination.models import (
    Claim,
    ClaimVersion,
    Entry,
    EntryFile,
    EntryStep,
    Kind,
    Release,
    Stage,
    State,
)
from mentorway.web.dissemination.models.claims import ClaimQuerySet
from mentorway.web.dissemination.models.entries import EntryQuerySet
from mentorway.web.network.models import Partner
from mentorway.web.practices.models import Practice
from mentorway.web.practices.queries import finding
from mentorway.web.practices.queries.practices import Wanted
from mentorway.web.training.models import Edition

MOST_FOUND: Final = 200  # publications, or claims, that hold what is searched are listed
LOOKED_AT: Final = 600  # newest good practices among which a common word is looked for first
NEWEST: Final = ("is_example", "-published", "-pk")
Keys = QuerySet[Any, int]
PUBLISHED_WORDS: Final = (
    "It was published"  # how every sentence of a step begins that readers see the result of
)
OPEN_LICENCE: Final = r"^ *(CC0|CC[ -]BY([ -]SA)?)([ -][0-9.]+.*)?$"  # whoever has it may give it to anybody


def entries(now: dt.datetime, kind: str = "") -> EntryQuerySet:
    """What everybody may read at a moment, of one kind or of all, with when readers got its last version."""
    found = Entry.objects.public(now).select_related("partner").defer("texts", "search_text")
    # A published text that is handed in again makes a step, too, which readers see nothing of.
    seen = {"after": State.PUBLISHED, "said__0__text__startswith": PUBLISHED_WORDS}
    steps = EntryStep.objects.filter(entry=OuterRef("pk"), **seen).order_by("-at")
    last = Coalesce(Subquery(steps.values("at")[:1]), F("published"))
    rows = found.annotate(renewed=Greatest(F("published"), last))
    return rows.filter(kind=kind) if kind else rows


def _keys(now: dt.datetime, kind: str) -> EntryQuerySet:
    """The same without their texts, to be put in order: only what a page shows is read whole."""
    return Entry.objects.public(now).filter(kind=kind)


def news(now: dt.datetime) -> Keys:
    """The keys of news, the newest first; the example comes last."""
    return _in_order(_keys(now, Kind.NEWS), *NEWEST)


def pages(now: dt.datetime) -> Keys:
    """The keys of pages about the project in their order."""
    return _in_order(_keys(now, Kind.PAGE), "is_example", "position", "pk")


def materials(now: dt.datetime) -> Keys:
    """The keys of materials to use, the newest first."""
    return _in_order(_keys(now, Kind.MATERIAL), *NEWEST)


def coming(now: dt.datetime) -> Keys:
    """The keys of events that are not over, the next first."""
    running = Q(ends__gte=now) | Q(ends=None, starts__gte=now)
    return _in_order(_keys(now, Kind.EVENT).filter(running), "is_example", "starts", "pk")


def past(now: dt.datetime) -> Keys:
    """The keys of events that are over, the last first."""
    over = Q(ends__lt=now) | Q(ends=None, starts__lt=now)
    return _in_order(_keys(now, Kind.EVENT).filter(over), "is_example", "-starts", "-pk")


def newest_entries(now: dt.datetime) -> Keys:
    """The keys of news, events and materials without the example, the newest first."""
    rows = Entry.objects.public(now).exclude(kind=Kind.PAGE).filter(is_example=False)
    return _in_order(rows, "-published", "-pk")


def entries_holding(now: dt.datetime, words: str) -> list[int]:
    """The keys of publications whose texts for searching hold every word: enough, and one more.

    An index names those that hold the words, another those that are public in their order: of the rows, which
    are long, none is read. No index knows words of one or two letters: alone they are looked for among the
    newest.
    """
    wanted, keys = terms(words), _in_order(Entry.objects.public(now), *NEWEST)
    if not wanted:
        return []
    rows = Entry.objects.matching(words).order_by()
    if max(map(len, wanted)) < PIECE:
        rows = rows.filter(pk__in=list(keys[:MOST_FOUND]))
    named = set(rows.values_list("pk", flat=True))
    return list(islice((key for key in keys if key in named), MOST_FOUND + 1))


def _in_order(rows: Any, *order: str) -> Keys:
    found: Keys = rows.order_by(*order).values_list("pk", flat=True)
    return found


def entries_of(keys: Iterable[int], now: dt.datetime, *, files: bool = True) -> list[Entry]:
    """Publications by their keys, in the same order, with their files if they are wanted."""
    wanted = list(keys)
    rows = entries(now).filter(pk__in=wanted)
    rows = rows.prefetch_related(_files()) if files else rows
    known = {row.pk: row for row in rows}
    return [known[key] for key in wanted if key in known]


def entry_at(now: dt.datetime, kind: str, slug: str) -> Entry | None:
    """One publication, with its files; None where nobody may read it."""
    return entries(now, kind).prefetch_related(_files()).filter(slug=slug).first()


def entry_with(now: dt.datetime, slug: str) -> Entry | None:
    """One publication of whatever kind; None where nobody may read it."""
    return entries(now).filter(slug=slug).first()


def file_of(now: dt.datetime, slug: str, which: int) -> EntryFile | None:
    """A file of a publication that everybody may read."""
    return EntryFile.objects.public(now).filter(pk=which, entry__slug=slug).first()


def _files() -> Prefetch[str]:
    return Prefetch("files", EntryFile.objects.shown().order_by("language", "added", "pk"))


def claims(basis: str = "", *, withdrawn: bool = False) -> Keys:
    """The keys of claims that stand, or of those that were withdrawn; the newest first, the example last."""
    return _in_order(_claims(basis, withdrawn=withdrawn), *NEWEST)


def _claims(basis: str, *, withdrawn: bool) -> ClaimQuerySet:
    rows = Claim.objects.public().filter(state=State.WITHDRAWN if withdrawn else State.PUBLISHED)
    return rows.filter(basis=basis) if basis else rows


def claims_holding(words: str, basis: str = "", *, withdrawn: bool = False) -> list[int]:
    """The keys of claims whose texts for searching hold every word: enough, and one more."""
    rows = _claims(basis, withdrawn=withdrawn).matching(words)
    return list(_in_order(rows, *NEWEST)[: MOST_FOUND + 1])


def claims_of(keys: Iterable[int]) -> list[Claim]:
    """Claims by their keys, in the same order."""
    wanted = list(keys)
    known = {row.pk: row for row in Claim.objects.filter(pk__in=wanted).defer("search_text")}
    return [known[key] for key in wanted if key in known]


def claim_at(slug: str) -> Claim | None:
    """One claim that is or was published; None where there is none."""
    return Claim.objects.public().filter(slug=slug).first()


def claims_at(slugs: Iterable[str]) -> list[Claim]:
    """The claims with these addresses that are or were published."""
    return list(Claim.objects.public().filter(slug__in=list(slugs)))


def newest_texts(rows: Iterable[Claim]) -> dict[int, Mapping[str, Mapping[str, str]]]:
    """The texts of claims that readers see, by the claim."""
    keys = [row.pk for row in rows]
    found = ClaimVersion.objects.filter(claim__in=keys).order_by("claim", "number")
    return dict(found.values_list("claim", "texts"))  # those of the newest come last, and stay


def versions_of(claim: Claim) -> QuerySet[ClaimVersion]:
    """What a claim was at each publication, the newest first, without its chains."""
    return claim.versions.defer("chain", "texts").order_by("-number")


def entries_with(claim: Claim, now: dt.datetime) -> EntryQuerySet:
    """The publications that everybody may read and in which a claim stands."""
    return entries(now).filter(claims=claim).order_by("-published", "-pk")


def editions() -> QuerySet[Edition]:
    """The newest version of every programme that everybody may have.

    That is the example, and what a partner shares with the network under a licence that lets whoever has it
    give it to anybody; the licence is the one of that version, not of the draft.
    """
    of_same = Edition.objects.filter(programme=OuterRef("programme")).order_by("-number")
    shared = Q(programme__is_shared=True) | Q(programme__is_example=True)
    rows = Edition.objects.filter(
        shared, programme__deleted=None, number=Subquery(of_same.values("number")[:1])
    )
    open_to_all = Q(programme__is_example=True) | Q(content__programme__licence__iregex=OPEN_LICENCE)
    rows = rows.filter(open_to_all).select_related("programme__partner")
    return rows.order_by("programme__is_example", "-published", "-pk")


def edition_of(programme: int) -> Edition | None:
    """The newest version of one of these programmes."""
    return editions().filter(programme=programme).first()


def releases() -> QuerySet[Release]:
    """Open data that everybody may fetch, the newest first; withdrawn data is not listed."""
    rows = Release.objects.public().filter(stage=Stage.PUBLISHED).select_related("study__partner")
    return rows.defer("tables").order_by("is_example", "-published", "-pk")


def release_at(token: UUID) -> Release | None:
    """One data release that is or was published."""
    return Release.objects.public().select_related("study__partner").filter(token=token).first()


def shows_practices() -> bool:
    """Whether there is a good practice that everybody may read."""
    return Practice.objects.public().exists()


def shows_partners() -> bool:
    """Whether a partner asked to be shown to everybody."""
    return Partner.objects.public().exists()


def practices_holding(words: str) -> tuple[list[int], bool]:
    """The keys of good practices that hold every word, and whether there are more.

    A word that stands in many is found among the newest at once; only for others the index is asked.
    """
    long = [term for term in terms(words) if len(term) >= PIECE]
    if long:
        newest = _in_order(Practice.objects.public(), "deleted", "-changed", "-pk")[:LOOKED_AT]
        rows = Practice.objects.filter(pk__in=list(newest))
        for number, word in enumerate(long):
            rows = rows.alias(**{f"place{number}": StrIndex("search_text", Value(word))})
            rows = rows.filter(**{f"place{number}__gt": 0})
        keys = list(_in_order(finding.chosen(rows, Wanted(words=words)), "-changed", "-pk"))
        if len(keys) > finding.ENOUGH:
            return keys[: finding.ENOUGH], True
    found = finding.find(Practice.objects.public(), Wanted(words=words))
    keys = list(found.keys[: finding.ENOUGH + 1])
    return keys[: finding.ENOUGH], found.is_cut or len(keys) > finding.ENOUGH


def newest_claims() -> Keys:
    """The keys of claims without the example, the newest first; those that were withdrawn are told, too."""
    return _in_order(Claim.objects.public().filter(is_example=False), "-published", "-pk")
