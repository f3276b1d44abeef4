"""Devices with ODK Collect."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.study import queries, rules
from mentorway.web.study.actions import devices as doing
from mentorway.web.study.analysis import links
from mentorway.web.study.forms import DeviceForm
from mentorway.web.study.models import Device, Study
from mentorway.web.study.views.door import asked, frame


@never_cache  # the key of a device is shown once, and in no other place
def devices(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Study.objects, may=rules.may_work, pk=pk)
    asks = {"study": row, "targets": queries.targets_of(row)}
    form = DeviceForm(request.POST or None, **asks)
    shown = {}
    if form.is_valid():
        try:
            device, key = doing.admit(row, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            server = links.server_of(key)
            picture = links.qr_data(links.settings_of(server, f"{row.title} · {device}"))
            shown = {"device": device, "server": server, "picture": picture}
            form = DeviceForm(**asks)
    context = frame(request, row, "devices", form=form, devices=queries.devices_of(row), shown=shown)
    return render(request, "study/devices.html", context)


def change(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Device.objects, may=rules.may_keep, pk=pk)
    form = DeviceForm(
        request.POST or None,
        study=row.study,
        targets=queries.targets_of(row.study),
        initial={"name": row.name, "target": row.target},
    )
    if form.is_valid() and carried_out(form, doing.change, copy(row), **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("study:devices", row.study_id)
    return render(request, "study/device.html", frame(request, row.study, "devices", form=form, device=row))


def shut_out(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Device.objects, may=rules.may_keep, pk=pk)
    return asked(
        request,
        row.study,
        "shutting_out",
        lambda: doing.shut_out(row),
        done=_("%(device)s can send nothing more.") % {"device": row},
        device=row,
        back=reverse("study:devices", args=[row.study_id]),
    )
