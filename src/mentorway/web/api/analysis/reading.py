"""A page as programs read it: its headings, facts, tables, links and forms, exactly what people see on it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlsplit

from lxml import html

TOKEN: Final = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
ALL: Final = "__all__"
FORMSET: Final = "-TOTAL_FORMS"
MERGED: Final = ("__merge", "__mine", "__theirs")  # what the page of two changes adds to names of fields
TYPES: Final[Mapping[str, str]] = {
    "checkbox": "yes_no",
    "radio": "choice",
    "textarea": "long_text",
    "select": "choice",
    "number": "number",
}
Node = Any


@dataclass(frozen=True)
class Choice:
    """One way to answer."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Field:
    """One thing that a form asks. ``value`` is what would be sent if nobody changed it."""

    name: str
    label: str
    type: str
    required: bool
    help: str
    value: Sequence[str]
    choices: Sequence[Choice] = ()
    checked: str = "on"  # what a ticked box sends


@dataclass(frozen=True)
class Button:
    """A button that says more than «go on»."""

    name: str
    value: str
    label: str


@dataclass(frozen=True)
class Form:
    """A form of a page; ``path`` is where it is sent."""

    path: str
    method: str
    fields: Sequence[Field]
    buttons: Sequence[Button]

    @cached_property
    def names(self) -> frozenset[str]:
        """What can be sent."""
        return frozenset([*(one.name for one in self.fields), *(one.name for one in self.buttons)])

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """Fields by their names."""
        return {one.name: one for one in self.fields}

    @cached_property
    def usual(self) -> Mapping[str, Sequence[str]]:
        """What would be sent if nobody changed anything."""
        return {one.name: one.value for one in self.fields if one.value and one.type != "file"}

    def strange(self, names: Iterable[str]) -> list[str]:
        """Return those of ``names`` that the form does not ask for; one that grows by rows may take any."""
        if any(one.endswith(FORMSET) for one in self.names):
            return []
        return [name for name in names if name not in self.names and not name.endswith(MERGED)]


@dataclass(frozen=True)
class Table:
    """A table of a page."""

    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Link:
    """Where a page leads, within the installation."""

    text: str
    path: str


@dataclass(frozen=True)
class Page:
    """What stands on a page."""

    title: str
    text: Sequence[str]
    facts: Sequence[tuple[str, str]]
    tables: Sequence[Table]
    links: Sequence[Link]
    forms: Sequence[Form]
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)


def read(content: bytes, path: str) -> Page:
    """Return what stands on the page ``content``, which was found at ``path``."""
    whole: Node = html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
    main: Node = next(iter(whole.xpath("//main")), whole)
    for one in main.xpath(".//script | .//style | .//template | .//svg"):
        one.drop_tree()
    headings = [_text(one) for one in main.xpath(".//h1")]
    return Page(
        title=headings[0] if headings else _text(next(iter(whole.xpath("//title")), None)),
        text=list(_paragraphs(main)),
        facts=list(_facts(main)),
        tables=[_table(one) for one in main.xpath(".//table")],
        links=list(_links(main)),
        forms=[_form(one, main, path) for one in main.xpath(".//form")],
        errors=_errors(main),
    )


def _text(node: Node) -> str:
    return "" if node is None else " ".join(node.text_content().split())


def _paragraphs(main: Node) -> Iterator[str]:
    for one in main.xpath(
        ".//h2 | .//h3 | .//p[not(ancestor::form)] | .//li[not(ancestor::nav or ancestor::form)]"
    ):
        said = _text(one)
        if said and not one.xpath(".//p | .//li"):
            yield said


def _facts(main: Node) -> Iterator[tuple[str, str]]:
    for one in main.xpath(".//dl/dt | .//dl/div/dt"):
        for other in one.itersiblings():
            if other.tag == "dt":
                break
            yield _text(one), _text(other)


def _table(node: Node) -> Table:
    rows = [[_text(cell) for cell in row.xpath("./th | ./td")] for row in node.xpath(".//tr")]
    has_header = bool(node.xpath(".//thead")) and bool(rows)
    return Table(
        caption=_text(next(iter(node.xpath("./caption")), None)),
        header=rows[0] if has_header else [],
        rows=rows[1:] if has_header else rows,
    )


def _links(main: Node) -> Iterator[Link]:
    for one in main.xpath(".//a[starts-with(@href, '/')] | .//a[starts-with(@href, '?')]"):
        yield Link(_text(one), one.get("href"))


def _form(node: Node, main: Node, path: str) -> Form:
    controls = list(_controls(node, main))
    grouped: dict[str, list[Node]] = {}
    for one in controls:
        if _kind(one) not in ("submit", "button", "reset", "image"):
            grouped.setdefault(one.get("name"), []).append(one)
    grouped.pop(TOKEN, None)
    return Form(
        path=urlsplit(node.get("action") or path).path or path,
        method=(node.get("method") or "get").lower(),
        fields=[_field(name, nodes, main) for name, nodes in grouped.items()],
        buttons=[
            Button(one.get("name"), one.get("value") or "", _text(one) or one.get("value") or "")
            for one in controls
            if _kind(one) == "submit"
        ],
    )


