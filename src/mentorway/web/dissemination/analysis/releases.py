"""A version of open data as everybody reads it, in one language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.core.wording import said
from mentorway.web.dissemination.analysis.release_choices import choices_of
from mentorway.web.dissemination.analysis.release_files import path_of
from mentorway.web.dissemination.analysis.release_package import (
    LICENCES,
    address_of,
    file_address_of,
    identifier_of,
)
from mentorway.web.dissemination.analysis.release_tables import version_of
from mentorway.web.dissemination.models import Release, Stage
from mentorway.web.dissemination.queries import releases as queries
from mentorway.web.practices.analysis.citing import escaped


@dataclass(frozen=True)
class Edition:
    """Another version of the same data."""

    token: str
    version: str
    published: dt.datetime | None
    is_withdrawn: bool


@dataclass(frozen=True)
class Reading:
    """A published version in a language.

    ``language`` is that of the description: the source where nobody translated it. ``verdict`` are plain
    sentences of the check; ``variables`` pairs of column and words. ``editions`` are all versions, newest
    first. A withdrawn version has no file any more.
    """

    token: str
    language: str
    title: str
    description: str
    partner: str
    version: str
    published: dt.datetime | None
    changes: str
    verdict: tuple[str, ...]
    variables: tuple[tuple[str, str], ...]
    tables: int
    people: int
    is_open: bool
    size: int
    sha256: str
    licence: str
    licence_title: str
    licence_address: str
    doi: str
    identifier: str
    address: str
    cite: str
    bibtex: str
    schema: Mapping[str, Any]
    editions: tuple[Edition, ...]
    is_newest: bool
    is_withdrawn: bool
    why_withdrawn: str
    has_file: bool
    is_example: bool

    @property
    def doi_address(self) -> str:
        """Where a DOI leads."""
        return f"https://doi.org/{self.doi}" if self.doi else ""


def reading_of(release: Release, language: str) -> Reading | None:
    """Return what everybody reads of a version; None where it was never published."""
    if release.stage not in (Stage.PUBLISHED, Stage.WITHDRAWN):
        return None
    with override(language):
        return _reading(release, language, list(queries.public_of(release.study)))


def readings_of(releases: Sequence[Release], language: str) -> list[Reading]:
    """Return what everybody reads of several versions, in their order."""
    found = (reading_of(one, language) for one in releases)
    return [one for one in found if one is not None]


def _reading(release: Release, language: str, every: list[Release]) -> Reading:
    choices, verdict = choices_of(release.choices), release.verdict or {}
    spoken = language if release.description.get(language) else choices.language
    is_withdrawn = release.stage == Stage.WITHDRAWN
    standing = [one.pk for one in every if one.stage == Stage.PUBLISHED]
    licence = LICENCES[release.licence]
    title = choices.titles.get(spoken) or release.title
    return Reading(
        token=str(release.token),
        language=spoken,
        title=title,
        description=release.description.get(spoken, ""),
        partner=release.study.partner.name,
        version=version_of(release),
        published=release.published,
        changes=choices.changes,
        verdict=tuple(verdict_said(verdict)),
        variables=tuple(_variables(verdict, spoken)),
        tables=len(verdict.get("tables", ())),
        people=int(verdict.get("open", 0)),
        is_open=choices.is_open,
        size=release.size,
        sha256=release.sha256,
        licence=release.licence,
        licence_title=licence.title,
        licence_address=licence.address,
        doi=release.doi,
        identifier=identifier_of(release),
        address=address_of(release, language),
        cite=_cite(release, title),
        bibtex=_bibtex(release, title),
        schema=_schema(release, title, release.description.get(spoken, ""), spoken),
        editions=tuple(
            Edition(str(one.token), version_of(one), one.published, one.stage == Stage.WITHDRAWN)
            for one in every
        ),
        is_newest=standing[:1] == [release.pk],
        is_withdrawn=is_withdrawn,
        why_withdrawn=release.reason if is_withdrawn else "",
        has_file=not is_withdrawn and path_of(release) is not None,
        is_example=release.is_example,
    )


def verdict_said(verdict: Mapping[str, Any]) -> list[str]:
    """Return what the check found, in plain sentences that everybody may read."""
    if not verdict.get("said"):
        return []
    found = [said(verdict["said"])]
    found += [said(one) for one in verdict.get("steps", ())]
    if verdict.get("k") is not None:
        text = _("In the file, at least %(k)d people look alike in what could be known of them.")
        found.append(text % {"k": verdict["k"]})
    if verdict.get("numbers"):
        text = _("%(agree)d of %(count)d published numbers were made again from the file itself.")
        found.append(text % {"agree": verdict["agree"], "count": verdict["numbers"]})
    found += [said(one) for one in verdict.get("notes", ())]
    return [*found, *(said(one) for one in verdict.get("remaining", ()))]


def file_name(release: Release) -> str:
    """Return what the file is called when it is fetched."""
    return f"open-data-{str(release.token)[:8]}-{version_of(release)}.zip"


def _variables(verdict: Mapping[str, Any], language: str) -> list[tuple[str, str]]:
    found = []
    for one in verdict.get("variables", ()):
        words = one["labels"]
        found.append((one["name"], words.get(language) or words.get("en") or next(iter(words.values()), "")))
    return found


def _year(release: Release) -> int:
    return (release.published or release.created).year


def _cite(release: Release, title: str) -> str:
    return _("%(partner)s (%(year)d): %(title)s. Version %(version)s. Data set. %(identifier)s") % {
        "partner": release.study.partner.name,
        "year": _year(release),
        "title": title,
        "version": version_of(release),
        "identifier": f"https://doi.org/{release.doi}" if release.doi else address_of(release, "en"),
    }


def _bibtex(release: Release, title: str) -> str:
    facts = {
        "author": f"{{{escaped(release.study.partner.name)}}}",
        "title": escaped(title),
        "year": str(_year(release)),
        "version": version_of(release),
        "publisher": escaped(release.study.partner.name),
        **({"doi": release.doi} if release.doi else {"url": address_of(release, "en")}),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in facts.items())
    return f"@dataset{{mentorway-{str(release.token)[:8]},\n{lines}}}\n"


def _schema(release: Release, title: str, description: str, language: str) -> dict[str, Any]:
    """Return a schema.org/Dataset."""
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": title,
        "description": description,
        "inLanguage": language,
        "identifier": f"https://doi.org/{release.doi}" if release.doi else identifier_of(release),
        "url": address_of(release, language),
        "version": version_of(release),
        "license": LICENCES[release.licence].address,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": release.study.partner.name},
        "publisher": {"@type": "Organization", "name": release.study.partner.name},
    }
    if release.published:
        found["datePublished"] = release.published.date().isoformat()
    if release.stage == Stage.PUBLISHED and release.size:
        found["distribution"] = [
            {
                "@type": "DataDownload",
                "encodingFormat": "application/zip",
                "contentSize": f"{release.size} B",
                "contentUrl": file_address_of(release, language),
                "sha256": release.sha256,
            }
        ]
    return found
