"""Projects are begun, changed by several people at once, deleted, brought back; partners join and leave."""

import datetime as dt
import itertools

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation
from tests.conftest import make_member, make_partner
from tests.web.plan import making

from mentorway.web.plan import due
from mentorway.web.plan.actions import items as writing
from mentorway.web.plan.actions import projects as actions
from mentorway.web.plan.analysis import projects as analysis
from mentorway.web.plan.analysis import starting
from mentorway.web.plan.analysis.dates import dates_of
from mentorway.web.plan.models import DAYS_IN_BIN, Bound, Dependency, Kind, Project, Worked
from mentorway.web.plan.queries import projects as queries

pytestmark = pytest.mark.django_db


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


def sent(project, **more):
    """Return what the form about a project sends."""
    facts = {**analysis.facts_of(project), "revision": queries.facts_number(project), **more}
    return {name: value for name, value in facts.items() if value is not None}


def show(client, project, page="project"):
    return client.get(reverse(f"plan:{page}", args=[project.pk])).text


# The list


def test_without_a_project_the_list_says_how_to_begin(seen):
    page = seen.get(reverse("plan:projects")).text
    assert "No project yet" in page
    assert reverse("plan:new_project") in page


def test_who_belongs_to_no_partner_reads_whom_to_ask(client):
    other = make_member()
    other.memberships.all().delete()
    client.force_login(other)
    for page in ("projects", "new_project"):
        assert "You do not belong to a partner yet" in client.get(reverse(f"plan:{page}")).text


def test_projects_are_found_by_their_words_and_by_when_they_run(seen, partner, member):
    making.make_project(partner, member, title="Ąžuolas")
    today = timezone.localdate()
    old = {"starts_on": today - 20 * making.DAY, "ends_on": today - making.DAY}
    making.make_project(partner, member, title="Birch", **old)
    found = seen.get(reverse("plan:projects"), {"q": "azuol"}).text
    assert ("Ąžuolas" in found, "Birch" in found) == (True, False)
    over = seen.get(reverse("plan:projects"), {"standing": "over"}).text
    assert ("Ąžuolas" in over, "Birch" in over) == (False, True)
    assert "Nothing found" in seen.get(reverse("plan:projects"), {"q": "oak"}).text


def test_people_of_every_partner_see_the_project_and_others_do_not(client, partner, member):
    other = make_partner()
    project = making.make_project(partner, member, other)
    client.force_login(make_member(other))
    assert client.get(reverse("plan:project", args=[project.pk])).status_code == 200
    assert client.get(reverse("plan:change_project", args=[project.pk])).status_code == 403
    client.force_login(make_member())
    assert client.get(reverse("plan:project", args=[project.pk])).status_code == 404


# Beginning


def new(**more):
    return {
        "title": "Mentors for all",
        "starts_on": "2027-03-01",
        "ends_on": "2029-02-28",
        "currency": "eur",
        "report_days": "30",
        **more,
    }


def test_a_project_begins_with_its_partners_each_with_a_short_name(seen, partner):
    other = make_partner(name="Baltic Institute of Adult Learning and Teaching")
    data = new(partner=partner.pk, partners=[other.pk, partner.pk])
    assert seen.post(reverse("plan:new_project"), data).status_code == 302
    project = Project.objects.get()
    assert project.currency == "EUR"
    assert [row.short for row in queries.partners_of(project)] == ["Turku college", "BIALT"]
    assert project.items.count() == 0


def test_with_the_template_nine_work_packages_are_there(seen, partner):
    seen.post(reverse("plan:new_project"), new(partner=partner.pk, begins="on"))
    project = Project.objects.get()
    assert project.items.filter(kind=Kind.PACKAGE).count() == 9
    page = show(seen, project)
    assert "WP1 Network and management" in page
    assert "The plan began with the template of Mentorway." in page


