"""Which page is asked through which channel, and what people and programs are told who ask too often.

One table for all pages: a page that everybody may open has a channel, and a test fails where one has none.
Names are those of addresses; one that ends with ``*`` stands for all that begin like it. The first that
fits counts. Channels themselves, with how often they may be asked, are in ``core.limits``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.core import limits
from mentorway.web.core.problems import problem

TOO_MANY: Final = 429
NOT_FOUND, WRONG_CODE = 404, 422
READING: Final = ("GET", "HEAD", "OPTIONS")


class When(StrEnum):
    """What counts."""

    ALWAYS = "always"
    SENDING = "sending"
    ITSELF = "itself"  # the page counts each token by itself


@dataclass(frozen=True)
class Channel:
    """A channel, and when a page is asked through it."""

    name: str
    when: When = When.ALWAYS
    guessed: str = ""  # the channel on which only what was refused counts: somebody may be guessing
    wrong: tuple[int, ...] = (NOT_FOUND,)
    each: str = ""  # the secret part of the address by which is counted, in place of where it comes from

    def counts(self, method: str | None) -> bool:
        """Whether asking in this way counts."""
        return self.when is When.ALWAYS or (self.when is When.SENDING and method not in READING)

    def is_wrong(self, status: int) -> bool:
        """Whether an answer says that a guess was wrong."""
        return status in self.wrong

    def who(self, request: HttpRequest, parts: Mapping[str, Any]) -> str:
        """Return whose attempts an asking of a page counts among, given the parts of its address."""
        if not self.each:
            return limits.address(request)
        return f"{self.each} {parts[self.each]}"


def _sent(name: str) -> Channel:
    return Channel(name, When.SENDING)


SECRET: Final = Channel("secret_page", guessed="secret_guess")
# Whoever has begun has an address that nobody guesses: a whole school may answer from one place at once.
ANSWERING: Final = Channel("answering", guessed="secret_guess", each="link")
CHANNELS: Final[tuple[tuple[str, Channel], ...]] = (
    # The installation
    ("health", Channel("health")),
    ("ready", Channel("health")),
    ("metrics", Channel("health")),
    # Ways in; allauth counts wrong passwords and codes for each account besides
    ("account_login", _sent("sign_in")),
    ("account_*login_code", _sent("sign_in")),
    ("mfa_authenticate", _sent("sign_in")),
    ("mfa_login_webauthn", Channel("sign_in")),
    ("account_signup", _sent("sign_up")),
    ("account_reset_password*", _sent("sign_in")),
    ("account_*", Channel("public_page")),
    ("openid_connect_*", Channel("sign_in_elsewhere")),
    ("saml_*", Channel("sign_in_elsewhere")),
    ("socialaccount_*", Channel("sign_in_elsewhere")),
    ("accounts:saml_*", Channel("sign_in_elsewhere")),
    ("accounts:language", Channel("public_page")),
    # Readers
    ("site:search", Channel("public_search")),
    ("site:feed", Channel("feed")),
    ("site:claim_embed", Channel("feed")),
    ("site:claim_json", Channel("feed")),
    ("site:calendar", Channel("feed")),
    ("site:card", Channel("public_file")),
    ("site:claim_chart", Channel("public_file")),
    ("site:claim_data", Channel("public_file")),
    ("site:entry_file", Channel("public_file")),
    ("site:programme_file", Channel("public_file")),
    ("site:dataset_file", Channel("public_file")),
    ("site:subscribe", _sent("letters")),
    ("site:confirm", SECRET),
    ("site:leave", SECRET),
    ("site:*", Channel("public_page")),
    ("home", Channel("public_page")),
    ("issuer_document", Channel("public_page")),
    ("robots", Channel("public_page")),
    ("security_txt", Channel("public_page")),
    ("site_map*", Channel("public_page")),
    ("network:public", Channel("public_page")),
    ("practices:public_file", Channel("public_file")),
    ("practices:public*", Channel("public_search")),
    ("practices:cite", Channel("public_page")),
    ("practices:bibtex", Channel("public_page")),
    ("comparison:download", Channel("public_file")),
    ("comparison:drawing", Channel("public_file")),
    ("comparison:example_file", Channel("public_file")),
    ("comparison:*", Channel("public_page")),
    ("notices:leave", SECRET),
    ("journey:*", Channel("public_page")),
    ("privacy:receipt", Channel("verifying", guessed="secret_guess")),
    ("privacy:*", Channel("public_page")),
    # Programs
    ("api:v1:*", Channel("api", When.ITSELF)),
    ("api:*", Channel("api_visitor")),
    ("scim:*", Channel("api", When.ITSELF)),
    ("federation:*", Channel("federation", When.ITSELF)),
    # People who answer, or take part, without an account
    ("study:odk_*", Channel("openrosa")),
    ("study:openrosa", Channel("openrosa")),
    ("study:code", Channel("respondent", guessed="access_code", wrong=(NOT_FOUND, WRONG_CODE))),
    ("study:coded", Channel("respondent", guessed="access_code")),
    *(
        (f"study:{page}", ANSWERING)
        for page in ("go_on", "page", "save", "language", "renew", "later", "overview", "send")
    ),
    ("study:*", Channel("respondent", guessed="secret_guess")),
    ("pilots:check*", Channel("verifying")),
    ("pilots:verify", Channel("verifying")),
    ("pilots:status_list", Channel("public_page")),
    ("pilots:open", Channel("public_page")),
    ("pilots:*", SECRET),
    ("mentoring:*", SECRET),
    ("plan:plan_calendar", SECRET),
)


# Pages of people who are signed in, counted for each person: what is computed when asked for, files that are
# read, letters to others, and asking an address of one's choice.
OF_PEOPLE: Final[tuple[tuple[str, Channel], ...]] = (
    ("*report_file", Channel("computed")),
    ("*sheet_file", Channel("computed")),
    ("*attendance_sheet", Channel("computed")),
    ("*door_sign", Channel("computed")),
    ("*record_pdf", Channel("computed")),
    ("privacy:take", Channel("computed")),
    ("*:import_*", _sent("upload")),
    ("*:imports", _sent("upload")),
    ("*:take_in", _sent("upload")),
    ("*:upload", _sent("upload")),
    ("network:add_person", _sent("invite")),
    ("network:take_in_people", _sent("invite")),
    ("network:take_second_step", _sent("second_step_reset")),
    ("api:try_webhook", _sent("webhook_test")),
)


@cache
def channel_of(name: str, *, of_people: bool = False) -> Channel | None:
    """Return the channel of the page that ``name`` stands for: of everybody, or of people who are signed in.

    >>> channel_of("site:feed").name, channel_of("no such page")
    ('feed', None)
    >>> channel_of("evaluation:report_file", of_people=True).name
    'computed'
    """
    for pattern, channel in OF_PEOPLE if of_people else CHANNELS:
        if fits(pattern, name):
            return channel
    return None


def fits(pattern: str, name: str) -> bool:
    """Whether a line of the table is about the page that ``name`` stands for.

    >>> fits("*:import_*", "network:import_people"), fits("account_*login_code", "account_login")
    (True, False)
    """
    return fnmatchcase(name, pattern)


class AskedTooOftenMiddleware:
    """Asks who comes too often to wait.

    Pages for which one signs in count each person, by channels of their own. Open pages count who is signed
    in as everybody else: by address, or by the secret part of the page's own address.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.answer(request)
        guessed = getattr(request, "guessed_on", None)
        if guessed and guessed.is_wrong(answer.status_code):
            limits.spent(guessed.guessed, limits.address(request))
        return answer

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, parts: Mapping[str, Any]
    ) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        is_open = not getattr(view, "login_required", True)
        channel = channel_of(name, of_people=not is_open)
        if channel is None or not channel.counts(request.method):
            return None
        if not is_open and not request.user.is_authenticated:
            return None  # they are asked to sign in
        wait = limits.waiting(channel.guessed, limits.address(request)) if channel.guessed else 0
        who = channel.who(request, parts) if is_open else f"user {request.user.pk}"
        wait = wait or limits.spent(channel.name, who)
        if wait:
            return refused(request, wait)
        request.guessed_on = channel if channel.guessed else None  # type: ignore[attr-defined]
        return None


def refused(request: HttpRequest, wait: int) -> HttpResponse:
    """Say how long to wait: as a page to people, as a problem to programs, as plain text to others."""
    text = sentence(wait)
    asked = request.headers.get("Accept", "")
    answer: HttpResponse
    if "text/html" in asked:
        answer = render(request, "429.html", {"text": text}, status=TOO_MANY)
    elif "json" in asked:
        answer = problem(TOO_MANY, text)
    else:
        answer = HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=TOO_MANY)
    answer["Retry-After"] = str(wait)
    answer["Cache-Control"] = "no-store"
    answer._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - addresses may be secrets
    return answer


def sentence(wait: int) -> str:
    """Return what is said to who has to wait so many seconds."""
    minutes = -(-wait // 60)
    if minutes <= 1:
        said = ngettext("%(count)d second", "%(count)d seconds", wait) % {"count": wait}
    else:
        said = ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    return _("Too much was asked from here at once. Wait %(time)s and try again.") % {"time": said}
