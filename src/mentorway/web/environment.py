"""Read the environment for the settings; what makes no sense is refused with a sentence."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"", "0", "false", "no", "off"}
PORTS = range(1, 65536)
SHORTEST_TOKEN = 16
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=%s;PRAGMA busy_timeout=20000;"
    "PRAGMA cache_size=-20000;PRAGMA journal_size_limit=67108864;PRAGMA temp_store=MEMORY;"
)


def told(name: str, environ: Mapping[str, str] = os.environ) -> str:
    """Return the variable, or the first line of the file that ``NAME_FILE`` names, as in containers.

    >>> told("DATABASE_URL", {"DATABASE_URL": " postgres://localhost/mentorway "})
    'postgres://localhost/mentorway'
    """
    value, path = environ.get(name, "").strip(), environ.get(f"{name}_FILE", "").strip()
    if not path:
        return value
    if value:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set. Set one of them.")
    try:
        lines = Path(path).read_text("utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(
            f"{name}_FILE is {path!r}, which cannot be read: {type(error).__name__}."
        ) from error
    return lines[0].strip() if lines else ""


# Every variable of ours. What begins like them and is none of them is a slip of the pen.
KNOWN = frozenset(
    {
        "MENTORWAY_ADDRESSES",
        "MENTORWAY_BEHIND_PROXY",
        "MENTORWAY_DATA",
        "MENTORWAY_DEBUG",
        "MENTORWAY_ENGINE_ADDRESS",
        "MENTORWAY_FEDERATION_ALLOW_PRIVATE",
        "MENTORWAY_FEDERATION_CA_FILE",
        "MENTORWAY_FEDERATION_FACTS",
        "MENTORWAY_FEDERATION_FEWEST",
        "MENTORWAY_FEDERATION_MB",
        "MENTORWAY_FEDERATION_PASSPHRASE",
        "MENTORWAY_HEALTH_PORT",
        "MENTORWAY_LIMITS_TIMES",
        "MENTORWAY_LOGS",
        "MENTORWAY_METRICS_TOKEN",
        "MENTORWAY_PASSPHRASE",
        "MENTORWAY_PUBLIC_URL",
        "MENTORWAY_SECOND_STEP",
        "MENTORWAY_SECOND_STEP_DAYS",
        "MENTORWAY_SECURITY_CONTACT",
        "MENTORWAY_SESSION_DAYS",
        "MENTORWAY_SESSION_LONGEST_DAYS",
        "MENTORWAY_SIGN_UP",
        "MENTORWAY_SQLITE_SYNCHRONOUS",
        "MENTORWAY_TELL_NEW_DEVICES",
        "MENTORWAY_UPLOAD_MB",
        "MENTORWAY_WEBHOOKS_ALLOW_PRIVATE",
    }
)
OF_PROVIDERS = ("MENTORWAY_OIDC_", "MENTORWAY_SAML_")  # names of providers follow
OF_TESTS = (
    "MENTORWAY_TEST_",
    "MENTORWAY_VERIFIERS",
    "MENTORWAY_DDI_XSD",
    "MENTORWAY_CRATE_CONTEXT",
    "MENTORWAY_CDC_PROFILE",
)


def unknown(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return variables that look like ours and are not, each with the one that was meant, or nothing.

    >>> unknown({"MENTORWAY_PUBLIC_ULR": "https://mentoring.example.org", "MENTORWAY_DATA": "var"})
    {'MENTORWAY_PUBLIC_ULR': 'MENTORWAY_PUBLIC_URL'}
    """
    ours = [one for one in environ if one.startswith("MENTORWAY_")]
    found = [one for one in ours if one not in KNOWN and one.removesuffix("_FILE") not in KNOWN]
    return {
        one: next(iter(get_close_matches(one, sorted(KNOWN), 1, 0.75)), "")
        for one in sorted(found)
        if not one.startswith((*OF_TESTS, *OF_PROVIDERS))
    }


def flag(name: str, environ: Mapping[str, str] = os.environ, *, yes: bool = False) -> bool:
    """Return whether the variable says yes; ``yes`` is what counts where it says nothing.

    >>> flag("MENTORWAY_DEBUG", {"MENTORWAY_DEBUG": "1"}), flag("MENTORWAY_DEBUG", {})
    (True, False)
    """
    value = environ.get(name, "").strip().lower() or str(int(yes))
    if value in YES:
        return True
    if value in NO:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}. Write 1 for yes or 0 for no.")


def number(name: str, default: int, allowed: range, environ: Mapping[str, str] = os.environ) -> int:
    """Return the variable as a whole number within ``allowed``.

    >>> number("MENTORWAY_UPLOAD_MB", 50, range(1, 2048), {})
    50
    """
    value = environ.get(name, "").strip() or str(default)
    if not value.isdecimal() or int(value) not in allowed:
        raise ImproperlyConfigured(
            f"{name} is {value!r}. Write a whole number from {allowed.start} to {allowed.stop - 1}."
        )
    return int(value)


def choice(name: str, default: str, allowed: tuple[str, ...], environ: Mapping[str, str] = os.environ) -> str:
    """Return the variable, which must be one of ``allowed``.

    >>> choice("MENTORWAY_SQLITE_SYNCHRONOUS", "NORMAL", ("NORMAL", "FULL"), {})
    'NORMAL'
    """
    value = environ.get(name, "").strip() or default
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}. Write one of: {', '.join(allowed)}.")
    return value


