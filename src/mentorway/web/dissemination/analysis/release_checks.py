"""What is refused before anything is computed: choices that do not go together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mentorway.web.dissemination.analysis.release_choices import OUT, Choices
from mentorway.web.dissemination.analysis.release_offers import Offered, place_column
from mentorway.web.dissemination.models import Release
from mentorway.wording import Message, listed, shown

MOST_DIMENSIONS = 2


def problems_of(
    choices: Choices, offers: Mapping[str, Offered], earlier: Sequence[Release]
) -> Iterator[Message]:
    """Yield what is wrong with what was chosen, a sentence each."""
    strange = [name for name in choices.ways if name not in offers]
    strange += [name for table in choices.tables for name in table if name not in offers]
    if strange:
        yield Message(
            "The study has no columns %(names)s that can be published.", {"names": listed(strange, most=5)}
        )
        return
    for name, way in choices.ways.items():
        if way not in offers[name].ways:
            yield Message("“%(name)s” cannot be published like this.", {"name": shown(name)})
    if not choices.columns and not choices.tables:
        yield Message("Choose at least one column of the answers, or one table.")
    yield from _of_tables(choices, offers)
    yield from _of_scales(choices)
    yield from _of_earlier(choices, offers, earlier)


def _of_tables(choices: Choices, offers: Mapping[str, Offered]) -> Iterator[Message]:
    places = {place_column(list(offers.values()), one) for one in ("country", "sector")}
    for table in choices.tables:
        if len(table) > MOST_DIMENSIONS or len(set(table)) < len(table):
            yield Message("A table is by one column, or by two different ones.")
        elif len(table) == MOST_DIMENSIONS and not set(table) & places:
            yield Message("A table by two columns is by country or by sector, and one other.")
        closed = [name for name in table if name not in choices.columns]
        opinions = [name for name in table if not offers[name].is_known_by(choices.ways.get(name, OUT))]
        if choices.is_open and closed and opinions:
            yield Message(
                "The table by %(names)s needs columns that are not in the open answers. Take these in, or "
                "leave the table out: otherwise its hidden cells could be counted.",
                {"names": listed(list(table))},
            )


def _of_scales(choices: Choices) -> Iterator[Message]:
    for scale in choices.scales:
        lacking = [one for one in scale.items if one not in choices.columns]
        if choices.is_open and lacking:
            yield Message(
                "The mean of “%(scale)s” needs columns that are not in the open answers: %(names)s.",
                {"scale": scale.title, "names": listed(lacking, most=6)},
            )


def _of_earlier(
    choices: Choices, offers: Mapping[str, Offered], earlier: Sequence[Release]
) -> Iterator[Message]:
    if not earlier:
        return
    if not choices.changes.strip():
        yield Message("Say what is other than in the version before.")
    was_open = [one for one in earlier if (one.tables or {}).get("open")]
    if was_open and not choices.is_open:
        yield Message("The answers are open already, so a new version of them has to be open, too.")
    if choices.is_open and not was_open and choices.most_left_out:
        yield Message(
            "Tables of everybody are published already, so nobody may be left out of the open answers now: "
            "choose 0 %."
        )
    known = {name for one in was_open for name in (one.verdict or {}).get("facts", ())}
    facts = [one for one in choices.columns if offers[one].is_known_by(choices.ways[one])]
    new = [one for one in facts if one not in known]
    if was_open and new:
        yield Message(
            "These facts about people are not in the version before: %(names)s. Rows of both could be joined "
            "by their answers, so a new version has no other facts.",
            {"names": listed(new, most=6)},
        )
