"""Written answers are handed to the material on challenges."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.network.models import Country, Sector
from mentorway.web.practices.models import Quoting
from mentorway.web.study import queries, rules
from mentorway.web.study.actions import handing as doing
from mentorway.web.study.analysis import handing
from mentorway.web.study.forms import HandOverForm
from mentorway.web.study.models import State, Study
from mentorway.web.study.views.door import frame


def hand_over(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Study.objects, may=rules.may_hand_over, pk=pk)
    if row.state not in {State.CLOSED, State.ARCHIVED}:
        return redirect("study:files", pk)
    questions = handing.open_questions(row)
    form = HandOverForm(
        request.POST or None,
        questions=questions,
        consents=handing.consent_questions(row),
        asks_language=handing.speaks_nothing(row),
    )
    found = None
    if form.is_valid():
        found = handing.look(row, **form.cleaned_data)
        wanted = request.POST.get("do") == "hand" and bool(found.given)
        if wanted and carried_out(form, doing.hand_over, row, request.user, **form.cleaned_data):
            count = len(found.given)
            text = ngettext("%(count)d answer was handed over.", "%(count)d answers were handed over.", count)
            messages.success(request, text % {"count": count})
            return redirect("practices:materials")
    context = frame(request, row, "files", form=form, found=found, questions=questions)
    if found:
        context |= {
            "places": sorted((_place(place), count) for place, count in found.places),
            "small": sorted(_place(place) for place in found.small),
            "allowed": [(Quoting(value).label, count) for value, count in found.allowed.items()],
            "personal": found.personal,
            "fewest": handing.FEWEST,
            "chosen": list(form.cleaned_data.items()),
            "before": queries.handed_over(row, handing.mark_of(row, form.cleaned_data["question"])).count(),
        }
    return render(request, "study/handing.html", context)


def _place(place: handing.Place) -> str:
    country, sector = place
    return f"{Country(country).label} · {Sector(sector).label}"
