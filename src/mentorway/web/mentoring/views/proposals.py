"""A proposal on the own pages: who the other one is, accepting, declining, asking to know more."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.secret_pages import secret_page
from mentorway.web.mentoring.actions import proposals as doing
from mentorway.web.mentoring.analysis.endings import outlooks_of
from mentorway.web.mentoring.analysis.relations import others_of, stage_of
from mentorway.web.mentoring.forms.relations import AskForm
from mentorway.web.mentoring.models import AT_WORK, OPEN, Place, RelationState
from mentorway.web.mentoring.queries.endings import companions_of, thanks_to
from mentorway.web.mentoring.views import door

ANSWERS = {"accept": True, "decline": False}


@secret_page("GET", "HEAD")
def own_relation(request: HttpRequest, link: str, which: int) -> HttpResponse:
    return _page(request, door.own_place(link, which), AskForm())


def _page(request: HttpRequest, place: Place, form: AskForm) -> HttpResponse:
    now = timezone.now()
    stage = stage_of(place, now)
    context = {
        **door.pair_frame(place),
        "others": others_of(place) if stage in OPEN else [],
        "outlook": next(iter(outlooks_of(place.person, [place], now)), None),
        "companions": companions_of(place) if stage == RelationState.ENDED else [],
        "thanks": thanks_to(place) if stage in (*AT_WORK, RelationState.ENDED) else [],
        "enquiries": place.enquiries.all(),
        "form": form,
        "is_sure": request.GET.get("sure") == "decline",
    }
    return render(request, "mentoring/relations/own_relation.html", context)


@secret_page("POST")
def own_answer(request: HttpRequest, link: str, which: int) -> HttpResponse:
    place, accepts = door.own_place(link, which), ANSWERS.get(request.POST.get("answer", ""))
    if accepts is None:
        raise Http404
    form = ConfirmationForm(request.POST)
    if form.is_valid() and carried_out(form, doing.answer, place, accepts=accepts):
        messages.success(request, _("Thank you, your answer is kept."))
    for text in form.non_field_errors():
        messages.error(request, str(text))
    return redirect("mentoring:own_relation", link, which)


@secret_page("POST")
def own_ask(request: HttpRequest, link: str, which: int) -> HttpResponse:
    place = door.own_place(link, which)
    form = AskForm(request.POST)
    if form.is_valid() and carried_out(form, doing.ask, place, form.cleaned_data["text"]):
        messages.success(request, _("Your question is with those who run the mentoring round."))
        return redirect("mentoring:own_relation", link, which)
    return _page(request, place, form)
