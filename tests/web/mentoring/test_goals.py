"""Goals of mentees: levels fixed before work begins, ratings, T scores, and what a round may count."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member
from tests.web.mentoring.making import begin, join, make_round, pair, propose

from mentorway.web.mentoring.actions import goals as doing
from mentorway.web.mentoring.actions.relations import withdraw
from mentorway.web.mentoring.analysis.goals import attained, goals_for
from mentorway.web.mentoring.models import Goal, Place, Rating, RelationState, RoundState, Side
from mentorway.web.mentoring.queries.together import goal_counts

pytestmark = pytest.mark.django_db
LEVELS = ["No talk", "One talk", "Two talks", "Three talks", "Four talks"]
FORM = {
    "title": "Speak in public",
    "reality": "I avoid it.",
    "start": "-1",
    "weight": "2",
    **{f"level_{number + 1}": level for number, level in enumerate(LEVELS)},
}


def url(name, place, *more):
    return reverse(f"mentoring:{name}", args=[place.person.link, place.relation_id, *more])


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def goal_of(place, **more):
    return doing.add(place, **{"title": "Speak in public", "levels": LEVELS, **more})


def fixed(place, **more):
    goal = goal_of(place, **more)
    doing.fix(place, goal)
    goal.refresh_from_db()
    return goal


@pytest.fixture
def places():
    return pair()


@pytest.fixture
def group():
    whole = make_round(state=RoundState.RUNNING)
    mentees = [join(whole, name="Eeva Ek"), join(whole, name="Aino Berg")]
    relation = begin(propose(whole, join(whole, Side.MENTOR, "Leena Laine"), *mentees))
    return [relation.places.get(person=one) for one in mentees], relation.places.get(side=Side.MENTOR)


def test_without_goals_the_page_teaches_both_sides(client, places):
    mentee, mentor = places
    assert "You have no goals yet" in text(client.get(url("own_goals", mentee)))
    page = text(client.get(url("own_goals", mentor)))
    assert ("There are no goals yet" in page, "Write a goal" in page) == (True, False)


def test_a_mentee_writes_a_goal_and_the_mentor_reads_it(client, places):
    mentee, mentor = places
    assert client.get(url("own_goal_new", mentee)).status_code == 200
    assert client.post(url("own_goal_new", mentee), FORM).status_code == 302
    goal = Goal.objects.get()
    assert (goal.place, goal.levels, goal.start, goal.weight) == (mentee, LEVELS, -1, 2)
    page = text(client.get(url("own_goals", mentor)))
    assert ("Speak in public" in page, "Three talks" in page, "I avoid it." in page) == (True, True, True)
    for name in ("own_goal", "own_goal_fix", "own_goal_delete"):
        assert url(name, mentor, goal.pk) not in page
        assert client.get(url(name, mentor, goal.pk)).status_code == 404
    assert client.get(url("own_goal_new", mentor)).status_code == 404


def test_half_a_goal_is_kept_but_its_levels_cannot_be_fixed(client, places):
    mentee, _mentor = places
    assert "This field is required." in text(client.post(url("own_goal_new", mentee), {**FORM, "title": ""}))
    client.post(url("own_goal_new", mentee), {**FORM, "level_3": ""})
    goal = Goal.objects.get()
    assert "Write first what each of the five levels looks like." in text(
        client.get(url("own_goal_fix", mentee, goal.pk))
    )
    with pytest.raises(ValidationError, match="Write first"):
        doing.fix(mentee, goal)
    assert client.get(url("own_goal_rate", mentee, goal.pk)).status_code == 404


def test_a_goal_is_changed_until_its_levels_are_fixed_and_then_only_its_words(client, places):
    mentee, _mentor = places
    goal = goal_of(mentee)
    client.post(url("own_goal", mentee, goal.pk), {**FORM, "level_1": "Silence", "weight": "3"})
    goal.refresh_from_db()
    assert (goal.levels[0], goal.weight) == ("Silence", 3)
    asked = client.get(url("own_goal_fix", mentee, goal.pk)).context["form"]["levels"].value()
    client.post(url("own_goal_fix", mentee, goal.pk), {"levels": asked})
    goal.refresh_from_db()
    assert goal.fixed is not None
    assert "level_1" not in text(client.get(url("own_goal", mentee, goal.pk)))
    client.post(url("own_goal", mentee, goal.pk), {**FORM, "will": "Ask Bo", "weight": "1", "start": "2"})
    goal.refresh_from_db()
    assert (goal.will, goal.levels[0], goal.weight, goal.start) == ("Ask Bo", "Silence", 3, -1)
    for facts in ({"levels": LEVELS}, {"weight": 1}, {"start": 0}):
        with pytest.raises(ValidationError, match="fixed already"):
            doing.change(mentee, goal, **facts)
    with pytest.raises(ValidationError, match="fixed already"):
        doing.fix(mentee, goal)


def test_only_the_levels_that_were_read_are_fixed(client, places):
    mentee, _mentor = places
    goal = goal_of(mentee)
    page = text(client.post(url("own_goal_fix", mentee, goal.pk), {"levels": '["other"]'}))
    assert "The levels have been changed meanwhile." in page
    goal.refresh_from_db()
    assert goal.fixed is None


def test_wrong_levels_and_numbers_are_refused(client, places):
    mentee, _mentor = places
    for facts in ({"levels": LEVELS[:4]}, {"levels": ["x" * 501, *LEVELS[1:]]}, {"start": 3}, {"weight": 4}):
        with pytest.raises(ValidationError):
            goal_of(mentee, **facts)
    page = text(client.post(url("own_goal_new", mentee), {**FORM, "start": "7"}))
    assert "Select a valid choice" in page
    assert Goal.objects.count() == 0


def test_there_are_at_most_three_goals(client, places):
    mentee, mentor = places
    for number in range(3):
        goal_of(mentee, title=f"Goal {number}")
    assert "You have 3 goals already" in text(client.post(url("own_goal_new", mentee), FORM))
    assert "New goal" not in text(client.get(url("own_goals", mentee)))
    with pytest.raises(ValidationError, match="mentee's own"):
        goal_of(mentor)
    assert Goal.objects.count() == 3


def test_both_rate_and_the_history_and_scores_are_shown_to_both(client, places):
    mentee, mentor = places
    goal = fixed(mentee)
    page = text(client.get(url("own_goal_rate", mentee, goal.pk)))
    assert "+1 · more than hoped: Three talks" in page
    for place, level in ((mentee, "-1"), (mentee, "0"), (mentor, "1")):
        assert client.post(url("own_goal_rate", place, goal.pk), {"level": level}).status_code == 302
    for place in places:
        page = text(client.get(url("own_goals", place)))
        assert "3 ratings so far" in page
        assert "As Eeva Ek sees it, over 1 goal: 50 today, 40 at the start." in page
        assert "As Leena Laine sees it, over 1 goal: 60 today, 40 at the start." in page
        assert "says nothing about how ambitious the goals were" in page


def test_scores_weigh_goals_and_leave_out_what_nobody_rated(places):
    mentee, mentor = places
    first, second, _third = fixed(mentee, weight=3), fixed(mentee, start=-2), fixed(mentee)
    assert goals_for(mentee)[0].scores == []
    doing.rate(mentee, first, level=1)
    doing.rate(mentee, second, level=-1)
    doing.rate(mentor, second, level=2)
    own, other = goals_for(mentor)[0].scores
    assert (own.rater, own.goals, other.rater, other.goals) == (mentee, 2, mentor, 1)
    spread = (0.7 * (9 + 1) + 0.3 * 16) ** 0.5  # Kiresuk and Sherman, rho 0.3
    assert (own.now, own.start) == pytest.approx((50 + 10 * 2 / spread, 50 - 10 * 5 / spread))
    assert other.now == pytest.approx(70)


def test_unfixed_goals_and_wrong_levels_cannot_be_rated(client, places):
    mentee, mentor = places
    goal = goal_of(mentee)
    with pytest.raises(ValidationError, match="as soon as its levels are fixed"):
        doing.rate(mentor, goal, level=1)
    doing.fix(mentee, goal)
    assert "This field is required." in text(client.post(url("own_goal_rate", mentor, goal.pk)))
    for level in (3, -3):
        with pytest.raises(ValidationError):
            doing.rate(mentor, goal, level=level)
    assert Rating.objects.count() == 0


def test_nobody_rates_without_end(places, monkeypatch):
    monkeypatch.setattr(doing, "MOST_RATINGS", 2)
    goal = fixed(places[0])
    for _time in range(2):
        doing.rate(places[0], goal, level=0)
    with pytest.raises(ValidationError, match="2 times"):
        doing.rate(places[0], goal, level=0)
    doing.rate(places[1], goal, level=0)


def test_deleting_asks_first_and_says_that_ratings_go_too(client, places):
    mentee, _mentor = places
    goal = fixed(mentee)
    doing.rate(mentee, goal, level=0)
    assert "and 1 rating are deleted" in text(client.get(url("own_goal_delete", mentee, goal.pk)))
    assert Goal.objects.count() == 1
    client.post(url("own_goal_delete", mentee, goal.pk))
    assert (Goal.objects.count(), Rating.objects.count()) == (0, 0)


def test_in_a_group_mentees_see_their_own_goals_and_the_mentor_all(client, group):
    (first, second), mentor = group
    one, other = fixed(first, title="Own goal"), fixed(second, title="Other goal")
    page = text(client.get(url("own_goals", first)))
    assert ("Own goal" in page, "Other goal" in page, "Aino Berg" in page) == (True, False, False)
    page = text(client.get(url("own_goals", mentor)))
    assert [words in page for words in ("Goals of Eeva Ek", "Goals of Aino Berg", "Own goal")] == [True] * 3
    for name in ("own_goal", "own_goal_fix", "own_goal_rate", "own_goal_delete"):
        assert client.get(url(name, first, other.pk)).status_code == 404
    with pytest.raises(ValidationError, match="does not exist"):
        doing.rate(first, other, level=0)
    doing.rate(mentor, other, level=0)
    assert goal_counts(mentor.relation.round) == {mentor.relation_id: 2}
    second.is_open, second.left = False, timezone.now()
    second.save()
    assert "Other goal" not in text(client.get(url("own_goals", mentor)))
    assert goal_counts(mentor.relation.round) == {mentor.relation_id: 1}
    assert one.title == "Own goal"


def test_another_pairs_goals_are_not_found(client, places):
    other, _mentor = pair(places[0].relation.round)
    goal = fixed(other)
    for name in ("own_goal", "own_goal_fix", "own_goal_rate", "own_goal_delete"):
        assert client.get(url(name, places[0], goal.pk)).status_code == 404
        assert client.get(url(name, places[1], goal.pk)).status_code == 404
    for step in (doing.fix, doing.delete):
        with pytest.raises(ValidationError, match="does not exist"):
            step(places[0], goal)


def test_after_the_end_goals_are_read_and_sharing_can_still_be_stopped(client, places):
    mentee, _mentor = places
    goal = fixed(mentee)
    client.post(url("own_scores", mentee), {"shares": "on"})
    assert Place.objects.get(pk=mentee.pk).shares_scores
    withdraw(mentee.relation, state=RelationState.ACTIVE, ending="planned")
    page = text(client.get(url("own_goals", mentee)))
    assert ("Speak in public" in page, url("own_goal_rate", mentee, goal.pk) in page) == (True, False)
    for name in ("own_goal", "own_goal_fix", "own_goal_rate", "own_goal_delete"):
        assert client.post(url(name, mentee, goal.pk)).status_code == 404
    with pytest.raises(ValidationError, match="over"):
        doing.rate(mentee, goal, level=0)
    client.post(url("own_scores", mentee), {})
    assert not Place.objects.get(pk=mentee.pk).shares_scores


def test_the_example_never_changes(client):
    mentee, _mentor = pair(make_round(is_example=True, state=RoundState.RUNNING))
    assert "This is an example" in text(client.post(url("own_goal_new", mentee), FORM))
    assert "This is an example" in text(client.post(url("own_scores", mentee), {"shares": "on"}))
    goal = Goal.objects.create(place=mentee, title="Lead", levels=LEVELS, fixed=mentee.relation.began)
    assert "This is an example" in text(client.post(url("own_goal_rate", mentee, goal.pk), {"level": "0"}))
    client.post(url("own_goal_delete", mentee, goal.pk))
    assert (Goal.objects.count(), Rating.objects.count()) == (1, 0)
    assert not Place.objects.filter(shares_scores=True).exists()


def sharing(whole, level, *, mentee_shares=True, mentor_shares=True):
    mentee, mentor = pair(whole)
    for place, shares in ((mentee, mentee_shares), (mentor, mentor_shares)):
        doing.share_scores(place, shares=shares)
    doing.rate(mentee, fixed(mentee), level=level)
    return mentee


def test_a_round_counts_only_what_both_share_and_from_five_mentees_on():
    whole = make_round(state=RoundState.RUNNING)
    for level in (0, 0, 1, 1):
        sharing(whole, level)
    sharing(whole, 2, mentor_shares=False)
    sharing(whole, 2, mentee_shares=False)
    assert attained(whole) is None
    sharing(whole, 2)
    found = attained(whole)
    # of 50 50 60 60 70: mean 58, standard deviation 8.3666, t of 4 degrees 2.7764
    assert (found.mentees, found.mean) == (5, pytest.approx(58))
    assert (found.low, found.high) == pytest.approx((47.6115, 68.3885), abs=0.001)


def test_who_has_not_rated_and_a_round_without_goals_count_nothing(django_assert_num_queries):
    whole = make_round(state=RoundState.RUNNING)
    assert (attained(whole), goal_counts(whole)) == (None, {})
    for _number in range(5):
        mentee, mentor = pair(whole)
        doing.share_scores(mentee, shares=True)
        doing.share_scores(mentor, shares=True)
        doing.rate(mentor, fixed(mentee), level=1)
    with django_assert_num_queries(2):
        assert attained(whole) is None
    with django_assert_num_queries(1):
        assert set(goal_counts(whole).values()) == {1}


def test_staff_pages_never_show_goals(client, places):
    fixed(places[0], title="Leave the bank")
    whole = places[0].relation.round
    client.force_login(make_member(whole.partner, role="admin"))
    for name in ("relation", "relations", "export_relations", "round"):
        more = [places[0].relation_id] if name == "relation" else []
        page = client.get(reverse(f"mentoring:{name}", args=[whole.pk, *more]))
        assert (page.status_code, "Leave the bank" in page.content.decode()) == (200, False)
    assert "Leave the bank" not in str(Goal.objects.get())
