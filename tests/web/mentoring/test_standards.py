"""The self-assessment: answers of people, facts of the data, and marks that are computed honestly."""

import re
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member
from tests.web.mentoring.making import DAY, begin, join, make_round, pair, propose
from tests.web.pilots import making as pilots

from mentorway.web.mentoring.actions import standards as doing
from mentorway.web.mentoring.actions import supervision
from mentorway.web.mentoring.analysis import standards
from mentorway.web.mentoring.analysis.standards_facts import FINDING, facts_of
from mentorway.web.mentoring.analysis.standards_words import STANDARDS, STATEMENTS
from mentorway.web.mentoring.models import (
    Concern,
    Place,
    Round,
    RoundState,
    Side,
    StandardAnswer,
    Talk,
    TalkState,
)
from mentorway.web.pilots.models import Standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(client):
    made = make_round(state=RoundState.RUNNING)
    client.force_login(made.created_by)
    return made


def url(name, whole, *args):
    return reverse(f"mentoring:{name}", args=[whole.pk, *args])


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def answer_all(whole, percent, **other):
    said = {one.key: (other.get(one.key, percent), "A document") for one in STATEMENTS}
    doing.save(whole, whole.created_by, said)


def assessed(whole):
    return standards.assessment_of(whole, timezone.now())


def facts(whole):
    return facts_of(whole, timezone.now())


def test_there_are_six_standards_each_with_four_or_five_statements():
    assert [len(one.statements) for one in STANDARDS] == [4, 4, 5, 5, 5, 5]
    keys = [one.key for one in STATEMENTS]
    assert len(set(keys)) == len(keys)
    assert set(FINDING) <= set(keys)
    assert max(map(len, keys)) <= StandardAnswer._meta.get_field("statement").max_length


def test_statements_without_an_answer_count_as_nothing(client, whole):
    found = assessed(whole)
    assert (found.overall, found.open, found.level) == (0, 28, None)
    page = text(client.get(url("standards", whole)))
    assert "Statements without an answer: 28 of 28. They count as 0." in page
    assert "It is no award" in page


@pytest.mark.parametrize(
    ("percent", "level"), [(69, None), (70, "Bronze"), (79, "Bronze"), (80, "Silver"), (90, "Gold")]
)
def test_levels_begin_exactly_at_their_marks(whole, percent, level):
    answer_all(whole, percent)
    found = assessed(whole)
    assert found.overall == percent
    assert (str(found.level.name) if found.level else None) == level


def test_one_weak_standard_keeps_the_level_back_and_the_page_says_which(client, whole):
    answer_all(whole, 95, contact=0, enquiries=0, dates=0)
    found = assessed(whole)
    assert (found.standards[-1].mean, found.overall) == (38, Fraction(5 * 95 + 38, 6))
    assert found.level is None
    page = text(client.get(url("standards", whole))).replace("\xa0", " ").replace("&nbsp;", " ")
    assert "What is missing for the marks of Bronze" in page
    assert "Administration and support: 38 % of 60 %." in page


def test_means_are_rounded_down_so_that_no_mark_seems_reached_that_is_not():
    assert standards.in_percent(Fraction(6999, 100)).replace("\xa0", " ") == "69.9 %"
    assert standards.in_percent(Fraction(70)).replace("\xa0", " ") == "70 %"


def test_with_gold_nothing_is_missing(whole):
    answer_all(whole, 100)
    assert (str(assessed(whole).level.name), assessed(whole).next, assessed(whole).to_next) == (
        "Gold",
        None,
        [],
    )


