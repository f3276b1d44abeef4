"""The chart is drawn, filtered and moved in; its files; the calendar of a project."""

import datetime as dt
import itertools
import re

import pytest
from django.urls import reverse
from django.utils.translation import override
from tests.conftest import make_member, make_partner
from tests.web.plan import making

from mentorway.web.plan.actions import baselines
from mentorway.web.plan.analysis import gantt as analysis
from mentorway.web.plan.analysis.dates import dates_of
from mentorway.web.plan.models import Bound, Dependency, Item, Kind, PlanEvent
from mentorway.web.plan.queries.items import rows_of

pytestmark = pytest.mark.django_db
MONDAY = making.START + 7 * making.DAY


@pytest.fixture
def partner():
    return make_partner(name="Turku college")


@pytest.fixture
def member(partner):
    return make_member(partner, name="Aino Virtanen")


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


def shown(client, project, **chosen):
    return client.get(at(project, "gantt"), chosen).content.decode()


def sent(client, project, item, page="gantt_move", **more):
    facts = {"line": f"{item.pk}.{item.revision}", **more}
    return client.post(at(project, page), facts)


def test_an_empty_plan_teaches_how_to_begin(seen, project):
    page = shown(seen, project)
    assert "No line yet" in page
    assert "<svg" not in page.partition("<main")[2]


def test_each_bar_leads_to_its_line_and_the_chain_is_named(seen, project):
    first = making.line(project, "Ask people")
    last = making.line(project, "Count answers", 3, first)
    page = shown(seen, project)
    assert f'class="gantt-link gantt-task gantt-critical" href="{at(project, "item", last.pk)}"' in page
    chain = page.partition("These lines decide it")[2].partition("</ol>")[0]
    assert chain.index("Ask people") < chain.index("Count answers")
    assert at(project, "items") in page


def test_only_what_the_end_depends_on_only_one_package_or_partner_by_partner(seen, project):
    study, other = making.package(project, "Study"), making.package(project, "Training")
    making.line(project, "Ask people", 20, parent=study)
    making.line(project, "Short walk", 2, parent=other)

    def bars(**chosen):
        plot = shown(seen, project, **chosen).partition("gantt-plot")[2].partition("</section>")[0]
        return [name for name in ("Ask people", "Short walk") if f"{name}, " in plot]

    assert bars() == ["Ask people", "Short walk"]
    assert bars(critical="1") == ["Ask people"]
    assert bars(package=str(other.pk)) == ["Short walk"]
    assert "Led by nobody" in shown(seen, project, lanes="1")


def test_what_does_not_exist_is_taken_for_everything(seen, project):
    making.line(project)
    assert "gantt-plot" in shown(seen, project, zoom="x", package="99", baseline="7", lanes="no")


def test_a_baseline_stands_below_the_bars(seen, project, member):
    item = making.line(project)
    baselines.keep(project, member, title="As agreed")
    Item.objects.filter(pk=item.pk).update(days=9)
    kept = project.baselines.get()
    assert "gantt-agreed" not in shown(seen, project)
    assert "gantt-agreed" in shown(seen, project, baseline=str(kept.pk))


def test_nothing_is_left_where_all_is_over(seen, project):
    begun = dt.date(2026, 3, 2)
    old = making.make_project(project.partner, starts_on=begun)
    making.line(old, started=begun, finished=begun + 4 * making.DAY)
    assert "Nothing found" in shown(seen, old, critical="1")
    assert "gantt-plot" in shown(seen, old)


def test_who_only_looks_gets_no_form(client, project):
    making.line(project)
    other = make_partner(name="Riga college")
    making.take_part(project, other)
    client.force_login(make_member(other))
    page = shown(client, project)
    assert "Move a line" not in page
    assert "gantt.js" not in page
    assert sent(client, project, project.items.get(), day=MONDAY).status_code == 403


def test_the_example_is_looked_at_but_not_moved(seen, partner, member):
    project = making.make_project(partner, member, is_example=True)
    item = making.line(project)
    assert "gantt-plot" in shown(seen, project)
    assert sent(seen, project, item, day=MONDAY).status_code == 403


def test_what_would_move_is_shown_and_nothing_saved(seen, project):
    first = making.line(project, "Ask people")
    making.line(project, "Count answers", 3, first)
    answer = sent(seen, project, first, "gantt_what_if", day=MONDAY).content.decode()
    assert "What would move" in answer
    assert "5 working days later" in answer
    assert "<html" in answer
    piece = sent(seen, project, first, "gantt_what_if", shift="5", piece="1").content.decode()
    assert "Count answers" in piece
    assert "<html" not in piece
    assert '<button class="button" type="submit" form="move-form">Save</button>' in piece
    assert 'id="move-form"' in seen.get(at(project, "gantt")).content.decode()
    assert again(first).bound == Bound.NONE


