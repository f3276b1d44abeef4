"""Work as facilitators meet it: read, assessed, passed at once, counted."""

import io
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member
from tests.web.pilots.learning_making import (
    ALL,
    GOOD,
    PART,
    PLAN,
    POOR,
    QUIZ,
    SEEN,
    asked,
    assessed,
    handed_in,
    make_learning,
    make_triad,
    notes,
)
from tests.web.pilots.making import enrol, enrol_many, make_meeting

from mentorway.web.pilots.actions import journal, triads, works
from mentorway.web.pilots.analysis import works as analysis
from mentorway.web.pilots.analysis.programme import programme_of
from mentorway.web.pilots.models import Observation, Work, WorkState

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return make_learning()


@pytest.fixture
def person(cohort):
    return enrol(cohort, "Aino Ek", organisation="Firm")


@pytest.fixture
def member(client, cohort):
    client.force_login(cohort.created_by)
    return cohort.created_by


def own(name, person, *args):
    return reverse(f"pilots:{name}", args=[person.link, *args])


def of(name, cohort, *args):
    return reverse(f"pilots:{name}", args=[cohort.pk, *args])


def page(response):
    return response.content.decode()


# Those who facilitate


def test_what_waits_longest_is_assessed_first(client, cohort, member):
    people = enrol_many(cohort, 3)
    for hours, one in enumerate(people):
        row = handed_in(one)
        Work.objects.filter(pk=row.pk).update(handed_in=timezone.now() - timedelta(hours=hours))
    shown = page(client.get(of("works", cohort)))
    places = [shown.index(f'<h4 dir="auto">{one.name}</h4>') for one in people]
    assert places == sorted(places, reverse=True)
    assert analysis.to_assess(cohort) == 3


def test_work_is_assessed_with_the_rubric_and_the_next_comes(client, cohort, person, member):
    first, second = handed_in(person), handed_in(enrol(cohort, "Bert Lind"))
    form = page(client.get(of("assess", cohort, first.pk)))
    assert "Listens and gives back." in form
    assert form.count("Passes from here") == 2
    sent = {
        "revision": first.revision,
        "level_c1": "1",
        "level_c2": "1",
        "verdict": "passes",
        "feedback": "Clear.",
        "note": "Watch the dates.",
        "next": "1",
    }
    answer = client.post(of("assess", cohort, first.pk), sent)
    assert answer.url == of("assess", cohort, second.pk)
    row = Work.objects.get(pk=first.pk)
    assert (row.state, row.levels, row.assessed_by) == (WorkState.PASSED, {"c1": 1, "c2": 1}, member)
    mine = page(client.get(own("own_work", person, PLAN)))
    assert "Clear." in mine
    assert "Watch the dates." not in mine
    assert "This was seen" in mine
    theirs = page(client.get(of("work", cohort, first.pk)))
    assert "Watch the dates." in theirs


def test_work_below_the_level_that_passes_does_not_pass(client, cohort, person, member):
    row = handed_in(person)
    sent = {"revision": row.revision, "level_c1": "0", "level_c2": "1", "verdict": "passes"}
    for facts in (sent, {**sent, "level_c1": ""}):
        answer = page(client.post(of("assess", cohort, row.pk), facts))
        assert "every criterion needs the level that passes" in answer
    assert Work.objects.get().state == WorkState.HANDED_IN


def test_what_is_given_back_says_why_and_is_worked_on_unseen(client, cohort, person, member):
    row = handed_in(person)
    sent = {"revision": row.revision, "verdict": "returned"}
    assert "Say what is still missing" in page(client.post(of("assess", cohort, row.pk), sent))
    client.post(of("assess", cohort, row.pk), {**sent, "feedback": "Name a date."})
    row.refresh_from_db()
    assert row.state == WorkState.RETURNED
    assert "Name a date." in page(client.get(own("own_work", person, PLAN)))
    works.save(person, PLAN, text="Unfinished secret.", revision=row.revision)
    shown = page(client.get(of("work", cohort, row.pk)))
    assert "It is being worked on again." in shown
    assert "Unfinished secret." not in shown
    assert "Unfinished secret." not in page(client.get(of("assess", cohort, row.pk)))
    row.refresh_from_db()
    late = client.post(of("assess", cohort, row.pk), {**sent, "revision": row.revision, "feedback": "x"})
    assert "It was taken back meanwhile" in page(late)
    assert "Unfinished secret." not in page(late)