def token(name: str, environ: Mapping[str, str] = os.environ) -> str:
    """Return a secret that programs show, long enough not to be guessed; nothing where there is none.

    >>> token("MENTORWAY_METRICS_TOKEN", {})
    ''
    """
    value = told(name, environ)
    if value and (len(value) < SHORTEST_TOKEN or not value.isascii() or " " in value):
        raise ImproperlyConfigured(
            f"{name} has {len(value)} characters. "
            f"Write {SHORTEST_TOKEN} or more letters and digits, without spaces."
        )
    return value


def contact(name: str, environ: Mapping[str, str] = os.environ) -> str:
    """Return the variable, which must be where people can write; nothing where it is not set.

    >>> contact("MENTORWAY_SECURITY_CONTACT", {"MENTORWAY_SECURITY_CONTACT": "mailto:safe@example.org"})
    'mailto:safe@example.org'
    """
    value = told(name, environ)
    if value and (not value.startswith(("mailto:", "https://", "tel:")) or len(value.split()) > 1):
        raise ImproperlyConfigured(f"{name} is {value!r}. Write mailto:…, https://… or tel:….")
    return value


def words(
    name: str, default: str, allowed: tuple[str, ...], environ: Mapping[str, str] = os.environ
) -> frozenset[str]:
    """Return the words of the variable, between commas, each of which must be allowed; ``none`` is none.

    >>> sorted(words("MENTORWAY_SECOND_STEP", "staff", ("admin", "staff"), {"MENTORWAY_SECOND_STEP": "none"}))
    []
    """
    value = environ.get(name, "").strip() or default
    found = frozenset(one.strip() for one in value.split(",") if one.strip()) - {"none"}
    if found - set(allowed):
        raise ImproperlyConfigured(f"{name} is {value!r}. Write some of: {', '.join(allowed)}; or: none.")
    return found


def folder(name: str, default: Path, environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder that the variable names, made if it is not there."""
    path = Path(environ.get(name, "").strip() or default).expanduser().absolute()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name} is {str(path)!r}, where no folder can be made: {error}."
        ) from error
    if not os.access(path, os.W_OK):
        raise ImproperlyConfigured(f"{name} is {str(path)!r}, where nothing may be written.")
    return path


def secret_key(path: Path) -> str:
    """Return the installation's own secret, made on first use and readable by its owner only."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_text("ascii").strip()
        if len(key) < 50:  # noqa: PLR2004 - what Django asks of a secret key
            raise ImproperlyConfigured(
                f"{str(path)!r} holds no usable secret. Delete it to make a new one."
            ) from None
        return key
    key = secrets.token_urlsafe(64)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key)
    return key


@dataclass(frozen=True)
class PublicUrl:
    """The address under which people reach the installation; it decides what must be secure.

    >>> PublicUrl.read({"MENTORWAY_PUBLIC_URL": "https://mentoring.example.org"}).secure
    True
    """

    scheme: str
    host: str
    port: int | None

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> "PublicUrl":
        """Return the address from MENTORWAY_PUBLIC_URL."""
        value = environ.get("MENTORWAY_PUBLIC_URL", "").strip() or "http://localhost:8000"
        try:
            parts = urlsplit(value)
            port = parts.port
        except ValueError as error:
            raise ImproperlyConfigured(f"MENTORWAY_PUBLIC_URL is {value!r}: {error}.") from error
        extra = parts.path.strip("/") or parts.query or parts.fragment or parts.username
        if parts.scheme not in {"http", "https"} or not parts.hostname or extra:
            raise ImproperlyConfigured(
                f"MENTORWAY_PUBLIC_URL is {value!r}. Write scheme and host only, as in https://mentoring.example.org."
            )
        return cls(parts.scheme, parts.hostname, port)

    @property
    def secure(self) -> bool:
        """Whether people come over https."""
        return self.scheme == "https"

    @property
    def hosts(self) -> list[str]:
        """The host names that requests may carry."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return list(dict.fromkeys([host, *(LOOPBACK if host in LOOPBACK else ())]))

    @property
    def origins(self) -> list[str]:
        """The origins whose forms are trusted."""
        port = f":{self.port}" if self.port else ""
        return [f"{self.scheme}://{host}{port}" for host in self.hosts]


def database(data: Path, environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Return Django's database setting: PostgreSQL when DATABASE_URL says so, else tuned SQLite."""
    url = told("DATABASE_URL", environ)
    return _postgresql(url) if url else _sqlite(data, environ)


def _sqlite(data: Path, environ: Mapping[str, str]) -> dict[str, Any]:
    synchronous = choice("MENTORWAY_SQLITE_SYNCHRONOUS", "NORMAL", ("NORMAL", "FULL"), environ)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": data / "mentorway.sqlite3",
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS % synchronous,
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}.") from error
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not name:
        raise ImproperlyConfigured(
            "DATABASE_URL must read postgres://user:password@host:5432/name; without it, SQLite is used."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair),
    }


def email(data: Path, environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Return Django's e-mail settings from EMAIL_URL; without it, letters are written to a folder.

    >>> email(Path("/tmp"), {"EMAIL_URL": "smtp+tls://me:secret@mail.example.org:587"})["EMAIL_PORT"]
    587
    """
    url = told("EMAIL_URL", environ)
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": data / "mail",
        }
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"EMAIL_URL cannot be read: {error}.") from error
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    usual = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
    if parts.scheme not in usual or not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL must read smtp+tls://user:password@host:587, or console://.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or usual[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtp+ssl",
        "EMAIL_TIMEOUT": 20,
    }
