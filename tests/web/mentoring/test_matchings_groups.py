"""Groups of one mentor and several mentees: formed, shown, explained, refused in words, and confirmed."""

import csv
import io
import re

import pytest
from django.urls import reverse
from tests.conftest import make_member
from tests.web.mentoring.matching_making import SHARED, matchable, mentee, mentor

from mentorway.web.mentoring import tasks
from mentorway.web.mentoring.actions import matchings as doing
from mentorway.web.mentoring.actions import proposals
from mentorway.web.mentoring.actions.matchings import Wish
from mentorway.web.mentoring.analysis import grouping, results
from mentorway.web.mentoring.analysis.problem import Sizes
from mentorway.web.mentoring.models import Matching, MatchingState, Relation, Way

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole():
    return matchable()


@pytest.fixture
def six(whole):
    """Six mentees of three organisations and two countries, and two mentors with three and five seats."""
    facts = [("A", "LT"), ("A", "LT"), ("a", "LT"), ("B", "FI"), ("C", "FI"), ("", "")]
    mentees = [
        mentee(whole, f"M{place}", organisation=organisation, country=country)
        for place, (organisation, country) in enumerate(facts)
    ]
    return mentees, (mentor(whole, "Bo", seats=3), mentor(whole, "Di", seats=5))


def compute(whole, keep=(), out=(), **sizes):
    wish = Wish(Way.GROUPS, 1, keep, out, Sizes(**{"smallest": 2, "largest": 4, **sizes}))
    return doing.compute(whole, whole.created_by, wish)


def members(matching):
    found = {}
    for one in matching.found["pairs"]:
        found.setdefault(one["mentor"], set()).add(one["mentee"])
    return found


def trouble(matching):
    assert matching.state == MatchingState.FAILED
    return results.trouble_of(matching, results.names_in(matching))[0]


def why(matching, person):
    return results.without_of(matching, person.pk, results.names_in(matching)).why


def test_groups_hold_everybody_and_no_mentor_more_than_there_are_seats(whole, six):
    found = compute(whole)
    sizes = {who: len(one) for who, one in members(found).items()}
    assert (found.state, sum(sizes.values())) == (MatchingState.DRAFT, 6)
    assert (sizes[six[1][0].pk] <= 3, sizes[six[1][1].pk] <= 4) == (True, True)
    assert found.asked["groups"] == {
        "smallest": 2, "largest": 4, "per_organisation": None, "per_country": None
    }  # fmt: skip
    figures = found.found["figures"]
    assert (figures["groups"], figures["pairs"], figures["unmatched"], figures["blocking"]) == (2, 6, 0, None)
    assert "It is proven that no other groups hold more mentees" in results.proof_of(found)[0]


def test_limits_hold_however_an_organisation_is_spelt(whole, six):
    mentees, mentors = six
    found = compute(whole, per_organisation=2)
    of_a = {one.pk for one in mentees[:3]}
    assert {len(group & of_a) <= 2 for group in members(found).values()} == {True}
    assert len(found.found["pairs"]) == 6
    found = compute(whole, per_country=1)
    assert {len(group & of_a) <= 1 for group in members(found).values()} == {True}
    assert len(mentors) == 2


def test_who_is_left_out_by_a_limit_reads_it(whole, six):
    found = compute(whole, per_organisation=1, largest=3)
    left = [one for one in six[0][:3] if results.without_of(found, one.pk, {})]
    assert len(left) == 1
    assert why(found, left[0]) == [
        "Groups with a free seat have as many of the same organisation already as you allow."
    ]


def test_rules_hold_between_the_mentor_and_each_mentee(whole, six):
    eva = mentee(whole, "Eva", ["sv"])
    found = compute(whole)
    assert eva.pk not in {one["mentee"] for one in found.found["pairs"]}
    assert why(found, eva)[0].startswith("The rules allow no mentor for Eva.")


def test_who_finds_all_groups_full_reads_it_and_so_does_a_mentor_without_one(whole, six):
    small = mentor(whole, "Eli", seats=1)
    mentees = [*six[0], *(mentee(whole, f"N{place}") for place in range(3))]
    found = compute(whole, largest=4)
    [left] = [one for one in mentees if results.without_of(found, one.pk, {})][:1]
    assert len(found.found["pairs"]) == 7
    assert why(found, left) == ["The groups of mentors who may be chosen are full."]
    assert why(found, small) == ["There is 1 free seat, and a group has at least 2 mentees."]


