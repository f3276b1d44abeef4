"""A person's own page, and the language switch."""

from copy import copy

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from mentorway.web.accounts import actions
from mentorway.web.accounts.forms import ProfileForm
from mentorway.web.accounts.language import remember
from mentorway.web.accounts.models import User
from mentorway.web.core.access import MemberRequest


def profile(request: MemberRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=copy(request.user))
    if request.method == "POST" and form.is_valid():
        actions.describe(request.user, **form.cleaned_data)
        with override(request.user.language):
            messages.success(request, _("Your details are saved."))
        response = redirect("accounts:profile")
        remember(response, request.user.language)
        return response
    return render(request, "accounts/profile.html", {"form": form})


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("language", "")
    if isinstance(request.user, User) and chosen in dict(settings.LANGUAGES):
        actions.speak(request.user, language=chosen)
    return set_language(request)
