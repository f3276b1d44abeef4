"""The pages of training programmes: what people see, what they send, and what they are told."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.conftest import make_member
from tests.web.training.making import SESSION, TEXTS, again, make_programme, publish

from mentorway.web.methodology.analysis.methodologies import fingerprint_of
from mentorway.web.training.actions import drafting
from mentorway.web.training.analysis.parts import part_of
from mentorway.web.training.models import Programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(client):
    made = make_programme()
    client.force_login(made.created_by)
    return made


def url(name, *args):
    return reverse(f"training:{name}", args=args)


def text(response):
    return response.content.decode()


def rows(*sent):
    found = {"rows-TOTAL_FORMS": len(sent), "rows-INITIAL_FORMS": 0}
    for number, row in enumerate(sent):
        found |= {f"rows-{number}-{name}": value for name, value in row.items()}
    return found


def test_an_empty_list_teaches_how_to_begin(client):
    client.force_login(make_member())
    page = text(client.get(url("programmes")))
    assert "No training programme yet" in page
    assert url("new") in page


def test_a_search_finds_titles_and_says_when_nothing_is_found(client, programme):
    assert programme.title in text(client.get(url("programmes"), {"q": "colleagues"}))
    assert "has all of these words: zebra" in text(client.get(url("programmes"), {"q": "zebra"}))


def test_a_programme_is_begun(client, programme):
    sent = {**TEXTS, "title": "Another", "partner": programme.partner_id, "name": "English", "code": "en"}
    made = client.post(url("new"), sent)
    row = Programme.objects.get(title="Another")
    assert made.url == url("overview", row.pk)
    assert row.content["language"] == "en"
    assert "No module yet" in text(client.get(made.url))


def test_a_session_shows_a_running_clock(client, programme):
    page = text(client.get(url("part", programme.pk, "listening", "sessions", "first-evening")))
    assert "0:00–0:05" in page
    assert "0:05–0:25" in page
    assert "ask open questions" in page


def test_steps_are_sent_moved_and_removed_without_scripts(client, programme):
    address = url("change_part", programme.pk, "listening", "sessions", "first-evening")
    facts = part_of(programme.content, "sessions", "listening", "first-evening")
    step = {"minutes": 10, "method": "pairs", "text": ""}
    sent = {
        "title": "Evening",
        "was": fingerprint_of(facts),
        **rows(
            {**step, "title": "Second", "ORDER": 2, "outcomes": ["ask-open-questions"]},
            {**step, "title": "First", "ORDER": 1},
            {**step, "title": "Gone", "ORDER": 3, "DELETE": "on"},
            {},
        ),
    }
    assert client.post(address, sent).status_code == 302
    steps = part_of(again(programme).content, "sessions", "listening", "first-evening")["steps"]
    assert [one["title"] for one in steps] == ["First", "Second"]
    assert steps[1]["outcomes"] == ["ask-open-questions"]


def test_more_rows_keep_what_was_written(client, programme):
    address = url("new_part", programme.pk, "listening", "sessions")
    row = {"minutes": "", "method": "", "title": "Half written", "outcomes": ["ask-open-questions"]}
    page = text(client.post(address, {"title": "New", "more": "1", **rows(row)}))
    assert 'value="Half written"' in page
    assert 'value="ask-open-questions"' in page
    assert "checked" in page
    assert 'name="rows-3-title"' in page


def test_a_step_without_time_is_refused_beside_the_field(client, programme):
    address = url("new_part", programme.pk, "listening", "sessions")
    row = {"minutes": 0, "method": "pairs", "title": "Quick"}
    answer = client.post(address, {"title": "New", **rows(row)})
    assert answer.status_code == 200
    assert "greater than or equal to 1" in text(answer)


def test_a_quiz_is_written_in_lines(client, programme):
    address = url("new_part", programme.pk, "listening", "assessments") + "?kind=quiz"
    row = {"text": "Which?", "choices": "* Ask :: Good.\nTell"}
    assert client.post(address, {"title": "Second quiz", "required": "on", **rows(row)}).status_code == 302
    made = part_of(again(programme).content, "assessments", "listening", "second-quiz")
    assert made["questions"][0]["key"] == "q1"
    assert made["questions"][0]["choices"] == [
        {"text": "Ask", "right": True, "feedback": "Good."},
        {"text": "Tell", "right": False, "feedback": ""},
    ]


@pytest.mark.parametrize(
    ("choices", "said"), [("* Ask", "at least two choices"), ("Ask\nTell", "the choice that is right")]
)
def test_a_quiz_without_a_choice_to_make_is_refused(client, programme, choices, said):
    address = url("new_part", programme.pk, "listening", "assessments") + "?kind=quiz"
    answer = client.post(address, {"title": "Quiz", **rows({"text": "Which?", "choices": choices})})
    assert said in text(answer)


def test_a_level_that_no_criterion_has_cannot_pass(client, programme):
    address = url("new_part", programme.pk, "listening", "assessments") + "?kind=observation"
    row = {"title": "Listens", "levels": "not yet\nmostly"}
    refused = client.post(address, {"title": "Talk", "pass_level": 3, **rows(row)})
    assert "only 2 levels" in text(refused)
    assert client.post(address, {"title": "Talk", "pass_level": 2, **rows(row)}).status_code == 302
    assert part_of(again(programme).content, "assessments", "listening", "talk")["pass_level"] == 1


def test_an_outcome_names_areas_competences_and_skills(client, programme):
    address = url("new_part", programme.pk, "listening", "outcomes")
    sent = {
        "verb": "give",
        "object": "feedback",
        "areas": ["feedback"],
        "emcc": ["Evaluation"],
        "more_esco": "http://data.europa.eu/esco/skill/a584a638-a2c0-4b3c-bdf3-a64f87225be9",
    }
    assert client.post(address, sent).status_code == 302
    made = part_of(again(programme).content, "outcomes", "listening", "give-feedback")
    assert (made["areas"], made["emcc"], len(made["esco"])) == (["feedback"], ["Evaluation"], 1)
    wrong = client.post(address, {**sent, "more_esco": "javascript:alert(1)"})
    assert "is no address of an ESCO skill" in text(wrong)


def test_a_file_is_checked_kept_and_given_back(client, programme):
    address = url("new_part", programme.pk, "listening", "materials") + "?kind=file"
    file = SimpleUploadedFile("notes.txt", b"Some notes.")
    assert client.post(address, {"title": "Notes", "file": file}).status_code == 302
    made = part_of(again(programme).content, "materials", "listening", "notes")
    kept = programme.files.get(sha256=made["sha256"])
    answer = client.get(url("file", programme.pk, kept.pk))
    assert b"".join(answer.streaming_content) == b"Some notes."
    assert "attachment" in answer["Content-Disposition"]
    bad = SimpleUploadedFile("bad.exe", b"MZ\x00\x01")
    assert client.post(address, {"title": "Bad", "file": bad}).status_code == 200


def test_a_link_with_a_script_is_refused(client, programme):
    address = url("new_part", programme.pk, "listening", "materials") + "?kind=link"
    assert client.post(address, {"title": "Bad", "address": "javascript:alert(1)"}).status_code == 200
    assert "Bad" not in json.dumps(again(programme).content)


def test_who_saves_over_anothers_change_sees_both_and_loses_nothing(client, programme):
    facts = part_of(programme.content, "sessions", "listening", "first-evening")
    was = fingerprint_of(facts)
    theirs = {**facts, "title": "Their evening"}
    drafting.change(programme, programme.created_by, kind="sessions", where=("listening", theirs), was=was)
    address = url("change_part", programme.pk, "listening", "sessions", "first-evening")
    row = {"minutes": 5, "method": "pairs", "title": "Mine"}
    sent = {"title": "My evening", "was": was, **rows(row)}
    answer = client.post(address, sent)
    assert answer.status_code == 409
    assert "Their evening" in text(answer)
    assert "My evening" in text(answer)
    stored = part_of(again(programme).content, "sessions", "listening", "first-evening")
    assert stored["title"] == "Their evening"
    sent["was"] = fingerprint_of(stored)
    assert client.post(address, sent).status_code == 302


def test_what_somebody_else_has_removed_can_be_copied(client, programme):
    facts = part_of(programme.content, "sessions", "listening", "first-evening")
    wish = {"kind": "sessions", "where": ("listening", {**facts, "title": "Late"}), "was": "x"}
    drafting.remove(programme, programme.created_by, kind="sessions", module="listening", key="first-evening")
    with pytest.raises(drafting.StaleError, match="removed"):
        drafting.change(programme, programme.created_by, **wish)


def test_descriptions_meet_too(client, programme):
    page = client.get(url("describe", programme.pk))
    was = page.context["form"]["was"].value()
    sent = {**TEXTS, "title": "Mine", "was": was}
    assert client.post(url("describe", programme.pk), {**sent, "title": "Theirs"}).status_code == 302
    answer = client.post(url("describe", programme.pk), sent)
    assert answer.status_code == 409
    assert again(programme).title == "Theirs"


def test_removing_a_part_also_removes_its_name_elsewhere_and_can_be_undone(client, programme):
    address = url("remove_part", programme.pk, "listening", "outcomes", "ask-open-questions")
    assert "ask open questions" in text(client.get(address))
    client.post(address)
    module = again(programme).content["modules"][0]
    assert module["outcomes"] == []
    assert module["sessions"][0]["steps"][0]["outcomes"] == []
    revision = again(programme).revision
    client.post(url("undo", programme.pk), {"revision": revision})
    assert again(programme).content == programme.content
    late = client.post(url("undo", programme.pk), {"revision": revision}, follow=True)
    assert "can no longer be undone" in text(late)


def test_modules_move(client, programme):
    client.post(url("new_module", programme.pk), {"title": "Second", "own_minutes": 0})
    client.post(url("move_module", programme.pk, "second"), {"up": "1"})
    assert [one["key"] for one in again(programme).content["modules"]] == ["second", "listening"]
    client.post(url("move_module", programme.pk, "second"), {"up": "1"})
    assert [one["key"] for one in again(programme).content["modules"]] == ["second", "listening"]


def test_the_matrix_says_where_outcomes_are_practised_and_what_is_missing(client, programme):
    page = text(client.get(url("coverage", programme.pk)))
    assert "First evening" in page
    assert "A quiz" in page
    assert "25 min" in page
    drafting.remove(programme, programme.created_by, kind="assessments", module="listening", key="a-quiz")
    assert "No assessment shows “ask open questions”." in text(client.get(url("coverage", programme.pk)))


def test_unknown_kinds_and_parts_are_not_found(client, programme):
    assert client.get(url("new_part", programme.pk, "listening", "wishes")).status_code == 404
    assert client.get(url("new_part", programme.pk, "nowhere", "sessions")).status_code == 404
    assert (
        client.get(url("part", programme.pk, "listening", "outcomes", "ask-open-questions")).status_code
        == 404
    )
    assert client.get(url("part", programme.pk, "listening", "sessions", "lost")).status_code == 404


def test_a_published_version_has_files_in_each_of_its_languages(client, programme):
    publish(programme)
    page = text(client.get(url("edition", programme.pk, 1)))
    assert url("edition_file", programme.pk, 1, "en", "handbook") in page
    answer = client.get(url("edition_file", programme.pk, 1, "en", "course"))
    assert answer.content.startswith(b"PK")
    assert client.get(url("edition_file", programme.pk, 1, "xx", "course")).status_code == 404
    assert client.get(url("edition_file", programme.pk, 1, "en", "scorm")).status_code == 404


def test_what_was_downloaded_can_be_read_again(client, programme):
    content = client.get(url("download", programme.pk)).content
    sent = {"partner": programme.partner_id, "name": "English"}
    look = {**sent, "look_only": "on", "file": SimpleUploadedFile("p.json", content)}
    page = text(client.post(url("take_in"), look))
    assert "1 module" in page
    assert "Nothing is wrong in it." in page
    assert Programme.objects.count() == 1
    client.post(url("take_in"), {**sent, "file": SimpleUploadedFile("p.json", content)})
    assert Programme.objects.latest("pk").content["modules"] == programme.content["modules"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no json", "This is no JSON"),
        (b"[]", "no programme in the file"),
        (b'{"title": "T"}', "“language” is missing."),
        (b'{"programme": 3}', "“programme”: names with their values in { } are needed, and 3 came."),
        (b'{"title":"","language":"en","summary":"","audience":"","modules":[]}', "1 to 200 letters"),
    ],
)
def test_a_file_that_is_no_programme_is_refused_in_words(client, programme, content, said):
    sent = {"partner": programme.partner_id, "name": "English", "look_only": "on"}
    page = text(client.post(url("take_in"), {**sent, "file": SimpleUploadedFile("p.json", content)}))
    assert said in page
    assert Programme.objects.count() == 1


def test_only_so_many_parts_are_taken(programme):
    user = programme.created_by
    wish = {"kind": "sessions", "module": "listening", "facts": SESSION}
    content = again(programme).content
    module = content["modules"][0]
    module["sessions"] = [{**SESSION, "key": f"s{number}", "steps": []} for number in range(100)]
    Programme.objects.filter(pk=programme.pk).update(content=content)
    with pytest.raises(drafting.ValidationError, match="at most 100 entries"):
        drafting.add(programme, user, **wish)


@pytest.mark.parametrize("place", ["materials", "outcomes"])
def test_a_file_cannot_bring_an_address_that_runs_something(client, programme, place):
    content = json.loads(client.get(url("download", programme.pk)).content)
    module = content["programme"]["modules"][0]
    if place == "materials":
        module["materials"][0] |= {"kind": "link", "address": "javascript:alert(1)"}
    else:
        module["outcomes"][0]["esco"] = ["javascript:alert(1)"]
    file = SimpleUploadedFile("p.json", json.dumps(content).encode())
    page = text(
        client.post(url("take_in"), {"partner": programme.partner_id, "name": "English", "file": file})
    )
    assert "javascript:alert(1)" in page
    assert Programme.objects.count() == 1
