"""DDI-Codebook: structure by the documentation, and the official schema where a copy is at hand.

Set MENTORWAY_DDI_XSD to the path of codebook.xsd (DDI-Codebook 2.5, from ddialliance.org) to validate.
"""

import datetime as dt
import os
from pathlib import Path

import pytest
from lxml import etree
from tests.datasets.making import make_layout

from mentorway.datasets import DataFile, Frequencies, Record, Study, export_ddi, store

N = {"d": "ddi:codebook:2_5"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
STUDY = Study(
    titles={"en": "Mentors & others", "lt": "Mentoriai"}, creators=("A. Ąžuolas", "B. Bērzs"),
    identifier="doi:10.1/x", producer="Uppsala", abstracts={"en": "About < all", "sv": "Om"},
    keywords=("mentoring",), nations=("Latvia", "Lithuania"), universe="Mentors", modes=("Web (CAWI)",),
    first_day=dt.date(2026, 1, 1), last_day=dt.date(2026, 3, 1), conditions="CC BY 4.0",
)  # fmt: skip
ORDER = [
    "labl",
    "qstn",
    "valrng",
    "invalrng",
    "sumStat",
    "txt",
    "catgry",
    "varFormat",
]  # of the documentation


def described(snapshot, path, study=STUDY, **options):
    return etree.parse(str(export_ddi(snapshot, path, study, **options).path))


def texts(tree, path):
    return [each.text for each in tree.iterfind(path, N)]


def test_the_study_is_described(snapshot, tmp_path):
    tree = described(snapshot, tmp_path / "x.xml", data=DataFile("x.csv", "CSV"))
    assert texts(tree, ".//d:titl") == ["Mentors & others"]
    assert [(each.text, each.get(LANG)) for each in tree.iterfind(".//d:parTitl", N)] == [("Mentoriai", "lt")]
    assert texts(tree, ".//d:AuthEnty") == ["A. Ąžuolas", "B. Bērzs"]
    assert texts(tree, ".//d:collMode") == ["Web (CAWI)"]
    assert [each.get("event") for each in tree.iterfind(".//d:collDate", N)] == ["start", "end"]
    assert texts(tree, ".//d:fileName") == ["x.csv"]
    assert texts(tree, ".//d:caseQnty") == ["3"]
    assert texts(tree, ".//d:varQnty") == ["21"]


def test_variables_have_their_texts_in_every_language(snapshot, tmp_path):
    tree = described(snapshot, tmp_path / "x.xml")
    trust = next(each for each in tree.iterfind(".//d:var", N) if each.get("name") == "trust")
    assert {each.get(LANG): each.text for each in trust.iterfind("d:labl", N)} == {
        "en": "I trust my mentor", "lt": "I trust my mentor (lt ąž)", "lv": "I trust my mentor (lv ņķ)"
    }  # fmt: skip
    assert trust.find("d:qstn/d:qstnLit", N).text == "I trust my mentor"
    assert [each.get("missing") for each in trust.iterfind("d:catgry", N)] == [None, None, None, "Y"]
    assert texts(trust, "d:catgry/d:catValu") == ["1", "2", "3", "99"]
    assert texts(trust, "d:catgry[3]/d:labl") == ["Agree", "Sutinku", "Piekrītu"]
    assert trust.get("nature") == "ordinal"


def test_elements_stand_in_the_order_of_the_documentation(snapshot, tmp_path):
    tree = described(snapshot, tmp_path / "x.xml", frequencies=Frequencies(threshold=1))
    assert [etree.QName(each).localname for each in tree.getroot()] == ["stdyDscr", "fileDscr", "dataDscr"]
    for variable in tree.iterfind(".//d:var", N):
        names = [ORDER.index(etree.QName(each).localname) for each in variable]
        assert names == sorted(names)


def test_small_numbers_are_left_out_and_what_they_would_follow_from(tmp_path):
    answers = ["1"] * 20 + ["2"] * 3 + ["3"] * 12
    records = [Record({}, {"trust": each, "goal": ["work"], "city": "vilnius"}) for each in answers]
    records += [Record()] * 10
    snapshot = store(records, make_layout(), tmp_path)
    tree = described(snapshot, tmp_path / "x.xml", frequencies=Frequencies(threshold=10))
    found = {each.get("name"): each for each in tree.iterfind(".//d:var", N)}
    said = [texts(each, "d:catStat") for each in found["trust"].iterfind("d:catgry", N)]
    assert said == [["20"], [], [], ["0"]]
    assert texts(found["trust"], "d:sumStat") == ["35", "10"]
    assert [texts(each, "d:catStat") for each in found["goal__work"].iterfind("d:catgry", N)] == [
        ["0"],
        ["35"],
    ]
    assert texts(found["order__work"], ".//d:catStat") == []


def test_nothing_is_counted_where_few_answered_or_few_did_not(tmp_path):
    records = [Record({}, {"trust": "1"})] * 20 + [Record({}, {"city": "vilnius"})] * 3
    snapshot = store(records, make_layout(), tmp_path)
    tree = described(snapshot, tmp_path / "x.xml", frequencies=Frequencies(threshold=10))
    found = {each.get("name"): each for each in tree.iterfind(".//d:var", N)}
    for name in ("trust", "city"):
        assert texts(found[name], ".//d:catStat") == texts(found[name], "d:sumStat") == []


def test_without_being_asked_nothing_is_counted(snapshot, tmp_path):
    assert texts(described(snapshot, tmp_path / "x.xml"), ".//d:catStat") == []


def test_a_study_without_responses_and_with_strange_signs_is_described(nobody, tmp_path):
    study = Study({"en": "A\x00B"})
    tree = described(nobody, tmp_path / "x.xml", study, frequencies=Frequencies())
    assert texts(tree, ".//d:titl") == ["AB"]


@pytest.mark.skipif("MENTORWAY_DDI_XSD" not in os.environ, reason="needs the schema of DDI-Codebook 2.5")
@pytest.mark.parametrize("study", [STUDY, Study({"en": "Only a title"})])
def test_the_official_schema_accepts_it(tmp_path, study):
    layout = make_layout(missing={"age": (-3,)})
    snapshot = store([Record({}, {"trust": "1", "age": -3})] * 30, layout, tmp_path)
    schema = etree.XMLSchema(etree.parse(str(Path(os.environ["MENTORWAY_DDI_XSD"]))))
    tree = described(snapshot, tmp_path / "x.xml", study, frequencies=Frequencies())
    assert schema.validate(tree), schema.error_log
