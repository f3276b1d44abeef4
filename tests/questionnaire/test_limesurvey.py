"""Surveys from LimeSurvey, in its old form (texts in the rows) and its new one (texts by language)."""

from html import escape

import pytest

from mentorway.questionnaire import Limits, publish
from mentorway.questionnaire.limesurvey import read_limesurvey
from mentorway.wording import InvalidInputError

BY_LANGUAGE = {"questions": "question_l10ns", "subquestions": "question_l10ns", "groups": "group_l10ns"}


def lss(tables, languages=("en",)):
    """Return the file: tables as rows of cells by name."""
    survey = {"sid": "7", "language": languages[0], "additional_languages": " ".join(languages[1:])}
    titles = [{"surveyls_language": code, "surveyls_title": f"Title {code}"} for code in languages]
    whole = {"surveys": [survey], "surveys_languagesettings": titles, **tables}
    body = "".join(
        f"<{name}><rows>{''.join(_row(row) for row in rows)}</rows></{name}>" for name, rows in whole.items()
    )
    return f"<document><LimeSurveyDocType>Survey</LimeSurveyDocType>{body}</document>".encode()


def _row(row):
    return f"<row>{''.join(f'<{key}>{escape(str(text))}</{key}>' for key, text in row.items())}</row>"


def survey(*questions, answers=(), attributes=(), groups=None, **tables):
    """Return the file of one group; each question is (type, code, {column: cell}, sub-questions)."""
    rows, parts = [], []
    for number, (kind, code, *more) in enumerate(questions, start=1):
        cells = more[0] if more else {}
        about = {"gid": 1, "type": kind, "title": code, "question": f"<b>{code}</b>?", "language": "en"}
        rows.append({"qid": number, "parent_qid": 0, "question_order": number, **about, **cells})
        for place, (sub, scale) in enumerate(more[1] if len(more) > 1 else ()):
            parts.append(
                {"qid": number * 100 + place, "parent_qid": number, "gid": 1, "type": "T", "title": sub,
                 "question": f"Part {sub}", "language": "en", "question_order": place, "scale_id": scale}
            )  # fmt: skip
    listed = [
        {"qid": qid, "code": code, "answer": text, "sortorder": place, "language": "en", "scale_id": 0}
        for place, (qid, code, text) in enumerate(answers)
    ]
    said = [{"qid": qid, "attribute": name, "value": value} for qid, name, value in attributes]
    found = groups or [{"gid": 1, "group_name": "First", "description": "", "language": "en"}]
    return read_limesurvey(
        lss({"groups": found, "questions": rows, "subquestions": parts, "answers": listed,
             "question_attributes": said, **tables})
    )  # fmt: skip


def rows_of(taken, name="survey"):
    return [cells for _, cells in taken.workbook.sheet(name).records()]


def row_of(taken, name):
    return next(cells for cells in rows_of(taken) if cells.get("name") == name)


def messages(taken, name):
    return [str(each.message) for each in taken.by_hand if each.question == name]


@pytest.mark.parametrize(
    ("kind", "type_"),
    [("S", "text"), ("T", "text"), ("U", "text"), ("N", "decimal"), ("D", "date"), ("X", "note")],
)
def test_plain_questions_keep_their_kind(kind, type_):
    taken = survey((kind, "q1"))
    assert row_of(taken, "q1")["type"] == type_
    assert row_of(taken, "q1")["label::English (en)"] == "q1?"
    assert taken.by_hand == ()


