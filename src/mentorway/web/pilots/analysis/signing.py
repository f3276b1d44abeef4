"""Who signs certificates: this site, by the key that signs now; and the lists of what was taken back."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from mentorway.credentials import status
from mentorway.credentials.badges import Names
from mentorway.credentials.keys import SigningKey, did_web, issuer_document
from mentorway.credentials.status import status_credential
from mentorway.web.core.addresses import whole
from mentorway.web.core.turns import writing
from mentorway.web.pilots.models import Certificate, IssuerKey, StatusList
from mentorway.web.pilots.queries import certificates as queries

LIST_SECONDS: Final = 1800  # for which a signed list is kept; a certificate taken back makes it anew at once


@dataclass(frozen=True)
class Signer:
    """The key that signs now, opened, and how the site is called."""

    row: IssuerKey
    key: SigningKey

    @property
    def names(self) -> Names:
        """Who signs, and by which key."""
        name = did_web(host())
        return Names(name, f"{name}#{self.key.multikey}")


def host() -> str:
    """Return the name of this site, with its port where it has one."""
    public = settings.MENTORWAY_PUBLIC
    return f"{public.host}:{public.port}" if public.port else str(public.host)


def key_that_signs() -> IssuerKey:
    """Return the key that signs now; the first is made when it is first needed."""
    found = _signing()
    if found is not None:
        return found
    try:
        with writing():
            return _signing() or made_key()
    except IntegrityError:  # somebody else made it just now
        return IssuerKey.objects.get(signs=True)


def _signing() -> IssuerKey | None:
    return IssuerKey.objects.filter(signs=True).first()


def made_key() -> IssuerKey:
    """Store a new key that signs; its private part is sealed under the secret of the installation."""
    key = SigningKey.made()
    return IssuerKey.objects.create(multikey=key.multikey, sealed=key.sealed(_secret()))


def opened(row: IssuerKey) -> Signer:
    """Return a key ready to sign. It takes a while: open it once for many certificates."""
    return Signer(row, SigningKey.unsealed(row.sealed, _secret()))


def _secret() -> bytes:
    return str(settings.SECRET_KEY).encode()


def document() -> dict[str, Any]:
    """Return what this site publishes about its keys."""
    return issuer_document(host(), queries.published_keys())


# Where a certificate can be looked up


def address_of(number: str) -> str:
    """Return where everybody can look a certificate up."""
    return whole(reverse("pilots:verify", args=[number]))


def list_address(number: int) -> str:
    """Return where a list of what was taken back is published."""
    return whole(reverse("pilots:status_list", args=[number]))


def list_with_room() -> tuple[StatusList, set[int]]:
    """Return the list in which the next certificates have their places, and the places that are taken."""
    rows = queries.status_lists()
    if rows:
        taken = _taken(rows[-1])
        if len(taken) * 2 < status.BITS - ROOM:
            return rows[-1], taken
    number = rows[-1].number + 1 if rows else 1
    try:
        with writing():
            return StatusList.objects.create(number=number), set()
    except IntegrityError:  # somebody else began it just now
        row = StatusList.objects.get(number=number)
        return row, _taken(row)


ROOM: Final = 2000  # places that must be left for those who are certified at once


def _taken(row: StatusList) -> set[int]:
    return set(Certificate.objects.filter(status_list=row).values_list("status_index", flat=True))


def signed_list(row: StatusList) -> dict[str, Any]:
    """Return a list of what was taken back, signed by the key that signs now."""
    revoked, key = queries.places_taken_back(row), key_that_signs()
    kept = f"pilots-status-{row.number}-{key.pk}-{len(revoked)}"
    found = cache.get(kept)
    if found is None:
        found = json.dumps(_signed(row, revoked, opened(key)))
        cache.set(kept, found, LIST_SECONDS)
    made: dict[str, Any] = json.loads(found)
    return made


def _signed(row: StatusList, revoked: Collection[int], signer: Signer) -> dict[str, Any]:
    address = list_address(row.number)
    return status_credential(address, revoked, signer.key, names=signer.names, at=timezone.now())
