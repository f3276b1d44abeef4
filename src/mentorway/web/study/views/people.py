"""Who is invited."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.pasted import People
from mentorway.web.study import queries, rules
from mentorway.web.study.actions import inviting as doing
from mentorway.web.study.analysis import links, proposing
from mentorway.web.study.analysis.people import Person, read
from mentorway.web.study.forms import PeopleForm
from mentorway.web.study.models import Contact, Invitation, Wave
from mentorway.web.study.views.door import asked, frame

ON_A_PAGE = 50
SHOWN = 100


@require_safe
def people(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Wave.objects, may=rules.may_ask, pk=pk)
    words, state = paging.words_of(request), request.GET.get("state", "")
    page = Paginator(queries.invitations_of(row, words, state), ON_A_PAGE).get_page(request.GET.get("page"))
    counts = queries.contacts_of(row)
    chosen = {name: value for name, value in (("q", words), ("state", state)) if value}
    context = frame(
        request,
        row.study,
        "waves",
        wave=row,
        page=page,
        words=words,
        state=state,
        query=f"{urlencode(chosen)}&" if chosen else "",
        counts=[(one, one.label, counts.get(one, 0)) for one in Contact if counts.get(one)],
        total=sum(counts.values()),
    )
    return render(request, "study/people.html", context)


def invite(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Wave.objects, may=rules.may_ask, pk=pk)
    form = PeopleForm(
        request.POST or None,
        request.FILES or None,
        languages=proposing.languages_asked(row.study),
        partners=queries.partners_to_place(),
        initial={
            "country": row.study.partner.country,
            "sector": row.study.partner.sector,
            "language": get_language(),
        },
    )
    found: People[Person] | None = None
    if form.is_valid():
        found = read(
            form.cleaned_data["text"],
            proposing.usual_of(row.study, form.cleaned_data),
            queries.addresses_known(row),
        )
        wanted = request.POST.get("do") == "add" and bool(found.people)
        if wanted and carried_out(form, doing.invite, row, people=found.people):
            count = len(found.people)
            text = ngettext("%(count)d person is on the list.", "%(count)d people are on the list.", count)
            messages.success(request, text % {"count": count})
            return redirect("study:people", pk)
    context = frame(request, row.study, "waves", wave=row, form=form, found=found, most=SHOWN)
    if found:
        context |= {
            "text": form.cleaned_data["text"],
            "sample": found.people[:10],
            "troubles": found.troubles[:SHOWN],
        }
    return render(request, "study/invitation.html", context)


def take_back(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Invitation.objects, may=rules.may_write_to, pk=pk)
    return asked(
        request,
        row.wave.study,
        "taking_back",
        lambda: doing.take_back(row),
        done=_("%(email)s is taken off the list.") % {"email": row.email},
        invitation=row,
        back=reverse("study:people", args=[row.wave_id]),
    )


@require_POST
def mark(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Invitation.objects, may=rules.may_write_to, pk=pk)
    again = row.state == Contact.BOUNCED
    form = ConfirmationForm(request.POST)
    if form.is_valid() and carried_out(form, doing.write_again if again else doing.mark_bounced, row):
        text = (
            _("%(email)s is written to again.")
            if again
            else _("%(email)s gets no more letters: they came back.")
        )
        messages.success(request, text % {"email": row.email})
    return redirect("study:people", row.wave_id)


@login_not_required
def unsubscribe(request: HttpRequest, sign: str) -> HttpResponse:
    """Let a person who was written to say that they want no more letters."""
    pk = links.unsubscribing(sign)
    if pk is None:
        raise Http404
    row = queries.invitation_to_leave(pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    done = row is None or row.state == Contact.UNSUBSCRIBED
    if row is not None and form.is_valid() and carried_out(form, doing.unsubscribe, row):
        done = True
    return render(request, "study/unsubscribing.html", {"form": form, "done": done, "invitation": row})
