"""Published figures on the pages of instruments: worked out again, flagged, and taken from people's lines."""

import pytest
from django.urls import reverse
from tests.conftest import make_member
from tests.web.methodology.test_instruments import FORM

from mentorway.web.methodology.analysis import bank, figures
from mentorway.web.methodology.models import Instrument
from mentorway.wording import InvalidInputError

pytestmark = pytest.mark.django_db
MENTORS = "Mentors: chi_square = 663.20; df = 284; n = 283; rmsea = .069; rmsea_low = .062; rmsea_high = .076"


@pytest.fixture
def member(client):
    user = make_member()
    client.force_login(user)
    return user


def by_name(group):
    return {row.name: row for row in group.rows}


def test_the_figures_of_the_mentor_form_agree_and_those_of_the_mentee_form_are_flagged():
    entry = bank.shipped()["mentoring-competency-assessment-26"]
    mentors, mentees = figures.checked(entry.figures)
    assert mentors.flags == []
    assert {row.verdict for row in mentors.rows} == {"", "agrees"}
    found = by_name(mentees)
    assert (found["rmsea"].printed, found["rmsea"].again, found["rmsea"].verdict) == (
        ".080",
        "0.083",
        "disagrees",
    )
    assert (found["rmsea_low"].again, found["rmsea_high"].again) == ("0.077", "0.090")
    assert any("does not hold the printed figure" in flag for flag in mentees.flags)
    assert entry.items == ()


def test_the_mentee_form_is_flagged_on_its_page_in_the_language_of_the_reader(client, member):
    page = reverse("methodology:shipped", args=["mentoring-competency-assessment-26"])
    said = client.get(page).content.decode()
    assert said.count("does not agree") == 3
    assert "Its wording is not kept here" in said
    assert "10.1097/ACM.0b013e318295e298" in said
    assert "0,083" in client.get(page, headers={"accept-language": "lt"}).content.decode()


def test_rmsea_is_worked_out_from_a_ratio_where_chi_square_is_not_printed():
    iran = figures.checked(bank.shipped()["mentoring-functions-questionnaire-9"].figures)[0]
    found = by_name(iran)
    assert (found["rmsea"].again, found["rmsea"].verdict) == ("0.083", "agrees")
    assert found["tli"].verdict == ""


def test_an_alpha_that_contradicts_the_loadings_is_flagged_and_one_that_does_not_is_left_alone():
    quality, effectiveness = figures.checked(bank.shipped()["mentorship-working-alliance"].figures)
    assert by_name(quality)["alpha"].verdict == "disagrees"
    assert by_name(effectiveness)["alpha"].verdict == ""


def test_every_shipped_figure_can_be_read_and_worked_out():
    for entry in bank.shipped().values():
        for group in figures.checked(entry.figures):
            assert figures.read(figures.line_of(group.figure)).facts == group.figure.facts
            assert group.figure.source


def test_people_write_figures_of_their_own_and_see_them_checked(client, member):
    sent = {**FORM, "partner": member.partners.get().pk, "figures": f"Cronbach’s alpha = 0.84\n{MENTORS}"}
    client.post(reverse("methodology:add_instrument"), sent)
    row = Instrument.objects.get()
    assert bank.found(row.content).figures[1].facts["n"] == "283"
    said = client.get(reverse("methodology:instrument", args=[row.pk])).content.decode()
    assert said.count(">agrees<") == 3
    shown = client.get(reverse("methodology:change_instrument", args=[row.pk])).context["form"].initial
    assert shown["figures"] == f"Cronbach’s alpha = 0.84\n{MENTORS}"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Mentors: chi_square = 663.20; fd = 284", "is no name of a figure"),
        ("Mentors: chi_square = many; df = 284", "is no number"),
        ("Mentors: chi_square = 663.20; df = some", "is a whole number above 0"),
        ("Mentors: chi_square = 663.20; df = 0", "is a whole number above 0"),
        ("Mentors: alpha = 1.4; items = 9", "cannot be"),
    ],
)
def test_figures_that_cannot_be_are_refused_with_what_came(client, member, line, said):
    sent = {**FORM, "partner": member.partners.get().pk, "figures": line}
    page = client.post(reverse("methodology:add_instrument"), sent).content.decode()
    assert said in page
    assert not Instrument.objects.exists()


def test_lines_without_known_names_stay_words():
    assert figures.read("Alpha: trust = 0.84").value == "0.84"
    assert figures.read("Equal loadings across countries").what == "Equal loadings across countries"
    with pytest.raises(InvalidInputError):
        figures.read("A: alpha = .8; beta = 3")


def test_what_is_not_printed_is_worked_out_and_said_to_be():
    found = by_name(
        figures.Group(figures.read("T: alpha = .92; items = 9"), figures.rows({"alpha": ".92", "items": "9"}))
    )
    assert found["mean_r"].printed == ""
    assert found["mean_r"].again == "0.561"
    assert "follows from" in found["mean_r"].sentence


def test_stored_instruments_from_before_there_were_figures_are_still_found():
    entry = bank.found(
        {
            "title": "T",
            "construct": "C",
            "licence": "L",
            "source": "S",
            "figures": [{"what": "a", "value": "1"}],
        }
    )
    assert entry.figures[0].facts == {}
    assert entry.all_scales == []


@pytest.mark.parametrize("interval", ["[.063–.077]", "(.063-.077)", "[.063, .077]", "[ .063 to .077 ]"])
def test_an_interval_is_taken_as_it_is_printed_and_flagged(interval):
    read = figures.read(f"Mentees: chi_square = 840.62; df = 284; n = 283; rmsea = .080 {interval}")
    assert [read.facts[name] for name in ("rmsea", "rmsea_low", "rmsea_high")] == [".080", ".063", ".077"]
    (group,) = figures.checked([read])
    assert [row.name for row in group.rows if row.verdict == "disagrees"] == [
        "rmsea",
        "rmsea_low",
        "rmsea_high",
    ]


def test_an_interval_of_a_number_that_has_none_is_refused():
    with pytest.raises(InvalidInputError, match="no number as it is printed"):
        figures.read("Mentees: df = 284; chi_square = 840.62 [1–2]; n = 283")
