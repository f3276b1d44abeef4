"""Who codes, the coding itself, and handing it in."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.practices.actions import coding as actions
from mentorway.web.practices.analysis import material_privacy as privacy
from mentorway.web.practices.forms import coding as forms
from mentorway.web.practices.models import CodingTask, Material, Passage
from mentorway.web.practices.queries import coding as queries
from mentorway.web.practices.queries import coding_many as many
from mentorway.web.practices.queries import material as materials
from mentorway.web.practices.rules import coding as rules
from mentorway.web.practices.rules import material as materials_rules
from mentorway.web.practices.views.material_door import asked, frame

PASSAGES_ON_A_PAGE = 3
MOST_SUGGESTED = 200


def ask_coders(request: MemberRequest, token: UUID) -> HttpResponse:
    row = access.fetch(request.user, Material.objects, may=rules.may_ask, token=token)
    missing = rules.CODERS - row.tasks.count()
    form = forms.CodersForm(request.POST or None, missing=missing)
    link = request.build_absolute_uri(reverse("practices:material", args=[token]))
    if form.is_valid() and carried_out(form, actions.ask, row, request.user, link=link, **form.cleaned_data):
        messages.success(request, _("They are asked by e-mail. The passages stay as they are from now on."))
        return redirect("practices:material", token)
    context = {
        **frame(request, row),
        "form": form,
        "people": queries.known_people(request.user)[:MOST_SUGGESTED],
        "has_passages": row.passages.exists(),
        "traces": len(privacy.traces(row.text)),
    }
    return render(request, "practices/coding_ask.html", context)


def release_coder(request: MemberRequest, token: UUID, place: int) -> HttpResponse:
    material = access.fetch(request.user, Material.objects, may=materials_rules.may_write, token=token)
    task = queries.task_at(material, place)
    if task is None:
        raise Http404
    if not rules.may_release(request.user, task):
        messages.error(request, _("This coding was handed in already."))
        return redirect("practices:material", token)
    return asked(
        request,
        material,
        "release",
        lambda: actions.release(task, request.user),
        done=_("%(person)s no longer codes this material.") % {"person": task.coder},
        coder=task.coder,
    )


def coding(request: MemberRequest, pk: int) -> HttpResponse:
    task = access.fetch(request.user, CodingTask.objects, may=rules.may_look, pk=pk)
    if not rules.may_code(request.user, task):
        return redirect("practices:material", task.material.token)
    page = paging.paged(request, materials.passages_of(task.material), size=PASSAGES_ON_A_PAGE)
    passages = list(page["page"])
    codebook = queries.offered_to(task)
    form = forms.CodingForm(
        request.POST if request.method == "POST" else None,
        passages=passages,
        codebook=codebook,
        codes=queries.codes_of(task, passages),
    )
    if form.is_valid() and carried_out(form, actions.save, task, form.choices):
        return _next(request, task, page["page"])
    total, left = task.material.passages.count(), len(queries.uncoded(task))
    place, waiting = many.place_of(task)
    context = {
        **page,
        "task": task,
        "material": task.material,
        "form": form,
        "codebook": codebook,
        "total": total,
        "done": total - left,
        "place": place,
        "waiting": waiting,
    }
    return render(request, "practices/coding.html", context)


def _next(request: MemberRequest, task: CodingTask, page: "Page[Passage]") -> HttpResponse:
    """Go where the pressed button says: on, back, or to handing in."""
    here, last = page.number, page.paginator.num_pages
    go = request.POST.get("go", "on")
    following = many.next_after(task) if go == "next" else None
    if following:
        return redirect("practices:coding", following.pk)
    if go == "end" or (go == "on" and here >= last):
        return redirect("practices:hand_in_coding", task.pk)
    number = {"back": max(1, here - 1), "on": here + 1}.get(go, here)
    if go == "stay":
        messages.success(request, _("Saved."))
    return redirect(f"{reverse('practices:coding', args=[task.pk])}?page={number}")


def hand_in_coding(request: MemberRequest, pk: int) -> HttpResponse:
    task = access.fetch(request.user, CodingTask.objects, may=rules.may_look, pk=pk)
    if not rules.may_code(request.user, task):
        return redirect("practices:material", task.material.token)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    following = many.next_after(task)
    if form.is_valid() and carried_out(form, actions.hand_in, task):
        messages.success(request, _("Your coding is handed in. Thank you."))
        if following:
            return redirect("practices:coding", following.pk)
        return redirect("practices:material", task.material.token)
    left = queries.uncoded(task)
    context = {
        "task": task,
        "material": task.material,
        "form": form,
        "left": [(position, (position - 1) // PASSAGES_ON_A_PAGE + 1) for position in left],
        "total": task.material.passages.count(),
        "following": following,
    }
    return render(request, "practices/coding_hand_in.html", context)
