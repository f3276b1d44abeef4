"""The editor of a draft: one person, two people at once, undoing."""

import pytest
from django.urls import reverse
from tests.conftest import make_member, make_partner
from tests.web.methodology import making

from mentorway.web.methodology.actions import drafting
from mentorway.web.methodology.analysis import drafts, lists
from mentorway.web.methodology.models import REVISIONS_KEPT, Questionnaire, Revision

pytestmark = pytest.mark.django_db
NAMES = ["mentor", "who", "about", "age", "topics", "end"]


@pytest.fixture
def made(client):
    user = make_member()
    client.force_login(user)
    row = making.make_questionnaire(user.partners.get(), user)
    row.user = user
    return row


def url(name, row, *more):
    return reverse(f"methodology:{name}", args=[row.pk, *more])


def cells(row, name):
    fresh = Questionnaire.objects.get(pk=row.pk)
    return next(each.cells for each in drafts.rows_of(drafts.found(fresh.workbook)) if each.name == name)


def send(client, row, which, /, **changes):
    """Send the form of a question as it is shown, with some fields changed."""
    address = url("edit", row, making.mark_of(row, which))
    form = client.get(address).context["form"]
    shown = {key: form.initial.get(key, "") for key in form.fields}
    shown = {key: value for key, value in shown.items() if value not in (None, False)}
    return client.post(address, {**shown, **changes})


def test_a_questionnaire_begins_without_questions_and_teaches_what_to_do(client, made):
    form = {"title": "New", "partner": made.partner_id, "name": "English", "code": "en"}
    page = client.post(reverse("methodology:create"), form, follow=True).content.decode()
    assert "No question yet" in page
    assert Questionnaire.objects.get(title="New").created_by == made.user


@pytest.mark.parametrize(
    ("field", "value"), [("code", "english"), ("code", "x"), ("name", "English (en)"), ("title", " ")]
)
def test_a_questionnaire_without_title_or_language_is_refused(client, made, field, value):
    form = {"title": "New", "partner": made.partner_id, "name": "English", "code": "en", field: value}
    page = client.post(reverse("methodology:create"), form)
    assert "errorlist" in page.content.decode()
    assert Questionnaire.objects.count() == 1


def test_a_questionnaire_goes_to_one_s_own_partner_only(client, made):
    form = {"title": "New", "partner": make_partner().pk, "name": "English", "code": "en"}
    client.post(reverse("methodology:create"), form)
    assert Questionnaire.objects.count() == 1


def test_a_question_is_added_with_a_name_made_of_its_text(client, made):
    form = {"type": "text", "label": "Why do you do it?", "when": "always"}
    client.post(url("add", made), {**form, "after": making.mark_of(made, "who")})
    assert making.names(made) == ["mentor", "who", "why_do_you_do_it", *NAMES[2:]]


def test_a_question_with_choices_brings_its_list(client, made):
    form = {
        "type": "select_one",
        "label": "How often?",
        "when": "always",
        "choices": "Daily\nWeekly\n9 = Never",
    }
    client.post(url("add", made), form)
    row = Questionnaire.objects.get(pk=made.pk)
    book = drafts.found(row.workbook)
    assert cells(made, "how_often")["type"] == "select_one how_often"
    assert lists.written(lists.lines_of(book, "how_often", making.EN)) == "1 = Daily\n2 = Weekly\n9 = Never"


@pytest.mark.parametrize(
    "kind", ["text", "integer", "decimal", "date", "time", "note", "acknowledge", "range"]
)
def test_every_type_can_be_added_and_edited(client, made, kind):
    form = {"type": kind, "label": "One more?", "when": "always", "start": "0", "end": "10", "step": "1"}
    assert client.post(url("add", made), form).status_code == 302
    assert send(client, made, "one_more", label="And now?").status_code == 302
    assert cells(made, "one_more")[f"label::{making.EN}"] == "And now?"


def test_a_group_has_an_end_and_questions_go_into_it(client, made):
    client.post(url("add", made), {"type": "begin_group", "name": "more", "when": "always"})
    assert making.names(made) == [*NAMES, "more", "end"]
    mark = making.mark_of(made, "more")
    client.post(url("add", made), {"type": "text", "label": "In it?", "when": "always", "after": mark})
    assert making.names(made) == [*NAMES, "more", "in_it", "end"]


