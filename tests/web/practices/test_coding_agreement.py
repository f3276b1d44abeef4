"""How far two coders agree, and when no number says so."""

import pytest
from django.urls import reverse
from tests.web.practices.making_challenges import make_challenge, make_coded

from mentorway.web.practices.analysis import coding_agreement as analysis
from mentorway.web.practices.analysis.coding_agreement import Counts
from mentorway.web.practices.models import Challenge

TEXT = "\n\n".join(f"Passage {number}." for number in range(1, 11))


def test_counts_are_those_of_the_codes():
    codes = [{1: {7}, 2: {7}, 3: {None}, 4: {8}}, {1: {7}, 2: {None}, 3: {7}, 4: {8}}]
    assert analysis.counted([1, 2, 3, 4], codes, 7) == Counts(both=1, first=1, second=1, neither=1)


def test_kappa_of_a_worked_table():
    # 20 and 15 agreements, 5 and 10 disagreements of 50: observed 0.70, expected 0.50, kappa 0.40
    found = analysis.kappa_of(Counts(both=20, first=5, second=10, neither=15))
    assert (round(found.observed, 10), round(found.expected, 10), round(found.value, 10)) == (0.7, 0.5, 0.4)


def test_coders_who_never_saw_it_have_no_kappa():
    assert analysis.kappa_of(Counts(0, 0, 0, 10)).value is None


@pytest.mark.django_db
def test_the_page_says_what_the_numbers_say(client):
    Challenge.objects.all().delete()
    time, cost = make_challenge("Time"), make_challenge("Cost")
    first = [(time,)] * 5 + [(cost,)] + [()] * 4
    second = [(time,)] * 4 + [()] * 6
    row = make_coded(first, second, text=TEXT)
    client.force_login(row.created_by)
    shown = client.get(reverse("practices:coding_agreement", args=[row.token]))
    found = shown.context["found"]
    assert [(one.name, one.counts, one.share) for one in found.rows] == [
        ("Time", Counts(4, 1, 0, 5), "90\u00a0%"),
        ("Cost", Counts(0, 1, 0, 9), "90\u00a0%"),
    ]
    assert [one.kappa for one in found.rows] == ["0.80", "0.00"]
    assert found.rows[1].interval == "–"
    assert "2 disagreements are to be settled." in shown.content.decode()
    assert "All numbers rest on 10 passages" in shown.content.decode()


@pytest.mark.django_db
def test_without_any_code_there_is_nothing_to_agree_on(client):
    row = make_coded([(), (), ()], [(), (), ()])
    client.force_login(row.created_by)
    shown = client.get(reverse("practices:coding_agreement", args=[row.token]))
    assert shown.context["found"] is None
    assert "Neither coder saw any challenge" in shown.content.decode()


@pytest.mark.parametrize(
    ("value", "low", "said"),
    [
        (-0.1, -0.5, "Less agreement than chance would give."),
        (0.1, 0.05, "Hardly any agreement beyond chance."),
        (0.3, 0.1, "Weak agreement beyond chance."),
        (0.5, 0.1, "Moderate agreement beyond chance."),
        (0.7, 0.5, "Good agreement beyond chance."),
        (0.9, 0.8, "Very good agreement beyond chance."),
        (0.9, -0.1, "The interval does not exclude that it is mere chance."),
    ],
)
def test_words_for_kappa(value, low, said):
    assert analysis.strength(value, low) == said
