"""A programme as an open data package that explains itself: Frictionless and RO-Crate in one zip.

References
----------
Frictionless Data, Data Package (v1): https://specs.frictionlessdata.io/data-package/.
Sefton et al. (2022), RO-Crate Metadata Specification 1.1.2, doi:10.5281/zenodo.5841615.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import mimetypes
import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mentorway.courses import wordings
from mentorway.courses.archive import zipped
from mentorway.courses.marks import Follow, outside, relinked
from mentorway.courses.placing import Place, Placed, placed, plain, printable
from mentorway.courses.structure import Assessment, Material, MaterialKind, Programme, coverage
from mentorway.language import Words

Facts = dict[str, Any]
COMMONS = re.compile(r"CC[ -](BY(?:-(?:NC|SA|ND|NC-SA|NC-ND))?)[ -](\d\.\d)", re.IGNORECASE)
COVERAGE = ("module", "outcome_key", "outcome", "areas", "esco", "emcc", "practised_in", "assessed_by", "gap")
CITATIONS = ("module", "kind", "title", "address", "version")
BETWEEN = " | "
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def package(programme: Programme, files: Mapping[str, bytes], *, published: dt.date | None = None) -> bytes:
    """Return all of a programme, for trainers too, as a package for archives and other programs.

    Parameters
    ----------
    programme : Programme
    files : mapping of str to bytes
        The content of each file by its fingerprint (SHA-256). One that is not there is left out, and named in
        the descriptions as not included.

    published : date, optional
        When this version was published; RO-Crate asks for it, and only who publishes knows.

    Returns
    -------
    bytes
        A zip with ``datapackage.json``, ``ro-crate-metadata.json``, ``programme.json`` (which `from_facts`
        reads), ``coverage.csv``, ``citations.csv``, each page as Markdown, each file as it is. The same bytes
        for the same programme. In the tables, a text that a spreadsheet would take for a formula has an
        apostrophe in front.

    Examples
    --------
    >>> package(Programme("T", "en", "", "", ()), {}) == package(Programme("T", "en", "", "", ()), {})
    True
    """
    programme = printable(programme)
    modules = placed(programme, files, trainers=True)
    held = {
        "programme.json": programme.to_json().encode(),
        "coverage.csv": _table(COVERAGE, _coverage(programme)),
        "citations.csv": _table(CITATIONS, _citations(programme)),
        **_materials(programme, modules, files),
    }
    described = {
        "datapackage.json": _json(_datapackage(programme, modules, held)),
        "ro-crate-metadata.json": _json(_crate(programme, modules, held, published)),
    }
    return zipped(described | held)


def _json(facts: Facts) -> bytes:
    return (json.dumps(facts, ensure_ascii=False, indent=2) + "\n").encode()


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([f"'{one}" if one.startswith(FORMULA) else one for one in row] for row in rows)
    return written.getvalue().encode()


def _coverage(programme: Programme) -> Iterable[Sequence[str]]:
    for one in coverage(programme):
        lists = (one.outcome.areas, one.outcome.esco, one.outcome.emcc, one.sessions, one.assessments)
        gap = "false" if one.sessions and one.assessments else "true"
        said = (one.module, one.outcome.key, wordings.outcome(one.outcome))
        yield *said, *(BETWEEN.join(each) for each in lists), gap


def _citations(programme: Programme) -> Iterable[Sequence[str]]:
    for module in programme.modules:
        for one in module.cites:
            yield module.title, one.kind, one.title, one.address, one.version


def _path(place: Place) -> str:
    """The path in this package: pages and tasks as Markdown, files as they are."""
    thing = place.thing
    whole = isinstance(thing, Material) and thing.kind is MaterialKind.FILE and not place.lacking
    return place.path if whole else f"{place.stem}.md"


def _materials(
    programme: Programme, modules: Sequence[Placed], files: Mapping[str, bytes]
) -> dict[str, bytes]:
    words = wordings.words_of(programme)
    places = [place for module in modules for place in module.places]
    paths = {place.thing.key: _path(place) for place in reversed(places)}
    held = {}
    for place in places:
        path, thing = _path(place), place.thing
        if isinstance(thing, Material) and thing.kind is MaterialKind.FILE and not place.lacking:
            held[path] = files[thing.sha256]
        else:
            held[path] = _page(place, words, _seen_from(path, paths)).encode()
    return held


def _seen_from(path: str, paths: Mapping[str, str]) -> Follow:
    def follow(key: str) -> str:
        return posixpath.relpath(paths[key], posixpath.dirname(path)) if key in paths else ""

    return follow


def _page(place: Place, words: Words, follow: Follow) -> str:
    """Return a part as Markdown: its title, what is lacking, its text, its source."""
    thing = place.thing
    title = re.sub(r"\s+", " ", thing.title)
    parts = [f"# {title}"]
    if isinstance(thing, Assessment):
        parts += [wordings.kind(words, thing), relinked(thing.task, follow)]
        parts += [f"- {one.title}: {BETWEEN.join(one.levels)}" for one in thing.criteria]
    else:
        parts += [words.say(wordings.missing(thing))] if place.lacking else []
        parts += [relinked(thing.text, follow)]
        parts += [f"<{outside(thing.address).strip()}>"] if outside(thing.address) else []
        parts += wordings.origin(words, thing)
    return "\n\n".join(part for part in parts if part) + "\n"


def _datapackage(programme: Programme, modules: Sequence[Placed], held: Mapping[str, bytes]) -> Facts:
    """Describe the package as Frictionless asks."""
    facts: Facts = {
        "profile": "data-package",
        "name": plain(programme.title),
        "id": f"urn:sha256:{programme.sha256}",
        "title": programme.title,
        "description": programme.summary,
        "version": programme.version,
        "resources": [_resource(path, content) for path, content in held.items()],
    }
    if programme.licence:
        facts["licenses"] = [_licence(programme.licence)]
    if programme.partner:
        facts["contributors"] = [{"title": programme.partner, "role": "publisher"}]
    lacking = _lacking(modules)
    return facts | ({"missing": lacking} if lacking else {})


def _resource(path: str, content: bytes) -> Facts:
    stem, _, ending = path.rpartition(".")
    facts: Facts = {
        "name": plain(stem) if "/" not in stem else "-".join(map(plain, stem.split("/"))),
        "path": path,
        "format": ending,
        "mediatype": _media(path),
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
    heads = {"coverage.csv": COVERAGE, "citations.csv": CITATIONS}.get(path)
    if heads:
        fields = [{"name": name, "type": "boolean" if name == "gap" else "string"} for name in heads]
        facts |= {"profile": "tabular-data-resource", "encoding": "utf-8", "schema": {"fields": fields}}
    return facts


def _media(path: str) -> str:
    """The kind of content by the ending, from the table built in, not from that of the machine."""
    if path.endswith(".md"):
        return "text/markdown"
    ending = path.rpartition(".")[2]
    return mimetypes.MimeTypes(()).types_map[True].get(f".{ending}", "application/octet-stream")


def _licence(said: str) -> dict[str, str]:
    """Return a licence with its address where it is one of Creative Commons.

    >>> _licence("CC BY-SA 4.0")["path"]
    'https://creativecommons.org/licenses/by-sa/4.0/'
    """
    found = COMMONS.fullmatch(said.strip())
    if not found:
        return {"name": plain(said), "title": said}
    kind, version = found[1].upper(), found[2]
    address = f"https://creativecommons.org/licenses/{kind.lower()}/{version}/"
    return {"name": f"CC-{kind}-{version}", "path": address, "title": said}


def _lacking(modules: Sequence[Placed]) -> list[str]:
    """Return the fingerprints, or names, of the files that are not included."""
    things = [place.thing for module in modules for place in module.places if place.lacking]
    return [one.sha256 or one.title for one in things if isinstance(one, Material)]


def _crate(
    programme: Programme, modules: Sequence[Placed], held: Mapping[str, bytes], published: dt.date | None
) -> Facts:
    """Describe the package as RO-Crate 1.1 asks: what is in it, whose it is, under which licence."""
    licence = _licence(programme.licence) if programme.licence else {}
    address = licence.get("path", "#licence")
    titles = {_path(place): place.thing.title for module in modules for place in module.places}
    root: Facts = {
        "@id": "./",
        "@type": ["Dataset", "Course"],
        "name": programme.title or "–",
        "description": programme.summary or programme.title or "–",
        "inLanguage": programme.language,
        "version": programme.version,
        "identifier": f"urn:sha256:{programme.sha256}",
        "timeRequired": f"PT{programme.minutes + programme.own_minutes}M",
        "teaches": [wordings.outcome(one) for _, one in programme.outcomes.values()],
        "hasPart": [{"@id": path} for path in held],
    }
    graph: list[Facts] = [_descriptor(), root, *(_file(*each, titles) for each in held.items())]
    if published:
        root["datePublished"] = published.isoformat()
    if licence:
        root["license"] = {"@id": address}
        graph.append({"@id": address, "@type": "CreativeWork", "name": programme.licence})
    if programme.partner:
        root |= {"author": {"@id": "#partner"}, "publisher": {"@id": "#partner"}}
        graph.append({"@id": "#partner", "@type": "Organization", "name": programme.partner})
    return {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph}


def _descriptor() -> Facts:
    return {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }


def _file(path: str, content: bytes, titles: Mapping[str, str]) -> Facts:
    return {
        "@id": path,
        "@type": "File",
        "name": titles.get(path) or path,
        "encodingFormat": _media(path),
        "contentSize": str(len(content)),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