def test_a_condition_is_built_from_a_choice(client, made):
    send(client, made, "topics", when="choice", answer="mentor=yes", chosen="no")
    assert cells(made, "topics")["relevant"] == "${mentor} != 'yes'"
    page = client.get(url("draft", made)).content.decode()
    assert "Only if “Yes” was not chosen in “Do you have a mentor?”" in page
    form = client.get(url("edit", made, making.mark_of(made, "topics"))).context["form"]
    assert (form.initial["when"], form.initial["answer"], form.initial["chosen"]) == (
        "choice",
        "mentor=yes",
        "no",
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"label": ""}, "This field is required"),
        ({"name": "two words"}, "Begin the name with a letter"),
        ({"name": "who"}, "has this name"),
        ({"when": "expression", "relevant": ""}, "Write the expression"),
        ({"when": "choice", "answer": ""}, "Choose the question and the choice"),
        ({"when": "choice", "answer": "mentor=maybe"}, "Select a valid choice"),
        ({"type": "select_one", "choice_list": "", "choices": ""}, "Choose a list, or write"),
        ({"type": "select_one", "choice_list": "", "choices": "1 = A\n1 = B"}, "is there twice"),
        ({"type": "range", "start": "5", "end": "1", "step": "1"}, "must go up"),
        ({"type": "text", "label": "x" * 5, "name": "x" * 61}, "at most 60"),
    ],
)
def test_what_cannot_stand_is_said_at_the_field_and_nothing_is_saved(client, made, changes, said):
    page = send(client, made, "age", **changes)
    assert said in page.content.decode()
    assert Questionnaire.objects.get(pk=made.pk).revision == made.revision


def test_a_new_name_is_used_wherever_the_old_one_stood(client, made):
    send(client, made, "mentor", name="has_mentor")
    assert cells(made, "who")["relevant"] == "${has_mentor} = 'yes'"
    assert "${has_mentor}" in cells(made, "who")[f"label::{making.EN}"]


def test_questions_and_groups_are_moved_and_deleted_and_that_is_undone(client, made):
    def press(**button):
        client.post(url("arrange", made), button)
        return making.names(made)

    assert press(down=making.mark_of(made, "who")) == ["mentor", "about", "who", "age", "topics", "end"]
    assert press(up=making.mark_of(made, "who")) == NAMES
    assert press(up=making.mark_of(made, "about")) == ["mentor", "about", "age", "topics", "end", "who"]
    assert press(up=making.mark_of(made, "who")) == ["mentor", "about", "age", "topics", "who", "end"]
    assert press(delete=making.mark_of(made, "about")) == ["mentor"]
    assert press(undo=Questionnaire.objects.get(pk=made.pk).revision)[:2] == ["mentor", "about"]
    assert press(ungroup=making.mark_of(made, "about")) == ["mentor", "age", "topics", "who"]
    assert press(delete="0" * 10, up="nothing") == ["mentor", "age", "topics", "who"]


def test_what_somebody_changed_since_is_not_undone(client, made):
    client.post(url("arrange", made), {"delete": making.mark_of(made, "age")})
    seen = Questionnaire.objects.get(pk=made.pk).revision
    drafting.remove(made, make_member(made.partner), mark=making.mark_of(made, "who"))
    page = client.post(url("arrange", made), {"undo": seen}, follow=True).content.decode()
    assert "can no longer be undone" in page
    assert making.names(made) == ["mentor", "about", "topics", "end"]


def edit_by_another(made, name, **changed):
    other = make_member(made.partner, name="Bea")
    row = Questionnaire.objects.get(pk=made.pk)
    wish = drafting.Wish({**cells(made, name), **changed})
    mark = making.mark_of(made, name)
    drafting.change_row(row, other, mark=mark, revision=row.revision, wish=wish)


def test_two_people_who_change_different_things_both_keep_theirs(client, made):
    mark = making.mark_of(made, "age")
    form = client.get(url("edit", made, mark)).context["form"].initial
    edit_by_another(made, "age", constraint=". >= 18")
    client.post(url("edit", made, mark), {**form, "label": "Your age?", "required": "on"})
    assert cells(made, "age")[f"label::{making.EN}"] == "Your age?"
    assert cells(made, "age")["constraint"] == ". >= 18"


