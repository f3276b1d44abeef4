"""Stored answers → the sums that a call asks for, and what of them stays in the house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mentorway.answers import Item, Snapshot
from mentorway.federation.calls import Call, Floor, check_floor
from mentorway.federation.refusing import Reason, RefusedError
from mentorway.moments import Block, Package, Wanted, package_of, reduce_finely
from mentorway.moments.cube import Cube, FineCell
from mentorway.wording import InvalidInputError, Message, listed, shown


@dataclass(frozen=True)
class Line:
    """One cell as people look at it before it goes: who is in it, how many, and whether it is sent."""

    values: tuple[str, ...]
    complete: bool
    people: int
    sent: bool


@dataclass(frozen=True)
class Sheet:
    """One scale of a package: how many people are sent and withheld, cell by cell."""

    scale: str
    items: int
    people: int
    withheld: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Prepared:
    """What would leave the house, and every cell that it is made of."""

    package: Package
    sheets: tuple[Sheet, ...]


def prepare(snapshot: Snapshot, call: Call, floor: Floor) -> Prepared:
    """Sum up stored answers as a call asks. Nothing leaves the house by this.

    Parameters
    ----------
    snapshot : Snapshot
        The answers; they stay where they are.
    call : Call
        What is asked.
    floor : Floor
        What this node gives at the finest.

    Returns
    -------
    Prepared

    Raises
    ------
    InvalidInputError
        The call asks for more than the floor allows, the answers lack a fact or an item or code it in another
        way, or nobody would be left.
    """
    check_floor(call, floor)
    _check_facts(snapshot, call)
    _check_coding(snapshot, call)
    cubes = reduce_finely(snapshot.path, call.blocks, Wanted(by=call.by, patterns=call.patterns))
    package = package_of(cubes, fewest=call.fewest)
    check_something_left(package)
    return Prepared(package, sheets_of(cubes, package))


def check_something_left(package: Package) -> None:
    """Refuse a package without anybody in it."""
    if not any(cube.cells for cube in package.cubes):
        raise InvalidInputError(
            Message(
                "Nothing would be left to send: every cell has fewer people than %(fewest)d, or is withheld.",
                {"fewest": package.fewest},
            )
        )


def sheets_of(cubes: Sequence[Cube], package: Package) -> tuple[Sheet, ...]:
    """Say of every cell whether it is in the package, and how many people are withheld, here or before."""
    withheld = dict(zip((cube.block.name for cube in package.cubes), package.withheld, strict=True))
    kept = {cube.block.name: {_key(cell) for cell in cube.cells} for cube in package.cubes}
    found = []
    for cube in cubes:
        lines = tuple(
            Line(
                tuple(one or "–" for one in cell.values),
                cell.complete,
                cell.rows,
                _key(cell) in kept[cube.block.name],
            )
            for cell in cube.cells
        )
        sent = sum(line.people for line in lines if line.sent)
        left = withheld[cube.block.name]
        found.append(Sheet(cube.block.name, len(cube.block.items), sent, left, lines))
    return tuple(found)


def _key(cell: FineCell) -> tuple[object, ...]:
    return cell.values, None if cell.observed is None else cell.observed.tobytes()


def _check_facts(snapshot: Snapshot, call: Call) -> None:
    lacking = [fact for fact in call.by if fact not in snapshot.by]
    if lacking:
        raise InvalidInputError(
            Message(
                "The call tells people apart by %(lacking)s, which these answers do not hold. They hold: "
                "%(facts)s. Store the answers with these columns.",
                {"lacking": listed(lacking), "facts": listed(snapshot.by)},
            )
        )


def _check_coding(snapshot: Snapshot, call: Call) -> None:
    items = {item.name: item for item in snapshot.codebook.items}
    for block in call.blocks:
        lacking = [name for name in block.items if name not in items]
        if lacking:
            raise InvalidInputError(
                Message(
                    "Scale %(scale)s of the call has items that these answers do not hold: %(items)s.",
                    {"scale": shown(block.name), "items": listed(lacking)},
                )
            )
        if block_of(block.name, [items[name] for name in block.items]).coding_hash != block.coding_hash:
            raise RefusedError(
                Reason.OTHER_CODING,
                Message(
                    "Scale %(scale)s is coded otherwise here: its reverse keys or the range of its answers "
                    "(%(low)d to %(high)d in the call) are not those of the codebook. Correct one of both "
                    "before anything is summed up.",
                    {"scale": shown(block.name), "low": block.low, "high": block.high},
                ),
            )


def block_of(name: str, items: Sequence[Item]) -> Block:
    """Return the items of a codebook as a block, on one range."""
    return Block(
        name,
        tuple(item.name for item in items),
        reverse=tuple(item.reverse for item in items),
        low=min(item.low for item in items),
        high=max(item.high for item in items),
    )
