"""Lines are written, changed, moved, taken out and brought back; what depends on what; baselines."""

import datetime as dt
import itertools

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.plan import making

from mentorway.web.plan.actions import baselines as keeping
from mentorway.web.plan.actions import dependencies as linking
from mentorway.web.plan.actions import items as actions
from mentorway.web.plan.analysis import items as analysis
from mentorway.web.plan.analysis.dates import dates_of, first_of, last_of
from mentorway.web.plan.analysis.effects import effect_of
from mentorway.web.plan.models import Baseline, Bound, Dependency, Effort, Item, Kind, Project, Worked
from mentorway.web.plan.queries.items import rows_of

pytestmark = pytest.mark.django_db
BEFORE = making.START - making.DAY


@pytest.fixture
def partner():
    return make_partner(name="Turku college")


@pytest.fixture
def member(partner):
    return make_member(partner, role="admin", name="Aino Virtanen")


@pytest.fixture
def project(partner, member):
    return making.make_project(partner, member)


@pytest.fixture
def seen(client, member):
    client.force_login(member)
    return client


def again(row):
    return type(row)._base_manager.get(pk=row.pk)


def at(project, page, *more):
    return reverse(f"plan:{page}", args=[project.pk, *more])


def sent(item, **more):
    """Return what the form about a line sends."""
    facts = {**analysis.facts_of(item), "revision": item.revision, **more}
    return {name: value for name, value in facts.items() if value is not None}


def stated(item, **more):
    facts = {**analysis.stated_of(item), "revision": item.revision, **more}
    return {name: value for name, value in facts.items() if value is not None}


def days(project, item):
    dates = dates_of(project, today=BEFORE)
    return first_of(dates, item), last_of(dates, item)


def codes(project):
    return [item.code for item in rows_of(project).items]


# Writing


def test_a_line_without_a_code_gets_the_next_one(project, member):
    package = actions.create(project, member, kind=Kind.PACKAGE, title="Study", code="")
    made = [
        actions.create(project, member, kind=kind, title="Line", code="", parent=package)
        for kind in (Kind.TASK, Kind.TASK, Kind.DELIVERABLE, Kind.MILESTONE)
    ]
    assert [package.code, *(item.code for item in made)] == ["WP1", "T1.1", "T1.2", "D1.1", "M1"]


def test_a_new_line_stands_behind_its_sisters(seen, project):
    one, two = making.package(project, "One", code="WP1"), making.package(project, "Two", code="WP2")
    making.line(project, "Part", parent=one, code="A")
    data = {"kind": "task", "title": "Ask", "parent": one.pk, "bound": "none", "days": 3, "code": "B"}
    assert seen.post(at(project, "new_item"), data).status_code == 302
    assert codes(project) == ["WP1", "A", "B", two.code]
    assert list(project.items.values_list("position", flat=True)) == [1, 2, 3, 4]