def test_a_mentor_for_whom_too_few_are_allowed_reads_it(whole, six):
    alone = mentor(whole, "Sven", ["sv"], seats=4)
    mentee(whole, "Eva", ["sv"])
    found = compute(whole)
    assert why(found, alone) == ["The rules allow 1 mentee for this mentor, and a group has at least 2."]
    eva = next(one for one in results.without(found, results.names_in(found)) if one.name == "Eva")
    assert eva.why[0] == "For one more group there are not enough mentees left who may be in it together."


def test_mentees_whose_mentors_have_too_few_seats_read_it(whole, six):
    mentor(whole, "Sven", ["sv"], seats=1)
    eva = mentee(whole, "Eva", ["sv"])
    text = "All mentors who may be chosen have fewer free seats than a group has mentees."
    assert why(compute(whole), eva)[0] == text


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        ({"smallest": 6, "largest": 8}, "No mentor has 6 free seats, the most is 5."),
        (
            {"smallest": 5, "largest": 6, "per_organisation": 1},
            "With at most 1 of one organisation in a group",
        ),
        ({"smallest": 4, "largest": 6, "per_country": 1}, "With at most 1 of one country in a group"),
    ],
)
def test_what_no_group_can_be_is_said(whole, six, sizes, words):
    [text] = trouble(compute(whole, **sizes))
    assert text.startswith(words)


def test_too_few_mentees_and_too_many_people_are_said(whole, six, monkeypatch):
    six[0][0].round.people.filter(pk__in=[one.pk for one in six[0][2:]]).delete()
    assert trouble(compute(whole, smallest=3)) == [
        "A group has at least 3 mentees, and only 2 can be matched now."
    ]
    monkeypatch.setattr(grouping, "MOST_PAIRS", 3)
    assert trouble(compute(whole))[0].startswith("There are 4 possible pairs of 2 mentees and 2 mentors.")


def test_pairs_are_kept_and_taken_out(whole, six):
    mentees, (bo, di) = six
    pair = (mentees[0].pk, bo.pk)
    kept = compute(whole, keep=(pair,), out=((mentees[1].pk, bo.pk),))
    assert pair[0] in members(kept)[bo.pk]
    assert mentees[1].pk in members(kept)[di.pk]
    assert [one["mentee"] for one in kept.found["pairs"] if one["locked"]] == [pair[0]]


def test_kept_pairs_that_no_groups_can_hold_are_said(whole, six):
    mentees, (bo, _di) = six
    found = compute(whole, keep=tuple((one.pk, bo.pk) for one in mentees[:3]), per_organisation=2)
    assert trouble(found) == [
        "What is asked for cannot all hold together.",
        "The pairs to keep cannot all be in groups of this size and with these limits.",
    ]


def test_a_search_that_was_ended_says_what_is_proven(whole, six):
    found = compute(whole)
    proof = found.found["proof"]
    for change, words in (
        ({"placed": [5, 6]}, "They hold 5 mentees. It is proven only that no groups hold more than 6."),
        (
            {"lowest": [500, 700]},
            "The lowest score is 50.0 %. It is proven only that it cannot be above 70.0 %.",
        ),
        (
            {"total": [3000, 6000]},
            "The mean score is 50.0 %. It is proven only that it cannot be above 100.0 %.",
        ),
    ):
        found.found["proof"] = {**proof, "proven": False, **change}
        assert results.proof_of(found) == [
            "The search was ended after a fixed effort: these are the best groups found by then.", words
        ]  # fmt: skip
    found.found["proof"] = {**proof, "lowest": None}
    assert "fit better in all" in results.proof_of(found)[0]


