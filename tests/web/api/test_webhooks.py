"""Programs are told of what their owner may see: signed, again where it failed, and never more."""

import datetime as dt
import json
import socket

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.conftest import PASSWORD, make_member, make_partner, make_user
from tests.web.api.asking import ask
from tests.web.api.webhook_making import OUTSIDE, answers, make_webhook
from tests.web.plan.making import make_project

from mentorway.client.webhooks import NotOursError, sign, verify
from mentorway.web.api import hearing
from mentorway.web.api.actions import webhooks as actions
from mentorway.web.api.analysis import outward, sealing
from mentorway.web.api.analysis.messages import body_of, headers_of, secrets_of
from mentorway.web.api.analysis.outward import Answer
from mentorway.web.api.due import do_due_work
from mentorway.web.api.models import Delivery, DeliveryState, Off, Webhook
from mentorway.web.api.tasks import webhooks as tasks
from mentorway.web.core.happenings import tell
from mentorway.web.core.models import AuditEntry, Happening
from mentorway.web.plan.models import Project
from mentorway.web.privacy.actions import forgetting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _outside(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", answers(OUTSIDE))


@pytest.fixture
def posted(monkeypatch):
    """Keep what is sent outside, and answer as `posted.answer` says."""

    class Posted(list):
        answer = Answer(200)

    kept = Posted()

    def post(url, headers, body):
        kept.append((url, headers, body))
        return kept.answer

    monkeypatch.setattr(outward, "post", post)
    return kept


def happened(partner, **facts):
    return tell("plan.changed", make_project(partner), **facts)


def told(user=None, **more):
    """Return a webhook, its secret, and the message about something that happened."""
    partner = make_partner()
    user = user or make_member(partner)
    hook, secret = make_webhook(user, **more)
    tasks.pass_on(happened(partner, revision=2))
    return hook, secret, Delivery.objects.get(webhook=hook)


def test_a_message_says_what_happened_and_is_signed(posted):
    _hook, secret, row = told()
    tasks.deliver.func(row.pk)
    [(url, headers, body)] = posted
    assert url == "https://hook.example.org/in"
    said = verify(headers, body, secret)
    happening = row.happening
    assert said["type"] == "plan.changed"
    assert said["data"]["id"] == happening.row
    assert said["data"]["facts"] == {"revision": 2}
    assert said["data"]["page"].endswith(f"/plan/{happening.row}/")
    assert dt.datetime.fromisoformat(said["timestamp"]) == happening.at
    assert headers["webhook-id"] == str(happening.token)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.status, row.trouble) == (DeliveryState.SENT, 1, 200, "")


def test_a_message_holds_nothing_that_a_person_wrote(posted):
    partner = make_partner(name="Canary partner")
    user = make_member(partner, name="Canary Person")
    make_webhook(user, name="Canary name")
    tasks.pass_on(tell("plan.changed", make_project(partner, title="Canary title")))
    tasks.deliver.func(Delivery.objects.get().pk)
    assert b"anary" not in posted[0][2]


@pytest.mark.parametrize("change", ["body", "id", "timestamp", "secret", "old"])
def test_a_message_that_was_changed_is_not_believed(posted, change):
    _hook, secret, row = told()
    tasks.deliver.func(row.pk)
    [(_url, headers, body)] = posted
    now = None
    match change:
        case "body":
            body = body.replace(b"2", b"3")
        case "id":
            headers = {**headers, "webhook-id": "00000000-0000-4000-8000-000000000000"}
        case "timestamp":
            headers = {**headers, "webhook-timestamp": str(int(headers["webhook-timestamp"]) + 1)}
        case "secret":
            secret = sealing.new_secret()
        case "old":
            now = int(headers["webhook-timestamp"]) + 301
    with pytest.raises(NotOursError):
        verify(headers, body, secret, now=now)


