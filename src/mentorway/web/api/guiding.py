"""What the page about programs shows: activities, and in one of them what programs can read and do."""

from collections.abc import Sequence
from dataclasses import dataclass

from mentorway.web.api import openapi, v1
from mentorway.web.api.rules.scopes import Area, areas

LONGEST = 200
KINDS = ("deeds", "pages", "files")


@dataclass(frozen=True)
class Operation:
    """Something that programs can ask."""

    method: str
    path: str
    words: str
    arguments: Sequence[str]
    scope: str


@dataclass(frozen=True)
class Shelf:
    """An activity, and how much of it programs reach."""

    app: str
    title: str
    resources: int
    deeds: int


@dataclass(frozen=True)
class Guide:
    """The page: all activities, or what is in one of them."""

    shelves: Sequence[Shelf]
    chosen: Area | None
    operations: Sequence[Operation]
    words: str


def found(app: str, words: str) -> Guide | None:
    """Return what is shown of an activity, or of all where ``app`` is empty; None if there is no such one."""
    known = {one.app: one for one in areas()}
    if app and app not in known:
        return None
    wanted = " ".join(words.replace("\x00", "").split())[:LONGEST]
    every = _operations()
    shelves = [
        Shelf(
            one.app,
            str(one.title),
            sum(1 for where, each in every if where == one.app and each.method == "GET"),
            sum(1 for where, each in every if where == one.app and each.method == "POST"),
        )
        for one in known.values()
    ]
    shown = [
        each
        for where, each in every
        if (not app or where == app) and wanted.lower() in f"{each.path} {each.words}".lower()
    ]
    return Guide(shelves, known.get(app), shown if app or wanted else [], wanted)


def _operations() -> list[tuple[str, Operation]]:
    listed = []
    for path, methods in openapi.document()["paths"].items():
        parts = path.removeprefix(openapi.PREFIX).strip("/").split("/")
        for method, said in methods.items():
            asked = [
                one["name"]
                for one in said.get("parameters", [])
                if one.get("required") and one["in"] == "query"
            ]
            scope = said.get(v1.SCOPE, "")
            app = scope.partition(":")[0]
            words = str(said.get("summary", ""))
            if parts[0] not in KINDS:
                words = str(said.get("description") or words).splitlines()[0]
            listed.append((app, Operation(method.upper(), path, words, asked, scope)))
    return listed
