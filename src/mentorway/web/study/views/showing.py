"""What the pages of people who answer have in common: the frame, a sheet of questions, the plain refusals."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page

from mentorway.questionnaire import Judgement, Page, label_of
from mentorway.web.accounts.models import User
from mentorway.web.core.addresses import whole
from mentorway.web.core.secret_pages import unlogged
from mentorway.web.methodology.analysis.forms import form_of
from mentorway.web.methodology.analysis.pages import PREFIX, Block, blocks_of
from mentorway.web.study.analysis.judging import asked_on, given_on, way, wrong_among
from mentorway.web.study.models import Draft, Response, Study
from mentorway.web.study.respondent import completing, tongues
from mentorway.web.study.respondent.drafts import languages_of
from mentorway.web.study.respondent.notices import notice_of, study_of
from mentorway.web.study.respondent.refusing import Reason, RefusalError

View = Callable[..., HttpResponse]
CODE = "\N{OBJECT REPLACEMENT CHARACTER}code\N{OBJECT REPLACEMENT CHARACTER}"  # in the place of the code


def respondent_page(*methods: str) -> Callable[[View], View]:
    """Open a page to everyone who has its link; who cannot go on reads why."""

    def opened(view: View) -> View:
        @wraps(view)
        def entrance(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in methods:
                return unlogged(HttpResponseNotAllowed(methods))
            try:
                response = view(request, *args, **kwargs)
            except RefusalError as refusal:
                if refusal.reason == Reason.SIGN_IN:
                    return redirect_to_login(request.get_full_path())
                response = refused(refusal, kwargs.get("link", ""))
            response["Referrer-Policy"] = "no-referrer"
            response["X-Robots-Tag"] = "noindex"
            return unlogged(response)

        return login_not_required(csrf_exempt(never_cache(gzip_page(entrance))))

    return opened


def shown(template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Return a page. It asks nothing of the session, so it is alike for everyone who has the link."""
    return HttpResponse(render_to_string(f"study/filling/{template}.html", context), status=status)


def person(request: HttpRequest) -> User | None:
    """Return who is signed in. Asked only where a study is for signed-in people."""
    return request.user if isinstance(request.user, User) else None


def speak(language: str) -> None:
    """Speak to the person in the language of the questions, or the nearest one."""
    translation.activate(tongues.interface(language))


def address(name: str, *args: object) -> str:
    """Return an address that works from outside."""
    return whole(reverse(name, args=args))


def frame(study: Study | None, spoken: str = "") -> dict[str, Any]:
    """Return what stands around every page."""
    language = tongues.current()
    return {"title": study.title if study else "", "language": language, "spoken": spoken or language}


def frame_of(draft: Draft, link: str, *, to_review: bool = False) -> dict[str, Any]:
    """Return the frame of a draft, with the languages that it can be asked in."""
    study = draft.wave.study
    offered = languages_of(study, form_of(draft.version))
    return {
        **frame(study, draft.language),
        "languages": offered,
        "spoken_name": next((one.name for one in offered if one.code == draft.language), ""),
        "tongue_url": reverse("study:language", args=[link]) + ("?to=review" if to_review else ""),
        "save_url": reverse("study:save", args=[link]),
    }


def refused(refusal: RefusalError, link: str) -> HttpResponse:
    """Say why it does not go on."""
    about = refusal.about
    if isinstance(about, Draft):
        speak(about.language)
    notice = notice_of(refusal.reason, about)
    context = {
        **frame(study_of(about)),
        "heading": notice.heading,
        "texts": notice.texts,
        "step": notice.step,
    }
    if refusal.reason == Reason.LANGUAGE:
        context["choices"] = languages_of(about.wave.study, form_of(about.version))
    if notice.step:
        name = "study:language" if refusal.reason == Reason.LANGUAGE else "study:renew"
        context["step_url"] = reverse(name, args=[link])
    return shown("notice", context, status=notice.status)