def test_answers_are_saved_with_what_shows_them_and_can_be_taken_back(client, whole):
    address = url("standard_answer", whole, "purpose")
    was = re.search(r'name="was" value="(\w+)"', client.get(address).content.decode())[1]
    client.post(address, {"was": was, "leaders_behind-percent": "80", "leaders_behind-evidence": "Letter"})
    row = StandardAnswer.objects.get()
    assert (row.statement, row.percent, row.evidence, row.by) == (
        *("leaders_behind", 80, "Letter"),
        whole.created_by,
    )
    was = re.search(r'name="was" value="(\w+)"', client.get(address).content.decode())[1]
    client.post(address, {"was": was})
    assert not StandardAnswer.objects.exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"purpose_written-percent": "101"}, "less than or equal to 100"),
        ({"purpose_written-percent": "-1"}, "greater than or equal to 0"),
        ({"purpose_written-percent": "much"}, "Enter a whole number."),
        ({"purpose_written-evidence": "A letter"}, "Say also how far it is met, in percent."),
        ({"purpose_written-percent": "5", "purpose_written-evidence": "x" * 2001}, "at most 2000 characters"),
    ],
)
def test_what_cannot_be_an_answer_is_refused(client, whole, more, said):
    address = url("standard_answer", whole, "purpose")
    was = re.search(r'name="was" value="(\w+)"', client.get(address).content.decode())[1]
    assert said in text(client.post(address, {"was": was, **more}))
    assert not StandardAnswer.objects.exists()


def test_what_the_data_suggest_is_taken_over_with_one_button(client, whole):
    address = url("standard_answer", whole, "administration")
    Round.objects.filter(pk=whole.pk).update(contact="Rasa, rasa@example.org")
    page = client.get(address).content.decode()
    was = re.search(r'name="was" value="(\w+)"', page)[1]
    assert re.search(r'name="take"\s+value="contact"', page)
    sent = {"was": was, "take": "contact", "contact-percent": "nonsense", "resources-percent": "40"}
    response = client.post(address, sent)
    assert response["Location"] == f"{address}#s-contact"
    found = {one.statement: (one.percent, one.evidence) for one in StandardAnswer.objects.all()}
    assert found == {"contact": (100, "The round names who answers questions."), "resources": (40, "")}


def test_what_the_data_do_not_suggest_cannot_be_taken_over(client, whole):
    address = url("standard_answer", whole, "administration")
    was = re.search(r'name="was" value="(\w+)"', client.get(address).content.decode())[1]
    client.post(address, {"was": was, "take": "resources"})
    client.post(address, {"was": was, "take": "odd"})
    assert not StandardAnswer.objects.exists()


def test_two_who_answer_at_once_do_not_undo_each_other(client, whole):
    address = url("standard_answer", whole, "purpose")
    was = re.search(r'name="was" value="(\w+)"', client.get(address).content.decode())[1]
    doing.save(whole, whole.created_by, {"purpose_written": (90, "Theirs")})
    page = client.post(address, {"was": was, "purpose_written-percent": "10"}).content.decode()
    assert "Somebody has answered this meanwhile." in page
    assert StandardAnswer.objects.get().percent == 90
    was = re.search(r'name="was" value="(\w+)"', page)[1]
    client.post(address, {"was": was, "purpose_written-percent": "10"})
    assert StandardAnswer.objects.get().percent == 10


def test_who_changes_nothing_is_not_named(whole):
    doing.save(whole, whole.created_by, {"contact": (50, "Sign")})
    before = StandardAnswer.objects.get()
    doing.save(whole, make_member(whole.partner), {"contact": (50, "Sign")})
    after = StandardAnswer.objects.get()
    assert (after.by, after.at) == (before.by, before.at)


def test_an_empty_round_suggests_nothing_that_it_cannot_know(whole):
    found = facts(whole)
    counted = ("agreement", "profiles", "both_choose", "goals", "meetings", "quiet", "privacy", "concerns")
    assert {found[key].percent for key in (*counted, "supervision", "enquiries", "dates")} == {None}
    assert [found[key].percent for key in ("purpose_written", "hopes_asked", "criteria", "contact")] == [
        0
    ] * 4
    assert [found[key].percent for key in ("unwinding", "confidential")] == [100, 100]


