"""What is kept about people who sign in. What signing in itself needs belongs to the privacy part."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mentorway.web.accounts import actions
from mentorway.web.accounts.models import User
from mentorway.web.core.personal import Basis, Kept, Person, Viewer, columns

SIGNED_IN = (
    *("email", "name", "password", "language", "last_login", "date_joined", "is_active"),
    *("is_staff", "is_superuser", "groups", "user_permissions"),
)


def _account(person: Person) -> QuerySet[User]:
    return User.objects.filter(pk=person.user.pk)


def _erase(person: Person) -> int:
    actions.erase(person.user)
    return 1


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
)