@dataclass(frozen=True)
class Seen:
    """What one person has answered so far, and what the judge says of it."""

    link: str
    draft: Draft
    judgement: Judgement


@dataclass(frozen=True)
class Sheet(Seen):
    """One page of questions as one person sees it now."""

    page: Page
    to_review: bool = False
    grown: bool = False  # an answer has brought a question that was not shown


def sheet(seen: Sheet, *, faults: bool = False, status: int = 200) -> HttpResponse:
    """Show the page; with ``faults``, what is wrong stands at the top and at each question."""
    judgement = seen.judgement
    names = asked_on(judgement, seen.page)
    wrong = wrong_among(judgement, names) if faults else []
    blocks = blocks_of(judgement, seen.page, seen.draft.answers, faults=faults)
    pages = [one.number for one in way(judgement)]
    context = {
        **frame_of(seen.draft, seen.link),
        "place": pages.index(seen.page.number) + 1 if seen.page.number in pages else 1,
        "count": max(len(pages), 1),
        "faults": [{"label": one.label, "text": one.text, "url": f"#{one.field}"} for one in wrong],
        "questions": questions(blocks, wrong[0].field if wrong else ""),
        "shown": " ".join(f"{PREFIX}{name}" for name in names),
        "to_review": seen.to_review,
        "grown": seen.grown,
        "tongue_form": "answers",
    }
    return shown("page", context, status=status)


def questions(blocks: list[Block], focused: str) -> SafeString:
    """Return the questions; the first that is wrong has the focus, scripts or not."""
    text: str = render_to_string("questionnaire/questions.html", {"blocks": blocks})
    if focused:
        text = text.replace(f' id="{focused}"', f' id="{focused}" autofocus', 1)
    return mark_safe(text)  # noqa: S308 - the template has escaped it


def overview(seen: Seen, *, status: int = 200, **more: str) -> HttpResponse:
    """Show all answers, what is wrong with them, and the button that sends them."""
    link, judgement = seen.link, seen.judgement
    pages = way(judgement)
    wrong = [
        {"label": one.label, "text": one.text, "url": f"{_page_url(link, page)}&check=1#{one.field}"}
        for page in pages
        for one in wrong_among(judgement, asked_on(judgement, page))
    ]
    given = [
        {
            "number": page.number,
            "title": _title(judgement, page, place),
            "url": _page_url(link, page),
            "given": given_on(judgement, page),
        }
        for place, page in enumerate(pages, start=1)
        if asked_on(judgement, page)
    ]
    context = {
        **frame_of(seen.draft, link, to_review=True),
        "pages": given,
        "faults": wrong,
        "no_answer": _("No answer"),
        "send_url": reverse("study:send", args=[link]),
        "back_url": reverse("study:page", args=[link, pages[-1].number]) if pages else "",
        "asks_email": completing.asks_address(seen.draft),
        **more,
    }
    return shown("review", context, status=status)


def _page_url(link: str, page: Page) -> str:
    return reverse("study:page", args=[link, page.number]) + "?to=review"


def _title(judgement: Judgement, page: Page, place: int) -> str:
    group = judgement.form.groups_by_path.get(page.group)
    return (label_of(judgement, group) if group else "") or _("Page %(place)d") % {"place": place}


def thanks(response: Response) -> HttpResponse:
    """Thank the person and show the code, once."""
    speak(response.language)
    study = response.wave.study
    page = _thanks(tongues.current(), response.language, study.title, study.contact)
    return HttpResponse(page.replace(CODE, escape(response.code)))


@lru_cache(maxsize=256)
def _thanks(language: str, spoken: str, title: str, contact: str) -> str:
    """Return the page of thanks; but for the code, it is alike for all who answer in one language."""
    context = {"title": title, "language": language, "spoken": spoken or language, "contact": contact}
    return render_to_string("study/filling/thanks.html", {**context, "code": CODE})
