"""A formula as people say it, and as a browser draws it."""

import html
from collections.abc import Callable, Mapping

from mentorway.indicators.formulas import Formula, Name, Negative, Node, Number, Operation
from mentorway.wording import Message

Say = Callable[[Message], str]
STRENGTH = {"+": 1, "−": 1, "×": 2, "÷": 2, "^": 3}
DRAWN = {"+": "+", "−": "−", "×": "·"}


def spoken(formula: Formula, names: Mapping[str, str], say: Say = str) -> str:
    """Return a formula in words.

    Parameters
    ----------
    formula : Formula
        What `parse` has read.
    names : mapping of str to str
        What each quantity is, in words; a name without words stands for itself.
    say : function from Message to str
        Says a sentence in the reader's language.

    Examples
    --------
    >>> from mentorway.indicators.formulas import parse
    >>> spoken(parse("sum(cost) ÷ count(trust)"), {"cost": "cost of the pilot", "trust": "trust"})
    'the sum of cost of the pilot, divided by the number of people with trust'
    """
    return _said(formula.root, names, say)


def _said(node: Node, names: Mapping[str, str], say: Say) -> str:
    match node:
        case Number(_, text):
            return text
        case Name(name):
            return names.get(name) or name
        case Negative(of):
            return say(Message("minus %(part)s", {"part": _inner(of, names, say)}))
        case Operation(sign, left, right):
            values = {"left": _within(node, left, names, say), "right": _within(node, right, names, say)}
            return say(_operation(sign, values))
    return say(_function(node.function, [_said(part, names, say) for part in node.arguments]))


def _operation(sign: str, values: Mapping[str, str]) -> Message:
    return {
        "+": Message("%(left)s plus %(right)s", values),
        "−": Message("%(left)s minus %(right)s", values),
        "×": Message("%(left)s times %(right)s", values),
        "÷": Message("%(left)s, divided by %(right)s", values),
        "^": Message("%(left)s to the power of %(right)s", values),
    }[sign]


def _function(function: str, said: list[str]) -> Message:
    values = {"part": said[0], "other": said[-1]}
    if function == "share" and len(said) > 1:
        return Message("the share of people whose %(part)s is at least %(other)s", values)
    return {
        "mean": Message("the mean of %(part)s", values),
        "median": Message("the median of %(part)s", values),
        "sum": Message("the sum of %(part)s", values),
        "count": Message("the number of people with %(part)s", values),
        "share": Message("the share of people with %(part)s", values),
        "min": Message("the smallest %(part)s", values),
        "max": Message("the largest %(part)s", values),
        "change": Message("the change from %(other)s to %(part)s", values),
    }[function]


def _within(outer: Operation, node: Node, names: Mapping[str, str], say: Say) -> str:
    is_weak = isinstance(node, Operation) and (
        STRENGTH[node.sign] < STRENGTH[outer.sign]
        or (node is outer.right and outer.sign in "−÷^")
        or (node.sign == "÷" and outer.sign in "×÷")  # «a, divided by b times c» would be read otherwise
    )
    return _inner(node, names, say) if is_weak else _said(node, names, say)


def _inner(node: Node, names: Mapping[str, str], say: Say) -> str:
    said = _said(node, names, say)
    return f"({said})" if isinstance(node, Operation) else said


def mathml(formula: Formula, names: Mapping[str, str]) -> str:
    """Return a formula as MathML; every text in it is escaped.

    Examples
    --------
    >>> from mentorway.indicators.formulas import parse
    >>> mathml(parse("a ÷ 2"), {"a": "<cost>"})
    '<math display="block"><mfrac><mtext>&lt;cost&gt;</mtext><mn>2</mn></mfrac></math>'
    """
    return f'<math display="block">{_drawn(formula.root, names)}</math>'


def _drawn(node: Node, names: Mapping[str, str]) -> str:
    match node:
        case Number(_, text):
            return f"<mn>{html.escape(text)}</mn>"
        case Name(name):
            return f"<mtext>{html.escape(names.get(name) or name)}</mtext>"
        case Negative(of):
            return f"<mrow><mo>−</mo>{_fenced(of, names)}</mrow>"
        case Operation():
            return _drawn_operation(node, names)
    inner = "<mo>,</mo>".join(_drawn(part, names) for part in node.arguments)
    return f"<mrow><mi>{html.escape(node.function)}</mi><mo>(</mo>{inner}<mo>)</mo></mrow>"


def _drawn_operation(node: Operation, names: Mapping[str, str]) -> str:
    if node.sign == "÷":
        return f"<mfrac>{_drawn(node.left, names)}{_drawn(node.right, names)}</mfrac>"
    if node.sign == "^":
        return f"<msup>{_fenced(node.left, names)}{_drawn(node.right, names)}</msup>"
    left, right = (_side(node, part, names) for part in (node.left, node.right))
    return f"<mrow>{left}<mo>{DRAWN[node.sign]}</mo>{right}</mrow>"


def _side(outer: Operation, node: Node, names: Mapping[str, str]) -> str:
    is_weak = (
        isinstance(node, Operation)
        and node.sign != "÷"
        and (
            STRENGTH[node.sign] < STRENGTH[outer.sign]
            or (node is outer.right and outer.sign == "−" and STRENGTH[node.sign] == 1)
        )
    )
    return _fenced(node, names) if is_weak else _drawn(node, names)


def _fenced(node: Node, names: Mapping[str, str]) -> str:
    drawn = _drawn(node, names)
    return f"<mrow><mo>(</mo>{drawn}<mo>)</mo></mrow>" if isinstance(node, Operation) else drawn
