"""What is kept about people who sign in. What signing in itself needs belongs to the privacy part."""

import datetime as dt
from typing import Final

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from mentorway.web.accounts import actions
from mentorway.web.accounts.models import User, UserSession
from mentorway.web.accounts.sessions import mark_of
from mentorway.web.core.personal import Basis, Free, Kept, Person, Retention, Viewer, columns, of_person

SIGNED_IN_DAYS: Final = settings.SESSION_COOKIE_AGE // (24 * 3600)
SIGNED_IN = (
    *("email", "name", "password", "language", "last_login", "date_joined", "is_active", "second_step_by"),
    *("is_staff", "is_superuser", "groups", "user_permissions"),
)


def _account(person: Person) -> QuerySet[User]:
    return User.objects.filter(pk=person.user.pk)


def _erase(person: Person) -> int:
    actions.erase(person.user)
    return 1


def _sessions(person: Person) -> QuerySet[UserSession]:
    """Where the person is signed in, or an address of theirs waits for a code."""
    return UserSession.objects.about(person.user, map(mark_of, person.emails))


def _over(now: dt.datetime) -> QuerySet[UserSession]:
    return UserSession.objects.filter(expire_date__lt=now)


def _forget_sessions(now: dt.datetime) -> int:
    count, _each = _over(now).delete()
    return count


PERSONAL = (
    Kept(
        model="accounts.User",
        about=_("Your account: name, e-mail address, language, a fingerprint of your password"),
        fields=SIGNED_IN,
        purpose=_("So that you can sign in, get letters in your language, and others know who you are."),
        basis=Basis.CONTRACT,
        kept=_("Until you delete your account."),
        seen_by=(Viewer.SELF, Viewer.MEMBERS, Viewer.NETWORK, Viewer.COORDINATORS),
        found=_account,
        told=columns("name", "email", "language", "date_joined", "last_login", "is_active", "is_staff"),
        erase=_erase,
        stays=_(
            "Nothing of the account stays. People of all partners saw your name only; your address was seen "
            "by your partner and by coordinators."
        ),
    ),
    Kept(
        model="accounts.UserSession",
        about=_("Where you are signed in: browser, since when, and the day of your last visit"),
        fields=("user", "session_key", "session_data", "waits", "since", "seen", "device"),
        purpose=_(
            "So that you stay signed in from page to page, and can see and end where you are signed in. The "
            "address of your computer is not kept."
        ),
        basis=Basis.CONTRACT,
        kept=ngettext_lazy(
            "Until %(days)d day after your last visit, or until you sign out.",
            "Until %(days)d days after your last visit, or until you sign out.",
            SIGNED_IN_DAYS,
        )
        % {"days": SIGNED_IN_DAYS},
        seen_by=(Viewer.SELF,),
        found=_sessions,
        told=columns("device", "since", "seen", "expire_date"),
        goes_with="accounts.User",
        retention=Retention(SIGNED_IN_DAYS, _("your last visit"), _over, _forget_sessions),
    ),
    Kept(
        model="accounts.User_groups",
        about=_("Groups of accounts that yours belongs to; none are used"),
        fields=("user",),
        purpose=_("Part of how accounts are built; nothing is kept here."),
        basis=Basis.CONTRACT,
        kept=_("Until you delete your account."),
        seen_by=(Viewer.NOBODY,),
        goes_with="accounts.User",
    ),
    Kept(
        model="accounts.User_user_permissions",
        about=_("Permissions of your account; none are used"),
        fields=("user",),
        purpose=_("Part of how accounts are built; nothing is kept here."),
        basis=Basis.CONTRACT,
        kept=_("Until you delete your account."),
        seen_by=(Viewer.NOBODY,),
        goes_with="accounts.User",
    ),
    Kept(
        model="socialaccount.SocialAccount",
        about=_("Organisations with whose sign-in you come in, and the address they know you by"),
        fields=("user", "provider", "uid", "extra_data"),
        purpose=_(
            "So that you can sign in with your organisation. Nothing else that it says of you is kept."
        ),
        basis=Basis.CONTRACT,
        kept=_("Until you disconnect it, or delete your account."),
        seen_by=(Viewer.SELF,),
        found=of_person(SocialAccount, users=("user",)),
        told=columns("provider", "uid", "extra_data", "date_joined", "last_login"),
        goes_with="accounts.User",
    ),
    Free("socialaccount.SocialApp", _("Organisations to sign in with; they stand in the settings.")),
    Free("socialaccount.SocialToken", _("What programs of organisations would open; nothing is kept here.")),
)
