"""What goes wrong while people work on training programmes: two at once, emptied rows, damaged files."""

import json
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import escape
from tests.web.training.making import MODULE, SESSION, STEP, again, make_programme

from mentorway.web.methodology.analysis.methodologies import fingerprint_of
from mentorway.web.training.actions import drafting
from mentorway.web.training.analysis.files import MOST_SHOWN, read
from mentorway.web.training.analysis.parts import part_of
from mentorway.web.training.analysis.texts import texts_of
from mentorway.web.training.forms.written import MOST_ROWS
from mentorway.web.training.models import Programme
from mentorway.web.translation.actions import bringing
from mentorway.web.translation.actions.languages import add_language

pytestmark = pytest.mark.django_db
EVENING = ("listening", "sessions", "first-evening")


@pytest.fixture
def programme(client):
    made = make_programme()
    client.force_login(made.created_by)
    return made


def url(name, *args):
    return reverse(f"training:{name}", args=args)


def evening(programme):
    return part_of(again(programme).content, "sessions", "listening", "first-evening")


def sent(facts, *rows):
    found = {"title": facts["title"], "was": fingerprint_of(facts)}
    found |= {"rows-TOTAL_FORMS": len(rows), "rows-INITIAL_FORMS": len(facts["steps"])}
    for number, row in enumerate(rows):
        found |= {f"rows-{number}-{name}": value for name, value in row.items()}
    return found


def remove(programme, kind, key):
    drafting.remove(programme, programme.created_by, kind=kind, module="listening", key=key)


def test_who_saves_what_somebody_has_removed_keeps_what_they_wrote(client, programme):
    facts = evening(programme)
    remove(programme, "sessions", "first-evening")
    address = url("change_part", programme.pk, *EVENING)
    assert client.get(address).status_code == 404
    row = {**STEP, "title": "Two hours of work", "ORDER": 1}
    page = client.post(address, {**sent(facts, row), "title": "Written long"}).content.decode()
    assert "Somebody else has removed this meanwhile." in page
    assert 'value="Written long"' in page
    assert 'value="Two hours of work"' in page
    assert evening(programme) is None


def test_who_saves_in_a_module_that_somebody_has_removed_keeps_what_they_wrote(client, programme):
    facts = evening(programme)
    remove(programme, "modules", "listening")
    wish = {**sent(facts, {**STEP, "title": "Kept", "ORDER": 1}), "was": ""}
    for address in (
        url("change_part", programme.pk, *EVENING),
        url("new_part", programme.pk, "listening", "sessions"),
    ):
        page = client.post(address, wish).content.decode()
        assert "Somebody else has removed" in page
        assert 'value="Kept"' in page
        assert f'href="{url("overview", programme.pk)}">Cancel' in page
    assert again(programme).content["modules"] == []


def test_what_was_removed_from_a_module_can_be_undone_where_one_comes_back(client, programme):
    address = url("remove_part", programme.pk, "listening", "outcomes", "ask-open-questions")
    page = client.post(address, follow=True).content.decode()
    assert "Removed “ask open questions”" in page
    assert f'action="{url("undo", programme.pk)}"' in page


def test_what_never_was_there_is_not_found_when_something_is_sent(client, programme):
    assert client.post(url("change_part", programme.pk, "listening", "sessions", "lost")).status_code == 404
    assert client.post(url("change_part", programme.pk, "listening", "wishes", "lost")).status_code == 404
    assert client.post(url("new_part", programme.pk, "lost", "sessions")).status_code == 404


def test_a_conflict_is_said_once(client, programme):
    facts = evening(programme)
    theirs = {"kind": "sessions", "where": ("listening", {**facts, "title": "Theirs"})}
    drafting.change(programme, programme.created_by, **theirs, was=fingerprint_of(facts))
    answer = client.post(url("change_part", programme.pk, *EVENING), sent(facts, {**STEP, "ORDER": 1}))
    assert answer.status_code == 409
    assert answer.content.decode().count("Somebody else has changed this meanwhile.") == 1


