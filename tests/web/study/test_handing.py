"""Written answers are handed to the material on challenges."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from tests.conftest import make_member, make_partner
from tests.example import network
from tests.web.study import asking
from tests.web.study.making import make_response, make_study, make_version

from mentorway.web.practices.actions import material as materials
from mentorway.web.practices.models import Intake, Material, MaterialEvent, Passage
from mentorway.web.study.actions import answers as withdrawing
from mentorway.web.study.actions import handing as doing
from mentorway.web.study.analysis import handing
from mentorway.web.study.models import Response, State, Status

pytestmark = pytest.mark.django_db
ASKED = {"question": "challenge", "quoting": "quoting"}


def said(study, text, quoting=None, **fields):
    answers = {"together": ["visits"], "challenge": text, **({"quoting": quoting} if quoting else {})}
    return make_response(study, answers={name: one for name, one in answers.items() if one}, **fields)


@pytest.fixture
def study():
    partner = make_partner()
    version = make_version(partner, network.workbook)
    return make_study(partner, version=version, title="Our network", state=State.CLOSED)


@pytest.fixture
def user(study, client):
    person = make_member(study.partner)
    client.force_login(person)
    return person


@pytest.fixture
def three(study):
    """Three answers of one group, which allow different things."""
    return [said(study, f"Too little time {one}.", one) for one in ("never", "inside", "public")]


def post(client, study, do, **sent):
    return client.post(reverse("study:hand_over", args=[study.pk]), {**ASKED, "do": do, **sent})


def test_one_looks_first_and_nothing_goes_over(client, study, user, three):
    page = post(client, study, "look")
    text = page.content.decode()
    assert "3 answers can be handed over." in text
    assert page.context["places"] == [("Finland · Education", 3)]
    assert [count for _label, count in page.context["allowed"]] == [1, 1, 1]
    assert not Material.objects.exists()


def test_each_answer_becomes_a_material_with_one_passage(client, study, user, three):
    assert post(client, study, "hand").url == reverse("practices:materials")
    rows = Material.objects.order_by("quoting")
    assert list(rows.values_list("text", "quoting", "country", "sector", "language", "people")) == [
        ("Too little time inside.", "inside", "FI", "education", "en", 1),
        ("Too little time never.", "never", "FI", "education", "en", 1),
        ("Too little time public.", "public", "FI", "education", "en", 1),
    ]
    assert set(rows.values_list("kind", "partner", "collected", "described", "created_by")) == {
        ("survey", study.partner_id, None, "", user.pk)
    }
    assert [one.text for one in Passage.objects.order_by("text")] == sorted(one.text for one in rows)
    assert not Intake.objects.exists()
    label = dict(handing.open_questions(study))["challenge"]
    assert sorted(rows.values_list("title", flat=True)) == [f"Our network · {label} · {n}" for n in (1, 2, 3)]


def test_a_material_knows_nothing_of_the_person_the_day_or_the_key(client, study, user, three):
    post(client, study, "hand")
    kept = str(list(Material.objects.values())) + str(list(MaterialEvent.objects.values()))
    for response in three:
        assert str(response.pk) not in kept
        assert response.code not in kept
        assert str(response.day) not in kept
    assert study.token.hex not in kept
    assert str(study.token) not in kept
    models = {one.related_model for one in Material._meta.get_fields() if one.is_relation}
    assert Response not in models


def test_the_order_of_the_materials_is_drawn(study, user, monkeypatch):
    drawn = []
    monkeypatch.setattr(handing.random.SystemRandom, "shuffle", lambda _self, rows: drawn.append(len(rows)))
    for number in range(5):
        said(study, f"Answer {number}.")
    doing.hand_over(study, user, **ASKED)
    assert drawn == [5]


def test_who_said_nothing_about_quotes_is_not_quoted(client, study, user):
    for number in range(3):
        said(study, f"Answer {number}.")
    post(client, study, "hand")
    assert set(Material.objects.values_list("quoting", flat=True)) == {"never"}


def test_without_a_question_of_consent_nobody_is_quoted(client, study, user, three):
    post(client, study, "hand", quoting="")
    assert set(Material.objects.values_list("quoting", flat=True)) == {"never"}


def test_of_small_groups_goes_only_what_people_allowed(client, study, user, three):
    said(study, "Lone.", "never", country="LV")
    said(study, "Lone and open.", "public", country="LV")
    said(study, "Two.", "never", sector="business")
    said(study, "Two too.", "never", sector="business")
    page = post(client, study, "look")
    assert page.context["small"] == ["Finland · Business", "Latvia · Education"]
    post(client, study, "hand")
    elsewhere = Material.objects.exclude(country="FI", sector="education")
    assert list(elsewhere.values_list("text", flat=True)) == ["Lone and open."]


def test_where_every_group_is_too_small_nothing_can_be_handed_over(client, study, user):
    said(study, "Lone.", "never")
    page = post(client, study, "hand")
    assert "0 answers can be handed over." in page.content.decode()
    assert 'value="hand"' not in page.content.decode()
    with pytest.raises(ValidationError, match="Nothing can be handed over"):
        doing.hand_over(study, user, **ASKED)
    assert not Material.objects.exists()


@pytest.mark.parametrize("text", [None, "  ", "\u200b\x07"])
def test_what_is_empty_is_no_answer(client, study, user, text):
    for _number in range(3):
        said(study, text)
    assert "0 answers can be handed over." in post(client, study, "look").content.decode()


def test_answers_still_to_be_looked_at_stay(client, study, user, three):
    said(study, "Odd.", "public", status=Status.REVIEW)
    assert len(post(client, study, "look").context["found"].given) == 3


def test_the_same_question_goes_over_once(client, study, user, three):
    post(client, study, "hand")
    page = post(client, study, "hand")
    assert "were handed over already" in page.content.decode()
    assert Material.objects.count() == 3


def test_it_goes_over_anew_once_all_of_it_lies_in_the_bin_and_leaves_the_bin_then(client, study, user, three):
    doing.hand_over(study, user, **ASKED)
    first, *others = Material.objects.all()
    for row in others:
        materials.delete(row, user)
    with pytest.raises(ValidationError, match="handed over already"):
        doing.hand_over(study, user, **ASKED)
    materials.delete(first, user)
    assert (
        "3 answers to this question were handed over before" in post(client, study, "look").content.decode()
    )
    assert doing.hand_over(study, user, **ASKED) == 3
    assert (Material.objects.count(), Material.bin.filter(deleted__isnull=False).count()) == (3, 0)


def test_another_question_and_another_study_go_over_by_themselves(study, user, three):
    for number in range(3):
        make_response(study, answers={"helped": f"Helped {number}."})
    doing.hand_over(study, user, **ASKED)
    assert doing.hand_over(study, user, question="helped") == 3
    other = make_study(study.partner, version=study.version, title="Our network", state=State.CLOSED)
    for number in range(3):
        said(other, f"Other {number}.")
    assert doing.hand_over(other, user, **ASKED) == 3


def test_an_open_study_hands_nothing_over(client, study, user, three):
    study.state = State.OPEN
    study.save()
    assert client.get(reverse("study:hand_over", args=[study.pk])).url == (
        reverse("study:files", args=[study.pk])
    )
    assert "When the study is closed, written answers" in (
        client.get(reverse("study:files", args=[study.pk])).content.decode()
    )
    with pytest.raises(ValidationError, match="Close the study first"):
        doing.hand_over(study, user, **ASKED)


def test_the_way_there_is_on_the_page_of_files_only_for_the_partner(client, study, user, three):
    url = reverse("study:hand_over", args=[study.pk])
    assert url in client.get(reverse("study:files", args=[study.pk])).content.decode()
    client.force_login(make_member(role="coordinator"))
    assert url not in client.get(reverse("study:files", args=[study.pk])).content.decode()
    assert post(client, study, "hand").status_code == 403
    client.force_login(make_member(role="admin"))
    assert post(client, study, "hand").status_code == 404
    assert not Material.objects.exists()


@pytest.mark.parametrize("sent", [{"question": "role"}, {"question": "no"}, {"quoting": "role"}])
def test_only_open_questions_and_questions_of_consent_are_taken(client, study, user, three, sent):
    page = post(client, study, "hand", **sent)
    assert page.context["form"].errors
    assert not Material.objects.exists()


def test_which_questions_are_offered(study):
    assert [name for name, _label in handing.open_questions(study)] == ["helped", "hindered", "challenge"]
    assert [name for name, _label in handing.consent_questions(study)] == ["quoting"]


def test_a_questionnaire_without_open_questions_says_so(client):
    version = make_version(make_partner(), lambda: asking.workbook(
        [asking.row("select_one yes_no", "has", "Have you a mentor?")], asking.YES_NO
    ))  # fmt: skip
    study = make_study(version.questionnaire.partner, version=version, state=State.CLOSED)
    client.force_login(make_member(study.partner))
    page = client.get(reverse("study:hand_over", args=[study.pk])).content.decode()
    assert "no question that people answer in their own words" in page


def test_answers_without_a_language_get_the_one_that_is_said(client):
    version = make_version(make_partner(), asking.one_language)
    study = make_study(version.questionnaire.partner, version=version, languages=[""], state=State.CLOSED)
    client.force_login(make_member(study.partner))
    for number in range(3):
        make_response(study, answers={"job": f"Job {number}."}, language="")
    assert post(client, study, "hand", question="job", quoting="").context["form"].errors
    post(client, study, "hand", question="job", quoting="", language="sv")
    assert set(Material.objects.values_list("language", flat=True)) == {"sv"}


def test_the_language_of_a_region_is_its_language_and_a_strange_one_stays(client, study, user, three):
    said(study, "Tiden.", "public", language="sv-FI")
    said(study, "Aeg.", "public", language="et")
    found = post(client, study, "look").context["found"]
    assert (sorted(one.language for one in found.given), found.foreign) == (["en", "en", "en", "sv"], 1)


def test_what_looks_personal_is_pointed_out(client, study, user, three):
    said(study, "Ask anna@example.org.", "public")
    assert "1 answer holds what looks like personal data" in post(client, study, "look").content.decode()


def test_what_nobody_wrote_stays_with_the_example(client, study, user, three):
    study.is_example = True
    study.save()
    assert post(client, study, "hand").status_code == 403
    page = client.get(reverse("study:files", args=[study.pk])).content.decode()
    assert "Nobody wrote these answers" in page
    assert reverse("study:hand_over", args=[study.pk]) not in page
    assert not Material.objects.exists()


def test_who_withdraws_takes_the_material_back(study, user, three):
    doing.hand_over(study, user, **ASKED)
    withdrawing.withdraw(study, user, code=three[1].code)
    assert sorted(Material.objects.values_list("quoting", flat=True)) == ["never", "public"]


def test_who_withdraws_leaves_what_others_wrote_in_the_same_words(study, user):
    same = [said(study, "Time.") for _number in range(3)]
    doing.hand_over(study, user, **ASKED)
    withdrawing.withdraw(study, user, code=same[0].code)
    assert Material.objects.filter(text="Time.").count() == 2


def test_more_than_can_be_read_is_refused(study, user, three, monkeypatch):
    monkeypatch.setattr(doing, "MOST", 2)
    with pytest.raises(ValidationError, match="more than 2 answers"):
        doing.hand_over(study, user, **ASKED)


def test_the_number_of_queries_does_not_grow_with_the_answers(
    study, user, three, django_assert_max_num_queries
):
    for number in range(60):
        said(study, f"Answer {number}.")
    with django_assert_max_num_queries(25):
        assert doing.hand_over(study, user, **ASKED) == 63
