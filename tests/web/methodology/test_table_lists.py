"""A table-list in the preview: one table under its label, in each language of the draft."""

import pytest
from django.urls import reverse
from lxml import html
from tests.conftest import make_member
from tests.web.methodology.making import make_questionnaire
from tests.web.study.asking import AGREE, LANGUAGES, MARK, row, workbook

pytestmark = pytest.mark.django_db


def climate():
    return workbook(
        [
            row("begin group", "climate", "How is it at your work?", appearance="table-list"),
            row("select_one agree", "calm", "It is calm.", required="yes"),
            row("select_one agree", "fair", "It is fair."),
            row("end group", "climate"),
        ],
        AGREE,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_shown_as_people_will_see_it(client, language):
    user = make_member()
    client.force_login(user)
    made = make_questionnaire(user.partners.get(), user, climate())
    url = reverse("methodology:preview_page", args=[made.pk, language, 1])
    page = html.fromstring(client.get(url).content)
    [table] = page.xpath("//fieldset[contains(@class, 'q-table')]")
    assert table.xpath("normalize-space(legend/h2)") == f"{MARK[language]}How is it at your work?"
    assert len(table.xpath(".//fieldset")) == 2
    assert page.xpath("//*[contains(@class, 'q-note')]") == []


def test_its_answers_and_nothing_else_would_be_stored(client):
    user = make_member()
    client.force_login(user)
    made = make_questionnaire(user.partners.get(), user, climate())
    url = reverse("methodology:preview_page", args=[made.pk, "en", 1])
    page = html.fromstring(
        client.post(url, {"do": "next", "q_calm": "4", "q_fair": "2"}, follow=True).content
    )
    facts = [one.text_content() for one in page.xpath("//dl[@class='facts']/*")]
    assert facts == ["calm", "4", "fair", "2"]
