import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.matching.people import DESIGN

from mentorway.matching import cells
from mentorway.matching.availability import Slot, Week
from mentorway.matching.cells import written
from mentorway.matching.fitting import Fitting
from mentorway.matching.profiles import Criterion, Design, Kind, Rule, RuleKind, Side
from mentorway.matching.table import Pair, pairs, people, written_pairs
from mentorway.wording import InvalidInputError

HEADER = (
    "id;side;name;seats;least;manager;zone;wants;offers;interests;years;often;place;time;languages;employer"
)
ANN = (
    "ann;mentee;Ann Ē.;;;boss;Europe/Riga;law|tax;;chess;3,5;often;here;"
    "Mon 17:00-19:00|tue 8.30–10.00;lv|en;A"
)
BO = "bo;Mentor;;3;1;;Europe/Riga;;law;;20;sometimes;there;Mon 18:00-00:00;lv;B"


def mistakes(found):
    return [(one.row, one.column, str(one.message)) for one in found.mistakes]


def test_people_are_read_with_all_their_answers():
    found = people(f"{HEADER}\n{ANN}\n{BO}\n", DESIGN)
    assert mistakes(found) == []
    (ann,), (bo,) = found.mentees, found.mentors
    assert (ann.id, ann.side, ann.name, ann.called, bo.called) == (
        "ann",
        Side.MENTEE,
        "Ann Ē.",
        "Ann Ē.",
        "bo",
    )
    assert dict(ann.answers) == {
        "wants": frozenset({"law", "tax"}),
        "interests": frozenset({"chess"}),
        "years": 3.5,
        "often": "often",
        "place": "here",
        "time": Week("Europe/Riga", (Slot(0, 1020, 1140), Slot(1, 510, 600))),
        "languages": frozenset({"lv", "en"}),
        "employer": "A",
    }
    assert bo.answers["time"].slots == (Slot(0, 1080, 1440),)
    assert "interests" not in bo.answers
    assert (found.capacity, found.minimum, found.managers) == ((3,), (1,), {"ann": "boss"})
    assert Fitting(found.mentees, found.mentors, DESIGN).block(0, 1)[0, 0] > 0


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_delimiter_and_line_end_is_understood(delimiter, end):
    lines = ["\ufeffID", "ann", "bo"], ["Side", "mentee", "mentor"], ["seats", "", "2"]
    text = end.join(delimiter.join(cells) for cells in zip(*lines, strict=True)) + end + end
    found = people(text, Design((Criterion("f", "F", Kind.SAME, 1, "f"),)))
    assert ([one.id for one in found.mentees], found.capacity) == (["ann"], (2,))


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (ANN.replace("ann;", ";", 1), "id", "The id is missing."),
        (ANN.replace("mentee", "boss"), "side", "The side is “mentee” or “mentor”; it is “boss”."),
        (ANN.replace("3,5", "many"), "years", "This must be a number; it is “many”."),
        (ANN.replace("3,5", "inf"), "years", "This must be a number; it is “inf”."),
        (
            ANN.replace("often", "daily"),
            "often",
            "“daily” is not among the choices: never, sometimes, often.",
        ),
        (
            ANN.replace("Europe/Riga", ""),
            "zone",
            "Times need a time zone in the column “zone”, such as Europe/Riga.",
        ),
        (
            ANN.replace("Europe/Riga", "Europe/Atlantis"),
            "zone",
            "There is no time zone “Europe/Atlantis”. Give a name such as Europe/Stockholm.",
        ),
        (
            ANN.replace("Mon 17:00-19:00", "Monday evening"),
            "time",
            "“Monday evening” is not a time. Write day and quarter hours, such as “Mon 17:00-19:00”.",
        ),
        (
            ANN.replace("17:00-19:00", "19:00-17:00"),
            "time",
            "“Mon 19:00-17:00” is not a time. Write day and quarter hours, such as “Mon 17:00-19:00”.",
        ),
        (BO.replace(";3;1", ";-1;"), "seats", "This must be a whole number from 0 to 1000; it is “-1”."),
        (BO.replace(";3;1", ";9999;"), "seats", "This must be a whole number from 0 to 1000; it is “9999”."),
        (BO.replace(";3;1", ";²;"), "seats", "This must be a whole number from 0 to 1000; it is “²”."),
        (BO.replace(";3;1", ";1;2"), "least", "The fewest mentees (2) are more than the most (1)."),
    ],
)
def test_each_mistake_is_told_by_row_and_column_and_the_others_are_read(row, column, words):
    found = people(f"{HEADER}\n\n{row}\n{BO.replace('bo;', 'cy;', 1)}", DESIGN)
    assert mistakes(found) == [(3, column, words)]
    assert found.mentees == ()
    assert [one.id for one in found.mentors] == ["cy"]


