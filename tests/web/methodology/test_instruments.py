"""The bank of instruments: what is shipped, what partners add, how items get into a questionnaire."""

import csv
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.conftest import make_member
from tests.web.methodology import making

import mentorway
from mentorway.web.methodology.analysis import bank, drafts
from mentorway.web.methodology.models import Instrument, Proof, Questionnaire

pytestmark = pytest.mark.django_db
ADD = reverse("methodology:add_instrument")
FORM = {
    "title": "Trust in mentors", "construct": "Trust", "source": "Someone (2020)", "language": "en",
    "items": "[Trust]\nT1 = I trust my mentor.\n- T2 = I doubt my mentor.", "answers": "1 = No\n2 = Yes",
    "licence": "With permission", "permission": "Letter of 3 May 2026.", "figures": "Cronbach’s alpha = 0.84",
}  # fmt: skip


@pytest.fixture
def member(client):
    user = make_member()
    client.force_login(user)
    return user


def send(client, member, **fields):
    return client.post(ADD, {**FORM, "partner": member.partners.get().pk, **fields})


def test_only_items_in_the_public_domain_and_our_own_are_shipped_word_for_word():
    shipped = bank.shipped()
    assert [name for name, entry in shipped.items() if entry.items] == [
        "ipip-big-five-50",
        "mentoring-at-work",
    ]
    with (Path(mentorway.__file__).parent / "example" / "codebook.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    entry = shipped["ipip-big-five-50"]
    assert entry.licence == "Public domain"
    assert [(item.name, item.texts["en"], item.scale, item.reverse) for item in entry.items] == [
        (row["item"], row["text"], row["scale"], row["reverse"] == "yes") for row in rows
    ]
    assert shipped["training-evaluation-inventory"].doi == "10.23668/psycharchives.3454"


def test_our_own_scales_have_the_items_of_the_questionnaire_in_five_languages():
    with (Path(mentorway.__file__).parent / "example" / "mentoring_codebook.csv").open(
        encoding="utf-8"
    ) as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    entry = bank.shipped()["mentoring-at-work"]
    assert entry.languages == ["en", "lt", "lv", "sv", "fi"]
    assert len(entry.scales) == 10
    assert [(item.name, item.texts["en"], item.texts["fi"], item.reverse) for item in entry.items] == [
        (row["item"], row["text"], row["text_fi"], row["reverse"] == "yes") for row in rows
    ]


def test_shipped_instruments_are_found_and_shown(client, member):
    page = client.get(reverse("methodology:instruments"), {"q": "training"}).content.decode()
    assert "Training Evaluation Inventory" in page
    assert "IPIP" not in page
    page = client.get(reverse("methodology:shipped", args=["training-evaluation-inventory"])).content.decode()
    assert "Its wording is not kept here" in page
    assert client.get(reverse("methodology:shipped", args=["nothing"])).status_code == 404


def test_a_partner_adds_an_instrument_with_its_permission(client, member):
    proof = SimpleUploadedFile("letter.pdf", b"%PDF-1.7 yes")
    send(client, member, proof=proof)
    row = Instrument.objects.get()
    entry = bank.found(row.content)
    assert [(item.name, item.reverse) for item in entry.items] == [("T1", False), ("T2", True)]
    assert (entry.figures[0].what, entry.figures[0].value) == ("Cronbach’s alpha", "0.84")
    answer = client.get(reverse("methodology:proof", args=[row.pk]))
    assert (answer.content, answer.headers["Content-Type"]) == (b"%PDF-1.7 yes", "application/pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="letter.pdf"'


def test_others_see_neither_the_instrument_nor_the_proof(client, member):
    send(client, member, proof=SimpleUploadedFile("letter.pdf", b"%PDF-1.7"))
    row = Instrument.objects.get()
    client.force_login(make_member())
    assert client.get(reverse("methodology:instrument", args=[row.pk])).status_code == 404
    assert client.get(reverse("methodology:proof", args=[row.pk])).status_code == 404
    assert "Trust in mentors" not in client.get(reverse("methodology:instruments")).content.decode()
    made = making.make_questionnaire(user=make_member())
    client.force_login(made.created_by)
    made.partner.memberships.create(user=made.created_by)
    assert client.get(reverse("methodology:insert", args=[made.pk, row.pk])).status_code == 404
    client.force_login(make_member(role="coordinator"))
    assert client.get(reverse("methodology:proof", args=[row.pk])).status_code == 200


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"permission": ""}, "Say who gave the permission"),
        ({"items": "no name"}, "Write each item as"),
        ({"items": "A = 1\nA = 2"}, "Write each item as"),
        ({"answers": "1 = a\n1 = b"}, "Write each answer"),
        ({"doi": "www"}, "Enter a valid value"),
        ({"language": "english!"}, "Enter a valid value"),
        ({"proof": SimpleUploadedFile("letter.exe", b"MZ")}, "of a kind that cannot be read"),
        ({"proof": SimpleUploadedFile("letter.pdf", b"<html>")}, "not what its name says"),
        ({"proof": SimpleUploadedFile("letter.pdf", b"%PDF-" + b"0" * 5_000_001)}, "more than 5 MB"),
    ],
)
def test_what_is_not_proven_or_not_understood_is_refused(client, member, fields, said):
    page = send(client, member, **fields).content.decode()
    assert said in page
    assert (Instrument.objects.count(), Proof.objects.count()) == (0, 0)


