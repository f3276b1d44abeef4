"""The people of a round, as those who run it see them."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core import paging, tables
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.mentoring.actions import people as doing
from mentorway.web.mentoring.actions import people_leaving as leaving
from mentorway.web.mentoring.analysis import people_lists, profile
from mentorway.web.mentoring.forms.people import DetailsForm, ListForm, PersonForm
from mentorway.web.mentoring.models import Person, Side
from mentorway.web.mentoring.queries import people as queries
from mentorway.web.mentoring.views import door

ON_A_PAGE = 50
SHOWN = 100
FILES = ("csv", "xlsx")


@require_safe
def people(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.meet(request, pk)
    words, side, standing = _chosen(request)
    rows = queries.people_of(whole, words, side=side, standing=standing)
    chosen = {"q": words, "side": side, "standing": standing}
    counts = queries.counts_of(whole)
    context = {
        **door.frame(request.user, whole),
        **paging.paged(request, rows, chosen=chosen, size=ON_A_PAGE),
        "words": words,
        "side": side,
        "standing": standing,
        "sides": [(one.value, _sides(one, counts[one])) for one in Side],
        "standings": [(one, _standing(one), counts[one]) for one in queries.STANDINGS],
        "total": sum(counts[side] for side in Side) + counts[queries.LEFT],
        "today": queries.today_in(whole),
    }
    return render(request, "mentoring/people/list.html", context)


def _chosen(request: MemberRequest) -> tuple[str, str, str]:
    side = paging.choice_of(request, "side", Side.values)
    return paging.words_of(request), side, paging.choice_of(request, "standing", queries.STANDINGS)


def _sides(side: Side, count: int) -> str:
    if side == Side.MENTEE:
        return ngettext("%(count)d mentee", "%(count)d mentees", count) % {"count": count}
    return ngettext("%(count)d mentor", "%(count)d mentors", count) % {"count": count}


def _standing(standing: str) -> str:
    return {
        queries.INCOMPLETE: _("Profile incomplete"),
        queries.AWAY: _("Away"),
        queries.LEFT: _("Have left"),
    }[standing]


@require_safe
def export_people(request: MemberRequest, pk: int, kind: str) -> HttpResponse:
    whole = door.meet(request, pk)
    if kind not in FILES:
        raise Http404
    words, side, standing = _chosen(request)
    rows = list(queries.people_of(whole, words, side=side, standing=standing))
    for one in rows:
        one.round = whole
    name, table = _("People · %(round)s") % {"round": whole.title}, people_lists.table_of(rows)
    if kind == "xlsx":
        return tables.xlsx_file(name, _("People"), *table)
    return tables.csv_file(name, *table)


def new_person(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.work(request, pk)
    initial = {"country": whole.country, "language": get_language(), "side": Side.MENTEE}
    form = PersonForm(request.POST or None, instance=Person(), initial=initial)
    if form.is_valid():
        writes = form.cleaned_data["writes"]
        if carried_out(form, doing.add, whole, writes=writes, **form.facts()):
            added = form.cleaned_data["name"]
            messages.success(request, _("%(name)s is in the mentoring round now.") % {"name": added})
            return redirect("mentoring:people", pk)
    return render(request, "mentoring/people/new.html", {**door.frame(request.user, whole), "form": form})


def import_people(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.work(request, pk)
    form = ListForm(request.POST or None, request.FILES or None, initial={"language": get_language()})
    context = {**door.frame(request.user, whole), "form": form}
    if form.is_valid():
        asked = form.cleaned_data
        usual = {"side": asked["side"], "language": asked["language"]}
        found = people_lists.read(asked["text"], known=queries.addresses_known(whole), **usual)
        wanted = request.POST.get("do") == "add" and bool(found.people)
        if wanted and carried_out(form, doing.add_many, whole, found.people, writes=asked["writes"]):
            count = len(found.people)
            text = ngettext("%(count)d person was added.", "%(count)d people were added.", count)
            messages.success(request, text % {"count": count})
            return redirect("mentoring:people", pk)
        context |= {
            "found": found,
            "text": asked["text"],
            "kept": {name: asked[name] for name in ("language", "side", "writes") if asked[name]},
            "sample": found.people[:SHOWN],
            "troubles": found.troubles[:SHOWN],
            "most": SHOWN,
        }
    return render(request, "mentoring/people/import.html", context)


def _frame(request: MemberRequest, row: Person, **more: Any) -> dict[str, Any]:
    return {**door.frame(request.user, row.round), "person": row, **more}


@require_safe
def person(request: MemberRequest, pk: int, who: int) -> HttpResponse:
    row = door.person_of(door.meet(request, pk), who)
    sheet = profile.sheet_of(row)
    context = _frame(
        request,
        row,
        given=profile.in_words(row, sheet),
        gaps=profile.gaps_in(row, sheet) if row.profiled is None else [],
        is_away=row.is_away_on(queries.today_in(row.round)),
    )
    return render(request, "mentoring/people/person.html", context)


def change_person(request: MemberRequest, pk: int, who: int) -> HttpResponse:
    row = door.person_of(door.work(request, pk), who)
    form = DetailsForm(request.POST or None, instance=copy(row))
    if form.is_valid() and carried_out(form, doing.change, row, **form.facts()):
        messages.success(request, _("Saved."))
        return redirect("mentoring:person", pk, who)
    return render(request, "mentoring/people/change.html", _frame(request, row, form=form))


@require_POST
def send_link(request: MemberRequest, pk: int, who: int) -> HttpResponse:
    row = door.person_of(door.work(request, pk), who)
    form = ConfirmationForm(request.POST)
    if form.is_valid() and carried_out(form, doing.send_link, row):
        text = _("A letter with the link to the own page goes to %(email)s.")
        messages.success(request, text % {"email": row.email})
    for refusal in form.non_field_errors():
        messages.error(request, str(refusal))
    return redirect("mentoring:person", pk, who)


def remove_person(request: MemberRequest, pk: int, who: int) -> HttpResponse:
    row = door.person_of(door.work(request, pk), who)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    name = row.name
    if form.is_valid() and carried_out(form, leaving.erase, row):
        text = _("Everything that was stored about %(name)s in this mentoring round is deleted.")
        messages.success(request, text % {"name": name})
        return redirect("mentoring:people", pk)
    has_open = queries.open_places_of(row).exists()
    context = _frame(request, row, form=form, has_open=has_open)
    return render(request, "mentoring/people/remove.html", context)