def test_a_file_of_a_work_that_is_worked_on_again_is_hidden(client, cohort, person, member):
    file = works.add_file(person, PLAN, file=notes())
    row = handed_in(person)
    assessed(row, member, passes=False)
    row.refresh_from_db()
    works.save(person, PLAN, text="Again.", revision=row.revision)
    assert client.get(of("work_file", cohort, file.pk)).status_code == 404


def test_two_facilitators_do_not_write_over_each_other(client, cohort, person, member):
    row = handed_in(person)
    began = row.revision
    assessed(row, make_member(cohort.partner), feedback="First opinion.")
    sent = {"revision": began, "level_c1": "2", "level_c2": "1", "verdict": "returned", "feedback": "Mine."}
    answer = page(client.post(of("assess", cohort, row.pk), sent))
    assert "This has changed while you looked at it." in answer
    assert "Mine." in answer
    assert Work.objects.get().feedback == "First opinion."
    row.refresh_from_db()
    assert f'value="{row.revision}"' in answer
    client.post(of("assess", cohort, row.pk), {**sent, "revision": row.revision})
    assert Work.objects.get().feedback == "Mine."


def test_a_facilitator_of_another_partner_assesses(client, cohort, person):
    guest = make_member()
    make_meeting(cohort, facilitator=guest)
    row = handed_in(person)
    client.force_login(guest)
    sent = {"revision": row.revision, "level_c1": "2", "level_c2": "1", "verdict": "passes"}
    assert client.post(of("assess", cohort, row.pk), sent).status_code == 302
    assert Work.objects.get().assessed_by == guest


def test_work_of_another_cohort_is_not_found(client, cohort, member):
    other = make_learning(cohort.partner, member)
    row = handed_in(enrol(other))
    for name in ("work", "assess"):
        assert client.get(of(name, cohort, row.pk)).status_code == 404
        assert client.get(of(name, other, row.pk)).status_code == 200


def test_many_pass_at_once_and_who_is_writing_is_left_out(client, cohort, person, member):
    others = enrol_many(cohort, 3)
    works.save(others[0], PLAN, text="Writing.", revision=0)
    handed_in(others[1])
    shown = page(client.get(of("pass_many", cohort, PLAN)))
    assert shown.count('type="checkbox"') == 4
    sent = {"people": [one.pk for one in (person, *others)]}
    answer = page(client.post(of("pass_many", cohort, PLAN), sent, follow=True))
    assert "3 people have passed." in answer
    assert f"not handed in yet: {others[0].name}." in answer
    assert Work.objects.get(participant=others[0]).state == WorkState.DRAFT
    passed = analysis.passed_of(cohort)
    assert [PLAN in passed[one.pk] for one in (person, *others)] == [True, False, True, True]
    assert "Choose at least one person." in page(client.post(of("pass_many", cohort, PLAN), {}))


def test_only_people_of_the_cohort_pass(client, cohort, member):
    stranger = enrol(make_learning())
    assert client.post(of("pass_many", cohort, PLAN), {"people": [stranger.pk]}).status_code == 200
    assert not Work.objects.exists()


def test_results_are_a_table_without_a_word_of_what_was_written(client, cohort, person, member):
    assessed(handed_in(person, "CANARY"), member, feedback="CANARY", note="CANARY")
    answer = client.get(of("works_file", cohort, "csv"))
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert rows[0].split(",")[:3] == ["Name", "Organisation", "A quiz"]
    assert rows[1].split(",")[:4] == ["Aino Ek", "Firm", "Not yet", "Passed"]
    book = client.get(of("works_file", cohort, "xlsx")).content
    with ZipFile(io.BytesIO(book)) as parts:
        whole = b"".join(parts.read(name) for name in parts.namelist())
    assert b"Aino Ek" in whole
    assert b"CANARY" not in whole + answer.content
    assert client.get(of("works_file", cohort, "exe")).status_code == 404


