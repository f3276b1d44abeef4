"""Groups of three: formed as they were shown, changed, and what observers write in them."""

import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from tests.web.pilots.learning_making import GOOD, POOR, SEEN, make_learning, make_triad
from tests.web.pilots.making import enrol, enrol_many, make_meeting

from mentorway.web.core.merging import texts
from mentorway.web.pilots.actions import triads
from mentorway.web.pilots.analysis.windows import marked
from mentorway.web.pilots.analysis.works import passed_by
from mentorway.web.pilots.models import Attendance, Observation, Standing, Triad, TriadMember

pytestmark = pytest.mark.django_db
UNREAD = marked({"seen": "", "question": ""})


@pytest.fixture
def cohort(client):
    made = make_learning()
    client.force_login(made.created_by)
    return made


@pytest.fixture
def trio(cohort):
    """The mentor of the first round, its mentee and its observer."""
    triad = make_triad(cohort)
    return [triad, *(place.participant for place in triad.places.order_by("place"))]


def of(name, cohort, *args):
    return reverse(f"pilots:{name}", args=[cohort.pk, *args])


def own(name, person, *args):
    return reverse(f"pilots:{name}", args=[person.link, *args])


def page(response):
    return response.content.decode()


def hidden(shown):
    """What the form under the groups carries along."""
    found = re.findall(r'<input type="hidden"\s+name="(\w+)"\s+value="([^"]*)"', shown)
    return {name: value for name, value in found if name in ("meeting", "seed", "groups", "present_only")}


def preview(client, cohort, **more):
    return page(client.get(of("form_triads", cohort), {"meeting": "0", "seed": "7", **more}))


# Forming


def test_no_groups_teach_and_one_person_alone_makes_none(client, cohort):
    enrol(cohort)
    assert "At least two people must take part" in page(client.get(of("triads", cohort)))
    enrol(cohort, "Bert Lind")
    assert "Form groups" in page(client.get(of("triads", cohort)))


def test_groups_are_stored_as_they_were_shown(client, cohort):
    enrol_many(cohort, 7)
    shown = preview(client, cohort)
    assert not Triad.objects.exists()
    assert "2 groups." in shown
    answer = client.post(of("form_triads", cohort), hidden(shown), follow=True)
    assert "2 groups are formed." in page(answer)
    listed = re.findall(r'<span dir="auto">(.+?)</span>', shown)
    places = TriadMember.objects.order_by("triad__number", "place")
    assert [place.participant.name for place in places] == listed
    assert sorted(triad.places.count() for triad in Triad.objects.all()) == [3, 4]


def test_groups_of_people_who_changed_meanwhile_are_shown_again(client, cohort):
    people = enrol_many(cohort, 6)
    sent = hidden(preview(client, cohort))
    people[0].standing = Standing.WITHDRAWN
    people[0].save()
    answer = page(client.post(of("form_triads", cohort), sent))
    assert "People have come or gone meanwhile." in answer
    assert people[0].name not in answer
    assert not Triad.objects.exists()
    assert client.post(of("form_triads", cohort), hidden(answer)).status_code == 302


def test_only_those_who_are_there_are_grouped_during_a_meeting(client, cohort):
    meeting, people = make_meeting(cohort), enrol_many(cohort, 6)
    for one in people[:3]:
        Attendance.objects.create(
            meeting=meeting, participant=one, presence="present", source="hand", marked=timezone.now()
        )
    shown = preview(client, cohort, meeting=meeting.pk, present_only="on")
    assert {one.name for one in people if one.name in shown} == {one.name for one in people[:3]}
    client.post(of("form_triads", cohort), hidden(shown))
    assert Triad.objects.get().meeting == meeting
    left = page(client.get(of("triads", cohort)))
    assert "3 people are in no group here:" in left


def test_nobody_marked_as_present_makes_no_group(client, cohort):
    meeting = make_meeting(cohort)
    enrol_many(cohort, 3)
    shown = preview(client, cohort, meeting=meeting.pk, present_only="on")
    assert "mark the attendance first" in shown


