"""Goals on the own pages of mentee and mentor: written, fixed, rated; and whether they may be counted."""

from copy import copy

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from mentorway.web.core.access import there
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.secret_pages import secret_page
from mentorway.web.mentoring.actions import goals as doing
from mentorway.web.mentoring.analysis.goals import goals_for, shown
from mentorway.web.mentoring.forms.goals import FixForm, GoalForm, RateForm, ScoresForm
from mentorway.web.mentoring.models import MOST_GOALS, Goal, Place, Side
from mentorway.web.mentoring.queries import together as queries
from mentorway.web.mentoring.views import door


def _goal(place: Place, which: int) -> Goal:
    """Return a goal that the person may read, or say that there is none."""
    return there(queries.goal_seen_by(place, which))


def _own_goal(link: str, which: int, goal: int) -> tuple[Place, Goal]:
    """Return a goal of the person whose page it is, while the relationship is under way."""
    place = door.own_pair(link, which, writes=True)
    found = _goal(place, goal)
    if found.place_id != place.pk:
        raise Http404
    return place, found


@secret_page("GET", "HEAD")
def own_goals(request: HttpRequest, link: str, which: int) -> HttpResponse:
    place = door.own_pair(link, which)
    is_mentee = place.side == Side.MENTEE
    context = {**door.pair_frame(place), "groups": goals_for(place), "is_mentee": is_mentee}
    return render(request, "mentoring/together/goals.html", {**context, "most": MOST_GOALS})


@secret_page("GET", "HEAD", "POST")
def own_goal_new(request: HttpRequest, link: str, which: int) -> HttpResponse:
    place = door.own_pair(link, which, writes=True)
    if place.side != Side.MENTEE:
        raise Http404
    form = GoalForm(request.POST or None, instance=Goal(place=place))
    if form.is_valid() and carried_out(form, doing.add, place, **form.facts()):
        messages.success(request, _("Saved."))
        return redirect("mentoring:own_goals", link, which)
    return render(request, "mentoring/together/goal.html", {**door.pair_frame(place), "form": form})


@secret_page("GET", "HEAD", "POST")
def own_goal(request: HttpRequest, link: str, which: int, goal: int) -> HttpResponse:
    place, row = _own_goal(link, which, goal)
    form = GoalForm(request.POST or None, instance=copy(row))
    if form.is_valid() and carried_out(form, doing.change, place, row, **form.facts()):
        messages.success(request, _("Saved."))
        return redirect("mentoring:own_goals", link, which)
    context = {**door.pair_frame(place), "form": form, "shown": shown(row)}
    return render(request, "mentoring/together/goal.html", context)


@secret_page("GET", "HEAD", "POST")
def own_goal_fix(request: HttpRequest, link: str, which: int, goal: int) -> HttpResponse:
    place, row = _own_goal(link, which, goal)
    data = request.POST if request.method == "POST" else None
    form = FixForm(data, initial={"levels": row.levels})
    if form.is_valid() and carried_out(form, doing.fix, place, row, **form.cleaned_data):
        messages.success(request, _("The levels are fixed. From now on both of you can rate this goal."))
        return redirect("mentoring:own_goals", link, which)
    context = {**door.pair_frame(place), "form": form, "shown": shown(row)}
    return render(request, "mentoring/together/goal_fix.html", context)


@secret_page("GET", "HEAD", "POST")
def own_goal_rate(request: HttpRequest, link: str, which: int, goal: int) -> HttpResponse:
    place = door.own_pair(link, which, writes=True)
    row = _goal(place, goal)
    if row.fixed is None:
        raise Http404
    form = RateForm(request.POST if request.method == "POST" else None, goal=row)
    if form.is_valid() and carried_out(form, doing.rate, place, row, level=form.cleaned_data["level"]):
        messages.success(request, _("Your rating is kept."))
        return redirect("mentoring:own_goals", link, which)
    context = {**door.pair_frame(place), "form": form, "shown": shown(row)}
    return render(request, "mentoring/together/goal_rate.html", context)


@secret_page("GET", "HEAD", "POST")
def own_goal_delete(request: HttpRequest, link: str, which: int, goal: int) -> HttpResponse:
    place, row = _own_goal(link, which, goal)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, doing.delete, place, row):
        messages.success(request, _("The goal is deleted."))
        return redirect("mentoring:own_goals", link, which)
    context = {**door.pair_frame(place), "form": form, "shown": shown(row)}
    return render(request, "mentoring/together/goal_delete.html", context)


@secret_page("GET", "HEAD", "POST")
def own_scores(request: HttpRequest, link: str, which: int) -> HttpResponse:
    """Allow that goals are counted, or stop it; who has allowed it can stop it after the end too."""
    place = door.own_pair(link, which)
    data = request.POST if request.method == "POST" else None
    form = ScoresForm(data, initial={"shares": place.shares_scores})
    if form.is_valid() and carried_out(form, doing.share_scores, place, **form.cleaned_data):
        messages.success(request, _("Saved."))
        return redirect("mentoring:own_goals", link, which)
    context = {**door.pair_frame(place), "form": form}
    return render(request, "mentoring/together/goals_scores.html", context)
