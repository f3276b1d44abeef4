"""Pages of material: the list, one material, adding, correcting, cleaning, the bin."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access, merging, paging, tables
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.core.settling import MergeForm, settled
from mentorway.web.network.forms.choosing import countries_to_choose
from mentorway.web.network.models import DAYS_IN_BIN, Country, Sector
from mentorway.web.practices.actions import material as actions
from mentorway.web.practices.analysis import material_privacy as privacy
from mentorway.web.practices.analysis import material_tables
from mentorway.web.practices.forms import material as forms
from mentorway.web.practices.models import LANGUAGES, Material, MaterialKind
from mentorway.web.practices.queries import coding as coding_queries
from mentorway.web.practices.queries import material as queries
from mentorway.web.practices.rules import coding as coding_rules
from mentorway.web.practices.rules import material as rules
from mentorway.web.practices.views.material_door import asked, frame

PASSAGES_ON_A_PAGE = 50
SHOWN_TRACES = 20
MOST_TASKS = 5
CHOICES = {
    "country": Country.values,
    "sector": Sector.values,
    "kind": MaterialKind.values,
    "language": LANGUAGES,
    "stands": tuple(queries.STANDS),
}


def chosen_of(request: MemberRequest) -> dict[str, str]:
    """Return the filters that the address names."""
    return {name: paging.choice_of(request, name, allowed) for name, allowed in CHOICES.items()}


@require_safe
def materials(request: MemberRequest) -> HttpResponse:
    words, chosen = paging.words_of(request), chosen_of(request)
    rows = queries.material_of(request.user, words, chosen)
    context = {
        **paging.paged(request, rows, chosen={"q": words, **chosen}),
        "words": words,
        "chosen": chosen,
        "narrowed": bool(words or any(chosen.values())),
        "countries": countries_to_choose(),
        "sectors": Sector.choices,
        "kinds": MaterialKind.choices,
        "standings": queries.STANDS.items(),
        "may_add": queries.owners_for(request.user).exists(),
        "languages": forms.TONGUES,
        "tasks": queries.tasks_asked(request.user)[:MOST_TASKS],
        "tasks_count": queries.tasks_asked(request.user).count(),
        "has_deleted": queries.deleted_of(request.user).exists(),
    }
    return render(request, "practices/materials.html", context)


@require_safe
def materials_file(request: MemberRequest, kind: str) -> HttpResponse:
    rows = queries.material_of(request.user, paging.words_of(request), chosen_of(request))
    header, name = material_tables.header(), _("Material")
    lines = material_tables.rows(queries.with_text(rows).iterator(chunk_size=500))
    if kind == "xlsx":
        return tables.xlsx_file(name, name, header, lines)
    if kind == "csv":
        return tables.csv_file(name, header, lines)
    raise Http404


def add_material(request: MemberRequest) -> HttpResponse:
    partners = queries.owners_for(request.user)
    if not partners.exists():
        raise PermissionDenied
    first = partners.first()
    initial = (
        {"country": first.country, "sector": first.sector, "language": request.user.language} if first else {}
    )
    form = forms.MaterialForm(
        request.POST or None,
        request.FILES or None,
        partners=partners,
        visits=queries.visits_for(request.user),
        initial=initial,
    )
    made: list[Material] = []
    if form.is_valid() and carried_out(
        form, lambda: made.append(actions.add(request.user, **form.cleaned_data))
    ):
        messages.success(request, _("The material is there. Next, look at its passages."))
        return redirect("practices:material", made[0].token)
    return render(request, "practices/material_new.html", {"form": form})


@require_safe
def material(request: MemberRequest, token: UUID) -> HttpResponse:
    row = access.fetch(request.user, Material.objects, token=token)
    owns = rules.may_own(request.user, row)
    found = privacy.traces(row.text) if owns else []
    page = paging.paged(request, queries.passages_of(row), size=PASSAGES_ON_A_PAGE)
    shown = row.decided is not None
    decided = coding_queries.decisions_of(row) if shown else {}
    mine = coding_queries.task_of(request.user, row)
    context = {
        **frame(request, row),
        **page,
        "passages": [(one, decided.get(one.pk, [])) for one in page["page"]],
        "visit": queries.visible_visit(request.user, row),
        "tasks": coding_queries.tasks_of(row) if owns else [],
        "mine": mine,
        "may_take_back": mine and coding_rules.may_take_back(request.user, mine),
        "events": queries.events_of(row) if owns else [],
        "traces": len(found),
    }
    return render(request, "practices/material.html", context)


def change_material(request: MemberRequest, token: UUID) -> HttpResponse:
    row = access.fetch(request.user, Material.objects, may=rules.may_write, token=token)
    visits = queries.visits_for(request.user)
    form = forms.CorrectionForm(settled(request.POST), material=row, visits=visits)
    context = {**frame(request, row), "form": form}
    merge = form.is_valid() and merging.conflict_of(form, row, queries.revisions_of(row))
    if merge:
        both = {**context, "merge": MergeForm(merge, form)}
        return render(request, "practices/material_change.html", both, status=merging.CONFLICT)
    if form.is_valid() and carried_out(form, actions.change, row, request.user, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("practices:material", token)
    return render(request, "practices/material_change.html", context)


def blank_material(request: MemberRequest, token: UUID) -> HttpResponse:
    row = access.fetch(request.user, Material.objects, may=rules.may_write, token=token)
    found = privacy.traces(row.text)
    places = [(one.title, *privacy.around(row.text, one)) for one in found[:SHOWN_TRACES]]
    return asked(
        request,
        row,
        "blanking",
        lambda: actions.blank(row, request.user),
        done=_("What looked personal can no longer be read."),
        places=places,
        more=max(0, len(found) - SHOWN_TRACES),
    )


def delete_material(request: MemberRequest, token: UUID) -> HttpResponse:
    row = access.fetch(request.user, Material.objects, may=rules.may_write, token=token)
    return asked(
        request,
        row,
        "deletion",
        lambda: actions.delete(row, request.user),
        done=_("%(title)s is deleted.") % {"title": row},
        next=reverse("practices:materials"),
        days=DAYS_IN_BIN,
    )


@require_safe
def materials_deleted(request: MemberRequest) -> HttpResponse:
    words = paging.words_of(request)
    page = paging.paged(request, queries.deleted_of(request.user, words), chosen={"q": words})
    context = {**page, "words": words, "days": DAYS_IN_BIN}
    return render(request, "practices/materials_deleted.html", context)


def restore_material(request: MemberRequest, token: UUID) -> HttpResponse:
    row = access.fetch(request.user, Material.bin, may=rules.may_write, token=token)
    return asked(
        request,
        row,
        "restoration",
        lambda: actions.restore(row, request.user),
        done=_("%(title)s is back.") % {"title": row},
        back=reverse("practices:materials_deleted"),
    )