def test_every_change_is_told_and_counts_the_revision(seen, project, member):
    before = again(project).revision
    item = actions.create(project, member, kind=Kind.TASK, title="Ask", code="T1", days=2)
    actions.change(item, member, revision=1, title="Ask more")
    assert again(project).revision == before + 2
    page = seen.get(at(project, "item", item.pk)).text
    assert ("T1 Ask was added." in page, "T1 Ask more was changed." in page) == (True, True)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "milestone", "days": 3}, "takes no days"),
        ({"bound": "starts_on"}, "Choose the day too"),
        ({"shortest": 2}, "Say both the shortest and the longest time"),
        ({"shortest": 4, "longest": 5, "days": 3}, "must not be above"),
        ({"days": 5001}, "5000"),
        ({"days": -1}, "0"),
        ({"title": ""}, "This field is required."),
        ({"code": "taken"}, "There is a line with this code already."),
        ({"bound": "starts_on", "day": "2027-03-06"}, "no working day"),
        ({"bound": "starts_on", "day": "2027-02-01"}, "before the plan begins"),
        ({"parent": 999999}, "Select a valid choice"),
        ({"country": "XX"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(seen, project, wrong, said):
    making.line(project, code="taken")
    data = {"kind": "task", "title": "Ask", "bound": "none", "days": 3, **wrong}
    page = seen.post(at(project, "new_item"), data)
    assert page.status_code == 200
    assert said in page.text
    assert project.items.count() == 1


def test_a_lead_is_one_of_the_partners_of_the_project(seen, project):
    data = {"kind": "task", "title": "Ask", "bound": "none", "lead": make_partner().pk}
    assert "Select a valid choice" in seen.post(at(project, "new_item"), data).text


def test_a_moment_has_no_parts(project, member):
    moment = making.line(project, kind=Kind.MILESTONE)
    with pytest.raises(ValidationError, match="has no parts"):
        actions.create(project, member, kind=Kind.TASK, title="Ask", parent=moment)
    package = making.package(project)
    making.line(project, parent=package)
    with pytest.raises(ValidationError, match="It has parts"):
        actions.change(package, member, revision=1, kind=Kind.MILESTONE)


def test_a_line_cannot_belong_to_its_own_part(seen, project, member):
    outer = making.package(project)
    inner = making.package(project, parent=outer)
    with pytest.raises(ValidationError, match="contain each other"):
        actions.change(outer, member, revision=1, parent=inner)
    assert (
        "Select a valid choice"
        in seen.post(at(project, "change_item", outer.pk), sent(outer, parent=inner.pk)).text
    )


def test_a_plan_has_an_end_of_lines(project, member, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 1)
    making.line(project)
    with pytest.raises(ValidationError, match="at most 1 lines"):
        actions.create(project, member, kind=Kind.TASK, title="Ask")


def test_without_a_bound_no_day_is_kept(project, member):
    item = making.line(project, bound=Bound.NOT_BEFORE, day=making.START)
    actions.change(item, member, revision=1, bound=Bound.NONE, day=making.START)
    assert again(item).day is None


# Two people at once


def test_two_people_change_different_things_and_both_stay(seen, project):
    item = making.line(project)
    first, second = sent(item, title="Another title"), sent(item, days=9)
    assert [seen.post(at(project, "change_item", item.pk), one).status_code for one in (first, second)] == [
        302,
        302,
    ]
    row = again(item)
    assert (row.title, row.days, row.revision) == ("Another title", 9, 3)


def test_two_people_change_the_same_thing_and_are_asked(seen, project):
    item = making.line(project)
    url = at(project, "change_item", item.pk)
    seen.post(url, sent(item, days=8))
    page = seen.post(url, sent(item, days=9))
    assert (page.status_code, again(item).days) == (409, 8)
    settled = {**sent(item, revision=2), "days__merge": "mine", "days__mine": 9, "days__theirs": 8}
    del settled["days"]
    assert seen.post(url, settled).status_code == 302
    assert again(item).days == 9


def test_who_says_how_far_a_line_is_undoes_no_change_of_it(seen, project):
    item = making.line(project)
    progress = stated(item, done=30)
    seen.post(at(project, "change_item", item.pk), sent(item, title="Another title"))
    assert seen.post(at(project, "state_progress", item.pk), progress).status_code == 302
    row = again(item)
    assert (row.title, row.done) == ("Another title", 30)


def test_what_other_code_wrote_without_telling_is_not_undone(seen, project):
    item = making.line(project)
    data = sent(item, days=9)
    Item.objects.filter(pk=item.pk).update(title="Moved by somebody", revision=5)
    page = seen.post(at(project, "change_item", item.pk), data)
    assert page.status_code == 409
    assert again(item).title == "Moved by somebody"


# What if


def test_what_would_move_is_shown_before_anything_is_saved(seen, project):
    first = making.line(project, "Ask", 5, code="A")
    making.line(project, "Count", 2, first, code="B")
    page = seen.post(at(project, "change_item", first.pk), {**sent(first, days=8), "show": "1"}).text
    assert "Nothing is saved yet." in page
    assert page.count("3 working days later") == 2
    assert again(first).days == 5


def test_what_is_impossible_is_said_there_too(seen, project):
    item = making.line(project)
    wanted = sent(item, bound="starts_on", day="2027-03-06")
    page = seen.post(at(project, "change_item", item.pk), {**wanted, "show": "1"})
    assert (page.status_code, "no working day" in page.text) == (200, True)


def test_holidays_of_another_country_move_a_line(project):
    item = making.line(project, "Ask", 5, bound=Bound.NOT_BEFORE, day=dt.date(2027, 3, 8))
    found = effect_of(rows_of(project), item, {"country": "LT"})  # 11 March is a holiday there
    assert [(move.item.pk, move.days) for move in found.moves] == [(item.pk, 1)]
    assert item.country == ""


def test_what_would_newly_be_late_is_said_with_days_as_on_the_page(project):
    item = making.line(project, "Ask", 5)
    found = effect_of(rows_of(project), item, {"deadline": making.START})
    (why,) = found.late
    assert "after its deadline of 1 Mar 2027" in why
    item.deadline = making.START
    item.save()
    assert effect_of(rows_of(project), item, {"title": "Other"}).late == []


def test_the_end_does_not_depend_on_a_line_only_because_its_day_is_fixed(seen, project):
    making.line(project, "Long", 50)
    item = making.line(project, "Ask", 5)
    fixed = {"bound": Bound.STARTS_ON, "day": making.START}
    assert effect_of(rows_of(project), item, fixed).critical == []
    Item.objects.filter(pk=item.pk).update(**fixed)
    page = seen.get(at(project, "item", item.pk)).text
    assert "None: it is decided on which day it starts." in page
    assert "if it is delayed, the end moves" not in page
    assert "Last day without moving the end" not in page


def test_a_change_that_moves_nothing_says_so(seen, project):
    item = making.line(project)
    page = seen.post(at(project, "change_item", item.pk), {**sent(item, title="Other"), "show": "1"}).text
    assert "No line would take place on other days." in page


# Dependencies


def test_a_line_waits_for_another_and_the_page_says_why(seen, project):
    first, second = making.line(project, code="A"), making.line(project, code="B")
    data = {"before": first.pk, "link": "FS", "lag": 2}
    assert seen.post(at(project, "set_dependency", second.pk), data).status_code == 302
    assert days(project, second)[0] == dt.date(2027, 3, 10)
    page = seen.get(at(project, "item", second.pk)).text
    assert (
        "It waits for A Ask people (5 March 2027): Begins when the other is finished, 2 working days later."
        in page
    )
    assert "A Ask people" in seen.get(at(project, "items")).text


def test_a_dependency_is_changed_and_not_doubled(seen, project):
    first = making.line(project)
    second = making.line(project, "Count", 5, first)
    seen.post(at(project, "set_dependency", second.pk), {"before": first.pk, "link": "SS", "lag": ""})
    row = Dependency.objects.get()
    assert (row.link, row.lag) == ("SS", 0)
    assert "SS" in seen.get(at(project, "items")).text


def test_a_circle_is_refused_with_the_lines_named_and_the_plan_stays(seen, project):
    first = making.line(project, "Ask", code="A")
    second = making.line(project, "Count", 5, first, code="B")
    page = seen.post(at(project, "set_dependency", first.pk), {"before": second.pk, "link": "FS", "lag": 0})
    assert "Tasks wait for each other in a circle: A Ask" in page.text
    assert Dependency.objects.count() == 1
    assert again(project).revision == project.revision


def test_a_line_of_another_project_cannot_be_waited_for(seen, project, member):
    item, foreign = making.line(project), making.line(making.make_project())
    making.line(project, "Another that can be waited for")
    data = {"before": foreign.pk, "link": "FS", "lag": 0}
    assert "Select a valid choice" in seen.post(at(project, "set_dependency", item.pk), data).text
    with pytest.raises(ValidationError, match="not in the plan any more"):
        linking.set_dependency(item, member, before=foreign, link="FS")


def test_a_dependency_is_removed(seen, project):
    first = making.line(project)
    second = making.line(project, "Count", 5, first)
    seen.post(at(project, "remove_dependency", second.pk, first.pk))
    assert not Dependency.objects.exists()
    assert days(project, second)[0] == making.START
    assert seen.get(at(project, "remove_dependency", second.pk, first.pk)).status_code == 404


# Moving


def test_a_line_changes_places_with_its_sister_and_takes_its_parts_along(seen, project):
    one, two = making.package(project, code="WP1"), making.package(project, code="WP2")
    making.line(project, parent=one, code="A")
    making.line(project, parent=two, code="B")
    seen.post(at(project, "move_item", two.pk), {"way": "up"})
    assert codes(project) == ["WP2", "B", "WP1", "A"]
    seen.post(at(project, "move_item", two.pk), {"way": "down"})
    assert codes(project) == ["WP1", "A", "WP2", "B"]
    before = again(project).revision
    seen.post(at(project, "move_item", two.pk), {"way": "down"})
    assert again(project).revision == before
    assert seen.get(at(project, "move_item", two.pk)).status_code == 405


# Taking out


def test_a_line_goes_with_its_parts_and_comes_back_with_all(seen, project, partner):
    package = making.package(project, code="WP1")
    part = making.line(project, parent=package, code="A")
    making.effort(part, partner, 4)
    waits = making.line(project, "Count", 2, part, code="B")
    page = seen.get(at(project, "remove_item", package.pk)).text
    assert "These parts go with it" in page
    assert "B Count" in page
    assert "Planned person-days that go with it: 4." in page
    seen.post(at(project, "remove_item", package.pk))
    assert codes(project) == ["B"]
    assert days(project, waits)[0] == making.START
    assert seen.get(at(project, "item", part.pk)).status_code == 404
    assert at(project, "restore_item", package.pk) in seen.get(at(project, "items")).text
    seen.post(at(project, "restore_item", package.pk))
    assert set(codes(project)) == {"WP1", "A", "B"}
    assert days(project, waits)[0] == dt.date(2027, 3, 8)
    assert Effort.objects.count() == 1


def test_a_part_of_what_is_gone_comes_back_at_the_top(project, member):
    package = making.package(project)
    part = making.line(project, parent=package)
    actions.remove(part, member)
    actions.remove(package, member)
    actions.restore(again(part), member)
    row = again(part)
    assert (row.removed, row.parent) == (None, None)


def test_what_would_come_back_with_a_code_that_is_taken_stays_out(seen, project, member):
    item = making.line(project, code="A")
    actions.remove(item, member)
    making.line(project, code="A")
    page = seen.post(at(project, "restore_item", item.pk))
    assert "There is a line with this code already." in page.text
    assert again(item).removed is not None


def test_what_would_come_back_as_a_circle_stays_out(project, member):
    first = making.line(project)
    second = making.line(project, "Count", 2, first)
    third = making.line(project, "Say", 2, second)
    actions.remove(second, member)
    linking.set_dependency(first, member, before=third, link="FS")
    with pytest.raises(ValidationError, match="circle"):
        actions.restore(again(second), member)
    assert again(second).removed is not None


def test_a_line_with_reported_days_stays(project, member, partner):
    package = making.package(project)
    Worked.objects.create(period=making.period(project), item=package, partner=partner, days=2)
    with pytest.raises(ValidationError, match="reported person-days"):
        actions.remove(package, member)


# Progress


def test_what_is_finished_is_done_and_moves_what_waits_for_it(seen, project):
    today = timezone.localdate()
    Project.objects.filter(pk=project.pk).update(starts_on=today - 30 * making.DAY)
    item = making.line(project)
    data = stated(item, started=today - 20 * making.DAY, finished=today - making.DAY, deviation="It rained.")
    assert seen.post(at(project, "state_progress", item.pk), data).status_code == 302
    row = again(item)
    assert (row.done, row.deviation) == (100, "It rained.")
    assert last_of(dates_of(again(project)), row) == today - making.DAY
    assert "It has really begun or ended" in seen.get(at(project, "item", item.pk)).text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"started": "2090-01-04"}, "which is after"),
        ({"started": "2026-03-05", "finished": "2026-03-04"}, "cannot be finished before it has begun"),
        ({"done": 101}, "100"),
        ({"done": ""}, "This field is required."),
    ],
)
def test_progress_that_cannot_be_is_refused(seen, project, wrong, said):
    item = making.line(project)
    page = seen.post(at(project, "state_progress", item.pk), stated(item, **wrong))
    assert said in page.text
    assert again(item).revision == 1


