"""What somebody looks for in the library."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.core.paging import LONGEST_WORDS
from mentorway.web.network.forms.choosing import countries_to_choose
from mentorway.web.practices.forms.practices import grouped, languages
from mentorway.web.practices.models import PracticeState, Strength, Topic
from mentorway.web.practices.queries.practices import DECIDE, MINE, REVIEW, STRENGTH, TITLE, Wanted

VIEWS = (MINE, REVIEW, DECIDE)


class FilterForm(forms.Form):
    """The choices above the list. What an address says beside them is left out, not refused."""

    q = forms.CharField(label=_("Words"), max_length=LONGEST_WORDS, required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    sector = forms.ChoiceField(
        label=_("Sector"),
        choices=[("", _("All")), ("education", _("Education")), ("business", _("Business"))],
        required=False,
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    strength = forms.ChoiceField(
        label=_("Evidence at least"),
        choices=[("", _("All")), *((str(one.value), one.label) for one in Strength)],
        required=False,
    )
    language = forms.ChoiceField(label=_("Readable in"), required=False)
    state = forms.ChoiceField(
        label=pgettext_lazy("practice", "State"),
        choices=[("", _("All")), *PracticeState.choices],
        required=False,
    )
    sort = forms.ChoiceField(
        label=_("Sorted by"),
        choices=[("", _("Newest first")), (TITLE, _("Title")), (STRENGTH, _("Strength of the evidence"))],
        required=False,
    )

    def __init__(self, *args: Any, topics: Iterable[Topic], with_state: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_slug = {topic.pk: topic.slug for topic in topics}
        named = [(group, [(by_slug[key], name) for key, name in some]) for group, some in grouped(topics)]
        for name, choices in (
            ("country", countries_to_choose()),
            ("language", languages()),
            ("topic", named),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", _("All")), *choices]
        if not with_state:
            del self.fields["state"]

    def wanted(self, view: str = "") -> Wanted:
        """Return what fits; everything else counts as not said."""
        self.is_valid()
        found = {name: value for name, value in self.cleaned_data.items() if value}
        words = found.pop("q", "").replace("\x00", " ").strip()
        return Wanted(words=words, view=view, **found)