def test_lists_have_their_answers_and_an_other_one():
    taken = survey(
        ("L", "a", {"other": "Y", "mandatory": "Y"}), ("!", "b"), ("O", "c"), ("R", "d"),
        answers=[(qid, code, f"Answer {code}") for qid in (1, 2, 3, 4) for code in ("A1", "A2")],
        attributes=[(1, "random_order", "1")],
    )  # fmt: skip
    assert row_of(taken, "a") == {
        "type": "select_one list_1", "name": "a", "label::English (en)": "a?", "required": "yes",
        "parameters": "randomize=true",
    }  # fmt: skip
    assert row_of(taken, "a_other")["relevant"] == "selected(${a}, '-oth-')"
    assert row_of(taken, "b")["type"] == "select_one list_2"
    assert row_of(taken, "b")["appearance"] == "minimal"
    assert row_of(taken, "c")["type"] == "select_one list_2"
    assert row_of(taken, "c_comment")["type"] == "text"
    assert row_of(taken, "d")["type"] == "rank list_2"
    listed = [tuple(each.values()) for each in rows_of(taken, "choices")]
    assert listed == [
        ("list_1", "A1", "Answer A1"), ("list_1", "A2", "Answer A2"), ("list_1", "-oth-", "Other"),
        ("list_2", "A1", "Answer A1"), ("list_2", "A2", "Answer A2"),
    ]  # fmt: skip


def test_several_choices_come_from_the_parts_with_their_limits():
    taken = survey(
        ("M", "m", {}, [("SQ1", 0), ("SQ2", 0)]),
        attributes=[(1, "min_answers", "1"), (1, "max_answers", "2"), (1, "exclude_all_others", "SQ2")],
    )
    assert row_of(taken, "m")["type"] == "select_multiple list_1"
    assert row_of(taken, "m")["constraint"] == (
        "count-selected(.) >= 1 and count-selected(.) <= 2 and "
        "not(selected(., 'SQ2') and count-selected(.) > 1)"
    )
    assert [each["name"] for each in rows_of(taken, "choices")] == ["SQ1", "SQ2"]


@pytest.mark.parametrize(("kind", "codes"), [("Y", "YN"), ("G", "FM"), ("5", "12345")])
def test_fixed_lists_have_their_words(kind, codes):
    taken = survey((kind, "q"))
    assert "".join(each["name"] for each in rows_of(taken, "choices")) == codes


@pytest.mark.parametrize(("kind", "count"), [("A", 5), ("B", 10), ("C", 3), ("E", 3), ("F", 2), ("H", 2)])
def test_arrays_become_a_group_of_likert_rows(kind, count):
    taken = survey(
        (kind, "q", {"mandatory": "Y"}, [("SQ1", 0), ("SQ2", 0)]),
        answers=[(1, "A1", "Low"), (1, "A2", "High")],
    )
    assert [(each["type"], each.get("name")) for each in rows_of(taken)[1:-1]] == [
        ("begin_group", "q_all"), ("select_one list_1", "q_SQ1"), ("select_one list_1", "q_SQ2"),
        ("end_group", None),
    ]  # fmt: skip
    assert row_of(taken, "q_SQ1")["appearance"] == "likert"
    assert row_of(taken, "q_SQ1")["required"] == "yes"
    assert len(rows_of(taken, "choices")) == count


def test_arrays_of_two_kinds_of_parts_have_a_row_for_each_pair():
    parts = [("R1", 0), ("R2", 0), ("C1", 1), ("C2", 1)]
    taken = survey((";", "q", {}, parts), ("1", "d", {}, [("R1", 0)]), ("K", "k", {}, [("R1", 0)]))
    names = [
        each["name"]
        for each in rows_of(taken)
        if each["type"] in ("text", "decimal") or "select" in each["type"]
    ]
    assert names == ["q_R1_C1", "q_R1_C2", "q_R2_C1", "q_R2_C2", "d_R1_0", "d_R1_1", "k_R1"]
    assert row_of(taken, "q_R2_C1")["label::English (en)"] == "Part R2: Part C1"


