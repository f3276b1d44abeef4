"""Versions: asked for, computed, stopped, repeated, and what is other than before."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.web.evaluation import gathering_making as gathering
from tests.web.evaluation import making

from mentorway.evaluating.records import from_record
from mentorway.web.core.wording import said
from mentorway.web.evaluation import tasks
from mentorway.web.evaluation.actions import results as doing
from mentorway.web.evaluation.analysis import results as reading
from mentorway.web.evaluation.models import Asking, Result, Stage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path


@pytest.fixture
def whole():
    return gathering.with_others(12, 12)


def changes_of(row):
    return " ".join(said(one) for one in row.changes)


def test_a_version_is_computed_and_kept_whole(whole):
    row = gathering.done(whole, whole.created_by)
    assert (row.stage, row.progress, row.number, row.problem) == (Stage.DONE, 100, 1, None)
    assert len(row.data_hash) == 64
    assert "mentorway" in row.library_version
    assert from_record(row.value).size.programme == 12
    assert row.asked["answers"] == {"after": 24, "before": 24, "follow_up": 0}


def test_the_same_data_and_seed_give_the_same_version(whole):
    first, second = gathering.done(whole, seed=3), gathering.done(whole, seed=3)
    assert (first.data_hash, first.value) == (second.data_hash, second.value)
    assert changes_of(second) == "All numbers and decisions are the same as in version 1."


def test_only_one_is_computed_at_a_time(whole):
    doing.begin(whole, None)
    with pytest.raises(ValidationError, match="being computed already"):
        doing.begin(whole, None)


def test_a_version_that_is_stopped_stays_stopped_and_the_next_can_begin(whole):
    row = doing.begin(whole, None)
    doing.stop(row)
    tasks.work(row.pk)
    row.refresh_from_db()
    assert (row.stage, row.value) == (Stage.STOPPED, None)
    assert doing.begin(whole, None).number == 2


def test_stopping_is_heard_while_it_is_computed(whole, monkeypatch):
    row = doing.begin(whole, None)
    keep = tasks._keep

    def keep_and_stop(rows, **fields):
        keep(rows, **fields)
        doing.stop(row)

    monkeypatch.setattr(tasks, "_keep", keep_and_stop)
    tasks.work(row.pk)
    row.refresh_from_db()
    assert (row.stage, row.value) == (Stage.STOPPED, None)


def test_stopping_what_is_done_changes_nothing(whole):
    row = gathering.done(whole)
    doing.stop(row)
    row.refresh_from_db()
    assert row.stage == Stage.DONE


def test_why_nothing_can_be_computed_is_kept(whole):
    row = doing.begin(whole, None)
    type(whole.study).objects.update(key_destroyed="2026-01-01", state="archived")
    tasks.work(row.pk)
    row.refresh_from_db()
    assert row.stage == Stage.FAILED
    assert "cannot be joined any more" in said(row.problem)


def test_our_own_fault_is_kept_without_details_and_raised(whole, monkeypatch):
    row = doing.begin(whole, None)

    def broken(*_args):
        raise RuntimeError("secret")

    monkeypatch.setattr(reading, "computed", broken)
    with pytest.raises(RuntimeError):
        tasks.work(row.pk)
    row.refresh_from_db()
    assert row.stage == Stage.FAILED
    assert "secret" not in str(row.problem)


@pytest.mark.parametrize(
    ("stage", "created", "heard", "is_given_up"),
    [
        (Stage.RUNNING, 2, 2, True),
        (Stage.RUNNING, 9, 0, False),  # it takes long, and says that it goes on
        (Stage.RUNNING, 9, None, True),
        (Stage.WAITING, 2, None, False),  # others are computed first
        (Stage.WAITING, 25, None, True),
    ],
)
def test_what_was_not_heard_of_for_long_is_given_up(whole, stage, created, heard, is_given_up):
    row = doing.begin(whole, None)
    now = timezone.now()
    ago = {"created": created, "heard": heard}
    times = {name: None if hours is None else now - dt.timedelta(hours=hours) for name, hours in ago.items()}
    Result.objects.filter(pk=row.pk).update(stage=stage, **times)
    doing.mark_silent(whole)
    row.refresh_from_db()
    assert (row.stage == Stage.FAILED) is is_given_up


def test_computing_tells_when_it_was_last_heard_of(whole, monkeypatch):
    heard = []
    keep = tasks._keep

    def keep_and_look(rows, **fields):
        keep(rows, **fields)
        heard.append(fields.get("heard"))

    monkeypatch.setattr(tasks, "_keep", keep_and_look)
    row = doing.begin(whole, None)
    tasks.work(row.pk)
    row.refresh_from_db()
    told = [one for one in heard if one is not None]
    assert len(told) > 5
    assert told == sorted(told)
    assert row.heard == told[-1]


def test_a_task_that_comes_twice_does_nothing_the_second_time(whole):
    row = gathering.done(whole)
    tasks.work(row.pk)
    assert Result.objects.get(pk=row.pk).finished == row.finished


@pytest.mark.parametrize("lacking", ["study", "pilots", "outcomes"])
def test_an_evaluation_that_lacks_something_is_refused(whole, lacking):
    match lacking:
        case "study":
            type(whole).objects.update(study=None)
        case "pilots":
            whole.cohorts.clear()
        case "outcomes":
            whole.outcomes.all().delete()
    with pytest.raises(ValidationError, match="first"):
        doing.begin(whole, None)


def test_the_example_is_not_computed_again_and_takes_no_words(whole):
    row = gathering.done(whole)
    whole.is_example = row.evaluation.is_example = True
    with pytest.raises(ValidationError, match="example"):
        doing.begin(whole, None)
    with pytest.raises(ValidationError, match="example"):
        doing.say(row, read="", words={})


def test_more_answers_are_news_and_a_change_of_the_next_version(whole):
    first = gathering.done(whole)
    gathering.answered(whole, "new@example.org", 2, 3)
    news = [said(one) for one in reading.news_of(whole, first)]
    assert news == [
        "Answers from before the programme: 25, and 24 in version 1.",
        "Answers from after the programme: 25, and 24 in version 1.",
    ]
    text = changes_of(gathering.done(whole))
    assert news[0] in text
    assert "People they are compared with: 13, and 12." in text


def test_other_decisions_are_changes_of_the_next_version(whole):
    gathering.done(whole)
    making.make_outcome(whole, ("b0",), key="more", title="More")
    gathering.cost(whole)
    gathering.another_pilot(whole)
    text = changes_of(gathering.done(whole))
    assert "Pilots that were not in version 1: Mentors of autumn." in text
    assert "The costs are other than in version 1." in text
    assert "More: it is not in version 1." in text


def test_another_grade_is_a_change_of_the_next_version(whole):
    gathering.done(whole)
    type(whole).objects.update(others="nobody")
    whole.others = "nobody"
    text = changes_of(gathering.done(whole))
    assert "People are compared with others than in version 1." in text
    assert "Confidence: now “suggested”, other than in version 1." in text


def test_words_are_kept_unless_somebody_else_was_quicker(whole):
    row = gathering.done(whole)
    read = reading.fingerprint_of(row.words)
    doing.say(row, read=read, words={"overall": " It helps. ", "money": ""})
    assert Result.objects.get(pk=row.pk).words == {"overall": "It helps."}
    with pytest.raises(ValidationError, match="just now"):
        doing.say(row, read=read, words={"overall": "It does not."})
    assert Result.objects.get(pk=row.pk).words == {"overall": "It helps."}


def test_nothing_is_said_about_what_is_not_computed(whole):
    row = doing.begin(whole, None)
    with pytest.raises(ValidationError, match="before it is computed"):
        doing.say(row, read=reading.fingerprint_of({}), words={"overall": "Fine"})


def test_two_results_of_nearly_the_same_people_do_not_give_a_person_away():
    whole = gathering.with_answers(20)
    emails = making.people_of(whole.cohorts.get())
    for email in emails[:19]:
        making.answer(making.wave_of(whole, Asking.FOLLOW_UP), email, 4)
    row = gathering.done(whole)
    changed = reading.found_in(row).levels[1].outcomes[0].changed
    assert (changed.after.n, changed.follow_up.n) == (20, 19)
    assert changed.after.paired.mean_before > 0
    assert str(changed.follow_up.paired.mean_before) == "nan"


def test_of_a_few_who_left_nothing_is_filled_in():
    whole = making.make_running(people=20)
    for place, email in enumerate(making.people_of(whole.cohorts.get())):
        gathering.answered(whole, email, 1 + place % 3, 2 + place % 4 if place else None)
    row = gathering.done(whole)
    lost = reading.found_in(row).outcomes[0].lost
    assert [one.key for one in lost.change.rows if one.value is not None] == ["complete", "no_change"]


def test_a_large_evaluation_is_computed():
    whole = making.make_running(people=300)
    emails = making.people_of(whole.cohorts.get())
    for asking, more in ((Asking.BEFORE, 0), (Asking.AFTER, 1)):
        wave = making.wave_of(whole, asking)
        for place, email in enumerate(emails):
            making.answer(wave, email, 1 + place % 4 + more * (place % 3 > 0))
    row = gathering.done(whole)
    assert row.stage == Stage.DONE
    assert from_record(row.value).levels[1].outcomes[0].changed.after.n == 300
