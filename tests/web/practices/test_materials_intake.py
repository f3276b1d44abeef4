"""Many answers at once: problems by row and column, and all or nothing."""

import io

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.conftest import make_member

from mentorway.web.practices.actions import material as actions
from mentorway.web.practices.models import Intake, Material, Passage

pytestmark = pytest.mark.django_db
HEAD = "text,country,sector,language,who,date,people,quoting"


@pytest.fixture
def owner(client):
    user = make_member(role="admin")
    client.force_login(user)
    return user


def send(client, owner, content, name="answers.csv", **more):
    data = {
        "partner": owner.partners.get().pk,
        "title": "Survey",
        "kind": "survey",
        "quoting": "never",
        "file": SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode()),
        **more,
    }
    return client.post(reverse("practices:take_in_material"), data, follow=True)


def sheet(*rows):
    file, book = io.BytesIO(), openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def test_every_row_becomes_a_material_of_one_passage(client, owner):
    rows = f'{HEAD}\nNo time.,FI,education,fi,teacher,2026-03-02,2,public\n"Two,\nlines",LT,business,lt,,,,\n'
    shown = send(client, owner, rows)
    assert (shown.context["count"], shown.context["problems"], Material.objects.count()) == (2, [], 0)
    client.post(shown.redirect_chain[-1][0])
    kept = Material.objects.order_by("pk").values_list(
        "title", "text", "country", "described", "people", "quoting"
    )
    assert list(kept) == [
        ("Survey 2", "No time.", "FI", "teacher", 2, "public"),
        ("Survey 3", "Two,\nlines", "LT", "", 1, "never"),
    ]
    assert list(Passage.objects.order_by("pk").values_list("text", flat=True)) == ["No time.", "Two,\nlines"]
    assert Intake.objects.count() == 0


def test_a_workbook_is_read_as_well(client, owner):
    content = sheet(
        ["text", "country", "sector", "language", "people"], ["No time.", "Finland", "Business", "en", 3]
    )
    shown = send(client, owner, content, "answers.xlsx")
    client.post(shown.redirect_chain[-1][0])
    row = Material.objects.get()
    assert (row.text, row.country, row.sector, row.people) == ("No time.", "FI", "business", 3)


def test_what_a_row_does_not_say_is_taken_from_the_form(client, owner):
    shown = send(client, owner, "text\nNo time.\n", country="LV", sector="business", language="lv")
    client.post(shown.redirect_chain[-1][0])
    row = Material.objects.get()
    assert (row.country, row.sector, row.language, row.quoting) == ("LV", "business", "lv", "never")


def test_every_problem_is_named_by_row_and_column_and_nothing_is_taken_in(client, owner):
    rows = f"{HEAD},shoe\nFine.,FI,education,en,,,,,\n,Atlantis,circus,xx,,2.3.2026,0,maybe,7\n"
    shown = send(client, owner, rows)
    places = [(one["row"], one["column"]) for one in shown.context["problems"]]
    wrong = ["text", "country", "sector", "language", "date", "people", "quoting"]
    assert places == [(1, "shoe"), *((3, column) for column in wrong)]
    said = client.post(shown.redirect_chain[-1][0])
    assert said.context["form"].non_field_errors() == [
        "Nothing was taken in: mend the file and send it again."
    ]
    assert Material.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        ("", "a.csv", "The submitted file is empty."),
        ("\n\n", "a.csv", "The file has no rows."),
        ("text,text\na,b\n", "a.csv", "The first row names a column twice: text."),
        ('text\n"open\n', "a.csv", "From row 2 on the file cannot be read as CSV."),
        (b"PK\x03\x04 nothing", "a.xlsx", "The file is damaged and cannot be opened."),
        (b"%PDF-1.4", "a.pdf", "Send a table as CSV in UTF-8 or as an Excel workbook (XLSX)."),
        ("text\n" + "Yes.\n" * 5001, "a.csv", "The file has more than 5000 rows."),
    ],
)
def test_a_file_that_is_no_table_is_refused(client, owner, content, name, said):
    errors = send(client, owner, content, name).context["form"].errors["file"]
    assert [one[: len(said)] for one in errors] == [said]


def test_a_file_is_taken_in_once(client, owner):
    send(client, owner, "text,country,sector,language\nNo time.,FI,education,en\n")
    intake = Intake.objects.get()
    assert actions.take_in(intake, owner) == 1
    with pytest.raises(ValidationError, match="taken in already"):
        actions.take_in(intake, owner)
    assert Material.objects.count() == 1


def test_only_who_sent_a_file_looks_through_it(client, owner):
    send(client, owner, "text,country,sector,language\nNo time.,FI,education,en\n")
    address = reverse("practices:look_through_material", args=[Intake.objects.get().pk])
    client.force_login(make_member(owner.partners.get()))
    assert client.get(address).status_code == 404


def test_who_has_left_the_partner_takes_nothing_in(client, owner):
    send(client, owner, "text,country,sector,language\nNo time.,FI,education,en\n")
    owner.memberships.all().delete()
    address = reverse("practices:look_through_material", args=[Intake.objects.get().pk])
    assert client.post(address).status_code == 403
    assert Material.objects.count() == 0


def test_the_pattern_can_be_taken_in(client, owner):
    for kind in ("csv", "xlsx"):
        pattern = client.get(reverse("practices:material_pattern", args=[kind])).content
        shown = send(client, owner, pattern, f"pattern.{kind}")
        assert (shown.context["count"], shown.context["problems"]) == (2, [])


def test_five_thousand_rows_are_taken_in(client, owner, django_assert_max_num_queries):
    rows = "text,country,sector,language\n" + "No time at all.,FI,education,en\n" * 5000
    send(client, owner, rows)
    with django_assert_max_num_queries(200):
        assert actions.take_in(Intake.objects.get(), owner) == 5000
    assert Passage.objects.count() == 5000