@pytest.mark.parametrize("country", ["FI", "LV", "LT", "SE"])
@pytest.mark.parametrize("months", [12, 24, 36])
def test_the_template_fits_into_projects_of_all_lengths(country, months):
    last = dt.date(2027 + months // 12, 2, 28)
    project = making.make_project(make_partner(country=country), ends_on=last)
    writing.use_template(project, project.created_by)
    end = dates_of(project, today=making.START - making.DAY).finish
    assert last - dt.timedelta(days=90) < end <= last


def test_what_the_template_waits_for_is_there_and_comes_in_the_order_of_the_activities():
    found = list(starting.seeds())
    codes = [seed.code for seed in found]
    assert len(codes) == len(set(codes))
    assert {code.rstrip("!") for seed in found for code in seed.after} <= set(codes)
    order = list(dict.fromkeys(seed.activity for seed in found))
    flow = ["network", "practices", "methodology", "study", "comparison", "training", "pilots", "mentoring"]
    assert order == [*flow, "evaluation", "dissemination"]
    assert all(0 < len(seed.title) <= 200 for seed in found)


def test_the_template_comes_in_the_language_of_who_begins(project, member, monkeypatch):
    monkeypatch.setattr(starting, "_", lambda text: f"fi: {text}")
    with translation.override("fi"):
        writing.use_template(project, member)
    assert all(title.startswith("fi: ") for title in project.items.values_list("title", flat=True))


def test_the_template_is_for_empty_plans(seen, project):
    making.line(project)
    found = seen.post(reverse("plan:use_template", args=[project.pk]))
    assert "The plan has lines already" in found.text
    assert project.items.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ends_on": "2027-02-01"}, "The last day must not be before the first."),
        ({"currency": "EURO"}, "at most 3"),
        ({"currency": "E1"}, "A currency has three capital letters"),
        ({"title": ""}, "This field is required."),
        ({"starts_on": "1850-01-01"}, "1990"),
    ],
)
def test_what_cannot_be_is_said(seen, partner, wrong, said):
    page = seen.post(reverse("plan:new_project"), new(partner=partner.pk, **wrong))
    assert said in page.text
    assert not Project.objects.exists()


# Changing


def test_changes_are_kept_and_told(seen, project):
    url = reverse("plan:change_project", args=[project.pk])
    seen.post(url, sent(project, title="Mentors for everyone"))
    row = again(project)
    assert (row.title, row.revision) == ("Mentors for everyone", project.revision + 1)
    assert "What is written about the project was changed." in show(seen, project)


def test_two_people_change_different_things_and_both_stay(seen, project):
    first, second = sent(project, title="Another title"), sent(project, purpose="Another purpose")
    url = reverse("plan:change_project", args=[project.pk])
    assert [seen.post(url, one).status_code for one in (first, second)] == [302, 302]
    row = again(project)
    assert (row.title, row.purpose) == ("Another title", "Another purpose")


def test_two_people_change_the_same_thing_and_are_asked(seen, project):
    first, second = sent(project, title="Mine"), sent(project, title="Theirs")
    url = reverse("plan:change_project", args=[project.pk])
    assert [seen.post(url, one).status_code for one in (first, second)] == [302, 409]
    assert again(project).title == "Mine"


def test_a_change_of_a_line_is_no_clash_with_a_change_of_the_project(seen, project, member):
    data = sent(project, title="Another title")
    writing.create(project, member, kind=Kind.TASK, title="Ask", days=2, parent=None)
    assert seen.post(reverse("plan:change_project", args=[project.pk]), data).status_code == 302


def test_a_first_day_that_makes_the_plan_impossible_is_refused(seen, project):
    making.line(project, bound=Bound.STARTS_ON, day=making.START)
    later = making.START + 10 * making.DAY
    page = seen.post(reverse("plan:change_project", args=[project.pk]), sent(project, starts_on=later))
    assert "before the plan begins" in page.text
    assert again(project).starts_on == making.START


def test_the_example_never_changes(member):
    project = making.make_project(is_example=True)
    for action in (
        lambda: actions.change(project, member, revision=0, title="Mine"),
        lambda: actions.delete(project),
        lambda: actions.add_partner(project, member, partner=make_partner()),
        lambda: writing.create(project, member, kind=Kind.TASK, title="Ask"),
    ):
        with pytest.raises(ValidationError, match="example"):
            action()


# Overview


def test_an_empty_plan_teaches(seen, project):
    page = show(seen, project)
    assert "No line yet" in page
    assert reverse("plan:use_template", args=[project.pk]) in page


def test_the_overview_says_what_is_late_what_is_next_and_what_decides_the_end(seen, project):
    part = making.package(project, "Study", code="WP1")
    ask = making.line(project, "Ask", 5, parent=part, code="T1", deadline=making.START, done=50)
    making.line(project, "Asked", 0, ask, parent=part, code="M1", kind=Kind.MILESTONE)
    making.period(project)
    page = show(seen, project)
    assert "Here it begins." in page
    assert "Show the 1 line that is late" in page
    assert "working days after its deadline" in page
    assert "M1 Asked" in page
    assert "WP1 Study" in page
    assert "50 %" in page
    assert "The report of period 1 is due on 29 March 2028." in page


