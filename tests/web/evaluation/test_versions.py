"""An attacker has two versions of a result, and subtracts every number that both show."""

import math

import pytest
from django.urls import reverse
from tests.web.evaluation import gathering_making as gathering
from tests.web.evaluation import making

from mentorway.web.core.wording import said
from mentorway.web.evaluation.analysis import guarding
from mentorway.web.evaluation.analysis import result_files as files
from mentorway.web.evaluation.analysis import results as reading
from mentorway.web.evaluation.models import Asking, Result
from mentorway.web.study.analysis.keys import pseudonym_of
from mentorway.web.study.models import Response

pytestmark = pytest.mark.django_db
COUNTS = ("money.total", "money.each.participant")  # of money and seats, not of answers


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path


@pytest.fixture
def whole():
    """Return two pilots and others, with costs, of whom four of the first have not answered yet."""
    whole = making.make_running(people=16, others="answered")
    first, second = whole.cohorts.get(), gathering.another_pilot(whole, 10)
    everybody = making.people_of(first)[:12] + making.people_of(second)
    for place, email in enumerate(everybody):
        answers(whole, email, place, country=gathering.COUNTRIES[place % 2])
    for place in range(12):
        answers(whole, f"other{place}@example.org", place, country="LT")
    gathering.cost(whole)
    return whole


def answers(whole, email, place, **fields):
    start = 1 + place % 3
    gathering.answered(whole, email, start, min(5, start + 1 + place % 2), **fields)


def late(whole, count):
    """Let so many people of the first pilot answer who had not."""
    emails = making.people_of(whole.cohorts.order_by("pk").first())
    silent = [one for one in emails[12:] if one not in getattr(whole, "spoken", ())]
    whole.spoken = [*getattr(whole, "spoken", ()), *silent[:count]]
    for place, email in enumerate(silent[:count]):
        answers(whole, email, place + 2, country="LT")


def numbers_of(row):
    """Return every number that the file of a version has: value, people."""
    found = {}
    for cells in files.rows_of(reading.found_in(row)):
        _part, _outcome, _table, key, _name, people, value, low, high, p, _unit = cells
        for name, one in (("", value), (" low", low), (" high", high), (" p", p)):
            if isinstance(one, int | float):
                found[f"{key}{name}"] = (one, people)
    return found


def told(first, second):
    """Return the numbers that two versions show both, and that moved with one to four people."""
    one, other = numbers_of(first), numbers_of(second)
    return [
        key
        for key in one.keys() & other.keys()
        if not key.startswith(COUNTS) and not math.isclose(one[key][0], other[key][0], abs_tol=5e-4)
    ]


@pytest.mark.parametrize("count", [1, 4])
def test_numbers_that_moved_with_a_few_people_are_not_in_both_versions(whole, count):
    first = gathering.done(whole)
    late(whole, count)
    second = gathering.done(whole)
    assert len(numbers_of(first)) > 60
    assert told(first, second) == []


def test_without_the_guard_the_attacker_would_learn_it(whole):
    """So that the test above can fail."""
    first = gathering.done(whole)
    late(whole, 1)
    second = gathering.done(whole)
    Result.objects.filter(pk=second.pk).update(guard=None, seed=second.seed + 1)
    second.refresh_from_db()
    assert len(told(first, second)) > 20


def test_numbers_of_people_who_are_the_same_stay(whole):
    first = gathering.done(whole)
    late(whole, 2)
    second = gathering.done(whole)
    groups = reading.found_in(second).outcomes[0].by_pilot.groups
    assert [one.change is None for one in groups] == [False, True]
    assert (
        reading.found_in(second).outcomes[0].by_pilot.groups[0]
        == (reading.found_in(first).outcomes[0].by_pilot.groups[0])
    )


def test_it_is_shown_again_when_enough_came_since_the_version_that_showed_it(whole):
    gathering.done(whole)
    late(whole, 3)
    second = gathering.done(whole)
    late(whole, 1)
    (changed, *_rest) = making.people_of(whole.cohorts.order_by("pk").last())
    wave = making.wave_of(whole, Asking.AFTER)  # of two answers of one person, which counts is left to chance
    Response.objects.filter(wave=wave, pseudonym=pseudonym_of(whole.study, changed)).delete()
    gathering.answered(whole, changed, None, 5, country="FI")
    third = gathering.done(whole)
    paired = [reading.found_in(row).levels[1].outcomes[0].changed.after.paired for row in (second, third)]
    assert [one is None for one in paired] == [True, False]


def test_the_page_says_what_is_not_shown_and_why(whole, client):
    gathering.done(whole)
    late(whole, 1)
    second = gathering.done(whole)
    client.force_login(whole.created_by)
    text = client.get(reverse("evaluation:result", args=[whole.pk, second.number])).text
    assert "Between it and version 1 fewer than 5 people" in text
    assert "now “cannot be said”" in " ".join(said(one) for one in second.changes)


def test_marks_of_people_leave_the_server_in_no_file(whole, client):
    row = gathering.done(whole)
    client.force_login(whole.created_by)
    name = ("evaluation:export_result", [whole.pk, row.number, "json"])
    text = client.get(reverse(name[0], args=name[1])).text
    marks = row.guard["shown"][0][3][: guarding.LETTERS]
    assert len(marks) == guarding.LETTERS
    assert marks not in text
    assert "guard" not in text


def test_a_version_from_before_there_were_marks_is_compared_by_its_sizes(whole):
    first = gathering.done(whole)
    Result.objects.filter(pk=first.pk).update(guard=None)
    late(whole, 2)
    second = gathering.done(whole)
    assert reading.found_in(second).levels[1].outcomes[0].changed.after.paired is None


def test_answers_some_months_later_trickle_in_without_hiding_the_change_after(whole):
    emails = making.people_of(whole.cohorts.order_by("pk").last())
    for email in emails[:6]:
        making.answer(making.wave_of(whole, Asking.FOLLOW_UP), email, 4)
    gathering.done(whole)
    making.answer(making.wave_of(whole, Asking.FOLLOW_UP), emails[6], 2)
    changed = reading.found_in(gathering.done(whole)).levels[1].outcomes[0].changed
    assert changed.after.paired is not None
    assert changed.follow_up.paired is None
