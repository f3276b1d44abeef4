"""One study → one zip, the same byte for byte whenever it is made."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from mentorway.courses.archive import zipped
from mentorway.opendata import pages, registering, scripts
from mentorway.opendata.checking import check, files_of
from mentorway.opendata.crate import SELF, crate
from mentorway.opendata.ddi import ddi
from mentorway.opendata.describing import DataPackage, Number
from mentorway.opendata.frictionless import datapackage, json_of
from mentorway.opendata.saying import ordered, said
from mentorway.opendata.tables import csv_of

FORMAT: Final = "mentorway-open-data"
VERSION: Final = 1
SUMS: Final = "SHA256SUMS"
EXPECTED: Final = "reproduce/expected.json"
DESCRIBED: Final = "datapackage.json"


def write(package: DataPackage) -> bytes:
    """Return everything that is published about a study as one zip.

    Parameters
    ----------
    package : DataPackage
        The study, its protected answers and tables, its published numbers, questionnaires and consent texts.

    Returns
    -------
    bytes
        A zip: ``data/answers.csv``, ``data/tables/*.csv``, ``datapackage.json``, ``ddi.xml``,
        ``datacite.json``, ``ro-crate-metadata.json``, ``questionnaires/``, ``consent/``,
        ``anonymisation.md``, ``CITATION.cff``, ``LICENSE``, ``README.md``, ``reproduce/`` and
        ``SHA256SUMS``. Pages for people are there in every language. The same for the same package.

    Raises
    ------
    InvalidInputError
        The protection does not allow it, or something lacks or contradicts itself, as `checking.check` says.
    """
    check(package)
    tables = {path: csv_of(table) for path, table in files_of(package).items()}
    files = tables | _for_people(package) | _for_checking(package)
    files["datacite.json"] = registering.datacite(package, sum(map(len, tables.values())))
    files["ddi.xml"] = ddi(package, files)
    files[DESCRIBED] = datapackage(package, files)
    files[SELF] = crate(package, files, _titles(package, files))
    files = {path: files[path] for path in sorted(files)}
    return zipped({**files, SUMS: _sums(files)})


def _for_people(package: DataPackage) -> dict[str, bytes]:
    files = {"LICENSE": pages.licence(package), "CITATION.cff": registering.citation(package)}
    for language in ordered(package):
        ending = "md" if language == package.language else f"{language}.md"
        files[f"README.{ending}"] = pages.readme(package, language)
        files[f"anonymisation.{ending}"] = pages.anonymisation(package, language)
        for one in package.questionnaires:
            page = pages.questionnaire(one, language, package.language)
            files[f"questionnaires/{one.name}.{language}.md"] = page
    for one in package.questionnaires:
        if one.xlsform:
            files[f"questionnaires/{one.name}.xlsx"] = one.xlsform
    for text in package.consents:
        files |= {f"consent/{text.name}.{code}.md": _text(each) for code, each in text.texts.items()}
    return files


def _text(text: str) -> bytes:
    return (text.strip() + "\n").encode()


def _for_checking(package: DataPackage) -> dict[str, bytes]:
    return {
        EXPECTED: json_of(
            {
                "format": FORMAT,
                "version": VERSION,
                "title": dict(package.study.titles),
                "release": package.version,
                "made_with": dict(package.versions),
                "numbers": [_number(one) for one in package.numbers],
            }
        ),
        "reproduce/reproduce.py": scripts.python_script(),
        "reproduce/reproduce.R": scripts.r_script(package),
    }


def _number(one: Number) -> dict[str, Any]:
    return {
        "id": one.id,
        "said": dict(one.said),
        "value": one.value,
        "shown": one.shown,
        "method": one.method,
        "part": one.part,
        "options": dict(one.options),
        "data": one.data,
        "tolerance": one.tolerance,
        "closed": one.closed.value if one.closed else None,
    }


def _titles(package: DataPackage, files: Mapping[str, bytes]) -> dict[str, str]:
    """Say what each file is, in the main language, for the crate."""
    main = package.language
    titles = {path: said(table.titles, main) or table.name for path, table in files_of(package).items()}
    for one in package.questionnaires:
        named = {path for path in files if path.startswith(f"questionnaires/{one.name}.")}
        titles |= {path: f"{said(one.titles, main)} ({path.rpartition('/')[2]})" for path in named}
    return titles


def _sums(files: Mapping[str, bytes]) -> bytes:
    """Return the checksums as ``sha256sum -c`` reads them."""
    lines = [f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in files.items()]
    return "".join(lines).encode()
