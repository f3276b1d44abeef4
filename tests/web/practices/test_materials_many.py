"""What is done at once with all the material that is listed."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from tests.conftest import make_member, make_user
from tests.counting import at_most
from tests.web.practices.making_challenges import ask, make_challenge, make_coded, make_material

from mentorway.web.practices.actions import coding_many, material_many
from mentorway.web.practices.models import CodingTask, Happening, Material, MaterialEvent, Passage

pytestmark = pytest.mark.django_db
ASK, DELETE = "practices:ask_coders_for_all", "practices:delete_all_material"
RESTORE = "practices:restore_all_material"


@pytest.fixture
def owner():
    return make_member(role="admin")


@pytest.fixture
def at_once(settings, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    monkeypatch.setattr(transaction, "on_commit", lambda work: work())


def make_many(owner, count, *, divided=True):
    """Return survey answers of one passage each, as a study hands them over."""
    about = {"country": "FI", "sector": "education", "language": "en", "kind": "survey"}
    partner = owner.partners.get()
    rows = Material.objects.bulk_create(
        Material(partner=partner, title=f"Answer {number}", text="Yes.", created_by=owner, **about)
        for number in range(count)
    )
    if divided:
        Passage.objects.bulk_create(
            Passage(material=row, position=1, first=0, last=4, text="Yes.") for row in rows
        )
    return rows


def coders(count, one=None, other=None):
    one, other = one or make_member(), other or make_member()
    return {"count": count, "coder_1": one.email, "coder_2": other.email}


def test_two_coders_get_all_that_is_listed_and_one_letter_each(client, owner, at_once):
    for title in ("Birch", "Maple"):
        make_material(owner, title=title)
    make_material(owner, title="Elsewhere", country="LT")
    one, other = make_member(), make_member()
    client.force_login(owner)
    said = client.post(f"{reverse(ASK)}?country=FI", coders(2, one, other))
    assert said.url == f"{reverse('practices:materials')}?country=FI"
    kept = CodingTask.objects.order_by("material__title", "place").values_list("material__title", "coder")
    assert list(kept) == [("Birch", one.pk), ("Birch", other.pk), ("Maple", one.pk), ("Maple", other.pk)]
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        ([one.email], "You are asked to code 2 materials"),
        ([other.email], "You are asked to code 2 materials"),
    ]
    assert reverse("practices:codings") in mail.outbox[0].body
    assert MaterialEvent.objects.filter(what=Happening.ASKED).count() == 4


def test_the_page_says_what_is_left_out_and_why(client, owner):
    make_material(owner)
    make_material(owner, divided=False)
    ask(make_material(owner))
    ask(make_material(make_member(role="admin")), owner)
    Material.objects.filter(pk=make_material(owner).pk).update(is_example=True)
    client.force_login(owner)
    found = client.get(reverse(ASK)).context["sizes"]
    assert (found.ready, found.bare, found.asked, found.foreign, found.examples, found.later) == (
        2, 1, 1, 1, 1, 0,
    )  # fmt: skip


def test_more_than_is_done_at_once_is_left_for_the_next_time(client, owner, monkeypatch):
    from mentorway.web.practices.queries import material_many as queries  # noqa: PLC0415

    monkeypatch.setattr(queries, "MOST", 3)
    make_many(owner, 5)
    client.force_login(owner)
    sizes = client.get(reverse(ASK)).context["sizes"]
    client.post(reverse(ASK), coders(5))
    assert (sizes.now, sizes.later) == (3, 2)
    assert CodingTask.objects.values("material").distinct().count() == 3


def test_what_has_no_passages_is_divided_and_what_has_too_many_is_named(client, owner):
    short = make_material(owner, divided=False)
    long = make_material(owner, divided=False, text="\n".join(["Yes."] * 2001))
    client.force_login(owner)
    said = client.post(reverse(ASK), coders(2), follow=True)
    assert "1 material was left out: it has too many passages. Divide it." in said.content.decode()
    assert (short.passages.count(), short.tasks.count()) == (3, 2)
    assert (long.passages.count(), long.tasks.count()) == (0, 0)


def test_personal_data_is_pointed_out_before_others_read_it(client, owner):
    row = make_material(owner, text="Write to anna@example.org.")
    make_material(owner)
    client.force_login(owner)
    shown = client.get(reverse(ASK))
    assert shown.context["personal"] == [row]
    assert reverse("practices:blank_material", args=[row.token]) in shown.content.decode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"coder_2": "same"}, "The two coders must be two different people."),
        ({"coder_2": "nobody@example.org"}, "Nobody in the network has this e-mail address."),
        ({"count": 9}, "The list has changed meanwhile. Look at it once more."),
        ({"count": ""}, "The list has changed meanwhile. Look at it once more."),
    ],
)
def test_two_different_members_and_the_number_that_was_shown(client, owner, change, said):
    make_material(owner)
    one = make_member()
    sent = {**coders(1, one), **change}
    if sent["coder_2"] == "same":
        sent["coder_2"] = one.email
    client.force_login(owner)
    response = client.post(reverse(ASK), sent)
    assert said in response.content.decode()
    assert CodingTask.objects.count() == 0


def test_after_a_changed_list_the_next_sending_counts(client, owner):
    make_material(owner)
    client.force_login(owner)
    sent = coders(4)
    again = client.post(reverse(ASK), sent).context["form"]["count"].value()
    client.post(reverse(ASK), {**sent, "count": again})
    assert CodingTask.objects.count() == 2


def test_what_got_coders_meanwhile_is_not_asked_for_twice(owner):
    row = make_material(owner)
    ask(row)
    with pytest.raises(ValidationError, match="The list has changed meanwhile"):
        coding_many.ask_many([row.pk], owner, [make_member(), make_member()], link="")
    with pytest.raises(ValidationError, match="two different people"):
        coding_many.ask_many([row.pk], owner, [owner, owner], link="")


@pytest.mark.parametrize("name", [ASK, DELETE, RESTORE])
def test_who_belongs_to_no_partner_may_not(client, name):
    client.force_login(make_user())
    assert client.get(reverse(name)).status_code == 403


@pytest.mark.parametrize("name", [ASK, DELETE, RESTORE])
def test_material_of_others_stays_as_it_is(client, owner, name):
    row = make_material(make_member(role="admin"))
    if name == RESTORE:
        material_many.delete_many([row.pk], row.created_by)
    ask(make_material(make_member(role="admin")), owner)
    before = list(Material.objects.values_list("pk", "deleted"))
    client.force_login(owner)
    shown = client.get(reverse(name))
    client.post(reverse(name), coders(0))
    assert shown.status_code == 200
    assert list(Material.objects.values_list("pk", "deleted")) == before
    assert row.tasks.count() == 0


def test_500_materials_are_asked_for_with_little_work_and_few_queries(
    client, owner, django_assert_max_num_queries
):
    make_many(owner, 500, divided=False)
    client.force_login(owner)
    sent = coders(500)
    with django_assert_max_num_queries(60), at_most(4_000_000):
        client.get(reverse(ASK))
        client.post(reverse(ASK), sent)
    assert (CodingTask.objects.count(), Passage.objects.count()) == (1000, 500)


def test_all_that_is_listed_is_deleted_and_brought_back(client, owner):
    for title in ("Birch", "Maple"):
        make_material(owner, title=title)
    kept = make_material(owner, country="LT")
    ask(Material.objects.get(title="Birch"))
    client.force_login(owner)
    shown = client.get(f"{reverse(DELETE)}?country=FI")
    client.post(f"{reverse(DELETE)}?country=FI", {"count": 2})
    assert (shown.context["count"], shown.context["coded"]) == (2, 1)
    assert list(Material.objects.filter(deleted=None)) == [kept]
    client.post(f"{reverse(RESTORE)}?q=birch", {"count": 1})
    assert list(Material.bin.filter(deleted__isnull=False).values_list("title", flat=True)) == ["Maple"]
    assert Material.objects.get(title="Birch").tasks.count() == 2
    whats = MaterialEvent.objects.filter(what__in=["deleted", "restored"]).order_by("pk")
    assert list(whats.values_list("what", flat=True)) == ["deleted", "deleted", "restored"]


def test_nothing_is_deleted_when_the_list_has_changed_since(client, owner):
    make_material(owner)
    client.force_login(owner)
    said = client.post(reverse(DELETE), {"count": 7})
    assert "The list has changed meanwhile. Look at it once more." in said.content.decode()
    assert Material.objects.filter(deleted=None).count() == 1
    gone = Material.objects.get().pk
    material_many.delete_many([gone], owner)
    with pytest.raises(ValidationError, match="The list has changed meanwhile"):
        material_many.delete_many([gone], owner)


def test_deleting_and_restoring_500_needs_few_queries(client, owner, django_assert_max_num_queries):
    make_many(owner, 500)
    client.force_login(owner)
    with django_assert_max_num_queries(30):
        client.post(reverse(DELETE), {"count": 500})
    with django_assert_max_num_queries(30):
        client.post(reverse(RESTORE), {"count": 500})
    assert Material.objects.filter(deleted=None).count() == 500


def test_the_bin_is_searched(client, owner):
    for title in ("Birch", "Maple"):
        make_material(owner, title=title)
    material_many.delete_many(list(Material.objects.values_list("pk", flat=True)), owner)
    client.force_login(owner)
    address = reverse("practices:materials_deleted")
    assert [row.title for row in client.get(f"{address}?q=map").context["page"]] == ["Maple"]
    assert "Nothing found" in client.get(f"{address}?q=boat").content.decode()


def test_the_list_offers_to_ask_for_what_it_shows(client, owner):
    make_coded([(make_challenge(),), (), ()], [(), (), ()])
    make_material(owner)
    client.force_login(owner)
    said = client.get(f"{reverse('practices:materials')}?language=en").content.decode()
    assert f"{reverse(ASK)}?language=en" in said
    assert f"{reverse(DELETE)}?language=en" in said