def test_a_row_that_was_emptied_goes(client, programme):
    empty = {"minutes": "", "method": "", "title": " ", "text": "", "ORDER": 1}
    wish = sent(evening(programme), empty, {**STEP, "title": "Stays", "ORDER": 2})
    assert client.post(url("change_part", programme.pk, *EVENING), wish).status_code == 302
    assert [one["title"] for one in evening(programme)["steps"]] == ["Stays"]


def test_a_question_that_was_emptied_goes_and_the_others_keep_their_names(client, programme):
    facts = part_of(programme.content, "assessments", "listening", "a-quiz")
    second = {"text": "Second?", "choices": "* Yes\nNo"}
    found = {"title": "A quiz", "was": fingerprint_of(facts)}
    found |= {"rows-TOTAL_FORMS": 2, "rows-INITIAL_FORMS": 1, "rows-0-key": "q1", "rows-0-text": " "}
    found |= {f"rows-1-{name}": value for name, value in second.items()}
    address = url("change_part", programme.pk, "listening", "assessments", "a-quiz")
    assert client.post(address, found).status_code == 302
    questions = part_of(again(programme).content, "assessments", "listening", "a-quiz")["questions"]
    assert [one["text"] for one in questions] == ["Second?"]


def test_an_emptied_row_is_not_called_wrong_beside_one_that_is(client, programme):
    empty = {"minutes": "", "method": "", "title": "", "ORDER": 1}
    half = {**STEP, "minutes": 0, "ORDER": 2}
    page = client.post(url("change_part", programme.pk, *EVENING), sent(evening(programme), empty, half))
    assert "greater than or equal to 1" in page.content.decode()
    assert "This field is required." not in page.content.decode()


def test_on_a_narrow_screen_each_cell_of_a_step_says_what_it_is(client, programme):
    page = client.get(url("part", programme.pk, *EVENING)).content.decode()
    for name in ("Minutes", "Method", "Materials", "Learning outcomes"):
        assert page.count(f'data-label="{name}"') == 2
        assert page.count(f">{name}</th>") == 1


def test_a_row_that_was_emptied_in_part_is_refused(client, programme):
    half = {"minutes": "", "method": "", "title": "Half", "text": "", "ORDER": 1}
    page = client.post(url("change_part", programme.pk, *EVENING), sent(evening(programme), half))
    assert page.status_code == 200
    assert len(evening(programme)["steps"]) == 2


def test_a_session_that_came_with_more_steps_than_a_form_offers_can_be_changed(client, programme):
    count = MOST_ROWS + 20
    content = programme.content
    content["modules"][0]["sessions"][0]["steps"] *= count // 2
    Programme.objects.filter(pk=programme.pk).update(content=content)
    rows = [{**STEP, "title": f"Step {number}", "ORDER": number} for number in range(1, count + 1)]
    wish = sent(evening(programme), *rows)
    assert client.post(url("change_part", programme.pk, *EVENING), wish).status_code == 302
    assert len(evening(programme)["steps"]) == count
    wish = sent(evening(programme), *rows, {**STEP, "ORDER": ""})
    assert client.post(url("change_part", programme.pk, *EVENING), wish).status_code == 200


def changed(programme, **facts):
    content = json.loads(json.dumps(programme.content))
    content["modules"][0] |= facts
    return json.dumps(content).encode()


IN_STEP = "“modules › 1 › sessions › 1 › steps › 2 › minutes”"
NO_KEY = (
    "“modules › 1 › key”: the short name “Not this” cannot be used. Begin with a small letter from a to z; "
    "then small letters, digits, _ and -, at most 40."
)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"title": " "}, "“modules › 1 › title” must have 1 to 200 letters; it has 0."),
        ({"title": "\ud800"}, "“modules › 1 › title” contains a character that cannot be kept. Take it out."),
        ({"title": "a\x00b"}, "“modules › 1 › title” contains a character that cannot be kept. Take it out."),
        ({"own_minutes": -4}, "“modules › 1 › own_minutes”: 0 to 6000 minutes are possible, and -4 came."),
        (
            {"own_minutes": 10**30},
            f"“modules › 1 › own_minutes”: 0 to 6000 minutes are possible, and {10**30} came.",
        ),
        (
            {"sessions": [{**SESSION, "key": "s", "title": "x" * 201}]},
            "“modules › 1 › sessions › 1 › title” must have 1 to 200 letters; it has 201.",
        ),
        (
            {"sessions": [{**SESSION, "key": "s", "steps": [STEP, {**STEP, "minutes": 6001}]}]},
            f"{IN_STEP}: 0 to 6000 minutes are possible, and 6001 came.",
        ),
        (
            {"sessions": [{**SESSION, "key": "s", "steps": [STEP, {**STEP, "minutes": "ten"}]}]},
            f'{IN_STEP}: a whole number is needed, and "ten" came.',
        ),
        ({"key": "Not this"}, NO_KEY),
    ],
)
def test_a_file_with_what_no_form_would_take_is_refused_and_the_place_is_said(programme, facts, said):
    found = read(changed(programme, **facts))
    assert not found.usable
    assert found.problems == [said]


