"""Devices with ODK Collect."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.study import queries, rules
from mentorway.web.study.actions import devices as doing
from mentorway.web.study.analysis import links
from mentorway.web.study.forms import DeviceForm
from mentorway.web.study.models import Device, Study
from mentorway.web.study.views.door import asked, frame


@never_cache  # the key of a device is shown once, and in no other place
def devices(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Study.objects, may=rules.may_work, pk=pk)
    form = DeviceForm(request.POST or None)
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
            form = DeviceForm()
    context = frame(request, row, "devices", form=form, devices=queries.devices_of(row), shown=shown)
    return render(request, "study/devices.html", context)


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
