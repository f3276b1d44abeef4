"""Pages of the tables that come with a questionnaire."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorway.questionnaire.workbook import Sheet
from mentorway.web.core.access import MemberRequest, there
from mentorway.web.core.forms import carried_out
from mentorway.web.core.tables import csv_file
from mentorway.web.methodology.actions import attaching
from mentorway.web.methodology.analysis import drafts, tables
from mentorway.web.methodology.forms.tables import AttachForm
from mentorway.web.methodology.models import Questionnaire
from mentorway.web.methodology.views import door


def attach(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.work(request, pk)
    form = AttachForm(request.POST or None, request.FILES or None)
    if form.is_valid() and carried_out(
        form, attaching.attach, row, request.user, sheets=form.cleaned_data["tables"]
    ):
        messages.success(request, _("The tables are attached."))
        return redirect("methodology:draft", pk)
    return render(request, "methodology/attach.html", {**door.frame(request.user, row), "form": form})


@require_safe
def table(request: MemberRequest, pk: int, name: str) -> HttpResponse:
    row = door.look(request, pk)
    sheet = _table(row, name)
    context = {
        **door.frame(request.user, row),
        "sheet": sheet,
        "rows": [_filled(sheet, cells) for cells in sheet.rows[: tables.SHOWN_ROWS]],
        "shown": tables.SHOWN_ROWS,
    }
    return render(request, "methodology/table.html", context)


@require_safe
def table_file(request: MemberRequest, pk: int, name: str) -> HttpResponse:
    sheet = _table(door.look(request, pk), name)
    return csv_file(name[:-4], sheet.header, [_filled(sheet, cells) for cells in sheet.rows])


@require_POST
def detach(request: MemberRequest, pk: int, name: str) -> HttpResponse:
    row = door.work(request, pk)
    attaching.detach(row, request.user, name=name)
    messages.success(request, _("The table is removed. You can undo that."))
    return redirect("methodology:draft", pk)


def _table(row: Questionnaire, name: str) -> Sheet:
    return there(tables.table_of(drafts.found(row.workbook), name))


def _filled(sheet: Sheet, cells: tuple[str, ...]) -> tuple[str, ...]:
    return (*cells, *[""] * (len(sheet.header) - len(cells)))