def test_all_that_is_wrong_in_a_file_is_shown_on_the_page_and_in_the_readers_language(client, programme):
    steps = [{**STEP, "minutes": "ten"}, {**STEP, "method": 5}]
    file = SimpleUploadedFile(
        "p.json", changed(programme, sessions=[{**SESSION, "key": "s", "steps": steps}], title=None)
    )
    wish = {"partner": programme.partner_id, "name": "English", "look_only": "on", "file": file}
    page = unescape(client.post(url("take_in"), wish).content.decode())
    for said in (
        "“modules › 1 › title”: a text is needed, and null came.",
        '“modules › 1 › sessions › 1 › steps › 1 › minutes”: a whole number is needed, and "ten" came.',
        "“modules › 1 › sessions › 1 › steps › 2 › method”: a text is needed, and 5 came.",
    ):
        assert said in page
    assert "object" not in page
    assert "Error" not in page


def test_a_file_that_is_full_of_faults_shows_the_first_of_them(programme):
    steps = [{**STEP, "minutes": "ten"}] * 5000
    found = read(changed(programme, sessions=[{**SESSION, "key": "s", "steps": steps}]))
    assert len(found.problems) == MOST_SHOWN


def test_a_licence_that_cannot_be_kept_is_refused(programme):
    assert not read(json.dumps({**programme.content, "licence": "\x00"}).encode()).usable


def test_translations_that_cannot_be_kept_are_left_out(programme):
    texts = {"fi": {"title": "\ud800", "summary": "Kuuntele."}, "\ud800": {"title": "x"}}
    whole = {"programme": programme.content, "languages": {"fi": "\ud800"}, "texts": texts}
    found = read(json.dumps(whole).encode())
    assert found.facts["languages"] == {"fi": "fi"}
    assert found.facts["texts"] == {"fi": {"summary": "Kuuntele."}}


def test_a_file_with_more_modules_than_can_be_worked_on_is_refused(client, programme):
    lists = {kind: [] for kind in ("outcomes", "sessions", "materials", "assessments", "cites")}
    modules = [{**MODULE, **lists, "key": f"m{number}"} for number in range(101)]
    file = SimpleUploadedFile("p.json", json.dumps({**programme.content, "modules": modules}).encode())
    wish = {"partner": programme.partner_id, "name": "English", "file": file}
    assert "at most 100 entries" in client.post(url("take_in"), wish).content.decode()
    assert Programme.objects.count() == 1


def test_minutes_are_a_length_of_time_and_not_what_was_said_in_a_meeting(client, programme):
    client.cookies["django_language"] = "fi"
    programme.created_by.language = "fi"
    programme.created_by.save()
    for name in ("part", "change_part"):
        page = client.get(url(name, programme.pk, *EVENING)).content.decode()
        assert "Minuutit" in page
        assert "Pöytäkirja" not in page


def test_the_way_back_names_the_programme_as_the_reader_sees_it(client, programme):
    language = add_language(programme.document, code="fi", name="Suomi")
    targets = {"title": "Työkaverin <mentorointi>"}
    texts = texts_of(programme.content)
    bringing.as_agreed(language, programme.created_by, texts=texts, targets=targets)
    client.cookies["django_language"] = "fi"
    programme.created_by.language = "fi"
    programme.created_by.save()
    page = client.get(url("overview", programme.pk)).content.decode()
    title = escape(targets["title"])
    assert f'aria-current="page">{title}' in page
    assert re.search(rf"<title>\s*{re.escape(title)}", page)
