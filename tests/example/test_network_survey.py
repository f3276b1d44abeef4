import pytest
from tests.example.network import asked, filled, names_asked, publication, workbook
from tests.example.study import CONTEXT, LANGUAGES
from tests.questionnaire.javarosa import needs_java, validate

from mentorway.questionnaire import Kind, judge, languages_of, lint, open_pages
from mentorway.questionnaire.columns import TEXTS, columns_of
from mentorway.web.practices.models import Quoting

STATEMENTS = [f"nc{place}" for place in range(1, 6)]


def test_nothing_is_wrong_or_doubtful():
    assert lint(workbook()) == ()
    assert publication().problems == ()
    assert publication().form is not None


@needs_java
def test_odk_validate_accepts_it(tmp_path):
    assert validate(publication().xform, tmp_path) == ""


def test_it_speaks_five_languages():
    assert [language.code for language in languages_of(workbook())] == LANGUAGES


@pytest.mark.parametrize("name", ["survey", "choices"])
def test_every_text_is_there_in_every_language(name):
    sheet = workbook().sheet(name)
    for _row, cells in sheet.records():
        for meaning in TEXTS[name]:
            columns = [one.header for one in columns_of(sheet) if one.meaning == meaning]
            assert len([column for column in columns if cells.get(column)]) in (0, len(LANGUAGES))


def test_no_two_choices_of_a_list_read_the_same():
    for each in publication().form.lists:
        for code in LANGUAGES:
            labels = [choice.labels[code] for choice in each.choices]
            assert len(set(labels)) == len(labels), (each.name, code)


def test_the_draft_wording_is_said_to_be_a_draft():
    notes = [cells.get("notes", "") for _row, cells in workbook().sheet("survey").records()]
    assert "drafts that await a native reader" in notes[0]
    assert "await a native reader" in workbook().settings["notes"]


def test_who_did_much_is_asked_fourteen_questions_and_five_statements():
    judged = filled(together=["meetings", "visits"], hindrances=["time"])
    assert judged.complete
    names = [name for name in names_asked(judged) if name != "consent"]
    assert [name for name in names if name in STATEMENTS] == STATEMENTS
    assert len([name for name in names if name not in STATEMENTS]) == 13


def test_who_did_nothing_and_writes_nothing_is_asked_eight():
    judged = filled(together=["nothing"], hindrances=["nothing"], challenge=None)
    names = [name for name in names_asked(judged) if name not in ("consent", *STATEMENTS)]
    assert names == ["role", "since", "together", "hindrances", "next", "needs", "challenge"]


@pytest.mark.parametrize(
    ("together", "expected"),
    [
        (["meetings"], ["meetings_useful", "trust", "helped"]),
        (["visits"], ["visits_useful", "trust", "helped"]),
        (["project"], ["trust", "helped"]),
        (["nothing"], []),
    ],
)
def test_usefulness_is_asked_only_of_what_there_was(together, expected):
    there = names_asked(filled(together=together))
    assert [name for name in there if name in ("meetings_useful", "visits_useful", "trust", "helped")] == (
        expected
    )


@pytest.mark.parametrize(
    ("given", "expected"), [({"hindrances": ["time"]}, True), ({"hindrances": ["nothing"]}, False)]
)
def test_what_was_hardest_is_asked_where_something_was_hard(given, expected):
    assert filled(together=["project"], **given).states["hindered"].relevant is expected


@pytest.mark.parametrize("name", ["helped", "hindered", "challenge"])
def test_consent_to_quote_is_asked_of_who_wrote_anything(name):
    silent = dict.fromkeys(["helped", "hindered", "challenge"])
    base = {"together": ["project"], "hindrances": ["time"]}
    assert not filled(**base, **silent).states["quoting"].relevant
    assert filled(**base, **{**silent, name: "Synthetic."}).states["quoting"].relevant


def test_consent_to_quote_is_given_in_the_words_of_the_challenges():
    question = publication().form.by_name["quoting"]
    (listed,) = [one for one in publication().form.lists if one.name == question.choices]
    assert [choice.value for choice in listed.choices] == Quoting.values


def test_only_consent_is_needed():
    assert judge(publication().form, {}, CONTEXT).missing == ("consent",)


@pytest.mark.parametrize(
    "given",
    [
        {"together": ["visits", "nothing"]},
        {"hindrances": ["time", "nothing"]},
        {"needs": ["advice", "nothing"]},
        {"needs": ["advice", "visits", "training", "materials"]},
        {"challenge": "a" * 1001},
    ],
)
def test_what_cannot_stand_is_told_in_the_words_of_the_questionnaire(given):
    (fault,) = judge(publication().form, given, CONTEXT).faults[list(given)[-1]]
    assert str(fault.message).startswith(("Please", "You chose"))


def test_the_statements_stand_in_one_table():
    pages = [[name for name in page.questions if name in STATEMENTS] for page in open_pages(filled())]
    assert [page for page in pages if page] == [STATEMENTS]


def test_nobody_is_asked_for_a_name():
    assert {one.kind for one in asked()} == {
        Kind.ACKNOWLEDGE, Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.TEXT,
    }  # fmt: skip
