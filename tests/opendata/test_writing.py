import hashlib
import io
import json
import zipfile
from dataclasses import replace

import pytest
from tests.opendata.making import (
    LANGUAGES,
    answers,
    by_country,
    changed,
    every,
    make_package,
    make_study,
    of_tables,
    small,
    unpacked,
    with_person,
    written,
)

from mentorway.opendata.checking import problems_of
from mentorway.opendata.describing import HIDDEN, Column, Consent, DataPackage, Table, Type
from mentorway.opendata.tables import csv_of, frame_of
from mentorway.opendata.writing import write
from mentorway.wording import InvalidInputError


def files_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_it_is_the_same_byte_for_byte_whenever_it_is_made():
    assert write(make_package()) == written()


def test_everything_is_there_in_every_language():
    files = set(unpacked())
    assert {
        "data/answers.csv", "data/tables/by_country.csv", "datapackage.json", "ddi.xml", "datacite.json",
        "ro-crate-metadata.json", "CITATION.cff", "LICENSE", "README.md", "anonymisation.md", "SHA256SUMS",
        "reproduce/expected.json", "reproduce/reproduce.py", "reproduce/reproduce.R",
        "questionnaires/study.xlsx",
    } <= files  # fmt: skip
    for code in LANGUAGES:
        assert {f"questionnaires/study.{code}.md", f"consent/consent.{code}.md"} <= files
        assert {"README.md" if code == "en" else f"README.{code}.md"} <= files


def test_the_checksums_are_those_of_all_files():
    files = unpacked()
    lines = files["SHA256SUMS"].decode().splitlines()
    listed = {line[66:]: line[:64] for line in lines}
    assert listed == {
        path: hashlib.sha256(content).hexdigest() for path, content in files.items() if path != "SHA256SUMS"
    }


def test_answers_are_rfc_4180_with_codes_and_hidden_cells_are_marked():
    rows = unpacked()["data/answers.csv"].split(b"\r\n")
    assert rows[0].startswith(b"country,gender,E1,")
    assert rows[1] == b"SE,1,2,1,4,2,2,4,5,5,2,5"
    assert len(rows) == 604 + 2
    assert unpacked()["data/tables/by_country.csv"] == (
        b"country,people,mean\r\nSE,126,3.0888888888888886\r\nLV,:c,:c\r\nNO,0,\r\n"
    )


def test_schemas_hold_codes_ranges_missing_values_and_labels_in_every_language():
    described = json.loads(unpacked()["datapackage.json"])
    tables = {one["path"]: one["schema"] for one in described["resources"] if "schema" in one}
    assert set(tables) == {"data/answers.csv", "data/tables/by_country.csv"}
    fields = {field["name"]: field for field in tables["data/answers.csv"]["fields"]}
    assert fields["gender"]["constraints"] == {"enum": [1, 2, 3]}
    assert fields["gender"]["missingValues"] == ["", ":c", "0"]
    assert fields["gender"]["question"] == every("What is your gender?")
    assert fields["E2"]["reverse"] is True
    assert fields["E2"]["constraints"] == {"enum": [1, 2, 3, 4, 5], "minimum": 1, "maximum": 5}
    assert fields["country"]["categories"][0]["labels"] == every("SE")
    assert described["licenses"][0]["name"] == "CC-BY-4.0"
    assert [one["role"] for one in described["contributors"]] == ["author", "author", "publisher"]


def test_every_file_has_its_place_in_the_crate():
    crate = json.loads(unpacked()["ro-crate-metadata.json"])
    nodes = {node["@id"]: node for node in crate["@graph"]}
    parts = {one["@id"] for one in nodes["./"]["hasPart"]}
    assert parts == set(unpacked()) - {"ro-crate-metadata.json", "SHA256SUMS"}
    for path in parts:
        assert nodes[path]["sha256"] == hashlib.sha256(unpacked()[path]).hexdigest()


def test_datacite_names_the_release_before_and_the_fund():
    facts = json.loads(unpacked()["datacite.json"])
    assert facts["doi"] == "10.5281/zenodo.1234567"
    assert facts["relatedIdentifiers"] == [
        {
            "relatedIdentifier": "10.5281/zenodo.1234560",
            "relatedIdentifierType": "DOI",
            "relationType": "IsNewVersionOf",
        }
    ]
    assert facts["fundingReferences"][0]["awardNumber"] == "2026-1-SE01"
    assert [title["lang"] for title in facts["titles"]] == list(LANGUAGES)


def test_an_identifier_that_is_no_doi_is_an_alternate_one():
    files = files_of(write(small(study=make_study(identifier="urn:nbn:fi:fsd:T-FSD1"))))
    facts = json.loads(files["datacite.json"])
    assert "doi" not in facts
    assert facts["alternateIdentifiers"][0]["alternateIdentifierType"] == "URN"
    assert b"doi:" not in files["CITATION.cff"]


def test_persons_are_named_only_where_they_agreed():
    assert "Personal" not in unpacked()["datacite.json"].decode()
    files = files_of(write(with_person()))
    facts = json.loads(files["datacite.json"])
    assert facts["creators"][0]["name"] == "Ąžuolas, Jonas"
    assert b'family-names: "\xc4\x84\xc5\xbeuolas"' in files["CITATION.cff"]
    with pytest.raises(TypeError, match="agreed"):
        type(with_person().study.creators[0])("Ąžuolas", "Jonas")


def test_the_readme_says_how_to_check_and_what_is_different():
    text = unpacked()["README.md"].decode()
    assert "# Mentoring & “others” <2026>" in text
    assert "mentorway reproduce PACKAGE.zip --language en" in text
    assert "It takes the place of version 1.0.0 (10.5281/zenodo.1234560)." in text
    assert "Two answers were taken out." in text
    assert "Example University; Example College (2026)." in text
    assert "2 of them cannot be made again from open data; the list says why." in text


