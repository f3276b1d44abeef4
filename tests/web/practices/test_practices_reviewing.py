"""Two reviews, each alone; then a coordinator decides."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner, make_user
from tests.web.practices import practices_making as making

from mentorway.web.practices.actions import practices as actions
from mentorway.web.practices.actions import reviewing
from mentorway.web.practices.models import Criterion, Practice, Review
from mentorway.web.practices.queries import reviewing as queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_member(role="coordinator")


def test_asking_begins_the_review_and_writes_letters(client, coordinator, django_capture_on_commit_callbacks):
    row = making.make_practice(state="submitted")
    people = [making.make_reviewer(), making.make_reviewer()]
    client.force_login(coordinator)
    due = timezone.localdate() + dt.timedelta(days=20)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            reverse("practices:reviewers", args=[row.pk]),
            {"people": [one.pk for one in people], "due": due.isoformat()},
        )
    row.refresh_from_db()
    assert row.state == "review"
    assert {(one.reviewer, one.due, one.round) for one in row.reviews.all()} == {
        (person, due, 1) for person in people
    }
    assert {to for to, *_ in making.posted()} == {person.email for person in people}


def test_authors_and_strangers_to_the_network_are_not_asked(coordinator):
    partner = make_partner()
    colleague, nobody = make_member(partner), make_user()
    row = making.make_practice(partner, state="submitted")
    for person in (colleague, nobody, row.created_by):
        assert not queries.candidates(row).filter(pk=person.pk).exists()
        with pytest.raises(ValidationError, match="belongs to the partner"):
            making.ask(row, person, by=coordinator)


def test_somebody_of_two_partners_does_not_review_one_of_them(coordinator):
    row = making.make_practice(state="submitted")
    both = make_member(row.partner)
    make_partner().memberships.create(user=both)
    assert not queries.candidates(row).filter(pk=both.pk).exists()


def test_nobody_is_asked_twice_in_a_round(coordinator):
    row = making.make_practice(state="submitted")
    person = making.make_reviewer()
    making.ask(row, person, by=coordinator)
    with pytest.raises(ValidationError, match="asked already"):
        making.ask(row, person, by=coordinator)


def test_a_day_that_is_over_is_refused(client, coordinator):
    row = making.make_practice(state="submitted")
    client.force_login(coordinator)
    sent = {"people": [making.make_reviewer().pk], "due": "2020-01-01"}
    answer = client.post(reverse("practices:reviewers", args=[row.pk]), sent)
    assert list(answer.context["form"].errors) == ["due"]
    assert Review.objects.count() == 0


def test_a_review_is_kept_unfinished_and_handed_in_whole(client, coordinator):
    row = making.make_practice(state="submitted")
    (review,) = making.ask(row, making.make_reviewer(), by=coordinator)
    client.force_login(review.reviewer)
    url = reverse("practices:review", args=[review.pk])
    client.post(url, {"score_clarity": "4", "keep": "1"})
    review.refresh_from_db()
    assert (review.scores, review.handed_in) == ({"clarity": 4}, None)
    answer = client.post(url, {"score_clarity": "4", "remarks": "Good"})
    review.refresh_from_db()
    assert review.handed_in is None
    lacks = [f"score_{one.value}" for one in Criterion if one != Criterion.CLARITY]
    assert list(answer.context["form"].errors) == [*lacks, "strength", "advice"]
    with pytest.raises(ValidationError, match="Not answered yet: Relevance, Effect"):
        reviewing.hand_in(review)
    whole = {f"score_{one.value}": "3" for one in Criterion}
    client.post(url, {**whole, "strength": "2", "advice": "accept", "remarks": "Good"})
    review.refresh_from_db()
    assert (review.scores, review.strength, review.advice) == (
        dict.fromkeys(Criterion.values, 3),
        2,
        "accept",
    )
    assert review.handed_in


def test_a_score_out_of_range_is_refused(client, coordinator):
    row = making.make_practice(state="submitted")
    (review,) = making.ask(row, making.make_reviewer(), by=coordinator)
    client.force_login(review.reviewer)
    answer = client.post(reverse("practices:review", args=[review.pk]), {"score_clarity": "5", "keep": "1"})
    assert list(answer.context["form"].errors) == ["score_clarity"]


def test_a_reviewer_sees_the_practice_and_nobody_elses_review(client, coordinator):
    row = making.make_practice(state="submitted")
    first, second = making.ask(row, making.make_reviewer(), making.make_reviewer(), by=coordinator)
    making.hand_in(first, remarks="Only mine")
    client.force_login(second.reviewer)
    assert client.get(reverse("practices:practice", args=[row.pk])).status_code == 200
    assert client.get(reverse("practices:review", args=[first.pk])).status_code == 404
    assert "Only mine" not in client.get(reverse("practices:review", args=[second.pk])).content.decode()
    assert client.get(reverse("practices:remarks", args=[row.pk])).status_code == 403


def test_reviews_stay_closed_until_all_are_in(client, coordinator):
    row = making.make_practice(state="submitted")
    first, second = making.ask(row, making.make_reviewer(), making.make_reviewer(), by=coordinator)
    making.hand_in(first, remarks="The first remark")
    client.force_login(coordinator)
    url = reverse("practices:decision", args=[row.pk])
    page = client.get(url).content.decode()
    assert "The first remark" not in page
    assert "Handed in: 1, still open: 1" in page
    making.hand_in(second, remarks="The second remark")
    page = client.get(url).content.decode()
    assert "The first remark" in page
    assert "The second remark" in page


def test_a_coordinator_who_reviews_does_not_read_the_other_review_before(client):
    reviewer = make_member(role="coordinator")
    row = making.make_practice(state="submitted")
    first, _own = making.ask(row, making.make_reviewer(), reviewer)
    making.hand_in(first, remarks="The first remark")
    client.force_login(reviewer)
    for name in ("decision", "reviewers", "remarks", "practice"):
        page = client.get(reverse(f"practices:{name}", args=[row.pk])).content.decode()
        assert "The first remark" not in page


def test_nothing_is_accepted_before_all_are_in(coordinator):
    row = making.make_practice(state="submitted")
    first, _second = making.ask(row, making.make_reviewer(), making.make_reviewer(), by=coordinator)
    making.hand_in(first)
    with pytest.raises(ValidationError, match="Not all reviews are in"):
        reviewing.accept(row, coordinator, strength=3, strength_why="")
    with pytest.raises(ValidationError, match="still reviewing"):
        reviewing.ask_for_changes(row, coordinator, note="Change it")
    row.refresh_from_db()
    assert row.state == "review"


def test_changes_are_offered_once_nobody_reads_any_more(client, coordinator):
    row = making.make_practice(state="submitted")
    first, second = making.ask(row, making.make_reviewer(), making.make_reviewer(), by=coordinator)
    client.force_login(coordinator)
    url = reverse("practices:decision", args=[row.pk])
    making.hand_in(first)
    assert 'value="changes"' not in client.get(url).text
    making.hand_in(second)
    assert 'value="changes"' in client.get(url).text


def test_one_review_is_not_enough(coordinator):
    row = making.make_practice(state="submitted")
    first, second = making.ask(row, making.make_reviewer(), making.make_reviewer(), by=coordinator)
    making.hand_in(first)
    reviewing.decline(second, reason="No time")
    with pytest.raises(ValidationError, match="Not all reviews are in"):
        reviewing.accept(row, coordinator, strength=3, strength_why="")
    assert queries.standing(row).lacks == 1


def test_the_lower_strength_is_proposed_and_another_needs_a_reason(client, coordinator):
    row = making.make_reviewed(strengths=(4, 2))
    client.force_login(coordinator)
    url = reverse("practices:decision", args=[row.pk])
    assert client.get(url).context["form"].initial["strength"] == 2
    answer = client.post(url, {"decision": "accept", "strength": "4", "strength_why": "", "note": ""})
    assert list(answer.context["form"].errors) == ["strength_why"]
    client.post(url, {"decision": "accept", "strength": "2", "strength_why": "The stricter one.", "note": ""})
    row.refresh_from_db()
    assert (row.state, row.strength, row.strength_why) == ("accepted", 2, "The stricter one.")


def test_reviewers_who_agree_need_no_reason(coordinator):
    row = making.make_reviewed(strengths=(3, 3))
    reviewing.accept(row, coordinator, strength=3, strength_why="")
    row.refresh_from_db()
    assert (row.state, row.strength) == ("accepted", 3)


def test_asking_for_changes_needs_a_note(client, coordinator):
    row = making.make_reviewed()
    client.force_login(coordinator)
    answer = client.post(
        reverse("practices:decision", args=[row.pk]), {"decision": "changes", "note": " ", "strength": ""}
    )
    assert list(answer.context["form"].errors) == ["note"]


def test_authors_read_remarks_without_names_and_without_what_is_confidential(
    client, coordinator, django_capture_on_commit_callbacks
):
    row = making.make_reviewed()
    names = [one.reviewer.name for one in row.reviews.all()]
    client.force_login(row.created_by)
    url = reverse("practices:remarks", args=[row.pk])
    assert "Remark 1" not in client.get(url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        reviewing.ask_for_changes(row, coordinator, note="Say more about step 2")
    assert [to for to, *_ in making.posted()] == [row.created_by.email]
    for name in ("remarks", "practice", "history"):
        page = client.get(reverse(f"practices:{name}", args=[row.pk])).content.decode()
        assert not any(one in page for one in names)
        assert "Between us" not in page
    page = client.get(url).content.decode()
    assert "Remark 1" in page
    assert "Remark 2" in page
    assert (
        "Say more about step 2" in client.get(reverse("practices:practice", args=[row.pk])).content.decode()
    )


def test_a_second_round_rests_on_the_first_until_it_has_reviews_of_its_own(coordinator):
    row = making.make_reviewed(strengths=(3, 3))
    reviewing.ask_for_changes(row, coordinator, note="A little more")
    actions.hand_in(row, row.created_by, note="Done")
    row.refresh_from_db()
    assert (row.state, row.review_round) == ("submitted", 2)
    (again,) = making.ask(row, making.make_reviewer(), by=coordinator)
    with pytest.raises(ValidationError, match="Not all reviews are in"):
        reviewing.accept(row, coordinator, strength=3, strength_why="")
    reviewing.take_back(again)
    reviewing.accept(row, coordinator, strength=3, strength_why="")
    row.refresh_from_db()
    assert row.state == "accepted"


def test_a_coordinator_may_look_at_the_changes_alone_in_a_later_round(client, coordinator):
    row = making.make_reviewed(strengths=(3, 3))
    reviewing.ask_for_changes(row, coordinator, note="A little more")
    actions.hand_in(row, row.created_by, note="Done")
    client.force_login(coordinator)
    client.post(reverse("practices:start_review", args=[row.pk]))
    sent = {"decision": "accept", "strength": "3", "strength_why": "", "note": ""}
    client.post(reverse("practices:decision", args=[row.pk]), sent)
    row.refresh_from_db()
    assert (row.state, row.review_round, row.strength) == ("accepted", 2, 3)


def test_a_first_round_cannot_go_without_reviewers(client, coordinator):
    row = making.make_practice(state="submitted")
    client.force_login(coordinator)
    answer = client.post(reverse("practices:start_review", args=[row.pk]))
    row.refresh_from_db()
    assert row.state == "submitted"
    assert "Ask two people first" in answer.content.decode()


def test_an_old_round_takes_no_reviews(coordinator):
    row = making.make_practice(state="submitted")
    first, second = making.ask(row, making.make_reviewer(), making.make_reviewer(), by=coordinator)
    making.hand_in(first)
    Practice.objects.filter(pk=row.pk).update(review_round=2)
    with pytest.raises(ValidationError, match="round of review is over"):
        making.hand_in(second)


def test_a_declined_review_is_not_written_any_more(client, coordinator):
    row = making.make_practice(state="submitted")
    (review,) = making.ask(row, making.make_reviewer(), by=coordinator)
    client.force_login(review.reviewer)
    client.post(reverse("practices:decline", args=[review.pk]), {"reason": "Too near"})
    review.refresh_from_db()
    assert review.declined
    assert client.post(reverse("practices:review", args=[review.pk]), {"keep": "1"}).status_code == 403
    client.force_login(coordinator)
    assert "Too near" in client.get(reverse("practices:reviewers", args=[row.pk])).content.decode()


def test_what_is_handed_in_cannot_be_taken_back(coordinator):
    row = making.make_practice(state="submitted")
    (review,) = making.ask(row, making.make_reviewer(), by=coordinator)
    making.hand_in(review)
    with pytest.raises(ValidationError, match="handed in already"):
        reviewing.take_back(review)


def test_nobody_decides_on_a_practice_of_their_own_partner(client):
    own = make_member(role="coordinator")
    row = making.make_reviewed(own.memberships.get().partner)
    client.force_login(own)
    for name in ("reviewers", "decision"):
        assert client.get(reverse(f"practices:{name}", args=[row.pk])).status_code == 403
    assert client.get(reverse("practices:remarks", args=[row.pk])).status_code == 200


def test_agreement_is_shown_from_enough_pairs_on(client, coordinator):
    client.force_login(coordinator)
    url = reverse("practices:agreement")
    assert "No practice has two reviews yet" in client.get(url).content.decode()
    making.make_reviewed(strengths=(3, 3))
    page = client.get(url).content.decode()
    assert "100" in page
    assert "Weighted kappa" not in page
    for pair in ((1, 2), (2, 2), (4, 5), (5, 5)):
        making.make_reviewed(strengths=pair)
    answer = client.get(url)
    found = answer.context["found"]
    assert (found.pairs, found.same) == (5, 0.6)
    # Cohen (1968) by hand: squared steps between the two are 2 in 5 pairs, and 100 in all 25 combinations.
    assert found.kappa.value == pytest.approx(1 - (2 / 5) / (100 / 25))
    assert "Weighted kappa" in answer.content.decode()


def test_the_list_of_reviewers_takes_few_queries_whoever_is_there(client, coordinator):
    row = making.make_practice(state="submitted")
    client.force_login(coordinator)
    url = reverse("practices:reviewers", args=[row.pk])
    making.make_reviewer()
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _place in range(8):
        making.make_reviewer()
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)