def test_a_line_is_moved_by_a_day_by_steps_or_with_the_mouse(seen, project):
    item = making.line(project)
    answer = sent(seen, project, item, day=MONDAY)
    assert answer.status_code == 302
    item = again(item)
    assert (item.bound, item.day, item.days) == (Bound.NOT_BEFORE, MONDAY, 5)
    sent(seen, project, item, shift="1", stretch="2")
    item = again(item)
    assert (item.day, item.days) == (MONDAY + making.DAY, 7)
    sent(seen, project, item, drag="4")  # Saturday: Monday then
    assert again(item).day == MONDAY + 7 * making.DAY
    assert PlanEvent.objects.filter(project=project).count() == 3


def test_the_choices_of_the_chart_stay_after_saving(seen, project):
    item = making.line(project)
    answer = seen.post(
        f"{at(project, 'gantt_move')}?zoom=week&lanes=1", {"line": f"{item.pk}.1", "days": "6"}
    )
    assert answer.headers["Location"] == f"{at(project, 'gantt')}?zoom=week&lanes=1"


@pytest.mark.parametrize("page", ["gantt_what_if", "gantt_move"])
def test_who_comes_back_without_sending_gets_the_chart(seen, project, page):
    answer = seen.get(at(project, page))
    assert answer.headers["Location"] == at(project, "gantt")


def test_a_line_never_gets_shorter_than_a_day(seen, project):
    item = making.line(project)
    sent(seen, project, item, stretch="-30")
    assert again(item).days == 1


@pytest.mark.parametrize(
    ("facts", "more", "words"),
    [
        ({"started": making.START}, {"shift": "1"}, "really begun or ended"),
        ({"kind": Kind.MILESTONE}, {"days": "3"}, "marks a moment"),
        ({}, {}, "Say from which day or for how many working days"),
        ({}, {"day": "yesterday"}, "Enter a valid date"),
        ({}, {"days": "-4"}, "greater than or equal to 0"),
        ({}, {"shift": "9999999"}, "less than or equal to 5000"),
    ],
)
def test_what_cannot_be_is_said_and_not_saved(seen, project, facts, more, words):
    item = making.line(project, **facts)
    answer = sent(seen, project, item, **more)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert words in sent(seen, project, item, "gantt_what_if", piece="1", **more).content.decode()
    assert again(item).revision == 1


def test_a_fixed_start_stays_fixed_on_another_day(seen, project):
    item = making.line(project, bound=Bound.STARTS_ON, day=making.START)
    sent(seen, project, item, shift="5")
    assert (again(item).bound, again(item).day) == (Bound.STARTS_ON, MONDAY)


def test_who_saves_over_a_change_is_told(seen, project):
    item = making.line(project)
    sent(seen, project, item, days="6")
    answer = sent(seen, project, item, days="7")
    assert "Somebody has saved a change just now" in answer.content.decode()
    assert again(item).days == 6


@pytest.mark.parametrize("line", ["", "7", "x.1", "99999.1", "1.x", "\x00.1"])
def test_a_line_that_is_not_there_is_refused(seen, project, line):
    making.line(project)
    answer = seen.post(at(project, "gantt_move"), {"line": line, "days": "3"})
    assert answer.status_code == 200
    assert not PlanEvent.objects.exists()


def test_a_work_package_is_not_moved_itself(project):
    package = making.package(project)
    part = making.line(project, parent=package)
    assert [one.item.pk for one in analysis.movable(rows_of(project))] == [part.pk]


@pytest.mark.parametrize(("kind", "begin"), [("svg", b"<?xml"), ("pdf-a4", b"%PDF"), ("pdf-a3", b"%PDF")])
def test_the_chart_is_a_file_with_all_letters(seen, project, kind, begin):
    making.line(project, "Ąžuolas ”<b>” 漢字")
    answer = seen.get(at(project, "gantt_file", kind))
    assert answer.content.startswith(begin)
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_long_plan_is_printed_on_several_sheets(seen, project):
    making.line(project)
    short = seen.get(at(project, "gantt_file", "pdf-a4")).content
    for _number in range(60):
        making.line(project)
    long = seen.get(at(project, "gantt_file", "pdf-a4")).content
    pages = [len(re.findall(rb"/Type\s*/Page\b(?!s)", file)) for file in (short, long)]
    assert pages == [1, 4]  # of 61 lines, 20 on a sheet
    assert seen.get(at(project, "gantt_file", "pdf-a4"), {"lanes": "1"}).content.startswith(b"%PDF")


