"""Everything that a version or a file needs of a programme, so that it can be read alone."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from mentorway.courses.structure import Programme as Described
from mentorway.web.accounts.models import User
from mentorway.web.core.addresses import whole
from mentorway.web.training import queries
from mentorway.web.training.analysis.parts import Facts, described
from mentorway.web.training.analysis.texts import texts_of, with_texts
from mentorway.web.training.models import Citation, Programme
from mentorway.web.translation.queries import agreed_of


def cited_kind(row: Citation) -> str:
    """Return which of the four kinds is cited."""
    return next(kind for kind in queries.CITED if getattr(row, f"{kind}_id") is not None)


def cited_path(row: Citation) -> str:
    """Return where that stands among our pages."""
    if row.practice:
        return reverse("practices:practice", args=[row.practice.pk])
    if row.finding:
        return reverse("comparison:overview", args=[row.finding.comparison_id])
    if row.network_finding:
        return reverse("network:finding", args=[row.network_finding.token])
    return reverse("practices:challenge_finding", args=[row.challenge_finding.token])  # type: ignore[union-attr]


def cited_title(row: Citation) -> str:
    """Return how that is called; what was counted on a day is called by it."""
    if row.challenge_finding:
        return date_format(row.challenge_finding.at, "DATE_FORMAT")
    return str(row)


def cited_facts(row: Citation) -> Facts:
    """Return a citation as a version keeps it."""
    version = row.finding.data_hash[:12] if row.finding else ""
    version = row.network_finding.fingerprint[:12] if row.network_finding else version
    version = row.challenge_finding.fingerprint[:12] if row.challenge_finding else version
    version = str(row.practice.revision) if row.practice else version
    return {
        "kind": cited_kind(row),
        "title": str(row),
        "address": whole(cited_path(row)),
        "version": version,
    }


@dataclass(frozen=True)
class Reference:
    """A citation on a page: what it is, and where it leads if the reader may go there."""

    row: Citation
    kind: str
    title: str
    path: str


def references(programme: Programme, user: User) -> list[Reference]:
    """Return what the modules cite, with links for who may follow them."""
    rows = list(queries.citations_of(programme))
    seen = {
        kind: set(
            queries.citable(user, kind).filter(citations__programme=programme).values_list("pk", flat=True)
        )
        for kind in queries.CITED
    }
    found = []
    for row in rows:
        kind = cited_kind(row)
        may_go = getattr(row, f"{kind}_id") in seen[kind]
        found.append(Reference(row, kind, cited_title(row), cited_path(row) if may_go else ""))
    return found


def programme_facts(programme: Programme) -> Facts:
    """Return the draft with what its modules cite."""
    cites: dict[str, list[Facts]] = {}
    for row in queries.citations_of(programme):
        cites.setdefault(row.module, []).append(cited_facts(row))
    modules = [{**one, "cites": cites.get(one["key"], [])} for one in programme.content["modules"]]
    return {**programme.content, "modules": modules, "partner": str(programme.partner)}


def content_of(programme: Programme) -> dict[str, Any]:
    """Return the draft, its languages and its agreed texts."""
    facts = programme_facts(programme)
    return {
        "programme": facts,
        "languages": {one.code: one.name for one in programme.document.languages.all()},
        "texts": _agreed(programme, facts),
    }


def _agreed(programme: Programme, facts: Facts) -> dict[str, dict[str, str]]:
    """Return the adjudicated texts whose source is still the same, by language code."""
    fresh = {text.key: text.fingerprint for text in texts_of(facts)}
    codes = {str(one): one.code for one in programme.document.languages.all()}
    return {
        codes[language]: {key: text for key, (mark, text) in rows.items() if fresh.get(key) == mark}
        for language, rows in agreed_of(programme.document).items()
    }


def in_language(content: dict[str, Any], code: str) -> Described:
    """Return what a version holds in one of its languages; what is not translated stays as written."""
    texts = content["texts"].get(code, {})
    return described({**with_texts(content["programme"], texts), "language": code})