def test_groups_are_formed_anew_and_those_of_another_meeting_stay(client, cohort):
    people = enrol_many(cohort, 6)
    meeting = make_meeting(cohort)
    make_triad(cohort, *people[:3], meeting=meeting)
    make_triad(cohort, *people[:3])
    shown = preview(client, cohort)
    assert "They are replaced when you save." in shown
    client.post(of("form_triads", cohort), hidden(shown))
    assert meeting.triads.count() == 1
    assert Triad.objects.filter(meeting=None).count() == 2


def test_groups_in_which_people_have_observed_are_not_replaced(client, cohort, trio):
    triad, mentor, _mentee, observer = trio
    Observation.objects.create(triad=triad, assessment=SEEN, mentor=mentor, observer=observer)
    answer = page(client.post(of("form_triads", cohort), hidden(preview(client, cohort))))
    assert "so these stay" in answer
    removal = page(client.post(of("remove_triad", cohort, triad.pk)))
    assert "so the group stays" in removal
    assert Triad.objects.get() == triad


@pytest.mark.parametrize(
    "sent", [{"seed": "x"}, {"seed": "-1"}, {"meeting": "999"}, {"meeting": ""}, {"seed": ""}]
)
def test_what_is_no_choice_is_asked_again(client, cohort, sent):
    enrol_many(cohort, 3)
    shown = preview(client, cohort, **sent)
    assert "Save these groups" not in shown
    assert client.post(of("form_triads", cohort), sent).status_code == 200
    assert not Triad.objects.exists()


def test_people_of_another_cohort_or_named_twice_are_not_grouped(cohort):
    one, other = enrol(cohort), enrol(make_learning())
    for groups in ([(one.pk, other.pk)], [(one.pk, one.pk)], []):
        with pytest.raises(ValidationError):
            triads.form(cohort, None, groups)
    assert not Triad.objects.exists()


# Changing


def test_a_person_moves_and_the_rounds_close_up(client, cohort, trio):
    triad, first, second, third = trio
    target = make_triad(cohort, *(enrol(cohort, f"Person {n}") for n in range(3)), number=2)
    where = of("move_in_triad", cohort, triad.pk, first.pk)
    assert "Out of the groups" in page(client.get(where))
    assert client.post(where, {}).status_code == 200
    client.post(where, {"target": target.pk})
    assert list(triad.places.values_list("participant", "place")) == [(second.pk, 0), (third.pk, 1)]
    assert target.places.get(participant=first).place == 3
    full = page(client.post(of("move_in_triad", cohort, triad.pk, second.pk), {"target": target.pk}))
    assert "A group has at most 4 people" in full
    assert triad.places.count() == 2
    client.post(of("move_in_triad", cohort, target.pk, first.pk), {"target": "0"})
    assert not TriadMember.objects.filter(participant=first).exists()
    client.post(of("add_to_triad", cohort, triad.pk), {"person": first.pk})
    assert triad.places.count() == 3


def test_who_was_moved_by_somebody_else_meanwhile_is_not_moved_again(client, cohort, trio):
    triad, first, *_others = trio
    triads.move(triad, first, None)
    answer = page(client.post(of("move_in_triad", cohort, triad.pk, first.pk), {"target": "0"}))
    assert "Somebody has moved this person meanwhile." in answer


def test_nobody_is_in_two_groups_of_one_meeting(cohort, trio):
    triad, first, *_others = trio
    other = make_triad(cohort, enrol(cohort), enrol(cohort), number=2)
    with pytest.raises(ValidationError, match="is in a group at this meeting already"):
        triads.add(other, first)
    assert triad.places.count() == 3


def test_only_those_without_a_group_can_be_added(client, cohort, trio):
    triad = trio[0]
    assert "Everybody is in a group" in page(client.get(of("add_to_triad", cohort, triad.pk)))
    newcomer, waiting = enrol(cohort, "Eeva Mäki"), enrol(cohort, "Waits", standing=Standing.WAITING)
    shown = page(client.get(of("add_to_triad", cohort, triad.pk)))
    assert newcomer.name in shown
    assert waiting.name not in shown
    assert client.post(of("add_to_triad", cohort, triad.pk), {"person": waiting.pk}).status_code == 200
    assert triad.places.count() == 3


