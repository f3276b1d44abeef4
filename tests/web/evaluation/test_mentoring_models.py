"""By which mentoring model pilots work: named, refused, and laid side by side in results."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.conftest import make_member, make_partner
from tests.web.evaluation import gathering_making as gathering
from tests.web.evaluation import making
from tests.web.pilots import making as pilots

from mentorway.web.core.wording import said
from mentorway.web.evaluation.analysis import result_files as files
from mentorway.web.evaluation.analysis import results as reading
from mentorway.web.evaluation.analysis.mentoring_models import models_by_pilot
from mentorway.web.evaluation.models import MentoringModel, PilotModel

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    return make_partner()


@pytest.fixture
def member(partner):
    return make_member(partner)


@pytest.fixture
def cohorts(partner, member):
    return [pilots.make_cohort(partner, member, title=f"Pilot {place}") for place in range(3)]


@pytest.fixture
def whole(partner, member, cohorts):
    return making.make_evaluation(partner, member, cohorts=cohorts)


@pytest.fixture
def seen(client, member):
    client.force_login(member)
    return client


def send(client, whole, *chosen):
    """Say the model of each pilot, as (model, own name)."""
    data = {}
    for one, (model, own) in zip(whole.cohorts.order_by("pk"), chosen, strict=True):
        data |= {f"model_{one.pk}": model, f"own_{one.pk}": own}
    return client.post(reverse("evaluation:name_models", args=[whole.pk]), data, follow=True)


def test_models_of_the_list_and_own_ones_are_named_and_taken_back(seen, whole):
    send(seen, whole, ("peer", ""), ("own", " Café   visits "), ("", ""))
    assert models_by_pilot(whole) == {"Pilot 0": "=peer", "Pilot 1": "Café visits"}
    send(seen, whole, ("", ""), ("group", ""), ("own", "=group"))
    assert models_by_pilot(whole) == {"Pilot 1": "=group", "Pilot 2": "group"}


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        (("own", "  "), "Name the other model, or choose one of the list."),
        (("peer", "Café"), "“Café” is not used"),
        (("unheard", ""), "unheard"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_is_needed(seen, whole, chosen, told):
    page = send(seen, whole, chosen, ("", ""), ("", ""))
    assert told in page.text
    assert not PilotModel.objects.exists()


def test_without_pilots_the_page_says_what_to_do_first(seen, whole):
    whole.cohorts.clear()
    assert "Choose first which pilots" in seen.get(reverse("evaluation:name_models", args=[whole.pk])).text


def test_nobody_names_models_of_the_example(seen, whole):
    type(whole).objects.update(is_example=True)
    assert send(seen, whole, ("peer", ""), ("", ""), ("", "")).status_code == 403


def test_a_model_of_ones_own_has_a_name_and_others_have_none(whole, cohorts):
    for model, own in ((MentoringModel.OWN, ""), (MentoringModel.PEER, "Café")):
        with pytest.raises(IntegrityError), transaction.atomic():
            PilotModel.objects.create(evaluation=whole, cohort=cohorts[0], model=model, own=own)


def with_models(count, models):
    """Return an evaluation of so many pilots, each with six people, costs and a model."""
    whole = making.make_running(people=6)
    for place in range(1, count):
        cohort = pilots.make_cohort(whole.partner, whole.created_by, title=f"Pilot {place}")
        pilots.enrol_many(cohort, 6)
        whole.cohorts.add(cohort)
    for place, cohort in enumerate(whole.cohorts.order_by("pk")):
        for number, email in enumerate(making.people_of(cohort)):
            start = 1 + number % 3
            gathering.answered(whole, email, start, min(5, start + 1 + (place + number) % 3 // 2))
        gathering.cost(whole, str(600 + 70 * place * place), cohort=cohort)
        model = models[place % len(models)]
        PilotModel.objects.create(evaluation=whole, cohort=cohort, model=model)
    return whole


def test_results_lay_models_side_by_side_and_say_where_they_are_too_few(client):
    whole = with_models(7, [MentoringModel.PEER, MentoringModel.GROUP])
    row = gathering.done(whole)
    found = reading.found_in(row).money
    assert row.asked["models"]["Pilot 1"] == "=group"
    assert [(one.model, len(one.pilots)) for one in found.models.pilots] == [("=group", 3), ("=peer", 4)]
    assert found.models.compared.pilots == ()
    assert "Cooper, Seiford and Tone" in str(found.models.compared.messages[-1])
    assert all(one.score is not None for one in found.models.pilots)
    client.force_login(whole.created_by)
    text = client.get(reverse("evaluation:result_part", args=[whole.pk, row.number, "money"])).text
    assert "peer mentoring" in text
    assert "=peer" not in text
    assert "2 mentoring models can be compared" in text


@pytest.mark.long
def test_six_models_have_scores_intervals_and_peers(client):
    whole = with_models(12, list(MentoringModel.values)[:6])
    found = reading.found_in(gathering.done(whole)).money.models.compared
    assert len(found.pilots) == 6
    assert all(one.low <= one.corrected <= one.high for one in found.pilots if one.corrected is not None)
    behind = [one for one in found.pilots if not one.is_best]
    assert behind
    assert all(one.peers for one in behind)
    rows = [cells for cells in files.rows_of(reading.found_in(whole.results.get())) if "models" in cells[3]]
    assert {cells[4] for cells in rows} >= {"peer mentoring", "group mentoring"}


def test_another_model_is_a_change_of_the_next_version():
    whole = with_models(2, [MentoringModel.PEER])
    gathering.done(whole)
    whole.pilot_models.update(model=MentoringModel.TEAM)
    text = " ".join(said(one) for one in gathering.done(whole).changes)
    assert "Pilots name other mentoring models than in version 1." in text
