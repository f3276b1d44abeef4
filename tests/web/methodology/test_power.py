"""Power before a study: worked out, said in sentences, kept in a methodology, and refused with a reason."""

import dataclasses

import pytest
from django.urls import reverse
from tests.conftest import make_member
from tests.web.methodology.methodology_making import make_methodology

import mentorway
from mentorway.evidence.comparisons.power import people_for_means
from mentorway.web.methodology.analysis import power, power_curve, power_sentences
from mentorway.web.methodology.analysis.power import Asked, Kind, Wanted
from mentorway.web.methodology.models import Methodology, PowerAnalysis
from mentorway.wording import InvalidInputError

EFFECTS = {"shares": 0.65, "fit": 0.08, "ladder": 0.06, "groups": 0.25, "correlation": 0.3}
BASES = {"shares": 0.5, "fit": 0.05, "ladder": 0.05}
EVERY = [(kind, wanted) for kind in Kind.values for wanted in Wanted.values]


def asked(kind="means", wanted="people", **fields):
    told = {
        "n": None if wanted == Wanted.PEOPLE else 400,
        "effect": None if wanted == Wanted.EFFECT else EFFECTS.get(kind, 0.5),
        "base": BASES.get(kind, 0.0),
        "groups": 4,
    }
    return Asked(kind=kind, wanted=wanted, **{**told, **fields})


def test_two_groups_take_as_many_people_as_the_library_says():
    found = power.worked_out(asked())
    assert found.sizes == people_for_means(0.5) == (64, 64)
    assert found.begin == 128


def test_clusters_attrition_and_comparisons_make_more_people_necessary():
    plain = power.worked_out(asked())
    clustered = power.worked_out(asked(cluster_size=20.0, icc=0.05))
    assert clustered.design_effect == pytest.approx(1.95)
    assert clustered.begin == pytest.approx(plain.begin * 1.95, abs=4)
    dropping = power.worked_out(asked(attrition=0.2))
    assert (dropping.begin, dropping.end) == (160, 128)
    many = power.worked_out(asked(comparisons=6))
    assert many.sizes == people_for_means(0.5, alpha=0.05 / 6)


def test_unequal_groups_have_the_sizes_that_were_asked_for():
    found = power.worked_out(asked(ratio=2.0))
    assert found.sizes == people_for_means(0.5, ratio=2)
    shares = power.worked_out(asked("shares", ratio=3.0))
    assert shares.sizes[1] == pytest.approx(3 * shares.sizes[0], abs=1)


@pytest.mark.parametrize("kind", Kind.values)
def test_people_power_and_effect_of_one_plan_agree(kind):
    people = power.worked_out(asked(kind))
    assert people.power >= 0.8
    chance = power.worked_out(asked(kind, "power", n=people.begin))
    assert chance.power == pytest.approx(people.power)
    smallest = power.worked_out(asked(kind, "effect", n=people.begin))
    assert smallest.effect <= EFFECTS.get(kind, 0.5) + 1e-9
    fewer = power.worked_out(asked(kind, "power", n=people.begin - (10 if kind in {"fit", "ladder"} else 4)))
    assert fewer.power < 0.8


@pytest.mark.parametrize(("kind", "wanted"), EVERY)
def test_every_answer_is_kept_as_facts_said_in_whole_sentences_and_drawn(kind, wanted):
    question = asked(kind, wanted, attrition=0.2, cluster_size=10.0, icc=0.02, comparisons=3)
    found = power.worked_out(question)
    assert power.asked_of(question.stored()) == question
    assert power.found_of(found.stored()) == found
    for sentence in (power_sentences.looked_for(question), power_sentences.answer(question, found)):
        assert sentence[-1] in ".?"
        assert "%(" not in sentence
    heads, rows = power_sentences.table(question, found)
    assert all(len(row) == len(heads) for row in rows)
    assert len(power_sentences.further(question, found)) >= 3
    curve = power_curve.drawn(question, found)
    assert len(curve.line.split()) > 10
    assert curve.left <= curve.here[0] <= curve.right


def test_power_rises_and_the_smallest_effect_falls_with_people():
    rows = power.worked_out(asked()).rows
    assert [row.power for row in rows] == sorted(row.power for row in rows)
    assert [row.effect for row in rows] == sorted((row.effect for row in rows), reverse=True)


