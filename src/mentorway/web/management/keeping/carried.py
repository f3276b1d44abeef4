"""What a programme takes along to another installation, and what it does not: each with its reason.

A file that is sealed with a passphrase takes the secret of the installation and the keys of studies along:
so printed codes, links in letters and seals of keys stay good. One that is not sealed takes neither: what was
reckoned with the secret is then reckoned anew with that of the new installation, or is left out.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.db import models

PASSWORD = "People choose a new one: they prove their address by a code that they are sent."  # noqa: S105
DEVICE = "A key that opens a door. It is given anew: the address in the device changes anyway."
RUNNING = "Belongs to the processes of one installation, not to the programme."

LEFT_OUT: Final[Mapping[str, str]] = {
    "accounts.UserSession": "Everybody signs in anew.",
    "account.EmailConfirmation": "Links that were sent and not yet followed.",
    "mfa.Authenticator": "Second factors are bound to the address of an installation, and are set up anew.",
    "socialaccount.SocialApp": "The secrets shared with other organisations' sign-in.",
    "socialaccount.SocialToken": "Tokens of other organisations' sign-in.",
    "socialaccount.SocialAccount": "Bound to sign-in that is set up anew; found again by the address.",
    "django_tasks_database.DBTaskResult": RUNNING,
    "core.Work": RUNNING,
    "core.Worker": RUNNING,
    "core.Job": RUNNING,
    "core.Attempt": RUNNING,
    "core.Happening": RUNNING,
    "api.ApiToken": "Keys of programs are made anew.",
    "api.GivenAnswer": "Answers remembered for such keys.",
    "api.Webhook": "Webhooks are added anew: their secrets are sealed with the secret of the installation.",
    "api.Delivery": "Messages to such webhooks.",
}


def stand_in(label: str, key: Any) -> str:
    """Return a fingerprint of nothing: no text that anybody can send has it."""
    return hashlib.sha256(b"\xff" + f"{label}:{key}".encode()).hexdigest()


def _none(_row: Mapping[str, Any]) -> None:
    return None


def _fingerprint(label: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda row: stand_in(label, row["id"])


Withheld = Callable[[Mapping[str, Any]], Any]

# In every file.
WITHHELD: Final[Mapping[tuple[str, str], Withheld]] = {
    ("accounts.User", "password"): lambda _row: "!",
    ("study.Device", "token_hash"): _fingerprint("study.Device"),
}
# In a file that is not sealed, as the secret that they were reckoned with stays behind.
KEYED: Final[Mapping[tuple[str, str], Withheld]] = {
    # Reckoned anew by `key_anew`.
    ("study.AccessCode", "token_hash"): _fingerprint("study.AccessCode"),
    ("dissemination.Subscriber", "secret_hash"): _fingerprint("dissemination.Subscriber"),
    # Earlier versions are then compared by how many answered, as those from before there were marks.
    ("evaluation.Result", "guard"): _none,
    # Certificates stay verifiable; the next one is signed by a new key.
    ("pilots.IssuerKey", "sealed"): lambda _row: "",
    ("pilots.IssuerKey", "signs"): lambda _row: False,
    ("pilots.IssuerKey", "retired"): lambda row: row["retired"] or row["created"],
    # What was signed stays to be checked; the installation makes a key of its own.
    ("federation.Identity", "is_current"): lambda _row: False,
}
# Reckoned with the secret, and taken along as they are: see the decision.
KEPT_AS_THEY_ARE: Final[Mapping[tuple[str, str], str]] = {
    ("core.AuditEntry", "actor"): "The chain covers it. Without the secret it leads to nobody any more.",
    ("core.AuditEntry", "about"): "The chain covers it. Without the secret it leads to nobody any more.",
}
# Variables whose values a file tells of, for whoever sets the new installation up. None holds a secret.
VARIABLES: Final = (
    "MENTORWAY_PUBLIC_URL",
    "MENTORWAY_BEHIND_PROXY",
    "MENTORWAY_SQLITE_SYNCHRONOUS",
    "MENTORWAY_UPLOAD_MB",
    "MENTORWAY_LIMITS_TIMES",
    "MENTORWAY_FEDERATION_FEWEST",
    "MENTORWAY_FEDERATION_FACTS",
    "MENTORWAY_FEDERATION_MB",
    "MENTORWAY_FEDERATION_ALLOW_PRIVATE",
    "MENTORWAY_SIGN_UP",
    "MENTORWAY_TELL_NEW_DEVICES",
    "MENTORWAY_SECOND_STEP",
    "MENTORWAY_SECOND_STEP_DAYS",
    "MENTORWAY_SESSION_DAYS",
    "MENTORWAY_SESSION_LONGEST_DAYS",
    "MENTORWAY_LOGS",
)


def carried(found: Mapping[str, type[models.Model]]) -> dict[str, type[models.Model]]:
    """Return the tables that go along: those left out are not, nor what cannot be without them."""
    left = {label for label in found if label in LEFT_OUT}
    while more := {label for label, model in found.items() if label not in left and _hangs_on(model, left)}:
        left |= more
    return {label: found[label] for label in sorted(found) if label not in left}


def withheld(label: str, *, sealed: bool) -> dict[str, Withheld]:
    """Return the columns of a table whose values stay behind, with what stands there instead."""
    every = WITHHELD if sealed else {**WITHHELD, **KEYED}
    return {column: made for (table, column), made in every.items() if table == label}


def lost_links(model: type[models.Model]) -> list[str]:
    """Return the columns of a table that point to what is left out, and become empty."""
    return [one.attname for one in _links(model, LEFT_OUT) if one.null]


def _hangs_on(model: type[models.Model], left: Iterable[str]) -> bool:
    return any(not one.null for one in _links(model, left))


def _links(model: type[models.Model], left: Iterable[str]) -> "list[models.ForeignKey[Any, Any]]":
    found = [one for one in model._meta.local_fields if isinstance(one, models.ForeignKey)]  # noqa: SLF001
    return [one for one in found if one.remote_field.model._meta.label in left]  # noqa: SLF001
