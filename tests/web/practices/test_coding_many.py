"""Coding one after another, many on a page, handing in at once, taking back, settling across material."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from tests.conftest import make_member
from tests.counting import at_most
from tests.web.practices.making_challenges import ask, code, make_challenge, make_coded, make_material
from tests.web.practices.test_materials_many import make_many

from mentorway.web.practices.actions import coding as actions
from mentorway.web.practices.actions import coding_many
from mentorway.web.practices.models import (
    Challenge,
    Coding,
    CodingTask,
    Decision,
    Happening,
    Material,
    MaterialEvent,
    Passage,
)
from mentorway.web.practices.needs import challenges as needs_challenges
from mentorway.web.practices.queries import coding_many as queries

pytestmark = pytest.mark.django_db
ROW, ALL = "practices:coding_row", "practices:hand_in_all"


@pytest.fixture(autouse=True)
def _own_codebook():
    Challenge.objects.all().delete()


@pytest.fixture
def owner():
    return make_member(role="admin")


@pytest.fixture
def pair():
    return make_member(), make_member()


def give(owner, pair, count):
    """Let two people code as many single passages; return the tasks of the first in their order."""
    rows = make_many(owner, count)
    coding_many.ask_many([row.pk for row in rows], owner, pair, link="")
    return list(CodingTask.objects.filter(coder=pair[0]).order_by("pk"))


def say(tasks, *challenges):
    """Give the only passage of each task these challenges; none means that nothing fits."""
    said = {one.pk for one in challenges} or {None}
    passages = Passage.objects.filter(material__in=[task.material_id for task in tasks])
    coding_many.save_row(tasks, {one.pk: said for one in passages})


def sent(tasks, **more):
    passages = {task.pk: Passage.objects.get(material=task.material_id).pk for task in tasks}
    codes = {f"p{passage}": ["none"] for passage in passages.values()}
    return {"task": list(passages), **codes, **more}


def test_twenty_single_passages_are_coded_on_one_page_with_one_save(client, owner, pair):
    tasks = give(owner, pair, 25)
    client.force_login(pair[0])
    shown = client.get(reverse(ROW))
    said = client.post(reverse(ROW), sent(tasks[:20]))
    assert [one.pk for one in shown.context["tasks"]] == [one.pk for one in tasks[:20]]
    assert said.url == f"{reverse(ROW)}?page=2"
    assert Coding.objects.filter(challenge=None).count() == 20
    end = client.post(f"{reverse(ROW)}?page=2", sent(tasks[20:]))
    assert end.url == reverse(ALL)
    assert queries.complete(pair[0]).count() == 25


def test_texts_of_several_passages_are_not_among_single_ones(owner, pair):
    tasks = give(owner, pair, 1)
    ask(make_material(owner), *pair)
    assert list(queries.in_a_row(pair[0])) == tasks


@pytest.mark.parametrize(("go", "query"), [("back", "?page=1"), ("stay", "?page=2"), ("end", None)])
def test_buttons_of_the_row_lead_on(client, owner, pair, go, query):
    tasks = give(owner, pair, 21)
    client.force_login(pair[0])
    said = client.post(f"{reverse(ROW)}?page=2", sent(tasks[20:], go=go))
    assert said.url == (f"{reverse(ROW)}{query}" if query else reverse(ALL))


def test_what_others_put_on_the_page_meanwhile_loses_no_codes(client, owner, pair):
    tasks = give(owner, pair, 3)
    say(tasks[2:], make_challenge())
    client.force_login(pair[0])
    client.post(reverse(ROW), sent(tasks[:2]))
    assert Coding.objects.filter(task=tasks[2]).count() == 1


def test_what_was_handed_in_meanwhile_is_said_and_stays(client, owner, pair):
    first = make_challenge()
    tasks = give(owner, pair, 2)
    say(tasks[:1], first)
    actions.hand_in(tasks[0])
    client.force_login(pair[0])
    said = client.post(reverse(ROW), sent(tasks), follow=True)
    assert "1 passage is no longer yours to code and was not saved." in said.content.decode()
    assert Coding.objects.get(task=tasks[0]).challenge == first
    assert Coding.objects.get(task=tasks[1]).challenge is None
    with pytest.raises(ValidationError, match="handed in already"):
        coding_many.save_row(tasks, {})


def test_nobody_saves_codes_into_the_tasks_of_others(client, owner, pair):
    tasks = give(owner, pair, 1)
    client.force_login(make_member())
    client.post(reverse(ROW), sent(tasks))
    client.post(reverse(ROW), {"task": ["x", "9" * 30, "²", tasks[0].pk]})
    assert Coding.objects.count() == 0


def test_nothing_fits_and_a_challenge_exclude_each_other_in_a_row(client, owner, pair):
    first = make_challenge()
    tasks = give(owner, pair, 1)
    client.force_login(pair[0])
    passage = Passage.objects.get(material=tasks[0].material_id)
    said = client.post(reverse(ROW), {"task": [tasks[0].pk], f"p{passage.pk}": ["none", first.pk]})
    assert "Either choose challenges, or say that nothing fits." in said.content.decode()
    assert Coding.objects.count() == 0


def test_a_retired_challenge_stays_only_where_it_was_used(client, owner, pair):
    old = make_challenge("Old")
    tasks = give(owner, pair, 2)
    say(tasks[:1], old)
    Challenge.objects.update(is_retired=True)
    client.force_login(pair[0])
    form = client.get(reverse(ROW)).context["form"]
    offered = [[label for _value, label in form.fields[name].choices] for name in form.fields]
    assert offered == [["Old", "Nothing fits"], ["Nothing fits"]]


@pytest.mark.parametrize("name", [ROW, ALL, "practices:codings", "practices:settle_all"])
def test_pages_of_somebody_for_whom_nothing_waits(client, name):
    client.force_login(make_member())
    assert 'class="empty"' in client.get(reverse(name)).content.decode() or name == ALL


def test_the_page_of_a_material_says_which_it_is_and_leads_to_the_next(client, owner, pair):
    first, second, third = (ask(make_material(owner), *pair)[0] for _number in range(3))
    client.force_login(pair[0])
    here = reverse("practices:coding", args=[second.pk])
    shown = client.get(here)
    assert (shown.context["place"], shown.context["waiting"]) == (2, 3)
    assert client.post(here, {"go": "next"}).url == reverse("practices:coding", args=[third.pk])
    last = reverse("practices:coding", args=[third.pk])
    assert client.post(last, {"go": "next"}).url == reverse("practices:coding", args=[first.pk])


def test_after_handing_in_the_next_material_comes(client, owner, pair):
    first, second = (ask(make_material(owner), *pair)[0] for _number in range(2))
    client.force_login(pair[0])
    for task in (first, second):
        actions.save(task, {one.pk: {None} for one in task.material.passages.all()})
    following = client.post(reverse("practices:hand_in_coding", args=[first.pk]))
    assert following.url == reverse("practices:coding", args=[second.pk])
    end = client.post(reverse("practices:hand_in_coding", args=[second.pk]))
    assert end.url == reverse("practices:material", args=[second.material.token])


def test_all_that_is_complete_is_handed_in_and_the_rest_is_named(client, owner, pair):
    first = make_challenge()
    tasks = give(owner, pair, 3)
    say(tasks[:2], first)
    client.force_login(pair[0])
    shown = client.get(reverse(ALL))
    client.post(reverse(ALL))
    assert (shown.context["count"], [one.pk for one in shown.context["left"]]) == (2, [tasks[2].pk])
    handed = CodingTask.objects.filter(handed_in__isnull=False).order_by("pk")
    assert list(handed) == tasks[:2]
    assert MaterialEvent.objects.filter(what=Happening.HANDED_IN, by=pair[0]).count() == 2
    again = client.post(reverse(ALL))
    assert again.context["form"].non_field_errors() == ["Nothing is complete yet."]


def test_handing_in_at_once_decides_as_handing_in_one_by_one(owner, pair):
    first, second = make_challenge("A"), make_challenge("B")
    mine = give(owner, pair, 3)
    theirs = list(CodingTask.objects.filter(coder=pair[1]).order_by("pk"))
    say(mine, first)
    say(theirs[:1], first)
    say(theirs[1:2], first, second)
    coding_many.hand_in_complete(pair[0])
    coding_many.hand_in_complete(pair[1])
    decided = Material.objects.order_by("pk").values_list("decided", flat=True)
    assert [one is not None for one in decided] == [True, False, False]
    kept = Decision.objects.order_by("passage_id").values_list("passage__material", "challenge", "holds")
    assert list(kept) == [(mine[0].material_id, first.pk, True), (mine[1].material_id, first.pk, True)]
    assert [one.challenge for one in queries.disputed(pair[0])] == [second]
    assert MaterialEvent.objects.filter(what=Happening.DECIDED).count() == 1


def test_500_are_shown_saved_and_handed_in_with_few_queries(
    client, owner, pair, django_assert_max_num_queries
):
    for number in range(20):
        make_challenge(f"Code {number}")
    tasks = give(owner, pair, 500)
    client.force_login(pair[0])
    with django_assert_max_num_queries(20):
        client.get(reverse(ROW))
    with django_assert_max_num_queries(25):
        client.post(reverse(ROW), sent_quickly(tasks[:20]))
    say(tasks)
    with django_assert_max_num_queries(40), at_most(700_000):
        client.post(reverse(ALL))
    assert CodingTask.objects.filter(handed_in__isnull=False).count() == 500


def sent_quickly(tasks):
    passages = Passage.objects.filter(material__in=[task.material_id for task in tasks])
    return {"task": [task.pk for task in tasks], **{f"p{one.pk}": ["none"] for one in passages}}


def test_lists_need_as_many_queries_for_many_as_for_few(client, owner, pair, django_assert_max_num_queries):
    give(owner, pair, 40)
    client.force_login(pair[0])
    for name in ("practices:codings", "practices:materials", ALL):
        with django_assert_max_num_queries(20):
            client.get(reverse(name))


def test_a_coder_takes_back_what_the_other_has_not_seen(client, owner):
    one, other = ask(make_material(owner))
    code(one, (), (), ())
    client.force_login(one.coder)
    address = reverse("practices:take_back_coding", args=[one.pk])
    assert client.get(address).status_code == 200
    assert client.post(address).url == reverse("practices:coding", args=[one.pk])
    assert CodingTask.objects.get(pk=one.pk).handed_in is None
    assert one.material.events.filter(what=Happening.TOOK_BACK).count() == 1
    code(one, (), (), ())
    code(other, (), (), ())
    assert client.post(address).status_code == 403
    with pytest.raises(ValidationError, match="What is handed in stays"):
        actions.take_back(one)


def test_nothing_is_taken_back_by_others_or_before_it_is_handed_in(client, owner):
    one, other = ask(make_material(owner))
    address = reverse("practices:take_back_coding", args=[one.pk])
    client.force_login(one.coder)
    assert client.get(address).status_code == 403
    with pytest.raises(ValidationError, match="not handed in"):
        actions.take_back(one)
    code(one, (), (), ())
    client.force_login(other.coder)
    assert client.post(address).status_code == 404
    client.force_login(make_member(role="coordinator"))
    assert client.post(address).status_code == 403


def test_the_list_of_ones_own_shows_what_can_be_taken_back(client, owner, pair):
    one, other = ask(make_material(owner), *pair)
    code(one, (), (), ())
    client.force_login(pair[0])
    listed = f"{reverse('practices:codings')}?state=handed_in"
    way = reverse("practices:take_back_coding", args=[one.pk])
    assert way in client.get(listed).content.decode()
    assert way in client.get(reverse("practices:material", args=[one.material.token])).content.decode()
    code(other, (), (), ())
    assert way not in client.get(listed).content.decode()
    assert way not in client.get(reverse("practices:material", args=[one.material.token])).content.decode()


def test_disagreements_of_all_material_are_settled_on_one_page(client):
    first = make_challenge()
    rows = [make_coded([(first,), (), ()], [(), (), ()]) for _number in range(2)]
    third = make_member(role="coordinator")
    client.force_login(third)
    address = reverse("practices:settle_all")
    keys = [case.found.key for case in client.get(address).context["form"].cases]
    assert len(keys) == 2
    client.post(address, {f"h{keys[0]}": "yes", f"r{keys[0]}": "So.", f"r{keys[1]}": ""})
    assert [Material.objects.get(pk=row.pk).decided is not None for row in rows] == [True, False]
    assert Decision.objects.values_list("reason", "by", "was_disputed").get() == ("So.", third.pk, True)
    assert queries.disputed(third).count() == 1


def test_only_what_one_may_settle_is_listed(client):
    row = make_coded([(make_challenge(),), (), ()], [(), (), ()])
    make_coded([(make_challenge(),), (), ()], [(), (), ()])
    ask(make_material())
    people = (row.created_by, row.tasks.first().coder, make_member(role="admin"))
    assert [queries.disputed(one).count() for one in people] == [1, 1, 0]
    Material.objects.update(is_example=True)
    assert queries.disputed(row.created_by).count() == 0


def test_what_somebody_settled_meanwhile_stays(client):
    row = make_coded([(make_challenge(),), (), ()], [(), (), ()])
    client.force_login(row.created_by)
    case = queries.disagreements_in(queries.with_facts(queries.disputed(row.created_by)))[0]
    actions.settle(row, row.created_by, [(case, False, "No.")])
    sending = {f"h{case.key}": "yes", f"r{case.key}": "Yes."}
    said = client.post(reverse("practices:settle_all"), sending, follow=True)
    assert "Somebody has settled some of it meanwhile. That stays as it is." in said.content.decode()
    assert Decision.objects.values_list("holds", "reason").get() == (False, "No.")


def test_a_decision_across_material_needs_its_reason(client):
    row = make_coded([(make_challenge(),), (), ()], [(), (), ()])
    client.force_login(row.created_by)
    key = queries.disagreements_in(queries.with_facts(queries.disputed(row.created_by)))[0].key
    said = client.post(reverse("practices:settle_all"), {f"h{key}": "yes", f"r{key}": ""})
    assert "Say why, so that others can follow the decision." in said.content.decode()
    assert Decision.objects.count() == 0


def test_disagreements_of_many_come_in_pages_of_twenty(client, owner, pair, django_assert_max_num_queries):
    first = make_challenge()
    mine = give(owner, pair, 45)
    say(mine, first)
    say(list(CodingTask.objects.filter(coder=pair[1])))
    coding_many.hand_in_complete(pair[0])
    coding_many.hand_in_complete(pair[1])
    client.force_login(owner)
    with django_assert_max_num_queries(14):
        shown = client.get(f"{reverse('practices:settle_all')}?page=2")
    assert (len(shown.context["form"].cases), shown.context["total"]) == (20, 45)


def test_many_that_wait_are_one_need(owner, pair):
    give(owner, pair, 6)
    found = needs_challenges.needs_of(pair[0])
    assert [(need.text, need.url) for need in found] == [("Code 6 materials.", reverse("practices:codings"))]