@pytest.mark.parametrize(
    ("missing", "value"),
    [
        ("webhook-id", ""), ("webhook-timestamp", ""), ("webhook-signature", ""),
        ("webhook-timestamp", "12.5"), ("webhook-timestamp", "9" * 30), ("webhook-signature", "v1a,ąžuolas"),
        ("webhook-signature", "v0,x v1"),
    ],
)  # fmt: skip
def test_headers_that_are_none_are_not_believed(missing, value):
    secret, body, now = sealing.new_secret(), b"{}", 1_700_000_000
    headers = {
        "webhook-id": "1", "webhook-timestamp": str(now), "webhook-signature": sign(secret, "1", now, body)
    }  # fmt: skip
    assert verify(headers, body, secret, now=now) == {}
    with pytest.raises(NotOursError):
        verify({**headers, missing: value}, body, secret, now=now)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_AAAA", "whsec_ž", "whsec_" + "A" * 400])
def test_what_is_no_secret_is_said_so(secret):
    with pytest.raises(ValueError, match="secret"):
        sign(secret, "1", 1, b"")


def test_a_body_that_is_no_json_is_not_believed():
    secret, body = sealing.new_secret(), b"no"
    headers = {"webhook-id": "1", "webhook-timestamp": "1", "webhook-signature": sign(secret, "1", 1, body)}
    with pytest.raises(NotOursError, match="JSON"):
        verify(headers, body, secret, now=1)


def test_only_who_may_see_the_row_and_wants_it_is_told():
    partner = make_partner()
    member = make_member(partner)
    wanted, _secret = make_webhook(member)
    make_webhook(make_member())  # a stranger
    make_webhook(make_user())  # belongs nowhere
    make_webhook(member, names=["claim.published"], name="Other")
    off, _secret = make_webhook(member, name="Off")
    actions.switch_off(off)
    assert tasks.pass_on(happened(partner)) == 1
    assert [row.webhook for row in Delivery.objects.all()] == [wanted]


def test_passing_on_twice_tells_nobody_twice():
    partner = make_partner()
    make_webhook(make_member(partner))
    happening = happened(partner)
    assert [tasks.pass_on(happening), tasks.pass_on(happening)] == [1, 0]
    tasks.spread.func(happening.pk)
    assert Delivery.objects.count() == 1


def test_who_was_not_there_yet_is_not_told():
    partner = make_partner()
    happening = happened(partner)
    make_webhook(make_member(partner))
    assert tasks.pass_on(happening) == 0


@pytest.mark.parametrize("how", ["closed", "left", "deleted"])
def test_who_may_see_it_no_more_when_it_is_sent_is_not_told(posted, how):
    hook, _secret, row = told()
    match how:
        case "closed":
            hook.user.is_active = False
            hook.user.save()
        case "left":
            hook.user.memberships.all().delete()
        case "deleted":
            Project.objects.filter(pk=row.happening.row).update(deleted=timezone.now())
    tasks.deliver.func(row.pk)
    row.refresh_from_db()
    assert (row.state, posted) == (DeliveryState.WITHHELD, [])


def test_the_action_has_messages_made_and_sent_once_it_is_kept(
    django_capture_on_commit_callbacks, monkeypatch
):
    partner = make_partner()
    make_webhook(make_member(partner))
    asked = []
    monkeypatch.setattr(type(tasks.spread), "enqueue", lambda _task, *args: asked.append(args))
    with django_capture_on_commit_callbacks(execute=True):
        happening = happened(partner)
    assert asked == [(happening.pk,)]


def test_where_nobody_wants_it_nothing_is_asked_of_the_worker(monkeypatch):
    asked = []
    monkeypatch.setattr(type(tasks.spread), "enqueue", lambda _task, *args: asked.append(args))
    hearing.heard(happened(make_partner()))
    assert asked == []


def later(row):
    """Let the pause of a message be over."""
    Delivery.objects.filter(pk=row.pk).update(next_at=timezone.now())


def test_what_fails_is_sent_again_after_growing_pauses_then_switched_off_with_one_letter(posted, settings):
    hook, _secret, row = told()
    posted.answer = Answer(500, "status")
    pauses = []
    for _attempt in tasks.PAUSES:
        tasks.deliver.func(row.pk)
        row.refresh_from_db()
        pauses.append(row.next_at - timezone.now())
        assert (row.state, row.trouble, row.status) == (DeliveryState.WAITING, "status", 500)
        later(row)
    assert pauses == sorted(pauses)
    assert dt.timedelta(hours=44) < sum(pauses, dt.timedelta()) < dt.timedelta(hours=52)
    tasks.deliver.func(row.pk)
    row.refresh_from_db()
    hook.refresh_from_db()
    assert (row.state, row.attempts, hook.off) == (DeliveryState.FAILED, len(tasks.PAUSES) + 1, Off.FAILING)
    assert len({headers["webhook-id"] for _url, headers, _body in posted}) == 1
    assert len({body for _url, _headers, body in posted}) == 1
    assert tasks.pass_on(happened(make_partner())) == 0


