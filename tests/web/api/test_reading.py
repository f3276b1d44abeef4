"""Pages and files as programs read them, and lists page by page."""

import pytest
from django.test import Client
from tests.conftest import make_member, make_partner
from tests.web.api.asking import ROOT, ask, headers, token_for, told

from mentorway.web.api.analysis import reading
from mentorway.web.api.analysis.reading import read
from mentorway.web.core.problems import problem

HTML = b"""
<html><head><title>T</title></head><body><header><form method="post"><input name="no"></form></header><main>
<h1>A  title</h1><p>Said &amp; done.</p><script>no()</script>
<dl><dt>City</dt><dd>Kaunas</dd></dl>
<table><caption>All</caption><thead><tr><th>Name</th></tr></thead><tr><td>Alfa</td></tr></table>
<a href="/network/">Partners</a><a href="https://elsewhere.example.org/">Away</a>
<form method="post" id="f"><input type="hidden" name="csrfmiddlewaretoken" value="x">
<ul class="errorlist nonfield"><li>All wrong.</li></ul>
<label for="id_a">A</label><ul class="errorlist" id="id_a_error"><li>Wrong.</li></ul>
<input id="id_a" name="a" value="1" required aria-describedby="h"><div id="h">Help.</div>
<select name="b"><option value="x">X</option><option value="y" selected>Y</option></select>
<select name="c"><option value="p">P</option></select>
<select name="d" multiple><option value="q" selected>Q</option><option value="r">R</option></select>
<fieldset><legend>Which?</legend><label><input type="checkbox" name="e" value="1" checked> One</label>
<label><input type="checkbox" name="e" value="2"> Two</label></fieldset>
<label><input type="checkbox" name="g"> Really</label>
<label><input type="radio" name="r" value="1"> One</label>
<label><input type="radio" name="r" value="2"> Two</label>
<textarea name="t">
two
lines</textarea><input type="file" name="u"><input name="off" disabled>
<button name="do" value="go">Go</button><button>Plain</button></form>
<input name="out" form="f" value="far">
</main></body></html>"""


def test_a_page_is_read_as_people_see_it():
    page = read(HTML, "/here/")
    assert page.title == "A title"
    assert page.text == ["Said & done."]
    assert page.facts == [("City", "Kaunas")]
    assert page.tables == [reading.Table("All", ["Name"], [["Alfa"]])]
    assert page.links == [reading.Link("Partners", "/network/")]
    assert page.errors == {"__all__": ["All wrong."], "a": ["Wrong."]}


def test_a_form_sends_what_a_browser_would():
    [form] = read(HTML, "/here/").forms
    assert form.path == "/here/"
    assert form.usual == {
        "a": ["1"],
        "b": ["y"],
        "c": ["p"],
        "d": ["q"],
        "e": ["1"],
        "t": ["two\nlines"],
        "out": ["far"],
    }
    kinds = {one.name: one.type for one in form.fields}
    assert kinds == {
        "a": "text",
        "b": "choice",
        "c": "choice",
        "d": "choices",
        "e": "choices",
        "g": "yes_no",
        "r": "choice",
        "t": "long_text",
        "u": "file",
        "out": "text",
    }
    asked = form.by_name
    assert (asked["a"].label, asked["a"].help, asked["a"].required) == ("A", "Help.", True)
    assert asked["e"].label == "Which?"
    assert [one.label for one in asked["e"].choices] == ["One", "Two"]
    assert [(one.name, one.value) for one in form.buttons] == [("do", "go")]
    assert form.strange(["a", "do", "nothing", "a__merge"]) == ["nothing"]


@pytest.mark.parametrize("empty", [b"<html></html>", b"<main></main>", b"x"])
def test_a_page_without_anything_is_read(empty):
    page = read(empty, "/here/")
    assert (page.forms, page.tables, page.errors) == ([], [], {})


def test_a_problem_says_what_came_and_what_was_needed():
    said = told(problem(422, "Wrong.", errors={"a": ["Too long."]}, more=1))
    assert said == {
        "type": "about:blank",
        "title": "Unprocessable Entity",
        "status": 422,
        "detail": "Wrong.",
        "errors": {"a": ["Too long."]},
        "more": 1,
    }


