"""Devices come in, are counted in a row of the plan, and are shut out."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mentorway.web.study.analysis.codes import device_key, hash_of
from mentorway.web.study.models import Device, Study, Target


def admit(study: Study, *, name: str, target: Target | None = None) -> tuple[Device, str]:
    """Let a device send answers; return it with its key, which is not kept and cannot be shown again."""
    key = device_key()
    device = Device(study=study, name=name, target=target, token_hash=hash_of(key))
    _refuse_foreign(device)
    device.full_clean()
    device.save()
    return device, key


def change(device: Device, *, name: str, target: Target | None = None) -> None:
    """Rename a device, or count what it sends from now on in another row of the plan."""
    device.name, device.target = name, target
    _refuse_foreign(device)
    device.full_clean()
    device.save(update_fields=["name", "target"])


def _refuse_foreign(device: Device) -> None:
    if device.target is not None and device.target.study_id != device.study_id:
        raise ValidationError(_("This row is not in the sampling plan of the study. Choose another."))


def shut_out(device: Device) -> None:
    """Take nothing more from a device."""
    Device.objects.filter(pk=device.pk).update(revoked=True)
