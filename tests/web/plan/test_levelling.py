"""Better dates are searched in the background, proposed, and taken or thrown away."""

import datetime as dt
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.plan import making

from mentorway.web.plan import tasks
from mentorway.web.plan.actions import items, levelling
from mentorway.web.plan.analysis import levelling as analysis
from mentorway.web.plan.models import Bound, Item, Levelling, PlanEvent, Project
from mentorway.web.plan.models.levelling import Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    return make_partner(name="Turku college")


@pytest.fixture
def member(partner):
    return make_member(partner)


@pytest.fixture
def project(partner, member):
    return making.make_project(partner, member)


@pytest.fixture
def seen(client, member):
    client.force_login(member)
    return client


def at(project, page, *more):
    return reverse(f"plan:{page}", args=[project.pk, *more])


def again(row):
    return type(row)._base_manager.get(pk=row.pk)


def crowded(project, partner, **more):
    """Return two lines that one person has to do at the same time."""
    lines = [making.line(project, title, 5, **more) for title in ("Ask people", "Visit schools")]
    for one in lines:
        making.effort(one, partner, 5)
    return lines


def persons(project):
    return {row.short: 1.0 for row in project.partners.all()}


def searched(project, member=None, **more):
    """Return a search that was carried out."""
    search = levelling.begin(project, member, **{"persons": persons(project), **more})
    tasks.work(search.pk)
    return again(search)


def page_of(client, search):
    return client.get(at(search.project, "levelling", search.number)).content.decode()


def test_a_search_waits_until_its_turn_and_the_page_asks_again(seen, project, partner):
    crowded(project, partner)
    answer = seen.post(at(project, "try_levelling"), {"minutes": "3", f"persons_{partner.pk}": "1"})
    search = Levelling.objects.get()
    assert answer.headers["Location"] == at(project, "levelling", 1)
    assert (search.stage, search.minutes, search.persons) == (Stage.WAITING, 3, persons(project))
    page = page_of(seen, search)
    assert 'hx-trigger="every 2s"' in page
    assert "searched for at most 3 minutes" in page
    assert at(project, "stop_levelling", 1) in page
    assert "Better dates are being searched now." in seen.get(at(project, "outlook")).content.decode()


def test_better_dates_are_kept_shown_beside_the_plan_then_taken(seen, project, partner):
    first, second = crowded(project, partner)
    search = searched(project)
    assert (search.stage, search.progress, search.problem) == (Stage.DONE, 100, None)
    page = page_of(seen, search)
    assert "5 working days later" in page
    assert '<td class="number">5</td>' in page
    assert '<td class="number">0</td>' in page
    assert "No dates are better" in page
    assert "it is not proved" not in page
    assert {again(first).bound, again(second).bound} == {Bound.NONE}
    assert seen.post(at(project, "take_levelling", 1)).status_code == 302
    moved = Item.objects.get(project=project, bound=Bound.NOT_BEFORE)
    assert (moved.day, moved.revision) == (making.START + dt.timedelta(days=7), 2)
    assert PlanEvent.objects.filter(project=project, what__item=moved.pk).count() == 1
    assert again(search).stage == Stage.TAKEN
    assert "Enough people" in seen.get(at(project, "outlook")).content.decode()
    assert "nothing to decide" in seen.post(at(project, "take_levelling", 1)).content.decode()


def test_a_proposal_is_thrown_away_and_the_plan_stays(seen, project, partner):
    crowded(project, partner)
    search, revision = searched(project), project.revision
    assert seen.post(at(project, "drop_levelling", 1)).status_code == 302
    assert (again(search).stage, again(project).revision) == (Stage.DROPPED, revision)
    assert "The plan stayed as it was" in page_of(seen, search)
    assert "nothing to decide" in seen.post(at(project, "drop_levelling", 1)).content.decode()


def test_a_plan_that_was_changed_since_takes_no_proposal_and_says_so(seen, project, partner, member):
    crowded(project, partner)
    search = searched(project)
    items.create(project, member, kind="task", title="Another", days=1)
    page = page_of(seen, search)
    assert "changed since these dates were searched" in page
    assert at(project, "take_levelling", 1) not in page
    refused = seen.post(at(project, "take_levelling", 1)).content.decode()
    assert refused.count("changed since these dates were searched") == 2
    assert not Item.objects.filter(bound=Bound.NOT_BEFORE).exists()
    assert again(search).stage == Stage.DONE


def test_a_plan_that_was_changed_before_the_search_began_is_not_searched(seen, project, partner, member):
    crowded(project, partner)
    search = levelling.begin(project, member, persons=persons(project))
    items.create(project, member, kind="task", title="Another", days=1)
    tasks.work(search.pk)
    assert again(search).stage == Stage.FAILED
    assert "Somebody changed the plan before the search began" in page_of(seen, search)


def test_who_stops_a_search_ends_it_while_it_is_at_work(project, partner, member, monkeypatch):
    crowded(project, partner)
    search = levelling.begin(project, member, persons=persons(project))
    heard = []

    def stopped_soon(rows, partners, one, today, watch):
        heard.append(watch(0.1))
        levelling.stop(one)
        return analysis.proposal(rows, partners, one, today, watch)

    monkeypatch.setattr(tasks, "proposal", stopped_soon)
    tasks.work(search.pk)
    row = again(search)
    assert (heard, row.stage, row.progress, row.value) == ([True], Stage.STOPPED, 10, None)


def test_what_was_stopped_before_its_turn_is_not_searched(seen, project, partner, member):
    crowded(project, partner)
    search = levelling.begin(project, member, persons=persons(project))
    assert seen.post(at(project, "stop_levelling", 1)).status_code == 302
    tasks.work(search.pk)
    assert (again(search).stage, again(search).value) == (Stage.STOPPED, None)
    assert "Somebody stopped the search" in page_of(seen, search)


