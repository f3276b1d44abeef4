"""Two people code, each alone; what they agree on holds, and the rest is settled."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from tests.conftest import make_member, make_user
from tests.web.practices.making_challenges import (
    ask,
    code,
    make_challenge,
    make_coded,
    make_material,
)

from mentorway.web.practices.actions import coding as actions
from mentorway.web.practices.models import (
    Challenge,
    Coding,
    CodingTask,
    Decision,
    Happening,
    Material,
)
from mentorway.web.practices.needs import challenges as needs_challenges
from mentorway.web.practices.queries import coding as queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_codebook():
    Challenge.objects.all().delete()


@pytest.fixture
def owner():
    return make_member(role="admin")


def page(name, row, query=""):
    return reverse(f"practices:{name}", args=[row.token]) + query


def sheet(task, number=1):
    return f"{reverse('practices:coding', args=[task.pk])}?page={number}"


def chosen(task, *choices):
    passages = task.material.passages.order_by("position")
    return {f"p{one.pk}": said for one, said in zip(passages, choices, strict=False)}


def test_two_members_of_the_network_are_asked_by_e_mail(client, owner, at_once):
    row = make_material(owner)
    one, other = make_member(), make_member()
    client.force_login(owner)
    client.post(page("ask_coders", row), {"coder_1": one.email, "coder_2": other.email.upper()})
    assert list(row.tasks.order_by("place").values_list("coder", flat=True)) == [one.pk, other.pk]
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        ([one.email], f"You are asked to code “{row.title}”"),
        ([other.email], f"You are asked to code “{row.title}”"),
    ]
    assert page("material", row) in mail.outbox[0].body


@pytest.fixture
def at_once(settings, monkeypatch):
    from django.db import transaction  # noqa: PLC0415

    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    monkeypatch.setattr(transaction, "on_commit", lambda work: work())


def test_the_two_must_be_two_and_members(client, owner):
    row, one, outsider = make_material(owner), make_member(), make_user()
    client.force_login(owner)
    same = client.post(page("ask_coders", row), {"coder_1": one.email, "coder_2": one.email})
    strange = client.post(page("ask_coders", row), {"coder_1": one.email, "coder_2": outsider.email})
    assert same.context["form"].errors == {"coder_2": ["The two coders must be two different people."]}
    assert strange.context["form"].errors == {"coder_2": ["Nobody in the network has this e-mail address."]}
    assert row.tasks.count() == 0


def test_nobody_is_asked_before_there_are_passages(owner):
    row = make_material(owner, divided=False)
    with pytest.raises(ValidationError, match="Divide the text into passages first"):
        ask(row)


def test_a_released_coder_makes_room_for_another(client, owner):
    row, code_ = make_material(owner), make_challenge()
    one, other = ask(row)
    actions.save(one, {row.passages.first().pk: {code_.pk}})
    client.force_login(owner)
    client.post(reverse("practices:release_coder", args=[row.token, 1]))
    third = make_member()
    client.post(page("ask_coders", row), {"coder_1": other.coder.email})
    assert Coding.objects.count() == 0
    client.post(page("ask_coders", row), {"coder_1": third.email})
    assert list(row.tasks.order_by("place").values_list("coder", flat=True)) == [third.pk, other.coder_id]
    assert client.get(page("ask_coders", row)).status_code == 403


def test_who_has_handed_in_is_not_released(client, owner):
    row = make_material(owner)
    one, _other = ask(row)
    code(one, (), (), ())
    client.force_login(owner)
    client.post(reverse("practices:release_coder", args=[row.token, 1]))
    assert row.tasks.count() == 2


def test_codes_are_saved_page_by_page_and_can_be_changed(client, owner):
    row = make_material(owner, text="\n\n".join(f"Passage {number}." for number in range(1, 6)))
    first, second = make_challenge("A"), make_challenge("B")
    task = ask(row)[0]
    client.force_login(task.coder)
    said = client.post(sheet(task), {**chosen(task, [first.pk, second.pk], ["none"]), "go": "on"})
    assert said.url == sheet(task, 2)
    shown = client.get(sheet(task))
    assert (shown.context["done"], shown.context["total"]) == (2, 5)
    passages = list(row.passages.order_by("position"))
    assert queries.codes_of(task) == {passages[0].pk: {first.pk, second.pk}, passages[1].pk: {None}}
    client.post(sheet(task), {**chosen(task, [second.pk]), "go": "stay"})
    assert queries.codes_of(task) == {passages[0].pk: {second.pk}}


@pytest.mark.parametrize(("go", "query"), [("on", "?page=2"), ("back", "?page=1"), ("stay", "?page=1")])
def test_buttons_save_and_lead_on(client, owner, go, query):
    row = make_material(owner, text="a\n\nb\n\nc\n\nd")
    task = ask(row)[0]
    client.force_login(task.coder)
    said = client.post(sheet(task), {**chosen(task, ["none"]), "go": go})
    assert said.url == reverse("practices:coding", args=[task.pk]) + query


def test_nothing_fits_and_a_challenge_exclude_each_other(client, owner):
    code_ = make_challenge()
    task = ask(make_material(owner))[0]
    client.force_login(task.coder)
    said = client.post(sheet(task), chosen(task, ["none", str(code_.pk)]))
    assert "Either choose challenges, or say that nothing fits." in said.content.decode()
    assert Coding.objects.count() == 0


def test_a_retired_challenge_is_offered_only_where_it_was_used(client, owner):
    old, new = make_challenge("Old"), make_challenge("New")
    one, other = ask(make_material(owner))
    actions.save(one, {one.material.passages.first().pk: {old.pk}})
    Challenge.objects.filter(pk=old.pk).update(is_retired=True)
    assert [queries.offered_to(one), queries.offered_to(other)] == [[old, new], [new]]


def test_nobody_codes_for_another_not_even_a_coordinator(client, owner):
    task = ask(make_material(owner))[0]
    coordinator = make_member(role="coordinator")
    answers = []
    for user in (coordinator, owner, make_member()):
        client.force_login(user)
        answers.append((client.get(sheet(task)).status_code, client.post(sheet(task)).status_code))
    assert answers == [(403, 403), (404, 404), (404, 404)]


def test_neither_sees_the_others_codes_before_both_have_handed_in(client, owner):
    telling = make_challenge("A telling name")
    row = make_material(owner)
    one, other = ask(row)
    code(one, (telling,), (), ())
    coordinator = make_member(role="coordinator")
    seen = []
    for user in (owner, other.coder, one.coder, coordinator):
        client.force_login(user)
        seen += [
            client.get(page("coding_agreement", row)).status_code,
            client.get(page("settle_codings", row)).status_code,
            "A telling name" in client.get(page("material", row)).content.decode(),
        ]
    assert seen == [403, 403, False] * 4
    code(other, (), (), ())
    client.force_login(other.coder)
    assert "A telling name" in client.get(page("coding_agreement", row)).content.decode()


def test_what_is_not_coded_is_named_and_cannot_be_handed_in(client, owner):
    task = ask(make_material(owner))[0]
    actions.save(task, {task.material.passages.get(position=2).pk: {None}})
    client.force_login(task.coder)
    said = client.post(reverse("practices:hand_in_coding", args=[task.pk]))
    assert said.context["form"].non_field_errors() == ["These passages are still to be coded: 1, 3."]
    assert CodingTask.objects.get(pk=task.pk).handed_in is None


def test_what_is_handed_in_stays(client, owner):
    task = ask(make_material(owner))[0]
    code(task, (), (), ())
    client.force_login(task.coder)
    assert client.post(sheet(task), chosen(task, [])).status_code == 302
    assert Coding.objects.filter(task=task).count() == 3
    with pytest.raises(ValidationError, match="handed in already"):
        actions.save(task, {})
    with pytest.raises(ValidationError, match="handed in already"):
        actions.hand_in(task)


def test_what_both_saw_is_decided_at_once_and_the_rest_waits():
    first, second = make_challenge("A"), make_challenge("B")
    row = make_coded([(first, second), (first,), ()], [(first,), (first,), (second,)])
    kept = Decision.objects.order_by("passage__position").values_list(
        "passage__position", "challenge__names__en", "holds", "was_disputed"
    )
    assert list(kept) == [(1, "A", True, False), (2, "A", True, False)]
    assert row.decided is None
    assert [(one.passage.position, one.challenge.name) for one in queries.disagreements(row)] == [
        (1, "B"),
        (3, "B"),
    ]


def test_material_on_which_both_agree_is_settled_at_once():
    first = make_challenge()
    row = make_coded([(first,), (), ()], [(first,), (), ()])
    assert row.decided is not None
    whats = list(row.events.order_by("pk").values_list("what", flat=True))
    assert whats[-3:] == [Happening.HANDED_IN, Happening.HANDED_IN, Happening.DECIDED]


def test_disagreements_are_settled_with_reasons_by_those_who_see_the_material(client):
    first, second = make_challenge("A"), make_challenge("B")
    row = make_coded([(first, second), (), ()], [(), (), ()])
    third = make_member(role="coordinator")
    client.force_login(third)
    one, other = (case.key for case in queries.disagreements(row))
    address = page("settle_codings", row)
    client.post(address, {f"h{one}": "yes", f"r{one}": "It says so.", f"r{other}": ""})
    assert Material.objects.get().decided is None
    client.post(address, {f"h{other}": "no", f"r{other}": "It is about money."})
    kept = Decision.objects.order_by("challenge__position").values_list(
        "holds", "was_disputed", "reason", "by"
    )
    assert list(kept) == [
        (True, True, "It says so.", third.pk),
        (False, True, "It is about money.", third.pk),
    ]
    assert Material.objects.get().decided is not None
    details = row.events.filter(what=Happening.SETTLED).values_list("detail", flat=True)
    assert sorted(one.split(" · ", 2)[2] for one in details) == [
        "does not hold · It is about money.",
        "holds · It says so.",
    ]


def test_a_decision_needs_its_reason_and_can_be_taken_anew(client):
    first = make_challenge()
    row = make_coded([(first,), (), ()], [(), (), ()])
    client.force_login(row.created_by)
    key = queries.disagreements(row)[0].key
    address = page("settle_codings", row)
    unsaid = client.post(address, {f"h{key}": "yes", f"r{key}": ""})
    nothing = client.post(address, {f"r{key}": ""})
    assert "Say why, so that others can follow the decision." in unsaid.content.decode()
    assert "Decide at least one of them." in nothing.content.decode()
    client.post(address, {f"h{key}": "yes", f"r{key}": "So."})
    client.post(f"{address}?state=settled", {f"h{key}": "no", f"r{key}": "On second thoughts."})
    assert Decision.objects.values_list("holds", "reason").get() == (False, "On second thoughts.")
    assert row.events.filter(what=Happening.DECIDED).count() == 1


def test_nothing_is_settled_by_strangers(client):
    row = make_coded([(make_challenge(),), (), ()], [(), (), ()])
    client.force_login(make_member(role="admin"))
    key = queries.disagreements(row)[0].key
    assert client.post(page("settle_codings", row), {f"h{key}": "yes", f"r{key}": "So."}).status_code == 404
    assert Decision.objects.count() == 0


def test_disagreements_are_wanted_of_owner_and_coders():
    row = make_coded([(make_challenge(),), (), ()], [(), (), ()])
    people = [row.created_by, *(task.coder for task in row.tasks.all()), make_member(role="coordinator")]
    texts = [[need.text for need in needs_challenges.needs_of(one)] for one in people]
    wanted = ["1 material has codes on which the coders differ. Settle them."]
    assert texts == [wanted, wanted, wanted, []]


def test_a_coding_page_needs_few_queries_however_long_the_text(client, owner, django_assert_max_num_queries):
    for number in range(30):
        make_challenge(f"Code {number}")
    row = make_material(owner, text="\n\n".join(f"Passage {number}." for number in range(500)))
    task = ask(row)[0]
    client.force_login(task.coder)
    with django_assert_max_num_queries(14):
        client.get(sheet(task, 100))