def test_a_group_is_removed_after_a_question(client, cohort, trio):
    triad = trio[0]
    assert "Remove group 1?" in page(client.get(of("remove_triad", cohort, triad.pk)))
    client.post(of("remove_triad", cohort, triad.pk))
    assert not Triad.objects.exists()
    for name in ("remove_triad", "add_to_triad"):
        assert client.get(of(name, cohort, triad.pk)).status_code == 404


def test_a_group_of_another_cohort_is_not_found(client, cohort):
    foreign = make_triad(make_learning())
    for name in ("remove_triad", "add_to_triad"):
        assert client.post(of(name, cohort, foreign.pk)).status_code == 404


# Observing


def test_people_see_with_whom_and_as_what_they_practise(client, trio):
    _triad, mentor, _mentee, observer = trio
    shown = page(client.get(own("own_practice", observer)))
    assert "Round 3" in shown
    assert shown.count("Write what you see: A talk") == 1
    assert own("own_observe", observer, trio[0].pk, SEEN, mentor.pk) in shown


def test_no_group_yet_teaches(client, cohort):
    assert "You are in no group yet." in page(client.get(own("own_practice", enrol(cohort))))


def test_the_observed_reads_what_the_observer_wrote_and_nobody_else_does(client, cohort, trio):
    triad, mentor, mentee, observer = trio
    where = own("own_observe", observer, triad.pk, SEEN, mentor.pk)
    form = page(client.get(where))
    assert "No occasion to see it" in form
    assert form.count("Passes from here") == 2
    sent = {"level_c1": "2", "level_c2": "1", "seen": "CANARY heard", "question": "CANARY why?"}
    client.post(where, {**sent, "revision": UNREAD})
    row = Observation.objects.get()
    assert (row.levels, row.is_shared) == (GOOD, False)
    assert "CANARY heard" in page(client.get(own("own_practice", mentor)))
    assert "Listens and gives back." in page(client.get(own("own_practice", mentor)))
    assert "CANARY" in page(client.get(where))
    assert "CANARY" not in page(client.get(own("own_practice", mentee)))
    assert client.get(own("own_observe", mentee, triad.pk, SEEN, mentor.pk)).status_code == 404
    for name in ("triads", "shared_observations", "works"):
        assert "CANARY" not in page(client.get(of(name, cohort)))
    assert SEEN in passed_by(mentor)


def test_the_observed_shares_it_and_takes_that_back(client, cohort, trio):
    triad, mentor, _mentee, observer = trio
    facts = {"triad": triad, "assessment": SEEN, "mentor": mentor, "observer": observer}
    row = Observation.objects.create(**facts, levels=POOR, seen="To be shared.")
    shown = page(client.get(own("own_practice", mentor)))
    mark = re.search(r'name="revision"\s+value="(\d+)"', shown)[1]
    shared = of("shared_observations", cohort)
    client.post(own("own_share_observation", mentor, row.pk), {"share": "1", "revision": mark})
    assert "To be shared." in page(client.get(shared))
    client.post(own("own_share_observation", mentor, row.pk), {"keep": "1", "revision": mark})
    assert "To be shared." not in page(client.get(shared))


@pytest.mark.parametrize("mark", ["", "0", "x", "²"])
def test_what_was_not_read_is_not_shared(client, trio, mark):
    triad, mentor, _mentee, observer = trio
    facts = {"triad": triad, "assessment": SEEN, "mentor": mentor, "observer": observer}
    row = Observation.objects.create(**facts, seen="Changed since.")
    sent = {"share": "1", "revision": mark}
    answer = page(client.post(own("own_share_observation", mentor, row.pk), sent, follow=True))
    assert "Read it before you share it." in answer
    assert not Observation.objects.get().is_shared


def test_only_the_observed_shares(client, trio):
    triad, mentor, mentee, observer = trio
    facts = {"triad": triad, "assessment": SEEN, "mentor": mentor, "observer": observer}
    row = Observation.objects.create(**facts, seen="Text.")
    for one in (observer, mentee):
        answer = client.post(own("own_share_observation", one, row.pk), {"share": "1", "revision": "1"})
        assert answer.status_code == 404