def test_shares_are_found_to_both_sides():
    question = asked("shares", "effect", n=200)
    found = power.worked_out(question)
    assert found.other < 0.5 < found.effect
    assert "50\xa0%" in power_sentences.answer(question, found)


@pytest.mark.parametrize(
    ("fields", "warning"),
    [
        ({"wanted": "power", "n": 30}, "small"),
        ({"wanted": "power", "n": 400, "cluster_size": 50.0, "icc": 0.01}, "clusters"),
        ({"kind": "shares", "wanted": "power", "n": 100, "base": 0.02, "effect": 0.1}, "rare"),
        ({"kind": "ladder", "wanted": "power", "n": 300}, "model"),
        ({"attrition": 0.5}, "attrition"),
    ],
)
def test_what_makes_a_plan_doubtful_is_said(fields, warning):
    found = power.worked_out(asked(**fields))
    assert warning in found.warnings
    assert len(power_sentences.warnings(found)) == len(found.warnings)


@pytest.mark.parametrize(
    "fields",
    [
        {"wanted": "power", "n": 1},
        {"wanted": "power", "n": 2, "attrition": 0.5},
        {"effect": 0.0},
        {"kind": "correlation", "effect": 1.0},
        {"kind": "fit", "items": 3, "groups": 1},
        {"kind": "ladder", "effect": 0.01},
        {"kind": "equivalence", "wanted": "power", "n": 100, "effect": 0.0},
        {"kind": "shares", "base": -0.1},
    ],
)
def test_what_cannot_be_planned_is_refused(fields):
    with pytest.raises(InvalidInputError):
        power.worked_out(asked(**fields))


def test_too_few_people_to_compare_find_nothing():
    assert power.between_groups([1, 1]) is None
    assert power.between_groups([130, 130]) == pytest.approx(0.3488, abs=1e-3)
    assert power.between_groups([130, 130], comparisons=6) > power.between_groups([130, 130])


def test_facts_of_another_version_are_still_found():
    stored = {**asked().stored(), "something": "new"}
    assert power.asked_of(stored) == asked()
    older = {name: value for name, value in asked().stored().items() if name != "comparisons"}
    assert power.asked_of(older).comparisons == 1


FORM = {
    "wanted": "people", "effect": "0,5", "ratio": "1", "power": "80", "alpha": "5", "comparisons": "1",
    "cluster_size": "1", "icc": "0", "attrition": "20", "title": "Two countries",
}  # fmt: skip


@pytest.fixture
def methodology(client, db):
    made = make_methodology()
    client.force_login(made.created_by)
    return made


def new(methodology, kind="means"):
    return reverse("methodology:methodology:new_power", args=[methodology.pk]) + f"?kind={kind}"


def test_an_empty_page_asks_what_is_to_be_found_out(client, methodology):
    page = client.get(reverse("methodology:methodology:power", args=[methodology.pk])).content.decode()
    assert "No power analysis is kept yet" in page
    assert page.count("?kind=") == len(Kind.values)
    assert "?kind=" in client.get(new(methodology, "nothing")).content.decode()


@pytest.mark.parametrize("kind", Kind.values)
def test_each_question_has_a_form_that_answers_as_it_stands(client, methodology, kind):
    form = client.get(new(methodology, kind)).context["form"]
    page = client.post(new(methodology, kind), {**form.initial})
    assert page.context["form"].errors == {}
    assert "have to answer" in page.content.decode()
    assert "<polyline" in page.content.decode()
    assert not PowerAnalysis.objects.exists()


def test_a_result_is_shown_without_keeping_it_and_then_kept(client, methodology):
    page = client.post(new(methodology), FORM).content.decode()
    assert "For this to succeed with a chance of 80\xa0%, 128 people have to answer." in page
    assert "160 people begin, as 20\xa0% are expected to drop out." in page
    assert not PowerAnalysis.objects.exists()
    client.post(new(methodology), {**FORM, "keep": "yes"})
    kept = PowerAnalysis.objects.get()
    assert (kept.title, kept.library_version) == ("Two countries", mentorway.__version__)
    assert kept.asked["effect"] == 0.5
    shown = client.get(reverse("methodology:methodology:power_analysis", args=[methodology.pk, kept.pk]))
    assert "128 people have to answer" in shown.content.decode()
    assert (
        "Two countries"
        in client.get(reverse("methodology:methodology:power", args=[methodology.pk])).content.decode()
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"effect": ""}, "Say how large"),
        ({"effect": "large"}, "Write a number"),
        ({"effect": "0"}, "above or below 0"),
        ({"effect": "0.0000001"}, "more than 10000000 people"),
        ({"wanted": "power"}, "Say how many people begin"),
        ({"wanted": "effect", "n": "100", "power": ""}, "Say with what chance"),
        ({"wanted": "power", "n": "1"}, "Not every group has somebody left"),
        ({"power": "2"}, "Power must lie between"),
        ({"icc": "2"}, "less than or equal to 1"),
        ({"attrition": "100"}, "less than or equal to 95"),
        ({"comparisons": "0"}, "greater than or equal to 1"),
        ({"keep": "yes", "title": ""}, "Give it a title"),
    ],
)
def test_wrong_input_is_explained_and_nothing_is_kept(client, methodology, fields, said):
    page = client.post(new(methodology), {**FORM, **fields}).content.decode()
    assert said in page
    assert "power-result" not in page
    assert not PowerAnalysis.objects.exists()


