"""The chain under a claim: each link is a row that is there, and what is retracted breaks it at once."""

import itertools

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from tests.conftest import make_member, make_partner
from tests.web.dissemination import making
from tests.web.practices.practices_making import make_practice
from tests.web.study import making as studies

from mentorway.web.comparison.analysis.comparing import result_of
from mentorway.web.core.rests import resting_on
from mentorway.web.dissemination import due
from mentorway.web.dissemination.actions import breaking
from mentorway.web.dissemination.actions import claims as actions
from mentorway.web.dissemination.analysis.chain import chain_of, from_kept, kept
from mentorway.web.dissemination.analysis.claims import reading_of
from mentorway.web.dissemination.analysis.links import KINDS, Chain, link, marked
from mentorway.web.dissemination.analysis.pages import standing_of
from mentorway.web.dissemination.analysis.sources import figures_in, offer_of, sections_in, source_of
from mentorway.web.dissemination.models import LANGUAGES, Basis, Claim, Release, Stage
from mentorway.web.dissemination.needs import needs_of
from mentorway.web.dissemination.queries import claims as queries
from mentorway.web.practices.models import Practice, PracticeState
from mentorway.web.training.models import Citation
from mentorway.wording import Message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path


def kinds(claim):
    return [one.kind for one in chain_of(claim).links]


def breaks(claim):
    """Look at a claim as its public page does, and say what readers are told."""
    claim.refresh_from_db()
    breaking.look_at([claim])
    reading = reading_of(claim, "en")
    assert reading.is_broken is (claim.broken is not None)
    return list(reading.why_broken)


def put_in_bin(row):
    type(row).objects.filter(pk=row.pk).update(deleted=timezone.now())


def test_answers_from_a_file_lead_to_where_they_come_from():
    assert kinds(making.compared()) == ["origin", "answers", "finding", "claim"]


def test_answers_of_nowhere_are_no_evidence():
    claim = making.compared()
    dataset = claim.finding.comparison.analysis.dataset
    type(dataset).objects.filter(pk=dataset.pk).update(source="")
    assert [one.broken for one in chain_of(claim).breaks] == [
        "Nobody has said where these answers come from."
    ]


def test_answers_of_a_study_lead_to_its_questions_in_every_language():
    claim = making.compared_study(studies.make_study(languages=["en", "fi"]))
    chain = chain_of(claim)
    assert [one.kind for one in chain.links] == [
        "questionnaire", "translation", "study", "answers", "finding", "claim",
    ]  # fmt: skip
    assert chain.links[1].title == "English, suomi"
    assert chain.is_whole


def test_an_evaluation_leads_from_the_programme_over_its_pilots_to_the_result():
    claim = making.evaluated()
    measured = ["questionnaire", "translation", "study"]
    assert kinds(claim) == ["programme", "pilot", *measured, "result", "claim"]
    claim.key, claim.place = "change", {"outcome": outcome_of(claim), "wave": "after"}
    claim.save()
    assert kinds(claim) == ["programme", "pilot", *measured, "outcome", "result", "claim"]


def outcome_of(claim):
    return claim.result.evaluation.outcomes.get().key


def test_a_chain_is_kept_and_said_again_in_the_language_of_the_reader():
    chain = chain_of(making.compared())
    assert from_kept(kept(chain)) == chain


def test_what_is_published_in_one_language_is_no_other_in_another():
    claim = making.make_published()
    assert any("title" in one["words"] for one in queries.newest_version(claim).chain)
    for language in LANGUAGES:
        with override(language):
            assert (language, standing_of(claim, language).has_news) == (language, False)


def test_a_link_that_broke_is_marked_in_every_language():
    there = link("finding", Message("How the partners work together"))
    broke = link("finding", Message("How the partners work together"), broken=Message("Somebody deleted it."))
    with override("lt"):
        gone = breaking.breaks_of(Chain((broke,)))
    for language in LANGUAGES:
        with override(language):
            assert [bool(one.broken) for one in marked(from_kept(kept(Chain((there,)))), gone).links] == [
                True
            ]


def cited(claim):
    """Let the programme under an evaluation answer a good practice."""
    practice = make_practice(state=PracticeState.ACCEPTED)
    programme = claim.result.evaluation.cohorts.get().edition.programme
    Citation.objects.create(programme=programme, module="m", practice=practice)
    return practice


def retract_analysis(claim):
    put_in_bin(claim.finding.comparison.analysis)


def retract_answers(claim):
    put_in_bin(claim.finding.comparison.analysis.dataset)