def test_two_people_who_change_the_same_get_a_page_to_merge_and_lose_nothing(client, made):
    mark, text = making.mark_of(made, "age"), f"label::{making.EN}"
    form = client.get(url("edit", made, mark)).context["form"].initial
    edit_by_another(made, "age", **{text: "What is your age?", "constraint": ". >= 18"})
    page = client.post(url("edit", made, mark), {**form, "label": "Your age?", "required": "on"})
    shown = page.content.decode()
    assert page.status_code == 409
    assert "Bea has changed this meanwhile" in shown
    assert "What is your age?" in shown
    assert cells(made, "age")[text] == "What is your age?"
    merged = page.context["form"].initial
    assert (merged["label"], merged["constraint"]) == ("Your age?", ". >= 18")
    again = {**merged, "revision": page.context["revision"], "required": "on"}
    assert client.post(url("edit", made, mark), again).status_code == 302
    assert (cells(made, "age")[text], cells(made, "age")["constraint"]) == ("Your age?", ". >= 18")


def test_a_question_that_somebody_has_deleted_is_not_brought_back_by_accident(client, made):
    mark = making.mark_of(made, "age")
    form = client.get(url("edit", made, mark)).context["form"].initial
    drafting.remove(made, made.user, mark=mark)
    assert client.post(url("edit", made, mark), form).status_code == 404
    assert "age" not in making.names(made)


def test_a_list_of_choices_is_written_anew_and_keeps_further_columns(client, made):
    page = client.get(url("choice_list", made, "yes_no"))
    assert page.context["form"].initial["choices"] == "yes = Yes\nno = No"
    sent = {"choices": "yes = Yes\n- no = No\nmaybe = Maybe", "revision": made.revision}
    client.post(url("choice_list", made, "yes_no"), sent)
    book = drafts.found(Questionnaire.objects.get(pk=made.pk).workbook)
    assert lists.written(lists.lines_of(book, "yes_no", making.EN)) == sent["choices"]
    assert [row["list_name"] for row in drafts.records(book, "choices")] == ["yes_no"] * 3 + ["topics"] * 2


def test_two_people_who_write_the_same_list_get_a_page_to_merge(client, made):
    sent = {"choices": "yes = Yes\nno = Never", "revision": made.revision}
    drafting.change_list(
        made, made.user, name="yes_no", revision=made.revision, choices="yes = Of course\nno = No"
    )
    page = client.post(url("choice_list", made, "yes_no"), sent)
    assert page.status_code == 409
    assert "yes = Of course" in page.content.decode()
    assert "no = Never" in page.content.decode()


def test_only_the_last_revisions_are_kept(made):
    for place in range(REVISIONS_KEPT + 5):
        drafting.add_rows(made, made.user, wish=drafting.Wish({"type": "text", "name": f"n{place}"}))
    assert Revision.objects.filter(questionnaire=made).count() == REVISIONS_KEPT


def test_signs_that_no_file_can_hold_do_not_get_into_a_draft(made):
    wish = drafting.Wish({"type": "note", "name": "odd", f"label::{making.EN}": "a\x0bb"})
    drafting.add_rows(made, made.user, wish=wish)
    assert cells(made, "odd")[f"label::{making.EN}"] == "ab"


def test_a_large_draft_is_shown_with_few_queries(client, made, django_assert_max_num_queries):
    made.workbook = drafts.stored(drafts.marked(making.large(300)))
    made.save()
    with django_assert_max_num_queries(16):
        page = client.get(url("draft", made))
    assert page.content.count(b'class="line ') == 300


def test_a_deleted_questionnaire_comes_back_and_is_gone_after_thirty_days(client, made):
    client.post(url("delete", made))
    assert client.get(url("draft", made)).status_code == 404
    assert "Mentoring" in client.get(reverse("methodology:deleted")).content.decode()
    client.post(url("restore", made))
    assert client.get(url("draft", made)).status_code == 200


def test_the_list_is_searched_and_paged(client, made):
    for place in range(22):
        making.make_questionnaire(made.partner, made.user, title=f"Survey no{place}x")
    first = client.get(reverse("methodology:questionnaires"))
    assert (len(first.context["page"]), first.context["page"].paginator.count) == (20, 23)
    found = client.get(reverse("methodology:questionnaires"), {"q": "survey no21x"})
    assert [row.title for row in found.context["page"]] == ["Survey no21x"]
    assert "Nothing found" in client.get(reverse("methodology:questionnaires"), {"q": "zzz"}).content.decode()


def test_what_is_shared_is_seen_in_the_network_and_changed_by_its_partner_only(client, made):
    client.post(url("describe", made), {"title": "Mentoring", "is_shared": "on"})
    client.force_login(make_member())
    assert client.get(url("draft", made)).status_code == 200
    assert client.get(url("add", made)).status_code == 403
