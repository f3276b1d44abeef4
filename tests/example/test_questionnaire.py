import pytest
from tests.example.study import CONTEXT, LANGUAGES, asked, filled, names_asked, publication, workbook

from mentorway.questionnaire import Kind, choices_of, judge, languages_of, lint, open_pages
from mentorway.questionnaire.columns import TEXTS, columns_of

MENTOR = [f"m{letter}{place}" for letter in "cgri" for place in range(1, 6)]
MENTEE = [f"e{letter}{place}" for letter in "cgri" for place in range(1, 6)]
EVERYBODY = [f"{letter}s{place}" for letter in "ou" for place in range(1, 6)]


def faults(**given):
    return judge(publication().form, given, CONTEXT).faults


def test_nothing_is_wrong_or_doubtful():
    assert lint(workbook()) == ()
    assert publication().problems == ()
    assert publication().form is not None


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
            labels = [
                choice.labels[code] for choice in each.choices if choice.columns.get("sector") != "education"
            ]
            assert len(set(labels)) == len(labels), (each.name, code)


def test_the_draft_wording_is_said_to_be_a_draft():
    notes = [cells.get("notes", "") for _row, cells in workbook().sheet("survey").records()]
    assert "drafts that await a native reader" in notes[0]
    assert "await a native reader" in workbook().settings["notes"]


def test_each_scale_has_one_reversed_item():
    rows = [cells for _row, cells in workbook().sheet("survey").records()]
    turned = [cells["name"] for cells in rows if cells.get("notes") == "reversed"]
    assert sorted(name[:2] for name in turned) == ["ec", "eg", "ei", "er", "mc", "mg", "mi", "mr", "os", "us"]


@pytest.mark.parametrize("sector", ["education", "business"])
@pytest.mark.parametrize(
    ("role", "scales", "count"),
    [("mentor", MENTOR, 53), ("mentee", MENTEE, 52), ("neither", [], 24)],
)
def test_a_whole_sheet_is_complete_and_asks_the_scales_of_the_role(sector, role, scales, count):
    judged = filled(sector=sector, role=role)
    names = names_asked(judged)
    assert judged.complete
    assert [name for name in names if name[:2] in {"mc", "mg", "mr", "mi", "ec", "eg", "er", "ei"}] == [
        *scales
    ]
    assert [name for name in names if name in EVERYBODY] == EVERYBODY
    assert len(names) == count


@pytest.mark.parametrize(("recent", "scales"), [("mentor", MENTOR), ("mentee", MENTEE)])
def test_who_had_both_roles_answers_in_the_more_recent_one(recent, scales):
    judged = filled(sector="education", role="both", recent_role=recent)
    assert judged.complete
    assert judged.stored["perspective"] == recent
    assert set(scales) <= set(judged.stored)


def test_who_had_both_roles_has_to_say_which_was_more_recent():
    found = judge(publication().form, {"consent": "OK", "role": "both"}, CONTEXT)
    assert "recent_role" in found.missing


@pytest.mark.parametrize(
    ("sector", "there", "elsewhere"),
    [
        (
            "education",
            ["school", "who_education", "mentee_education"],
            ["industry", "who_business", "mentee_business"],
        ),
        (
            "business",
            ["industry", "who_business", "mentee_business"],
            ["school", "who_education", "mentee_education"],
        ),
    ],
)
def test_each_sector_reads_its_own_wording(sector, there, elsewhere):
    states = filled(sector=sector, role="mentor").states
    assert [states[name].relevant for name in (*there, *elsewhere)] == [True] * 3 + [False] * 3


def test_each_sector_is_offered_its_own_difficulties():
    form = publication().form
    offered = {
        sector: [
            value
            for value, _label in choices_of(filled(sector=sector, role="mentor"), form.by_name["challenges"])
        ]
        for sector in ("education", "business")
    }
    assert set(offered["education"]) ^ set(offered["business"]) == {
        "grading",
        "timetable",
        "manager",
        "customers",
    }


def test_only_what_leads_the_way_is_needed():
    judged = judge(publication().form, {}, CONTEXT)
    assert judged.missing == ("consent", "country", "sector", "role")


@pytest.mark.parametrize(
    "given",
    [
        {"years": "61"},
        {"role": "mentor", "mentees": "0"},
        {"role": "mentee", "sector": "education", "challenges": ["time", "none"]},
        {"sector": "business", "needs": ["goals", "none"]},
        {"sector": "business", "needs": ["goals", "online", "limits", "conflict"]},
        {"change": "a" * 1001},
    ],
)
def test_what_cannot_stand_is_told_in_the_words_of_the_questionnaire(given):
    (fault,) = faults(**given)[list(given)[-1]]
    assert str(fault.message).startswith(("Please", "You chose"))


def test_scales_stand_in_tables_on_a_page_of_their_own():
    pages = [
        [name for name in page.questions if "label" not in publication().form.by_name[name].appearances]
        for page in open_pages(filled(sector="education", role="mentor"))
    ]
    tables = [[name for name in page if name in MENTOR or name in EVERYBODY] for page in pages]
    assert [len(table) for table in tables if table] == [5] * 6


def test_nobody_is_asked_for_a_name():
    assert {one.kind for one in asked()} == {
        Kind.ACKNOWLEDGE, Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.INTEGER, Kind.TEXT,
    }  # fmt: skip