def test_a_partner_says_how_far_its_own_lines_are_and_no_others(client, project):
    other = make_partner()
    making.take_part(project, other)
    client.force_login(make_member(other))
    own, foreign = making.line(project, lead=other), making.line(project)
    answers = [
        client.post(at(project, "state_progress", item.pk), stated(item, done=50)).status_code
        for item in (own, foreign)
    ]
    assert answers == [302, 403]
    assert client.get(at(project, "change_item", own.pk)).status_code == 403


def test_a_work_package_is_as_far_as_its_parts_by_their_work(project, member, partner):
    package = making.package(project)
    much, little = (
        making.line(project, parent=package, done=50),
        making.line(project, parent=package, done=100),
    )
    making.effort(much, partner, 30)
    making.effort(little, partner, 10)
    assert analysis.shares(rows_of(project))[package.pk] == 0.625
    with pytest.raises(ValidationError, match="follows from its parts"):
        actions.state_progress(package, member, revision=1, done=10)


@pytest.mark.parametrize(("kind", "share"), [(Kind.TASK, 0.75), (Kind.MILESTONE, 0.5)])
def test_without_person_days_working_days_count_and_without_them_every_part_alike(project, kind, share):
    package = making.package(project)
    making.line(project, "Ask", 15, parent=package, done=100, kind=kind)
    making.line(project, "Count", 5, parent=package, kind=kind)
    assert analysis.shares(rows_of(project))[package.pk] == share


