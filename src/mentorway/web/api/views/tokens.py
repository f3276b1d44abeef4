"""A person's own tokens: seen, made, revoked."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mentorway.web.api.actions import tokens as actions
from mentorway.web.api.forms.tokens import TokenForm
from mentorway.web.api.models import ApiToken
from mentorway.web.api.queries import tokens as queries
from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out


@never_cache
@require_safe
def tokens(request: MemberRequest) -> HttpResponse:
    context = {**paging.paged(request, queries.tokens_of(request.user)), "now": timezone.now()}
    return render(request, "api/tokens.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required  # type: ignore[untyped-decorator]
def new_token(request: MemberRequest) -> HttpResponse:
    """Make a token, after asking who it is; its secret is on the page that answers, and nowhere else."""
    form = TokenForm(request.POST if request.method == "POST" else None, user=request.user)
    link = request.build_absolute_uri(reverse("api:tokens"))
    made: list[tuple[ApiToken, str]] = []
    if form.is_valid() and carried_out(
        form, lambda: made.append(actions.make(request.user, link=link, **form.wanted))
    ):
        row, secret = made[0]
        return render(request, "api/token_made.html", {"token": row, "secret": secret})
    return render(request, "api/token_form.html", {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def revoke_token(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, ApiToken.objects, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.revoke, row, request.user):
        messages.success(request, _("“%(token)s” opens nothing any more.") % {"token": row})
        return redirect("api:tokens")
    return render(request, "api/token_revoke.html", {"token": row, "form": form})
