"""What is other in a new version of a claim than in the one before, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from mentorway.figures import figure as written
from mentorway.web.dissemination.analysis.figures import Figure, shown
from mentorway.web.dissemination.analysis.links import Chain, from_kept, identity
from mentorway.web.dissemination.analysis.sources import source_of
from mentorway.web.dissemination.models import LANGUAGES, Claim, ClaimVersion
from mentorway.wording import Message, listed

FIELDS: Final = {
    "title": Message("The title is other in these languages: %(languages)s."),
    "sentence": Message("The sentence is other in these languages: %(languages)s."),
    "limits": Message("What it does not say is other in these languages: %(languages)s."),
}
WITHDRAWN: Final = Message("It had been withdrawn and is published again.")


def changes(before: ClaimVersion, claim: Claim, figure: Figure, chain: Chain) -> list[Message]:
    """Return what publishing ``claim`` now makes other than in the version ``before``."""
    return [
        *_of_number(before, figure),
        *_of_making(before, claim, figure),
        *_of_chain(before, chain),
        *_of_texts(before.texts, claim.texts),
        *_of_licence(before, claim),
    ]


def _of_number(before: ClaimVersion, figure: Figure) -> Iterator[Message]:
    number = before.number
    if before.unit != figure.unit:
        yield Message("It is about a number of another kind than in version %(number)d.", {"number": number})
    elif before.value != figure.value:
        # In English signs: a version is read in every language, and the number itself stands above it.
        then, now = shown(before, "en"), shown(figure, "en")
        if then == now:
            now, then = written(figure.value, 6, "en"), written(before.value, 6, "en")
        yield Message(
            "The number is %(now)s; in version %(number)d it was %(then)s.",
            {"now": now, "then": then, "number": number},
        )
    if before.n != figure.n and before.n is not None and figure.n is not None:
        yield Message(
            "It rests on %(now)d people; in version %(number)d it rested on %(then)d.",
            {"now": figure.n, "then": before.n, "number": number},
        )
    if before.value == figure.value and (before.low, before.high) != (figure.low, figure.high):
        yield Message("Its interval is other than in version %(number)d.", {"number": number})


def _of_making(before: ClaimVersion, claim: Claim, figure: Figure) -> Iterator[Message]:
    values: dict[str, Any] = {"number": before.number}
    if source_of(before) != source_of(claim):
        yield Message("It rests on another source than version %(number)d.", values)
    if before.method != figure.method:
        yield Message("It is computed by another method than in version %(number)d.", values)
    if before.data_hash != figure.data_hash:
        yield Message("It rests on other data than version %(number)d.", values)
    elif before.library_version != figure.library_version:
        yield Message(
            "It was computed by other versions of the programs than version %(number)d: %(now)s.",
            {**values, "now": figure.library_version},
        )


def _of_chain(before: ClaimVersion, chain: Chain) -> Iterator[Message]:
    then = {identity(one): one.title for one in from_kept(before.chain).links if one.kind != "claim"}
    now = {identity(one): one.title for one in chain.links if one.kind != "claim"}
    for text, rows in (
        ("New in the chain of evidence: %(titles)s.", [now[one] for one in now.keys() - then.keys()]),
        ("No longer in the chain of evidence: %(titles)s.", [then[one] for one in then.keys() - now.keys()]),
    ):
        if rows:
            yield Message(text, {"titles": listed(sorted(rows))})


def _of_texts(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Message]:
    for field, text in FIELDS.items():
        other = [
            code
            for code in LANGUAGES
            if before.get(code, {}).get(field, "") != now.get(code, {}).get(field, "")
        ]
        if other:
            yield Message(text.text, {"languages": ", ".join(other)})


def _of_licence(before: ClaimVersion, claim: Claim) -> Iterator[Message]:
    if before.licence != claim.licence:
        yield Message(
            "The licence is %(now)s; in version %(number)d it was %(then)s.",
            {"now": claim.licence, "then": before.licence, "number": before.number},
        )