def _controls(form: Node, main: Node) -> Iterator[Node]:
    """Yield what a form sends, also controls that stand elsewhere and name it."""
    identity = form.get("id")
    ours = ".//*[self::input or self::select or self::textarea or self::button]"
    inside = [one for one in form.xpath(ours) if one.get("form") in (None, identity)]
    outside = main.xpath("//*[@form=$identity]", identity=identity) if identity else []
    for one in [*inside, *(each for each in outside if each not in inside)]:
        if one.get("name") and one.get("disabled") is None:
            yield one


def _kind(node: Node) -> str:
    if node.tag == "button":
        return (node.get("type") or "submit").lower()
    return (node.get("type") or "text").lower() if node.tag == "input" else str(node.tag)


def _field(name: str, nodes: list[Node], main: Node) -> Field:
    first, kind = nodes[0], _kind(nodes[0])
    is_box = kind in ("checkbox", "radio")
    is_group = is_box and (kind == "radio" or len(nodes) > 1 or _legend(first) is not None)
    choices = _boxes(nodes, main) if is_group else _options(first) if kind == "select" else []
    many = (kind == "checkbox" and is_group) or first.get("multiple") is not None
    said = "choices" if many and (choices or kind == "select") else TYPES.get(kind, kind)
    return Field(
        name=name,
        label=(_legend(first) if is_group else None) or _label(first, main),
        type=said,
        required=any(one.get("required") is not None for one in nodes),
        help=_help(first, main),
        value=_value(nodes, kind, choices),
        choices=choices,
        checked=(first.get("value") or "on") if is_box else "on",
    )


def _value(nodes: list[Node], kind: str, choices: list[Choice]) -> list[str]:
    if kind == "select":
        chosen = [one.value for one in choices if one.chosen]
        # A list that shows one line sends its first line until another is chosen.
        return chosen or ([choices[0].value] if choices and nodes[0].get("multiple") is None else [])
    if kind in ("checkbox", "radio"):
        return [one.get("value") or "on" for one in nodes if one.get("checked") is not None]
    if kind == "textarea":
        return [(nodes[0].text or "").removeprefix("\n")]
    return [one.get("value") or "" for one in nodes]


def _options(node: Node) -> list[Choice]:
    return [
        Choice(
            _text(one) if one.get("value") is None else one.get("value"),
            _text(one),
            one.get("selected") is not None,
        )
        for one in node.xpath(".//option")
    ]


def _boxes(nodes: list[Node], main: Node) -> list[Choice]:
    return [
        Choice(one.get("value") or "on", _label(one, main), one.get("checked") is not None) for one in nodes
    ]


def _legend(node: Node) -> str | None:
    """Return what a group of boxes asks, if it stands in a group of its own: not one box beside others."""
    sets = node.xpath("ancestor::fieldset[1]")
    if not sets:
        return None
    others = {one.get("name") for one in sets[0].xpath(".//input | .//select | .//textarea")}
    return _text(next(iter(sets[0].xpath("./legend")), None)) if others == {node.get("name")} else None


def _label(node: Node, main: Node) -> str:
    identity = node.get("id")
    found = main.xpath("//label[@for=$identity]", identity=identity) if identity else []
    found = found or node.xpath("ancestor::label[1]")
    if found:
        return _text(found[0])
    named = node.get("aria-labelledby")
    return node.get("aria-label") or (_text(_by_id(main, named)) if named else "")


def _help(node: Node, main: Node) -> str:
    around = [node.get("aria-describedby") or "", *node.xpath("ancestor::fieldset[1]/@aria-describedby")]
    names = [one for said in around for one in said.split() if not one.endswith("_error")]
    return " ".join(_text(_by_id(main, one)) for one in dict.fromkeys(names)).strip()


def _by_id(main: Node, identity: str) -> Node:
    return next(iter(main.xpath("//*[@id=$identity]", identity=identity)), None)


def _errors(main: Node) -> dict[str, list[str]]:
    """Return what is said to be wrong, by the name of the field that it stands at."""
    found: dict[str, list[str]] = {}
    for one in main.xpath(".//ul[contains(concat(' ', @class, ' '), ' errorlist ')]"):
        said = [_text(each) for each in one.xpath("./li")]
        found.setdefault(_wrong(one, main), []).extend(said)
    if not found:
        notices = main.xpath(".//*[contains(@class, 'notice-error')]")
        said = [_text(each) for each in notices if _text(each)]
        return {ALL: said} if said else {}
    return found


def _wrong(errors: Node, main: Node) -> str:
    if "nonfield" in (errors.get("class") or ""):
        return ALL
    begin = (errors.get("id") or "").removesuffix("_error")
    if begin:
        asked = "//*[@name and (@id=$begin or starts-with(@id, concat($begin, '_')))]"
        for one in main.xpath(asked, begin=begin):
            return str(one.get("name"))
    for around in errors.iterancestors():
        if around.tag in ("form", "main", "body"):
            return ALL
        inside = around.xpath(".//input[@name] | .//select[@name] | .//textarea[@name]")
        if inside:
            return str(inside[0].get("name"))
    return ALL
