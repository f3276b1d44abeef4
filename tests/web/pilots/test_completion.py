"""Who completes a cohort, and what is missing."""

import datetime as dt

import pytest
from django.utils import timezone
from tests.web.pilots import certifying
from tests.web.pilots.making import enrol, make_meeting
from tests.web.study import making as study

from mentorway.web.pilots.analysis.board import COMPLETE, HOLDING, LOST, OPEN, board_of
from mentorway.web.pilots.analysis.completion import completion_of, completions_of, to_issue
from mentorway.web.pilots.models import Presence, Standing
from mentorway.web.study.actions import inviting
from mentorway.web.study.analysis.people import Person
from mentorway.web.study.models import AccessCode, Mode

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return certifying.make_certified()


def test_who_was_there_and_passed_the_work_completes_the_training(cohort):
    person = certifying.complete(cohort)
    found = completions_of(cohort)[person.pk]
    assert (found.is_complete, found.missing, found.feedback) == (True, (), None)
    assert found == completion_of(person)


def test_work_that_is_not_passed_is_named(cohort):
    person = enrol(cohort)
    certifying.attend(person)
    found = completion_of(person)
    assert (found.is_complete, found.attends, found.missing) == (False, True, ("A quiz",))


def test_a_meeting_to_come_counts_so_that_nobody_completes_before_it(cohort):
    person = certifying.complete(cohort)
    make_meeting(cohort, timezone.now() + dt.timedelta(days=3), title="Second evening")
    found = completion_of(person)
    assert (found.share.percent, found.is_complete, found.can_still) == (50, False, True)


def test_who_missed_too_much_cannot_reach_it_any_more(cohort):
    person = enrol(cohort)
    certifying.attend(person, Presence.ABSENT)
    certifying.pass_quiz(person)
    assert board_of(cohort).lines[0].state == LOST


def test_only_those_who_take_part_stand_on_the_board(cohort):
    enrol(cohort, standing=Standing.WAITING)
    enrol(cohort, standing=Standing.APPLIED)
    assert completions_of(cohort) == {}


def test_a_short_name_that_the_programme_does_not_know_is_shown_and_never_passed(cohort):
    person = certifying.complete(cohort)
    cohort.required = [certifying.QUIZ, "gone"]
    assert completion_of(person).missing == ("gone",)


def ask_feedback(cohort, *people):
    """Let the cohort ask for feedback, and invite people to it; return its wave."""
    wave = study.make_study(cohort.partner, mode=Mode.CODE).waves.first()
    cohort.needs_feedback, cohort.feedback = True, wave
    cohort.save()
    asked = [Person(one.email.upper(), one.name, "en", "FI", "education", None) for one in people]
    inviting.invite(wave, people=asked)
    return wave


def test_feedback_counts_once_it_is_sent_and_only_that(cohort):
    person, other = certifying.complete(cohort), certifying.complete(cohort, "Bert Lind")
    wave = ask_feedback(cohort, person, other)
    mine = wave.invitations.get(email__iexact=person.email)
    AccessCode.objects.filter(invitation=mine).update(used=True)
    found = completions_of(cohort)
    assert (found[person.pk].feedback, found[person.pk].is_complete) == (True, True)
    assert (found[other.pk].feedback, found[other.pk].is_complete) == (False, False)


def test_who_has_no_address_has_sent_no_feedback(cohort):
    person = certifying.complete(cohort, email="")
    cohort.needs_feedback = True
    cohort.save()
    assert completions_of(cohort)[person.pk].feedback is False


def test_the_board_says_where_everybody_stands(cohort):
    certifying.complete(cohort, "Ready")
    certifying.certify(certifying.complete(cohort, "Holder"))
    enrol(cohort, "Unmarked")
    board = board_of(cohort)
    states = {line.person.name: line.state for line in board.lines}
    assert states == {"Ready": COMPLETE, "Holder": HOLDING, "Unmarked": OPEN}
    assert [line.person.name for line in board.complete] == ["Ready"]
    assert [line.person.name for line in board.lines_shown("", "HOL")] == ["Holder"]
    assert to_issue(cohort) == 1


def test_a_large_cohort_is_read_in_few_queries(cohort, django_assert_max_num_queries):
    for number in range(5):
        certifying.complete(cohort, f"Person {number}")
    with django_assert_max_num_queries(14):
        assert len(board_of(cohort).complete) == 5