def test_anonymisation_says_what_was_done_and_what_is_hidden():
    text = unpacked()["anonymisation.md"].decode()
    assert "Nobody can be recognised by what is open." in text
    assert "- Rare answers were joined. (`gender`) It changed 7 cells." in text
    assert "| smallest group | 1 | 5 | 5 |" in text
    assert "| highest risk | 0.5000 | 0.0457 | – |" in text
    assert "2 cells of the tables are hidden" in text


def test_the_questionnaire_and_the_consent_are_there_to_be_read():
    page = unpacked()["questionnaires/study.lt.md"].decode()
    assert f"**gender** {every('What is your gender?')['lt']}" in page
    assert f"- 2: {every('Woman')['lt']}" in page
    assert (
        unpacked()["consent/consent.fi.md"].decode().strip() == every("I have read this and take part.")["fi"]
    )


def test_tables_alone_make_a_package():
    files = files_of(write(small()))
    assert "data/answers.csv" not in files
    assert "questionnaires/" not in files["README.md"].decode()
    assert len(json.loads(files["reproduce/expected.json"])["numbers"]) == 2


def test_texts_that_spreadsheets_run_get_an_apostrophe_and_lose_it_when_read():
    table = Table("t", {}, (Column("a", {}, Type.STRING),), (("=1+1",), ("'@x",), ("-5",), ("it's",)))
    assert csv_of(table) == b"a\r\n'=1+1\r\n''@x\r\n-5\r\nit's\r\n"
    assert frame_of(table).texts["a"] == ("=1+1", "'@x", "-5", "it's")


def test_without_leave_nothing_is_made():
    package = make_package()
    refused = changed(package, protection=replace(package.protection, allowed=False))
    with pytest.raises(InvalidInputError, match="does not allow these data to be open"):
        write(refused)


def cell(value, **column):
    table = Table("t", {}, (Column("a", {"en": "A"}, **column),), ((value,),))
    return {"tables": (table,), "numbers": ()}


def empty(column):
    return {"tables": (Table("t", {}, (column,), ()),), "numbers": ()}


def number(**fields):
    return {"numbers": (replace(of_tables()[0], **fields),)}


FREE = Table("answers", {}, (Column("said", {"en": "Said"}, Type.STRING),), (("Anna told me",),))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"version": "1"}, "“1” is no version"),
        ({"tables": (), "numbers": ()}, "neither answers nor tables"),
        ({"answers": FREE}, "holds free text"),
        ({"tables": (by_country(), by_country())}, "“by_country” is used twice"),
        ({"tables": (replace(by_country(), name="../x"),), "numbers": ()}, "“../x” cannot name a file"),
        ({"consents": (Consent("A b", {}),)}, "“A b” cannot name a file"),
        (cell(1.5), "holds “1.5”, which the column does not allow"),
        (cell(bool(1)), "holds “True”"),
        (cell(float("nan"), type=Type.NUMBER), "holds “nan”"),
        (cell(7, low=1, high=5), "holds “7”"),
        (cell(None, required=True), "holds “”"),
        (cell("2026-2-1", type=Type.DATE), "holds “2026-2-1”"),
        (empty(Column("=a", {"en": "A"})), "cannot name a column"),
        (empty(Column("a", {})), "has no label"),
        ({"tables": (Table("t", {}, (Column("a", {"en": "A"}),), ((1, 2),)),), "numbers": ()}, "has 2 cells"),
        (number(method="magic"), "There is no method “magic”"),
        (number(part="high"), "gives no “high”"),
        (number(options={"column": "people", "where": {}, "what": 1}), "Not known: what"),
        (number(value=None), "must have a value"),
        (number(value=float("inf")), "not finite"),
        (number(data="data/tables/none.csv"), "which is not in the package"),
        (number(id="a b"), "cannot name a number"),
    ],
)  # fmt: skip
def test_what_cannot_be_published_is_refused_with_its_reason(fields, said):
    with pytest.raises(InvalidInputError) as refused:
        write(small(**fields))
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"titles": {"lt": "Tik lietuviškai"}}, "no title in the main language"),
        ({"abstracts": {}}, "no abstract"),
        ({"identifier": ""}, "no persistent identifier"),
        ({"creators": ()}, "no creator"),
        ({"address": "", "identifier": "urn:x:1"}, "no page of its own"),
        ({"keywords": ()}, "no keywords"),
        ({"first_day": make_study().last_day, "last_day": make_study().first_day}, "is after the last one"),
    ],
)
def test_a_study_that_archives_would_refuse_is_refused(fields, said):
    assert said in str(next(problems_of(small(study=make_study(**fields)))))


def test_hidden_cells_belong_to_tables_not_to_answers():
    rows = ((*answers().rows[0][:2], HIDDEN, *answers().rows[0][3:]),)
    with pytest.raises(InvalidInputError, match="which the column does not allow"):
        write(make_package(answers=replace(answers(), rows=rows)))


def test_a_study_in_one_language_is_published_in_it():
    study = make_study(
        titles={"sv": "Mentorskap"}, abstracts={"sv": "Om"}, universe={"sv": "Vuxna"}, access={"sv": "Fri"}
    )
    table = Table("t", {"sv": "Tabell"}, (Column("a", {"sv": "A"}),), ((1,),))
    package: DataPackage = small(study=study, tables=(table,), numbers=(), language="sv", languages=("sv",))
    files = files_of(write(package))
    assert [name for name in files if name.startswith("README")] == ["README.md"]
    assert files["README.md"].decode().startswith("# Mentorskap\n")
