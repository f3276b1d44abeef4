"""Devices come in and are shut out."""

from mentorway.web.study.analysis.codes import device_key, hash_of
from mentorway.web.study.models import Device, Study


def admit(study: Study, *, name: str) -> tuple[Device, str]:
    """Let a device send answers; return it with its key, which is not kept and cannot be shown again."""
    key = device_key()
    device = Device(study=study, name=name, token_hash=hash_of(key))
    device.full_clean()
    device.save()
    return device, key


def shut_out(device: Device) -> None:
    """Take nothing more from a device."""
    Device.objects.filter(pk=device.pk).update(revoked=True)
