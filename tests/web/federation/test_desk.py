"""Packages come without an account: the signature is what counts, and each is taken once."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member
from tests.federation.making import furthest, key_of, result
from tests.web.federation.making import (
    card_file,
    countries,
    make_call,
    make_node,
    make_own,
    package_for,
    today,
)

from mentorway.comparing import compare
from mentorway.federation import Cards, made_card, made_rotation, read_card, read_receipt
from mentorway.federation.signing import Kind, opened, signed
from mentorway.web.comparison.analysis import comparing, sums
from mentorway.web.comparison.analysis.stored import contents
from mentorway.web.comparison.models import Comparison, Dataset, Edition
from mentorway.web.comparison.rules import may_renew
from mentorway.web.core import limits
from mentorway.web.dissemination.analysis import chain_study
from mentorway.web.federation import queries
from mentorway.web.federation.actions import calls, nodes
from mentorway.web.federation.analysis import own
from mentorway.web.federation.models import Call, Identity, Received, Standing

pytestmark = pytest.mark.django_db
URL = "/federation/packages/"


@pytest.fixture(autouse=True)
def _nobody_is_counted():
    limits.forget_all()


@pytest.fixture
def call():
    return make_call(fewest=10)


def sent(client, data, **more):
    return client.post(URL, data, content_type="application/json", **more)


def test_a_package_is_taken_with_a_receipt_that_the_node_can_check(client, call):
    make_node(1, group="LT")
    data = package_for(call, 1, "LT")
    answer = sent(client, data)
    row = Received.objects.get()
    assert (answer.status_code, row.number, row.way, row.people) == (201, 1, "network", {"A": 320, "B": 320})
    card = Cards(own.card_of(make_own()))
    assert read_receipt(answer.content, card, row.digest_hash, today()).node == "node-1"


def test_sent_again_it_is_acknowledged_again_and_there_once(client, call):
    make_node(1)
    data = package_for(call, 1, "LT")
    first, again = sent(client, data), sent(client, data)
    assert (first.status_code, again.status_code, first.content) == (201, 200, again.content)
    assert Received.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "status", "reason"),
    [
        (lambda data: data[:-9], 400, "malformed"),
        (lambda data: data.replace(b'"number":1', b'"number":7'), 403, "wrong-signature"),
        (lambda _data: b"null", 400, "malformed"),
        (lambda data: data.replace(b'"protocol":1', b'"protocol":9'), 400, "newer-protocol"),
    ],
)
def test_what_is_changed_on_its_way_is_refused_and_leaves_nothing(client, call, change, status, reason):
    make_node(1)
    answer = sent(client, change(package_for(call, 1, "LT")))
    assert (answer.status_code, answer.json()["refused"]) == (status, reason)
    assert answer.json()["message"]
    assert not Received.objects.exists()


def test_cards_that_are_not_confirmed_or_are_revoked_are_refused(client, call):
    node = make_node(1, standing=Standing.NEW)
    data = package_for(call, 1, "LT")
    assert sent(client, data).json()["refused"] == "unknown-node"
    nodes.revoke(node, make_member(role="coordinator"), why="stolen")
    assert sent(client, data).json()["refused"] == "revoked"


def test_an_older_package_and_a_call_that_was_taken_back(client, call):
    make_node(1)
    sent(client, package_for(call, 1, "LT", sequence=2))
    assert sent(client, package_for(call, 1, "LT", sequence=1)).status_code == 409
    calls.withdraw(call)
    answer = sent(client, package_for(call, 1, "LT", sequence=3))
    assert (answer.status_code, answer.json()["refused"]) == (422, "other-call")


def test_too_large_is_refused_by_its_size_alone(client, call, settings):
    settings.MENTORWAY_FEDERATION_BYTES = 1000
    answer = sent(client, b"x" * 1001)
    assert (answer.status_code, answer.json()["refused"]) == (413, "too-large")


def test_who_sends_too_often_waits(client, call, monkeypatch):
    monkeypatch.setattr(limits, "spent", lambda _channel, _who: 42)
    answer = sent(client, b"{}")
    assert (answer.status_code, answer["Retry-After"]) == (429, "42")


def test_with_a_key_that_has_ended_we_take_nothing_and_the_node_tries_again(client, call):
    make_node(1)
    data = package_for(call, 1, "LT")
    first = sent(client, data)
    row = make_own()
    ends = today() - dt.timedelta(days=1)
    card = replace(own.card_of(row), begins=ends, ends=ends)
    document = made_card(card, own.key_of(row)).data.decode()
    Identity.objects.filter(pk=row.pk).update(card=document, begins=ends, ends=ends)
    answer = sent(client, package_for(call, 1, "LT", sequence=2))
    assert (answer.status_code, answer.json()["refused"]) == (503, "expired")
    assert "Replace the key first" in answer.json()["message"]
    assert Received.objects.count() == 1
    again = sent(client, data)
    assert (again.status_code, again.content) == (200, first.content)


def test_who_comes_back_with_a_new_key_sends_on_and_the_old_key_is_refused(client, call):
    old = make_node(1)
    sent(client, package_for(call, 1, "LT"))
    user = coordinator_of(call)
    nodes.revoke(old, user, why="stolen")
    assert sent(client, package_for(call, 1, "LT", sequence=2)).json()["refused"] == "revoked"
    new = make_node(7, slug="node-1")
    stolen = sent(client, package_for(call, 1, "LT", sequence=2))
    assert stolen.json()["refused"] == "unknown-node"
    body = opened(package_for(call, 1, "LT", sequence=2), Kind.PACKAGE).body
    assert sent(client, signed(Kind.PACKAGE, body, key_of(7)).data).status_code == 201
    assert [(one.node, one.number) for one in queries.newest_of(call)] == [(new, 2)]
    assert list(old.packages.values_list("number", flat=True)) == [1]


def test_a_package_signed_before_the_node_replaced_its_key_is_taken_afterwards(client, call):
    node = make_node(1)
    data = package_for(call, 1, "LT")
    new = read_card(card_file(2, "node-1"))
    nodes.hear(node, coordinator_of(call), data=made_rotation(key_of(1), new, key_of(2)).data)
    assert sent(client, data).status_code == 201
    node.refresh_from_db()
    node.earlier[0]["until"] = f"{today() - dt.timedelta(days=3)}"
    node.save(update_fields=["earlier"])
    later = sent(client, package_for(call, 1, "LT", sequence=2))
    assert (later.status_code, later.json()["refused"]) == (422, "expired")


def test_without_a_key_nothing_is_taken(client):
    assert sent(client, b"{}").status_code == 422


def coordinator_of(call):
    return make_member(call.partner, role="coordinator")


def gathered(client, call):
    for number, country in enumerate(countries()[1], start=1):
        make_node(number, group=country)
        assert sent(client, package_for(call, number, country)).status_code == 201
    return calls.put_together(call, coordinator_of(call))


def test_four_countries_put_together_give_the_numbers_of_the_pool(client):
    call = make_call(fewest=1)
    gathering = gathered(client, call)
    edition = gathering.edition
    assert (gathering.people, gathering.withheld, edition.number) == (1240, 0, 1)
    whole = compare(countries()[0])
    assert (edition.holds_sums, contents(edition).group) == (True, "country")
    found = sums.stored(edition.sha256).compare(comparing.plan_of({}))
    assert found.data_hash == edition.sha256
    difference, elsewhere = furthest(result(found), result(whole))
    assert difference <= 1e-9
    assert [one for one in elsewhere if not one.endswith((".text", ".several_factors"))] == []


def test_put_together_again_without_anything_new_it_is_the_same(client, call):
    first = gathered(client, call)
    assert calls.put_together(Call.objects.get(pk=call.pk), coordinator_of(call)) == first
    assert Edition.objects.count() == 1


def test_a_newer_package_becomes_the_next_edition_and_the_analysis_is_repeated(client, call):
    from mentorway.web.comparison.actions import analyses  # noqa: PLC0415

    gathering = gathered(client, call)
    dataset = gathering.edition.dataset
    user = coordinator_of(call)
    plan = {"groups": [], "scales": ["B"], "several_factors": False, "releases": {}}
    asked = analyses.create(dataset, user, title="Trust", plan=plan)
    Comparison.objects.filter(pk=asked.pk).update(stage="cancelled", finished=timezone.now())
    nodes.revoke(Received.objects.first().node, user, why="lost")
    again = calls.put_together(Call.objects.get(pk=call.pk), user)
    assert (again.edition.number, again.edition.dataset, again.packages.count()) == (2, dataset, 3)
    assert [one.edition for one in asked.analysis.comparisons.all()] == [again.edition, gathering.edition]
    assert not may_renew(user, dataset)


def test_the_chain_of_evidence_of_sums_names_them_and_misses_no_study(client, call):
    edition = gathered(client, call).edition
    (origin,) = chain_study._origin(edition.dataset)
    assert (origin.kind, edition.dataset in type(edition.dataset).objects.of_answers()) == ("origin", False)


def test_what_lies_in_the_bin_takes_no_newer_sums(client, call):
    first = gathered(client, call)
    Dataset.objects.filter(pk=first.edition.dataset_id).update(deleted=timezone.now())
    call.refresh_from_db()
    second = calls.put_together(call, coordinator_of(call))
    assert second.edition.dataset_id != first.edition.dataset_id
    assert second.edition.dataset.deleted is None


@pytest.mark.parametrize("size", ["9" * 5000, "9" * 19])
def test_a_size_beyond_all_numbers_is_refused(client, call, size):
    answer = client.post(URL, b"{}", content_type="application/json",
                         headers={"content-length": size})  # fmt: skip
    assert answer.status_code == 413


def test_nothing_can_be_put_together_of_nothing(client, call):
    client.force_login(coordinator_of(call))
    page = client.post(reverse("federation:together", args=[call.pk]))
    assert "Nothing came yet" in page.content.decode()


def test_sums_are_asked_and_shown_as_answers_are(client, call):
    gathering = gathered(client, call)
    client.force_login(coordinator_of(call))
    page = client.get(reverse("comparison:ask", args=[gathering.edition.dataset_id])).content.decode()
    assert "LT" in page
    assert "SE" in page
    shown = client.get(reverse("federation:call", args=[call.pk])).content.decode()
    assert "NODE-1" in shown
    assert "edition 1" in shown


def test_sums_that_were_changed_on_the_disk_are_refused(client, call):
    from mentorway.web.comparison.analysis import files  # noqa: PLC0415
    from mentorway.wording import InvalidInputError  # noqa: PLC0415

    path = files.sums_path(gathered(client, call).edition.sha256)
    facts = json.loads(path.read_text())
    facts["fewest"] = 9
    path.write_text(json.dumps(facts))
    with pytest.raises(InvalidInputError, match="not what their name says"):
        sums.stored(path.name.split(".")[0])
    path.unlink()


def test_a_package_that_was_carried_is_taken_by_a_coordinator(client, call):
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    make_node(1)
    client.force_login(coordinator_of(call))
    file = SimpleUploadedFile("package.json", package_for(call, 1, "LT"))
    page = client.post(reverse("federation:bring"), {"file": file})
    row = Received.objects.get()
    assert (page.status_code, row.way, row.by is not None) == (302, "file", True)
    receipt = client.get(reverse("federation:receipt", args=[row.pk]))
    assert receipt.content.decode() == row.receipt
    wrong = client.post(reverse("federation:bring"), {"file": SimpleUploadedFile("p.json", b"{}")})
    assert "not whole" in wrong.content.decode()
