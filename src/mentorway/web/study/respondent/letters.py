"""The link to what was begun, sent to an address that is forgotten at once: it passes through no table."""

from smtplib import SMTPException

from django.core.cache import cache
from django.core.mail import send_mail
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.study.models import Draft

LETTERS_PER_DRAFT = 3
LETTERS_PER_HOUR = 300


class NotSentError(Exception):
    """The letter did not leave; the sentence says why."""


def send_link(draft: Draft, address: str, url: str) -> None:
    """Send the link once, now; no queue keeps the address."""
    hour = f"study-letters-{timezone.now():%Y%m%d%H}"
    if _counted(f"study-letters-{draft.pk}", 24 * 3600) > LETTERS_PER_DRAFT:
        raise NotSentError(
            _("The link was sent to you several times already. Look into your letters, or copy it here.")
        )
    if _counted(hour, 3600) > LETTERS_PER_HOUR:
        raise NotSentError(
            _("Too many letters were asked for this hour. Copy the link, or try again in an hour.")
        )
    body = _(
        "With this link you go on with your answers to “%(title)s”:\n\n%(url)s\n\n"
        "Keep it to yourself: whoever has it can see and change your answers until you send them."
    ) % {"title": draft.wave.study.title, "url": url}
    subject = " ".join((_("Your link to “%(title)s”") % {"title": draft.wave.study.title}).split())
    try:
        send_mail(subject, body, None, [address])
    except (SMTPException, OSError) as error:
        raise NotSentError(_("The letter could not be sent. Copy the link, or try again later.")) from error


def _counted(key: str, seconds: int) -> int:
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # forgotten between the two
        return 1