def test_who_comes_twice_is_kept_once_but_may_stand_on_both_sides():
    found = people("id,side\nann,mentee\nann,mentor\nann,mentee\n", Design(DESIGN.criteria[:1]))
    assert mistakes(found) == [(4, "id", "“ann” comes twice on the same side.")]
    assert (len(found.mentees), len(found.mentors)) == (1, 1)


def test_only_the_first_mistakes_are_listed(monkeypatch):
    monkeypatch.setattr(cells, "MOST_SHOWN", 3)
    found = people("id,side\n" + "ann,boss\n" * 10, Design(DESIGN.criteria[:1]))
    assert (len(found.mistakes), found.left_out) == (3, 7)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "These are missing: id, side. There are: –."),
        ("id,name\nann,Ann\n", "These are missing: side. There are: id, name."),
        ("id,side,side\n", "These come several times: side."),
        ("id,side\n" + "x" * 200_000, "too long"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_in_words(text, words):
    with pytest.raises(InvalidInputError, match=words):
        people(text, DESIGN)


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(cells, "MOST_ROWS", 3)
    with pytest.raises(InvalidInputError, match="4 rows, and at most 3"):
        people("id,side\n" + "ann,mentee\n" * 3, DESIGN)


def test_a_question_whose_name_means_something_else_is_refused():
    with pytest.raises(InvalidInputError, match="cannot be called “name”"):
        people("id,side\n", Design((Criterion("n", "N", Kind.SAME, 1, "Name"),)))


def test_a_question_that_only_a_rule_asks_is_read():
    design = Design((Criterion("f", "F", Kind.SAME, 1, "f"),), (Rule(RuleKind.LANGUAGE, "speaks"),))
    found = people("id,side,speaks\nann,mentee,lv; en\n", design)  # the header tells what parts columns
    assert found.mentees[0].answers["speaks"] == {"lv", "en"}


def test_pairs_are_read_and_what_is_wrong_is_told():
    text = "mentee,mentor,score,kept\nann,bo,700,yes\neva,bo,,\nann,bo,1,\nann,cy,,\nzed,bo,1001,perhaps\n"
    found = pairs(text, ["ann", "eva"], ["bo"])
    assert found.pairs == (Pair("ann", "bo", 700, kept=True), Pair("eva", "bo", None, kept=False))
    assert mistakes(found) == [
        (4, "mentee", "This pair comes twice."),
        (5, "mentor", "There is no mentor “cy”."),
        (6, "mentee", "There is no mentee “zed”."),
        (6, "score", "This must be a whole number from 0 to 1000; it is “1001”."),
        (6, "kept", "This must be “yes” or “no”; it is “perhaps”."),
    ]


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(
    lambda text: text == text.strip() and not text.startswith("'")
)


@given(st.lists(st.builds(Pair, NAMES, NAMES, st.none() | st.integers(0, 1000), st.booleans()), max_size=8))
def test_pairs_that_were_written_are_read_again(found):
    distinct = list({(pair.mentee, pair.mentor): pair for pair in found}.values())
    read = pairs(
        written_pairs(distinct), {pair.mentee for pair in distinct}, {pair.mentor for pair in distinct}
    )
    assert read.mistakes == ()
    assert list(read.pairs) == distinct


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_cell_is_a_formula_in_a_spreadsheet(start):
    assert f"'{start}" in written(["a"], [[start]])
    assert written(["a"], [[-5]]) == "a\r\n-5\r\n"
