"""Attached tables: choices and values looked up in them, as ODK Collect does with files beside the form."""

import pytest
from tests.questionnaire.javarosa import ask, needs_java, validate
from tests.questionnaire.making import book, context, sheet

from mentorway.questionnaire import choices_of, judge, publish, read_workbook, write_workbook
from mentorway.questionnaire.attached import check_name, looked_up
from mentorway.questionnaire.grammar import ExpressionError
from mentorway.wording import InvalidInputError

TOWNS = [
    {"name": "vno", "label": "Vilnius", "county": "V"},
    {"name": "kns", "label": "Kaunas & co", "county": "K"},
]
SITES = [{"code": "a", "title": "Alpha", "town": "vno"}, {"code": "b", "title": "Beta", "town": "kns"}]
SURVEY = [
    ("select_one_from_file towns.csv", "town"),
    ("calculate", "county", {"calculation": "pulldata('towns', 'county', 'name', ${town})"}),
    (
        "select_one_from_file sites.csv",
        "site",
        {"parameters": "value=code label=title", "choice_filter": "town=${town}"},
    ),
    ("csv-external", "extra"),
    ("text", "known", {"constraint": "pulldata('extra', 'v', 'k', .) != ''"}),
]


def with_tables(survey=SURVEY, **tables):
    """Return a workbook with attached tables; three unless told."""
    made = tables or {
        "towns": sheet("towns.csv", TOWNS),
        "sites": sheet("sites.csv", SITES),
        "extra": sheet("extra.csv", [{"k": "x", "v": "1"}]),
    }
    workbook = book(survey, language="English (en)")
    for table in made.values():
        workbook = workbook.with_sheet(table)
    return workbook


def published(workbook):
    """Return what came of publishing, which went well."""
    found = publish(workbook, name="tested", version="1")
    assert [str(problem.message) for problem in found.problems] == []
    return found


def sentences_of(workbook):
    """Return place and sentence of what keeps a workbook from being published."""
    found = publish(workbook, name="tested", version="1")
    assert found.form is None
    return [(problem.place, str(problem.message)) for problem in found.problems]


def test_choices_come_from_a_table_and_values_are_looked_up_in_it():
    form = published(with_tables()).form
    judged = judge(form, {"town": "kns", "site": "b", "known": "x"}, context(form))
    assert judged.stored == {"town": "kns", "county": "K", "site": "b", "known": "x"}
    assert [(value, "".join(label)) for value, label in choices_of(judged, form.by_name["site"])] == [
        ("b", "Beta")
    ]


def test_a_choice_that_the_filter_leaves_out_is_refused():
    form = published(with_tables()).form
    judged = judge(form, {"town": "kns", "site": "a", "known": "nowhere"}, context(form))
    assert set(judged.faults) == {"site", "known"}


@pytest.mark.long
@needs_java
def test_odk_collect_gives_the_same_without_any_other_file(tmp_path):
    found = published(with_tables())
    assert validate(found.xform, tmp_path) == ""
    (judged,) = ask(found.xform, [{"/data/town": "kns", "/data/known": "x"}], tmp_path)
    assert judged["/data/county"][3] == "K"
    (wrong,) = ask(found.xform, [{"/data/known": "y"}], tmp_path)
    assert wrong["/data/known"][2] is False


def test_a_workbook_keeps_its_tables_when_it_is_written_and_read():
    again = read_workbook(write_workbook(with_tables()), "survey.xlsx")
    assert published(again).form.hash == published(with_tables()).form.hash


def test_a_table_that_is_not_attached_is_named():
    sentences = sentences_of(with_tables(towns=sheet("towns.csv", TOWNS)))
    assert (
        "survey!A4",
        "The table “sites.csv” is not attached. Attach it, or check the spelling.",
    ) in sentences
    assert (
        "survey!A5",
        "The table “extra.csv” is not attached. Attach it, or check the spelling.",
    ) in sentences


def test_a_table_that_only_a_calculation_looks_into_is_named():
    survey = [("calculate", "c", {"calculation": "pulldata('lost', 'a', 'b', '1')"}), ("text", "t")]
    (_, sentence), *_ = sentences_of(book(survey, language="English (en)"))
    assert sentence == (
        "The questionnaire looks into the file “lost.csv”, which is not attached. Attach it as a table whose "
        "name ends with .csv; attached are: –."
    )


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([{"a b": "1"}], "“a b” cannot name a column of an attached table"),
        ([{"name": str(row)} for row in range(5_001)], "has 5001 rows, and at most 5000 can be used"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(rows, sentence):
    survey = [("select_one_from_file t.csv", "q")]
    assert any(sentence in said for _, said in sentences_of(with_tables(survey, t=sheet("t.csv", rows))))


def test_a_column_that_another_shall_replace_is_refused():
    rows = [{"name": "n", "label": "l", "code": "c"}]
    survey = [("select_one_from_file t.csv", "q", {"parameters": "value=code"})]
    assert any(
        "has a column “name”, so no other can take its place" in said
        for _, said in sentences_of(with_tables(survey, t=sheet("t.csv", rows)))
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "1 + pulldata('t', 'a', 'b', concat(', (', ../x))",
            "1 + string(instance('t')/root/item[b =  concat(', (', current()/../x)]/a)",
        ),
        (
            "pulldata('t','a','b',pulldata('u','c','d', . )) = '2'",
            (
                "string(instance('t')/root/item[b = string(instance('u')/root/item[d =  current()/. ]/c)]/a)"
                " = '2'"
            ),
        ),
        ("concat('pulldata(', /data/a)", "concat('pulldata(', /data/a)"),
    ],
)
def test_pulldata_becomes_a_path(before, after):
    assert looked_up(before) == after


@pytest.mark.parametrize(
    "expression",
    [
        "pulldata('t', 'a', 'b')",
        "pulldata('t', /data/a, 'b', '1')",
        "pulldata('t'",
        "pulldata('t', 'a b', 'c', 1)",
    ],
)
def test_pulldata_that_cannot_be_understood_is_refused(expression):
    with pytest.raises(ExpressionError, match="pulldata needs four parts"):
        looked_up(expression)


@pytest.mark.parametrize("name", ["", "towns.xml", "1.csv", "a/b.csv", "a" * 28 + ".csv"])
def test_names_that_no_sheet_can_have_are_refused(name):
    with pytest.raises(InvalidInputError, match="cannot be the name of an attached table"):
        check_name(name)