# Baselines


def test_slips_since_a_baseline_are_said_line_by_line(seen, project, member, partner):
    first = making.line(project, "Ask", 5, code="A")
    making.effort(making.line(project, "Count", 2, first, code="B"), partner, 2)
    gone = making.line(project, "Old", 1, code="C")
    seen.post(at(project, "baselines"), {"title": "As in the grant agreement"})
    actions.change(first, member, revision=1, days=8)
    actions.remove(gone, member)
    actions.create(project, member, kind=Kind.TASK, title="New", code="D", days=1)
    page = seen.get(at(project, "baseline", Baseline.objects.get().pk)).text
    assert page.count("3 working days later") == 2
    assert ("New since then" in page, "C Old" in page) == (True, True)
    assert "The plan ends 3 days later than kept." in page
    assert "Only what is late" in seen.get(at(project, "items")).text
    late = seen.get(at(project, "items"), {"late": "1"}).text
    assert ("A Ask" in late, "D New" in late) == (True, False)


def test_a_baseline_keeps_the_first_and_last_day_of_every_line(project, member):
    item = making.line(project, "Ask", 5)
    row = keeping.keep(project, member, title="Now")
    assert row.dates == {str(item.pk): ["2027-03-01", "2027-03-05"]}


def test_a_baseline_needs_lines_and_a_name_of_its_own(seen, project, member):
    assert "There is nothing to keep yet" in seen.post(at(project, "baselines"), {"title": "Now"}).text
    making.line(project)
    keeping.keep(project, member, title="Now")
    page = seen.post(at(project, "baselines"), {"title": "Now"})
    assert "There is a baseline of this name already." in page.text
    assert Baseline.objects.count() == 1


