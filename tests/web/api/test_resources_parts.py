"""What programs read of one thing: dates that are reckoned, counts without small ones, people for few."""

import pytest
from django.test import Client
from tests.conftest import make_member, make_partner
from tests.web.api.asking import ask, headers, token_for
from tests.web.comparison import making as comparing
from tests.web.dissemination import making as disseminating
from tests.web.evaluation import gathering_making
from tests.web.mentoring import making as mentoring
from tests.web.mentoring.test_canary import CANARIES, planted  # noqa: F401 - a fixture
from tests.web.methodology import making as asking
from tests.web.pilots import certifying
from tests.web.plan import making as planning
from tests.web.study import making as studying
from tests.web.training import making as training

from mentorway.web.api import v1
from mentorway.web.comparison.models import Comparison, Dataset, Stage
from mentorway.web.mentoring.models import Matching, Side
from mentorway.wording import InvalidInputError, Message

pytestmark = pytest.mark.django_db


def read(user, path, status=200, **query):
    app = path.partition("/")[0]
    found, said = ask(user, path, scopes=[f"{app}:read"], **query)
    assert found == status, said
    return said


def test_lines_of_a_plan_have_the_dates_that_follow():
    project = planning.make_project()
    first = planning.line(project, "Ask", 5)
    second = planning.line(project, "Count", 2, first, shortest=1, longest=9)
    planning.effort(second, project.partner, 3)
    said = read(project.created_by, f"plan/projects/{project.pk}/lines/")["items"]
    assert [one["title"] for one in said] == ["Ask", "Count"]
    assert said[1]["starts"] > said[0]["ends"]
    assert said[1]["depends_on"] == [first.pk]
    whole = read(project.created_by, f"plan/projects/{project.pk}/")
    assert whole["planned_end"] == said[1]["ends"]
    days = read(project.created_by, f"plan/projects/{project.pk}/person-days/")["items"]
    assert [(one["line"], float(one["days"])) for one in days] == [(second.pk, 3)]
    assert read(project.created_by, f"plan/projects/{project.pk}/person-days/", what="worked")["items"] == []
    sure = read(project.created_by, f"plan/projects/{project.pk}/outlook/")
    assert len(sure["rows"][0]["ends"]) == 3
    assert read(project.created_by, f"plan/projects/{project.pk}/lines/", kind="deliverable")["items"] == []
    read(make_member(), f"plan/projects/{project.pk}/lines/", 404)


def test_a_plan_without_lines_is_empty():
    project = planning.make_project()
    for part in ("lines", "person-days"):
        assert read(project.created_by, f"plan/projects/{project.pk}/{part}/")["items"] == []
    assert read(project.created_by, f"plan/projects/{project.pk}/outlook/")["rows"] == []
    assert read(project.created_by, f"plan/projects/{project.pk}/")["planned_end"] is None


def test_small_counts_of_answers_are_not_told():
    partner = make_partner()
    study = studying.make_study(partner)
    member = make_member(partner)
    studying.answered(study, 3)
    few = read(member, f"study/studies/{study.pk}/")
    assert few["answered"] is None
    assert {one["answered"] for one in few["waves"]} == {None}
    studying.answered(study, 4)
    more = read(member, f"study/studies/{study.pk}/")
    assert more["answered"] == 7
    assert "answered" not in read(member, "study/studies/")["items"][0]


def test_a_comparison_is_told_with_its_licences_and_its_record():
    partner = make_partner()
    row = comparing.make_done(partner)
    member = make_member(partner)
    said = read(member, f"comparison/comparisons/{row.pk}/")
    [scale, *_others] = said["scales"]
    assert {one["name"] for one in scale["groups"]} == set(said["groups"])
    assert scale["licences"][0]["verdict"]
    assert scale["licences"][0]["reasons"]
    record = read(member, f"comparison/comparisons/{row.pk}/record/")
    assert record["data_hash"] == said["data_hash"]
    assert read(member, f"comparison/analyses/{row.analysis_id}/")["versions"][0]["id"] == row.pk
    for path in ("", "record/"):
        read(make_member(), f"comparison/comparisons/{row.pk}/{path}", 404)


def test_a_comparison_under_way_is_told_to_those_who_work_with_it_only():
    row = comparing.make_comparison(comparing.make_ready(is_public=True))
    member = make_member(row.dataset.partner)
    assert read(member, f"comparison/comparisons/{row.pk}/")["scales"] == []
    read(make_member(), f"comparison/comparisons/{row.pk}/", 404)
    assert Comparison.objects.get(pk=row.pk).stage == Stage.WAITING


def test_what_visitors_of_a_public_set_are_not_shown_programs_are_not_told():
    row = comparing.make_comparison(comparing.make_ready(is_public=True))
    member, stranger = make_member(row.dataset.partner), make_member()
    own = read(member, f"comparison/answers/{row.dataset.pk}/")
    assert [one["id"] for one in own["analyses"]] == [row.analysis_id]
    assert own["editions"][0]["note"] is not None
    assert read(member, f"comparison/analyses/{row.analysis_id}/")["id"] == row.analysis_id
    for path in (f"answers/{row.dataset.pk}/", f"analyses/{row.analysis_id}/"):
        read(stranger, f"comparison/{path}", 404)
    done = comparing.make_done(row.dataset.partner)
    Dataset.objects.filter(pk=done.dataset.pk).update(is_public=True)
    told = read(stranger, f"comparison/answers/{done.dataset.pk}/")
    assert [one["note"] for one in told["editions"]] == [None] * len(told["editions"])
    assert [one["id"] for one in told["analyses"]] == [done.analysis_id]


