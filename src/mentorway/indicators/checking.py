"""Whether a formula makes sense: its names are there, its units fit, and it ends in one number."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from mentorway.indicators.formulas import Call, Formula, Name, Negative, Node, Number, Operation, parts, walk
from mentorway.indicators.units import MOST_POWER, PEOPLE, Unit, read_unit
from mentorway.wording import InvalidInputError, Message, listed, shown

COUNTED = Unit({PEOPLE: Fraction(1)})
AS_ITS_ARGUMENT = ("mean", "median", "sum", "min", "max")


@dataclass(frozen=True)
class Given:
    """A quantity: its unit, and whether it has one value for each person or only one."""

    unit: str
    is_column: bool = False


@dataclass(frozen=True)
class Kind:
    """What a part of a formula gives: in which unit, and one value for each person or only one."""

    unit: Unit
    is_column: bool = False


def check(formula: Formula, quantities: Mapping[str, Given], unit: str) -> tuple[Message, ...]:
    """Return everything that contradicts itself in an indicator; nothing if it can be computed.

    Parameters
    ----------
    formula : Formula
        What `parse` has read.
    quantities : mapping of str to Given
        Every name that the formula may use.
    unit : str
        The unit that the indicator says it has. It is converted by itself: minutes to hours, shares to %.

    Returns
    -------
    tuple of Message
        Names without a quantity, quantities without a use, units that cannot be read, parts that cannot be
        added, a result that is not one number or not in the unit.

    Examples
    --------
    >>> from mentorway.indicators.formulas import parse
    >>> given = {"hours": Given("h", is_column=True), "cost": Given("EUR")}
    >>> [str(one) for one in check(parse("cost + sum(hours)"), given, "EUR")]
    ['“cost” is in EUR and “sum(hours)” in h: they cannot be added or compared.']
    """
    problems = list(_names(formula, quantities))
    problems += _unreadable_units(quantities, unit)
    if problems:
        return tuple(problems)
    try:
        kind = kind_of(formula.root, quantities)
    except InvalidInputError as refusal:
        return (refusal.message,)
    return (*_result(kind, unit), *_by_hand(formula, quantities, unit))


def _names(formula: Formula, quantities: Mapping[str, Given]) -> Iterator[Message]:
    strangers = [name for name in formula.names if name not in quantities]
    for name in strangers:
        values = {"name": shown(name), "known": listed(list(quantities)) or "–"}
        yield Message(
            "The formula names “%(name)s”, which is no quantity here. There are: %(known)s.", values
        )
    for name in quantities:
        if name not in formula.names:
            yield Message("The formula does not use the quantity “%(name)s”.", {"name": shown(name)})


def _unreadable_units(quantities: Mapping[str, Given], unit: str) -> Iterator[Message]:
    for each in dict.fromkeys([*(given.unit for given in quantities.values()), unit]):
        try:
            read_unit(each)
        except InvalidInputError as refusal:
            yield refusal.message


def _result(kind: Kind, unit: str) -> Iterator[Message]:
    if kind.is_column:
        yield Message(
            "The formula gives one value for each person. Say how they become one number, as mean(…) or "
            "sum(…)."
        )
    wanted = read_unit(unit)
    if not kind.unit.same_kind(wanted):
        values = {"found": kind.unit.said, "stated": unit.strip() or "1"}
        yield Message("The formula gives “%(found)s”, but the stated unit is “%(stated)s”.", values)


def _by_hand(formula: Formula, quantities: Mapping[str, Given], unit: str) -> Iterator[Message]:
    """Find numbers that convert units or have one unsaid: the result would be wrong without a sign of it."""
    units = [read_unit(each) for each in [*(given.unit for given in quantities.values()), unit]]
    factors = {one.factor for one in units if one.factor != 1}
    known = {*factors, *(1 / factor for factor in factors)}
    for node in walk(formula.root):
        sides = parts(node) if isinstance(node, Operation | Call) else ()
        if isinstance(node, Operation) and node.sign in "×÷":
            yield from _conversions(sides, known, unit)
        elif len(sides) == 2 and not (isinstance(node, Operation) and node.sign == "^"):  # noqa: PLR2004
            yield from _unsaid_units(sides, quantities)


def _conversions(sides: Sequence[Node], known: Collection[Fraction], unit: str) -> Iterator[Message]:
    for part in sides:
        if isinstance(part, Number) and Fraction(part.text) in known:
            yield Message(
                "The formula multiplies or divides by %(number)s, but units are converted by themselves "
                "(%(unit)s): leave it out, or the result is wrong.",
                {"number": part.text, "unit": unit.strip() or "1"},
            )


def _unsaid_units(sides: Sequence[Node], quantities: Mapping[str, Given]) -> Iterator[Message]:
    for part, other in (sides, sides[::-1]):
        scaled = [name for name in _names_in(other) if read_unit(quantities[name].unit).factor != 1]
        if scaled and not _names_in(part):
            yield Message(
                "“%(number)s” has no unit and stands beside “%(name)s” in %(unit)s. Make the number a "
                "quantity, with its unit.",
                {"number": written(part), "name": scaled[0], "unit": quantities[scaled[0]].unit},
            )


def _names_in(node: Node) -> list[str]:
    return [one.name for one in walk(node) if isinstance(one, Name)]


def kind_of(node: Node, quantities: Mapping[str, Given]) -> Kind:
    """Return what a part of a formula gives; refuse one whose units contradict each other."""
    match node:
        case Number():
            return Kind(Unit())
        case Name(name):
            given = quantities[name]
            return Kind(read_unit(given.unit).plain, given.is_column)
        case Negative(of):
            return kind_of(of, quantities)
        case Operation():
            return _of_operation(node, quantities)
    return _of_call(node, quantities)


def _of_operation(node: Operation, quantities: Mapping[str, Given]) -> Kind:
    left, right = kind_of(node.left, quantities), kind_of(node.right, quantities)
    is_column = left.is_column or right.is_column
    match node.sign:
        case "×":
            return Kind(left.unit.times(right.unit), is_column)
        case "÷":
            return Kind(left.unit.over(right.unit), is_column)
        case "^":
            return Kind(_power(node, left, right), is_column)
    _refuse_unlike(node.left, left, node.right, right)
    return Kind(left.unit, is_column)


def _power(node: Operation, left: Kind, right: Kind) -> Unit:
    if not right.unit.is_plain_number:
        values = {"part": written(node.right), "unit": right.unit.said}
        raise InvalidInputError(Message("A power has no unit, but “%(part)s” is in %(unit)s.", values))
    if left.unit.is_plain_number:
        return left.unit
    exponent = node.right.of if isinstance(node.right, Negative) else node.right
    if not isinstance(exponent, Number) or not exponent.value.is_integer() or exponent.value > MOST_POWER:
        raise InvalidInputError(
            Message(
                "“%(part)s” is in %(unit)s, so its power must be a whole number up to %(most)d.",
                {"part": written(node.left), "unit": left.unit.said, "most": MOST_POWER},
            )
        )
    return left.unit.to_the(int(-exponent.value if isinstance(node.right, Negative) else exponent.value))


def _of_call(node: Call, quantities: Mapping[str, Given]) -> Kind:
    kinds = [kind_of(part, quantities) for part in node.arguments]
    if node.function == "change":
        _refuse_unlike(node.arguments[0], kinds[0], node.arguments[1], kinds[1])
        return Kind(kinds[0].unit, kinds[0].is_column or kinds[1].is_column)
    if not kinds[0].is_column:
        values = {"function": node.function, "part": written(node.arguments[0])}
        raise InvalidInputError(
            Message("%(function)s needs one value for each person, but “%(part)s” is one number.", values)
        )
    if node.function in AS_ITS_ARGUMENT:
        return Kind(kinds[0].unit)
    if node.function == "count":
        return Kind(COUNTED)
    _refuse_border(node, kinds)
    return Kind(Unit())


def _refuse_border(node: Call, kinds: list[Kind]) -> None:
    """Refuse a share above something that is no number, or that is in another unit."""
    if len(kinds) == 1 or isinstance(node.arguments[1], Number | Negative):
        return
    _refuse_unlike(node.arguments[0], kinds[0], node.arguments[1], kinds[1])
    if kinds[1].is_column:
        raise InvalidInputError(
            Message(
                "share needs one number as its border, but “%(part)s” has one value for each person.",
                {"part": written(node.arguments[1])},
            )
        )


def _refuse_unlike(first: Node, left: Kind, second: Node, right: Kind) -> None:
    if left.unit.same_kind(right.unit):
        return
    values = {
        "first": written(first),
        "first_unit": left.unit.said,
        "second": written(second),
        "second_unit": right.unit.said,
    }
    raise InvalidInputError(
        Message(
            "“%(first)s” is in %(first_unit)s and “%(second)s” in %(second_unit)s: they cannot be added or "
            "compared.",
            values,
        )
    )


def written(node: Node) -> str:
    """Return a part of a formula as it would be written.

    >>> from mentorway.indicators.formulas import parse
    >>> written(parse("a*(b+2)").root)
    'a × (b + 2)'
    """
    match node:
        case Number(_, text):
            return text
        case Name(name):
            return name
        case Negative(of):
            return f"−{_guarded(of)}"
        case Operation(sign, left, right):
            return f"{_guarded(left)} {sign} {_guarded(right)}"
    return f"{node.function}({', '.join(map(written, node.arguments))})"


def _guarded(node: Node) -> str:
    return f"({written(node)})" if isinstance(node, Operation) else written(node)
