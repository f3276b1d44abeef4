"""Pages of the contacts of partners."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.network import exports
from mentorway.web.network.actions import contacts as actions
from mentorway.web.network.forms.contacts import ContactForm
from mentorway.web.network.models import DAYS_IN_BIN, Contact, Partner
from mentorway.web.network.queries import contacts as queries
from mentorway.web.network.rules import partners as rules
from mentorway.web.network.views.asking import asked


def add_contact(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Partner.objects, may=rules.may_manage, pk=pk)
    first = not queries.contacts_of(request.user, row).exists()
    form = ContactForm(request.POST or None, initial={"is_main": first})
    if form.is_valid() and carried_out(form, actions.add, row, **form.cleaned_data):
        messages.success(
            request, _("%(person)s is among the contacts.") % {"person": form.cleaned_data["name"]}
        )
        return redirect("network:partner", pk)
    return render(request, "network/contact_form.html", {"form": form, "partner": row})


def change_contact(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Contact.objects, may=rules.may_keep, pk=pk)
    initial = {name: getattr(row, name) for name in ContactForm.Meta.fields}
    form = ContactForm(request.POST or None, initial=initial)
    if form.is_valid() and carried_out(form, actions.change, row, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("network:partner", row.partner_id)
    context = {"form": form, "partner": row.partner, "contact": row}
    return render(request, "network/contact_form.html", context)


def delete_contact(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Contact.objects, may=rules.may_keep, pk=pk)
    return asked(
        request,
        lambda: actions.delete(row),
        template="network/contact_deletion.html",
        context={
            "contact": row,
            "partner": row.partner,
            "days": DAYS_IN_BIN,
            "next": reverse("network:partner", args=[row.partner_id]),
        },
        done=_("%(person)s is in the bin.") % {"person": row},
    )


def restore_contact(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Contact.bin, may=rules.may_keep, pk=pk)
    return asked(
        request,
        lambda: actions.restore(row),
        template="network/contact_restoration.html",
        context={
            "contact": row,
            "partner": row.partner,
            "next": reverse("network:partner", args=[row.partner_id]),
        },
        done=_("%(person)s is among the contacts.") % {"person": row},
    )


@require_safe
def contacts_deleted(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Partner.objects, may=rules.may_manage, pk=pk)
    context = {"partner": row, "rows": queries.deleted_of(request.user, row), "days": DAYS_IN_BIN}
    return render(request, "network/contacts_deleted.html", context)


@require_safe
def contacts_file(request: MemberRequest, pk: int, kind: str) -> HttpResponse:
    row = access.fetch(request.user, Partner.objects, pk=pk)
    rows = queries.contacts_of(request.user, row).select_related("partner")
    return exports.contacts(rows, kind, _("Contacts of %(partner)s") % {"partner": row})


@require_safe
def all_contacts_file(request: MemberRequest, kind: str) -> HttpResponse:
    return exports.contacts(queries.all_of(request.user), kind, _("Contacts"))
