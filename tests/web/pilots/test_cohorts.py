"""Cohorts are begun, changed by several people at once, moved on, deleted and brought back."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.pilots import making
from tests.web.training import making as training

from mentorway.web.home import needs_of
from mentorway.web.pilots.actions import cohorts as actions
from mentorway.web.pilots.actions import meetings, states
from mentorway.web.pilots.analysis import cohorts as analysis
from mentorway.web.pilots.forms.cohorts import NewCohortForm
from mentorway.web.pilots.models import (
    DAYS_IN_BIN,
    Certificate,
    Cohort,
    CohortState,
    Entry,
    IssuerKey,
    Meeting,
    Standing,
    StatusList,
    Work,
    WorkState,
)
from mentorway.web.training.actions import drafting

pytestmark = pytest.mark.django_db
DAY = making.DAY


@pytest.fixture
def partner():
    return make_partner(name="Vilnius college", country="LT")


@pytest.fixture
def member(partner):
    return make_member(partner, role="admin", name="Rasa Petraitė")


@pytest.fixture
def cohort(partner, member):
    return making.make_cohort(partner, member, state=CohortState.PREPARED, contact="Rasa, rasa@example.org")


@pytest.fixture
def seen(client, member):
    client.force_login(member)
    return client


def again(row):
    return type(row).objects.get(pk=row.pk)


def sent(cohort, **more):
    """Return what the form about a cohort sends."""
    facts = {**analysis.facts_of(cohort), "revision": cohort.revision, **more}
    return {name: value for name, value in facts.items() if value not in (None, False, [])}


def changed(cohort, user, **more):
    facts = {**analysis.facts_of(again(cohort)), "revision": again(cohort).revision, **more}
    return actions.change(cohort, user, **facts)


# The list


def test_without_a_cohort_the_list_says_how_to_begin(seen):
    page = seen.get(reverse("pilots:cohorts"))
    assert "No cohort yet" in page.text
    assert reverse("pilots:new_cohort") in page.text


def test_who_belongs_to_no_partner_is_told_so_and_offered_nothing(client, django_user_model):
    lonely = make_member()
    lonely.memberships.all().delete()
    client.force_login(lonely)
    page = client.get(reverse("pilots:cohorts"))
    assert lonely.email in page.text
    assert reverse("pilots:new_cohort") not in page.text
    assert "You do not belong to a partner yet" in client.get(reverse("pilots:new_cohort")).text


def test_the_list_finds_by_words_without_accents_and_by_state(seen, partner, member):
    for title, state in (("Pavasario grupė", "running"), ("Autumn group", "finished")):
        facts = {"state": state, "search_text": title}
        making.make_cohort(partner, member, title=title, **facts)
    address = reverse("pilots:cohorts")
    assert [str(row) for row in seen.get(address, {"q": "grupe"}).context["page"]] == ["Pavasario grupė"]
    assert [str(row) for row in seen.get(address, {"q": "vilnius autumn"}).context["page"]] == [
        "Autumn group"
    ]
    found = seen.get(address, {"state": "finished"}).context["page"]
    assert [str(row) for row in found] == ["Autumn group"]
    assert "No cohort fits" in seen.get(address, {"q": "nothing like this"}).text


def test_what_is_under_way_comes_first_and_seats_are_counted(seen, partner, member):
    making.make_cohort(partner, member, title="Over", state=CohortState.FINISHED)
    running = making.make_cohort(partner, member, title="Under way")
    making.enrol(running)
    making.enrol(running, standing=Standing.WAITING)
    offer = timezone.now() + DAY
    making.enrol(running, standing=Standing.OFFERED, offer_until=offer)
    page = seen.get(reverse("pilots:cohorts"))
    assert [(str(row), row.taken) for row in page.context["page"]] == [("Under way", 2), ("Over", 0)]
    assert "2 of 10 seats taken" in page.text


def test_a_long_list_comes_in_pages_that_keep_the_choice(seen, partner, member):
    first = making.make_cohort(partner, member)
    for number in range(24):
        making.make_cohort(partner, member, edition=first.edition, title=f"Group {number}")
    page = seen.get(reverse("pilots:cohorts"), {"state": "running"})
    assert (len(page.context["page"]), page.context["page"].paginator.count) == (20, 25)
    assert "?state=running&amp;page=2" in page.text


def test_the_list_asks_the_database_no_more_for_more_cohorts(
    seen, partner, member, django_assert_max_num_queries
):
    first = making.make_cohort(partner, member)
    for number in range(19):
        making.make_cohort(partner, member, edition=first.edition, title=f"Group {number}")
    with django_assert_max_num_queries(14):
        seen.get(reverse("pilots:cohorts"))


# A new one


def test_only_published_versions_that_the_reader_may_see_are_offered(seen, partner, member):
    training.make_programme(partner, member, title="Only a draft")
    edition = training.publish(training.make_programme(partner, member, title="Published"))
    hidden = training.publish(training.make_programme(title="Of somebody else"))
    page = seen.get(reverse("pilots:new_cohort"))
    assert [row.title for row in page.context["page"]] == ["Published"]
    assert f"?edition={edition.pk}" in page.text
    assert seen.get(f"{reverse('pilots:new_cohort')}?edition={hidden.pk}").status_code == 404
    assert seen.get(f"{reverse('pilots:new_cohort')}?edition=soon").status_code == 404


def test_without_a_published_version_the_page_says_what_to_do(seen):
    page = seen.get(reverse("pilots:new_cohort"))
    assert "No version is published yet" in page.text
    assert reverse("training:programmes") in page.text


def test_a_new_cohort_starts_with_what_is_known_already(seen, partner, member):
    edition = training.publish(training.make_programme(partner, member))
    form = seen.get(f"{reverse('pilots:new_cohort')}?edition={edition.pk}").context["form"]
    known = ("country", "time_zone", "language", "required", "contact")
    assert {name: form.initial[name] for name in known} == {
        "country": "LT",
        "time_zone": "Europe/Vilnius",
        "language": "en",
        "required": ["a-quiz"],
        "contact": f"Rasa Petraitė, {member.email}",
    }  # fmt: skip
    assert form.initial["title"] == "Mentoring colleagues"


def test_a_cohort_is_begun_with_one_page(seen, partner, member):
    edition = training.publish(training.make_programme(partner, member))
    address = f"{reverse('pilots:new_cohort')}?edition={edition.pk}"
    form = seen.get(address).context["form"]
    data = {name: value for name, value in form.initial.items() if name != "partner"}
    facts = {**data, "partner": partner.pk, "offer_hours": 48, "remind_days": 2, "attendance_percent": 80}
    answer = seen.post(address, {**facts, "entry": "first", "apply_until": form.initial["starts_on"]})
    made = Cohort.objects.get()
    assert answer.headers["Location"] == reverse("pilots:cohort", args=[made.pk])
    assert (made.edition, made.partner, made.created_by) == (edition, partner, member)
    assert (made.state, made.seats, made.required) == (CohortState.PREPARED, 16, ["a-quiz"])
    assert made.apply_until.astimezone(made.zone).strftime("%H:%M") == "23:59"
    assert made.apply_until.astimezone(made.zone).date() == form.initial["starts_on"]
    assert [row.number for row in made.revisions.all()] == [1]


def test_a_cohort_is_never_begun_for_a_partner_of_others(seen, partner, member):
    edition = training.publish(training.make_programme(partner, member))
    address = f"{reverse('pilots:new_cohort')}?edition={edition.pk}"
    facts = {**seen.get(address).context["form"].initial, "partner": make_partner().pk}
    facts |= {"offer_hours": 48, "remind_days": 2, "attendance_percent": 80, "entry": "first"}
    assert seen.post(address, facts).status_code == 200
    assert not Cohort.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"seats": 0}, "seats"),
        ({"seats": 5000}, "seats"),
        ({"attendance_percent": 101}, "attendance_percent"),
        ({"title": "   "}, "title"),
        ({"country": "XX"}, "country"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"language": "fi"}, "language"),
        ({"required": ["no-such-work"]}, "required"),
        ({"starts_on": "2026-05-05", "ends_on": "2026-05-04"}, "ends_on"),
        ({"apply_until": "2099-01-01"}, "apply_until"),
        ({"starts_on": "someday"}, "starts_on"),
        ({"offer_hours": 0}, "offer_hours"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_saved(seen, cohort, wrong, field):
    answer = seen.post(reverse("pilots:change_cohort", args=[cohort.pk]), {**sent(cohort), **wrong})
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert again(cohort).revision == 1


# Changing


def test_a_change_is_kept_as_a_revision_and_found_by_its_words(seen, cohort):
    data = sent(cohort, title="Winter group", description="For those who šypsosi.", seats=12)
    answer = seen.post(reverse("pilots:change_cohort", args=[cohort.pk]), data)
    found = again(cohort)
    assert answer.status_code == 302
    assert (found.title, found.seats, found.revision) == ("Winter group", 12, 2)
    assert found.revisions.get(number=2).fields["title"] == "Winter group"
    assert list(Cohort.objects.matching("sypsosi")) == [found]


def test_saving_without_a_change_makes_no_revision(seen, cohort):
    seen.post(reverse("pilots:change_cohort", args=[cohort.pk]), sent(cohort))
    assert again(cohort).revision == 1
    assert not cohort.revisions.exists()


def test_two_people_who_change_different_things_both_have_their_way(seen, partner, member):
    edition = training.publish(training.make_programme(partner, member))
    facts = analysis.beginnings(edition, partner, member, timezone.localdate())
    rest = {"description": "", "entry": "first", "offer_hours": 48, "is_listed": False, "remind_days": 2}
    rest |= {"attendance_percent": 80, "needs_feedback": False, "apply_until": None}
    row = actions.create(member, edition, **facts, **rest)
    mine = sent(row, seats=20)
    changed(row, make_member(partner), title="Theirs")
    answer = seen.post(reverse("pilots:change_cohort", args=[row.pk]), mine)
    found = again(row)
    assert answer.status_code == 302
    assert (found.title, found.seats, found.revision) == ("Theirs", 20, 3)


def test_two_people_who_change_the_same_are_asked_and_nothing_is_lost(seen, cohort, partner):
    mine = sent(cohort, title="Mine")
    changed(cohort, make_member(partner, name="Jonas"), title="Theirs")
    address = reverse("pilots:change_cohort", args=[cohort.pk])
    answer = seen.post(address, mine)
    assert answer.status_code == 409
    assert again(cohort).title == "Theirs"
    assert all(text in answer.text for text in ("Mine", "Theirs", "Jonas"))
    carried = dict(answer.context["merge"].carried)
    seen.post(address, {**carried, "title__merge": "mine"})
    assert (again(cohort).title, again(cohort).revision) == ("Mine", 3)


def test_a_change_that_was_read_before_another_is_refused_by_the_action(cohort, member):
    stale = {**analysis.facts_of(cohort), "revision": 1}
    changed(cohort, member, title="First")
    with pytest.raises(ValidationError, match="Save again"):
        actions.change(cohort, member, **{**stale, "title": "Second"})
    assert again(cohort).title == "First"


def test_seats_that_people_have_cannot_be_taken_away(seen, cohort):
    making.enrol_many(cohort, 4)
    making.enrol(cohort, standing=Standing.OFFERED, offer_until=timezone.now() + DAY)
    address = reverse("pilots:change_cohort", args=[cohort.pk])
    answer = seen.post(address, sent(cohort, seats=4))
    assert "5 seats are taken or offered" in answer.text
    assert again(cohort).seats == 10
    seen.post(address, sent(cohort, seats=5))
    assert again(cohort).seats == 5


def test_new_seats_go_to_who_waits_longest(cohort, member):
    Cohort.objects.filter(pk=cohort.pk).update(seats=1, state=CohortState.OPEN)
    making.enrol(cohort)
    first, second = (
        making.enrol(cohort, standing=Standing.WAITING, waiting_since=timezone.now() - days * DAY)
        for days in (2, 1)
    )
    changed(cohort, member, seats=2)
    assert [again(one).standing for one in (first, second)] == [Standing.OFFERED, Standing.WAITING]


def test_the_last_day_for_applications_moves_with_the_clock(cohort, member):
    changed(cohort, member, apply_until=cohort.starts_on)
    first = again(cohort).apply_until
    changed(cohort, member, time_zone="Europe/London", apply_until=cohort.starts_on)
    assert again(cohort).apply_until - first == dt.timedelta(hours=2)


# What the page of a cohort says


def test_a_prepared_cohort_says_what_it_lacks_and_what_stops_it(seen, cohort, member):
    changed(cohort, member, contact="")
    page = seen.get(reverse("pilots:cohort", args=[cohort.pk]))
    found = {one.text: one.stops for one in page.context["lacks"]}
    assert found == {
        "Say who answers questions: applicants must know whom to ask.": True,
        "Say what applicants should know.": False,
        "1 session of the programme has no meeting yet.": False,
    }
    assert "Needed first" in page.text


def test_the_page_shows_the_next_meeting_that_takes_place(seen, cohort):
    now = timezone.now()
    making.make_meeting(cohort, now - 3 * DAY, title="Over")
    off = making.make_meeting(cohort, now + DAY, title="Called off")
    making.make_meeting(cohort, now + 2 * DAY, title="Is next")
    meetings.cancel(off, why="Illness")
    page = seen.get(reverse("pilots:cohort", args=[cohort.pk]))
    assert str(page.context["next"]) == "Is next"
    assert [str(row) for row in page.context["meetings"]] == ["Over", "Called off", "Is next"]


def test_a_coordinator_sees_numbers_and_no_name_or_note(client, cohort):
    making.enrol(cohort, name="Aino Secret")
    row = making.make_meeting(cohort, note="The key is under the mat.")
    client.force_login(make_member(role="coordinator"))
    page = client.get(reverse("pilots:cohort", args=[cohort.pk]))
    assert "Takes part" in page.text
    assert "Aino Secret" not in page.text
    assert reverse("pilots:people", args=[cohort.pk]) not in page.text
    assert "under the mat" not in client.get(reverse("pilots:meeting", args=[cohort.pk, row.pk])).text


def test_the_rules_of_completion_are_said_in_words(seen, cohort, member):
    changed(cohort, member, attendance_percent=75, required=["a-quiz"], needs_feedback=True)
    page = seen.get(reverse("pilots:cohort", args=[cohort.pk])).text
    assert "Being there at 75 % of all planned meetings or more." in page
    assert "A quiz" in page
    assert "Sending feedback." in page
    changed(cohort, member, attendance_percent=0, required=[], needs_feedback=False)
    assert "everyone who takes part completes it" in seen.get(reverse("pilots:cohort", args=[cohort.pk])).text


def test_a_newer_version_is_told_and_not_taken(seen, cohort, member):
    assert "is published meanwhile" not in seen.get(reverse("pilots:cohort", args=[cohort.pk])).text
    facts = {**training.SESSION, "title": "One more evening"}
    draft = training.again(cohort.edition.programme)
    drafting.add(draft, member, kind="sessions", module="listening", facts=facts)
    training.publish(draft, "A pilot.")
    page = seen.get(reverse("pilots:cohort", args=[cohort.pk])).text
    assert "Version 2 is published meanwhile. This cohort keeps its own." in page
    assert again(cohort).edition.number == 1


def test_the_example_cannot_be_changed_by_anybody(seen, cohort):
    Cohort.objects.filter(pk=cohort.pk).update(is_example=True)
    page = seen.get(reverse("pilots:cohort", args=[cohort.pk]))
    assert reverse("pilots:change_cohort", args=[cohort.pk]) not in page.text
    for name in ("change_cohort", "delete_cohort", "plan_meetings", "new_meeting"):
        assert seen.post(reverse(f"pilots:{name}", args=[cohort.pk])).status_code == 403


def test_text_of_people_is_never_markup(seen, cohort, member):
    changed(cohort, member, title="<script>x</script> שלום 🌱", description="<b>bold</b>")
    page = seen.get(reverse("pilots:cohort", args=[cohort.pk])).text
    assert "<script>x" not in page
    assert "<b>bold" not in page
    assert "שלום 🌱" in page


# States


def test_the_usual_way_of_a_cohort(seen, cohort):
    for state in ("open", "running", "finished", "running", "open", "prepared"):
        seen.post(reverse("pilots:cohort_state", args=[cohort.pk, state]))
        assert again(cohort).state == state


@pytest.mark.parametrize(
    ("state", "wanted"), [("prepared", "finished"), ("finished", "cancelled"), ("cancelled", "running")]
)
def test_a_state_that_does_not_follow_is_refused(seen, cohort, state, wanted):
    Cohort.objects.filter(pk=cohort.pk).update(state=state)
    address = reverse("pilots:cohort_state", args=[cohort.pk, wanted])
    assert "This is not possible now" in seen.get(address).text
    assert "meanwhile" in seen.post(address, {"why": "So."}).text
    assert again(cohort).state == state


def test_a_state_that_nobody_knows_is_not_found(seen, cohort):
    assert seen.post(reverse("pilots:cohort_state", args=[cohort.pk, "secret"])).status_code == 404


def test_looking_at_a_question_changes_nothing(seen, cohort):
    for state in ("open", "running", "cancelled"):
        assert seen.get(reverse("pilots:cohort_state", args=[cohort.pk, state])).status_code == 200
    assert again(cohort).state == CohortState.PREPARED


def test_a_cohort_opens_only_if_somebody_could_apply(seen, cohort, member):
    changed(cohort, member, contact="", apply_until=timezone.localdate() - 3 * DAY)
    answer = seen.post(reverse("pilots:cohort_state", args=[cohort.pk, "open"]))
    assert "applicants must know whom to ask" in answer.text
    assert "The last day for applications is over" in answer.text
    assert again(cohort).state == CohortState.PREPARED


def test_a_cohort_is_not_finished_while_a_meeting_is_to_come(seen, cohort):
    states.move(cohort, CohortState.RUNNING)
    row = making.make_meeting(cohort, timezone.now() + DAY)
    address = reverse("pilots:cohort_state", args=[cohort.pk, "finished"])
    assert "1 meeting is still to come" in seen.post(address).text
    meetings.cancel(row, why="Too late.")
    seen.post(address)
    assert again(cohort).state == CohortState.FINISHED


def test_cancelling_takes_the_meetings_to_come_with_it_and_planning_again_brings_them_back(seen, cohort):
    now = timezone.now()
    held = making.make_meeting(cohort, now - 2 * DAY)
    coming = making.make_meeting(cohort, now + DAY)
    own = making.make_meeting(cohort, now + 2 * DAY)
    meetings.cancel(own, why="Illness")
    address = reverse("pilots:cohort_state", args=[cohort.pk, "cancelled"])
    assert "required" in seen.post(address, {"why": ""}).text
    assert again(cohort).state == CohortState.PREPARED
    seen.post(address, {"why": "Too few people."})
    found = again(cohort)
    assert (found.state, found.cancelled_why) == (CohortState.CANCELLED, "Too few people.")
    assert again(held).cancelled is None
    assert (again(coming).cancelled_why, again(coming).sequence) == ("Too few people.", 1)
    assert "Too few people." in seen.get(reverse("pilots:cohort", args=[cohort.pk])).text
    seen.post(reverse("pilots:cohort_state", args=[cohort.pk, "prepared"]))
    assert (again(cohort).state, again(cohort).cancelled_why) == (CohortState.PREPARED, "")
    assert (again(coming).cancelled, again(coming).sequence) == (None, 2)
    assert again(own).cancelled_why == "Illness"


# The bin


def test_a_deleted_cohort_is_gone_from_the_list_and_can_be_brought_back(seen, cohort):
    person = making.enrol(cohort, standing=Standing.APPLIED)
    seen.post(reverse("pilots:delete_cohort", args=[cohort.pk]))
    assert seen.get(reverse("pilots:cohort", args=[cohort.pk])).status_code == 404
    assert cohort.title in seen.get(reverse("pilots:deleted_cohorts")).text
    assert reverse("pilots:deleted_cohorts") in seen.get(reverse("pilots:cohorts")).text
    assert again(person).standing == Standing.APPLIED
    seen.post(reverse("pilots:restore_cohort", args=[cohort.pk]))
    assert seen.get(reverse("pilots:cohort", args=[cohort.pk])).status_code == 200


def test_what_is_deleted_is_neither_changed_nor_planned(cohort, member):
    actions.delete(cohort)
    with pytest.raises(ValidationError, match="deleted this cohort"):
        changed(cohort, member, title="Late")
    with pytest.raises(ValidationError, match="deleted this cohort"):
        states.move(cohort, CohortState.OPEN)


def test_people_who_take_part_keep_their_cohort(seen, cohort):
    making.enrol(cohort)
    states.move(cohort, CohortState.RUNNING)
    answer = seen.post(reverse("pilots:delete_cohort", args=[cohort.pk]))
    assert "People take part in this cohort" in answer.text
    assert again(cohort).deleted is None
    states.move(cohort, CohortState.CANCELLED, why="No room.")
    actions.delete(cohort)
    assert again(cohort).deleted is not None


def certificate_of(cohort):
    key = IssuerKey.objects.create(multikey="z6Mk", sealed="sealed")
    return Certificate.objects.create(
        cohort=cohort,
        participant=making.enrol(cohort),
        language="en",
        key=key,
        status_list=StatusList.objects.create(number=1),
        status_index=7,
        issued=timezone.now(),
    )


def test_a_cohort_whose_certificates_hold_is_not_deleted(seen, cohort):
    row = certificate_of(cohort)
    answer = seen.post(reverse("pilots:delete_cohort", args=[cohort.pk]))
    assert "Certificates of this cohort hold" in answer.text
    assert again(cohort).deleted is None
    Certificate.objects.filter(pk=row.pk).update(revoked=timezone.now(), revoked_why="A mistake.")
    seen.post(reverse("pilots:delete_cohort", args=[cohort.pk]))
    assert again(cohort).deleted is not None


def test_the_bin_is_emptied_after_its_days_and_keeps_what_certificates_need(partner, member):
    first = making.make_cohort(partner, member)
    kept, fresh, old = (
        making.make_cohort(partner, member, edition=first.edition, title=title)
        for title in ("Kept", "Fresh", "Old")
    )
    row = certificate_of(kept)
    Certificate.objects.filter(pk=row.pk).update(revoked=timezone.now(), revoked_why="A mistake.")
    making.make_meeting(old)
    now = timezone.now()
    long_ago = now - (DAYS_IN_BIN + 1) * DAY
    Cohort.objects.filter(pk__in=[kept.pk, old.pk]).update(deleted=long_ago)
    Cohort.objects.filter(pk=fresh.pk).update(deleted=now - DAY)
    assert actions.clear_away(now) == 1
    assert sorted(Cohort.objects.values_list("title", flat=True)) == ["Fresh", "Kept", "Mentors of spring"]
    assert not kept.people.exists()
    assert again(row).revoked is not None
    assert not Meeting.objects.filter(cohort=old.pk).exists()


# What waits


def said(user):
    return [need.text for need in needs_of(user) if "Mentors of spring" in need.text]


def test_who_runs_a_cohort_is_told_what_waits_as_numbers(cohort, member):
    now = timezone.now()
    Cohort.objects.filter(pk=cohort.pk).update(state="running", entry=Entry.CHOSEN)
    making.enrol(cohort, name="Applicant", standing=Standing.APPLIED)
    person = making.enrol(cohort, enrolled=now - 9 * DAY)
    making.make_meeting(cohort, now - DAY, title="Unmarked", place="Room 1", facilitator=member)
    making.make_meeting(cohort, now + DAY, title="Without room", facilitator=member)
    making.make_meeting(cohort, now + 2 * DAY, title="Led by nobody", place="Room 1")
    making.make_meeting(cohort, now + 40 * DAY, title="Far away")
    Work.objects.create(participant=person, assessment="a-quiz", state=WorkState.HANDED_IN, handed_in=now)
    assert said(member) == [
        "“Mentors of spring”: 2 meetings within two weeks have no room or no facilitator yet.",
        "“Mentors of spring”: 1 application is not decided yet.",
        "“Mentors of spring”: for 1 meeting it is not marked yet who was there.",
        "“Mentors of spring”: 1 work waits for your feedback.",
    ]


def test_who_only_facilitates_is_told_of_attendance_and_work_alone(cohort):
    now = timezone.now()
    leader = make_member()
    Cohort.objects.filter(pk=cohort.pk).update(state="running")
    making.enrol(cohort, standing=Standing.APPLIED)
    making.enrol(cohort, enrolled=now - 9 * DAY)
    making.make_meeting(cohort, now - DAY, facilitator=leader)
    assert said(leader) == ["“Mentors of spring”: for 1 meeting it is not marked yet who was there."]


def test_a_cohort_of_others_and_the_example_want_nothing(cohort, partner):
    making.enrol(cohort, standing=Standing.APPLIED)
    assert said(make_member()) == []
    assert said(make_member(partner)) == []  # who neither began it nor is in charge
    Cohort.objects.filter(pk=cohort.pk).update(is_example=True)
    assert said(cohort.created_by) == []


def test_certificates_that_can_be_issued_are_counted(cohort, member):
    Cohort.objects.filter(pk=cohort.pk).update(state="finished", attendance_percent=0)
    making.make_meeting(cohort, timezone.now() - DAY, place="Room 1", facilitator=member)
    making.enrol_many(cohort, 2)
    assert "“Mentors of spring”: 2 certificates can be issued." in said(member)


def test_the_form_of_a_new_cohort_offers_only_what_its_version_holds(partner, member):
    edition = training.publish(training.make_programme(partner, member))
    form = NewCohortForm(
        partners=partner.__class__.objects.filter(pk=partner.pk),
        edition=edition,
        programme=analysis.programme_to_take(edition),
    )
    assert form.fields["language"].choices == [("en", "English")]
    assert form.fields["required"].choices == [("a-quiz", "A quiz")]
