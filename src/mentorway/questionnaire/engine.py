"""A form made ready to be evaluated: compiled expressions, their order, and the document they look at."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from typing import Any, Final

from lxml import etree

from mentorway.questionnaire.definition import Form, Group, Kind, Output, Question, Texts, in_language, plain
from mentorway.questionnaire.functions import EXTENSIONS, NAMESPACE, PREFIX
from mentorway.questionnaire.grammar import ExpressionError
from mentorway.questionnaire.limits import MOST_FORM_WORK, MOST_LISTED
from mentorway.questionnaire.rewriting import rewrite
from mentorway.questionnaire.scope import ListScope, Rewritten, Scope
from mentorway.questionnaire.signatures import ANY, DATE, NUMBER, TEXT, TIME
from mentorway.questionnaire.xform import Issue
from mentorway.wording import Message, listed

KINDS: Final = {
    Kind.INTEGER: NUMBER, Kind.DECIMAL: NUMBER, Kind.DATE: DATE, Kind.DATETIME: DATE, Kind.META: DATE,
    Kind.TIME: TIME, Kind.CALCULATE: ANY,
}  # fmt: skip
WANTS: Final = {
    "relevant": "truth", "required": "truth", "constraint": "truth", "calculation": "value",
    "default": "value", "choice_filter": "nodes",
}  # fmt: skip
NAMESPACES: Final = {PREFIX: NAMESPACE}
ENGINES: Final = 64


@dataclass(frozen=True)
class Compiled:
    """An expression that is ready to run, and the paths of the questions it looks at."""

    run: Any
    kind: str
    depends: frozenset[str]
    seed: Any = None  # gives what the nodes are shuffled by


@dataclass(frozen=True)
class Item:
    """A question or a group with its rules."""

    path: str
    parent: str
    question: Question | None
    relevant: Compiled | None = None
    calculation: Compiled | None = None
    required: Compiled | None = None
    constraint: Compiled | None = None
    choice_filter: Compiled | None = None
    default: Compiled | None = None

    @property
    def before(self) -> frozenset[str]:
        """The questions whose values must be known before this one's."""
        none: frozenset[str] = frozenset()
        return none.union(*(each.depends for each in (self.relevant, self.calculation) if each))


@dataclass
class Workspace:
    """One evaluation document; used by one thread at a time."""

    elements: dict[str, etree._Element]


class Engine:
    """Everything that judging a form needs and that does not change between responses."""

    def __init__(self, form: Form) -> None:
        """Compile every expression; what cannot be used is in `issues`."""
        self.form = form
        self.issues: list[Issue] = []
        self.scope = _scope(form)
        self._work = 0
        self._spent = False
        self._template = _document(form)
        self._free: deque[Workspace] = deque(maxlen=16)
        self._outputs: dict[tuple[str, str], Compiled] = {}
        drafts = [self._draft(each) for each in sorted_rows(form)]
        order = self._order(drafts)
        self.items = [self._whole(item) for item in order]
        self.in_rows = [item for item in self.items if item.question is not None]
        places = {question.path: place for place, question in enumerate(form.questions)}
        self.in_rows.sort(key=lambda item: places[item.path])
        self._compile_texts()

    @contextmanager
    def workspace(self) -> Iterator[Workspace]:
        """Lend an empty document."""
        try:
            space = self._free.popleft()
            for element in space.elements.values():
                element.text = None
        except IndexError:
            space = self._new_workspace()
        yield space
        self._free.append(space)

    def output(self, expression: str, here: str) -> Compiled | None:
        """Return the compiled expression of a place in a text."""
        return self._outputs.get((expression, here)) or self._outputs.get((expression, ""))

    def _new_workspace(self) -> Workspace:
        tree = etree.fromstring(etree.tostring(self._template))
        elements = {}
        for row in sorted_rows(self.form):
            found = tree.find(row.path[1:])
            if found is not None:
                elements[row.path] = found
        return Workspace(elements)

    # Compiling

    def _draft(self, row: Question | Group) -> Item:
        """Compile what the order depends on."""
        question = row if isinstance(row, Question) else None
        return Item(
            row.path,
            row.group,
            question,
            relevant=self._compiled(row, "relevant", row.relevant),
            calculation=self._compiled(question, "calculation", question.calculation) if question else None,
        )

    def _whole(self, item: Item) -> Item:
        """Compile everything, now that it is known what the calculations before it give."""
        question = item.question
        row = question or self.form.groups_by_path[item.path]
        relevant = self._compiled(row, "relevant", row.relevant, silent=True)
        if question is None:
            return Item(item.path, item.parent, None, relevant=relevant)
        calculation = self._compiled(question, "calculation", question.calculation, silent=True)
        if calculation is not None and self.scope.kinds[item.path] == ANY:
            self.scope.kinds[item.path] = calculation.kind
        return Item(
            item.path,
            item.parent,
            question,
            relevant=relevant,
            calculation=calculation,
            required=self._compiled(question, "required", question.required),
            constraint=self._compiled(question, "constraint", question.constraint),
            choice_filter=self._compiled(question, "choice_filter", question.choice_filter),
            default=self._compiled(question, "default", question.default_expression),
        )

    def _compiled(
        self, row: Question | Group, column: str, expression: str, *, silent: bool = False
    ) -> Compiled | None:
        if not expression or expression in ("true()", "false()"):
            return CONSTANTS.get(expression)
        try:
            rewritten = rewrite(expression, row.path, self.scope, WANTS[column])
            self._spend(row, column, rewritten.work)
            return compiled(rewritten)
        except ExpressionError as error:
            if not silent:
                self.issues.append(Issue(row.name, column, error.message))
            return None

    def _spend(self, row: Question | Group, column: str, work: int) -> None:
        self._work += work
        if self._work > 2 * MOST_FORM_WORK and not self._spent:  # relevance and calculations count twice
            self._spent = True
            self.issues.append(
                Issue(
                    row.name,
                    column,
                    Message(
                        "All expressions together would look at more than %(limit)d questions and "
                        "choices. Shorten "
                        "the lists that are filtered, or filter them less often.",
                        {"limit": MOST_FORM_WORK},
                    ),
                )
            )

    def _order(self, items: list[Item]) -> list[Item]:
        by_path = {item.path: item for item in items}
        graph = {item.path: [*sorted(item.before), *([item.parent] if item.parent else [])] for item in items}
        try:
            return [by_path[path] for path in TopologicalSorter(graph).static_order() if path in by_path]
        except CycleError as error:
            cycle = list(dict.fromkeys(reversed(error.args[1])))
            names = [path.rpartition("/")[2] for path in cycle]
            first = by_path[cycle[0]]
            column = "calculation" if first.calculation else "relevant"
            self.issues.append(
                Issue(
                    names[0],
                    column,
                    Message(
                        "These questions depend on each other in a circle: %(names)s. Take one of them "
                        "out of the "
                        "others' rules.",
                        {"names": listed(names, most=MOST_LISTED)},
                    ),
                )
            )
            return items

    def _compile_texts(self) -> None:
        rows: list[Question | Group] = [*self.form.questions, *self.form.groups]
        for row in rows:
            for column, texts in _texts_of(row):
                self._compile_outputs(row, column, texts)
        for each in self.form.lists:
            for choice in each.choices:
                self._compile_outputs(None, "label", choice.labels)

    def _compile_outputs(self, row: Question | Group | None, column: str, texts: Texts) -> None:
        here = row.path if row else ""
        for output in {part for text in texts.values() for part in text if isinstance(part, Output)}:
            try:
                made = compiled(rewrite(output.expression, here or f"/{self.form.root}", self.scope))
                self._outputs[(output.expression, here)] = made
            except ExpressionError as error:
                self.issues.append(Issue(row.name if row else "", column, error.message))


