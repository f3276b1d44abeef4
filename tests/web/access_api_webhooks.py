"""Who may do what with webhooks: everybody with their own, nobody with those of others."""

from django.utils import timezone
from tests.web.access_table import Address

from mentorway.web.api.analysis.sealing import new_secret, sealed
from mentorway.web.api.models import Delivery, Webhook

OWN = "login 200 200 200 200 200"
OF_MEMBER = "login 404 200 404 404 404"


def webhook_of_member(world):
    facts = {"url": "https://hook.example.org/", "names": ["plan.changed"], "sealed": sealed(new_secret())}
    row, _is_new = Webhook.objects.get_or_create(user=world.people["member"], name="Chat", defaults=facts)
    return {"pk": row.pk}


def message_of_member(world):
    facts = {"name": "webhook.test", "state": "sent", "next_at": timezone.now()}
    row, _is_new = Delivery.objects.get_or_create(webhook_id=webhook_of_member(world)["pk"], defaults=facts)
    return {"pk": row.pk}


ADDRESSES = {
    "api:webhooks": Address(OWN),
    "api:new_webhook": Address(OWN),
    "api:webhook": Address(OF_MEMBER, webhook_of_member),
    "api:change_webhook": Address(OF_MEMBER, webhook_of_member),
    "api:renew_webhook": Address(OF_MEMBER, webhook_of_member),
    "api:delete_webhook": Address(OF_MEMBER, webhook_of_member),
    "api:switch_webhook": Address("login 404 302 404 404 404", webhook_of_member, method="post"),
    "api:try_webhook": Address("login 404 302 404 404 404", webhook_of_member, method="post"),
    "api:send_webhook_again": Address("login 404 302 404 404 404", message_of_member, method="post"),
}
