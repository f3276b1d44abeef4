"""Material: who sees it, how it comes in, how it is divided, the bin."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner, make_user
from tests.web.practices.making_challenges import (
    TEXT,
    ask,
    code,
    docx,
    make_material,
)

from mentorway.web.core import merging
from mentorway.web.network.models import Visit
from mentorway.web.practices.actions import material as actions
from mentorway.web.practices.actions import material_units as units
from mentorway.web.practices.models import Happening, Material, MaterialEvent, Passage
from mentorway.web.practices.needs import challenges as needs_challenges

pytestmark = pytest.mark.django_db
FACTS = {
    "title": "A talk",
    "kind": "interview",
    "country": "LT",
    "sector": "business",
    "language": "lt",
    "people": "2",
    "described": "engineer",
    "quoting": "inside",
    "collected": "2026-03-02",
}


def page(name, row, **more):
    return reverse(f"practices:{name}", kwargs={"token": row.token, **more})


@pytest.fixture
def owner():
    return make_member(role="admin")


def test_material_is_seen_by_its_partner_its_coders_and_coordinators_only(owner):
    row = make_material(owner)
    colleague = make_member(owner.partners.get())
    coder, coordinator, stranger = make_member(), make_member(role="coordinator"), make_member(role="admin")
    ask(row, coder)
    seen = [
        list(Material.objects.visible_to(one)) for one in (owner, colleague, coder, coordinator, stranger)
    ]
    assert seen == [[row], [row], [row], [row], []]


def test_a_text_is_added_by_pasting(client, owner):
    client.force_login(owner)
    said = client.post(
        reverse("practices:add_material"), {**FACTS, "partner": owner.partners.get().pk, "text": TEXT}
    )
    row = Material.objects.get()
    assert said.url == page("material", row)
    kept = (row.title, row.text, row.country, row.people, row.quoting, row.collected, row.created_by)
    assert kept == ("A talk", TEXT, "LT", 2, "inside", dt.date(2026, 3, 2), owner)
    assert list(row.events.values_list("what", flat=True)) == [Happening.ADDED]


@pytest.mark.parametrize(
    ("name", "content"),
    [("talk.txt", "One.\r\n\r\nTwo – ąžuolas.".encode()), ("talk.docx", docx("One.", "", "Two – ąžuolas."))],
)
def test_a_text_is_read_from_a_file(client, owner, name, content):
    client.force_login(owner)
    file = SimpleUploadedFile(name, content)
    client.post(
        reverse("practices:add_material"),
        {**FACTS, "partner": owner.partners.get().pk, "text": "", "file": file},
    )
    assert Material.objects.get().text == "One.\n\nTwo – ąžuolas."


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("talk.docx", b"PK\x03\x04 no archive", "The file is damaged and cannot be opened."),
        ("talk.txt", b"\xff\xfe\x00", "The file is no text in UTF-8."),
        ("talk.pdf", b"%PDF-1.4", "Send a text (TXT) or a Word document (DOCX)."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(client, owner, name, content, said):
    client.force_login(owner)
    data = {**FACTS, "partner": owner.partners.get().pk, "file": SimpleUploadedFile(name, content)}
    response = client.post(reverse("practices:add_material"), data)
    assert said in response.content.decode()
    assert Material.objects.count() == 0


def test_no_text_is_no_material(client, owner):
    client.force_login(owner)
    data = {**FACTS, "partner": owner.partners.get().pk, "text": " \n "}
    response = client.post(reverse("practices:add_material"), data)
    assert response.context["form"].errors["text"] == ["Write or paste the text, or choose a file."]


def test_material_is_added_only_for_a_partner_of_ones_own(client, owner):
    client.force_login(owner)
    data = {**FACTS, "partner": make_partner().pk, "text": TEXT}
    assert "partner" in client.post(reverse("practices:add_material"), data).context["form"].errors


def test_who_belongs_to_no_partner_adds_nothing(client):
    client.force_login(make_user())
    assert client.get(reverse("practices:add_material")).status_code == 403


def test_only_visits_that_one_may_see_can_be_linked(client, owner):
    start = timezone.now()
    closed = Visit.objects.create(
        title="Closed", host=make_partner(), starts=start, ends=start + dt.timedelta(hours=1)
    )
    mine = Visit.objects.create(
        title="Mine", host=owner.partners.get(), starts=start, ends=start + dt.timedelta(hours=1)
    )
    client.force_login(owner)
    data = {**FACTS, "partner": owner.partners.get().pk, "text": TEXT}
    refused = client.post(reverse("practices:add_material"), {**data, "visit": closed.pk})
    client.post(reverse("practices:add_material"), {**data, "visit": mine.pk})
    assert "visit" in refused.context["form"].errors
    assert Material.objects.get().visit == mine


def test_a_linked_visit_is_hidden_from_a_coder_who_may_not_see_it(client, owner):
    start = timezone.now()
    visit = Visit.objects.create(
        title="Board of the firm", host=owner.partners.get(), starts=start, ends=start + dt.timedelta(hours=1)
    )
    row = make_material(owner, visit=visit)
    coder = make_member()
    ask(row, coder)
    client.force_login(coder)
    assert "Board of the firm" not in client.get(page("material", row)).content.decode()


def test_the_list_is_filtered_and_searched(client, owner):
    make_material(owner, title="Vizitas Kaune", country="LT", text="Ąžuolas stovi.")
    make_material(owner, title="Other", country="FI")
    client.force_login(owner)
    address = reverse("practices:materials")
    found = [
        [row.title for row in client.get(address, query).context["page"]]
        for query in ({"q": "azuolas"}, {"country": "FI"}, {"stands": "decided"}, {"country": "XX"})
    ]
    assert found == [["Vizitas Kaune"], ["Other"], [], ["Other", "Vizitas Kaune"]]


def test_the_list_says_where_each_material_stands(client, owner):
    make_material(owner, title="a", divided=False)
    make_material(owner, title="b")
    one, other = ask(make_material(owner, title="c"))
    code(one, (), (), ())
    first, second = ask(make_material(owner, title="d"))
    code(first, (), (), ())
    code(second, (), (), ())
    client.force_login(owner)
    rows = client.get(reverse("practices:materials")).context["page"]
    assert {row.title: row.stands for row in rows} == {
        "a": "bare",
        "b": "ready",
        "c": "coding",
        "d": "decided",
    }
    assert other.handed_in is None


def test_a_long_list_needs_as_few_queries_as_a_short_one(client, owner, django_assert_max_num_queries):
    for _number in range(20):
        make_material(owner)
    client.force_login(owner)
    with django_assert_max_num_queries(14):
        assert len(client.get(reverse("practices:materials")).context["page"]) == 20


def test_the_list_goes_out_as_a_file_with_its_filters(client, owner):
    make_material(owner, title="=1+1", country="LT")
    make_material(owner, title="Other", country="FI")
    client.force_login(owner)
    said = client.get(reverse("practices:materials_file", args=["csv"]), {"country": "LT"}).content.decode()
    assert said.splitlines()[1].startswith("'=1+1,")
    assert "Other" not in said
    assert client.get(reverse("practices:materials_file", args=["odt"])).status_code == 404


def test_facts_are_corrected_even_after_coders_were_asked_but_the_text_is_not(client, owner):
    row = make_material(owner)
    ask(row)
    client.force_login(owner)
    shown = client.get(page("change_material", row))
    client.post(page("change_material", row), {**FACTS, "revision": row.revision, "text": "Other text."})
    row.refresh_from_db()
    assert "text" not in shown.context["form"].fields
    assert (row.title, row.country, row.text) == ("A talk", "LT", TEXT)
    with pytest.raises(ValidationError, match="The text stays as it is"):
        actions.change(row, owner, revision=row.revision, text="Other text.")


def test_a_new_text_loses_its_passages(client, owner):
    row = make_material(owner)
    client.force_login(owner)
    client.post(page("change_material", row), {**FACTS, "revision": row.revision, "text": "Other text."})
    assert Material.objects.get().text == "Other text."
    assert row.passages.count() == 0


def as_it_is(row):
    """Return what the form sends when nothing is changed."""
    fields = merging.texts({**actions.fields_of(row), "revision": row.revision})
    return {**fields, "revision": row.revision}


def test_two_who_change_different_fields_both_win(client, owner):
    row = make_material(owner)
    before, mine = row.title, {**as_it_is(row), "title": "Mine"}
    actions.change(row, owner, revision=1, described="a teacher")
    client.force_login(owner)
    said = client.post(page("change_material", row), mine)
    row.refresh_from_db()
    assert said.status_code == 302
    assert (row.title, row.described, row.revision) == ("Mine", "a teacher", 3)
    kept = row.revisions.order_by("number").values_list("number", "fields__title")
    assert list(kept) == [(1, before), (2, before), (3, "Mine")]


def test_two_who_change_the_same_text_are_asked_which_holds(client, owner):
    row = make_material(owner)
    mine = {**as_it_is(row), "text": "Mine.\n\nIt is."}
    actions.change(row, owner, revision=1, text="Theirs.")
    client.force_login(owner)
    asked = client.post(page("change_material", row), mine)
    merge = asked.context["merge"]
    assert asked.status_code == 409
    assert [(one.label, one.before) for one in merge.clashes] == [("Text", TEXT)]
    assert Material.objects.get().text == "Theirs."
    client.post(page("change_material", row), {**dict(merge.carried), "text": "", "text__merge": "mine"})
    row.refresh_from_db()
    assert (row.text, row.revision) == ("Mine.\n\nIt is.", 3)


def test_what_was_blanked_does_not_come_back_through_an_old_page(client, owner):
    row = make_material(owner, text="Write to anna@example.org.")
    old = as_it_is(row)
    actions.change(row, owner, revision=1, title="Another")
    actions.blank(row, owner)
    client.force_login(owner)
    asked = client.post(page("change_material", row), old)
    assert asked.status_code == 409
    assert "text" in [one.name for one in asked.context["merge"].merge.conflicts]
    assert "anna" not in Material.objects.get().text
    assert "anna" not in str(list(row.revisions.values_list("fields", flat=True)))


def test_nothing_is_kept_of_material_that_never_changed(owner):
    row = make_material(owner)
    assert row.revisions.count() == 0
    with pytest.raises(ValidationError, match="Somebody has saved a change just now"):
        actions.change(row, owner, revision=7, title="A")
    assert row.revisions.count() == 0


def test_paragraphs_become_passages_with_their_places(owner):
    row = make_material(owner)
    kept = [(one.position, one.text, row.text[one.first : one.last]) for one in row.passages.all()]
    texts = TEXT.split("\n\n")
    assert kept == [(place, text, text) for place, text in enumerate(texts, start=1)]


def test_survey_answers_are_divided_at_once(owner):
    row = make_material(owner, divided=False, kind="survey", text="First.\nSecond.")
    assert [one.text for one in row.passages.all()] == ["First.", "Second."]


def test_a_long_paragraph_becomes_its_sentences(owner):
    row = make_material(owner, text="This is one of many sentences. " * 30)
    assert {one.text for one in row.passages.all()} == {"This is one of many sentences."}
    assert row.passages.count() == 30


def test_passages_are_joined_parted_and_left_out_by_buttons(client, owner):
    row = make_material(owner, text="One. Two.\n\nThree.\n\nFour.")
    client.force_login(owner)
    address = page("material_units", row)

    def texts_after(do):
        client.post(address, {"do": do})
        return [one.text for one in row.passages.order_by("position")]

    assert texts_after("part:5") == ["One.", "Two.", "Three.", "Four."]
    assert texts_after("join:5") == ["One.", "Two.\n\nThree.", "Four."]
    assert texts_after("drop:0") == ["Two.\n\nThree.", "Four."]
    assert list(row.passages.order_by("position").values_list("position", flat=True)) == [1, 2]
    client.post(page("propose_units", row))
    assert row.passages.count() == 3


@pytest.mark.parametrize("do", ["part:3", "join:99", "drop:4", "nonsense", ""])
def test_a_button_of_an_old_page_changes_nothing(client, owner, do):
    row = make_material(owner)
    before = list(row.passages.values_list("first", "last"))
    client.force_login(owner)
    client.post(page("material_units", row), {"do": do})
    assert list(row.passages.values_list("first", "last")) == before


def test_passages_stay_as_they_are_once_coders_are_asked(client, owner):
    row = make_material(owner)
    ask(row)
    client.force_login(owner)
    assert client.post(page("material_units", row), {"do": "drop:0"}).status_code == 403
    with pytest.raises(ValidationError, match="The passages stay as they are"):
        units.propose(row, owner)


def test_a_text_of_too_many_passages_is_refused(owner):
    row = make_material(owner, divided=False, text="\n".join(["Yes."] * 2001))
    with pytest.raises(ValidationError, match="more than 2000 passages"):
        units.propose(row, owner)


def test_a_deleted_material_can_be_brought_back_by_its_partner_only(client, owner):
    row = make_material(owner)
    coder = make_member()
    ask(row, coder)
    client.force_login(owner)
    client.post(page("delete_material", row))
    assert client.get(page("material", row)).status_code == 404
    client.force_login(coder)
    assert client.post(page("restore_material", row)).status_code == 404
    client.force_login(owner)
    client.post(page("restore_material", row))
    assert client.get(page("material", row)).status_code == 200
    assert MaterialEvent.objects.filter(what__in=["deleted", "restored"]).count() == 2


def test_the_bin_is_emptied_after_thirty_days(owner):
    kept, gone = make_material(owner), make_material(owner)
    now = timezone.now()
    Material.objects.filter(pk=kept.pk).update(deleted=now - dt.timedelta(days=29))
    Material.objects.filter(pk=gone.pk).update(deleted=now - dt.timedelta(days=31))
    assert actions.clear_away(timezone.now()) == 1
    assert list(Material.objects.all()) == [kept]
    assert Passage.objects.filter(material=gone.pk).count() == 0


def test_an_example_stays_as_it_is(client, owner):
    row = make_material(owner)
    Material.objects.update(is_example=True)
    client.force_login(owner)
    names = ("change_material", "delete_material", "material_units", "ask_coders", "blank_material")
    assert [client.get(page(name, row)).status_code for name in names] == [403] * len(names)


def test_what_is_wanted_of_a_person(owner):
    make_material(owner, divided=False)
    coder = make_member()
    ask(make_material(owner, title="Talk of spring"), coder)
    assert [need.text for need in needs_challenges.needs_of(coder)] == ["Code “Talk of spring”."]
    assert [need.text for need in needs_challenges.needs_of(owner)] == [
        "1 material is not divided into passages yet."
    ]
    assert needs_challenges.needs_of(make_member()) == []


def test_a_workbook_goes_out(client, owner):
    make_material(owner)
    client.force_login(owner)
    content = client.get(reverse("practices:materials_file", args=["xlsx"])).content
    assert BytesIO(content).read(2) == b"PK"


def test_a_survey_of_too_many_answers_is_refused_with_a_sentence(client, owner):
    client.force_login(owner)
    text = "\n".join(["Yes."] * 2001)
    data = {**FACTS, "kind": "survey", "partner": owner.partners.get().pk, "text": text}
    said = client.post(reverse("practices:add_material"), data)
    assert "The text has more than 2000 passages. Divide the material." in said.content.decode()
    assert Material.objects.count() == 0


def test_who_may_not_see_the_visit_leaves_it_as_it_is(client, owner):
    start = timezone.now()
    visit = Visit.objects.create(
        title="Elsewhere", host=make_partner(), starts=start, ends=start + dt.timedelta(hours=1)
    )
    row = make_material(owner, visit=visit)
    client.force_login(owner)
    client.post(page("change_material", row), {**FACTS, "revision": row.revision, "text": TEXT})
    row.refresh_from_db()
    assert (row.title, row.visit) == ("A talk", visit)
