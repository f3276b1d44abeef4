"""The pages of matchings: made, looked at, explained, tried and taken away."""

import csv
import io
import re
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from tests.conftest import make_member, make_partner
from tests.web.mentoring.making import make_matching, make_round
from tests.web.mentoring.matching_making import MORNINGS, matchable, mentee, mentor

from mentorway.web.mentoring.actions import matchings as doing
from mentorway.web.mentoring.actions.matchings import Wish
from mentorway.web.mentoring.analysis import trying
from mentorway.web.mentoring.models import Matching, MatchingState, Round, Way

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole():
    return matchable()


@pytest.fixture
def member(client, whole):
    user = make_member(whole.partner)
    client.force_login(user)
    return user


@pytest.fixture
def people(whole, member):
    """Aino and Cia can have Bo and Di; Eva speaks a language that nobody speaks."""
    return {
        "aino": mentee(whole, "Aino"),
        "cia": mentee(whole, "Cia", ["en", "fi"]),
        "eva": mentee(whole, "Eva", ["sv"]),
        "bo": mentor(whole, "Bo"),
        "di": mentor(whole, "Di", ["en", "fi"], week=MORNINGS, seats=2),
    }


@pytest.fixture
def matching(whole, people):
    return doing.compute(whole, whole.created_by, Wish(seed=3))


def url(name, whole, *more):
    return reverse(f"mentoring:{name}", args=[whole.pk, *more])


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def value(one, other):
    return f"{one.pk}-{other.pk}"


def test_without_criteria_the_list_says_what_comes_first(client, member):
    whole = make_round(member.memberships.get().partner)
    page = text(client.get(url("matchings", whole)))
    assert ("Say first what counts for a good pair." in page, "New matching" in page) == (True, False)
    assert "Say first what counts" in text(client.get(url("new_matching", whole)))


def test_the_list_shows_every_matching(client, whole, matching):
    make_matching(whole, state=MatchingState.FAILED, found={})
    page = text(client.get(url("matchings", whole)))
    assert [words in page for words in ("Matching 1", "Matching 2", "Draft", "Not possible")] == [True] * 4


def test_a_new_matching_is_made_by_the_form(client, whole, people):
    form = text(client.get(url("new_matching", whole)))
    assert ("3 mentees can be matched." in form, "There are 3 seats." in form) == (True, True)
    answer = client.post(url("new_matching", whole), {"way": "leximin", "seed": "12"})
    made = Matching.objects.get()
    assert answer.url == url("matching", whole, 1)
    assert (made.way, made.seed, made.state, made.by) == (
        Way.LEXIMIN,
        12,
        MatchingState.DRAFT,
        doing_user(client),
    )


def doing_user(client):
    return client.get("/").wsgi_request.user


@pytest.mark.parametrize(
    "wrong", [{"way": "groups"}, {"way": ""}, {"seed": "x"}, {"seed": "-1"}, {"keep": "999-999"}]
)
def test_what_cannot_be_is_said_at_the_form(client, whole, people, wrong):
    answer = client.post(url("new_matching", whole), {"way": "total", "seed": "1", **wrong})
    assert (answer.status_code, "errorlist" in text(answer), Matching.objects.count()) == (200, True, 0)


def test_a_pair_is_kept_or_taken_out_by_its_buttons(client, whole, matching, people):
    page = text(client.get(url("matching_pair", whole, 1, people["aino"].pk)))
    keep = f"?from=1&amp;keep={value(people['aino'], people['bo'])}"
    assert (keep in page, keep.replace("keep", "out") in page) == (True, True)
    form = client.get(url("new_matching", whole), {"from": "1", "out": value(people["aino"], people["bo"])})
    assert [(row.value, kept, out) for row, kept, out in form.context["form"].rows] == [
        (value(people["aino"], people["bo"]), False, True),
        (value(people["cia"], people["di"]), False, False),
    ]
    sent = {"way": "floor", "seed": "1", "out": value(people["aino"], people["bo"])}
    client.post(f"{url('new_matching', whole)}?from=1", sent)
    assert Matching.objects.get(number=2).asked["out"] == [[people["aino"].pk, people["bo"].pk]]


def test_decisions_go_on_to_the_next_matching(client, whole, people):
    pair = (people["aino"].pk, people["di"].pk)
    doing.compute(whole, None, Wish(keep=(pair,)))
    rows = client.get(url("new_matching", whole)).context["form"].rows
    assert [(row.value, kept) for row, kept, _out in rows] == [
        (f"{pair[0]}-{pair[1]}", True),
        (value(people["cia"], people["bo"]), False),
    ]
    turned = client.get(url("new_matching", whole), {"out": f"{pair[0]}-{pair[1]}"}).context["form"].rows
    assert [(kept, out) for row, kept, out in turned if row.value == f"{pair[0]}-{pair[1]}"] == [
        (False, True)
    ]


