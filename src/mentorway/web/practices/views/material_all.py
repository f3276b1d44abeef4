"""What is done at once with all the material that is listed: ask coders, delete, bring back."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext

from mentorway.web.core import paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.network.models import DAYS_IN_BIN
from mentorway.web.practices.actions import coding_many, material_many
from mentorway.web.practices.analysis import material_privacy as privacy
from mentorway.web.practices.forms.coding import ManyCodersForm
from mentorway.web.practices.forms.material import CountedForm
from mentorway.web.practices.queries import coding as coding_queries
from mentorway.web.practices.queries import material as materials
from mentorway.web.practices.queries import material_many as queries
from mentorway.web.practices.rules.coding import CODERS
from mentorway.web.practices.views.coding import MOST_SUGGESTED
from mentorway.web.practices.views.material import chosen_of

MOST_NAMED = 20


def _listed(request: MemberRequest) -> tuple[Any, Mapping[str, Any]]:
    """Return the rows that the address names, and the way back to them."""
    if not materials.owners_for(request.user).exists():
        raise PermissionDenied
    words, chosen = paging.words_of(request), chosen_of(request)
    query = paging.query_of({"q": words, **chosen}).rstrip("&")
    back = f"{reverse('practices:materials')}?{query}" if query else reverse("practices:materials")
    return materials.material_of(request.user, words, chosen), {"back": back, "narrowed": bool(query)}


def ask_all(request: MemberRequest) -> HttpResponse:
    rows, frame = _listed(request)
    sizes, waiting = queries.sizes_of(request.user, rows), queries.askable(request.user, rows)
    form = ManyCodersForm(request.POST or None, missing=CODERS, there=sizes.ready)
    link = request.build_absolute_uri(reverse("practices:codings"))
    asked: list[coding_many.Asked] = []
    if form.is_valid() and carried_out(
        form,
        lambda: asked.append(
            coding_many.ask_many(
                queries.first_of(waiting), request.user, form.cleaned_data["coders"], link=link
            )
        ),
    ):
        _say_asked(request, asked[0])
        return redirect(frame["back"])
    personal = [one for one in queries.with_text(waiting) if privacy.traces(one.text)]
    context = {
        **frame,
        "form": form,
        "sizes": sizes,
        "people": coding_queries.known_people(request.user)[:MOST_SUGGESTED],
        "personal": personal[:MOST_NAMED],
        "personal_count": len(personal),
        "more": max(0, len(personal) - MOST_NAMED),
    }
    return render(request, "practices/material_ask_all.html", context)


def _say_asked(request: MemberRequest, asked: coding_many.Asked) -> None:
    if asked.count:
        said = ngettext(
            "Two coders are asked for %(count)d material.",
            "Two coders are asked for %(count)d materials.",
            asked.count,
        )
        messages.success(request, said % {"count": asked.count})
    if asked.too_long:
        said = ngettext(
            "%(count)d material was left out: it has too many passages. Divide it.",
            "%(count)d materials were left out: they have too many passages. Divide them.",
            asked.too_long,
        )
        messages.warning(request, said % {"count": asked.too_long})


def delete_all(request: MemberRequest) -> HttpResponse:
    rows, frame = _listed(request)
    mine = queries.led_by(request.user, rows)
    return _asked(request, mine, {**frame, "question": "deletion", "coded": queries.coded_among(mine)})


def restore_all(request: MemberRequest) -> HttpResponse:
    if not materials.owners_for(request.user).exists():
        raise PermissionDenied
    words = paging.words_of(request)
    query = paging.query_of({"q": words}).rstrip("&")
    back = reverse("practices:materials_deleted")
    frame = {"question": "restoration", "back": f"{back}?{query}" if query else back}
    rows = queries.led_by(request.user, materials.deleted_of(request.user, words))
    return _asked(request, rows, frame)


def _asked(request: MemberRequest, rows: Any, frame: Mapping[str, Any]) -> HttpResponse:
    """Ask about the rows; once it is answered, delete them or bring them back."""
    total = rows.count()
    form = CountedForm(request.POST if request.method == "POST" else None, there=total)
    doing = {"deletion": material_many.delete_many, "restoration": material_many.restore_many}
    done: list[int] = []
    if form.is_valid() and carried_out(
        form, lambda: done.append(doing[frame["question"]](queries.first_of(rows), request.user))
    ):
        messages.success(request, _done(frame["question"], done[0]))
        return redirect(frame["back"])
    now = min(total, queries.MOST)
    context = {**frame, "form": form, "count": now, "later": total - now, "days": DAYS_IN_BIN}
    return render(request, "practices/material_question_all.html", context)


def _done(question: str, count: int) -> str:
    if question == "deletion":
        said = ngettext("%(count)d material is deleted.", "%(count)d materials are deleted.", count)
    else:
        said = ngettext("%(count)d material is back.", "%(count)d materials are back.", count)
    return said % {"count": count}
