"""The vocabularies that credentials may use, fixed in this package, and what a document says in them."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from pyld import jsonld

from mentorway.wording import InvalidInputError, Message, shown

CREDENTIALS: Final = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
PINNED: Final[Mapping[str, tuple[str, str]]] = {
    CREDENTIALS: (
        "credentials-v2.json",
        "8a9f494a89ecc51db093e90e84713e07e84d6d9204364a9b3c7868b21751236f",
    ),
    OPEN_BADGES: (
        "open-badges-3.0.3.json",
        "ca836d808e9a9fb27124d2b83df15e31a4b63c910cab870bf48dc35cc70185f2",
    ),
}
Document = Mapping[str, Any]
MOST_ALIKE: Final = 6  # nodes without a name that look the same: canonical order costs their factorial


@cache
def context(address: str) -> Any:
    """Return a pinned context document.

    Parameters
    ----------
    address : str
        As credentials name it.

    Raises
    ------
    InvalidInputError
        It is none of those that credentials here may use, or the file was changed.

    Examples
    --------
    >>> sorted(context("https://www.w3.org/ns/credentials/v2"))
    ['@context']
    """
    if address not in PINNED:
        raise InvalidInputError(
            Message(
                "The credential uses the vocabulary “%(address)s”, which is not known here. "
                "Known are: %(known)s.",
                {"address": shown(address), "known": ", ".join(PINNED)},
            )
        )
    name, sha256 = PINNED[address]
    content = (files("mentorway.credentials") / "contexts" / name).read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise InvalidInputError(
            Message(
                "The stored vocabulary “%(name)s” is not what it was. Install Mentorway again.",
                {"name": name},
            )
        )
    return json.loads(content)


def _load(address: str, _options: Any) -> dict[str, Any]:
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "document": context(address),
    }


def canonical(document: Document) -> bytes:
    r"""Return a document as canonical N-Quads (RDFC-1.0), with every term known.

    Whoever reads a signed document by its names must read what was signed. So names stand there in one way
    only: an attacker who writes ``validUntil`` as a whole address, or under ``@nest``, would keep the
    signature and hide the date. Vocabularies stand at the top, and no pinned one has two names for a term.

    Parameters
    ----------
    document : mapping
        JSON-LD whose contexts are pinned here.

    Returns
    -------
    bytes
        The same for documents that mean the same.

    Raises
    ------
    InvalidInputError
        A vocabulary or a term is not known (it would be left out silently and could be changed unseen), a
        value is empty, a name is no address, or too many parts look alike.

    References
    ----------
    W3C (2024), RDF Dataset Canonicalization (RDFC-1.0), https://www.w3.org/TR/rdf-canon/.

    Examples
    --------
    >>> canonical({"@context": [CREDENTIALS], "id": "urn:a", "name": "Ona"}).decode()
    '<urn:a> <https://schema.org/name> "Ona" .\n'
    """
    _refuse_hidden(document)
    unknown: list[str] = []
    options = {"documentLoader": _load, "base": None}  # PyLD would make up a base for relative addresses
    try:
        expanded = jsonld.expand(dict(document), options, on_property_dropped=unknown.append)
        unknown += _not_addresses(expanded)
        if unknown:
            raise InvalidInputError(_not_covered(unknown[0]))
        _refuse_alike(expanded)
        quads = jsonld.normalize(
            expanded, {**options, "algorithm": "URDNA2015", "format": "application/n-quads"}
        )
        return str(quads).encode()
    except (jsonld.JsonLdError, UnicodeEncodeError) as error:
        raise InvalidInputError(_unreadable(error)) from error


def _not_covered(term: object) -> Message:
    return Message(
        "“%(term)s” is in no vocabulary of the credential, so the signature would not cover it. Remove it.",
        {"term": shown(term)},
    )


def _refuse_hidden(document: Document) -> None:
    """Refuse what would say the same thing to the signature under a name that readers do not look for."""
    vocabularies = document.get("@context")
    if not isinstance(vocabularies, list) or not all(isinstance(one, str) for one in vocabularies):
        raise InvalidInputError(NOT_PLAIN)
    for name, value in _members({key: value for key, value in document.items() if key != "@context"}):
        if name.startswith("@") or ":" in name:
            raise InvalidInputError(_not_covered(name))
        if value is None or value in ([], {}):
            raise InvalidInputError(
                Message("“%(name)s” is empty in the credential. Leave it out.", {"name": shown(name)})
            )


NOT_PLAIN: Final = Message(
    "A credential names its vocabularies in a list of addresses. Take the file as it was issued."
)


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield every name with its value, however deep."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield name, inner
            yield from _members(inner)
    elif isinstance(value, list):
        for inner in value:
            if inner is None or isinstance(inner, list):
                raise InvalidInputError(NOT_PLAIN)
            yield from _members(inner)


def _not_addresses(expanded: Any) -> Iterator[str]:
    """Yield types and identities that are no address: they would be dropped silently.

    Names for parts without an identity (``_:a``) are among them. Without these the parts are a tree.
    """
    for name, value in _members({"": expanded}):
        if name in {"@id", "@type"}:
            for one in value if isinstance(value, list) else [value]:
                if ":" not in str(one) or str(one).startswith("_:"):
                    yield str(one)


def _refuse_alike(expanded: Any) -> None:
    """Refuse a document that is made to keep canonicalisation busy for ever."""
    seen = Counter(_outside(part) for part in _parts(expanded) if "@id" not in part and "@value" not in part)
    if sum(count for count in seen.values() if count > 1) > MOST_ALIKE:
        raise InvalidInputError(
            Message(
                "More than %(most)d parts of the credential are the same. Say each thing once.",
                {"most": MOST_ALIKE},
            )
        )


def _outside(part: Mapping[str, Any]) -> str:
    """What the first step of canonicalisation sees of a part: not what is inside parts without a name."""
    return json.dumps(
        {
            name: [one if not isinstance(one, dict) or {"@id", "@value"} & set(one) else "_" for one in value]
            for name, value in sorted(part.items())
            if isinstance(value, list)
        },
        sort_keys=True,
    )


def _parts(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        yield value
        for inner in value.values():
            yield from _parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _parts(inner)


def _unreadable(error: BaseException) -> Message:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, InvalidInputError):
            return cause.message
        cause = getattr(cause, "cause", None) or cause.__cause__
    return Message("The credential is no JSON-LD that can be read. Take the file as it was issued.")