def test_strange_addresses_change_nothing(client, whole, matching):
    for query in ({"from": "x"}, {"from": "99"}, {"keep": "1-x"}, {"out": "٣-٤"}):
        assert client.get(url("new_matching", whole), query).status_code == 200


def test_the_page_shows_figures_pairs_and_who_is_without(client, whole, matching):
    page = text(client.get(url("matching", whole, 1)))
    assert [words in page for words in (
        "Aino", "Bo", "100.0 %", "75.0 %", "50.0 %", "Eva",
        "The rules allow no mentor for Eva. Mentors without a language in common: 2.",
        "With as many pairs, the lowest score cannot be higher.",
        "Languages: they have in common: English, Lithuanian.",
        "Nobody of this matching has agreed to be counted",
    )] == [True] * 5 + [True] * 5  # fmt: skip


def test_pairs_are_found_and_put_in_order(client, whole, matching):
    address = url("matching", whole, 1)
    names = {
        order: [one.mentee_name for one in client.get(address, {"order": order}).context["page"]]
        for order in ("", "best", "worst", "x")
    }
    assert names == {
        "": ["Aino", "Cia"], "best": ["Aino", "Cia"], "worst": ["Cia", "Aino"], "x": ["Aino", "Cia"]
    }  # fmt: skip
    assert [one.mentee_name for one in client.get(address, {"q": "DI"}).context["page"]] == ["Cia"]
    assert "Nothing found" in text(client.get(address, {"q": "nobody"}))


def test_a_change_of_people_is_said(client, whole, matching):
    assert "People have changed" not in text(client.get(url("matching", whole, 1)))
    mentee(whole, "New")
    assert "People have changed" in text(client.get(url("matching", whole, 1)))


def test_a_pair_is_explained(client, whole, matching, people):
    page = text(client.get(url("matching_pair", whole, 1, people["cia"].pk)))
    assert [words in page for words in (
        "Time: they have no time in common.",
        "For the mentee this is number 2 of 2 mentors who may be chosen.",
        "Bo, with 66.7 %",
        "Bo would suit Cia better, but",
        "Both have answered 100.0 % of what counts.",
    )] == [True] * 5  # fmt: skip
    assert client.get(url("matching_pair", whole, 1, people["eva"].pk)).status_code == 404


def test_who_is_without_is_explained(client, whole, matching, people):
    page = text(client.get(url("matching_person", whole, 1, people["eva"].pk)))
    assert ("Give up the rule that the two share a language." in page) is True
    assert client.get(url("matching_person", whole, 1, people["aino"].pk)).status_code == 404


def test_who_was_deleted_is_not_named_any_more(client, whole, matching, people):
    people["aino"].delete()
    page = text(client.get(url("matching", whole, 1)))
    assert ("Aino" in page, "somebody who was deleted" in page) == (False, True)
    assert client.get(url("matching_pair", whole, 1, people["cia"].pk)).status_code == 200


def test_a_failed_one_says_why_and_what_to_give_up(client, whole, people):
    doing.compute(whole, None, Wish(keep=((people["eva"].pk, people["bo"].pk),)))
    page = text(client.get(url("matching", whole, 1)))
    assert ("What is asked for cannot all hold together." in page) is True
    assert ("Give up the rule that the two share a language." in page) is True
    assert client.get(url("export_matching", whole, 1, "csv")).status_code == 404


def test_one_that_is_computed_shows_how_far_and_can_be_stopped(client, whole, people):
    make_matching(whole, state=MatchingState.COMPUTING, found={}, done=40)
    page = text(client.get(url("matching", whole, 1)))
    assert ('value="40"' in page, "hx-get" in page) == (True, True)
    assert client.post(url("stop_matching", whole, 1)).status_code == 302
    assert "Somebody stopped it" in text(client.get(url("matching", whole, 1)))


def test_one_from_elsewhere_without_details_is_shown(client, whole, people):
    make_matching(whole, [(people["aino"], people["bo"])])
    assert client.get(url("matching", whole, 1)).status_code == 200
    assert client.get(url("matching_pair", whole, 1, people["aino"].pk)).status_code == 200
    assert client.get(url("export_matching", whole, 1, "xlsx")).status_code == 200