@pytest.mark.parametrize(
    ("written", "relevant"),
    [
        ("1", None),
        ('a == "A1"', "${a} = 'A1'"),
        ('((a.NAOK == "A1"))', "${a} = 'A1'"),
        ("a.NAOK != 'it'", "${a} != 'it'"),
        ("n.NAOK >= 18 and n.NAOK lt 65", "${n} >= 18 and ${n} < 65"),
        ('a == "1" || a == "2" && n > 3', "(${a} = '1' or ${a} = '2' and ${n} > 3)"),
        ('!is_empty(n) and (a eq "A1" or a eq "A2")', "not(${n} = '') and (${a} = 'A1' or ${a} = 'A2')"),
        ('m_SQ1 == "Y"', "selected(${m}, 'SQ1')"),
        ('m_SQ1.NAOK != "Y"', "not(selected(${m}, 'SQ1'))"),
        ('7X1X1.NAOK == "A1"', "${a} = 'A1'"),
        ('7X1X3SQ1.NAOK == "Y"', "selected(${m}, 'SQ1')"),
        ('f_SQ1 == "A2"', "${f_SQ1} = 'A2'"),
        ("is_empty(m_SQ1)", "not(selected(${m}, 'SQ1'))"),
        ("""a == "it's" """, '${a} = "it\'s"'),
    ],
)
def test_simple_relevance_is_taken_over(written, relevant):
    taken = survey(
        ("L", "a"), ("N", "n"), ("M", "m", {}, [("SQ1", 0)]), ("F", "f", {}, [("SQ1", 0)]),
        ("T", "last", {"relevance": written}), answers=[(1, "A1", "x"), (4, "A1", "y")],
    )  # fmt: skip
    assert row_of(taken, "last").get("relevant") == relevant
    assert messages(taken, "last") == []


@pytest.mark.parametrize(
    "written",
    [
        "count(self.sq_.NAOK) > 2",
        'gone == "1"',
        "a + 1 == 2",
        '(a == "1"',
        'a == "1" b',
        "a == n",
        "a",
        "!",
        "(" * 900,
    ],
)
def test_other_relevance_is_left_to_do_by_hand(written):
    taken = survey(("L", "a"), ("N", "n"), ("T", "last", {"relevance": written}), answers=[(1, "1", "x")])
    assert "relevant" not in row_of(taken, "last")
    assert messages(taken, "last")[0].startswith("Shown only when ")


def test_what_is_not_taken_over_is_listed():
    taken = survey(
        ("T", "a", {"preg": "/x/", "mandatory": "S"}), ("|", "b"), ("*", "c"), ("P", "d", {}, [("S1", 0)]),
        attributes=[(1, "hidden", "1"), (1, "array_filter", "")], conditions=[{"qid": 1}],
        defaultvalues=[{"qid": 1}],
    )  # fmt: skip
    assert sorted(messages(taken, "a")) == [
        f"The setting “{name}” was not taken over."
        for name in ("conditions", "defaultvalues", "hidden", "preg", "soft mandatory")
    ]
    assert messages(taken, "b") == ["Questions of LimeSurvey's type “|” are left out."]
    assert messages(taken, "c") == ["Questions of LimeSurvey's type “*” are left out."]
    assert messages(taken, "d") == ["The comments beside the choices are left out."]


def test_numbers_have_their_bounds():
    bounds = [(1, "min_num_value_n", "0"), (1, "max_num_value_n", "99.5"), (1, "num_value_int_only", "1")]
    row = row_of(survey(("N", "n"), attributes=bounds), "n")
    assert (row["type"], row["constraint"]) == ("integer", ". >= 0 and . <= 99.5")


def test_texts_are_plain_and_answers_in_them_are_kept():
    text = "<p>Dear {name.shown},</p><script>x()</script><br/>how {if(a,1,2)} &amp;&nbsp;why?"
    taken = survey(("S", "name"), ("T", "q", {"question": text, "help": "<i>Short</i>"}))
    assert row_of(taken, "q")["label::English (en)"] == "Dear ${name},\nhow {if(a,1,2)} & why?"
    assert row_of(taken, "q")["hint::English (en)"] == "Short"
    assert messages(taken, "q") == ["The text holds {if(a,1,2)}, which is not understood here."]


