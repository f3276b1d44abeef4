"""The invitation and the reminder, in the language of the person."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.core.zones import zone_of
from mentorway.web.study.analysis import links, times
from mentorway.web.study.models import Invitation, Mode, Study, Target, Wave

KNOWN = frozenset(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class Reader:
    """Who reads a letter: in which language, by which clock, and where it leads them."""

    language: str
    clock: ZoneInfo
    link: str
    name: str = ""


class NowhereToGoError(Exception):
    """The sampling plan has no row for this person, so there is no link to send."""


def letter_to(invitation: Invitation, wave: Wave, targets: list[Target], *, again: bool) -> EmailMessage:
    """Return the letter to one person, ready to send."""
    link = link_of(invitation, targets)
    reader = Reader(invitation.language, zone_of(invitation.country), link, invitation.name)
    leave = links.unsubscribe_link(invitation)
    with override(spoken(invitation.language)):
        subject = _subject(wave.study, again=again)
        body = text_of(wave, reader, again=again)
        body += "\n\n" + _("You do not want letters about this study? Say so here: %(link)s") % {
            "link": leave
        }
    headers = {"List-Unsubscribe": f"<{leave}>", "Auto-Submitted": "auto-generated"}
    reply = [wave.study.contact] if wave.study.contact else None
    return EmailMessage(subject, body, None, [invitation.email], headers=headers, reply_to=reply)


def spoken(language: str) -> str:
    """Return the interface language for a language of the questionnaire.

    >>> spoken("sv-FI"), spoken("ru")
    ('sv', 'en')
    """
    short = language.split("-", maxsplit=1)[0].lower()
    return short if short in KNOWN else settings.LANGUAGE_CODE


def link_of(invitation: Invitation, targets: list[Target]) -> str:
    """Return the link for one person: their own where there are codes, else that of their row of the plan."""
    if invitation.code is not None:
        return links.code_link(invitation.code)
    place = (invitation.country, invitation.sector)
    here = [one for one in targets if (one.country, one.sector) == place]
    own = [one for one in here if one.partner_id == invitation.partner_id]
    whole = [one for one in here if one.partner_id is None]
    if not (own or whole):
        raise NowhereToGoError
    return links.open_link((own or whole)[0])


def text_of(wave: Wave, reader: Reader, *, again: bool) -> str:
    """Return the text of a letter without its last line, in the language that is active."""
    study = wave.study
    parts = [_("Hello %(name)s,") % {"name": reader.name} if reader.name else _("Hello,")]
    if again:
        parts.append(_("Some days ago we asked you to take part in a study. There is still time."))
    parts.append(str(study.letter.get(reader.language, "")).strip() or usual_text(study))
    parts.append(_("Begin here: %(link)s") % {"link": reader.link})
    parts.append(promise_of(study))
    if wave.closes:
        parts.append(_("You can answer until %(day)s.") % {"day": times.closing(wave, reader.clock)})
    if study.contact:
        parts.append(_("Questions? Write to %(contact)s.") % {"contact": study.contact})
    parts.append(str(study.partner))
    return "\n\n".join(parts)


def _subject(study: Study, *, again: bool) -> str:
    text = _("A reminder: %(title)s") if again else _("Please take part: %(title)s")
    return " ".join((text % {"title": study.title}).split())


def usual_text(study: Study) -> str:
    """Return what a letter says when nobody wrote anything else."""
    text = _("%(partner)s asks you to take part in the study “%(title)s”.")
    said = text % {"partner": study.partner, "title": study.title}
    return f"{said}\n\n{study.purpose}" if study.purpose else said


def promise_of(study: Study) -> str:
    """Return what people are promised, by the way in which they take part."""
    return {
        Mode.ANONYMOUS: _("Your answers are anonymous: nobody can know that they are yours."),
        Mode.CODE: _(
            "The link works once and is yours alone. It shows that somebody invited has answered; "
            "your answers are kept apart from it and are anonymous."
        ),
        Mode.PSEUDONYMOUS: _(
            "The link is yours alone. Your answers are kept under a pseudonym, so that those of today and of "
            "later can be put side by side. The key to it is destroyed when the study ends."
        ),
        Mode.SIGNED_IN: _(
            "You sign in so that everybody answers once. Your answers are kept apart from your name."
        ),
    }[Mode(study.mode)]