def retract_study(claim):
    put_in_bin(claim.finding.comparison.analysis.dataset.study)


def retract_questionnaire(claim):
    put_in_bin(claim.finding.comparison.analysis.dataset.study.version.questionnaire)


def retract_study_for_good(claim):
    dataset = claim.finding.comparison.analysis.dataset
    type(dataset).objects.filter(pk=dataset.pk).update(study=None)


def retract_consent(claim):
    study = claim.finding.comparison.analysis.dataset.study
    type(study).objects.filter(pk=study.pk).update(state="draft", consent_hash="")


def retract_finding_for_good(claim):
    claim.finding.comparison.analysis.delete()


def retract_release(claim):
    study = claim.finding.comparison.analysis.dataset.study
    Release.objects.create(
        study=study, number=1, title="Open answers", stage=Stage.WITHDRAWN, reason="Too fine."
    )


@pytest.mark.parametrize(
    ("retract", "told"),
    [
        (retract_analysis, "The comparison was deleted."),
        (retract_answers, "The answers were deleted."),
        (retract_study, "The study that asked was deleted."),
        (retract_study_for_good, "The study that asked was deleted."),
        (retract_questionnaire, "The questionnaire was deleted."),
        (retract_consent, "The study has no consent text that people agreed to."),
        (retract_finding_for_good, "The comparison on which it rests was deleted."),
        (retract_release, "The open data of the study was taken back: Too fine."),
    ],
)
def test_what_is_retracted_under_a_comparison_breaks_the_claim_at_once(retract, told):
    claim = making.compared_study(studies.make_study())
    making.publish(claim)
    assert breaks(claim) == []
    retract(claim)
    assert told in " ".join(breaks(claim))


def retract_evaluation(claim):
    put_in_bin(claim.result.evaluation)


def retract_result(claim):
    claim.result.delete()


def retract_pilot(claim):
    put_in_bin(claim.result.evaluation.cohorts.get())


def leave_out_pilot(claim):
    claim.result.evaluation.cohorts.clear()


def retract_programme(claim):
    put_in_bin(claim.result.evaluation.cohorts.get().edition.programme)


def withdraw_practice(claim):
    Practice.objects.update(state=PracticeState.WITHDRAWN)


def retract_practice(claim):
    put_in_bin(Practice.objects.get())


def forget_study(claim):
    whole = claim.result.evaluation
    type(whole).objects.filter(pk=whole.pk).update(study=None)


def test_what_is_retracted_under_an_evaluation_breaks_the_claim_at_once():
    claim = making.evaluated()
    cited(claim)
    making.publish(claim)
    assert breaks(claim) == []
    for retract, told in (
        (retract_evaluation, "The evaluation was deleted."),
        (retract_result, "The evaluation on which it rests was deleted."),
        (retract_pilot, "The pilot was deleted."),
        (leave_out_pilot, "The pilot is no longer part of the evaluation."),
        (retract_programme, "The training programme was deleted."),
        (withdraw_practice, "The good practice was withdrawn."),
        (retract_practice, "The good practice was deleted."),
        (forget_study, "The study that asked was deleted."),
    ):
        with transaction.atomic():
            retract(Claim.objects.get(pk=claim.pk))
            found = breaks(claim)
            transaction.set_rollback(True)
        assert told in " ".join(found), retract


def test_a_renamed_pilot_breaks_nothing():
    claim = making.evaluated()
    making.publish(claim)
    claim.result.evaluation.cohorts.update(title="Another name")
    assert breaks(claim) == []


def test_what_comes_back_makes_the_chain_whole_again_and_both_are_in_the_history():
    claim = making.compared()
    making.publish(claim)
    making.delete_source(claim)
    assert breaks(claim) == ["“Trust”: The comparison was deleted."]
    assert breaks(claim) == ["“Trust”: The comparison was deleted."]
    analysis = claim.finding.comparison.analysis
    type(analysis).objects.filter(pk=analysis.pk).update(deleted=None)
    assert breaks(claim) == []
    steps = [step.said[0]["text"] for step in claim.steps.all()[:3]]
    assert steps == [
        "Its chain of evidence is whole again.",
        "Its chain of evidence broke.",
        "Version %(number)d was published.",
    ]


def test_the_people_of_the_partner_are_told_once_and_have_it_among_their_needs(
    django_capture_on_commit_callbacks,
):
    claim = making.compared()
    making.publish(claim)
    making.delete_source(claim)
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            due.do_due_work(timezone.now())
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    (letter,) = [one for one in mail.outbox if "lost its evidence" in one.subject]
    assert letter.to == [claim.created_by.email]
    assert "“Trust”: The comparison was deleted." in letter.body
    (need,) = needs_of(claim.created_by)
    assert (need.urgent, need.url) == (True, reverse("dissemination:claim", args=[claim.pk]))