def test_names_are_made_valid_and_stay_apart():
    taken = survey(("T", "1st"), ("T", "a b"), ("T", "A_B"))
    assert [each["name"] for each in rows_of(taken) if each["type"] == "text"] == ["q_1st", "a_b", "A_B_2"]
    assert messages(taken, "q_1st") == ["The code “1st” is no valid name here."]


def test_all_languages_of_a_new_file_are_taken_and_it_can_be_published():
    languages = ("lt", "en", "de")
    about = {"parent_qid": 0, "gid": 1}
    texts = [
        {"qid": qid, "question": f"{code} {qid}", "help": "", "language": code}
        for qid in (1, 2, 3)
        for code in languages
    ]
    taken = read_limesurvey(
        lss(
            {
                "groups": [{"gid": 1, "group_order": 1, "grelevance": ""}],
                "group_l10ns": [{"gid": 1, "group_name": "G", "language": code} for code in languages],
                "questions": [
                    {"qid": 1, **about, "type": "L", "title": "one", "question_order": 2},
                    {"qid": 2, **about, "type": "Y", "title": "two", "question_order": 1},
                    {"qid": 3, **about, "type": "S", "title": "three", "question_order": 3,
                     "relevance": 'two.NAOK == "Y"'},
                ],
                "question_l10ns": texts,
                "answers": [{"aid": 1, "qid": 1, "code": "A1", "sortorder": 1, "scale_id": 0}],
                "answer_l10ns": [{"aid": 1, "answer": f"A {code}", "language": code} for code in languages],
            },
            languages,
        )
    )  # fmt: skip
    assert [each.get("name") for each in rows_of(taken)] == ["group_1", "two", "one", "three", None]
    assert row_of(taken, "one")["label::Lietuvių (lt)"] == "lt 1"
    yes = rows_of(taken, "choices")[0]
    assert (yes["label::Lietuvių (lt)"], yes["label::English (en)"], yes["label::de (de)"]) == (
        "Taip",
        "Yes",
        "Yes",
    )
    assert messages(taken, "two") == [
        "Translate “Yes” into the language “de”.", "Translate “No” into the language “de”."
    ]  # fmt: skip
    assert taken.workbook.settings == {"form_title": "Title lt", "default_language": "Lietuvių (lt)"}
    published = publish(taken.workbook, name="old", version="1")
    assert [str(each.message) for each in published.problems if each.severity == "error"] == []
    assert published.form.by_name["three"].relevant


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty"),
        (b"no xml", "cannot be read"),
        (b"<html/>", "not a survey from LimeSurvey"),
        (
            b"<document><LimeSurveyDocType>Group</LimeSurveyDocType></document>",
            "not a survey from LimeSurvey",
        ),
        (b'<!DOCTYPE d [<!ENTITY a "b">]><document>&a;</document>', "document type"),
    ],
)
def test_other_files_are_refused(data, said):
    with pytest.raises(InvalidInputError, match=said):
        read_limesurvey(data)


def test_large_files_are_refused():
    with pytest.raises(InvalidInputError, match=r"at most 0\.0 MB"):
        read_limesurvey(b"x" * 100, limits=Limits(bytes=10))
    rows = [{"qid": qid, "gid": 1, "type": "T", "title": f"q{qid}"} for qid in (1, 2)]
    with pytest.raises(InvalidInputError, match="more than 1 questions"):
        read_limesurvey(lss({"questions": rows}), limits=Limits(questions=1))


def test_a_survey_without_groups_and_with_a_loop_of_parts_is_read():
    rows = [
        {"qid": 1, "parent_qid": 2, "title": "a", "type": "T"},
        {"qid": 2, "parent_qid": 1, "title": "b", "type": "T"},
    ]
    assert rows_of(read_limesurvey(lss({"questions": rows}))) == []
