"""The people of a cohort, as those who run it see them."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from mentorway.web.core import paging, tables
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.pilots import rules
from mentorway.web.pilots.actions import people as doing
from mentorway.web.pilots.actions import seats
from mentorway.web.pilots.analysis import lists
from mentorway.web.pilots.forms.people import ListForm, PersonForm
from mentorway.web.pilots.models import Participant, Standing
from mentorway.web.pilots.queries import people as queries
from mentorway.web.pilots.views import door

ON_A_PAGE = 50
SHOWN = 100
FILES = ("csv", "xlsx")


@require_safe
def people(request: MemberRequest, pk: int) -> HttpResponse:
    cohort = door.meet(request, pk)
    if rules.may_run(request.user, cohort):
        seats.let_lapse(timezone.now(), cohort)
    words = paging.words_of(request)
    standing = paging.choice_of(request, "standing", Standing.values)
    rows = queries.people_of(cohort, words, standing)
    counts = queries.standings_of(cohort)
    found = paging.paged(request, rows, chosen={"q": words, "standing": standing}, size=ON_A_PAGE)
    line = queries.line_of(cohort)
    context = {
        **door.frame(request.user, cohort),
        **found,
        "rows": [(one, line.get(one.pk, 0)) for one in found["page"]],
        "words": words,
        "standing": standing,
        "counts": [(one, one.label, counts[one]) for one in Standing if counts.get(one)],
        "total": sum(counts.values()),
        "free": seats.free_seats(cohort),
        "is_late": bool(line) and queries.leaves_seats_free(cohort, timezone.now()),
    }
    return render(request, "pilots/people/list.html", context)


@require_safe
def export_people(request: MemberRequest, pk: int, kind: str) -> HttpResponse:
    cohort = door.meet(request, pk)
    if kind not in FILES:
        raise Http404
    standing = paging.choice_of(request, "standing", Standing.values)
    rows = list(queries.people_of(cohort, paging.words_of(request), standing))
    for one in rows:
        one.cohort = cohort
    name, table = _("People · %(cohort)s") % {"cohort": cohort.title}, lists.table_of(rows)
    if kind == "xlsx":
        return tables.xlsx_file(name, _("People"), *table)
    return tables.csv_file(name, *table)


def new_person(request: MemberRequest, pk: int) -> HttpResponse:
    cohort = door.work(request, pk)
    form = PersonForm(request.POST or None, instance=Participant(), cohort=cohort)
    if form.is_valid() and carried_out(form, doing.add, cohort, by=request.user, **form.asked()):
        added = form.cleaned_data["name"]
        messages.success(request, _("%(name)s is in the cohort now.") % {"name": added})
        return redirect("pilots:people", pk)
    free = seats.free_seats(cohort)
    context = {**door.frame(request.user, cohort), "form": form, "free": free}
    return render(request, "pilots/people/new.html", context)


def import_people(request: MemberRequest, pk: int) -> HttpResponse:
    cohort = door.work(request, pk)
    form = ListForm(
        request.POST or None, request.FILES or None, initial={"language": _usual(cohort.language)}
    )
    context = {**door.frame(request.user, cohort), "form": form, "free": seats.free_seats(cohort)}
    if form.is_valid():
        asked = form.cleaned_data
        known = queries.addresses_known(cohort)
        found = lists.read(asked["text"], language=asked["language"], known=known)
        wanted = request.POST.get("do") == "add" and bool(found.people)
        facts = {"by": request.user, "standing": asked["standing"], "writes": asked["writes"]}
        if wanted and carried_out(form, doing.add_many, cohort, found.people, **facts):
            count = len(found.people)
            text = ngettext("%(count)d person was added.", "%(count)d people were added.", count)
            messages.success(request, text % {"count": count})
            return redirect("pilots:people", pk)
        context |= {
            "found": found,
            "text": asked["text"],
            "kept": {name: asked[name] for name in ("language", "standing", "writes") if asked[name]},
            "sample": found.people[:SHOWN],
            "troubles": found.troubles[:SHOWN],
            "most": SHOWN,
        }
    return render(request, "pilots/people/import.html", context)


def _usual(language: str) -> str:
    return language if language in dict(settings.LANGUAGES) else "en"