def test_a_matching_is_taken_away_as_a_table(client, whole, matching):
    answer = client.get(url("export_matching", whole, 1, "csv"))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[:3] for row in rows] == [
        ["Mentee", "Mentor", "How well it fits, of 1000"],
        ["Aino", "Bo", "1000"],
        ["Cia", "Di", "500"],
        ["Eva", "", ""],
    ]
    assert rows[1][3].startswith("Languages: they have in common")
    assert client.get(url("export_matching", whole, 1, "xlsx")).status_code == 200
    assert client.get(url("export_matching", whole, 1, "pdf")).status_code == 404


def sent(**more):
    return {"tried": "1", "w_languages": "10", "w_hours": "10", "language": "on", "least": "1", **more}


def test_trying_shows_four_ways_and_keeps_nothing(client, whole, matching):
    found = client.get(url("try_matching", whole), sent())
    assert [(one.pairs, one.unmatched, one.differing) for one in found.context["tried"]] == [(2, 1, 0)] * 4
    changed = client.get(url("try_matching", whole), sent(w_hours="0"))
    assert [one.mean for one in changed.context["tried"]] == ["100.0 %"] * 4
    without = client.get(url("try_matching", whole), {**sent(), "language": ""})
    assert [one.pairs for one in without.context["tried"]] == [3, 3, 3, 3]
    assert (Matching.objects.count(), Round.objects.get(pk=whole.pk).criteria) == (1, whole.criteria)


def test_what_was_tried_is_taken_over_whole(client, whole, people):
    address = f"{url('try_matching', whole)}?{urlencode(sent(w_hours='3', hours='on', least='2'))}"
    assert "Use these weights and rules" in text(client.get(address))
    assert client.post(address).url == url("criteria", whole)
    whole.refresh_from_db()
    assert [one["weight"] for one in whole.criteria] == [10, 3]
    assert [(one["kind"], one["least"]) for one in whole.rules] == [("language", 0), ("hours", 2.0)]


def test_what_cannot_count_is_not_taken_over(client, whole, people):
    before = (whole.criteria, whole.rules)
    for facts in (sent(w_hours="0", w_languages="0"), sent(w_hours="x"), {}):
        assert client.post(f"{url('try_matching', whole)}?{urlencode(facts)}").status_code == 200
    whole.refresh_from_db()
    assert (whole.criteria, whole.rules) == before


def test_who_only_looks_takes_nothing_over(client, whole, people):
    client.force_login(make_member(make_partner()))
    assert client.post(f"{url('try_matching', whole)}?{urlencode(sent())}").status_code in (403, 404)


def test_a_draft_is_deleted_after_asking(client, whole, matching):
    assert "Delete this matching" in text(client.get(url("matching", whole, 1)))
    assert "Delete matching 1?" in text(client.get(url("delete_matching", whole, 1)))
    assert Matching.objects.exists()
    assert client.post(url("delete_matching", whole, 1)).url == url("matchings", whole)
    assert not Matching.objects.exists()
    assert client.get(url("delete_matching", whole, 1)).status_code == 404


def test_a_confirmed_one_is_not_offered_for_deleting(client, whole, matching):
    Matching.objects.update(state=MatchingState.CONFIRMED)
    assert "Delete this matching" not in text(client.get(url("matching", whole, 1)))
    assert "This matching stays" in text(client.get(url("delete_matching", whole, 1)))
    assert "This matching is confirmed." in text(client.post(url("delete_matching", whole, 1)))
    assert Matching.objects.count() == 1


def test_trying_says_what_is_wrong(client, whole, people, monkeypatch):
    page = text(client.get(url("try_matching", whole), sent(w_hours="0", w_languages="0")))
    assert "At least one criterion needs a weight above 0." in page
    assert "errorlist" in text(client.get(url("try_matching", whole), sent(w_hours="999")))
    monkeypatch.setattr(trying, "MOST", 2)
    page = text(client.get(url("try_matching", whole), sent()))
    assert "There are 3 mentees and 2 mentors. Trying is for at most 2 on each side" in page


def test_trying_without_people_says_so(client, whole, member):
    page = text(client.get(url("try_matching", whole), sent()))
    assert "There are no mentees, or no mentors with a free seat" in page
    assert "Try it" in text(client.get(url("try_matching", whole)))


def test_the_example_is_looked_at_and_not_changed(client, whole, matching):
    Round.objects.filter(pk=whole.pk).update(is_example=True)
    pages = {name: client.get(url(name, whole, *more)).status_code for name, *more in (
        ("matchings",), ("matching", 1), ("try_matching",), ("new_matching",)
    )}  # fmt: skip
    assert pages == {"matchings": 200, "matching": 200, "try_matching": 200, "new_matching": 403}
