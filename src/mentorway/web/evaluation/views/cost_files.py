"""Cost sheets as files: read with every problem before anything is taken over, and taken away."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from mentorway.web.core import tables
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.evaluation.actions import costs as doing
from mentorway.web.evaluation.analysis import cost_files
from mentorway.web.evaluation.forms.costs import SheetForm
from mentorway.web.evaluation.views import door

FILES = ("csv", "xlsx")
SHOWN = 100


def import_costs(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.work(request, pk)
    form = SheetForm(request.POST or None, request.FILES or None)
    context = {**door.frame(request.user, whole), "form": form, "columns": cost_files.columns()}
    if form.is_valid():
        text = form.cleaned_data["text"]
        found = cost_files.read(text, whole)
        wanted = request.POST.get("do") == "add" and bool(found.lines)
        if wanted and carried_out(form, doing.add_lines, whole, found.lines):
            count = len(found.lines)
            sentence = ngettext("%(count)d line was taken over.", "%(count)d lines were taken over.", count)
            messages.success(request, sentence % {"count": count})
            return redirect("evaluation:costs", pk)
        context |= {
            "found": found,
            "text": text,
            "sample": found.previews(SHOWN),
            "troubles": found.troubles[:SHOWN],
            "remarks": found.remarks[:SHOWN],
            "left_out": len({one.row for one in found.troubles}),
            "most": SHOWN,
        }
    return render(request, "evaluation/costs/import.html", context)


@require_safe
def export_costs(request: MemberRequest, pk: int, kind: str) -> HttpResponse:
    whole = door.look(request, pk)
    if kind not in FILES:
        raise Http404
    name, table = _("Costs · %(evaluation)s") % {"evaluation": whole.title}, cost_files.table_of(whole)
    if kind == "xlsx":
        return tables.xlsx_file(name, _("Costs"), *table)
    return tables.csv_file(name, *table)
