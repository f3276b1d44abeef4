"""Writing a practice: drafts, completeness, two people at once, history, the bin."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from tests.conftest import make_member, make_partner
from tests.web.practices import practices_making as making

from mentorway.web.practices.actions import practices as actions
from mentorway.web.practices.due import do_due_work
from mentorway.web.practices.forms.practices import grouped
from mentorway.web.practices.models import Practice, PracticeFile, Topic

pytestmark = pytest.mark.django_db


def test_a_draft_needs_only_what_names_it(client):
    user = make_member()
    client.force_login(user)
    partner = user.memberships.get().partner
    sent = {
        "partner": partner.pk,
        "title": "Ąžuolo mentoriai",
        "country": "LT",
        "sector": "both",
        "language": "lt",
    }
    client.post(reverse("practices:create"), sent)
    made = Practice.objects.get()
    assert (made.title, made.partner, made.state, made.revision, made.created_by) == (
        "Ąžuolo mentoriai",
        partner,
        "draft",
        1,
        user,
    )
    assert made.revisions.get().fields["title"] == "Ąžuolo mentoriai"
    assert made.title_key == "azuolo mentoriai"


@pytest.mark.parametrize(
    ("language", "some"),
    [("lv", ["Bulgārija", "Čehija", "Francija"]), ("fi", ["Malta", "Portugali", "Puola"])],
)
def test_countries_stand_in_the_order_of_the_readers_alphabet(client, language, some):
    client.force_login(make_member(language=language))
    field = client.get(reverse("practices:create"), headers={"accept-language": language}).context["form"][
        "country"
    ]
    names = [str(name) for _value, name in field.field.choices]
    assert [name for name in names if name in some] == some


def test_topics_stand_in_the_order_of_the_readers_alphabet():
    with override("lv"):
        names = [name for _key, name in dict(grouped(Topic.objects.all()))["Mentoringa veidi"]]
    assert names[:3] == ["Apgrieztā mentorēšana", "Ātrā mentorēšana", "Attālinātā mentorēšana"]


def test_nobody_writes_for_a_partner_they_do_not_belong_to(client):
    client.force_login(make_member())
    sent = {
        "partner": make_partner().pk,
        "title": "X",
        "country": "FI",
        "sector": "both",
        "language": "en",
    }
    answer = client.post(reverse("practices:create"), sent)
    assert (Practice.objects.count(), list(answer.context["form"].errors)) == (0, ["partner"])


def test_somebody_without_partner_is_told_why_nothing_can_be_written(client):
    from tests.conftest import make_user  # noqa: PLC0415 - only here

    user = make_user()
    client.force_login(user)
    assert user.email in client.get(reverse("practices:create")).content.decode()


def test_a_change_keeps_the_text_before(client):
    row = making.make_practice()
    client.force_login(row.created_by)
    client.post(reverse("practices:edit", args=[row.pk]), making.sent(row, title="New name"))
    row.refresh_from_db()
    assert (row.title, row.revision) == ("New name", 2)
    titles = [one.fields["title"] for one in row.revisions.order_by("number")]
    assert titles[1] == "New name"
    assert titles[0] != "New name"


def test_two_changes_of_different_fields_are_both_kept(client):
    row = making.make_practice()
    client.force_login(row.created_by)
    mine = making.sent(row, need="My need, written at length.")
    colleague = make_member(row.partner)
    change(row, colleague, method="Their method, written at length.")
    client.post(reverse("practices:edit", args=[row.pk]), mine)
    row.refresh_from_db()
    assert (row.need, row.method, row.revision) == (
        "My need, written at length.",
        "Their method, written at length.",
        3,
    )


def change(row, user, **fields):
    values = {
        name: getattr(row, name)
        for name in ("title", "country", "sector", "language", *making.TEXTS, "website", "first_year")
    }
    return actions.change(
        row,
        user,
        **{**values, **fields, "revision": row.revision, "topics": list(row.topics.all())},
    )


def test_two_changes_of_one_field_ask_which_holds(client):
    row = making.make_practice()
    client.force_login(row.created_by)
    mine = making.sent(row, need="Mine")
    change(row, make_member(row.partner, name="Ona"), need="Theirs")
    answer = client.post(reverse("practices:edit", args=[row.pk]), mine)
    page = answer.content.decode()
    row.refresh_from_db()
    assert (answer.status_code, row.need) == (409, "Theirs")
    assert "Mine" in page
    assert "Theirs" in page
    assert "Ona" in page


def test_a_settled_clash_is_saved(client):
    row = making.make_practice()
    client.force_login(row.created_by)
    mine = making.sent(row, need="Mine")
    change(row, make_member(row.partner), need="Theirs")
    merge = client.post(reverse("practices:edit", args=[row.pk]), mine).context["merge"]
    sent = {"need__merge": "mine", "need": ""}
    for name, value in merge.carried:
        sent.setdefault(name, value)
    client.post(reverse("practices:edit", args=[row.pk]), sent)
    row.refresh_from_db()
    assert (row.need, row.revision) == ("Mine", 3)


def test_an_action_never_writes_over_a_newer_revision():
    row = making.make_practice()
    stale = Practice.objects.get(pk=row.pk)
    change(row, row.created_by, need="First")
    with pytest.raises(ValidationError, match="Somebody has saved"):
        change(stale, row.created_by, need="Second")
    row.refresh_from_db()
    assert row.need == "First"


def test_a_retired_topic_stays_chosen(client):
    row = making.make_practice(topics=("one-to-one", "matching"))
    Topic.objects.filter(slug="matching").update(is_retired=True)
    client.force_login(row.created_by)
    client.post(reverse("practices:edit", args=[row.pk]), making.sent(row, title="Again"))
    assert set(row.topics.values_list("slug", flat=True)) == {"one-to-one", "matching"}


def test_preview_shows_and_saves_nothing(client):
    row = making.make_practice()
    client.force_login(row.created_by)
    sent = making.sent(row, need="**strong** need", preview="1")
    page = client.post(reverse("practices:edit", args=[row.pk]), sent).content.decode()
    row.refresh_from_db()
    assert "<strong>strong</strong> need" in page
    assert row.revision == 1


def test_an_over_long_text_is_refused_with_numbers_and_nothing_is_lost(client):
    row = making.make_practice()
    client.force_login(row.created_by)
    long = "ą" * 10_001
    answer = client.post(reverse("practices:edit", args=[row.pk]), making.sent(row, need=long, title="Kept"))
    page = answer.content.decode()
    assert "10000" in page
    assert "10001" in page
    assert long in page
    assert 'value="Kept"' in page
    assert 'maxlength="10000"' not in page
    row.refresh_from_db()
    assert row.revision == 1


def test_html_is_shown_as_text_and_markdown_cannot_do_harm(client):
    hostile = (
        "<script>alert(1)</script> <img src=x onerror=alert(1)> [click](javascript:alert(1)) "
        "![x](http://example.org/x.png) <b>bold</b>"
    )
    row = making.make_practice(need=hostile, title="<i>Title</i>", summary=hostile)
    client.force_login(row.created_by)
    page = client.get(reverse("practices:practice", args=[row.pk])).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page
    assert "&lt;i&gt;Title&lt;/i&gt;" in page


def test_handing_in_names_what_is_missing(client):
    row = making.make_practice(need="Short", method="", topics=())
    client.force_login(row.created_by)
    url = reverse("practices:hand_in_practice", args=[row.pk])
    lacking = client.get(url).context["lacking"]
    assert [(str(label), has, needed) for label, has, needed in lacking] == [
        ("Need", 5, 40),
        ("Method", 0, 120),
        ("Topics", 0, 1),
    ]
    answer = client.post(url, {"note": ""})
    row.refresh_from_db()
    assert row.state == "draft"
    assert "not complete yet" in answer.content.decode()


def test_handing_in_tells_the_coordinators(client, django_capture_on_commit_callbacks):
    coordinator = make_member(role="coordinator")
    row = making.make_practice()
    client.force_login(row.created_by)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("practices:hand_in_practice", args=[row.pk]), {"note": "Here it is."})
    row.refresh_from_db()
    step = row.steps.get()
    assert (row.state, row.review_round, step.before, step.after, step.note) == (
        "submitted",
        1,
        "draft",
        "submitted",
        "Here it is.",
    )
    assert [(to, row.title in body) for to, _subject, body in making.posted()] == [(coordinator.email, True)]


@pytest.mark.parametrize("state", ["submitted", "review", "accepted", "published", "withdrawn"])
def test_nothing_is_written_while_it_is_judged_or_read(client, state):
    row = making.make_practice(state=state)
    client.force_login(row.created_by)
    answer = client.post(reverse("practices:edit", args=[row.pk]), making.sent(row, title="New"))
    assert answer.status_code == 403
    with pytest.raises(ValidationError, match="not open for changes"):
        change(row, row.created_by, title="New")


def test_a_move_that_the_table_does_not_know_is_refused():
    row = making.make_practice()
    with pytest.raises(ValidationError, match="cannot become"):
        actions.publish(row, row.created_by)
    row.refresh_from_db()
    assert (row.state, row.published, row.steps.count()) == ("draft", None, 0)


def test_differences_are_marked_for_eyes_and_ears(client):
    row = making.make_practice(need="One two three")
    row = change(row, row.created_by, need="One four three")
    client.force_login(row.created_by)
    page = client.get(reverse("practices:revision", args=[row.pk, 2])).content.decode()
    assert "two<" in page.split("<del>")[1]
    assert "four<" in page.split("<ins>")[1]
    assert "removed: " in page
    assert "added: " in page


@pytest.mark.parametrize("number", [0, 99, 10**30])
def test_a_revision_that_is_not_there_leads_to_the_history(client, number):
    row = making.make_practice()
    client.force_login(row.created_by)
    answer = client.get(reverse("practices:revision", args=[row.pk, number]))
    assert answer.headers["Location"] == reverse("practices:history", args=[row.pk])


def test_what_is_deleted_comes_back(client):
    admin = make_member(role="admin")
    row = making.make_practice(admin.memberships.get().partner, admin)
    client.force_login(admin)
    client.post(reverse("practices:delete", args=[row.pk]))
    assert list(Practice.objects.visible_to(admin)) == []
    page = client.get(reverse("practices:deleted")).content.decode()
    assert row.title in page
    client.post(reverse("practices:restore", args=[row.pk]))
    assert list(Practice.objects.visible_to(admin)) == [row]


def test_what_everybody_cites_is_not_deleted(client):
    admin = make_member(role="admin")
    row = making.make_practice(admin.memberships.get().partner, admin, state="published")
    client.force_login(admin)
    assert client.post(reverse("practices:delete", args=[row.pk])).status_code == 403
    with pytest.raises(ValidationError, match="Everybody reads"):
        actions.delete(row)


def test_after_thirty_days_it_is_gone_with_its_files(settings):
    row, kept = making.make_practice(), making.make_practice()
    file = making.make_file(row)
    actions.delete(row)
    actions.delete(kept)
    Practice.objects.filter(pk=row.pk).update(deleted=timezone.now() - dt.timedelta(days=31))
    do_due_work(timezone.now())
    assert list(Practice.objects.all()) == [kept]
    assert PracticeFile.objects.count() == 0
    assert not (settings.MENTORWAY_DATA / "attachments" / file.path).exists()
