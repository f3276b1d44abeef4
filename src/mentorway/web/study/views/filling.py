"""The pages on which people answer. They come by a link that nobody can guess; no cookie follows them.

No page here looks at who asks, so a form sent from elsewhere gains nothing: there is no CSRF token to carry.
"""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorway.questionnaire import Form, Judgement, Page
from mentorway.web.methodology.analysis.forms import form_of
from mentorway.web.methodology.analysis.pages import PREFIX, sent
from mentorway.web.study.analysis.judging import (
    asked_on,
    judged,
    page_after,
    page_before,
    way,
    where_to_go_on,
    wrong_among,
)
from mentorway.web.study.models import Draft
from mentorway.web.study.respondent import completing, drafts, letters
from mentorway.web.study.respondent.links import new_key
from mentorway.web.study.views import showing
from mentorway.web.study.views.showing import address, respondent_page

WRONG = 422
SAVED = 204


@respondent_page("GET", "HEAD")
def go_on(_request: HttpRequest, link: str) -> HttpResponse:
    """Lead to where something is still wanted."""
    draft = drafts.opened(link)
    page = where_to_go_on(judged(form_of(draft.version), draft))
    return redirect("study:page", link, page.number) if page else redirect("study:overview", link)


@respondent_page("GET", "HEAD", "POST")
def page(request: HttpRequest, link: str, number: int) -> HttpResponse:
    """Show one page of questions, or save it and go where the person wants to go."""
    draft = drafts.opened(link)
    showing.speak(draft.language)
    form = form_of(draft.version)
    here = next((one for one in form.pages if one.number == number), None)
    if here is None:
        return redirect("study:go_on", link)
    if request.method == "POST":
        return _turn(request, link, draft, here)
    judgement = judged(form, draft)
    if here not in way(judgement):
        return redirect("study:go_on", link)
    shown = showing.Sheet(link, draft, judgement, here, to_review=request.GET.get("to") == "review")
    return showing.sheet(shown, faults=bool(request.GET.get("check")))


def _turn(request: HttpRequest, link: str, draft: Draft, here: Page) -> HttpResponse:
    form = form_of(draft.version)
    before = _shown(form, here, request)
    drafts.save(draft, sent(form, replace(here, questions=tuple(before)), request.POST))
    if "language" in request.POST:
        drafts.speak(draft, request.POST["language"])
        return redirect("study:page", link, here.number)
    go, to_review = request.POST.get("go", "next"), request.POST.get("to") == "review"
    judgement = judged(form, draft)
    if go == "later":
        return redirect("study:later", link)
    if go == "back":
        earlier = page_before(judgement, here.number)
        return redirect("study:page", link, earlier.number if earlier else here.number)
    names = asked_on(judgement, here)
    grown = here.dynamic and not set(names) <= set(before)
    if grown or wrong_among(judgement, names):
        shown = showing.Sheet(link, draft, judgement, here, to_review=to_review, grown=grown)
        return showing.sheet(shown, faults=not grown, status=WRONG)
    return _forward(link, judgement, here, to_review=to_review)


def _forward(link: str, judgement: Judgement, here: Page, *, to_review: bool) -> HttpResponse:
    following = None if to_review else page_after(judgement, here.number)
    return redirect("study:page", link, following.number) if following else redirect("study:overview", link)


def _shown(form: Form, here: Page | None, request: HttpRequest) -> list[str]:
    """Return the questions that were on the screen; only those are answered, or emptied, by what was sent."""
    names = []
    for word in request.POST.get("shown", "").split():
        name = word.removeprefix(PREFIX)
        name = name if name in form.by_name else name.rpartition(".")[0]
        if name in form.by_name and (here is None or name in here.questions):
            names.append(name)
    return list(dict.fromkeys(names))


@respondent_page("POST")
def save(request: HttpRequest, link: str) -> HttpResponse:
    """Keep what changed on a page while it is filled in."""
    draft = drafts.opened(link)
    form = form_of(draft.version)
    names = _shown(form, None, request)
    answers = sent(form, Page(0, tuple(names)), request.POST)
    drafts.save(draft, answers, key=request.POST.get("key", "")[:60])
    return HttpResponse(status=SAVED)


@respondent_page("POST")
def language(request: HttpRequest, link: str) -> HttpResponse:
    """Ask on in another language."""
    drafts.speak(drafts.found(link), request.POST.get("language", ""))
    return redirect("study:overview" if request.GET.get("to") == "review" else "study:go_on", link)


@respondent_page("POST")
def renew(_request: HttpRequest, link: str) -> HttpResponse:
    """Go on with the version that is asked now."""
    drafts.carry_over(drafts.found(link))
    return redirect("study:go_on", link)


@respondent_page("GET", "HEAD", "POST")
def later(request: HttpRequest, link: str) -> HttpResponse:
    """Show the person's own link, and send it to them when they want it."""
    draft = drafts.opened(link)
    showing.speak(draft.language)
    context = {"link": address("study:go_on", link), "back_url": reverse("study:go_on", args=[link])}
    if request.method == "POST":
        email = request.POST.get("email", "").strip()
        try:
            validate_email(email)
            letters.send_link(draft, email, context["link"])
        except ValidationError:
            context |= {"fault": _("Write an e-mail address, as in name@example.org."), "email": email}
        except letters.NotSentError as error:
            context |= {"fault": str(error), "email": email}
        else:
            context["sent"] = "yes"
    return showing.shown("later", {**showing.frame_of(draft, link), **context})


@respondent_page("GET", "HEAD")
def overview(_request: HttpRequest, link: str) -> HttpResponse:
    """Show all answers once more before they are sent."""
    draft = drafts.opened(link)
    showing.speak(draft.language)
    seen = showing.Seen(link, draft, judged(form_of(draft.version), draft))
    return showing.overview(seen, key=new_key())


@respondent_page("GET", "HEAD", "POST")
def send(request: HttpRequest, link: str) -> HttpResponse:
    """Keep the answers for good; sending the same form again shows the same page."""
    if request.method != "POST":
        return redirect("study:overview", link)
    key, email = request.POST.get("key", ""), request.POST.get("email", "").strip()
    try:
        if email:
            validate_email(email)
        response = completing.send(link, key, user=request.user, email=email)
    except completing.IncompleteError as refusal:
        return _once_more(showing.Seen(link, refusal.draft, refusal.judgement), key=key, email=email)
    except (completing.NoAddressError, ValidationError):
        draft = drafts.opened(link)
        seen = showing.Seen(link, draft, judged(form_of(draft.version), draft))
        fault = _("Write an e-mail address, as in name@example.org.")
        return _once_more(seen, key=key, email=email, email_fault=fault)
    return showing.thanks(response)


def _once_more(seen: showing.Seen, **more: str) -> HttpResponse:
    showing.speak(seen.draft.language)
    return showing.overview(seen, status=WRONG, **more)
