"""How far lines are is read from what exists elsewhere in the platform."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.evaluation import making as evaluating
from tests.web.mentoring import making as mentoring
from tests.web.methodology.making import make_questionnaire
from tests.web.pilots import making as pilots
from tests.web.plan import making
from tests.web.practices.practices_making import make_practice
from tests.web.study import making as studies
from tests.web.training import making as training

from mentorway.web.evaluation.models import Result, Stage
from mentorway.web.mentoring.models import RoundState
from mentorway.web.methodology.models import Methodology
from mentorway.web.network.models import Agreement, AgreementVersion, Visit
from mentorway.web.pilots.models import CohortState
from mentorway.web.plan.actions import evidence as actions
from mentorway.web.plan.analysis import evidence as analysis
from mentorway.web.plan.analysis.dates import dates_of, last_of
from mentorway.web.plan.analysis.items import lateness, shares
from mentorway.web.plan.models import SOURCES, Evidence, Item, PlanEvent
from mentorway.web.plan.queries import evidence as queries
from mentorway.web.plan.queries.items import rows_of
from mentorway.web.practices.models.practices import PracticeState
from mentorway.web.study.models import State
from mentorway.web.translation.models import Document

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


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
def item(project):
    return making.line(project, "Visit each other", done=10)


@pytest.fixture
def seen(client, member):
    client.force_login(member)
    return client


def make_visit(partner, state="held", day=dt.date(2026, 3, 2), **more):
    starts = dt.datetime.combine(day, dt.time(9), dt.UTC)
    facts = {"title": "Visit to Riga", "search_text": "visit to riga", **more}
    return Visit.objects.create(
        host=partner, state=state, starts=starts, ends=starts + dt.timedelta(hours=2), **facts
    )


def rest(item, source, thing):
    return Evidence.objects.create(item=item, **{source: thing})


def fact(item):
    """Return what the evidence of a line shows."""
    return analysis.done_from_facts(item.project, rows_of(item.project))[item.pk]


def at(item, page="item", *more):
    return reverse(f"plan:{page}", args=[item.project_id, item.pk, *more])


# What each kind shows


def agreement(partner, state, **days):
    row = Agreement.objects.create(title="Working together", owner=partner)
    held = AgreementVersion.objects.create(agreement=row, number=1, starts=days["starts"]) if days else None
    Agreement.objects.filter(pk=row.pk).update(state=state, held=held, **days)
    return row


@pytest.mark.parametrize(
    ("state", "days", "share", "words"),
    [
        ("accepted", (dt.date(2026, 1, 5), None), 1, "Agreement in force since"),
        ("offered", (dt.date(2026, 1, 5), None), 1, "in force since"),
        ("accepted", (dt.date(2026, 1, 5), dt.date(2026, 2, 1)), 1, "was in force from"),
        ("accepted", (dt.date(2126, 1, 5), None), 1, "in force from"),
        ("ended", (dt.date(2026, 1, 5), None), 1, "ended before its time"),
        ("offered", (None, None), 0.5, "waits for acceptance"),
        ("draft", (None, None), 0, "is being written"),
        ("withdrawn", (None, None), 0, "was withdrawn"),
        ("ended", (None, None), 0, "ended before its time"),
    ],
)
def test_an_agreement_is_done_once_all_have_accepted(item, state, days, share, words):
    more = dict(zip(("starts", "ends"), days, strict=True)) if days[0] else {}
    rest(item, "agreement", agreement(item.project.partner, state, **more))
    found = fact(item)
    assert found.share == share
    assert words in found.sentence


@pytest.mark.parametrize(
    ("state", "share", "words"),
    [("held", 1, "took place on"), ("planned", 0, "planned for"), ("cancelled", 0, "was cancelled")],
)
def test_a_visit_is_done_once_it_took_place(item, partner, state, share, words):
    rest(item, "visit", make_visit(partner, state))
    found = fact(item)
    assert (found.share, words in found.sentence) == (share, True)
    assert found.day == (dt.date(2026, 3, 2) if share else None)


@pytest.mark.parametrize(
    ("state", "share"),
    [
        ("draft", 0),
        ("submitted", 0.25),
        ("review", 0.5),
        ("accepted", 0.75),
        ("published", 1),
        ("withdrawn", 0),
    ],
)
def test_a_practice_is_done_by_its_way_to_readers(item, partner, member, state, share):
    row = make_practice(partner, member)
    more = {"published": timezone.now()} if state == PracticeState.PUBLISHED else {}
    type(row).objects.filter(pk=row.pk).update(state=state, **more)
    rest(item, "practice", row)
    found = fact(item)
    assert found.share == share
    assert ("Published on" in found.sentence) is (share == 1)


def test_a_programme_and_a_methodology_are_done_once_a_version_is_published(item, partner, member):
    programme = training.make_programme(partner, member)
    rest(item, "programme", programme)
    assert fact(item) == analysis.Fact(0, "No version is published yet.")
    training.publish(programme)
    assert fact(item).share == 1
    assert fact(item).day == timezone.localdate()


def test_an_open_study_is_done_by_the_answers_that_are_wanted(item, partner):
    study = studies.make_study(partner, minimum=8)
    studies.answered(study, 3)
    rest(item, "study", study)
    assert fact(item).sentence == "Study open: 3 of 8 answers wanted."
    assert fact(item).share == 3 / 8
    studies.answered(study, 7)
    assert fact(item).share < 1
    assert fact(item).percent == 99
    type(study).objects.filter(pk=study.pk).update(state=State.CLOSED)
    assert fact(item).share == 1


def test_a_study_without_a_number_is_done_once_it_is_closed_with_answers(item, partner):
    study = studies.make_study(partner, minimum=None)
    rest(item, "study", study)
    assert fact(item) == analysis.Fact(0, "Study open: 0 answers.")
    type(study).objects.filter(pk=study.pk).update(state=State.CLOSED)
    assert fact(item).share == 0
    studies.answered(study, 1)
    assert fact(item) == analysis.Fact(1, "Study closed: 1 answer.")


def test_a_cohort_is_done_by_its_meetings_and_says_who_has_a_certificate(item, partner, member):
    cohort = pilots.make_cohort(partner, member)
    rest(item, "cohort", cohort)
    assert fact(item).share == 0
    pilots.make_meeting(cohort, timezone.now() - 3 * DAY)
    pilots.make_meeting(cohort, timezone.now() + 3 * DAY)
    pilots.make_meeting(cohort, timezone.now() - 2 * DAY, cancelled=timezone.now())
    assert fact(item) == analysis.Fact(0.5, "Cohort under way: 1 of 2 meetings were held.")
    pilots.enrol_many(cohort, 4)
    type(cohort).objects.filter(pk=cohort.pk).update(state=CohortState.FINISHED)
    assert fact(item).share == 1
    assert fact(item).sentence == "Cohort finished; 0 of 4 have their certificate."


def test_a_round_is_done_by_its_pairs(item, partner, member):
    whole = mentoring.make_round(partner, member)
    rest(item, "round", whole)
    assert fact(item) == analysis.Fact(0, "Round has not begun.")
    type(whole).objects.filter(pk=whole.pk).update(state=RoundState.RUNNING)
    assert fact(item).share == 0
    whole.refresh_from_db()
    mentoring.pair(whole)
    mentoring.pair(whole, state="ended", ended=timezone.now(), ending="planned")
    assert fact(item) == analysis.Fact(0.5, "Round under way: 1 of 2 pairs have finished.")


def test_an_evaluation_is_done_once_there_is_a_result(item, partner, member):
    whole = evaluating.make_evaluation(partner, member)
    rest(item, "evaluation", whole)
    Result.objects.create(evaluation=whole, number=1, seed=1, stage=Stage.FAILED, finished=timezone.now())
    assert fact(item) == analysis.Fact(0, "Evaluation has no result yet.")
    Result.objects.create(
        evaluation=whole,
        number=2,
        seed=1,
        stage=Stage.DONE,
        finished=timezone.now(),
        value={"a": 1},
        data_hash="0" * 64,
    )
    assert fact(item).share == 1
    assert fact(item).sentence.startswith("Evaluation: newest result of ")


def test_what_was_deleted_shows_nothing(item, partner):
    rest(item, "visit", make_visit(partner, deleted=timezone.now()))
    assert fact(item) == analysis.Fact(0, "It was deleted.")


# What counts


def test_of_several_things_the_mean_counts(item, partner):
    for state in ("held", "held", "planned", "cancelled"):
        rest(item, "visit", make_visit(partner, state))
    assert fact(item) == analysis.Fact(0.5, "2 of 4 things are complete.")


def test_facts_count_before_what_people_say_and_finished_before_facts(project, item, partner):
    other = making.line(project, "Else", done=40)
    rest(item, "visit", make_visit(partner, "planned"))
    assert shares(rows_of(project)) == {item.pk: 0, other.pk: 0.4}
    Item.objects.filter(pk=item.pk).update(finished=making.START, done=100)
    assert shares(rows_of(project))[item.pk] == 1


def test_what_a_package_rests_on_is_not_counted(project, partner):
    package = making.package(project)
    part = making.line(project, parent=package, done=20)
    rest(package, "visit", make_visit(partner))
    assert shares(rows_of(project)) == {package.pk: 0.2, part.pk: 0.2}


def test_dates_follow_from_facts(partner, member, today):
    project = making.make_project(partner, member, starts_on=today - 60 * DAY, ends_on=today + 600 * DAY)
    item = making.line(project, "Ask", 40, started=today - 60 * DAY, done=0)
    before = last_of(dates_of(project), item)
    cohort = pilots.make_cohort(partner, member)
    for days in (-3, -2, -1, 4):
        pilots.make_meeting(cohort, timezone.now() + days * DAY)
    rest(item, "cohort", cohort)
    assert last_of(dates_of(project), item) < before


def test_what_facts_call_done_is_not_late(project, item, partner):
    Item.objects.filter(pk=item.pk).update(deadline=making.START)
    rows = rows_of(project)
    assert item.pk in lateness(rows, dates_of(project, rows=rows))
    rest(item, "visit", make_visit(partner))
    rows = rows_of(project)
    assert item.pk not in lateness(rows, dates_of(project, rows=rows))


def test_however_many_things_there_are_each_kind_is_asked_once(project, partner, member):
    cohort = pilots.make_cohort(partner, member)
    for number in range(12):
        line = making.line(project, f"Line {number}")
        rest(line, "visit", make_visit(partner))
        rest(line, "cohort", cohort)
    rows = rows_of(project)
    with CaptureQueriesContext(connection) as asked:
        analysis.shares_of(project, rows)
        shares(rows)
    assert len(asked) == 3


# The pages


def test_the_page_of_a_line_says_what_shows_it_with_a_link(seen, item, partner):
    page = seen.get(at(item)).text
    assert "Nothing yet. Name an agreement" in page
    visit = make_visit(partner)
    rest(item, "visit", visit)
    page = seen.get(at(item)).text
    assert f'href="{reverse("network:visit", args=[visit.pk])}"' in page
    assert "Visit took place on 2 March 2026." in page
    assert "That counts as 100 % done." in page


def test_who_may_not_open_a_thing_reads_its_title_without_a_link(seen, item):
    visit = make_visit(make_partner(), title="Visit <b>elsewhere</b>")
    rest(item, "visit", visit)
    page = seen.get(at(item)).text
    assert "Visit &lt;b&gt;elsewhere&lt;/b&gt;" in page
    assert reverse("network:visit", args=[visit.pk]) not in page


def test_a_thing_is_chosen_by_kind_and_words(seen, item, partner, member):
    visit = make_visit(partner)
    make_visit(partner, title="Meeting in Oulu", search_text="meeting in oulu")
    make_visit(make_partner(), title="Not mine")
    make_visit(partner, title="Example visit", is_example=True)
    page = seen.get(at(item, "add_evidence")).text
    assert all(f"?kind={source}" in page for source in SOURCES)
    page = seen.get(at(item, "add_evidence"), {"kind": "visit"}).text
    assert "Visit to Riga" in page
    assert "Meeting in Oulu" in page
    assert "Not mine" not in page
    assert "Example visit" not in page
    page = seen.get(at(item, "add_evidence"), {"kind": "visit", "q": "riga"}).text
    assert "Meeting in Oulu" not in page
    sent = seen.post(f"{at(item, 'add_evidence')}?kind=visit&q=riga", {"thing": visit.pk})
    assert sent.url == at(item)
    assert Evidence.objects.get().visit == visit
    assert PlanEvent.objects.filter(project=item.project, what__item=item.pk).exists()
    assert "“Visit to Riga” now shows how far" in seen.get(at(item)).text


@pytest.mark.parametrize("source", SOURCES)
def test_every_kind_has_a_page_that_says_if_there_is_none(seen, item, source):
    page = seen.get(at(item, "add_evidence"), {"kind": source}).text
    assert "There is none that you may see." in page
    page = seen.get(at(item, "add_evidence"), {"kind": source, "q": "xyz"}).text
    assert "Nothing fits." in page


@pytest.mark.parametrize("wrong", ["", "999999", "x", "1" * 30])
def test_a_thing_that_is_not_there_is_refused(seen, item, wrong, partner):
    make_visit(partner)
    page = seen.post(f"{at(item, 'add_evidence')}?kind=visit", {"thing": wrong})
    assert page.status_code == 200
    assert "Choose one" in page.text
    assert not Evidence.objects.exists()


def test_nobody_adds_what_they_may_not_see_or_what_is_there(item, member, partner):
    foreign, own = make_visit(make_partner()), make_visit(partner)
    with pytest.raises(ValidationError, match="may not see it"):
        actions.add_evidence(item, member, source="visit", thing=foreign)
    actions.add_evidence(item, member, source="visit", thing=own)
    with pytest.raises(ValidationError, match="rests on this already"):
        actions.add_evidence(item, member, source="visit", thing=own)
    Evidence.objects.bulk_create(
        Evidence(item=item, visit=make_visit(partner)) for _number in range(actions.MOST)
    )
    with pytest.raises(ValidationError, match="at most 50"):
        actions.add_evidence(item, member, source="visit", thing=make_visit(partner))


def test_a_partner_names_what_shows_its_own_lines_and_no_others(client, project, item):
    other = make_partner()
    making.take_part(project, other)
    own = making.line(project, "Theirs", lead=other)
    client.force_login(make_member(other))
    assert client.get(at(own, "add_evidence")).status_code == 200
    assert client.get(at(item, "add_evidence")).status_code == 403


def test_removing_asks_first_and_leaves_the_thing(seen, item, partner):
    visit = make_visit(partner)
    row = rest(item, "visit", visit)
    page = at(item, "remove_evidence", row.pk)
    assert "“Visit to Riga” will not show it any more." in seen.get(page).text
    assert Evidence.objects.exists()
    assert seen.post(page).url == at(item)
    assert not Evidence.objects.exists()
    assert Visit.objects.filter(pk=visit.pk).exists()
    assert seen.get(page).status_code == 404


def test_the_example_stays_as_it_is(project, item, member, partner):
    row = rest(item, "visit", make_visit(partner))
    type(project).objects.filter(pk=project.pk).update(is_example=True)
    with pytest.raises(ValidationError, match="stays as it is"):
        actions.add_evidence(item, member, source="visit", thing=make_visit(partner))
    with pytest.raises(ValidationError, match="stays as it is"):
        actions.remove_evidence(row, item, member)


def test_many_things_are_paged(seen, item, partner):
    for number in range(45):
        make_visit(partner, title=f"Visit {number}")
    with CaptureQueriesContext(connection) as asked:
        page = seen.get(at(item, "add_evidence"), {"kind": "visit"}).text
    assert page.count('type="radio"') == 20
    assert "Page 1 of 3" in page
    assert len(asked) < 26
    assert queries.to_choose(item.project.created_by, "visit").count() == 45


def test_a_methodology_is_asked_like_a_programme(item, partner):
    row = Methodology.objects.create(partner=partner, title="How we measure", document=_document())
    rest(item, "methodology", row)
    assert fact(item) == analysis.Fact(0, "No version is published yet.")


def _document():
    return Document.objects.get(questionnaire=make_questionnaire())
