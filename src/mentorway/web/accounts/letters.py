"""Letters about signing in, each in the language of who gets it."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.accounts.devices import in_words
from mentorway.web.accounts.models import User
from mentorway.web.core.addresses import page
from mentorway.web.core.tasks import post_letter


def new_device(user: User, device: str) -> None:
    """Tell a person that they signed in with a browser that was not seen with them before."""
    with override(user.language):
        body = _(
            "Hello %(name)s,\n\n"
            "somebody signed in to Mentorway as you, with a browser that we have not seen with you "
            "before:\n\n"
            "%(device)s, %(moment)s (UTC)\n\n"
            "If it was you, there is nothing to do. If not, end that session and change your password:\n"
            "%(sessions)s\n"
        ) % {
            "name": user.name,
            "device": in_words(device),
            "moment": date_format(timezone.now(), "DATETIME_FORMAT"),
            "sessions": page("accounts:sessions"),
        }
        post_letter(user.email, _("Mentorway: you signed in with a new browser"), body)


def second_step_taken(user: User, by: User) -> None:
    """Tell a person that their second step was taken away."""
    with override(user.language):
        body = _(
            "Hello %(name)s,\n\n"
            "%(who)s has taken the second step of signing in from your account, because you had lost it. You "
            "are signed out everywhere. Sign in and set up a new second step:\n"
            "%(steps)s\n\n"
            "If you did not ask for this, tell those who run this installation at once.\n"
        ) % {"name": user.name, "who": by.name, "steps": page("mfa_index")}
        post_letter(user.email, _("Mentorway: your second step was taken away"), body)