def test_who_only_reads_works_it_out_but_keeps_nothing(client, methodology):
    Methodology.objects.filter(pk=methodology.pk).update(is_shared=True)
    client.force_login(make_member())
    page = client.post(new(methodology), FORM)
    assert "128 people have to answer" in page.content.decode()
    assert 'name="keep"' not in page.content.decode()
    assert client.post(new(methodology), {**FORM, "keep": "yes"}).status_code == 403
    assert not PowerAnalysis.objects.exists()


def test_the_table_goes_into_a_spreadsheet_as_texts_that_are_no_formulas(client, methodology):
    client.post(new(methodology), {**FORM, "title": "=1+1", "keep": "yes"})
    kept = PowerAnalysis.objects.get()
    answer = client.get(reverse("methodology:methodology:power_file", args=[methodology.pk, kept.pk]))
    text = answer.content.decode("utf-8-sig")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert text.startswith("'=1+1")
    assert "People who begin,Who answer at the end,Power" in text


def test_it_is_removed_after_a_question(client, methodology):
    client.post(new(methodology), {**FORM, "keep": "yes"})
    address = reverse(
        "methodology:methodology:remove_power", args=[methodology.pk, PowerAnalysis.objects.get().pk]
    )
    assert "Remove Two countries" in client.get(address).content.decode()
    client.post(address)
    assert not PowerAnalysis.objects.exists()


def test_an_analysis_of_another_methodology_is_not_found(client, methodology):
    other = make_methodology(methodology.partner, methodology.created_by)
    client.post(new(methodology), {**FORM, "keep": "yes"})
    kept = PowerAnalysis.objects.get()
    assert (
        client.get(reverse("methodology:methodology:power_analysis", args=[other.pk, kept.pk])).status_code
        == 404
    )


def test_numbers_are_said_in_the_language_of_the_reader(client, methodology):
    sent = {**FORM, "wanted": "effect", "n": "150"}
    page = client.post(new(methodology), sent, headers={"accept-language": "sv"}).content.decode()
    assert "0,52" in page


def test_a_stored_result_is_a_frozen_fact():
    with pytest.raises(dataclasses.FrozenInstanceError):
        power.worked_out(asked()).begin = 1


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("equivalence", {"effect": "-0.4"}, "Write a number above 0."),
        ("groups", {"effect": "0", "groups": "4"}, "Write a number above 0."),
        ("change", {"effect": "0"}, "above or below 0"),
        ("correlation", {"effect": "1"}, "between −1 and 1"),
        ("fit", {"base": "0.05", "effect": "8", "items": "5", "groups": "1"}, "less than or equal to 1"),
        (
            "ladder",
            {"base": "0.05", "effect": "0.05", "items": "5", "groups": "4", "step": "loadings"},
            "more than the RMSEA of the freer model",
        ),
    ],
)
def test_what_cannot_be_looked_for_is_refused_in_words(client, methodology, kind, fields, said):
    page = client.post(new(methodology, kind), {**FORM, **fields}).content.decode()
    assert said in page
    assert "power-result" not in page


def test_a_closer_fit_than_the_one_tested_is_told_as_such(client, methodology):
    asked = {"base": "0.05", "effect": "0.01", "items": "5", "groups": "1"}
    page = client.post(new(methodology, "fit"), {**FORM, **asked}).content.decode()
    assert "more closely than with an RMSEA of 0.050, if RMSEA is 0.010" in page
    assert "do not measure one thing" not in page