@lru_cache(maxsize=ENGINES)
def _engine(_hash: str, holder: _Holder) -> Engine:
    return Engine(holder.form)


class _Holder:
    """A form that the cache does not look at: its hash says which one it is."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Holder)

    def __hash__(self) -> int:
        return 0


def engine_of(form: Form) -> Engine:
    """Return the engine of a published form; the last ones are kept."""
    return _engine(form.hash, _Holder(form))


def value_kinds(form: Form) -> dict[str, str]:
    """Return what each question's stored value is: text, number, date (also with a time), time or any.

    For calculations it follows from the expression; `any` may be a text or a number, and is stored as text.
    """
    scope = engine_of(form).scope
    return {question.name: scope.kinds[question.path] for question in form.questions}


def compiled(rewritten: Rewritten) -> Compiled:
    """Return an expression ready to run."""
    try:
        run = _xpath(rewritten.xpath)
        seed = _xpath(rewritten.seed) if rewritten.seed else None
    except etree.XPathSyntaxError as error:
        raise ExpressionError(
            Message("The expression is too involved to be worked out. Split it into several calculations.")
        ) from error
    return Compiled(run, rewritten.kind, rewritten.depends, seed)


def _xpath(expression: str) -> etree.XPath:
    return etree.XPath(
        expression, namespaces=NAMESPACES, extensions=EXTENSIONS, regexp=False, smart_strings=False
    )


CONSTANTS: Final = {
    "true()": Compiled(lambda _: True, "boolean", frozenset()),
    "false()": Compiled(lambda _: False, "boolean", frozenset()),
}


def sorted_rows(form: Form) -> list[Question | Group]:
    """Return groups and questions, each group before what is in it."""
    return [*form.groups, *form.questions]


def _texts_of(row: Question | Group) -> list[tuple[str, Texts]]:
    if isinstance(row, Group):
        return [("label", row.labels)]
    return [
        ("label", row.labels),
        ("hint", row.hints),
        ("constraint_message", row.constraint_messages),
        ("required_message", row.required_messages),
    ]


def _scope(form: Form) -> Scope:
    lists = {
        each.name: ListScope(
            place,
            frozenset(column for choice in each.choices for column in choice.columns),
            len(each.choices),
        )
        for place, each in enumerate(form.lists)
    }
    return Scope(
        {question.path: KINDS.get(question.kind, TEXT) for question in form.questions},
        frozenset({f"/{form.root}", *(group.path for group in form.groups)}),
        lists,
        {question.path: question.choices for question in form.questions if question.choices},
        frozenset(question.path for question in form.questions if question.kind is Kind.INTEGER),
    )


def _document(form: Form) -> etree._Element:
    top = etree.Element("all")
    elements = {f"/{form.root}": etree.SubElement(top, form.root)}
    elements[""] = elements[f"/{form.root}"]
    rows = sorted(sorted_rows(form), key=lambda row: row.path.count("/"))
    for row in rows:
        elements[row.path] = etree.SubElement(elements[row.group], row.name)
    for place, each in enumerate(form.lists):
        root = etree.SubElement(etree.SubElement(top, f"L{place}"), "root")
        for number, choice in enumerate(each.choices):
            item = etree.SubElement(root, "item")
            label = plain(in_language(choice.labels, form.default_language, form.default_language))
            cells = {"itextId": f"{each.name}-{number}", "name": choice.value, "label": label}
            for name, text in {**cells, **choice.columns}.items():
                etree.SubElement(item, name).text = text
    return top
