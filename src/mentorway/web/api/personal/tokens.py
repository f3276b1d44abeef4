"""What is kept about tokens, and about answers given to programs."""

from django.utils.translation import gettext_lazy as _

from mentorway.web.api.actions import tokens as actions
from mentorway.web.api.models import ApiToken
from mentorway.web.core.personal import Basis, Kept, Retention, Viewer, columns, deleting, of_person

PERSONAL = (
    Kept(
        model="api.ApiToken",
        about=_("Tokens by which programs act in your name, and the day each was last used"),
        fields=("user", "name", "prefix", "scopes"),
        purpose=_("So that your programs can do what you may do, and nobody else's."),
        basis=Basis.CONTRACT,
        kept=_("90 days after they end, or until you delete your account."),
        seen_by=(Viewer.SELF,),
        found=of_person(ApiToken, users=("user",)),
        told=columns("name", "prefix", "scopes", "created", "expires", "used", "revoked"),
        erase=deleting(of_person(ApiToken, users=("user",))),
        retention=Retention(actions.KEPT_DAYS, _("their end"), actions.long_over, actions.forget),
    ),
    Kept(
        model="api.GivenAnswer",
        about=_("What your programs were answered, so that sending twice does nothing twice"),
        fields=("answer",),
        purpose=_("So that a program whose connection broke can ask again without doing it again."),
        basis=Basis.INTEREST,
        kept=_("24 hours."),
        seen_by=(Viewer.NOBODY,),
        goes_with="api.ApiToken",
    ),
)
