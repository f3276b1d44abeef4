"""Answers are withdrawn, or settled after a look."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core import audit, tombstones
from mentorway.web.core.audit import Done
from mentorway.web.study.actions import handing
from mentorway.web.study.actions.studies import note
from mentorway.web.study.analysis import files
from mentorway.web.study.analysis.codes import tidy
from mentorway.web.study.models import Response, Source, Stage, Status, Study, What


@transaction.atomic
def withdraw(study: Study, user: User | None, *, code: str) -> int:
    """Remove one person's answers, the material made of them, and every file that holds them.

    ``user`` is who was asked to do it; None where the person did it in their own account. Returns the number
    of the line in the audit log, which is the receipt.
    """
    theirs = Response.objects.of_study(study).filter(code=tidy(code))
    handing.take_back(theirs.select_related("wave__study__version"))
    tombstones.bury(*theirs)
    gone, _rows = theirs.delete()
    if not gone:
        raise ValidationError(
            {
                "code": _(
                    "No answers of this study have this code. Compare it with what the person wrote down."
                )
            }
        )
    note(study, user, What.WITHDRAWN)
    for download in study.downloads.filter(stage=Stage.DONE):
        files.forget_download(download)
    study.downloads.filter(stage=Stage.DONE).update(stage=Stage.REMOVED)
    about = audit.fingerprint("study", study.pk)
    return audit.record(Done.ANSWERS_TAKEN_OUT, actor=user, about=about, count=gone).number


def settle(study: Study, *, keep: bool) -> int:
    """Keep or remove all answers of a study that a device sent and that did not fit; return how many."""
    odd = Response.objects.of_study(study).filter(status=Status.REVIEW, source=Source.OPENROSA)
    if keep:
        return odd.update(status=Status.COMPLETE)
    gone, _rows = odd.delete()
    if gone:
        audit.record(Done.ANSWERS_TAKEN_OUT, about=audit.fingerprint("study", study.pk), count=gone)
    return gone
