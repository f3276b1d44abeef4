"""A person's own webhooks: seen, added, changed, tried, switched off, deleted; and what was sent to them."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorway.web.api.actions import webhooks as actions
from mentorway.web.api.forms.webhooks import WebhookForm
from mentorway.web.api.models import Delivery, Webhook
from mentorway.web.api.queries import webhooks as queries
from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.happenings import known

SHOWN = ["GET", "HEAD", "POST"]


@never_cache
@require_safe
def webhooks(request: MemberRequest) -> HttpResponse:
    return render(request, "api/webhooks.html", paging.paged(request, queries.webhooks_of(request.user)))


@never_cache
@require_safe
def webhook(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Webhook.objects, pk=pk)
    here = known()
    context = {
        **paging.paged(request, queries.deliveries_of(row)),
        "webhook": row,
        "told": [(name, here[name].means if name in here else "") for name in row.names],
        "now": timezone.now(),
    }
    return render(request, "api/webhook.html", context)


@never_cache
@require_http_methods(SHOWN)
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def new_webhook(request: MemberRequest) -> HttpResponse:
    """Add an address; its secret is on the page that answers, and nowhere else."""
    form = WebhookForm(request.POST if request.method == "POST" else None)
    made: list[tuple[Webhook, str]] = []
    if form.is_valid() and carried_out(
        form, lambda: made.append(actions.add(request.user, **form.cleaned_data))
    ):
        row, secret = made[0]
        return render(request, "api/webhook_secret.html", {"webhook": row, "secret": secret})
    return render(request, "api/webhook_form.html", {"form": form})


def _own(request: MemberRequest, pk: int) -> Webhook:
    return access.fetch(request.user, Webhook.objects.select_related("user"), pk=pk)


@never_cache
@require_http_methods(SHOWN)
def change_webhook(request: MemberRequest, pk: int) -> HttpResponse:
    # Whose it is comes first: others are told that there is none, and are not asked who they are.
    answer: HttpResponse = _change(request, _own(request, pk))
    return answer


@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def _change(request: MemberRequest, row: Webhook) -> HttpResponse:
    initial = {"name": row.name, "url": row.url, "names": row.names}
    form = WebhookForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and carried_out(form, actions.change, row, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("api:webhook", row.pk)
    return render(request, "api/webhook_form.html", {"form": form, "webhook": row})


@never_cache
@require_http_methods(SHOWN)
def renew_webhook(request: MemberRequest, pk: int) -> HttpResponse:
    """Make a new secret after asking; the one before signs too for a day."""
    answer: HttpResponse = _renew(request, _own(request, pk))
    return answer


@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def _renew(request: MemberRequest, row: Webhook) -> HttpResponse:
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    made: list[str] = []
    if form.is_valid() and carried_out(form, lambda: made.append(actions.renew_secret(row))):
        context = {"webhook": row, "secret": made[0], "is_renewed": True}
        return render(request, "api/webhook_secret.html", context)
    return render(request, "api/webhook_question.html", {"form": form, "webhook": row, "renews": True})


@never_cache
@require_http_methods(SHOWN)
def delete_webhook(request: MemberRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.delete, row):
        messages.success(request, _("“%(webhook)s” is deleted.") % {"webhook": row})
        return redirect("api:webhooks")
    return render(request, "api/webhook_question.html", {"form": form, "webhook": row})


@require_POST
def switch_webhook(request: MemberRequest, pk: int) -> HttpResponse:
    """Switch an address off, or on again."""
    row = access.fetch(request.user, Webhook.objects, pk=pk)
    if row.off:
        actions.switch_on(row)
        messages.success(request, _("It is switched on. What happens from now on is sent."))
    else:
        actions.switch_off(row)
        messages.success(request, _("It is switched off. Nothing more is sent to it."))
    return redirect("api:webhook", pk)


@require_POST
def try_webhook(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Webhook.objects, pk=pk)
    form = ConfirmationForm(request.POST)
    if form.is_valid() and carried_out(form, actions.try_out, row):
        messages.success(request, _("A test is on its way. Load the page again to see what came of it."))
    else:
        messages.error(request, " ".join(str(one) for one in form.non_field_errors()))
    return redirect("api:webhook", pk)


@require_POST
def send_again(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Delivery.objects, pk=pk)
    form = ConfirmationForm(request.POST)
    if form.is_valid() and carried_out(form, actions.send_again, row):
        messages.success(request, _("It is sent again. Load the page again to see what came of it."))
    else:
        messages.error(request, " ".join(str(one) for one in form.non_field_errors()))
    return redirect("api:webhook", row.webhook_id)
