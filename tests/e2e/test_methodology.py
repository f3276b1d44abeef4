"""Every page of questionnaires and translations: no barrier, nothing too wide, no script needed."""

import pytest
from django.urls import reverse
from tests.conftest import make_member
from tests.e2e.test_pages import check, problems
from tests.web.methodology import making

from mentorway.web.methodology.models import Questionnaire
from mentorway.web.translation.actions import languages
from mentorway.web.translation.models import Part

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
AGE = "survey/age/label"


@pytest.fixture
def made(sign_in):
    user = make_member()
    row = making.make_questionnaire(user.partners.get(), user)
    language = making.make_team(row)
    for key, upto in (
        (AGE, "agreed"),
        ("survey/topics/label", "drafted"),
        ("survey/about/label", "reviewed"),
    ):
        making.translate(language, making.texts(row)[key], upto=upto)
    languages.assign(
        language, user, people={part.value: user for part in (Part.FIRST, Part.REVIEWER, Part.ADJUDICATOR)}
    )
    row.user, row.language = user, language
    return row


def every_url(row):
    texts = making.texts(row)
    one = [row.pk]
    lv = [row.pk, "lv"]
    urls = [reverse(f"methodology:{name}") for name in ("questionnaires", "create", "take_in", "deleted")]
    urls += [reverse(f"methodology:{name}") for name in ("instruments", "add_instrument")]
    urls += [reverse("methodology:shipped", args=["ipip-big-five-50"])]
    names = ("draft", "add", "replace", "describe", "delete", "choose", "publish", "versions", "languages")
    urls += [
        reverse(f"methodology:{name}", args=one)
        for name in (*names, "add_language", "whole_board", "preview")
    ]
    urls += [
        reverse("methodology:edit", args=[row.pk, making.mark_of(row, name)])
        for name in ("mentor", "topics", "about")
    ]
    urls += [
        f"{reverse('methodology:add', args=one)}?type=range",
        reverse("methodology:choice_list", args=[row.pk, "topics"]),
    ]
    urls += [reverse("methodology:insert", args=[row.pk, "ipip-big-five-50"])]
    names = ("board", "parts", "remove_language", "adopt", "texts_in", "documentation")
    urls += [reverse(f"methodology:{name}", args=lv) for name in names]
    keys = (AGE, "survey/topics/label", "survey/about/label", "survey/mentor/label")
    urls += [reverse("methodology:text", args=[*lv, texts[key].digest]) for key in keys]
    return urls + [reverse("methodology:preview_page", args=[row.pk, "en", number]) for number in (1, 3, 9)]


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_have_no_barrier(page, live_server, sign_in, made, width):
    sign_in(made.user)
    check(page, live_server, every_url(made), width, "en")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_faults_and_merging_have_no_barrier(page, live_server, sign_in, made, scheme):
    page.emulate_media(color_scheme=scheme)
    sign_in(made.user)
    page.goto(live_server.url + reverse("methodology:preview_page", args=[made.pk, "en", 3]))
    page.get_by_label("How old are you?").fill("seven")
    page.get_by_role("button", name="Next").click()
    assert page.get_by_role("alert").is_visible()
    found = problems(page)
    page.goto(live_server.url + reverse("methodology:edit", args=[made.pk, making.mark_of(made, "age")]))
    page.get_by_label("Text", exact=True).fill("Your age?")
    from tests.web.translation.test_translating import change_source  # noqa: PLC0415 - after the page is open

    change_source(made.language, "What is your age?")
    page.get_by_role("button", name="Save").click()
    assert "has changed this meanwhile" in page.get_by_role("alert").inner_text()
    assert found + problems(page) == []


def test_a_questionnaire_is_made_without_scripts(browser, live_server):
    user = make_member()
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/account/login/?next={reverse('methodology:create')}")
        page.locator("input[type=email]").fill(user.email)
        page.locator("input[type=password]").fill("correct horse battery")
        page.locator("main form button[type=submit]").first.click()
        page.get_by_label("Title").fill("Trust")
        page.get_by_role("button", name="Begin").click()
        for kind, text in (("One choice", "Do you trust?"), ("Whole number", "How much?")):
            page.get_by_role("link", name="Add a question").first.click()
            page.get_by_role("link", name=kind, exact=True).click()
            page.get_by_label("Text", exact=True).fill(text)
            if kind == "One choice":
                page.get_by_label("New choices").fill("yes = Yes\nno = No")
            else:
                page.get_by_label("Only after a certain choice").check()
                page.get_by_label("Question and choice").select_option("do_you_trust=yes")
            page.get_by_role("button", name="Add", exact=True).click()
        assert page.get_by_text("Only if “Yes” was chosen in “Do you trust?”").is_visible()
        page.get_by_role("button", name="Move how_much up").click()
        page.get_by_role("button", name="Undo").click()
        page.get_by_role("link", name="Publish", exact=True).click()
        page.get_by_role("button", name="Publish version 1").click()
        assert page.get_by_text("It will not change any more").is_visible()
    assert making.names(Questionnaire.objects.get()) == ["do_you_trust", "how_much"]