def test_a_plan_of_centuries_is_explained_instead_of_drawn(seen, project):
    lines = [making.line(project, days=5000) for _number in range(6)]
    for before, after in itertools.pairwise(lines):
        making.depend(after, before)
    page = shown(seen, project)
    assert "more days than a chart can show" in page
    assert "These lines decide it" in page
    answer = seen.get(at(project, "gantt_file", "svg"), follow=True)
    assert answer.redirect_chain
    assert "more days than a chart can show" in answer.content.decode()


def test_no_file_of_nothing_and_of_no_other_kind(seen, project):
    assert seen.get(at(project, "gantt_file", "svg")).status_code == 404
    making.line(project)
    assert seen.get(at(project, "gantt_file", "png")).status_code == 404


def calendar_address(client, project):
    page = client.get(at(project, "plan_files")).content.decode()
    return page.partition('id="address"')[2].partition('value="')[2].partition('"')[0].partition("/plan/")[2]


def test_the_calendar_has_milestones_deliverables_and_reports(client, seen, project):
    task = making.line(project, "Ask people")
    making.line(project, "Asked", 0, task, kind=Kind.MILESTONE)
    making.line(project, "Report", 0, task, kind=Kind.DELIVERABLE)
    making.period(project)
    address = f"/plan/{calendar_address(seen, project)}"
    client.logout()
    answer = client.get(address)
    assert answer.headers["Content-Type"].startswith("text/calendar")
    text = answer.content.decode().replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == 3
    assert "DTSTART;VALUE=DATE:20270305" in text
    assert "The report on period 1 is due" in text
    assert "Ask people" not in text


def test_the_calendar_closes_with_the_password_the_account_and_the_membership(client, seen, project, member):
    making.line(project)
    address = f"/plan/{calendar_address(seen, project)}"
    assert client.get(address).status_code == 200
    assert client.get(address.replace(".ics", "0.ics")).status_code == 404
    other = making.make_project(project.partner, member)
    assert client.get(address.replace(f"/{project.pk}/", f"/{other.pk}/")).status_code == 404
    member.memberships.all().delete()
    assert client.get(address).status_code == 404
    make = member.memberships.model
    make.objects.create(user=member, partner=project.partner, role="member")
    assert client.get(address).status_code == 200
    member.set_password("another one that nobody knows")
    member.save()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("link", ["1", "x-1", "-", "99999999999999999999999-a", "١-a"])
def test_an_address_that_cannot_be_is_not_found(client, project, link):
    assert client.get(f"/plan/{project.pk}/calendar/{link}.ics").status_code == 404


def test_a_thousand_lines_are_drawn(seen, project):
    items = Item.objects.bulk_create(
        Item(
            project=project,
            kind=Kind.TASK,
            code=f"T{number}",
            title=f"Step {number}",
            days=3,
            position=number,
        )
        for number in range(1000)
    )
    Dependency.objects.bulk_create(
        Dependency(before=items[number - 4], after=items[number]) for number in range(4, 1000)
    )
    rows = rows_of(project)
    more = {"base": "/plan/1/lines/"}
    drawn = analysis.drawing_of(rows, dates_of(project, rows=rows), analysis.View(), {}, more)
    assert "Step 999" in str(drawn)
    assert seen.get(at(project, "gantt")).status_code == 200


def test_days_are_those_of_the_reader(project):
    making.line(project, "Ask people", done=40)
    rows = rows_of(project)
    dates = dates_of(project, rows=rows)
    chart = analysis.chart_of(rows, dates, analysis.View(), {}, {"today": making.START})
    assert "1 Mar 2027 – 5 Mar 2027, 40 % done" in chart.rows[0].text
    with override("fi"):
        chart = analysis.chart_of(rows, dates, analysis.View(), {}, {"today": making.START})
    assert "1.3.2027" in chart.rows[0].text


def test_moving_a_line_keeps_the_day_by_which_it_is_to_be_finished(seen, project):
    item = making.line(project, deadline=making.START + 30 * making.DAY)
    sent(seen, project, item, shift="5")
    moved = again(item)
    assert (moved.bound, moved.day, moved.deadline) == (
        Bound.NOT_BEFORE,
        MONDAY,
        making.START + 30 * making.DAY,
    )
