"""All that one person codes: the list, single passages in a row, handing in at once, taking back."""

from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.practices.actions import coding as coding_actions
from mentorway.web.practices.actions import coding_many as actions
from mentorway.web.practices.forms import coding as forms
from mentorway.web.practices.models import CodingTask
from mentorway.web.practices.queries import coding as coding_queries
from mentorway.web.practices.queries import coding_many as queries
from mentorway.web.practices.rules import coding as rules
from mentorway.web.practices.views.material_door import asked

ON_A_PAGE = 20
MOST_NAMED = 60


@require_safe
def codings(request: MemberRequest) -> HttpResponse:
    handed_in = paging.choice_of(request, "state", ["handed_in"])
    rows = queries.tasks_of(request.user, handed_in=bool(handed_in))
    context = {
        **paging.paged(request, rows, chosen={"state": handed_in}),
        "handed_in": handed_in,
        "row_count": queries.in_a_row(request.user).count(),
        "complete_count": queries.complete(request.user).count(),
    }
    return render(request, "practices/codings.html", context)


def coding_row(request: MemberRequest) -> HttpResponse:
    page = paging.paged(request, queries.in_a_row(request.user), size=ON_A_PAGE)
    tasks = list(page["page"])
    if request.method == "POST":
        shown = forms.keys_of(request.POST.getlist("task"))[:ON_A_PAGE]
        tasks = list(queries.shown_in_a_row(request.user, shown))
        _say_lost(request, len(shown) - len(tasks))
    codebook = coding_queries.offered_to(*tasks)
    form = forms.RowForm(
        request.POST if request.method == "POST" else None,
        passages=queries.passages_to_code(tasks),
        codebook=codebook,
        codes=queries.codes_in(tasks),
    )
    if form.is_valid() and carried_out(form, actions.save_row, tasks, form.choices):
        return _next(request, page["page"])
    total = page["page"].paginator.count
    context = {
        **page,
        "form": form,
        "codebook": codebook,
        "tasks": tasks,
        "total": total,
        "done": total - queries.incomplete_in_a_row(request.user),
    }
    return render(request, "practices/coding_row.html", context)


def _say_lost(request: MemberRequest, lost: int) -> None:
    if lost > 0:
        said = ngettext(
            "%(count)d passage is no longer yours to code and was not saved.",
            "%(count)d passages are no longer yours to code and were not saved.",
            lost,
        )
        messages.warning(request, said % {"count": lost})


def _next(request: MemberRequest, page: "Page[CodingTask]") -> HttpResponse:
    """Go where the pressed button says: on, back, or to handing in."""
    go = request.POST.get("go", "on")
    if go == "end" or (go == "on" and not page.has_next()):
        return redirect("practices:hand_in_all")
    number = {"on": page.number + 1, "back": max(1, page.number - 1)}.get(go, page.number)
    if go == "stay":
        messages.success(request, _("Saved."))
    return redirect(f"{reverse('practices:coding_row')}?page={number}")


def hand_in_all(request: MemberRequest) -> HttpResponse:
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    done: list[int] = []
    if form.is_valid() and carried_out(form, lambda: done.append(actions.hand_in_complete(request.user))):
        said = ngettext(
            "%(count)d coding is handed in. Thank you.",
            "%(count)d codings are handed in. Thank you.",
            done[0],
        )
        messages.success(request, said % {"count": done[0]})
        return redirect("practices:codings")
    left = queries.incomplete(request.user)
    count = left.count()
    context = {
        "form": form,
        "count": queries.complete(request.user).count(),
        "left": left[:MOST_NAMED],
        "left_count": count,
        "more": max(0, count - MOST_NAMED),
    }
    return render(request, "practices/coding_hand_in_all.html", context)


def take_back_coding(request: MemberRequest, pk: int) -> HttpResponse:
    task = access.fetch(request.user, CodingTask.objects, may=rules.may_take_back, pk=pk)
    return asked(
        request,
        task.material,
        "taking_back",
        lambda: coding_actions.take_back(task),
        done=_("You can go on coding."),
        next=reverse("practices:coding", args=[task.pk]),
    )
