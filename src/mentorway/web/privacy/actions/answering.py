"""Those who answer for the data answer a request."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.accounts.models import User
from mentorway.web.core import audit
from mentorway.web.core.audit import Done
from mentorway.web.core.tasks import post_letter
from mentorway.web.privacy.actions import receipts
from mentorway.web.privacy.models import Act, Receipt, Request


@transaction.atomic
def answer(request: Request, user: User, *, text: str, link: str, receipts_at: str) -> Receipt:
    """Answer a request once: the person reads it on their page and gets a letter with a receipt.

    ``link`` leads the person to their page; ``receipts_at`` is the address of receipts, without the number.
    """
    row = Request.objects.select_for_update().select_related("person").get(pk=request.pk)
    if row.answered is not None:
        raise ValidationError(_("Somebody has answered this request already. Look at the answer."))
    row.answer, row.answered, row.answered_by = text.strip(), timezone.now(), user
    row.full_clean()
    row.save(update_fields=["answer", "answered", "answered_by"])
    receipt = receipts.give(
        Act.ANSWERED,
        Done.REQUEST_ANSWERED,
        counts={"privacy.Request": 1},
        actor=user,
        about=audit.of_person(row.person),
    )
    _tell(row, link, f"{receipts_at}{receipt.number}/")
    return receipt


def _tell(row: Request, link: str, receipt: str) -> None:
    """Write to the person; the answer itself is read on their page, as letters may be read by others."""
    with override(row.person.language):
        subject = _("Your request about your data is answered")
        body = _(
            "You asked: %(what)s.\n\n"
            "It is answered. Read the answer on the page about your data:\n%(link)s\n\n"
            "This receipt shows that you were answered, without saying who you are:\n%(receipt)s\n"
        ) % {"what": row.get_right_display(), "link": link, "receipt": receipt}
    post_letter(row.person.email, subject, body)