def test_one_search_goes_on_at_a_time(seen, project, partner, member):
    crowded(project, partner)
    levelling.begin(project, member, persons=persons(project))
    with pytest.raises(ValidationError, match="being searched already"):
        levelling.begin(project, member, persons=persons(project))
    again_asked = seen.post(at(project, "try_levelling"), {"minutes": "1"}, follow=True)
    assert "being searched already" in again_asked.content.decode()


def test_a_search_whose_worker_is_gone_is_given_up_and_the_next_can_begin(seen, project, partner, member):
    crowded(project, partner)
    search = levelling.begin(project, member, persons=persons(project))
    long_ago = timezone.now() - 2 * levelling.SILENCE
    Levelling.objects.update(stage=Stage.RUNNING, heard=long_ago)
    assert "Something went wrong on our side" in page_of(seen, search)
    assert levelling.begin(project, member, persons=persons(project)).number == 2


def test_only_the_last_searches_are_kept(project, partner, member, monkeypatch):
    monkeypatch.setattr(levelling, "KEPT", 2)
    crowded(project, partner)
    for _search in range(4):
        levelling.stop(levelling.begin(project, member, persons=persons(project)))
    assert sorted(Levelling.objects.values_list("number", flat=True)) == [3, 4]


def test_a_failure_of_ours_is_kept_and_seen_in_the_log(project, partner, member, monkeypatch):
    crowded(project, partner)
    search = levelling.begin(project, member, persons=persons(project))
    monkeypatch.setattr(tasks, "proposal", lambda *_all: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        tasks.work(search.pk)
    assert again(search).stage == Stage.FAILED


def test_what_is_to_be_finished_by_a_day_keeps_it_and_still_moves(project, partner, member):
    due = making.START + 60 * making.DAY
    crowded(project, partner, deadline=due)
    levelling.take(searched(project), member)
    moved = Item.objects.get(project=project, bound=Bound.NOT_BEFORE)
    assert (moved.day, moved.deadline) == (making.START + 7 * making.DAY, due)


def test_better_dates_behind_the_end_of_the_project_are_named(seen, project, partner):
    crowded(project, partner)
    Project.objects.update(ends_on=making.START + 4 * making.DAY)
    assert "after the last day of the project" in page_of(seen, searched(project))


def test_what_was_found_without_a_proof_is_said_so(seen, project, partner):
    crowded(project, partner)
    search = searched(project)
    search.value["status"] = "best found"
    search.save()
    assert "it is not proved" in page_of(seen, search)


def test_what_cannot_be_moved_is_refused(project, member, partner):
    first, _second = crowded(project, partner)
    package = making.package(project)
    making.line(project, parent=package)
    search = searched(project)
    early = {str(first.pk): "2027-02-28"}
    for sets in (early, {str(package.pk): "2027-03-01"}, {"0": "2027-03-01"}, {}):
        search.value["sets"] = sets
        search.save()
        with pytest.raises(ValidationError):
            levelling.take(search, member)
    assert not Item.objects.filter(bound=Bound.NOT_BEFORE).exists()


def test_the_example_can_be_searched_but_stays_as_it_is(partner, member):
    example = making.make_project(partner, member, is_example=True)
    crowded(example, partner)
    with pytest.raises(ValidationError, match="The example stays as it is"):
        levelling.take(searched(example), member)


@pytest.mark.parametrize("minutes", ["", "2", "600", "x"])
def test_odd_minutes_begin_nothing(seen, project, partner, minutes):
    crowded(project, partner)
    answer = seen.post(at(project, "try_levelling"), {"minutes": minutes}, follow=True)
    assert "Nothing was searched" in answer.content.decode()
    assert not Levelling.objects.exists()


def test_an_empty_plan_is_not_searched(seen, project):
    answer = seen.post(at(project, "try_levelling"), {"minutes": "1"}, follow=True)
    assert "no line yet whose dates could be better" in answer.content.decode()


def test_partners_try_but_do_not_take(client, project, partner):
    other = make_partner(name="Riga centre")
    making.take_part(project, other)
    crowded(project, partner)
    client.force_login(make_member(other))
    assert client.post(at(project, "try_levelling"), {"minutes": "1"}).status_code == 302
    tasks.work(Levelling.objects.get().pk)
    page = client.get(at(project, "levelling", 1)).content.decode()
    assert "5 working days later" in page
    assert "Take these dates" not in page
    for name in ("take_levelling", "drop_levelling"):
        assert client.post(at(project, name, 1)).status_code == 403
    assert client.get(at(project, "levelling", 2)).status_code == 404


@pytest.mark.long
def test_a_plan_of_four_hundred_lines_gets_a_proposal_in_the_time_it_is_given(
    seen, project, partner, monkeypatch
):
    monkeypatch.setattr(analysis, "MINUTE", 1)
    for number in range(400):
        making.effort(making.line(project, f"Line {number}", 2), partner, 2)
    began = time.monotonic()
    search = searched(project)
    assert time.monotonic() - began < 15
    assert search.stage == Stage.DONE
    assert search.value["over"][1] == 0
    assert len(search.value["sets"]) == 399
    assert page_of(seen, search).count("/plan/") > 399


@pytest.mark.long
def test_deadlines_that_were_bounds_move_to_their_own_column(tmp_path):
    journey = Path(__file__).with_name("moving_journey.py")
    environ = {
        **os.environ,
        "MENTORWAY_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "mentorway.web.settings",
    }
    run = subprocess.run(  # noqa: S603
        [sys.executable, str(journey)], env=environ, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout.strip().splitlines()[-1]) == [
        ["T1", "none", "None", "2027-03-01"],
        ["T2", "starts_on", "2027-03-01", "None"],
    ]
