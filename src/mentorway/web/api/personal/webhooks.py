"""What is kept about people whose programs are told of what happens."""

from django.utils.translation import gettext_lazy as _

from mentorway.web.api.actions import webhooks as actions
from mentorway.web.api.models import Webhook
from mentorway.web.core.personal import Basis, Kept, Retention, Viewer, columns, deleting, of_person

PERSONAL = (
    Kept(
        model="api.Webhook",
        about=_("Addresses of your programs that are told of what happens, and what of"),
        fields=("user", "name", "url", "names", "sealed", "sealed_before"),
        purpose=_("So that your programs hear of what you may see, and nobody else's."),
        basis=Basis.CONTRACT,
        kept=_("Until you delete them, or your account."),
        seen_by=(Viewer.SELF,),
        found=of_person(Webhook, users=("user",)),
        told=columns("name", "url", "names", "off", "created"),
        erase=deleting(of_person(Webhook, users=("user",))),
    ),
    Kept(
        model="api.Delivery",
        about=_("What was sent to your programs, when, and how they answered"),
        fields=("webhook", "name", "status", "trouble"),
        purpose=_("So that you can see why a program did not hear of something, and send it again."),
        basis=Basis.CONTRACT,
        kept=_("30 days."),
        seen_by=(Viewer.SELF,),
        goes_with="api.Webhook",
        retention=Retention(
            actions.KEPT_DAYS, _("the day they were made"), actions.long_past, actions.forget
        ),
    ),
)