def test_what_is_changed_is_shared_no_more(client, trio):
    triad, mentor, _mentee, observer = trio
    facts = {"triad": triad, "assessment": SEEN, "mentor": mentor, "observer": observer}
    row = Observation.objects.create(**facts, seen="Before.", is_shared=True)
    sent = {"seen": "After.", "revision": marked(triads.seen_of(row))}
    client.post(own("own_observe", observer, triad.pk, SEEN, mentor.pk), sent)
    row.refresh_from_db()
    assert (row.seen, row.is_shared) == ("After.", False)


def test_two_windows_of_an_observer_lose_nothing(client, trio):
    triad, mentor, _mentee, observer = trio
    where = own("own_observe", observer, triad.pk, SEEN, mentor.pk)
    first = {"level_c1": "1", "seen": "Heard.", "revision": UNREAD, "base": "{}"}
    assert client.post(where, first).status_code == 302
    second = {"level_c1": "2", "seen": "Heard.", "question": "Why?", "revision": UNREAD, "base": "{}"}
    clash = client.post(where, second)
    assert clash.status_code == 409
    assert Observation.objects.get().levels == {"c1": 1}
    base = json.dumps(texts({"level_c1": "1", "seen": "Heard.", "question": ""}))
    together = {"level_c1": "1", "seen": "Heard.", "question": "Why?", "revision": UNREAD, "base": base}
    assert client.post(where, together).status_code == 302
    row = Observation.objects.get()
    assert (row.levels, row.seen, row.question) == ({"c1": 1}, "Heard.", "Why?")


def test_an_empty_form_is_no_observation(client, trio):
    triad, mentor, _mentee, observer = trio
    where = own("own_observe", observer, triad.pk, SEEN, mentor.pk)
    assert "Choose a level, or write what you saw." in page(client.post(where, {"revision": UNREAD}))
    assert not Observation.objects.exists()


def test_who_observes_no_more_is_told_and_keeps_the_text(client, trio):
    triad, mentor, _mentee, observer = trio
    where = own("own_observe", observer, triad.pk, SEEN, mentor.pk)
    triads.move(triad, observer, None)
    assert client.get(where).status_code == 404
    answer = page(client.post(where, {"seen": "My long text.", "revision": UNREAD}))
    assert "you do not observe Aino Ek any more" in answer
    assert "My long text." in answer
    assert not Observation.objects.exists()


def test_who_has_observed_can_change_it_after_the_groups_have_changed(client, trio):
    triad, mentor, _mentee, observer = trio
    facts = {"triad": triad, "assessment": SEEN, "mentor": mentor, "observer": observer}
    row = Observation.objects.create(**facts, seen="Before.")
    triads.move(triad, observer, None)
    sent = {"seen": "After.", "revision": marked(triads.seen_of(row))}
    client.post(own("own_observe", observer, triad.pk, SEEN, mentor.pk), sent)
    row.refresh_from_db()
    assert row.seen == "After."
    assert "After." in page(client.get(own("own_practice", mentor)))


def test_nobody_observes_themselves_or_people_of_other_cohorts(client, trio):
    triad, mentor, _mentee, observer = trio
    stranger = enrol(make_learning())
    sent = {"seen": "Text.", "revision": UNREAD}
    for person, seen_one in ((mentor, mentor), (observer, stranger), (stranger, mentor)):
        answer = client.post(own("own_observe", person, triad.pk, SEEN, seen_one.pk), sent)
        assert answer.status_code == 404
    assert client.post(own("own_observe", observer, triad.pk, "a-plan", mentor.pk), sent).status_code == 404
    assert not Observation.objects.exists()


def test_in_a_group_of_two_the_mentee_observes(client, cohort):
    one, other = enrol(cohort, "Aino Ek"), enrol(cohort, "Bert Lind")
    triad = make_triad(cohort, one, other)
    assert client.get(own("own_observe", other, triad.pk, SEEN, one.pk)).status_code == 200