def test_what_is_finished_is_not_late(project):
    facts = {"deadline": making.START, "done": 100}
    making.line(project, "Ask", 5, **facts)
    assert analysis.overview_of(project, today=making.START).late == []


def test_only_where_lateness_begins_is_listed_and_the_rest_is_counted(project):
    part = making.package(project)
    ask = making.line(project, "Ask", 900, parent=part)
    making.line(project, "Count", 5, ask, parent=part)
    found = analysis.overview_of(project, today=making.START)
    assert [item for item, _why in found.late] == [None, ask]
    assert found.late_lines == 3


def test_a_plan_that_outlasts_the_project_is_late(project):
    making.line(project, "Ask", 900)
    found = analysis.overview_of(project, today=making.START).late
    assert [item is None for item, _why in found] == [True, False]


# Partners


def test_a_partner_is_added_and_named(seen, project):
    other = make_partner(name="Riga school")
    seen.post(reverse("plan:add_partner", args=[project.pk]), {"partner": other.pk})
    row = project.partners.get(partner=other)
    seen.post(reverse("plan:change_partner", args=[project.pk, row.pk]), {"short": "RS"})
    page = show(seen, project, "partners_of")
    assert "Riga school" in page
    assert "<td>RS</td>" in page


def test_nobody_takes_part_twice_or_has_the_short_name_of_another(project, member, partner):
    with pytest.raises(ValidationError, match="in the project already"):
        actions.add_partner(project, member, partner=partner)
    short = project.partners.get().short
    with pytest.raises(ValidationError, match="has this short name"):
        actions.add_partner(project, member, partner=make_partner(), short=short.lower())


def test_a_partner_with_work_stays_and_the_page_says_where(seen, project, member):
    other = make_partner()
    row = making.take_part(project, other)
    making.effort(making.line(project, lead=other), other, 3)
    page = seen.get(reverse("plan:remove_partner", args=[project.pk, row.pk])).text
    assert "It leads 1 line of the plan." in page
    assert "It has person-days on 1 line." in page
    with pytest.raises(ValidationError, match="work or money"):
        actions.remove_partner(row, member)


def test_a_partner_without_work_leaves_and_the_lead_stays(seen, project, member):
    row = making.take_part(project, make_partner())
    seen.post(reverse("plan:remove_partner", args=[project.pk, row.pk]))
    assert project.partners.count() == 1
    with pytest.raises(ValidationError, match="leads the project"):
        actions.remove_partner(project.partners.get(), member)


def test_a_partner_of_another_project_is_not_found(seen, project):
    row = making.make_project().partners.get()
    assert seen.get(reverse("plan:change_partner", args=[project.pk, row.pk])).status_code == 404


# The bin


def test_what_is_deleted_comes_back_with_its_lines(seen, project):
    making.line(project)
    seen.post(reverse("plan:delete_project", args=[project.pk]))
    assert seen.get(reverse("plan:project", args=[project.pk])).status_code == 404
    assert "Mentors for all" in seen.get(reverse("plan:deleted_projects")).text
    seen.post(reverse("plan:restore_project", args=[project.pk]))
    assert "Ask people" in show(seen, project, "items")


def test_after_its_time_in_the_bin_a_project_is_gone_with_what_was_reported(project, partner):
    item = making.line(project)
    Worked.objects.create(period=making.period(project), item=item, partner=partner, days=3)
    making.depend(making.line(project), item)
    now = timezone.now()
    Project.objects.filter(pk=project.pk).update(deleted=now - dt.timedelta(days=DAYS_IN_BIN, hours=1))
    due.do_due_work(now)
    assert (Project.objects.count(), Dependency.objects.count()) == (0, 0)


def test_what_is_in_the_bin_for_less_stays(project):
    Project.objects.filter(pk=project.pk).update(deleted=timezone.now() - dt.timedelta(days=DAYS_IN_BIN - 1))
    assert actions.clear_away(timezone.now()) == 0


def test_short_names_are_never_the_same():
    taken = []
    for _number in itertools.repeat(None, 12):
        taken.append(analysis.short_name("An extraordinarily long name of a school", taken))
    assert len(set(taken)) == 12
    assert all(len(name) <= 20 for name in taken)
