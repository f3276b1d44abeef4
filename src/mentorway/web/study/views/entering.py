"""The ways in, and the page before the questions: the language, what is promised, whether one takes part."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mentorway.web.methodology.analysis.forms import form_of
from mentorway.web.study.models import Mode, Study
from mentorway.web.study.respondent import doors, drafts, tongues
from mentorway.web.study.respondent.refusing import Reason, RefusalError
from mentorway.web.study.views.showing import frame, person, respondent_page, shown, speak

WRONG = 422


@respondent_page("GET", "HEAD", "POST")
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Begin by the link that everyone has."""
    study, target = doors.study_behind(token)
    if study.has_codes:
        doors.wave_of_today(study)
        return redirect("study:code")
    user = person(request) if study.mode == Mode.SIGNED_IN else None
    return _welcome(request, study, lambda: doors.by_link(study, target, user))


@respondent_page("GET", "HEAD", "POST")
def coded(request: HttpRequest, code: str) -> HttpResponse:
    """Begin by a link that carries a one-time code."""
    entry = doors.by_code(code)
    return _welcome(request, entry.study, lambda: entry)


@respondent_page("GET", "HEAD", "POST")
def code(request: HttpRequest) -> HttpResponse:
    """Ask for a one-time code that somebody has on paper."""
    typed = request.POST.get("code", "").strip()[:60]
    fault = ""
    if request.method == "POST":
        try:
            doors.by_code(typed)
        except RefusalError as refusal:
            if refusal.reason != Reason.WRONG_CODE:
                raise
            fault = _("This code is not known. Look at it once more and type it again.")
        else:
            return redirect("study:coded", typed.replace("/", ""))
    context = {**frame(None), "code": typed, "fault": fault}
    return shown("code", context, WRONG if fault else 200)


def _welcome(request: HttpRequest, study: Study, enter: Callable[[], doors.Entry]) -> HttpResponse:
    """Show what is promised, and begin once the person has agreed to the text as it is now."""
    offered = drafts.languages_of(study, form_of(study.version))
    wanted = request.POST.get("language") or request.GET.get("language") or ""
    spoken, fits = tongues.chosen(
        offered, wanted or tongues.current(), form_of(study.version).default_language
    )
    speak(spoken)
    entry = enter()
    if drafts.is_begun(entry.link):
        return redirect("study:go_on", entry.link)
    faults = _faults(request, study)
    if request.method == "POST" and not faults:
        return redirect("study:go_on", drafts.begin(entry, spoken))
    context = {
        **frame(study, spoken),
        "languages": offered,
        "spoken_name": next(one.name for one in offered if one.code == spoken),
        "tongue_url": request.path,
        "tongue_method": "get",
        "consent": _consent(study, spoken),
        "consent_hash": study.consent_hash,
        "promises": _promises(study),
        "contact": study.contact,
        "unspoken": bool(wanted) and not fits,
        "faults": faults,
    }
    return shown("welcome", context, WRONG if faults else 200)


def _consent(study: Study, spoken: str) -> str:
    """Return the text in the language of the questions, else in the one that the platform speaks."""
    texts = dict(study.consent)
    return texts.get(spoken) or texts.get(tongues.current()) or next(iter(texts.values()), "")


def _faults(request: HttpRequest, study: Study) -> list[str]:
    if request.method != "POST":
        return []
    if request.POST.get("consent") != study.consent_hash:
        return [_("This text has just been changed. Please read it again.")]
    if request.POST.get("agree") != "yes":
        return [_("To take part, tick that you have read this. To decide against it, close the page.")]
    return []


def _promises(study: Study) -> list[str]:
    """What is so whatever the text says."""
    promises = {
        Mode.ANONYMOUS: _("Your name is not asked, and your address on the network is not kept."),
        Mode.CODE: _("Your code only shows that it was used. Nobody can see which answers came with it."),
        Mode.PSEUDONYMOUS: _(
            "Your answers are kept under a secret sign instead of your name, "
            "so that they can be put beside your later ones."
        ),
        Mode.SIGNED_IN: _("It is noted that you have answered. Your answers are kept without your name."),
    }
    return [
        promises[Mode(study.mode)],
        _("You can stop at any time and go on later. Nothing is sent before you send it yourself."),
    ]
