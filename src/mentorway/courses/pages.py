"""The pages of a programme for people who learn: what it is, each module, what to read, what to do."""

from __future__ import annotations

import html
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mentorway.courses import wordings
from mentorway.courses.marks import Follow, outside, to_html
from mentorway.courses.placing import Place, Placed
from mentorway.courses.structure import (
    Assessment,
    AssessmentKind,
    Criterion,
    Material,
    MaterialKind,
    Module,
    Programme,
)
from mentorway.language import Words

NO_PAGE = (AssessmentKind.QUIZ, AssessmentKind.REFLECTION)
STYLE = (
    "body{max-width:44em;margin:2em auto;padding:0 1em;font-family:system-ui,sans-serif;line-height:1.55;"
    "color:#1b2524}h1,h2{color:#12524d;line-height:1.25}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:start;vertical-align:top;padding:.4em .6em;border-bottom:1px solid #dcd8cc}"
    ".quiet{color:#54605e;font-size:.9em}"
)


@dataclass(frozen=True)
class Trail:
    """Follows links from a page in ``folder``, and remembers the pages and files that they lead to."""

    paths: Mapping[str, str]
    folder: str
    met: list[str] = field(default_factory=list)

    def __call__(self, address: str) -> str:
        """Return what leads to this address, or to the part of this short name; nothing if nothing does."""
        goal = self.paths.get(address, "")
        if not goal or outside(goal):
            return outside(goal or address)
        if goal not in self.met:
            self.met.append(goal)
        return posixpath.relpath(goal, self.folder)


@dataclass(frozen=True)
class Links:
    """Where the parts of a programme are; what has no page of its own leads nowhere."""

    paths: Mapping[str, str]

    @classmethod
    def of(cls, modules: Sequence[Placed]) -> Links:
        """Return the links between all parts, and to the web; of two parts with one key, to the first."""
        places = [place for module in modules for place in module.places]
        return cls({place.thing.key: _goal(place) for place in reversed(places)})

    def seen_from(self, path: str) -> Trail:
        """Return what follows links from the page at ``path``."""
        return Trail(self.paths, posixpath.dirname(path))

    def to_web(self, address: str) -> str:
        """Return where a link leads from a text that is no page: to the web, or nowhere."""
        return outside(self.paths.get(address, address))


def _goal(place: Place) -> str:
    thing = place.thing
    if isinstance(thing, Assessment):
        return "" if thing.kind in NO_PAGE else place.path
    if thing.kind is MaterialKind.LINK and not place.lacking:
        return thing.address.strip()
    return place.path


def introduction(programme: Programme) -> bytes:
    """Return the first page: for whom, how long, what people can do afterwards, the licence."""
    words = wordings.words_of(programme)
    parts = [to_html(programme.summary)]
    if programme.audience:
        parts += [_heading(words.gettext("For whom")), to_html(programme.audience, heading=3)]
    parts += [_heading(words.gettext("Time")), _paragraph(wordings.time(words, programme))]
    if programme.outcomes:
        parts += [
            _heading(words.gettext("After this programme you can")),
            _bullets(wordings.outcome(one) for _, one in programme.outcomes.values()),
        ]
    parts += [_quiet(one) for one in wordings.about(words, programme)]
    return _page(programme.language, programme.title, parts)


def module(programme: Programme, one: Module) -> bytes:
    """Return the first page of a module: its title once more, outcomes, meetings, what it answers."""
    words = wordings.words_of(programme)
    parts = [to_html(one.summary)]
    if one.outcomes:
        parts += [
            _heading(words.gettext("After this module you can")),
            _bullets(map(wordings.outcome, one.outcomes)),
        ]
    if one.sessions:
        meetings = [wordings.session(words, session) for session in one.sessions]
        parts += [_heading(words.gettext("Meetings")), _bullets(meetings)]
    if one.own_minutes:
        parts.append(_paragraph(wordings.own_work(words, one.own_minutes)))
    if one.cites:
        parts.append(_heading(words.gettext("What this module answers")))
        cited = [(wordings.cited(words, cite), outside(cite.address)) for cite in one.cites]
        parts.append(f"<ul>{''.join(f'<li>{_link(*each)}</li>' for each in cited)}</ul>\n")
    return _page(programme.language, one.title, parts)


def material(programme: Programme, thing: Material, follow: Follow) -> bytes:
    """Return a page to read; its text keeps its links to other pages and files."""
    said = to_html(thing.text, follow)
    return _page(programme.language, thing.title, [said, *_origin(programme, thing)])


def missing(programme: Programme, thing: Material) -> bytes:
    """Return a page in place of a file, or of a link, that was not at hand."""
    said = wordings.words_of(programme).say(wordings.missing(thing))
    parts = [_paragraph(said), to_html(thing.text), *_origin(programme, thing)]
    return _page(programme.language, thing.title, parts)


def task(programme: Programme, thing: Assessment, follow: Follow) -> bytes:
    """Return the page of an assignment or an observation: its task, its rubric, and where it is handed in."""
    words = wordings.words_of(programme)
    parts = [
        _paragraph(wordings.kind(words, thing)),
        to_html(thing.task, follow),
        rubric(thing, words) if thing.criteria else "",
        _quiet(words.say(wordings.NOT_MARKED_HERE)),
    ]
    return _page(programme.language, thing.title, parts)


def rubric(thing: Assessment, words: Words) -> str:
    """Return the criteria as a table, a row a criterion, and which level passes."""
    most = max(len(one.levels) for one in thing.criteria)
    heads = [words.gettext("Criterion"), *(wordings.level(words, place) for place in range(1, most + 1))]
    head = "".join(f'<th scope="col">{html.escape(one)}</th>' for one in heads)
    rows = "".join(_row(one, most) for one in thing.criteria)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>\n"
    return _heading(words.gettext("What is looked at")) + table + _quiet(wordings.passes(words, thing))


def _row(one: Criterion, most: int) -> str:
    cells = [*one.levels, *[""] * (most - len(one.levels))]
    return f'<tr><th scope="row">{html.escape(one.title)}</th>' + "".join(
        f"<td>{html.escape(cell)}</td>" for cell in cells
    ) + "</tr>"  # fmt: skip


def _origin(programme: Programme, thing: Material) -> Iterator[str]:
    yield from map(_quiet, wordings.origin(wordings.words_of(programme), thing))


def _page(language: str, title: str, parts: Sequence[str]) -> bytes:
    said, tongue = html.escape(title), html.escape(language)
    return (
        f'<!DOCTYPE html>\n<html lang="{tongue}">\n<head>\n<meta charset="utf-8"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        f'<title>{said}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1 dir="auto">{said}</h1>\n'
        f"{''.join(parts)}</body>\n</html>\n"
    ).encode()


def _heading(said: str) -> str:
    return f"<h2>{html.escape(said)}</h2>\n"


def _paragraph(said: str) -> str:
    return f"<p>{html.escape(said)}</p>\n"


def _quiet(said: str) -> str:
    return f'<p class="quiet">{html.escape(said)}</p>\n'


def _bullets(said: Iterator[str] | Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{html.escape(one)}</li>' for one in said)}</ul>\n"


def _link(said: str, address: str) -> str:
    text = html.escape(said)
    return f'<a href="{html.escape(address)}">{text}</a>' if address else text