def test_only_who_plans_keeps_and_deletes_baselines(client, seen, project, member):
    making.line(project)
    row = keeping.keep(project, member, title="Now")
    other = make_partner()
    making.take_part(project, other)
    seen.post(at(project, "delete_baseline", row.pk))
    assert not Baseline.objects.exists()
    client.force_login(make_member(other))
    assert client.get(at(project, "baselines")).status_code == 200
    assert client.post(at(project, "baselines"), {"title": "Mine"}).status_code == 403


# The table


def test_lines_are_found_by_what_they_are(seen, project):
    other = make_partner()
    making.take_part(project, other)
    making.line(project, "Ąžuolas", lead=other, activity="study")
    making.line(project, "Birch", kind=Kind.MILESTONE)
    url = at(project, "items")
    for chosen in ({"q": "azuol"}, {"partner": other.pk}, {"kind": "task"}, {"activity": "study"}):
        page = seen.get(url, chosen).text
        assert (chosen, "Ąžuolas" in page, "Birch" in page) == (chosen, True, False)
    assert "Nothing found" in seen.get(url, {"q": "oak"}).text
    assert "Birch" in seen.get(url, {"partner": "x", "kind": "y", "late": "z"}).text


def test_a_line_of_another_project_is_not_found(seen, project):
    foreign = making.line(making.make_project())
    for page in ("item", "change_item", "remove_item", "restore_item", "state_progress", "set_dependency"):
        assert seen.get(at(project, page, foreign.pk)).status_code == 404


def test_what_people_write_is_shown_and_not_run(seen, project):
    item = making.line(project, "<script>alert(1)</script>")
    for page in (at(project, "items"), at(project, "item", item.pk), at(project, "project")):
        assert "<script>alert" not in seen.get(page).text


def many(project, partner, count):
    """Write lines in work packages of ten, each waiting for the one before."""
    packages = [
        Item(project=project, kind=Kind.PACKAGE, code=f"WP{n}", title=f"Package {n}", position=n * 20)
        for n in range(count // 10)
    ]
    Item.objects.bulk_create(packages)
    lines = [
        Item(
            project=project,
            parent=packages[n // 9],
            kind=Kind.TASK,
            code=f"T{n}",
            title=f"Task {n}",
            days=3,
            lead=partner,
            position=n // 9 * 20 + 1 + n % 9,
        )
        for n in range(count // 10 * 9)
    ]
    Item.objects.bulk_create(lines)
    Dependency.objects.bulk_create(Dependency(before=a, after=b) for a, b in itertools.pairwise(lines))
    Effort.objects.bulk_create(Effort(item=line, partner=partner, days=2) for line in lines)


def test_a_thousand_lines_are_shown_with_as_many_queries_as_ten(seen, project, partner, member):
    many(project, partner, 10)
    keeping.keep(project, member, title="Now")
    seen.get(at(project, "items"))
    with CaptureQueriesContext(connection) as few:
        seen.get(at(project, "items"))
    larger = making.make_project(partner, member, title="Large")
    many(larger, partner, 1000)
    keeping.keep(larger, member, title="Now")
    with CaptureQueriesContext(connection) as lots:
        page = seen.get(at(larger, "items")).text
    assert (page.count("<tr>"), len(lots)) == (1001, len(few))