def test_an_instrument_is_changed_and_removed(client, member):
    send(client, member, proof=SimpleUploadedFile("letter.pdf", b"%PDF-1.7"))
    row = Instrument.objects.get()
    shown = client.get(reverse("methodology:change_instrument", args=[row.pk])).context["form"].initial
    sent = {**shown, "title": "Trust, revised", "permission": ""}
    assert client.post(reverse("methodology:change_instrument", args=[row.pk]), sent).status_code == 302
    assert Instrument.objects.get().title == "Trust, revised"
    assert Proof.objects.count() == 1
    client.post(reverse("methodology:remove_instrument", args=[row.pk]))
    assert client.get(reverse("methodology:instrument", args=[row.pk])).status_code == 404


def test_items_go_into_a_questionnaire_with_their_source_and_one_list_of_answers(client, member):
    made = making.make_questionnaire(member.partners.get(), member)
    address = reverse("methodology:insert", args=[made.pk, "ipip-big-five-50"])
    client.post(address, {"names": ["E1", "E2"], "after": making.mark_of(made, "mentor")})
    client.post(address, {"names": ["E1"]})
    row = Questionnaire.objects.get(pk=made.pk)
    rows = {each.name: each.cells for each in drafts.rows_of(drafts.found(row.workbook))}
    assert making.names(made)[1:5] == ["ipip_big_five_factor_group", "E1", "E2", "end"]
    assert rows["E1"][f"label::{making.EN}"] == "I am the life of the party."
    assert "(reversed)" in rows["E2"]["notes"]
    assert "Goldberg (1992)" in rows["E2"]["notes"]
    assert "Public domain" in rows["E2"]["notes"]
    assert len([name for name in rows if name.endswith("e1")]) == 1
    assert making.publish(made).number == 1


@pytest.mark.parametrize("names", [[], ["E99"]])
def test_items_that_are_not_there_are_refused(client, member, names):
    made = making.make_questionnaire(member.partners.get(), member)
    address = reverse("methodology:insert", args=[made.pk, "ipip-big-five-50"])
    assert "errorlist" in client.post(address, {"names": names, "after": ""}).content.decode()


def test_items_without_the_language_of_the_questionnaire_are_refused(client, member):
    form = {"title": "Anketa", "partner": member.partners.get().pk, "name": "Lietuvių", "code": "lt"}
    client.post(reverse("methodology:create"), form)
    made = Questionnaire.objects.get()
    page = client.post(reverse("methodology:insert", args=[made.pk, "ipip-big-five-50"]), {"names": ["E1"]})
    assert "The items are not there in Lietuvių" in page.content.decode()


@pytest.mark.parametrize("doi", ["10.1000/182", "https://doi.org/10.1000/182", "doi: 10.1000/182"])
def test_a_doi_is_taken_as_an_address_too(client, member, doi):
    assert send(client, member, doi=doi).status_code == 302
    assert Instrument.objects.get().content["doi"] == "10.1000/182"
