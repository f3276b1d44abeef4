"""The agreement of a relationship, on the own pages: read, write a new version, accept."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from mentorway.web.core.access import there
from mentorway.web.core.forms import carried_out
from mentorway.web.core.merging import CONFLICT, REVISION, conflict_of
from mentorway.web.core.secret_pages import secret_page
from mentorway.web.core.settling import MergeForm, settled
from mentorway.web.mentoring.actions import agreements as doing
from mentorway.web.mentoring.analysis.agreements import (
    Agreement,
    Reading,
    Row,
    agreement_for,
    beginning,
    snapshots_of,
)
from mentorway.web.mentoring.forms.agreements import AcceptForm, AgreementForm
from mentorway.web.mentoring.views import door

LONGEST_NUMBER = 4


@secret_page("GET", "HEAD")
def own_agreement(request: HttpRequest, link: str, which: int) -> HttpResponse:
    place = door.own_pair(link, which)
    agreement = agreement_for(place)
    reading = _reading(agreement, request.GET.get("version", ""))
    context = {
        **door.pair_frame(place),
        "agreement": agreement,
        "reading": reading,
        "waits": reading is agreement.current and agreement.waits_for(place),
    }
    return render(request, "mentoring/together/agreement.html", context)


def _reading(agreement: Agreement, number: str) -> Reading | None:
    if not number:
        return agreement.current
    wanted = int(number) if number.isdecimal() and len(number) <= LONGEST_NUMBER else 0
    return there(agreement.reading(wanted))


@secret_page("GET", "HEAD", "POST")
def own_agreement_write(request: HttpRequest, link: str, which: int) -> HttpResponse:
    place = door.own_pair(link, which, writes=True)
    current = agreement_for(place).current
    newest = current.version if current else None
    number = newest.number if newest else 0
    initial = {**(newest.texts if newest else beginning()), REVISION: number}
    form = AgreementForm(settled(request.POST), initial=initial)
    context = {**door.pair_frame(place), "number": number}
    merge = form.is_valid() and conflict_of(form, Row(number), snapshots_of(place))
    if merge:
        context |= {"merge": MergeForm(merge, form)}
        return render(request, "mentoring/together/agreement_merge.html", context, status=CONFLICT)
    if form.is_valid() and carried_out(form, doing.write, place, **form.cleaned_data):
        messages.success(request, _("Your version is kept. The others can read and accept it now."))
        return redirect("mentoring:own_agreement", link, which)
    return render(request, "mentoring/together/agreement_write.html", {**context, "form": form})


@secret_page("POST")
def own_agreement_accept(request: HttpRequest, link: str, which: int) -> HttpResponse:
    place = door.own_pair(link, which, writes=True)
    form = AcceptForm(request.POST)
    if not form.is_valid():
        raise Http404
    if carried_out(form, doing.accept, place, number=form.cleaned_data["number"]):
        messages.success(request, _("You have accepted this version."))
    for text in form.non_field_errors():
        messages.error(request, str(text))
    return redirect("mentoring:own_agreement", link, which)
