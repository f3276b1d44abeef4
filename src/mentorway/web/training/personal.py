"""What training programmes keep about people: only who wrote them."""

from django.utils.translation import gettext_lazy as _

from mentorway.web.core.personal import Free, Viewer, authored
from mentorway.web.training.models import Edition, File, Programme, Revision

SHARED = (Viewer.MEMBERS, Viewer.ASKED, Viewer.NETWORK, Viewer.COORDINATORS)

PERSONAL = (
    authored(
        Programme,
        _("Training programmes that you began"),
        ("created_by",),
        texts=("title", "content"),
        tells=("title", "created"),
        seen_by=SHARED,
    ),
    authored(
        Revision,
        _("Changes that you made to training programmes"),
        ("by",),
        texts=("content", "cites", "what"),
        tells=("programme", "number", "what", "at"),
        related=("programme",),
        kept=_("The last 50 of a programme."),
        seen_by=SHARED,
    ),
    Free("training.Citation", _("It says which findings and good practices a module answers.")),
    authored(
        File,
        _("Files that you added to training programmes"),
        ("added_by",),
        texts=("name", "caption"),
        tells=("programme", "name", "added"),
        related=("programme",),
        seen_by=SHARED,
        stays=_("The file stays with the programme, without your name."),
    ),
    authored(
        Edition,
        _("Training programmes that you published"),
        ("published_by",),
        texts=("content", "changed_because"),
        tells=("programme", "number", "changed_because", "published"),
        related=("programme",),
        seen_by=SHARED,
        stays=_(
            "What was published never changes and stays, as cohorts learn by it. Your name as the one who "
            "published it is taken away."
        ),
    ),
)
