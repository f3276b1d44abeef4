"""Rows of a file of partners: twins, what cannot be read, contacts again, telephones there and back."""

import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.conftest import make_member, make_partner

from mentorway import answers as intake
from mentorway.web.network.actions import importing as actions
from mentorway.web.network.analysis import importing as analysis
from mentorway.web.network.models import Contact, Partner

pytestmark = pytest.mark.django_db
HEAD = "Name;Country;Sector"


@pytest.fixture
def coordinator(client):
    user = make_member(make_partner(name="Zebra"), role="coordinator")
    client.force_login(user)
    return user


def read(user, *lines, head=HEAD):
    return actions.read(user, file=SimpleUploadedFile("p.csv", "\n".join([head, *lines]).encode()))


def verdicts(row):
    return [one["verdict"] for one in row.rows]


def _kept(content, kind):
    path = Path(tempfile.mkdtemp()) / f"contacts.{kind}"
    path.write_bytes(content)
    return path


def test_rows_that_may_be_one_partner_are_told_of_each_other(client, coordinator):
    site = "https://four.example.org"
    row = read(
        coordinator,
        f"New Four;FI;education;{site};Ona",
        f"New Four AB;FI;education;{site};Petras",
        "Quite Different;FI;education;;",
        head=f"{HEAD};Website;Contact: name",
    )
    assert [verdicts(row), [one["choice"] for one in row.rows]] == [
        ["new", "twin", "new"],
        ["take", "", "take"],
    ]
    assert [[twin["row"] for twin in one.get("twins", [])] for one in row.rows] == [[3], [2], []]
    text = client.get(reverse("network:import", args=[row.pk])).content.decode()
    assert "Perhaps the same as row 2: New Four." in text
    assert "Perhaps the same as row 3: New Four AB." in text
    client.post(
        reverse("network:import", args=[row.pk]), {"row-2": "take", "row-3": "earlier", "row-4": "skip"}
    )
    row.refresh_from_db()
    actions.take_in(row, coordinator)
    four = Partner.objects.exclude(name="Zebra").get()
    assert set(four.contacts.values_list("name", flat=True)) == {"Ona", "Petras"}


def test_a_contact_goes_to_the_first_of_three_rows_that_are_one_partner(coordinator):
    row = read(
        coordinator,
        "New Four;FI;education;Ona",
        "New Four AB;FI;education;Petras",
        "New Four AB;FI;education;Jonas",
        head=f"{HEAD};Contact: name",
    )
    assert verdicts(row) == ["new", "twin", "again"]
    actions.decide(row, {3: "earlier"})
    actions.take_in(row, coordinator)
    assert set(Contact.objects.values_list("partner__name", "name")) == {
        ("New Four", "Ona"),
        ("New Four", "Petras"),
        ("New Four", "Jonas"),
    }


def test_a_row_that_cannot_be_read_offers_only_to_leave_it_out(client, coordinator):
    row = read(coordinator, "House;FI;education", "Bad;XX;education", "Worse;YY;education")
    url = reverse("network:import", args=[row.pk])
    field = client.get(url).context["form"].fields["row-3"]
    assert ([value for value, _words in field.choices], field.initial) == (["skip"], "skip")
    assert "Leave out all that cannot be read" in client.get(url).content.decode()
    client.post(f"{url}alike/", {"verdict": "problem", "choice": "skip"})
    row.refresh_from_db()
    assert [one["choice"] for one in row.rows] == ["take", "skip", "skip"]
    assert "Leave out all that cannot be read" not in client.get(url).content.decode()


def test_a_row_again_without_a_contact_is_left_out(client, coordinator):
    row = read(
        coordinator,
        "House;FI;education;",
        "House;FI;education;Ona",
        "House;FI;education;",
        head=f"{HEAD};Contact: name",
    )
    assert [one["choice"] for one in row.rows] == ["take", "earlier", "skip"]
    assert [analysis.choices_for(one) for one in row.rows[1:]] == [["earlier", "skip"], ["skip"]]


@pytest.mark.parametrize("phone", ["+358 40 123 4567", "+358401234567", "+358-40-123", "+46 (0)70 12 34"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_telephone_goes_out_and_comes_in_unchanged(client, coordinator, phone, kind):
    row = read(
        coordinator, f"House;FI;education;Ona;{phone}", head=f"{HEAD};Contact: name;Contact: telephone"
    )
    actions.take_in(row, coordinator)
    url = reverse("network:all_contacts_file", args=[kind])
    file = client.get(url).content
    table = intake.read_table(_kept(file, kind))
    sent = table.column("Telephone").to_pylist()
    back = read(
        coordinator, f"Home;FI;education;Ona;{sent[0]}", head=f"{HEAD};Contact: name;Contact: telephone"
    )
    assert back.rows[0]["values"]["contact_phone"] == phone


def test_the_telephone_of_the_template_is_read_as_it_stands(client, coordinator):
    file = client.get(reverse("network:import_template", args=["csv"])).content
    row = actions.read(coordinator, file=SimpleUploadedFile("t.csv", file))
    assert row.rows[0]["values"]["contact_phone"] == "+358 00 000 0000"
