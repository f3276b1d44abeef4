"""After both have handed in: how far they agree, and what is settled."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.practices.actions import coding as actions
from mentorway.web.practices.actions import coding_many as actions_many
from mentorway.web.practices.analysis import coding_agreement as analysis
from mentorway.web.practices.forms import coding as forms
from mentorway.web.practices.models import Material
from mentorway.web.practices.queries import coding as queries
from mentorway.web.practices.queries import coding_many as many
from mentorway.web.practices.queries import material as materials
from mentorway.web.practices.rules import coding as rules
from mentorway.web.practices.views.material_door import frame

ON_A_PAGE = 10
ALL_ON_A_PAGE = 20


@require_safe
def coding_agreement(request: MemberRequest, token: UUID) -> HttpResponse:
    row = access.fetch(request.user, Material.objects, may=rules.may_compare, token=token)
    tasks = list(queries.tasks_of(row))
    codes = [queries.codes_of(task) for task in tasks]
    passages = list(materials.passages_of(row).values_list("pk", flat=True))
    used = queries.challenges_used(codes)
    counts = [(one, analysis.counted(passages, codes, one.pk)) for one in used]
    cases = queries.disagreements(row)
    context = {
        **frame(request, row),
        "tasks": tasks,
        "found": analysis.compared(counts),
        "few": analysis.few_sentence(len(passages)),
        "open": sum(one.decision is None for one in cases),
        "settled": sum(one.decision is not None for one in cases),
    }
    return render(request, "practices/coding_agreement.html", context)


def settle_codings(request: MemberRequest, token: UUID) -> HttpResponse:
    row = access.fetch(request.user, Material.objects, may=rules.may_settle, token=token)
    settled = paging.choice_of(request, "state", ["settled"])
    cases = queries.disagreements(row)
    shown = [one for one in cases if (one.decision is not None) == bool(settled)]
    page = paging.paged(request, shown, chosen={"state": settled}, size=ON_A_PAGE)
    form = forms.SettlingForm(
        request.POST if request.method == "POST" else None,
        cases=cases if request.method == "POST" else list(page["page"]),
    )
    if form.is_valid() and carried_out(form, actions.settle, row, request.user, form.judgements):
        count = len(form.judgements)
        said = ngettext("%(count)d decision is saved.", "%(count)d decisions are saved.", count)
        messages.success(request, said % {"count": count})
        return redirect(reverse("practices:settle_codings", args=[token]))
    context = {
        **frame(request, row),
        **page,
        "form": form,
        "settled": settled,
        "open_count": sum(one.decision is None for one in cases),
        "settled_count": sum(one.decision is not None for one in cases),
        "heading": _("Settle disagreements"),
    }
    return render(request, "practices/coding_settle.html", context)


def settle_all(request: MemberRequest) -> HttpResponse:
    """Everything that the reader may settle, whatever material it is in."""
    rows = many.disputed(request.user)
    page = paging.paged(request, many.with_facts(rows), size=ALL_ON_A_PAGE)
    shown = page["page"]
    if request.method == "POST":
        shown = many.with_facts(many.disputed_in(request.user, forms.passages_in(request.POST)))
    form = forms.SettlingForm(
        request.POST if request.method == "POST" else None, cases=many.disagreements_in(shown)
    )
    if form.is_bound and form.missed:
        messages.warning(request, _("Somebody has settled some of it meanwhile. That stays as it is."))
    if form.is_bound and not form.found:
        return redirect("practices:settle_all")
    if form.is_valid() and carried_out(form, actions_many.settle_many, request.user, form.judgements):
        count = len(form.judgements)
        said = ngettext("%(count)d decision is saved.", "%(count)d decisions are saved.", count)
        messages.success(request, said % {"count": count})
        return redirect(f"{reverse('practices:settle_all')}?page={page['page'].number}")
    context = {**page, "form": form, "total": page["page"].paginator.count}
    return render(request, "practices/coding_settle_all.html", context)
