"""A table-list: one table on the pages of people who answer, nothing of it in files that it was made with."""

import re

import pytest
from django.utils import timezone
from lxml import html
from tests.web.study import asking, filling_making
from tests.web.study.asking import AGREE, YES_NO, row, workbook
from tests.web.study.filling_making import at, begin, make_study, make_version, turn

from mentorway.questionnaire import Context, judge
from mentorway.web.methodology.analysis.forms import form_of
from mentorway.web.methodology.analysis.pages import blocks_of
from mentorway.web.study.analysis import tables
from mentorway.web.study.models import Draft

pytestmark = pytest.mark.django_db
MADE = re.compile("generated_table_list|reserved_name_for")


def climate():
    """Two tables: one choice in each row, several choices in each row; then a list too long for columns."""
    long = [asking.choice("long", f"v{place}", f"Value {place}") for place in range(12)]
    return workbook(
        [
            row("begin group", "climate", "How is it at your work?", appearance="table-list",
                hint="One answer in each row."),
            row("select_one agree", "calm", "It is calm.", required="yes"),
            row("select_one agree", "fair", "It is fair."),
            row("end group", "climate"),
            row("begin group", "used", "What did you use?", appearance="table-list"),
            row("select_multiple yes_no", "before", "Before"),
            row("select_multiple yes_no", "after", "After"),
            row("end group", "used"),
            row("begin group", "wide", "Choose.", appearance="table-list"),
            row("select_one long", "much", "Very much"),
            row("end group", "wide"),
        ],
        AGREE + YES_NO + long,
    )  # fmt: skip


def page_of(client, language="en", number=1):
    study = make_study(make_version(climate))
    link = begin(client, study, language)
    return html.fromstring(client.get(at("page", link, number)).content), link


@pytest.mark.parametrize("language", asking.LANGUAGES)
def test_it_is_one_table_under_its_label_in_every_language(client, language):
    page, _link = page_of(client, language)
    [table] = page.xpath("//fieldset[contains(@class, 'q-table')]")
    mark = asking.MARK[language]
    assert table.xpath("normalize-space(legend/h2)") == f"{mark}How is it at your work?".strip()
    hint = table.get("aria-describedby")
    assert table.xpath(f"normalize-space(.//*[@id='{hint}'])") == f"{mark}One answer in each row.".strip()
    assert [one.text_content() for one in table.xpath(".//*[@class='q-head']/span")] == [
        f"{mark}{text}"
        for text in (
            "I disagree",
            "I rather disagree",
            "Neither the one nor the other",
            "I rather agree",
            "I agree",
        )
    ]
    rows = [one.text_content().strip() for one in table.xpath(".//fieldset/legend")]
    assert [text.split("*")[0].strip() for text in rows] == [f"{mark}It is calm.", f"{mark}It is fair."]
    assert page.xpath("//*[contains(@class, 'q-note')]") == []
    assert page.xpath("//h2/text()") == [f"{mark}How is it at your work?"]


def test_its_rows_are_answered_without_scripts(client):
    _page, link = page_of(client)
    assert turn(client, link, 1, {"calm": "4", "fair": "2"}).status_code == 302
    assert turn(client, link, 2, {"before": ["yes", "no"], "after": ["no"]}).status_code == 302
    kept = {name: answer for name, answer in Draft.objects.get().answers.items() if answer}
    assert kept == {"calm": "4", "fair": "2", "before": ["yes", "no"], "after": ["no"]}


def test_what_is_missing_in_a_row_is_said_at_the_row(client):
    _page, link = page_of(client)
    response = turn(client, link, 1, {"fair": "2"})
    page = html.fromstring(response.content)
    [wrong] = page.xpath("//fieldset[@class='q-row'][@aria-describedby='q_calm-f']")
    assert (response.status_code, bool(wrong.xpath(".//*[@id='q_calm-f']/text()"))) == (422, True)


def test_several_choices_in_a_row_are_boxes(client):
    page, _link = page_of(client, number=2)
    [table] = page.xpath("//fieldset[contains(@class, 'q-table')]")
    assert [one.get("name") for one in table.xpath(".//input[@type='checkbox']")] == [
        "q_before", "q_before", "q_after", "q_after",
    ]  # fmt: skip
    assert table.xpath(".//input[@required]") == []


def test_more_choices_than_columns_fit_are_a_list_under_a_heading(client):
    page, _link = page_of(client, number=3)
    assert page.xpath("//fieldset[contains(@class, 'q-table')]") == []
    assert page.xpath("//h2/text()") == ["Choose."]
    assert len(page.xpath("//input[@name='q_much']")) == 12


def test_the_overview_names_the_page_by_the_label(client):
    _page, link = page_of(client)
    turn(client, link, 1, {"calm": "4"})
    page = html.fromstring(client.get(at("overview", link)).content)
    assert "How is it at your work?" in page.text_content()
    assert not MADE.search(html.tostring(page, encoding="unicode"))


def test_what_it_was_made_with_is_in_no_file():
    study = make_study(make_version(climate))
    layout = tables.layout_for(study, [study.version], with_texts=True)
    assert [name for name in (each.name for each in layout.variables) if MADE.search(name)] == []


def test_a_form_that_was_stored_before_is_shown_alike():
    version = filling_making.make_version(climate)
    form = type(form_of(version)).from_json(version.form_json)
    judgement = judge(form, {}, Context(timezone.now(), "seed", "en"))
    assert [(one.kind, one.label) for one in blocks_of(judgement, form.pages[0], {})] == [
        ("rows", "How is it at your work?")
    ]