def test_facts_are_counted_from_the_round(whole):
    mentee, mentor = pair(whole, days_ago=60)
    join(whole, Side.MENTOR, "Alone Mentor", profiled=None)
    begin(propose(whole, join(whole, Side.MENTOR, "Met"), join(whole)), days_ago=60, ends_on=None)
    other = Place.objects.get(person__name="Met").relation
    Talk.objects.create(relation=other, state=TalkState.HELD, starts=timezone.now() - 3 * DAY)
    type(mentee.person).objects.filter(pk=mentee.person_id).update(agreed_to="a" * 64)
    supervision.create(whole, title="Group", supervisor="X", mentors=[mentor.person])
    found = facts(whole)
    percents = {
        key: found[key].percent
        for key in ("profiles", "privacy", "supervision", "meetings", "quiet", "dates", "both_choose")
    }
    assert percents == {
        "profiles": 80,
        "privacy": 20,
        "supervision": 33,
        "meetings": 50,
        "quiet": 50,
        "dates": 50,
        "both_choose": 100,
    }
    assert found["supervision"].text == "1 of 3 mentors are in a supervision group."


def test_a_wish_to_talk_counts_once_its_week_is_over_or_it_has_a_reply(whole):
    place, _other = pair(whole)
    now = timezone.now()
    for at, replied in ((20, 18), (20, 2), (20, None), (3, None), (3, 1)):
        row = Concern.objects.create(place=place, text="Hush")
        moment = now - replied * DAY if replied is not None else None
        Concern.objects.filter(pk=row.pk).update(at=now - at * DAY, replied=moment)
    assert facts(whole)["concerns"].text == "2 of 4 wishes to talk got a reply within a week."


def test_mentors_are_found_in_the_cohort_that_trains_them(whole):
    assert facts(whole)["mentors_trained"].percent is None
    cohort = pilots.make_cohort(whole.partner, whole.created_by)
    trained = pilots.enrol_many(cohort, 1)[0]
    assert trained.standing == Standing.ENROLLED
    Round.objects.filter(pk=whole.pk).update(cohort=cohort)
    join(whole, Side.MENTOR, email=trained.email)
    join(whole, Side.MENTOR)
    assert facts(Round.objects.get(pk=whole.pk))["mentors_trained"].percent == 50


def test_the_whole_cycle_of_twelve_months_is_said_beside(whole):
    today = timezone.now().date()
    whole.starts_on, whole.ends_on = today - 9 * DAY, today + 30 * DAY
    assert "This round has run for 10 days." in standards.cycle_in_words(whole, today)
    whole.starts_on = today + 9 * DAY
    assert "has run for 0 days" in standards.cycle_in_words(whole, today)
    whole.starts_on = today - 400 * DAY
    assert "has run that long" in standards.cycle_in_words(whole, today)


def test_the_file_holds_every_statement_with_answer_and_facts(client, whole):
    doing.save(whole, whole.created_by, {"handover": (40, "=Handbook")})
    content = client.get(url("export_standards", whole)).content.decode("utf-8-sig")
    assert len(content.splitlines()) == 29
    assert "'=Handbook" in content


def test_only_those_who_run_the_round_answer(client, whole):
    address = url("standard_answer", whole, "purpose")
    assert client.get(url("standard_answer", whole, "odd")).status_code == 404
    for member, status in ((make_member(), 404), (make_member(role="coordinator"), 403)):
        client.force_login(member)
        assert client.post(address, {"purpose_written-percent": "10"}).status_code == status
    assert not StandardAnswer.objects.exists()


def test_the_example_is_read_and_never_changes(client, whole):
    Round.objects.filter(pk=whole.pk).update(is_example=True)
    with pytest.raises(ValidationError, match="example"):
        doing.save(whole, whole.created_by, {"handover": (40, "")})
    page = text(client.get(url("standards", whole)))
    assert ("Gold" in page, url("standard_answer", whole, "purpose") in page) == (True, False)
    assert client.get(url("standard_answer", whole, "purpose")).status_code == 403