def test_a_broken_claim_is_mended_by_pointing_it_at_other_evidence():
    claim, other = making.compared(), making.compared()
    making.publish(claim)
    making.delete_source(claim)
    breaking.look_at([claim])
    actions.point_at(
        claim, claim.created_by, basis=Basis.COMPARISON, source=other.finding, offer=offer_of(other)
    )
    assert breaks(claim) == ["“Trust”: The comparison was deleted."]  # of what readers see
    making.publish(claim)
    assert breaks(claim) == []
    assert reading_of(claim, "en").changes == ("It rests on another source than version 1.",)
    making.delete_source(other)
    assert breaks(claim) == ["“Trust”: The comparison was deleted."]


def test_a_draft_is_not_marked_and_a_withdrawn_claim_stays_as_it_is():
    claim = making.compared()
    making.delete_source(claim)
    assert breaking.look_at([claim]) == 0


def test_many_claims_are_looked_at_with_few_queries(django_assert_max_num_queries):
    claims = [making.compared_study(studies.make_study()) for _place in range(3)]
    for claim in claims:
        making.publish(claim)
    with django_assert_max_num_queries(5):
        assert breaking.look_at(claims) == 0


def test_what_rests_on_a_row_is_found_from_every_row_of_its_chain():
    claim = making.evaluated()
    practice = cited(claim)
    whole = claim.result.evaluation
    cohort = whole.cohorts.get()
    rows = [claim.result, whole, whole.study, whole.study.version, cohort, cohort.edition.programme, practice]
    found = [[one.title for one in resting_on(row, claim.created_by)] for row in rows]
    assert found == [["Partners today"]] * len(rows)
    compared = making.compared_study(studies.make_study())
    comparison = compared.finding.comparison
    for row in (comparison.analysis, compared.finding, comparison.analysis.dataset.study):
        (one,) = resting_on(row, compared.created_by)
        assert one.url == reverse("dissemination:claim", args=[compared.pk])


def test_drafts_of_others_are_not_told_and_what_is_published_is():
    claim, stranger = making.compared(), make_member()
    analysis = claim.finding.comparison.analysis
    assert resting_on(analysis, stranger) == []
    making.publish(claim)
    assert [one.note for one in resting_on(analysis, stranger)] == ["Published"]


def test_groups_are_compared_only_where_the_licence_allows_it():
    finding = making.compared().finding
    for section in sections_in(Basis.COMPARISON, finding)[1:]:
        offered = figures_in(Basis.COMPARISON, finding, section.slug)
        found = {one.key for one in offered.offers}
        assert {"alpha", "omega"} <= found
        # The example's licences end before means: nothing that ranks is there, and it is said why.
        licences = licences_of(finding, section)
        if all(one != "means" for one in licences):
            assert not found & {"mean", "games_howell", "hedges_g"}
            assert any("not ranked" in one for one in offered.remarks)
        if not any(one in ("means", "partial_means") for one in licences):
            assert "latent_mean_difference" not in found


def licences_of(finding, section):
    return [one.verdict.value for one in result_of(finding).scales[int(section.slug) - 1].licences]


def test_of_an_evaluation_only_what_ten_people_or_more_carry_may_be_published():
    few, many = making.evaluated(people=8), making.evaluated(people=14)
    for claim, is_refused in ((few, True), (many, False)):
        offered = figures_in(Basis.EVALUATION, claim.result, outcome_of(claim)).offers
        changes = [one for one in offered if one.key == "change"]
        assert [bool(one.refused) for one in changes] == [is_refused]


def test_the_numbers_of_counts_are_those_of_the_platform():
    partner = make_partner(country="FI")
    make_partner(country="SE")
    make_practice(partner=partner, state=PracticeState.PUBLISHED, published=timezone.now())
    counted = figures_in(Basis.COUNT, source_of(making.make_claim(partner)), "whole").offers
    offers = {one.key: one.figure.value for one in counted}
    assert offers == {
        "partners": 2, "countries": 2, "practices": 1, "cohorts": 0, "completed": 0, "certificates": 0,
    }  # fmt: skip


def test_keys_of_links_are_all_known():
    chains = (chain_of(one).links for one in (making.compared(), making.evaluated(), making.make_claim()))
    assert {one.kind for one in itertools.chain(*chains)} <= set(KINDS)
