"""Many people are brought in with a file: shown first, then all or nothing."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.conftest import make_member, make_partner, make_user

from mentorway.web.accounts.models import User
from mentorway.web.core.models import AuditEntry
from mentorway.web.network.models import Membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    return make_partner()


@pytest.fixture
def admin(client, partner):
    user = make_member(partner, role="admin")
    client.force_login(user)
    return user


def read(client, partner, text, name="people.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("network:import_people", args=[partner.pk]), {"file": file})


def take_in(client, partner, page):
    kept = page.context["taking"].initial["kept"]
    return client.post(reverse("network:take_in_people", args=[partner.pk]), {"kept": kept}, follow=True)


def rows(page):
    return [(one.email, str(one.found)) for one in page.context["rows"]]


GOOD = (
    "E-mail address,Name,Role,Language\nVilma@uni.example,Vilma V.,Member,lt\nants@uni.example,Ants,admin,\n"
)


def test_people_are_shown_and_nobody_is_brought_in(client, admin, partner):
    page = read(client, partner, GOOD)
    assert rows(page) == [("vilma@uni.example", "new"), ("ants@uni.example", "new")]
    assert "2 people can be brought in." in page.content.decode()
    assert User.objects.count() == 1


def test_then_all_are_brought_in_each_with_a_letter(
    client, admin, partner, django_capture_on_commit_callbacks
):
    page = read(client, partner, GOOD)
    with django_capture_on_commit_callbacks() as letters:
        take_in(client, partner, page)
    found = partner.memberships.exclude(user=admin).order_by("user__email")
    told = [(one.user.email, one.user.name, one.role, one.user.language) for one in found]
    assert told == [
        ("ants@uni.example", "Ants", "admin", "en"),
        ("vilma@uni.example", "Vilma V.", "member", "lt"),
    ]
    assert len(letters) == 2
    assert AuditEntry.objects.get(kind="people_brought_in").facts == {"count": 2}


def test_an_excel_file_with_headings_of_another_language_is_read(client, admin, partner):
    book = openpyxl.Workbook()
    book.active.append(["e-mail", "nothing of ours"])
    book.active.append(["vilma@uni.example", "x"])
    file = io.BytesIO()
    book.save(file)
    assert rows(read(client, partner, file.getvalue(), "people.xlsx")) == [("vilma@uni.example", "new")]


def test_who_is_here_or_has_an_account_is_said_to(client, admin, partner):
    other = make_user(name="Kept Name")
    page = read(client, partner, f"email,name\n{admin.email},x\n{other.email},Stolen Name\n")
    assert rows(page) == [(admin.email, "here"), (other.email, "joins")]
    take_in(client, partner, page)
    other.refresh_from_db()
    assert (other.name, partner.memberships.count()) == ("Kept Name", 2)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (",Nobody,,", "is no e-mail address"),
        ("nonsense,x,,", "is no e-mail address"),
        ("a@uni.example,x,emperor,", "is no role"),
        ("a@uni.example,x,coordinator,", "You may not give the role"),
        ("a@uni.example,x,,klingon", "is not spoken here"),
        (f"a@uni.example,{'x' * 151},,", "more than 150 letters"),
        (f"{'x' * 250}@uni.example,x,,", "more than 254 letters"),
    ],
)
def test_a_row_with_a_problem_is_left_out_and_says_why(client, admin, partner, line, said):
    page = read(client, partner, f"email,name,role,language\n{line}\nb@uni.example,B,,\n")
    assert said in page.content.decode()
    take_in(client, partner, page)
    assert list(partner.memberships.exclude(user=admin).values_list("user__email", flat=True)) == [
        "b@uni.example"
    ]


def test_one_address_twice_is_a_problem_of_the_second(client, admin, partner):
    page = read(client, partner, "email\na@uni.example\nA@uni.example\n")
    assert [one for _email, one in rows(page)] == ["new", "problem"]


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("", "people.csv", ""),
        ("name\nx\n", "people.csv", "has no column E-mail address"),
        ("email,mail\na@b.example,c@d.example\n", "people.csv", "Two columns are called"),
        ("email\n", "people.csv", ""),
        ("x", "people.pdf", "neither CSV nor Excel"),
        (b"PK\x03\x04 broken", "people.xlsx", ""),
        ("email\n" + "".join(f"a{n}@b.example\n" for n in range(501)), "people.csv", ""),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(  # noqa: PLR0913, PLR0917
    client, admin, partner, text, name, said
):
    page = read(client, partner, text, name)
    assert not page.context["rows"]
    assert page.context["form"].errors["file"]
    assert said in page.content.decode()


def test_nobody_is_brought_in_where_somebody_came_in_between(client, admin, partner):
    page = read(client, partner, GOOD)
    Membership.objects.create(user=make_user(email="ants@uni.example"), partner=partner, role="member")
    answer = take_in(client, partner, page)
    assert "Nobody is brought in" in answer.content.decode()
    assert not User.objects.filter(email="vilma@uni.example").exists()


@pytest.mark.parametrize("kept", ["", "nonsense", "WzEsMixbXV0:1abc:def"])
def test_what_was_not_read_here_is_not_taken_in(client, admin, partner, kept):
    client.post(reverse("network:take_in_people", args=[partner.pk]), {"kept": kept})
    assert partner.memberships.count() == 1


def test_what_was_read_for_one_partner_is_not_taken_in_by_another(client, admin, partner):
    other = make_partner()
    Membership.objects.create(user=admin, partner=other, role="admin")
    page = read(client, partner, GOOD)
    take_in(client, other, page)
    assert other.memberships.count() == 1


def test_a_role_that_one_may_not_give_any_more_is_not_given(client, partner):
    user = make_member(partner, role="coordinator")
    client.force_login(user)
    page = read(client, partner, "email,role\na@uni.example,coordinator\n")
    user.memberships.update(role="admin")
    take_in(client, partner, page)
    assert not User.objects.filter(email="a@uni.example").exists()


def test_who_is_in_charge_somewhere_else_takes_no_second_step(client, admin, partner):
    person = make_member(make_partner(name="Riga college", country="LV"), role="admin")
    place = Membership.objects.create(user=person, partner=partner, role="member")
    address = reverse("network:take_second_step", args=[place.pk])
    assert client.post(address, {"sure": "on"}).status_code == 403
    person.memberships.exclude(pk=place.pk).delete()
    assert client.get(address).status_code == 200


def test_a_lost_second_step_is_taken_by_somebody_else_in_charge_only(client, admin, partner):
    own = admin.memberships.get()
    other = make_member(partner).memberships.get()
    assert client.post(reverse("network:take_second_step", args=[own.pk])).status_code == 403
    client.post(reverse("network:take_second_step", args=[other.pk]), {"sure": "on"})
    staff = make_member(partner, is_staff=True).memberships.get()
    assert client.post(reverse("network:take_second_step", args=[staff.pk])).status_code == 403
