"""Our key, cards compared by voice, calls, and sums that somebody looks at before they go."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.conftest import make_member, make_partner
from tests.federation.certificates import DAY, NOW, make
from tests.federation.making import card_of, key_of
from tests.federation.test_sending import serving
from tests.web.federation.making import (
    HUB,
    call_of_hub,
    card_file,
    countries,
    make_answers,
    make_asked,
    make_hub,
    make_node,
    make_own,
    make_sent,
    today,
)

from mentorway.federation import Floor, Receipt, made_receipt, made_revocation, made_rotation, prepare
from mentorway.federation.cards import Why, made_card, read_card, read_rotation
from mentorway.federation.sending import UnreachableError
from mentorway.federation.signing import Kind, opened, signed
from mentorway.moments import write_package
from mentorway.web.federation import due, queries, tasks
from mentorway.web.federation.actions import answering, nodes
from mentorway.web.federation.actions import own as own_actions
from mentorway.web.federation.analysis import calls, files, own, preparing
from mentorway.web.federation.analysis.nodes import card_of as card_in
from mentorway.web.federation.analysis.preparing import Source, look
from mentorway.web.federation.models import Asked, Call, Identity, Node, Sent, Stage, Standing
from mentorway.web.federation.needs import needs_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client):
    user = make_member(role="coordinator")
    client.force_login(user)
    return user


@pytest.fixture
def own_partner(coordinator):
    return coordinator.memberships.get().partner


def test_a_key_is_made_once_and_its_file_is_for_the_program_only(client, coordinator):
    fields = {"slug": "LT-Vilnius", "title": "Vilnius", "country": "LT"}
    client.post(reverse("federation:begin"), fields)
    row = Identity.objects.get()
    path = files.key_path(row.key)
    assert (row.slug, path.stat().st_mode & 0o777) == ("lt-vilnius", 0o600)
    again = client.post(reverse("federation:begin"), fields).content.decode()
    assert "has a key already" in again
    card = client.get(reverse("federation:own_file", args=[row.pk, "card"]))
    assert read_card(card.content).name == "Vilnius"
    digits = read_card(card.content).fingerprint
    assert digits in client.get(reverse("federation:overview")).content.decode()


def test_a_replaced_key_is_signed_by_the_old_one_and_an_ended_one_says_so(client, coordinator):
    old = make_own(coordinator)
    client.post(reverse("federation:replace"))
    new = queries.own()
    assert read_rotation(new.rotation.encode(), own.card_of(old)).card.key == new.key != old.key
    client.post(reverse("federation:end"), {"is_lost": "on"})
    assert queries.own() is None
    page = client.get(reverse("federation:own_file", args=[new.pk, "end"]))
    assert b'"why":"lost"' in page.content
    assert client.get(reverse("federation:end")).status_code == 404


def test_a_card_is_believed_only_after_the_right_digits(client, coordinator):
    fields = {"part": "node", "group": "LT", "text": card_file(1).decode()}
    client.post(reverse("federation:register"), fields)
    row = Node.objects.get()
    digits = card_in(row).fingerprint.split()
    url = reverse("federation:confirm", args=[row.pk])
    page = client.get(url).content.decode()
    assert [one for one in digits if one in page] == []
    for typed in ("00000 00000", " ".join(digits[-2:]), " ".join([*digits[:-1], "00000"]), f"1{digits}"):
        assert "not the fingerprint of this card" in client.post(url, {"digits": typed}).content.decode()
    row.refresh_from_db()
    assert row.standing == Standing.NEW
    client.post(url, {"digits": "-".join(digits)})
    row.refresh_from_db()
    assert (row.standing, row.group) == (Standing.CONFIRMED, "LT")


@pytest.mark.parametrize("text", ["", "hello", '{"format":"mentorway federation"}'])
def test_what_is_no_card_is_said_on_the_form(client, coordinator, text):
    page = client.post(reverse("federation:register"), {"part": "node", "text": text})
    assert page.status_code == 200
    assert not Node.objects.exists()


def test_a_second_card_with_the_same_short_name_is_refused(client, coordinator):
    make_node(1)
    page = client.post(reverse("federation:register"), {"part": "node", "text": card_file(1).decode()})
    assert "is here already" in page.content.decode()


def test_a_known_key_names_its_follower_and_its_end(coordinator):
    node = make_node(1)
    new = read_card(card_file(2, "node-1"))
    nodes.hear(node, coordinator, data=made_rotation(key_of(1), new, key_of(2)).data)
    node.refresh_from_db()
    assert card_in(node).key == key_of(2).public
    with pytest.raises(ValidationError, match="not signed with the key"):
        nodes.hear(node, coordinator, data=made_revocation("node-1", key_of(1), today(), Why.LOST).data)
    nodes.hear(node, coordinator, data=made_revocation("node-1", key_of(2), today(), Why.LOST).data)
    node.refresh_from_db()
    assert node.standing == Standing.REVOKED


def test_a_card_that_is_believed_is_not_forgotten_and_a_new_one_is(client, coordinator):
    known, new = make_node(1), make_node(2, standing=Standing.NEW)
    for row in (known, new):
        client.post(reverse("federation:forget", args=[row.pk]))
    assert list(Node.objects.all()) == [known]


def test_a_call_is_made_of_answers_or_of_a_codebook(client, coordinator, own_partner):
    make_own(coordinator)
    answers = make_answers(own_partner)
    fields = {
        "title": "Trust", "partner": own_partner.pk, "by": "country", "fewest": 10,
        "opens": today(), "closes": today() + dt.timedelta(days=9), "by_network": "on",
    }  # fmt: skip
    client.post(reverse("federation:make"), {**fields, "dataset": answers.pk, "scales": "B"})
    codebook = SimpleUploadedFile(
        "c.csv", b"item,scale,text,reverse,low,high\nq1,T,One,no,1,5\nq2,T,Two,yes,1,5\n"
    )
    client.post(reverse("federation:make"), {**fields, "codebook": codebook, "by_network": ""})
    second, first = Call.objects.all()
    assert '"name":"B"' in first.document
    assert '"name":"A"' not in first.document
    assert "/federation/packages/" in first.document
    assert '"address":""' in second.document
    page = client.get(reverse("federation:call_file", args=[first.pk]))
    assert page.content.decode() == first.document


@pytest.mark.parametrize(
    "change", [{"closes": "2020-01-01"}, {"by": "a,b,c,d,e"}, {"scales": "Z"}, {"dataset": ""}]
)
def test_a_call_that_cannot_be_is_said_on_the_form(client, coordinator, own_partner, change):
    make_own(coordinator)
    fields = {
        "title": "Trust", "partner": own_partner.pk, "by": "country", "fewest": 10,
        "opens": today(), "closes": today(), "dataset": make_answers(own_partner).pk,
    }  # fmt: skip
    page = client.post(reverse("federation:make"), {**fields, **change})
    assert page.status_code == 200
    assert not Call.objects.exists()


def test_calls_of_strangers_are_refused_and_the_same_call_is_taken_once(client, coordinator):
    url, text = reverse("federation:take"), call_of_hub().decode()
    assert "No coordinator “hub” is confirmed here" in client.post(url, {"text": text}).content.decode()
    hub = make_hub(standing=Standing.NEW)
    assert "is confirmed here" in client.post(url, {"text": text}).content.decode()
    Node.objects.filter(pk=hub.pk).update(standing=Standing.CONFIRMED)
    client.post(url, {"text": text})
    client.post(url, {"text": text})
    assert Asked.objects.count() == 1


def test_what_would_leave_the_house_is_shown_and_signed_as_it_was_shown(client, coordinator, own_partner):
    make_own(coordinator)
    asked, answers = make_asked(coordinator), make_answers(own_partner, 60)
    url = f"{reverse('federation:look', args=[asked.pk])}?answers={answers.pk}"
    page = client.get(url)
    assert "60 people go" in " ".join(page.content.decode().split())
    seen = page.context["form"].initial["seen"]
    refused = client.post(url, {"seen": "0" * 64, "way": "file"}).content.decode()
    assert "have changed since you looked" in refused
    client.post(url, {"seen": seen, "way": "file"})
    row = Sent.objects.get()
    assert (row.number, row.stage, row.people) == (1, Stage.SIGNED, {"A": 60, "B": 60})
    file = client.get(reverse("federation:sent_file", args=[row.pk])).content
    assert b'"node":"here"' in file


def test_answers_of_others_are_not_found(client, coordinator):
    asked, answers = make_asked(coordinator), make_answers(make_partner())
    assert (
        client.get(f"{reverse('federation:look', args=[asked.pk])}?answers={answers.pk}").status_code == 404
    )


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 19, "x", ""])
def test_what_is_no_number_of_answers_is_not_found(client, coordinator, number):
    asked = make_asked(coordinator)
    assert client.get(f"{reverse('federation:look', args=[asked.pk])}?answers={number}").status_code == 404


def test_a_file_of_sums_made_elsewhere_can_be_signed(client, coordinator, tmp_path):
    from mentorway.comparing.combining import pack  # noqa: PLC0415

    make_own(coordinator)
    asked = make_asked(coordinator)
    pack(countries()[1]["LT"], tmp_path / "sums.json", fewest=10)
    url = reverse("federation:asked", args=[asked.pk])
    sent = client.post(url, {"file": SimpleUploadedFile("s.json", (tmp_path / "sums.json").read_bytes())})
    page = client.get(sent["Location"])
    client.post(sent["Location"], {"seen": page.context["form"].initial["seen"], "way": "file"})
    assert Sent.objects.get().people == {"A": 320, "B": 320}
    wrong = client.post(url, {"file": SimpleUploadedFile("s.json", b"{}")})
    assert "not whole" in wrong.content.decode()


def test_a_few_more_people_are_held_until_enough_have_come(client, coordinator, own_partner):
    make_sent(coordinator, own_partner, people=100)
    asked = Asked.objects.get()
    close, enough = make_answers(own_partner, 104), make_answers(own_partner, 115)
    url = reverse("federation:look", args=[asked.pk])
    page = client.get(f"{url}?answers={close.pk}")
    text = " ".join(page.content.decode().split())
    assert "at least 4 people came" in text
    assert "Without them nothing is left" in text  # so no button that could only fail
    assert 'name="seen"' not in text
    held = client.post(
        f"{url}?answers={close.pk}", {"seen": page.context["form"].initial["seen"], "way": "file"}
    )
    assert "The package is held" in held.content.decode()
    assert Sent.objects.count() == 1
    found = look(asked, Source(dataset=enough), list(queries.all_sent()), today())
    assert found.close == ()


def test_without_the_file_of_an_earlier_package_nothing_is_signed(coordinator, own_partner):
    row = make_sent(coordinator, own_partner, people=100)
    files.sent_path(row.digest_hash).unlink()
    with pytest.raises(Exception, match="Restore it from the backup"):
        look(row.asked, Source(dataset=make_answers(own_partner, 120)), [row], today())


def receipt_of(row, key=HUB, moment=None):
    moment = moment or dt.datetime.now(dt.UTC)
    return made_receipt(Receipt("their-call", "here", row.number, row.digest_hash, moment), key_of(key)).data


@pytest.mark.enable_socket
def test_a_package_is_sent_and_its_receipt_kept(coordinator, own_partner, settings, tmp_path):
    settings.MENTORWAY_FEDERATION_ALLOW_PRIVATE = True
    row = make_sent(
        coordinator,
        own_partner,
        asked=make_asked(coordinator, address="http://127.0.0.1:9/x/"),
        by_network=True,
    )
    with pytest.raises(UnreachableError):
        tasks.send_now(row.pk)
    row.refresh_from_db()
    assert (row.stage, row.problem is not None) == (Stage.WAITING, True)
    with serving(201, receipt_of(row)) as (port, came):
        data = call_of_hub(address=f"http://127.0.0.1:{port}/federation/packages/")
        Asked.objects.update(document=data.decode())
        tasks.send_now(row.pk)
        tasks.send_now(row.pk)
    row.refresh_from_db()
    assert (row.stage, len(came)) == (Stage.ARRIVED, 1)


@pytest.mark.enable_socket
@pytest.mark.parametrize("forged", [True, False])
def test_a_wrong_receipt_or_an_expired_certificate_is_said(
    coordinator, own_partner, settings, tmp_path, forged
):
    settings.MENTORWAY_FEDERATION_ALLOW_PRIVATE = True
    times = {} if forged else {"begins": NOW - 3 * DAY, "ends": NOW - DAY}
    certificate = make(tmp_path, "hub", **times)
    settings.MENTORWAY_FEDERATION_CA_FILE = str(certificate[0])
    row = make_sent(coordinator, own_partner, by_network=True)
    with serving(201, receipt_of(row, key=3), certificate=certificate) as (port, came):
        data = call_of_hub(address=f"https://127.0.0.1:{port}/federation/packages/")
        Asked.objects.update(document=data.decode())
        tasks.send_now(row.pk)
    row.refresh_from_db()
    assert (row.stage, len(came)) == (Stage.REFUSED, int(forged))
    assert ("not signed by" if forged else "has expired") in row.problem["text"]


def test_a_receipt_that_was_carried_back(client, coordinator, own_partner):
    row = make_sent(coordinator, own_partner)
    url = reverse("federation:keep_receipt", args=[row.pk])
    assert "not signed by" in client.post(url, {"text": receipt_of(row, key=3).decode()}).content.decode()
    client.post(url, {"text": receipt_of(row).decode()})
    row.refresh_from_db()
    assert row.stage == Stage.ARRIVED


def test_what_waits_for_hours_is_sent_again(coordinator, own_partner):
    row = make_sent(coordinator, own_partner, by_network=True)
    now = dt.datetime.now(dt.UTC)
    assert list(queries.waiting(now, due.SILENCE)) == []
    assert list(queries.waiting(now + dt.timedelta(hours=7), due.SILENCE)) == [row]


def test_who_coordinates_is_told_what_waits(coordinator, own_partner):
    make_own(coordinator)
    make_node(1, standing=Standing.NEW)
    make_asked(coordinator)
    texts = " ".join(need.text for need in needs_of(coordinator))
    assert "1 card of another installation" in texts
    assert "Their call" in texts
    assert needs_of(make_member()) == []


def test_a_coordinator_whose_card_is_revoked_is_answered_no_more(coordinator, own_partner):
    make_own(coordinator)
    asked = make_asked(coordinator, address="https://hub.example.org")
    assert queries.unanswered(today()).exists()
    row = make_sent(coordinator, own_partner, asked=asked, by_network=True)
    nodes.revoke(asked.coordinator, coordinator, why="stolen")
    with pytest.raises(ValidationError, match="No coordinator"):
        answering.send_again(row)
    with pytest.raises(ValidationError, match="No coordinator"):
        make_sent(coordinator, own_partner, asked=asked)
    tasks.send_now(row.pk)
    row.refresh_from_db()
    assert (row.stage, "No coordinator" in row.problem["text"]) == (Stage.REFUSED, True)
    Sent.objects.all().delete()
    assert not queries.unanswered(today()).exists()


def test_empty_pages_say_what_to_do(client, coordinator):
    for name, words in (
        ("overview", "has no key yet"), ("nodes", "Nobody is known"), ("calls", "has no key yet"),
        ("all_asked", "Nobody asks anything yet"),
    ):  # fmt: skip
        assert words in client.get(reverse(f"federation:{name}")).content.decode()


def test_ending_a_key_twice_is_refused(coordinator):
    make_own(coordinator)
    own_actions.end(coordinator, is_lost=False)
    with pytest.raises(ValidationError, match="no key to end"):
        own_actions.end(coordinator, is_lost=False)


def test_signing_needs_a_key(coordinator, own_partner):
    asked = make_asked(coordinator)
    found = look(asked, Source(dataset=make_answers(own_partner)), [], today())
    with pytest.raises(ValidationError, match="no key yet"):
        answering.sign(asked, coordinator, look=found, wish=wish_of(found))


def wish_of(found):
    return answering.Wish(found.digest, leaves_out=False, by_network=False)


def test_what_takes_long_is_done_before_anybody_has_to_wait(coordinator, own_partner, monkeypatch):
    make_own(coordinator)
    asked = make_asked(coordinator)
    found = look(asked, Source(dataset=make_answers(own_partner)), [], today())
    monkeypatch.setattr(preparing, "look", None)
    monkeypatch.setattr(preparing, "prepare", None)
    assert answering.sign(asked, coordinator, look=found, wish=wish_of(found)).number == 1
    with pytest.raises(ValidationError, match="signed meanwhile"):
        answering.sign(asked, coordinator, look=found, wish=wish_of(found))
    assert Sent.objects.count() == 1


def test_signing_on_the_page_sums_up_once(client, coordinator, own_partner, monkeypatch):
    make_own(coordinator)
    asked, answers, times = make_asked(coordinator), make_answers(own_partner), []
    real = preparing.prepare
    monkeypatch.setattr(preparing, "prepare", lambda *given: times.append(1) or real(*given))
    url = f"{reverse('federation:look', args=[asked.pk])}?answers={answers.pk}"
    seen = client.get(url).context["form"].initial["seen"]
    client.post(url, {"seen": seen, "way": "file"})
    assert (Sent.objects.count(), len(times)) == (1, 2)


def second_call():
    """Return another call that the coordinator signed with the first key."""
    body = opened(call_of_hub(), Kind.CALL).body
    return signed(Kind.CALL, {**body, "id": "second", "title": "Second"}, key_of(HUB)).data


def test_a_package_for_another_call_is_named_by_that_call(coordinator, own_partner):
    make_sent(coordinator, own_partner, people=100)
    other = call_of_hub(by=("country",), fewest=11)
    other = signed(
        Kind.CALL, {**opened(other, Kind.CALL).body, "id": "second", "title": "Second"}, key_of(HUB)
    )
    asked = answering.take(coordinator, data=other.data)
    found = look(asked, Source(dataset=make_answers(own_partner, 104)), list(queries.all_sent()), today())
    assert {one.earlier for one in found.close} == {"Their call · 1"}
    own_found = look(Asked.objects.get(slug="their-call"), found.source, list(queries.all_sent()), today())
    assert {one.earlier for one in own_found.close} == {"1"}


def test_a_file_of_sums_says_how_many_were_withheld_when_it_was_made(client, coordinator, tmp_path):
    make_own(coordinator)
    asked = make_asked(coordinator)
    country = countries()[1]["LT"]
    call = calls.of_asked(asked)
    package = prepare(country, call, Floor(fewest=1)).package
    path = tmp_path / "sums.json"
    write_package(replace(package, withheld=(7, 7)), path)
    url = reverse("federation:asked", args=[asked.pk])
    sent = client.post(url, {"file": SimpleUploadedFile("s.json", path.read_bytes())})
    text = " ".join(client.get(sent["Location"]).content.decode().split())
    assert "7 are withheld" in text
    assert "0 are withheld" not in text


def hub_until(ends, number=HUB, begins=None):
    card = card_of("hub", number, begins=begins or today() - dt.timedelta(days=99), ends=ends)
    return card, made_card(card, key_of(number)).data.decode()


def test_a_call_and_an_answer_need_a_coordinator_whose_key_has_not_ended(client, coordinator, own_partner):
    make_own(coordinator)
    hub = make_hub(card=hub_until(today() - dt.timedelta(days=2))[1])
    page = client.post(reverse("federation:take"), {"text": call_of_hub().decode()}).content.decode()
    assert "The key of HUB ended" in page
    assert not Asked.objects.exists()
    Node.objects.filter(pk=hub.pk).update(card=hub_until(today())[1])
    row = make_sent(coordinator, own_partner, asked=make_asked(coordinator, address="https://hub.example.org"),
                    by_network=True)  # fmt: skip
    Node.objects.filter(pk=hub.pk).update(card=hub_until(today() - dt.timedelta(days=2))[1])
    tasks.send_now(row.pk)
    row.refresh_from_db()
    assert (row.stage, "The key of" in row.problem["text"]) == (Stage.REFUSED, True)
    with pytest.raises(ValidationError, match="ended"):
        make_sent(coordinator, own_partner, asked=row.asked)


def test_an_expired_key_signs_no_receipt_and_names_no_follower(client, coordinator, own_partner):
    row = make_sent(coordinator, own_partner)
    hub = Node.objects.get(slug="hub")
    Node.objects.filter(pk=hub.pk).update(card=hub_until(today() - dt.timedelta(days=2))[1])
    url = reverse("federation:keep_receipt", args=[row.pk])
    assert "was in use from" in client.post(url, {"text": receipt_of(row).decode()}).content.decode()
    new, _document = hub_until(today() + dt.timedelta(days=9), number=91)
    with pytest.raises(ValidationError, match="compared by voice"):
        nodes.hear(hub, coordinator, data=made_rotation(key_of(HUB), new, key_of(91)).data)
    hub.refresh_from_db()
    assert (hub.earlier, row.stage) == ([], Stage.SIGNED)


def test_what_was_signed_before_the_key_was_replaced_is_still_right(client, coordinator, own_partner):
    row = make_sent(coordinator, own_partner)
    hub = Node.objects.get(slug="hub")
    new, document = hub_until(today() + dt.timedelta(days=9), number=91)
    nodes.hear(hub, coordinator, data=made_rotation(key_of(HUB), new, key_of(91)).data)
    hub.refresh_from_db()
    assert (hub.card, [one["until"] for one in hub.earlier]) == (document, [f"{today()}"])
    assert answering.take(coordinator, data=second_call()).slug == "second"  # signed before, brought after
    client.post(reverse("federation:keep_receipt", args=[row.pk]), {"text": receipt_of(row).decode()})
    row.refresh_from_db()
    assert row.stage == Stage.ARRIVED


def test_a_replaced_key_signs_no_receipt_for_what_came_later(client, coordinator, own_partner):
    row = make_sent(coordinator, own_partner)
    hub = Node.objects.get(slug="hub")
    until, (_card, document) = today() - dt.timedelta(days=5), hub_until(today(), number=91)
    Node.objects.filter(pk=hub.pk).update(card=document, earlier=[{"card": hub.card, "until": f"{until}"}])
    url = reverse("federation:keep_receipt", args=[row.pk])
    assert "was in use from" in client.post(url, {"text": receipt_of(row).decode()}).content.decode()
    dated_back = receipt_of(row, moment=dt.datetime.now(dt.UTC) - dt.timedelta(days=5))
    assert "the package was made on" in client.post(url, {"text": dated_back.decode()}).content.decode()
    client.post(url, {"text": receipt_of(row, key=91).decode()})
    row.refresh_from_db()
    assert row.stage == Stage.ARRIVED


def expire_own(user):
    row, card = make_own(user), None
    ends = today() - dt.timedelta(days=1)
    card = replace(own.card_of(row), begins=ends, ends=ends)
    document = made_card(card, own.key_of(row)).data.decode()
    Identity.objects.filter(pk=row.pk).update(card=document, begins=ends, ends=ends)


def test_with_our_own_key_after_its_end_nothing_is_signed_until_it_is_replaced(
    client, coordinator, own_partner
):
    expire_own(coordinator)
    asked, answers = make_asked(coordinator), make_answers(own_partner)
    url = f"{reverse('federation:look', args=[asked.pk])}?answers={answers.pk}"
    seen = client.get(url).context["form"].initial["seen"]
    assert "Replace the key first" in client.post(url, {"seen": seen, "way": "file"}).content.decode()
    fields = {
        "title": "Trust", "partner": own_partner.pk, "by": "country", "fewest": 10,
        "opens": today(), "closes": today(), "dataset": answers.pk,
    }  # fmt: skip
    assert "Replace the key first" in client.post(reverse("federation:make"), fields).content.decode()
    assert not Sent.objects.exists()
    assert not Call.objects.exists()
    client.post(reverse("federation:replace"))
    client.post(url, {"seen": seen, "way": "file"})
    assert Sent.objects.count() == 1


def test_who_was_revoked_comes_back_with_a_new_key_and_the_old_card_stays(client, coordinator):
    old = make_node(1, group="LT")
    nodes.revoke(old, coordinator, why="stolen")
    url = reverse("federation:register")
    again = client.post(url, {"part": "node", "text": card_file(1).decode()}).content.decode()
    assert "The key of this card was revoked here" in again
    renamed = client.post(url, {"part": "node", "text": card_file(1, "other").decode()}).content.decode()
    assert "The key of this card was revoked here" in renamed
    client.post(url, {"part": "node", "group": "LT", "text": card_file(2, "node-1").decode()})
    new = Node.objects.get(standing=Standing.NEW)
    nodes.confirm(new, coordinator, digits=card_in(new).fingerprint)
    old.refresh_from_db()
    assert (old.slug, old.standing, old.why, new.slug) == ("node-1", Standing.REVOKED, "stolen", "node-1")
    twice = client.post(url, {"part": "node", "text": card_file(3, "node-1").decode()}).content.decode()
    assert "is here already" in twice
    assert [row.pk for row in Node.objects.sending().decided("node-1")] == [new.pk, old.pk]


def test_a_key_that_a_revoked_node_had_before_does_not_come_back(coordinator):
    node = make_node(1)
    new = read_card(card_file(2, "node-1"))
    nodes.hear(node, coordinator, data=made_rotation(key_of(1), new, key_of(2)).data)
    nodes.revoke(node, coordinator, why="stolen")
    with pytest.raises(ValidationError, match="was revoked here"):
        nodes.register(coordinator, part="node", data=card_file(1))


def test_pages_name_the_country(client, coordinator):
    known, elsewhere = make_node(1, country="LT"), make_node(2, country="ZZ")
    for url in (reverse("federation:nodes"), reverse("federation:node", args=[known.pk])):
        assert "Lithuania" in client.get(url).content.decode()
    assert "ZZ" in client.get(reverse("federation:node", args=[elsewhere.pk])).content.decode()