def test_an_empty_board_teaches_and_a_search_says_when_nobody_is_found(client, cohort, member):
    assert "Nobody takes part yet." in page(client.get(of("works", cohort)))
    enrol(cohort, "Aino Ek")
    assert "Aino Ek" in page(client.get(of("works", cohort), {"q": "aino"}))
    assert "has all of these words: zebra" in page(client.get(of("works", cohort), {"q": "zebra"}))


def test_a_board_of_many_has_pages_and_asks_the_database_as_often_as_that_of_few(
    client, cohort, member, django_assert_max_num_queries
):
    enrol_many(cohort, 120)
    with django_assert_max_num_queries(30):
        shown = page(client.get(of("works", cohort)))
    assert "Page 1 of 3" in shown


# What counts


def test_what_people_have_passed_is_known_for_all_kinds_in_five_reads(
    cohort, person, member, django_assert_num_queries
):
    handed = handed_in(person)
    assessed(handed, member)
    works.answer(person, asked(cohort, QUIZ), {"q1": [0]})
    journal.write(person, text="A thought.", is_shared=False, assessment=PART)
    triad = make_triad(cohort, enrol(cohort, "Bert Lind"), enrol(cohort, "Céline Ozols"), person)
    observer = triad.places.get(place=1).participant
    Observation.objects.create(triad=triad, assessment=SEEN, mentor=person, observer=observer, levels=GOOD)
    programme_of(cohort)
    with django_assert_num_queries(5):
        passed = analysis.passed_of(cohort)
    assert passed[person.pk] == frozenset(ALL) == analysis.passed_by(person)
    assert passed[observer.pk] == frozenset()
    assert analysis.open_of(person) == []


def test_an_observation_below_the_level_does_not_pass_and_a_second_one_does(cohort, person):
    triad = make_triad(cohort, enrol(cohort, "Bert Lind"), person, enrol(cohort, "Céline Ozols"))
    bert, celine = triad.places.get(place=0).participant, triad.places.get(place=2).participant
    common = {"triad": triad, "assessment": SEEN, "mentor": person}
    Observation.objects.create(**common, observer=bert, levels=POOR)
    assert SEEN not in analysis.passed_by(person)
    Observation.objects.create(**common, observer=celine, levels={"c1": 2})
    assert SEEN not in analysis.passed_by(person)
    Observation.objects.filter(observer=celine).update(levels=GOOD)
    assert SEEN in analysis.passed_by(person)


def test_what_is_needed_comes_first_among_what_is_left_to_do(cohort, person):
    person.cohort.required = [PART]
    tasks = analysis.open_of(person)
    assert [one.assessment.key for one in tasks] == [PART, QUIZ, PLAN, SEEN]
    assert [one.is_needed for one in tasks] == [True, False, False, False]
    handed_in(person)
    assert PLAN not in [one.assessment.key for one in analysis.open_of(person)]


def test_a_reflection_that_is_deleted_does_not_count_any_more(person):
    entry = journal.write(person, text="A thought.", is_shared=False, assessment=PART)
    assert PART in analysis.passed_by(person)
    journal.delete(entry)
    assert PART not in analysis.passed_by(person)


def test_an_entry_about_something_else_is_no_reflection(person):
    journal.write(person, text="A thought.", is_shared=False, assessment=PLAN)
    journal.write(person, text="A thought.", is_shared=False)
    assert analysis.passed_by(person) == frozenset()


def test_triads_know_who_may_observe(cohort, person):
    triad = make_triad(cohort, person, enrol(cohort, "Bert Lind"), enrol(cohort, "Céline Ozols"))
    bert, celine = (triad.places.get(place=place).participant for place in (1, 2))
    assert triads.may_observe(celine, triad, person)
    assert not triads.may_observe(bert, triad, person)
    assert not triads.may_observe(person, triad, person)
