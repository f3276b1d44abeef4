"""A version of an agreement, topic by topic, and that one was accepted."""

from typing import Any

from django import forms

from mentorway.web.core.merging import REVISION, RevisionField
from mentorway.web.mentoring.analysis.agreements import LONGEST, TOPICS


class NeededText(forms.CharField):
    """A text that is needed, not called optional, and may still be missing when half of it is saved."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class AgreementForm(forms.Form):
    """The topics of an agreement; it carries the number of the version that it was made from."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[REVISION] = RevisionField()
        for key, topic in TOPICS.items():
            self.fields[key] = NeededText(
                label=topic.label,
                help_text=topic.help,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
            )


class AcceptForm(forms.Form):
    """Which version somebody has read and accepts."""

    number = RevisionField()
