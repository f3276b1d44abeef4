"""What people say about rounds."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.forms import LongSelect
from mentorway.web.core.merging import RevisionField
from mentorway.web.mentoring.models import Round
from mentorway.web.methodology.models import Version
from mentorway.web.network.forms.choosing import OwnPartnerForm, choose, countries_or_none
from mentorway.web.network.forms.visits import sane_day, zones
from mentorway.web.network.models import Partner

SECTIONS: Final = (
    (_("What people read"), ("partner", "title", "purpose", "contact")),
    (_("When and where"), ("country", "time_zone", "starts_on", "ends_on", "join_until", "answer_days")),
    (_("What people are asked"), ("mentee_questions", "mentor_questions")),
)
ASKED_LATER: Final = _("You can leave it empty and use ready-made questions later.")


class RoundForm(forms.ModelForm[Round]):
    """What a round is for, when it takes place, and what people are asked."""

    revision = RevisionField()
    starts_on = sane_day(label=_("First day of working together"))
    ends_on = sane_day(label=_("Last day of working together"))
    join_until = sane_day(
        label=_("Last day for joining"),
        required=False,
        help_text=_("Leave it empty to let people join as long as the round is open or under way."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=zones, help_text=_("Days of the round end by this clock.")
    )

    class Meta:
        model = Round
        fields = [
            *("title", "purpose", "contact", "country", "time_zone", "starts_on", "ends_on"),
            *("join_until", "answer_days", "mentee_questions", "mentor_questions"),
        ]
        labels = {
            "title": _("Title"),
            "purpose": _("What it is for, and for whom"),
            "contact": _("Who answers questions"),
            "country": _("Country"),
            "answer_days": _("Days in which a proposal is to be answered"),
            "mentee_questions": _("Questions to mentees"),
            "mentor_questions": _("Questions to mentors"),
        }
        help_texts = {
            "purpose": _("People read it before they join."),
            "contact": _("A name and an address. People who take part read it."),
            "mentee_questions": ASKED_LATER,
            "mentor_questions": _(
                "Published questionnaires can be chosen. Whoever has answered others answers these anew."
            ),
        }
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 5}),
            "mentee_questions": LongSelect(),
            "mentor_questions": LongSelect(),
        }

    def __init__(self, *args: Any, questions: QuerySet[Version], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["country"], countries_or_none())
        listed = [("", _("None yet")), *((one.pk, str(one)) for one in questions)]
        for name in ("mentee_questions", "mentor_questions"):
            field: Any = self.fields[name]
            field.queryset = questions
            field.choices = listed  # read once for both

    def sections(self) -> Iterable[tuple[Any, list[forms.BoundField]]]:
        """Yield what belongs together, under its heading."""
        for heading, names in SECTIONS:
            yield heading, [self[name] for name in names if name in self.fields]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last, until = (found.get(name) for name in ("starts_on", "ends_on", "join_until"))
        if isinstance(first, dt.date) and isinstance(last, dt.date) and last < first:
            self.add_error("ends_on", _("The last day must not be before the first."))
        if isinstance(last, dt.date) and isinstance(until, dt.date) and until > last:
            self.add_error("join_until", _("Nobody can join after the last day of the mentoring round."))
        return found

    def _post_clean(self) -> None:
        """Leave the row to the action."""


class NewRoundForm(OwnPartnerForm, RoundForm):
    """A round, and whose it is."""

    revision = None  # type: ignore[assignment]

    def __init__(self, *args: Any, partners: QuerySet[Partner], **kwargs: Any) -> None:
        super().__init__(*args, partners=partners, **kwargs)
