"""The own pages of a person in a round: what is next, and the profile."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.core.forms import carried_out
from mentorway.web.core.secret_pages import secret_page
from mentorway.web.mentoring.actions import profile as doing
from mentorway.web.mentoring.analysis import endings, profile, profile_hours
from mentorway.web.mentoring.analysis.people_steps import step_of
from mentorway.web.mentoring.forms.profile import FairnessForm, ProfileForm
from mentorway.web.mentoring.models import Person
from mentorway.web.mentoring.queries import people
from mentorway.web.mentoring.queries import profile as queries
from mentorway.web.mentoring.queries.relations import places_of
from mentorway.web.mentoring.queries.supervision import supervision_of
from mentorway.web.mentoring.views import door
from mentorway.web.study.analysis.judging import Wrong


@secret_page("GET", "HEAD")
def own(request: HttpRequest, link: str) -> HttpResponse:
    person = door.own(link)
    places, now = places_of(person), timezone.now()
    goodbye = endings.says_goodbye(places, now)
    context = {
        **door.own_frame(person),
        "step": step_of(person, places, people.today_in(person.round), goodbye=goodbye),
        "goodbye": goodbye,
        "outlooks": endings.outlooks_of(person, places, now),
        "relations": places,
        "supervision": supervision_of(person),
    }
    return render(request, "mentoring/own/home.html", context)


@secret_page("GET", "HEAD", "POST")
def own_profile(request: HttpRequest, link: str) -> HttpResponse:
    person = door.own(link)
    facts = queries.facts_of(person)
    if request.method != "POST":
        forms = ProfileForm(person=person), FairnessForm(facts=facts)
        return _page(request, person, forms, profile.sheet_of(person))
    form, fairness = ProfileForm(request.POST, person=person), FairnessForm(request.POST, facts=facts)
    sheet = profile.sheet_of(person, request.POST)
    is_right = all([form.is_valid(), fairness.is_valid()])
    saved = carried_out(form, doing.save, person, sheet, **form.facts())
    if saved and fairness.is_valid():
        is_right = carried_out(fairness, doing.tell_fairness, person, fairness.facts()) and is_right
    now = door.own(link)
    grown = sheet is not None and sheet.came_up(request.POST.get("shown", ""))
    if saved and is_right and now.profiled is not None and not grown:
        messages.success(request, _("Saved. Your profile is complete."))
        return redirect("mentoring:own", link)
    refused = [*_refused(form), *_refused(fairness)]
    missing = [*refused, *profile.gaps_in(now, sheet)]
    more = {"saved": saved, "missing": missing, "refused": refused, "grown": grown}
    return _page(request, now, (form, fairness), sheet, **more)


def _refused(form: ProfileForm | FairnessForm) -> list[Wrong]:
    """Return what of a form cannot be kept as it is, and where it stands."""
    fields = [form[name] for name in form.errors if name in form.fields]
    return [Wrong(str(one.label), " ".join(map(str, one.errors)), one.auto_id) for one in fields]


def _page(
    request: HttpRequest,
    person: Person,
    forms: tuple[ProfileForm, FairnessForm],
    sheet: profile.Sheet | None,
    **more: Any,
) -> HttpResponse:
    form, fairness = forms
    context = {
        **door.own_frame(person),
        "form": form,
        "fairness": fairness,
        "days": profile_hours.days(),
        "rows": profile_hours.grid(form.chosen),
        "blocks": sheet.blocks(faults=form.is_bound) if sheet else [],
        "shown": " ".join(sheet.names) if sheet else "",
        **more,
    }
    return render(request, "mentoring/own/profile.html", context)
