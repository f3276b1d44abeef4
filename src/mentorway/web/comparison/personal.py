"""What comparisons keep about people: who uploaded and asked. Answers in them name nobody."""

from django.utils.translation import gettext_lazy as _

from mentorway.web.comparison.models import Analysis, Comparison, Dataset, Edition
from mentorway.web.core.personal import Free, Viewer, authored

INSIDE = (Viewer.MEMBERS,)
ANSWERS_STAY = _(
    "The answers stay with the partner. They hold no names and no addresses, so nobody can find whose they "
    "are. Your name as the one who uploaded them is taken away."
)

PERSONAL = (
    authored(
        Dataset,
        _("Sets of answers that you uploaded"),
        ("uploaded_by",),
        texts=(
            *("title", "answers_name", "codebook_name", "preview", "problem", "note", "source"),
            *("group", "facts", "weight", "study_choice"),
        ),
        tells=("title", "answers_name", "codebook_name", "created"),
        seen_by=(*INSIDE, Viewer.EVERYBODY),
        kept=_(
            "As long as the partner keeps the answers; files of which nothing was made are deleted after 24 "
            "hours, and what lies in the bin after 30 days."
        ),
        stays=ANSWERS_STAY,
    ),
    authored(
        Edition,
        _("Newer answers that you stored"),
        ("by",),
        texts=("name", "note"),
        tells=("dataset", "number", "name", "note", "created"),
        related=("dataset",),
        seen_by=INSIDE,
        stays=ANSWERS_STAY,
    ),
    authored(
        Analysis,
        _("Questions that you asked of answers"),
        ("created_by",),
        texts=("title",),
        tells=("title", "created"),
        seen_by=(*INSIDE, Viewer.EVERYBODY),
    ),
    authored(
        Comparison,
        _("Comparisons that you asked for, with your reasons"),
        ("asked_by",),
        texts=("plan", "reason", "step", "problem", "changes"),
        tells=("analysis", "number", "reason", "created"),
        related=("analysis",),
        seen_by=INSIDE,
    ),
    Free("comparison.Finding", _("It holds numbers that were computed from many people's answers.")),
)
