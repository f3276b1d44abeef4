"""Tables that come with a questionnaire: attached, looked at, used as choices, removed, brought back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.conftest import make_member
from tests.web.methodology import making

from mentorway.questionnaire.attached import attached
from mentorway.web.methodology.actions import drafting, publishing
from mentorway.web.methodology.analysis import drafts
from mentorway.web.methodology.models import Questionnaire

pytestmark = pytest.mark.django_db
TOWNS = b"name,label,county\nvno,Vilnius,V\nkns,Kaunas,K\n"
LOOKS = (
    ("type", "name", f"label::{making.EN}", "calculation"),
    ("select_one_from_file towns.csv", "town", "Where do you work?", ""),
    ("calculate", "county", "", "pulldata('towns', 'county', 'name', ${town})"),
)


@pytest.fixture
def member(client):
    user = make_member()
    client.force_login(user)
    return user


@pytest.fixture
def questionnaire(member):
    return making.make_questionnaire(member.partners.get(), member)


def csv(content=TOWNS, name="towns.csv"):
    return SimpleUploadedFile(name, content)


def at(page, row, **more):
    return reverse(f"methodology:{page}", kwargs={"pk": row.pk, **more})


def tables_of(row):
    return attached(drafts.found(Questionnaire.objects.get(pk=row.pk).workbook))


def test_a_table_is_attached_shown_downloaded_and_used(client, questionnaire):
    client.post(at("attach", questionnaire), {"tables": [csv()]})
    assert tables_of(questionnaire)["towns"].rows == (("vno", "Vilnius", "V"), ("kns", "Kaunas", "K"))
    page = client.get(at("draft", questionnaire)).content.decode()
    assert "2 rows · name, label, county · used by no question" in page
    assert "<td>Kaunas</td>" in client.get(at("table", questionnaire, name="towns.csv")).content.decode()
    file = client.get(at("table_file", questionnaire, name="towns.csv")).content
    assert file.decode("utf-8-sig").replace("\r\n", "\n").encode() == TOWNS
    client.post(
        at("add", questionnaire),
        {
            "type": "select_one",
            "label": "Which town?",
            "name": "town",
            "choice_list": "towns.csv",
            "when": "always",
        },
    )
    kinds = {
        row.name: row.cells["type"] for row in drafts.rows_of(drafts.found(again(questionnaire).workbook))
    }
    assert kinds["town"] == "select_one_from_file towns.csv"


def again(row):
    return Questionnaire.objects.get(pk=row.pk)


def test_a_table_of_the_same_name_is_replaced_and_the_change_can_be_undone(client, member, questionnaire):
    client.post(at("attach", questionnaire), {"tables": [csv()]})
    client.post(at("attach", questionnaire), {"tables": [csv(b"name\nrix\n")]})
    assert tables_of(questionnaire)["towns"].rows == (("rix",),)
    client.post(at("detach", questionnaire, name="towns.csv"))
    assert tables_of(questionnaire) == {}
    drafting.undo(again(questionnaire), member, revision=again(questionnaire).revision)
    assert tables_of(questionnaire)["towns"].rows == (("rix",),)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("1 town.csv", TOWNS, "cannot be the name of an attached table"),
        ("towns.csv", "name\nÅbo\n".encode("latin-1"), "The file is not in UTF-8"),
        ("towns.csv", b"", "The submitted file is empty|The file is empty"),
        ("towns.csv", b'name\n"open\n', "a quote is not closed"),
    ],
)
def test_what_cannot_be_attached_is_refused(client, questionnaire, name, content, sentence):
    page = client.post(at("attach", questionnaire), {"tables": [csv(content, name)]})
    assert any(part in page.content.decode() for part in sentence.split("|"))
    assert tables_of(questionnaire) == {}


@pytest.mark.long
def test_a_workbook_comes_with_its_tables(client, member):
    book = making.workbook(survey=LOOKS, choices=making.CHOICES[:1])
    form = {
        "partner": member.partners.get().pk,
        "name": "English",
        "code": "en",
        "file": making.uploaded(book),
    }
    page = client.post(reverse("methodology:take_in"), form)
    assert "The table “towns.csv” is not attached" in page.content.decode()
    assert not Questionnaire.objects.exists()
    form["file"] = making.uploaded(book)
    client.post(reverse("methodology:take_in"), {**form, "tables": [csv()]})
    row = Questionnaire.objects.get()
    assert list(tables_of(row)) == ["towns"]
    version = publishing.publish(row, member, revision=row.revision, note="")
    assert "Kaunas" in version.xform
    assert "jr://file" not in version.xform


def test_a_table_that_is_not_there_is_not_found(client, questionnaire):
    assert client.get(at("table", questionnaire, name="lost.csv")).status_code == 404
