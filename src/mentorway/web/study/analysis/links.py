"""The addresses that people are sent or shown, whole, so that they can be printed and scanned."""

import base64
import json
import zlib

import segno
from django.core import signing
from django.urls import reverse

from mentorway.web.core.addresses import whole
from mentorway.web.study.analysis.codes import one_time_code
from mentorway.web.study.models import AccessCode, Invitation, Target

UNSUBSCRIBE = "mentorway.study.unsubscribe"


def open_link(target: Target) -> str:
    """Return the open link of one row of the sampling plan."""
    return whole(reverse("study:open", args=[target.token]))


def code_link(code: AccessCode) -> str:
    """Return the link that carries a one-time code."""
    return whole(reverse("study:coded", args=[one_time_code(code.serial)]))


def entrance() -> str:
    """Return the address where people type a code."""
    return whole(reverse("study:code"))


def unsubscribe_link(invitation: Invitation) -> str:
    """Return the link by which a person asks for no more letters."""
    sign = signing.dumps(invitation.pk, salt=UNSUBSCRIBE, compress=False)
    return whole(reverse("study:unsubscribe", args=[sign]))


def unsubscribing(sign: str) -> int | None:
    """Return whose link that is; None when it was not made here."""
    try:
        return int(signing.loads(sign, salt=UNSUBSCRIBE))
    except (signing.BadSignature, ValueError):
        return None


def qr(text: str) -> str:
    """Return a QR code as an SVG for the page."""
    return str(segno.make(text, error="m").svg_inline(scale=4, border=2, dark="#000", light="#fff"))


def qr_data(text: str) -> str:
    """Return a QR code as the address of a picture."""
    return str(segno.make(text, error="m").svg_data_uri(scale=4, border=2, dark="#000", light="#fff"))


def server_of(key: str) -> str:
    """Return the address that ODK Collect is given as its server."""
    return whole(reverse("study:openrosa", args=[key])).rstrip("/")


def settings_of(server: str, name: str) -> str:
    """Return what ODK Collect reads from a QR code to set itself up."""
    facts = {
        "general": {"server_url": server, "username": "", "password": ""},
        "admin": {},
        "project": {"name": name[:50]},
    }
    return base64.b64encode(zlib.compress(json.dumps(facts).encode())).decode()
