"""Files: what goes out comes in again the same, and what is wrong in a file is said by sheet and row."""

import json

import pytest
from tests.conftest import make_member, make_partner
from tests.web.methodology import making
from tests.web.methodology.methodology_making import CONSTRUCT, INDICATOR, RULE, make_methodology, with_

from mentorway.questionnaire import Sheet, Workbook, write_workbook
from mentorway.web.methodology import exports
from mentorway.web.methodology.actions import methodologies as actions
from mentorway.web.methodology.analysis.methodologies import content_of, core_of
from mentorway.web.methodology.analysis.methodology_files import read, workbook_of
from mentorway.web.methodology.models import Methodology
from mentorway.web.methodology.translated import METHODOLOGY_OWNER
from mentorway.web.translation.models import Draft
from mentorway.wording import InvalidInputError

pytestmark = pytest.mark.django_db
CONTENT = {
    "title": "Title",
    "purpose": "",
    "design": "",
    "language": "en",
    "constructs": [CONSTRUCT],
    "indicators": [INDICATOR],
    "quality_rules": [RULE],
}


def problems(reading):
    return [(one.sheet, one.row, one.column, str(one.message)) for one in reading.problems]


def of_json(content):
    return read(json.dumps(content).encode(), "methodology.json")


@pytest.mark.parametrize("kind", ["xlsx", "json"])
def test_what_goes_out_comes_in_again_the_same(kind):
    methodology = make_methodology()
    language = making.make_team(methodology)
    name = {text.key: text for text in METHODOLOGY_OWNER.texts(methodology)}["indicator/cost/name"]
    making.translate(language, name, written="Izmaksas")
    file = exports.methodology_file(methodology.title, content_of(methodology), kind)
    reading = read(file.content, file.name)
    assert (problems(reading), reading.code, reading.usable) == ([], "en", True)
    user = make_member(make_partner())
    partner = user.memberships.get().partner
    actions.take_in(user, partner=partner, code="en", name="English", facts=reading.facts)
    taken = Methodology.objects.get(created_by=user)
    assert core_of(taken) == core_of(methodology)
    assert Draft.objects.get(translation__language__document=taken.document_id).text == "Izmaksas"


def test_no_such_file_goes_out():
    assert exports.methodology_file("x", CONTENT, "pdf") is None


def test_doubts_are_noted_by_row():
    reading = of_json({**CONTENT, "indicators": [INDICATOR, with_(INDICATOR, key="b", unit="h")]})
    assert reading.usable
    reading.note_doubts(Methodology(partner=make_partner()))
    assert problems(reading) == [
        ("indicators", 3, "formula", "The formula gives “EUR per person”, but the stated unit is “h”.")
    ]
    assert reading.usable


@pytest.mark.parametrize(
    ("part", "changes", "found"),
    [
        (
            "indicators",
            {"level": "six"},
            ("indicators", 2, "level", "“six” is not one of: reaction, learning"),
        ),
        ("indicators", {"target": "many"}, ("indicators", 2, "target", "“many” is not a number that fits")),
        ("indicators", {"target": "nan"}, ("indicators", 2, "target", "“nan” is not a number that fits")),
        ("indicators", {"name": ""}, ("indicators", 2, "name", "This must not be empty.")),
        ("indicators", {"key": "Cost!"}, ("indicators", 2, "key", "“Cost!” is no short name")),
        ("indicators", {"unit": "x" * 61}, ("indicators", 2, "unit", "The text has 61 letters; at most 60.")),
        (
            "indicators",
            {"quantities": [INDICATOR["quantities"][0]] * 2},
            ("quantities", 3, "name", "“sum_of_money” is there twice."),
        ),
        (
            "indicators",
            {"quantities": [with_(INDICATOR["quantities"][0], origin="number")]},
            ("quantities", 2, "value", "A number agreed on has a value, and nothing else has one."),
        ),
        (
            "constructs",
            {"measures": [with_(CONSTRUCT["measures"][0], fewest_items=1.5)]},
            ("measures", 2, "fewest_items", "“1.5” is not a number that fits here."),
        ),
    ],
)
def test_what_is_wrong_is_said_by_sheet_and_row(part, changes, found):
    facts = {"constructs": CONSTRUCT, "indicators": INDICATOR}[part]
    reading = of_json({**CONTENT, part: [with_(facts, **changes)]})
    assert not reading.usable
    sheet, row, column, message = problems(reading)[0]
    assert (sheet, row, column) == found[:3]
    assert message.startswith(found[3])


def test_what_is_left_empty_is_what_is_usual():
    measure = {name: value for name, value in CONSTRUCT["measures"][0].items() if name != "scoring"}
    reading = of_json({**CONTENT, "constructs": [with_(CONSTRUCT, measures=[measure])]})
    assert problems(reading) == []
    assert reading.facts["constructs"] == [CONSTRUCT]


def test_a_row_that_belongs_to_nothing_is_named():
    book = workbook_of(CONTENT)
    row = ("nothing", "bank:ipip-big-five-50", "Charm", "mean", "", "")
    sheet = book.sheet("measures")
    reading = read(write_workbook(book.with_sheet(Sheet("measures", sheet.header, (row,)))), "a.xlsx")
    assert problems(reading) == [
        ("measures", 2, "construct", "“nothing” is no key on the sheet “constructs”.")
    ]


def test_a_key_that_is_there_twice_is_named():
    assert problems(of_json({**CONTENT, "quality_rules": [RULE, RULE]})) == [
        ("quality_rules", 3, "key", "“response” is there twice.")
    ]


def test_a_file_without_a_title_is_not_usable():
    assert problems(of_json({**CONTENT, "title": " "})) == [
        ("methodology", 2, "text", "The title is missing.")
    ]


def test_another_workbook_is_no_methodology():
    reading = read(write_workbook(Workbook((Sheet("survey", ("type",), (("text",),)),))), "a.xlsx")
    assert not reading.usable
    assert problems(reading) == [
        ("", 0, "", "There is no sheet “methodology”. This file is not a methodology.")
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"{", "The file is not JSON."),
        (b"[" * 100_000, "The file is not JSON."),
        (b"[]", "The file is JSON, but not a methodology"),
        (b'{"constructs": 3}', "The file is JSON, but not a methodology"),
        (b'{"title": "a"}', "The file is JSON, but not a methodology"),
        (b" " * 5_000_001, "The file has more than 5 MB."),
    ],
)
def test_what_cannot_be_read_is_explained(data, said):
    with pytest.raises(InvalidInputError) as caught:
        read(data, "a.json")
    assert str(caught.value).startswith(said)


def test_a_broken_workbook_is_explained():
    with pytest.raises(InvalidInputError):
        read(b"no workbook", "a.xlsx")
