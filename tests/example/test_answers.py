import csv
from collections import Counter

import pytest
from tests.example.study import CONTEXT, EXAMPLE, LANGUAGES, asked, publication

from mentorway.answers import check, read_codebook, read_table, store
from mentorway.comparing import Plan, compare
from mentorway.evidence.psychometrics.factors.models import Release
from mentorway.evidence.psychometrics.invariance.licence import Verdict
from mentorway.questionnaire import Context, judge, plain

ANSWERS, CODEBOOK = EXAMPLE / "mentoring_answers.csv", EXAMPLE / "mentoring_codebook.csv"
SUPPORT = "Organisational support"


@pytest.fixture(scope="module")
def rows():
    with ANSWERS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mentoring")
    return store(read_table(ANSWERS), read_codebook(CODEBOOK), group="country", folder=folder)


@pytest.fixture(scope="module")
def compared(snapshot):
    return {one.name: one for one in compare(snapshot, Plan(several_factors=False)).scales}


def verdicts(scale):
    return {(one.first, one.second): one.verdict for one in scale.licences}


def test_every_row_and_the_codebook_say_that_nobody_was_asked(rows):
    assert {row["data"] for row in rows} == {"synthetic"}
    book = read_codebook(CODEBOOK)
    assert "synthetic" in book.title
    assert book.source.startswith("Synthetic")


def test_whatever_is_written_says_that_it_is_synthetic(rows):
    texts = [row[name] for row in rows for name in ("challenges_other", "helped", "change") if row[name]]
    assert texts
    assert {text.split()[0][:6].casefold() for text in texts} == {
        "synthe",
        "sintet",
        "sintēt",
        "syntet",
        "syntee",
    }


def test_there_are_about_130_people_in_each_country_and_sector(rows):
    counts = Counter((row["country"], row["sector"]) for row in rows)
    assert len(counts) == 8
    assert all(125 <= count <= 150 for count in counts.values())
    assert len(rows) == sum(counts.values()) == 1093


def test_every_sheet_is_complete_and_answers_nothing_that_is_not_asked(rows):
    form, names = publication().form, [one.name for one in asked()]
    for row in rows[::7]:
        given = {name: row[name] for name in names if row[name]}
        judged = judge(form, given, Context(CONTEXT.now, row["number"], row["language"], strict=True))
        assert judged.complete, (row["number"], judged.faults)


def test_people_answer_in_the_languages_of_their_country(rows):
    assert {row["language"] for row in rows} == set(LANGUAGES)
    spoken = {(row["country"], row["language"]) for row in rows}
    assert {language for country, language in spoken if country == "FI"} == {"fi", "sv", "en"}


def test_the_codebook_says_what_the_questionnaire_says():
    form = publication().form
    items = read_codebook(CODEBOOK).items
    asked_in_scales = [one.name for one in form.questions if one.choices == "agree" and one in asked()]
    assert sorted(item.name for item in items) == sorted(asked_in_scales)
    for item in items:
        labels = form.by_name[item.name].labels
        assert item.text == plain(labels["en"])
        assert dict(item.texts) == {code: plain(labels[code]) for code in LANGUAGES[1:]}


def test_nothing_is_wrong_with_the_answers():
    assert check(read_table(ANSWERS), read_codebook(CODEBOOK), group="country").problems == ()


def test_a_few_percent_of_the_answers_are_missing(compared):
    shares = [
        group.missing_share
        for name in (SUPPORT, "Usefulness of mentoring")
        for group in compared[name].groups
    ]
    assert all(0.01 < share < 0.04 for share in shares)


def test_every_scale_is_reliable_in_every_country(compared):
    assert all(0.7 < group.omega.value < 0.9 for one in compared.values() for group in one.groups)


def test_means_of_nine_scales_may_be_compared_between_all_countries(compared):
    others = [one for name, one in compared.items() if name != SUPPORT]
    assert len(others) == 9
    assert {verdict for one in others for verdict in verdicts(one).values()} == {Verdict.MEANS}


def test_means_of_support_may_not_be_compared_with_latvia(compared):
    found = verdicts(compared[SUPPORT])
    assert {pair for pair, verdict in found.items() if verdict is Verdict.ASSOCIATIONS} == {
        ("FI", "LV"), ("LT", "LV"), ("LV", "SE"),
    }  # fmt: skip
    assert set(found.values()) == {Verdict.ASSOCIATIONS, Verdict.MEANS}
    reasons = [
        str(reason)
        for one in compared[SUPPORT].licences
        for reason in one.reasons
        if "LV" in (one.first, one.second)
    ]
    assert len([reason for reason in reasons if "Look first at item os1" in reason]) == 3


def test_with_the_item_let_go_all_countries_may_be_compared_in_part(snapshot):
    plan = Plan(scales=(SUPPORT,), releases={SUPPORT: (Release("intercept", "os1"),)})
    (found,) = compare(snapshot, plan).scales
    assert set(verdicts(found).values()) == {Verdict.PARTIAL_MEANS}


def test_there_are_differences_to_find_and_none_is_large(compared):
    found = [one for scale in compared.values() for one in scale.mean_differences]
    assert len([one for one in found if one.p < 0.05]) >= 5
    assert max(abs(one.standardised) for one in found) < 0.5