def test_its_owner_gets_a_letter_when_it_is_switched_off(posted, django_capture_on_commit_callbacks):
    hook, _secret, row = told()
    posted.answer = Answer(410, "status")
    with django_capture_on_commit_callbacks() as kept:
        tasks.deliver.func(row.pk)
        tasks._switch_off(row, posted.answer, Off.GONE)  # another message that fails in the same moment
    hook.refresh_from_db()
    assert (hook.off, len(kept)) == (Off.GONE, 1)


def test_a_message_that_is_not_due_or_is_held_is_not_sent(posted):
    _hook, _secret, row = told()
    Delivery.objects.filter(pk=row.pk).update(next_at=timezone.now() + dt.timedelta(minutes=1))
    tasks.deliver.func(row.pk)
    assert posted == []
    tasks.deliver.func(row.pk + 999)
    assert posted == []


def test_two_workers_send_a_message_once(posted, monkeypatch):
    _hook, _secret, row = told()

    def meanwhile(*_args):
        tasks.deliver.func(row.pk)
        return Answer(200)

    monkeypatch.setattr(outward, "post", meanwhile)
    tasks.deliver.func(row.pk)
    row.refresh_from_db()
    assert (row.attempts, posted) == (1, [])


def test_what_was_left_lying_is_passed_on_by_the_hour(posted):
    partner = make_partner()
    make_webhook(make_member(partner))
    happening = happened(partner)
    old = timezone.now() + dt.timedelta(minutes=20)
    do_due_work(old)
    happening.refresh_from_db()
    assert happening.passed is not None
    assert Delivery.objects.count() == 1


def test_a_new_secret_heals_what_another_key_of_the_installation_broke(settings):
    hook, _secret = make_webhook()
    settings.SECRET_KEY = "another key of the installation " * 2
    new = actions.renew_secret(hook)
    hook.refresh_from_db()
    assert secrets_of(hook, timezone.now()) == [new]


def test_messages_and_what_happened_are_forgotten_after_thirty_days():
    told()
    forgetting.run(timezone.now() + dt.timedelta(days=29))
    do_due_work(timezone.now() + dt.timedelta(days=29))
    assert (Delivery.objects.count(), Happening.objects.count()) == (1, 1)
    forgetting.run(timezone.now() + dt.timedelta(days=31))
    do_due_work(timezone.now() + dt.timedelta(days=31))
    assert (Delivery.objects.count(), Happening.objects.count()) == (0, 0)


def test_the_secret_is_stored_so_that_only_this_installation_reads_it(settings):
    hook, secret = make_webhook()
    assert secret.removeprefix("whsec_") not in hook.sealed
    assert sealing.opened(hook.sealed) == secret
    assert sealing.sealed(secret) != hook.sealed
    settings.SECRET_KEY = "another" * 10
    with pytest.raises(sealing.UnreadableSecretError):
        sealing.opened(hook.sealed)


def test_a_webhook_whose_secret_cannot_be_read_is_switched_off(posted, settings):
    hook, _secret, row = told()
    settings.SECRET_KEY = "another" * 10
    tasks.deliver.func(row.pk)
    hook.refresh_from_db()
    assert (hook.off, posted) == (Off.FAILING, [])