def test_what_cannot_be_computed_is_said_and_no_failure(monkeypatch):
    project = planning.make_project()
    refusal = InvalidInputError(Message("A holiday makes this plan impossible."))

    def refused(*_args, **_more):
        raise refusal

    monkeypatch.setattr("mentorway.web.plan.resources.reading.rows_of", refused)
    said = read(project.created_by, f"plan/projects/{project.pk}/outlook/", 409)
    assert said["detail"] == "A holiday makes this plan impossible."


def test_versions_of_programmes_and_questionnaires_are_told_with_what_they_are():
    programme = training.make_programme()
    training.publish(programme)
    user = programme.created_by
    whole = read(user, f"training/programmes/{programme.pk}/")
    assert whole["modules"][0]["sessions"][0]["minutes"] > 0
    [listed] = read(user, f"training/programmes/{programme.pk}/versions/")["items"]
    one = read(user, f"training/programmes/{programme.pk}/versions/1/")
    assert (one["number"], one["content_hash"]) == (1, listed["content_hash"])
    read(user, f"training/programmes/{programme.pk}/versions/2/", 404)
    form = asking.make_questionnaire()
    asking.publish(form)
    [version] = read(form.created_by, f"methodology/questionnaires/{form.pk}/")["versions"]
    assert (version["number"], set(version["files"])) == (1, {"xlsx", "xform"})


def test_people_attendance_and_certificates_of_a_cohort_are_for_those_who_work_with_them():
    cohort = certifying.make_certified()
    person = certifying.complete(cohort, "Aino Ek")
    certifying.certify(person)
    user, base = cohort.created_by, f"pilots/cohorts/{cohort.pk}/"
    assert [one["name"] for one in read(user, f"{base}people/")["items"]] == ["Aino Ek"]
    assert read(user, f"{base}people/", q="Nobody")["items"] == []
    assert [one["presence"] for one in read(user, f"{base}attendance/")["items"]] == ["present"]
    [certificate] = read(user, f"{base}certificates/")["items"]
    assert certificate["person"] == person.pk
    assert certificate["number"] in certificate["address"]
    coordinator = make_member(role="coordinator")
    assert read(coordinator, base)["standings"]["enrolled"] == 1
    assert len(read(coordinator, f"{base}meetings/")["items"]) == 1
    for part in ("people", "attendance", "certificates"):
        read(coordinator, f"{base}{part}/", 403)
        read(make_member(), f"{base}{part}/", 404)


def test_pairs_are_told_as_their_board_tells_them():
    whole = mentoring.make_round()
    mentoring.pair(whole, days_ago=30)
    user, base = whole.created_by, f"mentoring/rounds/{whole.pk}/"
    [pair] = read(user, f"{base}pairs/")["items"]
    assert (len(pair["mentors"]), len(pair["mentees"]), pair["held"]) == (1, 1, 0)
    mentee, mentor = mentoring.join(whole), mentoring.join(whole, Side.MENTOR, "Milda", seats=1)
    draft = mentoring.make_matching(whole, [(mentee, mentor)])
    Matching.objects.update(found={**draft.found, "figures": {"pairs": 1, "mean": 700}})
    [listed] = read(user, f"{base}matchings/")["items"]
    assert (listed["number"], listed["pairs"], listed["mean_score"]) == (draft.number, 1, 700)
    [matched] = read(user, f"{base}matchings/{draft.number}/")["found"]
    assert (matched["mentee"]["id"], matched["mentor"]["id"], matched["score"]) == (mentee.pk, mentor.pk, 700)
    coordinator = make_member(role="coordinator")
    assert read(coordinator, base)["at_work"] == 1
    for part in ("pairs", "matchings", f"matchings/{draft.number}"):
        read(coordinator, f"{base}{part}/", 403)
        read(make_member(), f"{base}{part}/", 404)


def test_a_result_is_told_as_it_may_be_shown():
    whole = gathering_making.with_answers()
    gathering_making.done(whole)
    said = read(whole.created_by, f"evaluation/evaluations/{whole.pk}/results/1/")
    assert said["conclusions"]
    assert said["record"]["data_sha256"] == said["data_hash"]
    assert "guard" not in str(sorted(said["record"]))
    [listed] = read(whole.created_by, f"evaluation/evaluations/{whole.pk}/results/")["items"]
    assert listed["number"] == 1
    read(make_member(), f"evaluation/evaluations/{whole.pk}/results/1/", 404)


def test_a_claim_is_told_with_its_chain_and_every_version():
    claim = disseminating.make_published()
    said = read(claim.created_by, f"dissemination/claims/{claim.pk}/")
    assert [one["kind"] for one in said["chain"]] == ["counted", "claim"]
    [version] = said["versions"]
    assert version["value"] >= 1
    assert version["chain"][0]["title"] == "Partners of the network"
    assert read(claim.created_by, "dissemination/claims/", state="broken")["items"] == []


def paths():
    """Return every address that programs read, with its parts to be filled in."""
    return sorted(v1.api.get_openapi_schema(path_prefix="/api/v1/")["paths"])


@pytest.mark.long
def test_what_a_pair_writes_is_in_no_answer_to_anybody(planted):  # noqa: F811 - the fixture
    number = planted.mentee.relation.round_id
    readers = [(one, headers(token_for(one))) for one in planted.world.people.values() if one is not None]
    answered = set()
    for path in paths():
        where = path.replace("{pk}", str(number)).replace("{number}", "1")
        if "{" in where or "/deeds" in where:
            continue
        for _person, shown in readers:
            answer = Client().get(where, {"limit": 200}, headers=shown)
            text = (answer.getvalue() if answer.streaming else answer.content).decode().lower()
            assert not [one for one in CANARIES if one in text], where
            answered |= {where} if answer.status_code == 200 else set()
    assert f"/api/v1/mentoring/rounds/{number}/pairs/" in answered
    assert len(answered) > 30
