"""Matching again with a bonus for pairs that stay: the curve, its drawing, and a draft of one point."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member
from tests.web.mentoring.making import make_matching, propose
from tests.web.mentoring.matching_making import MORNINGS, matchable, mentee, mentor

from mentorway.web.mentoring.actions import matchings as doing
from mentorway.web.mentoring.actions import proposals
from mentorway.web.mentoring.actions.matchings import Wish
from mentorway.web.mentoring.analysis import again, computing, results
from mentorway.web.mentoring.models import Answer, Matching, MatchingState, Person, Place, Round, Way

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole():
    return matchable()


@pytest.fixture
def user(client, whole):
    user = make_member(whole.partner)
    client.force_login(user)
    return user


@pytest.fixture
def four(whole, user):
    """Aino was with Bo and Cia with Di; as things are now, the other way round all fit better."""
    mentees = mentee(whole, "Aino"), mentee(whole, "Cia", ["en", "fi"])
    mentors = mentor(whole, "Bo", ["en", "fi"]), mentor(whole, "Di")
    return mentees, mentors


@pytest.fixture
def base(whole, four):
    return make_matching(whole, zip(*four, strict=True), asked={"keep": [], "out": []})


def url(name, whole, *more):
    return reverse(f"mentoring:{name}", args=[whole.pk, *more])


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def pairs(matching):
    return {(one["mentee"], one["mentor"]) for one in matching.found["pairs"]}


def curve(whole, base):
    return again.curve_of(whole, base, again.before_of(whole, base))


def test_the_curve_says_what_each_bonus_costs(whole, base):
    found = curve(whole, base)
    shown = {one.bonus: (one.stay, one.changed, one.mean, one.unmatched) for one in found.points}
    assert list(shown) == [0, 10, 20, 50, 100, 200, 500, 1000]
    assert shown[0] == ("0", "2", "100.0 %", "0")
    assert shown[1000] == ("2", "0", "66.7 %", "0")
    assert len(found.drawing.dots) == 2
    assert found.forced == 0


def test_the_page_shows_curve_and_table_and_takes_a_point(client, whole, four, base):
    assert "Match again" in text(client.get(url("matching", whole, 1)))
    page = text(client.get(url("match_again", whole, 1)))
    assert [words in page for words in (
        "<svg", "The table below has the numbers.", "Choose a bonus of 500",
        "Pairs of matching 1 that may stay: 2.",
    )] == [True] * 4  # fmt: skip
    assert client.post(url("match_again", whole, 1), {"bonus": "500"}).url == url("matching", whole, 2)
    made = Matching.objects.get(number=2)
    assert (made.way, made.state, pairs(made)) == (Way.TOTAL, MatchingState.DRAFT, pairs(base))
    assert made.asked["stay"] == {"bonus": 500, "from": 1, "pairs": sorted(map(list, pairs(base)))}
    assert made.found["figures"]["stayed"] == 2
    page = text(client.get(url("matching", whole, 2)))
    assert "Added to the score of each pair of matching 1" in page
    assert "50.0 percentage points" in page
    assert "with what is added for pairs that stay" in page
    base.refresh_from_db()
    assert base.state == MatchingState.DRAFT


def test_without_a_bonus_nothing_holds_the_pairs(client, whole, four, base):
    client.post(url("match_again", whole, 1), {"bonus": "0"})
    made = Matching.objects.get(number=2)
    assert (pairs(made) & pairs(base), made.found["figures"]["stayed"]) == (set(), 0)


def test_a_draft_gives_what_the_curve_said(whole, four, base):
    before = again.before_of(whole, base)
    for point in again.curve_of(whole, base, before).points:
        wish = Wish(Way.TOTAL, base.seed, stay=again.stay_of(base, before, point.bonus))
        made = doing.compute(whole, None, wish)
        assert results.percent_of(made.found["figures"]["mean"]) == point.mean


@pytest.mark.parametrize("bonus", ["", "-1", "1001", "x", "٣x"])
def test_a_bonus_that_cannot_be_is_said(client, whole, base, bonus):
    answer = client.post(url("match_again", whole, 1), {"bonus": bonus})
    assert (answer.status_code, "errorlist" in text(answer), Matching.objects.count()) == (200, True, 1)


def test_people_at_work_are_never_parted(whole, four, base):
    (aino, _), (bo, _) = four
    propose(whole, bo, aino)
    before = again.before_of(whole, base)
    assert (before.pairs, before.elsewhere) == (((four[0][1].pk, four[1][1].pk),), 1)


def test_a_pair_that_one_declined_is_not_made_again(client, whole, four, base):
    (aino, cia), (bo, di) = four
    for relation in proposals.confirm(base, whole.created_by):
        if relation.places.filter(person=aino).exists():
            place = Place.objects.select_related("relation__round", "person").get(
                relation=relation, person=bo
            )
            proposals.answer(place, accepts=False)
    before = again.before_of(whole, base)
    assert (before.pairs, before.out, before.elsewhere) == ((), ((aino.pk, bo.pk),), 1)
    page = text(client.get(url("match_again", whole, 1)))
    assert "Pairs that one of the two declined, and that are not proposed again: 1." in page
    assert "No pair can stay" in page
    form = client.get(url("new_matching", whole))
    assert [(row.value, out) for row, _kept, out in form.context["form"].rows] == [
        (f"{aino.pk}-{bo.pk}", True)
    ]
    assert "1 pair is taken out from the start" in text(form)
    assert (cia.pk, di.pk) not in before.out


def test_a_pair_that_nobody_answered_may_stay(whole, four, base):
    made = proposals.confirm(base, whole.created_by)
    for relation in made:
        relation.answer_until = timezone.now() - timezone.timedelta(days=1)
        relation.save()
    proposals.do_due_work(timezone.now())
    assert {one.answer for one in Place.objects.all()} == {Answer.OPEN}
    assert len(again.before_of(whole, base).pairs) == 2


def test_a_pair_that_a_rule_forbids_now_is_counted(client, whole, four, base):
    Person.objects.filter(pk=four[0][0].pk).update(languages=["sv"])
    assert curve(whole, base).forced == 1
    assert "1 pair cannot stay, as a rule forbids it now." in text(client.get(url("match_again", whole, 1)))


def test_pairs_kept_before_are_kept_and_what_contradicts_is_said(client, whole, four, base):
    (aino, _), (bo, _) = four
    base.asked = {"keep": [[aino.pk, bo.pk]], "out": []}
    base.save()
    assert {one.changed for one in curve(whole, base).points} == {"0"}
    Person.objects.filter(pk=aino.pk).update(languages=["sv"])
    page = text(client.get(url("match_again", whole, 1)))
    assert "The pairs to keep cannot all be kept as things are now." in page


def test_where_nothing_changes_there_is_no_drawing(whole, user):
    one, other = mentee(whole), mentor(whole)
    base = make_matching(whole, [(one, other)])
    assert curve(whole, base).drawing is None


def test_of_very_many_only_the_bonus_is_asked(client, whole, base, monkeypatch):
    monkeypatch.setattr(again, "MOST", 1)
    page = text(client.get(url("match_again", whole, 1))).partition("<main")[2]
    assert ("there is no curve here" in page, "<svg" in page) == (True, False)
    assert client.post(url("match_again", whole, 1), {"bonus": "1000"}).status_code == 302
    assert pairs(Matching.objects.get(number=2)) == pairs(base)


def test_of_thinned_out_pairs_those_from_before_are_looked_at_too(whole, base, four, monkeypatch):
    monkeypatch.setattr(computing, "MOST_ARCS", 3)
    monkeypatch.setattr(computing, "WANTED_EACH", 1)
    Person.objects.filter(pk=four[0][0].pk).update(languages=["sv"])
    before = again.before_of(whole, base)
    made = doing.compute(whole, None, Wish(Way.TOTAL, 1, stay=again.stay_of(base, before, 1000)))
    assert (four[0][1].pk, four[1][1].pk) in pairs(made)


def test_groups_failed_ones_the_example_and_others_rounds_are_not_matched_again(client, whole, base, four):
    for facts in ({"way": Way.GROUPS}, {"state": MatchingState.FAILED, "way": Way.FLOOR}):
        Matching.objects.update(**facts)
        assert client.get(url("match_again", whole, 1)).status_code == 404
    Matching.objects.update(state=MatchingState.DRAFT)
    assert client.get(url("match_again", whole, 99)).status_code == 404
    other = make_matching(matchable(), number=7)
    assert client.get(url("match_again", other.round, 7)).status_code == 404
    Round.objects.filter(pk=whole.pk).update(is_example=True)
    assert client.get(url("match_again", whole, 1)).status_code == 403
    assert mentee(whole, week=MORNINGS).pk