@pytest.mark.django_db
class TestAsked:
    def test_a_page_says_where_it_leads(self):
        partner = make_partner()
        status, said = ask(make_member(partner, role="admin"), "pages/network:partner/", pk=partner.pk)
        assert (status, said["title"]) == (200, partner.name)
        targets = [one["target"] for one in said["links"]]
        assert {
            "path": f"/network/{partner.pk}/change/",
            "name": "network:describe",
            "arguments": {"pk": str(partner.pk)},
        } in targets

    def test_a_page_shows_only_what_its_person_may_see(self):
        partner, stranger = make_partner(), make_member()
        assert ask(stranger, "pages/network:partner_history/", pk=partner.pk)[0] == 404
        assert ask(stranger, "pages/network:found/")[0] == 403

    def test_filters_of_a_page_go_along(self):
        make_partner(name="Alfa")
        make_partner(name="Beta")
        coordinator = make_member(role="coordinator")
        _status, said = ask(coordinator, "pages/network:partners/", q="Beta")
        assert "Beta" in str(said)
        assert "Alfa" not in str(said)

    def test_a_file_comes_as_it_is(self):
        partner = make_partner(name="Alfa")
        person = make_member(partner)
        answer = Client().get(
            f"{ROOT}files/network:partners_file/", {"kind": "csv"}, headers=headers(token_for(person))
        )
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/csv")
        assert "Alfa" in b"".join(answer).decode()
        assert "sessionid" not in answer.cookies

    def test_a_file_is_no_page_and_a_page_no_file(self):
        person = make_member()
        status, said = ask(person, "pages/network:partners_file/", kind="csv")
        assert (status, "files/" in said["detail"]) == (404, True)
        status, said = ask(person, "files/network:partners/")
        assert (status, "pages/" in said["detail"]) == (404, True)

    def test_a_scope_of_another_activity_reads_nothing(self):
        status, said = ask(make_member(), "pages/network:partners/", scopes=["plan:write"])
        assert (status, said["scope"]) == (403, "network:read")

    @pytest.mark.parametrize(
        "asked", [{"page": 0}, {"page": "x"}, {"limit": 201}, {"limit": 0}, {"page": 10**9}]
    )
    def test_a_page_of_a_list_that_cannot_be_is_refused_by_name(self, asked):
        status, said = ask(make_member(), "deeds/", **asked)
        assert (status, list(said["errors"])) == (422, list(asked))

    def test_lists_are_told_page_by_page_and_nothing_twice(self):
        secret, names, url = token_for(make_member()), [], f"{ROOT}deeds/?limit=200"
        while url:
            said = told(Client().get(url, headers=headers(secret)))
            names += [one["name"] for one in said["items"]]
            url = said["next"]
        assert len(names) == len(set(names)) == said["count"]
        assert "network:describe" in names

    def test_beyond_the_last_page_there_is_nothing(self):
        status, said = ask(make_member(), "deeds/", page=900)
        assert (status, said["items"], said["next"]) == (200, [], None)

    def test_a_text_with_nul_is_refused_everywhere(self):
        assert ask(make_member(), "deeds/", q="a\x00b")[0] == 400

    def test_what_is_not_there_is_told_in_the_words_of_programs(self):
        for path in ("nothing/", "pages/nothing/", "deeds/x:y/", "network/partners"):
            answer = Client().get(f"{ROOT}{path}", headers=headers(token_for(make_member())))
            assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")

    def test_what_fails_inside_says_nothing_of_the_inside(self, monkeypatch, caplog):
        def fails(*_args, **_kwargs):
            raise RuntimeError("secret of the inside")

        monkeypatch.setattr("mentorway.web.api.views.programs.call", fails)
        answer = Client(raise_request_exception=False).get(
            f"{ROOT}pages/network:partners/", headers=headers(token_for(make_member()))
        )
        assert (answer.status_code, told(answer)["status"]) == (500, 500)
        assert b"secret of the inside" not in answer.content
        assert "secret of the inside" in caplog.text
