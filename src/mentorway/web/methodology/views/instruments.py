"""The bank of instruments: shipped ones, those of partners, and how they are inserted."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.methodology import exports, queries, rules
from mentorway.web.methodology.actions import drafting
from mentorway.web.methodology.actions import instruments as actions
from mentorway.web.methodology.analysis import bank, drafts, editing, figures
from mentorway.web.methodology.forms.instruments import InsertForm, InstrumentForm, initial_of
from mentorway.web.methodology.models import Instrument, Proof
from mentorway.web.methodology.views import door
from mentorway.web.translation.queries import source_of


@require_safe
def instruments(request: MemberRequest) -> HttpResponse:
    words = paging.words_of(request)
    wanted = words.casefold().split()
    shipped = [
        (name, entry)
        for name, entry in bank.shipped().items()
        if all(word in f"{entry.title} {entry.construct}".casefold() for word in wanted)
    ]
    own = [(row, bank.found(row.content)) for row in queries.instruments_of(request.user, words)]
    has_partner = queries.partners_to_own(request.user).exists()
    context = {"shipped": shipped, "own": own, "words": words, "has_partner": has_partner}
    return render(request, "methodology/instruments.html", context)


@require_safe
def shipped(request: MemberRequest, name: str) -> HttpResponse:
    entry = bank.shipped().get(name)
    if entry is None:
        raise Http404
    context = {"entry": entry, "figures": figures.checked(entry.figures)}
    return render(request, "methodology/instrument.html", context)


@require_safe
def instrument(request: MemberRequest, pk: int) -> HttpResponse:
    row = _instrument(request, pk)
    entry = bank.found(row.content)
    context = {
        "entry": entry,
        "figures": figures.checked(entry.figures),
        "instrument": row,
        "proof": queries.proof_of(row),
        "may_keep": rules.may_keep(request.user, row),
    }
    return render(request, "methodology/instrument.html", context)


def _instrument(request: MemberRequest, pk: int, may: Any = None) -> Instrument:
    rows = Instrument.objects.select_related("partner")
    found: Instrument = access.fetch(request.user, rows, may=may, pk=pk)
    return found


@require_safe
def proof(request: MemberRequest, pk: int) -> HttpResponse:
    found: Proof = access.fetch(request.user, Proof.objects, instrument=pk)
    return exports.proof(found).response()


def add(request: MemberRequest) -> HttpResponse:
    partners = queries.partners_to_own(request.user)
    form = InstrumentForm(request.POST or None, request.FILES or None, partners=partners)
    if form.is_valid():
        asked = {**form.asked(), "partner": form.cleaned_data["partner"]}
        if carried_out(form, actions.add, request.user, **asked):
            messages.success(request, _("The instrument is added."))
            return redirect("methodology:instruments")
    return render(request, "methodology/instrument_form.html", {"form": form, "has_partner": bool(partners)})


def change(request: MemberRequest, pk: int) -> HttpResponse:
    row = _instrument(request, pk, rules.may_keep)
    form = InstrumentForm(
        request.POST or None,
        request.FILES or None,
        partners=queries.partner_alone(row),
        initial=initial_of(row),
        has_proof=queries.proof_of(row) is not None,
    )
    if form.is_valid() and carried_out(form, actions.change, row, **form.asked()):
        messages.success(request, _("The changes are saved."))
        return redirect("methodology:instrument", pk)
    context = {"form": form, "instrument": row, "has_partner": True}
    return render(request, "methodology/instrument_form.html", context)


def remove(request: MemberRequest, pk: int) -> HttpResponse:
    row = _instrument(request, pk, rules.may_keep)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.remove, row):
        messages.success(request, _("%(title)s is removed.") % {"title": row})
        return redirect("methodology:instruments")
    return render(request, "methodology/instrument_removal.html", {"form": form, "instrument": row})


@dataclass(frozen=True)
class Offer:
    """An instrument that can be inserted: its place in an address, and what is known of it."""

    which: str
    entry: bank.Entry


def _offers(request: MemberRequest) -> list[Offer]:
    known = [Offer(name, entry) for name, entry in bank.shipped().items()]
    own = [Offer(str(row.pk), bank.found(row.content)) for row in queries.instruments_of(request.user)]
    return [offer for offer in [*own, *known] if offer.entry.items]


@require_safe
def choose(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.work(request, pk)
    context = {**door.frame(request.user, row), "offers": _offers(request)}
    return render(request, "methodology/choose.html", context)


def insert(request: MemberRequest, pk: int, which: str) -> HttpResponse:
    row = door.work(request, pk)
    entry = next((offer.entry for offer in _offers(request) if offer.which == which), None)
    if entry is None:
        raise Http404
    source = source_of(row.document)
    code = next((one for one in (source.code, source.code[:2]) if one in entry.languages), "en")
    places = editing.places(drafts.found(row.workbook), str(source))
    form = InsertForm(request.POST or None, entry=entry, code=code, places=places)
    if form.is_valid() and carried_out(
        form, drafting.insert, row, request.user, entry=entry, **form.cleaned_data
    ):
        messages.success(request, _("The items are inserted, with their source."))
        return redirect("methodology:draft", pk)
    context = {**door.frame(request.user, row), "form": form, "entry": entry}
    return render(request, "methodology/insert.html", context)
