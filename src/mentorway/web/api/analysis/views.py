"""What a view is, read from its code: which methods it takes, which forms it asks, whether it gives a file.

The code is the one list of deeds that cannot fall behind. Tests compare what is read here with what every
view really answers.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from dis import get_instructions
from functools import cache
from types import CodeType, FunctionType, ModuleType
from typing import Any, Final

from django.forms import BaseForm, BaseFormSet

OURS: Final = "mentorway.web."
DEEP: Final = 4  # calls from the view down to where a form is made
EVERY: Final = frozenset({"GET", "HEAD", "POST"})
READS: Final = frozenset({"GET", "HEAD"})
ALLOWED: Final = "request_method_list"  # how Django's decorators call what they allow
FORM_KINDS: Final = (BaseForm, BaseFormSet)
LOADS: Final = frozenset({"LOAD_GLOBAL", "LOAD_NAME"})  # names of a module, not of what a value has
ASKING_AGAIN: Final = "allauth.account.decorators"
MADE_IN: Final = (".views", ".exports", ".core.tables", ".core.calendar", ".core.attachments")
FILES: Final = frozenset(
    {
        *("FileResponse", "StreamingHttpResponse", "JsonResponse", "Content-Disposition"),
        *("content_disposition_header", "csv_file", "xlsx_file", "calendar_file", "response"),
    }
)


@dataclass(frozen=True)
class Reached:
    """A function of ours that a view is made of, and how many calls down it stands."""

    function: FunctionType
    depth: int


@cache
def methods_of(view: Callable[..., Any]) -> frozenset[str]:
    """Return which methods a view takes: what its decorators say; without them, what its code looks at."""
    for one in _layers(view):
        cells = dict(zip(one.__code__.co_freevars, one.__closure__ or (), strict=True))
        if ALLOWED in cells:
            return frozenset(cells[ALLOWED].cell_contents)
    return EVERY if any(_says(one.function, "POST") for one in reached(view)) else READS


def forms_of(view: Callable[..., Any]) -> list[type[Any]]:
    """Return the classes of forms that a view names, those nearest to it."""
    found: list[type[Any]] = []
    nearest = DEEP + 1
    for one in reached(view):
        if one.depth > nearest:
            break
        here = [kind for kind in _forms_in(one.function) if kind not in found]
        if here:
            nearest = min(nearest, one.depth)
            found += here
    return found


def asks_who_it_is(view: Callable[..., Any]) -> bool:
    """Whether people are asked once more who they are before they come in: a program cannot answer that."""
    inside = (each for one in reached(view) for each in _called(one.function))
    return any(one.__globals__.get("__name__") == ASKING_AGAIN for one in (*_layers(view), *inside))


def words_of(view: Callable[..., Any]) -> str:
    """Return the first line of what a view says about itself, or nothing."""
    said = (_inside(view).__doc__ or "").strip()
    return said.splitlines()[0] if said else ""


@cache
def reached(view: Callable[..., Any]) -> tuple[Reached, ...]:
    """Return the functions of our views that ``view`` is made of, the nearest first."""
    found: dict[FunctionType, int] = {}
    layer = [one for one in _layers(view) if one.__module__.startswith(OURS)]
    for depth in range(DEEP):
        fresh = [one for one in layer if one not in found]
        found.update(dict.fromkeys(fresh, depth))
        layer = [each for one in fresh for each in _called(one)]
    return tuple(Reached(one, depth) for one, depth in found.items())


def _inside(view: Callable[..., Any]) -> Any:
    *_outer, last = [view, *_layers(view)]
    return last


def _layers(view: Callable[..., Any]) -> Iterator[FunctionType]:
    """Yield a view and what its decorators wrapped, from outside."""
    one: Any = view
    while isinstance(one, FunctionType):
        yield one
        one = getattr(one, "__wrapped__", None)


@cache
def _called(function: FunctionType) -> tuple[FunctionType, ...]:
    return tuple(_calls(function))


def _calls(function: FunctionType) -> Iterator[FunctionType]:
    for value in _named(function):
        if isinstance(value, FunctionType) and any(one in value.__module__ for one in MADE_IN):
            yield from _layers(value)
    for cell in function.__closure__ or ():
        inside = _content(cell)
        if isinstance(inside, FunctionType) and inside.__module__.startswith(OURS):
            yield from _layers(inside)


def _forms_in(function: FunctionType) -> Iterator[type[Any]]:
    for value in _named(function):
        if isinstance(value, type) and issubclass(value, FORM_KINDS):
            yield value


@cache
def _named(function: FunctionType) -> tuple[Any, ...]:
    """Return what the names in the code of a function stand for, also behind the names of modules of ours."""
    return tuple(_names(function))


def _names(function: FunctionType) -> Iterator[Any]:
    for code in _codes(function.__code__):
        loaded = [one.argval for one in get_instructions(code) if one.opname in LOADS]
        around = [function.__globals__[name] for name in loaded if name in function.__globals__]
        yield from around
        for module in around:
            if isinstance(module, ModuleType) and module.__name__.startswith(OURS):
                yield from (getattr(module, name) for name in code.co_names if hasattr(module, name))


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from _codes(one)


def _says(function: FunctionType, word: str) -> bool:
    return any(word in code.co_names or word in code.co_consts for code in _codes(function.__code__))


def _content(cell: Any) -> Any:
    try:
        return cell.cell_contents
    except ValueError:
        return None


@cache
def gives_file(view: Callable[..., Any]) -> bool:
    """Whether a view gives a file, as far as its code says; what it answers has the last word."""
    return any(_answers_otherwise(one.function) for one in reached(view))


def _answers_otherwise(function: FunctionType) -> bool:
    """Whether a function makes an answer that is no page: of one of the known ways, or of a type it names."""
    if any(_says(function, word) for word in FILES):
        return True
    named = [one for code in _codes(function.__code__) for one in code.co_consts if isinstance(one, tuple)]
    return any("content_type" in one for one in named)
