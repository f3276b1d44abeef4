"""The official shapes of European Digital Credentials judge the export; see tests/oracles/elm."""

import json
from functools import cache
from pathlib import Path

import pyshacl
import pytest
import rdflib
from pyld import jsonld
from tests.credentials.making import AT, CREDENTIAL, PLACE, changed, dt

from mentorway.credentials.certificate import Sheet, picture
from mentorway.credentials.elm import CONTEXTS, PNG, Europass, europass
from mentorway.credentials.microcredential import Attained, Issuer, Kind, Level, Participation
from mentorway.wording import InvalidInputError

FOLDER = Path(__file__).parents[1] / "oracles" / "elm"
FILES = dict(zip(CONTEXTS, ("credentials-v1.jsonld", "edc-ap-context.jsonld"), strict=True))
FEWEST = 90  # triples; with a vocabulary missing, a dozen come out and every shape is content
FULL = {
    "level": Level(5, "National Agency", "https://nqf.example.org/1"),
    "languages": ("lt", "en"),
    "prerequisites": "Two years at work",
    "identity": "Identity card seen",
    "grade": "5",
    "stacking": "Counts towards Coaching",
    "more": "https://example.org",
    "until": dt.date(2029, 1, 1),
    "awarded": dt.date(2026, 4, 30),
    "participation": Participation.ONSITE,
    "kind": Kind.PARTIAL,
}


@cache
def shapes():
    graph = rdflib.Graph()
    for path in sorted(FOLDER.glob("*.ttl")):
        graph.parse(path)
    return graph


def load(address, _options):
    document = json.loads((FOLDER / FILES[address]).read_text())
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "document": document,
    }


def triples(document):
    dropped = []
    expanded = jsonld.expand(document, {"documentLoader": load}, on_property_dropped=dropped.append)
    quads = jsonld.to_rdf(expanded, {"format": "application/n-quads"})
    return rdflib.Graph().parse(data=quads, format="nt"), dropped


def conforms(document):
    return pyshacl.validate(triples(document)[0], shacl_graph=shapes(), inference="none")[0]


def exported(language="lt", **fields):
    credential = changed(**fields)
    shown = picture(Sheet(credential, PLACE.address, language))
    extra = Europass(PLACE.address, "302345678", shown, language)
    return json.loads(json.dumps(europass(credential, extra, at=AT)))


@pytest.mark.parametrize("fields", [{}, FULL, {"ects": None}, {"issuer": Issuer("Studier", "SE")}])
def test_the_export_passes_the_official_shapes_and_loses_no_term(fields):
    document = exported(**fields)
    graph, dropped = triples(document)
    assert dropped == []
    assert len(graph) >= FEWEST
    assert conforms(document)


def without(*path):
    def mutate(document):
        for name in path[:-1]:
            document = document[name]
        del document[path[-1]]

    return mutate


@pytest.mark.parametrize(
    "mutate",
    [
        without("issuer", "eIDASIdentifier"),
        without("displayParameter", "individualDisplay"),
        without("displayParameter", "primaryLanguage"),
        without("credentialSubject", "hasClaim", "title"),
        without("credentialSubject", "hasClaim", "awardedBy"),
        without("credentialSubject", "hasClaim", "provenBy", "grade"),
        without("credentialSchema"),
        without("issued"),
    ],
)
def test_a_document_that_lacks_a_part_fails_the_shapes(mutate):
    document = exported()
    mutate(document)
    if "issuer" in document and "eIDASIdentifier" not in document["issuer"]:
        del document["credentialSubject"]["hasClaim"]["awardedBy"]["awardingBody"]["eIDASIdentifier"]
        del document["credentialSubject"]["hasClaim"]["provenBy"]["awardedBy"]["awardingBody"][
            "eIDASIdentifier"
        ]
    assert not conforms(document)


def test_a_level_is_there_only_if_it_was_assigned():
    claim = exported()["credentialSubject"]["hasClaim"]["specifiedBy"]
    assert claim["type"] == "LearningAchievementSpecification"
    assert "eqfLevel" not in claim
    assert exported(**FULL)["credentialSubject"]["hasClaim"]["specifiedBy"]["eqfLevel"]["id"].endswith(
        "/eqf/5"
    )


def test_no_address_of_the_learner_is_in_the_export():
    assert "ona@example.org" not in json.dumps(exported(email="ona@example.org"))


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        (Europass(PLACE.address, " ", PNG), "number"),
        (Europass(PLACE.address, "1", b"GIF89a"), "PNG"),
        (Europass(PLACE.address, "1", PNG, "ru"), "language"),
    ],
)
def test_what_europass_needs_is_asked_for(extra, said):
    with pytest.raises(InvalidInputError, match=said):
        europass(CREDENTIAL, extra, at=AT)


def test_an_incomplete_credential_is_refused():
    with pytest.raises(InvalidInputError, match="outcome"):
        exported(outcomes=(Attained(" "),))