def test_while_a_secret_is_exchanged_both_sign_and_then_only_the_new_one():
    hook, old, row = told()
    new = actions.renew_secret(hook)
    row = Delivery.objects.select_related("webhook", "happening").get(pk=row.pk)
    body, now = body_of(row), timezone.now()
    headers = headers_of(row, body, now)
    assert verify(headers, body, old) == verify(headers, body, new)
    after = now + dt.timedelta(hours=25)
    headers = headers_of(row, body, after)
    verify(headers, body, new, now=after.timestamp())
    with pytest.raises(NotOursError):
        verify(headers, body, old, now=after.timestamp())


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"url": "http://hook.example.org/"}, "url"),
        ({"url": "https://user:word@hook.example.org/"}, "url"),
        ({"names": []}, "names"),
        ({"names": ["plan.changed", "unknown.thing"]}, "names"),
        ({"name": ""}, "name"),
    ],
)
def test_what_makes_no_sense_is_refused(fields, field):
    values = {"name": "Chat", "url": "https://hook.example.org/", "names": ["plan.changed"], **fields}
    with pytest.raises(ValidationError) as refusal:
        actions.add(make_member(), **values)
    assert field in refusal.value.message_dict
    assert not Webhook.objects.exists()


def test_a_name_that_leads_inside_is_refused_when_it_is_saved(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", answers("10.0.0.1"))
    with pytest.raises(ValidationError, match="not public"):
        actions.add(make_member(), name="C", url="https://hook.example.org/", names=["plan.changed"])
    hook, _secret = make_webhook()
    with pytest.raises(ValidationError, match="not public"):
        actions.change(hook, name="C", url="https://other.example.org/", names=["plan.changed"])


def test_nobody_has_more_than_ten():
    user = make_member()
    for number in range(actions.MOST):
        make_webhook(user, name=str(number))
    with pytest.raises(ValidationError, match="10 webhooks"):
        make_webhook(user)


def test_what_is_done_with_webhooks_stands_in_the_audit_log():
    hook, _secret = make_webhook()
    actions.renew_secret(hook)
    actions.delete(hook)
    kinds = list(AuditEntry.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == ["webhook_added", "webhook_changed", "webhook_deleted"]


@pytest.fixture
def signed_in():
    user = make_member()
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return user, client


def test_the_secret_is_on_the_page_that_answers_and_on_no_other(signed_in):
    user, client = signed_in
    sent = {"name": "Chat", "url": "https://hook.example.org/in", "names": ["plan.changed", "claim.broken"]}
    page = client.post("/api/webhooks/new/", sent)
    hook = Webhook.objects.get(user=user)
    secret = sealing.opened(hook.sealed)
    assert secret in page.content.decode()
    assert hook.names == ["claim.broken", "plan.changed"]
    for address in ("/api/webhooks/", f"/api/webhooks/{hook.pk}/", f"/api/webhooks/{hook.pk}/change/"):
        shown = client.get(address)
        assert "Chat" in shown.content.decode()
        assert secret not in shown.content.decode()


def test_a_form_that_is_refused_says_what_came_and_keeps_it(signed_in, monkeypatch):
    _user, client = signed_in
    monkeypatch.setattr(socket, "getaddrinfo", answers("169.254.169.254"))
    sent = {"name": "Chat", "url": "https://hook.example.org/in", "names": ["plan.changed"]}
    page = client.post("/api/webhooks/new/", sent).content.decode()
    assert "leads into a network that is not public" in page
    assert "https://hook.example.org/in" in page
    assert not Webhook.objects.exists()


def test_a_webhook_is_changed_renewed_switched_off_and_on_and_deleted(signed_in):
    user, client = signed_in
    hook, secret = make_webhook(user)
    sent = {"name": "Other", "url": "https://other.example.org/", "names": ["claim.broken"]}
    client.post(f"/api/webhooks/{hook.pk}/change/", sent)
    hook.refresh_from_db()
    assert (hook.name, hook.url, hook.names) == ("Other", "https://other.example.org/", ["claim.broken"])
    page = client.post(f"/api/webhooks/{hook.pk}/secret/").content.decode()
    hook.refresh_from_db()
    assert sealing.opened(hook.sealed) in page
    assert sealing.opened(hook.sealed_before) == secret
    for off in (Off.PERSON, ""):
        client.post(f"/api/webhooks/{hook.pk}/switch/")
        hook.refresh_from_db()
        assert hook.off == off
    assert client.get(f"/api/webhooks/{hook.pk}/delete/").status_code == 200
    assert Webhook.objects.filter(pk=hook.pk).exists()
    client.post(f"/api/webhooks/{hook.pk}/delete/")
    assert not Webhook.objects.filter(pk=hook.pk).exists()


def test_a_test_is_sent_and_what_came_of_messages_is_listed_page_by_page(signed_in, posted):
    user, client = signed_in
    hook, secret = make_webhook(user)
    assert "Nothing was sent yet" in client.get(f"/api/webhooks/{hook.pk}/").content.decode()
    client.post(f"/api/webhooks/{hook.pk}/try/")
    row = hook.deliveries.get()
    posted.answer = Answer(None, "timeout")
    tasks.deliver.func(row.pk)
    assert verify(posted[0][1], posted[0][2], secret)["type"] == "webhook.test"
    page = client.get(f"/api/webhooks/{hook.pk}/").content.decode()
    assert "did not answer within 10 seconds" in page
    Delivery.objects.bulk_create(
        Delivery(webhook=hook, name="plan.changed", state=DeliveryState.SENT) for _number in range(25)
    )
    assert "Page 1 of 2" in client.get(f"/api/webhooks/{hook.pk}/").content.decode()


def test_a_message_is_sent_again_under_its_old_number(signed_in, posted):
    user, client = signed_in
    hook, _secret = make_webhook(user)
    row = actions.try_out(hook)
    tasks.deliver.func(row.pk)
    client.post(f"/api/webhooks/messages/{row.pk}/again/")
    tasks.deliver.func(row.pk)
    assert [headers["webhook-id"] for _url, headers, _body in posted] == [str(row.message)] * 2


def test_what_waits_or_is_switched_off_is_not_sent_again(signed_in):
    user, client = signed_in
    hook, _secret = make_webhook(user)
    row = actions.try_out(hook)
    page = client.post(f"/api/webhooks/messages/{row.pk}/again/", follow=True).content.decode()
    assert "It waits to be sent already." in page
    actions.switch_off(hook)
    page = client.post(f"/api/webhooks/{hook.pk}/try/", follow=True).content.decode()
    assert "It is switched off" in page


def test_switching_on_sends_what_waited():
    hook, _secret, row = told()
    actions.switch_off(hook)
    Delivery.objects.filter(pk=row.pk).update(next_at=timezone.now() + dt.timedelta(hours=9))
    tasks.deliver.func(row.pk)
    actions.switch_on(hook)
    row.refresh_from_db()
    assert row.next_at <= timezone.now()


def test_programs_read_what_happened_and_their_webhooks_without_secrets():
    partner = make_partner()
    user = make_member(partner)
    hook, secret = make_webhook(user)
    happening = happened(partner, revision=2)
    status, said = ask(user, "api/happenings/", scopes=["api:read"], name="plan.changed")
    assert (status, [one["token"] for one in said["items"]]) == (200, [str(happening.token)])
    assert said["items"][0]["data"]["facts"] == {"revision": 2}
    assert ask(make_member(), "api/happenings/", scopes=["api:read"])[1]["items"] == []
    assert ask(user, "api/happenings/", scopes=["api:read"], name="No; one")[0] == 422
    kinds = ask(user, "api/happenings/kinds/", scopes=["api:read"])[1]
    assert "plan.changed" in {one["name"] for one in kinds}
    status, said = ask(user, f"api/webhooks/{hook.pk}/", scopes=["api:read"])
    assert (status, said["url"]) == (200, hook.url)
    assert secret not in json.dumps(said)
    assert hook.sealed not in json.dumps(said)
    assert ask(make_member(), f"api/webhooks/{hook.pk}/", scopes=["api:read"])[0] == 404
    actions.try_out(hook)
    _status, said = ask(user, f"api/webhooks/{hook.pk}/messages/", scopes=["api:read"])
    assert [one["name"] for one in said["items"]] == ["webhook.test"]


def test_the_letter_leads_to_the_webhook(monkeypatch):
    letters = []
    monkeypatch.setattr(tasks, "post_letter", lambda *letter: letters.append(letter))
    hook, _secret, _row = told()
    tasks._tell(hook)
    [(to, subject, body)] = letters
    assert to == hook.user.email
    assert "Chat" in subject
    assert f"/api/webhooks/{hook.pk}/" in body
