"""Rounds are begun, changed by several people at once, moved on, deleted and brought back."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.mentoring import making

from mentorway.web.home import needs_of
from mentorway.web.mentoring import due
from mentorway.web.mentoring.actions import rounds as actions
from mentorway.web.mentoring.analysis import rounds as analysis
from mentorway.web.mentoring.models import (
    DAYS_IN_BIN,
    RelationState,
    Round,
    RoundRevision,
    RoundState,
    Side,
)
from mentorway.web.mentoring.queries import rounds as queries

pytestmark = pytest.mark.django_db
DAY = making.DAY


@pytest.fixture
def partner():
    return make_partner(name="Vilnius college", country="LT")


@pytest.fixture
def member(partner):
    return make_member(partner, role="admin", name="Rasa Petraitė")


@pytest.fixture
def whole(partner, member):
    return making.make_round(partner, member, contact="Rasa, rasa@example.org")


@pytest.fixture
def seen(client, member):
    client.force_login(member)
    return client


def again(row):
    return Round.objects.get(pk=row.pk)


def facts(whole, **more):
    return {**analysis.facts_of(whole), "mentee_questions": None, "mentor_questions": None, **more}


def sent(whole, **more):
    """Return what the form about a round sends."""
    found = {**facts(whole), "revision": whole.revision, **more}
    return {name: value for name, value in found.items() if value is not None}


def show(client, whole):
    return client.get(reverse("mentoring:round", args=[whole.pk])).text


# The list


def test_without_a_round_the_list_says_how_to_begin(seen):
    page = seen.get(reverse("mentoring:rounds")).text
    assert "No mentoring round yet" in page
    assert reverse("mentoring:new_round") in page


def test_who_belongs_to_no_partner_reads_whom_to_ask(client):
    other = make_member()
    other.memberships.all().delete()
    client.force_login(other)
    for page in ("rounds", "new_round"):
        assert "You do not belong to a partner yet" in client.get(reverse(f"mentoring:{page}")).text


def test_the_list_counts_both_sides_and_finds_words_and_states(seen, whole, partner, member):
    making.make_round(partner, member, title="Autumn", state=RoundState.FINISHED)
    making.join(whole)
    making.join(whole, Side.MENTOR)
    making.join(whole, Side.MENTOR, left=timezone.now())
    row = queries.rounds_of(member, "spring").get()
    assert (row.pk, row.mentees, row.mentors) == (whole.pk, 1, 1)
    found = seen.get(reverse("mentoring:rounds"), {"state": "finished"})
    assert [one.title for one in found.context["page"]] == ["Autumn"]
    assert "Nothing found" in seen.get(reverse("mentoring:rounds"), {"q": "nowhere"}).text


def test_rounds_of_other_partners_are_not_listed(whole):
    assert not queries.rounds_of(make_member()).exists()


# Beginning and changing


def test_both_lists_of_published_questionnaires_are_read_in_one_question(seen, django_assert_max_num_queries):
    with django_assert_max_num_queries(50) as asked:
        seen.get(reverse("mentoring:new_round"))
    read = [one for one in asked.captured_queries if 'FROM "methodology_version"' in one["sql"]]
    assert len(read) == 1
    assert "workbook" not in read[0]["sql"]


def test_a_round_begins_in_preparation_and_its_page_says_what_is_next(seen, partner, member):
    start = analysis.beginnings(partner, member, timezone.now().date())
    data = {**start, "partner": partner.pk, "title": "Mentors for newcomers", "purpose": "For all."}
    page = seen.post(reverse("mentoring:new_round"), data, follow=True)
    row = Round.objects.get()
    assert (row.title, row.state, row.created_by, row.revision) == (
        "Mentors for newcomers",
        RoundState.PREPARED,
        member,
        1,
    )
    assert row.revisions.count() == 1
    assert "Decide what mentees and mentors are asked." in page.text


def test_days_in_the_wrong_order_are_refused_at_their_fields(seen, whole):
    data = sent(whole, ends_on=whole.starts_on - DAY, join_until=whole.ends_on + DAY)
    errors = seen.post(reverse("mentoring:change_round", args=[whole.pk]), data).context["form"].errors
    assert sorted(errors) == ["ends_on", "join_until"]
    assert again(whole).revision == 1


def test_the_last_day_for_joining_ends_by_the_clock_of_the_round(seen, whole):
    day = whole.starts_on + DAY
    seen.post(reverse("mentoring:change_round", args=[whole.pk]), sent(whole, join_until=day))
    row = again(whole)
    assert row.join_until.astimezone(row.zone).replace(tzinfo=None) == dt.datetime.combine(
        day, dt.time(23, 59)
    )
    assert row.revision == 2


def test_what_two_people_change_in_different_fields_is_put_together(seen, whole, member):
    RoundRevision.objects.create(round=whole, number=1, fields=analysis.snapshot_of(whole))
    actions.change(whole, member, revision=1, **facts(whole, title="Theirs"))
    data = sent(whole, purpose="Mine")
    assert seen.post(reverse("mentoring:change_round", args=[whole.pk]), data).status_code == 302
    assert (again(whole).title, again(whole).purpose) == ("Theirs", "Mine")


def test_what_two_people_change_in_one_field_is_asked_about(seen, whole, member):
    RoundRevision.objects.create(round=whole, number=1, fields=analysis.snapshot_of(whole))
    actions.change(whole, member, revision=1, **facts(whole, title="Theirs"))
    page = seen.post(reverse("mentoring:change_round", args=[whole.pk]), sent(whole, title="Mine"))
    assert page.status_code == 409
    assert "Theirs" in page.text
    assert "Mine" in page.text
    assert again(whole).title == "Theirs"


def test_a_stale_change_is_refused(whole, member):
    actions.change(whole, member, revision=1, **facts(whole, title="Theirs"))
    with pytest.raises(ValidationError, match="Somebody has saved a change just now"):
        actions.change(whole, member, revision=1, **facts(whole, title="Mine"))


# The overview


def test_the_overview_counts_people_and_shows_both_links(seen, whole):
    making.join(whole)
    making.join(whole, profiled=None)
    making.join(whole, Side.MENTOR, seats=3, is_away=True)
    page = seen.get(reverse("mentoring:round", args=[whole.pk]))
    assert page.context["mentees"] == {"joined": 2, "complete": 1, "away": 0, "in_all": 2}
    assert page.context["mentors"] == {"joined": 1, "complete": 1, "away": 1, "in_all": 3}
    join = reverse("mentoring:join", args=[whole.token])
    assert all(f"{join}?side={side}" in page.text for side in Side.values)


def test_coordinators_of_the_network_see_numbers_but_neither_names_nor_links(client, whole):
    making.join(whole, name="Aino Ek")
    client.force_login(make_member(role="coordinator"))
    page = client.get(reverse("mentoring:round", args=[whole.pk])).text
    assert "Names are shown only to the partner that runs the round." in page
    assert "Aino Ek" not in page
    assert str(whole.token) not in page
    assert reverse("mentoring:people", args=[whole.pk]) not in page


def test_the_first_page_says_who_waits_for_a_mentor(whole, member):
    making.join(whole)
    assert [one.text for one in needs_of(member) if "mentee" in one.text] == []
    mentor = making.join(whole, Side.MENTOR)
    texts = [one.text for one in needs_of(member)]
    assert "“Mentoring in spring”: 1 mentee has no mentor and no proposal yet." in texts
    making.propose(whole, mentor, whole.people.get(side=Side.MENTEE))
    assert [one.text for one in needs_of(member) if "no mentor" in one.text] == []


# States


def test_a_round_without_contact_or_with_its_time_over_cannot_be_opened(whole):
    past = timezone.now().date() - 30 * DAY
    Round.objects.filter(pk=whole.pk).update(
        state=RoundState.PREPARED, contact="", starts_on=past, ends_on=past, join_until=timezone.now() - DAY
    )
    with pytest.raises(ValidationError) as refusal:
        actions.move(again(whole), RoundState.OPEN)
    assert len(refusal.value.messages) == 3
    assert again(whole).state == RoundState.PREPARED


def test_states_move_as_the_table_says(seen, whole):
    for state in ("running", "finished", "running", "open", "prepared"):
        address = reverse("mentoring:round_state", args=[whole.pk, state])
        assert seen.get(address).status_code == 200
        assert seen.post(address).status_code == 302
        assert again(whole).state == state
    with pytest.raises(ValidationError, match="Look at the mentoring round again"):
        actions.move(whole, RoundState.FINISHED)
    assert seen.get(reverse("mentoring:round_state", args=[whole.pk, "nothing"])).status_code == 404


def test_who_cancels_says_why_and_open_proposals_end(seen, whole):
    proposal = making.propose(whole, making.join(whole, Side.MENTOR), making.join(whole))
    address = reverse("mentoring:round_state", args=[whole.pk, "cancelled"])
    assert seen.post(address, {"why": ""}).status_code == 200
    assert again(whole).state == RoundState.OPEN
    seen.post(address, {"why": "Too few people."})
    proposal.refresh_from_db()
    assert proposal.state == RelationState.DECLINED
    assert (again(whole).state, again(whole).cancelled_why) == (RoundState.CANCELLED, "Too few people.")
    assert "Too few people." in show(seen, whole)


def test_a_round_in_which_people_work_together_is_neither_cancelled_nor_deleted(whole):
    mentor, mentee = making.join(whole, Side.MENTOR), making.join(whole)
    making.propose(whole, mentor, mentee, state=RelationState.ACTIVE, began=timezone.now())
    actions.move(whole, RoundState.RUNNING)
    with pytest.raises(ValidationError, match="1 pair works together already"):
        actions.move(whole, RoundState.CANCELLED, why="No.")
    with pytest.raises(ValidationError, match="1 pair works together in this"):
        actions.delete(whole)


def test_a_round_is_not_finished_while_proposals_wait(whole):
    making.propose(whole, making.join(whole, Side.MENTOR), making.join(whole))
    actions.move(whole, RoundState.RUNNING)
    with pytest.raises(ValidationError, match="1 proposal waits for an answer"):
        actions.move(whole, RoundState.FINISHED)


def test_the_example_stays_as_it_is(client, member, whole):
    Round.objects.filter(pk=whole.pk).update(is_example=True)
    client.force_login(member)
    assert client.get(reverse("mentoring:round", args=[whole.pk])).status_code == 200
    assert client.get(reverse("mentoring:change_round", args=[whole.pk])).status_code == 403
    with pytest.raises(ValidationError, match="This is an example"):
        actions.move(whole, RoundState.RUNNING)


# The bin


def test_what_is_deleted_can_be_brought_back(seen, whole):
    seen.post(reverse("mentoring:delete_round", args=[whole.pk]))
    assert seen.get(reverse("mentoring:round", args=[whole.pk])).status_code == 404
    assert str(whole) in seen.get(reverse("mentoring:deleted_rounds")).text
    assert "brought back" in seen.get(reverse("mentoring:deleted_rounds")).text
    seen.post(reverse("mentoring:restore_round", args=[whole.pk]))
    assert str(whole) in show(seen, whole)


def test_after_its_days_in_the_bin_a_round_is_gone_with_its_people(whole):
    making.propose(whole, making.join(whole, Side.MENTOR), making.join(whole))
    actions.delete(whole)
    now = timezone.now()
    due.do_due_work(now + (DAYS_IN_BIN - 1) * DAY)
    assert Round.objects.filter(pk=whole.pk).exists()
    due.do_due_work(now + (DAYS_IN_BIN + 1) * DAY)
    assert not Round.objects.filter(pk=whole.pk).exists()
