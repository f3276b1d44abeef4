"""The board: how pairs are doing, from dates and counts alone."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member
from tests.web.mentoring.making import DAY, ago, begin, join, make_round, pair, propose

from mentorway.web.mentoring.analysis import board, board_figures
from mentorway.web.mentoring.analysis.board import Order, Standing
from mentorway.web.mentoring.models import (
    AgreementAcceptance,
    AgreementVersion,
    Concern,
    Goal,
    Mode,
    Note,
    Place,
    RelationState,
    Round,
    RoundState,
    Side,
    Talk,
    TalkState,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole():
    return make_round(state=RoundState.RUNNING)


def held(relation, days_ago, **more):
    facts = {"state": TalkState.HELD, "starts": ago(relation.round, days_ago), "mode": Mode.ROOM, **more}
    return Talk.objects.create(relation=relation, **facts)


def today(whole):
    return timezone.localdate(timezone=whole.zone)


def rows(whole):
    return board.rows_of(whole, today(whole))


def only(whole):
    (row,) = rows(whole)
    return row


def page(client, whole, name="board", **asked):
    client.force_login(whole.created_by)
    response = client.get(reverse(f"mentoring:{name}", args=[whole.pk]), asked)
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.parametrize(
    ("days", "standing"),
    [
        (0, Standing.FRESH),
        (20, Standing.FRESH),
        (21, Standing.QUIET),
        (34, Standing.QUIET),
        (35, Standing.VERY_QUIET),
        (48, Standing.VERY_QUIET),
        (49, Standing.SILENT),
        (120, Standing.SILENT),
    ],
)
def test_without_a_meeting_days_are_counted_from_the_beginning(whole, days, standing):
    pair(whole, days_ago=days)
    assert (only(whole).days, only(whole).standing) == (days, standing)


def test_days_are_counted_from_the_last_meeting_that_took_place(whole):
    relation = pair(whole, days_ago=100)[0].relation
    held(relation, 60, minutes=90)
    held(relation, 3, minutes=45)
    held(relation, 1, state=TalkState.PLANNED)
    held(relation, 1, state=TalkState.CANCELLED)
    row = only(whole)
    assert (row.days, row.held, row.minutes, row.standing) == (3, 2, 135, Standing.WELL)


def test_a_pause_explains_silence_and_silence_matters_more_than_a_near_end(whole):
    soon = today(whole) + 5 * DAY
    pair(whole, days_ago=90, state=RelationState.PAUSED, paused_until=soon)
    assert only(whole).standing == Standing.PAUSED
    assert only(whole).paused_until == soon
    whole.relations.update(state=RelationState.ACTIVE, ends_on=soon)
    assert only(whole).standing == Standing.SILENT
    held(whole.relations.get(), 30)
    assert only(whole).standing == Standing.ENDING


def test_a_group_of_several_mentees_is_one_row_and_who_has_left_is_not_in_it(whole):
    mentor = join(whole, Side.MENTOR, "Leena Laine", seats=3)
    mentees = [join(whole, name=name) for name in ("Aino Ek", "Bo Berg", "Cia Carlsson")]
    begin(propose(whole, mentor, *mentees), days_ago=2)
    Place.objects.filter(person=mentees[1]).update(is_open=False, left=timezone.now())
    assert [one.name for one in only(whole).mentees] == ["Aino Ek", "Cia Carlsson"]


def test_only_relationships_at_work_are_on_the_board(whole):
    pair(whole, days_ago=9, state=RelationState.ENDED, ended=timezone.now())
    propose(whole, join(whole, Side.MENTOR, "Bo Berg"), join(whole))
    assert rows(whole) == []


def test_agreement_goals_and_the_next_meeting_are_seen_as_dates_and_counts(whole):
    mentee, mentor = pair(whole, days_ago=30)
    version = AgreementVersion.objects.create(relation=mentee.relation, number=1, texts={"aims": "Secret"})
    AgreementAcceptance.objects.create(version=version, place=mentee)
    assert only(whole).agreed is None
    AgreementAcceptance.objects.create(version=version, place=mentor)
    Goal.objects.create(place=mentee, title="Secret", levels=["a"] * 5, fixed=timezone.now())
    Goal.objects.create(place=mentee, title="Not fixed", position=1)
    coming = held(mentee.relation, -4, state=TalkState.PLANNED)
    row = only(whole)
    assert (row.agreed, row.goals, row.coming) == (today(whole), 1, coming.starts)


def test_nothing_that_a_pair_wrote_is_on_the_page_or_in_the_file(client, whole):
    mentee, mentor = pair(whole, days_ago=60)
    talk = held(mentee.relation, 55, place="Hush house", link="https://hush.example.org/")
    held(mentee.relation, -3, state=TalkState.PLANNED, place="Hush house", link="https://hush.example.org/")
    AgreementVersion.objects.create(relation=mentee.relation, number=1, texts={"aims": "Hush aims"})
    Goal.objects.create(place=mentee, title="Hush goal", levels=["Hush"] * 5, fixed=timezone.now())
    Note.objects.create(relation=mentee.relation, author=mentor, talk=talk, text="Hush note", is_shared=True)
    Concern.objects.create(place=mentee, text="Hush concern")
    Place.objects.update(closing_thanks="Hush thanks", closing_learned="Hush learned")
    for name in ("board", "export_board"):
        text = page(client, whole, name)
        assert "Eeva Ek" in text
        assert "hush" not in text.lower()


def test_a_mentor_is_silent_when_all_pairs_are_quiet_and_the_longest_comes_first(whole):
    busy, long, short, idle = (
        join(whole, Side.MENTOR, name, seats=3) for name in ("Busy One", "Long One", "Short One", "Idle One")
    )
    begin(propose(whole, busy, join(whole)), days_ago=80)
    begin(propose(whole, busy, join(whole)), days_ago=5)
    begin(propose(whole, long, join(whole)), days_ago=70)
    begin(propose(whole, long, join(whole)), days_ago=40)
    begin(propose(whole, short, join(whole)), days_ago=22)
    begin(propose(whole, idle, join(whole)), days_ago=90, state=RelationState.PAUSED)
    found = [(one.mentor.name, one.pairs, one.days) for one in board.silent_mentors(rows(whole))]
    assert found == [("Long One", 2, 40), ("Short One", 1, 22)]


def test_names_are_found_without_accents_and_standings_chosen(whole):
    begin(propose(whole, join(whole, Side.MENTOR, "Aušra Ąžuolaitė"), join(whole)), days_ago=60)
    pair(whole)
    found = board.chosen(rows(whole), words="azuolaite ausra")
    assert [one.mentors[0].name for one in found] == ["Aušra Ąžuolaitė"]
    assert [one.standing for one in board.chosen(rows(whole), standing="silent")] == [Standing.SILENT]
    assert board.chosen(rows(whole), words="nobody") == []


def test_the_board_is_read_in_five_orders(whole):
    first = begin(propose(whole, join(whole, Side.MENTOR, "B Mentor"), join(whole)), days_ago=50)
    second = begin(propose(whole, join(whole, Side.MENTOR, "A Mentor"), join(whole)), days_ago=10)
    paused = begin(
        propose(whole, join(whole, Side.MENTOR, "C Mentor"), join(whole)),
        days_ago=99,
        state=RelationState.PAUSED,
        ends_on=today(whole) + DAY,
    )
    held(first, 49)
    keys = {first.pk: "first", second.pk: "second", paused.pk: "paused"}
    found = {
        order: [keys[one.pk] for one in board.chosen(rows(whole), order=order)] for order in Order.values
    }
    assert found == {
        "days": ["first", "second", "paused"],
        "name": ["second", "first", "paused"],
        "begun": ["second", "first", "paused"],
        "ends": ["paused", "second", "first"],
        "held": ["second", "paused", "first"],
    }


def test_small_numbers_are_counts_and_larger_ones_have_an_interval():
    assert board_figures.share_in_words(3, 4) == "3 of 4"
    assert board_figures.share_in_words(0, 0) == "No pair to count yet"
    assert (
        board_figures.share_in_words(4, 5).replace("\xa0", " ") == "80 % (4 of 5; 95 % interval 38 % to 96 %)"
    )


def test_first_meetings_are_counted_only_of_pairs_that_had_the_time(whole):
    for days, met in ((90, 80), (60, 10), (40, None), (5, None)):
        mentor = join(whole, Side.MENTOR, f"Mentor {days}")
        relation = begin(propose(whole, mentor, join(whole)), days_ago=days)
        if met is not None:
            held(relation, met)
    found = {one.label: one for one in board_figures.figures_of(whole, rows(whole), timezone.now())}
    assert found["Met within 30 days"].found == "1 of 3"
    middle = found["Half of the pairs that have met did so within"]
    assert (middle.found, middle.of) == ("30 days", "2 pairs that have met")
    assert found["Agreement accepted by all"].found == "0 of 4"
    goals = found["How far goals were reached (50: as hoped for)"]
    assert goals.found.startswith("Not shown: it takes 5 mentees")


def test_the_page_shows_standings_in_words_numbers_and_what_waits(client, whole):
    pair(whole, days_ago=60)
    proposed = propose(whole, join(whole, Side.MENTOR, "Waiting Mentor"), join(whole))
    text = page(client, whole)
    assert '<span class="badge badge-bad">Silent</span>' in text
    assert "60 days without one" in text
    assert "Mentors who have not met anybody for some time" in text
    assert "0 of 2 accepted" in text
    assert reverse("mentoring:relation", args=[whole.pk, proposed.pk]) in text


def test_an_empty_board_says_what_will_be_here(client, whole):
    assert "No pair works together yet" in page(client, whole)


def test_numbers_stay_once_all_pairs_have_ended(client, whole):
    relation = pair(whole, days_ago=40, state=RelationState.ENDED, ended=timezone.now())[0].relation
    held(relation, 35)
    text = page(client, whole)
    assert ("1 of 1" in text, "No pair to count yet" in text) == (True, True)


def test_nothing_found_offers_to_show_all(client, whole):
    pair(whole)
    assert "Nothing found" in page(client, whole, q="nobody")


def test_odd_addresses_show_the_whole_board(client, whole):
    pair(whole)
    assert "Eeva Ek" in page(client, whole, standing="odd", order="odd", page="odd")


def test_the_file_holds_what_was_chosen(client, whole):
    pair(whole, days_ago=60)
    begin(propose(whole, join(whole, Side.MENTOR, "=Fresh Mentor"), join(whole)))
    text = page(client, whole, "export_board", standing="fresh")
    assert ("'=Fresh Mentor" in text, "Leena Laine" in text) == (True, False)


def test_other_partners_do_not_find_the_board_and_coordinators_see_no_names(client, whole):
    address = reverse("mentoring:board", args=[whole.pk])
    client.force_login(make_member())
    assert client.get(address).status_code == 404
    client.force_login(make_member(role="coordinator"))
    assert client.get(address).status_code == 403


def test_the_example_has_a_board_that_every_member_reads(client, whole):
    pair(whole)
    Round.objects.filter(pk=whole.pk).update(is_example=True)
    client.force_login(make_member())
    assert client.get(reverse("mentoring:board", args=[whole.pk])).status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_pairs(client, whole):
    counts = []
    for _time in range(2):
        for number in range(6):
            mentor = join(whole, Side.MENTOR, f"Mentor {number}")
            held(begin(propose(whole, mentor, join(whole)), days_ago=50), 40)
            propose(whole, join(whole, Side.MENTOR), join(whole))
        client.force_login(whole.created_by)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("mentoring:board", args=[whole.pk]))
        counts.append(len(asked))
    assert counts[0] == counts[1] < 40


def test_days_are_those_of_the_clock_of_the_round(whole):
    late = dt.datetime.combine(today(whole), dt.time(0, 30), whole.zone)  # the day before by UTC
    relation = pair(whole, days_ago=30)[0].relation
    Talk.objects.create(relation=relation, state=TalkState.HELD, starts=late)
    assert only(whole).days == 0