def test_larger_ones_go_to_a_worker_and_can_be_stopped(
    whole, six, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(doing, "GROUPS_AT_ONCE", 3)
    monkeypatch.setattr(grouping, "SMALL", 3)
    with django_capture_on_commit_callbacks(execute=False):
        found, other = compute(whole), compute(whole)
    doing.stop(other)
    for one in (found, other):
        tasks.work(one.pk)
        one.refresh_from_db()
    assert (found.state, other.state, other.found) == (MatchingState.DRAFT, MatchingState.STOPPED, {})
    assert found.found["proof"]["lowest"] is None


def test_confirming_makes_one_relation_for_each_mentor(whole, six):
    found = compute(whole)
    made = proposals.confirm(found, whole.created_by)
    assert len(made) == Relation.objects.count() == 2
    assert {
        one.places.get(side="mentor").person_id: {each.person_id for each in one.places.filter(side="mentee")}
        for one in made
    } == members(found)


def url(name, whole, *more):
    return reverse(f"mentoring:{name}", args=[whole.pk, *more])


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def user(client, whole):
    user = make_member(whole.partner)
    client.force_login(user)
    return user


SENT = {
    "way": "groups",
    "seed": "1",
    "smallest": "2",
    "largest": "3",
    "per_organisation": "2",
    "per_country": "",
}


def test_groups_are_made_by_the_form_and_shown(client, whole, six, user):
    form = text(client.get(url("new_matching", whole)))
    assert ("For groups only" in form, 'name="smallest" value="3"' in form) == (True, True)
    assert client.post(url("new_matching", whole), SENT).url == url("matching", whole, 1)
    page = text(client.get(url("matching", whole, 1)))
    assert [words in page for words in (
        "Bo", "Di", "M0", "Lowest score", "2 to 3", "At most of one organisation in a group", "no limit",
    )] == [True] * 7  # fmt: skip
    assert "Match again" not in page
    again = client.get(url("new_matching", whole)).context["form"]
    assert (again["way"].value(), again["largest"].value(), again["per_organisation"].value()) == (
        "groups",
        3,
        2,
    )


@pytest.mark.parametrize(
    "wrong", [{"smallest": ""}, {"smallest": "4"}, {"largest": "0"}, {"largest": "99"}, {"per_country": "x"}]
)
def test_sizes_that_cannot_be_are_said_at_the_form(client, whole, six, user, wrong):
    answer = client.post(url("new_matching", whole), {**SENT, **wrong})
    assert (answer.status_code, "errorlist" in text(answer), Matching.objects.count()) == (200, True, 0)


def test_sizes_do_not_count_for_pairs(client, whole, six, user):
    client.post(url("new_matching", whole), {**SENT, "way": "floor", "smallest": "9"})
    assert "groups" not in Matching.objects.get().asked


def test_groups_are_found_by_any_name_and_put_in_order(client, whole, six, user):
    compute(whole)
    address = url("matching", whole, 1)
    assert [one.mentor_name for one in client.get(address, {"order": "best"}).context["page"]]
    [team] = client.get(address, {"q": "bo"}).context["page"]
    assert team.mentor_name == "Bo"
    [team] = client.get(address, {"q": team.mentees[0].mentee_name}).context["page"]
    assert team.mentor_name == "Bo"
    assert "Nothing found" in text(client.get(address, {"q": "nobody"}))


def test_pair_pages_person_pages_and_files_are_there(client, whole, six, user):
    eva = mentee(whole, "Eva", ["sv"])
    found = compute(whole)
    pair = found.found["pairs"][0]
    assert pair["better"] is None
    assert client.get(url("matching_pair", whole, 1, pair["mentee"])).status_code == 200
    page = text(client.get(url("matching_person", whole, 1, eva.pk)))
    assert "No single rule" not in page
    rows = list(
        csv.reader(
            io.StringIO(client.get(url("export_matching", whole, 1, "csv")).content.decode("utf-8-sig"))
        )
    )
    assert [row[1] for row in rows[1:7]] == sorted(row[1] for row in rows[1:7])
    assert rows[7][:2] == ["Eva", ""]


def test_without_any_group_the_page_still_says_why(client, whole, user):
    whole.rules = [SHARED]
    for place in range(3):
        mentee(whole, f"M{place}", ["sv"])
    mentor(whole, seats=3)
    found = compute(whole)
    assert (found.state, found.found["pairs"], found.found["figures"]["groups"]) == (
        MatchingState.DRAFT,
        [],
        0,
    )
    assert "Below you read why." in text(client.get(url("matching", whole, 1)))
