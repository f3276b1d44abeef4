"""What is asked about a proposal, what is replied, and how a relationship ended."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorway.web.mentoring.models import Ending, Relation, RelationState


class AskForm(forms.Form):
    """What somebody wants to know before they answer a proposal."""

    text = forms.CharField(
        label=_("What would you like to know?"),
        help_text=_("Those who run the mentoring round read it and reply. Nobody else sees it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


class ReplyForm(forms.Form):
    """What those who run the round reply."""

    text = forms.CharField(
        label=_("Your reply"),
        help_text=_("The person gets it as a letter and sees it on their own page."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )


class WithdrawForm(forms.Form):
    """That a proposal is taken back, or how a relationship ended."""

    state = forms.ChoiceField(choices=RelationState.choices, widget=forms.HiddenInput)
    ending = forms.ChoiceField(label=_("How it ended"), choices=Ending.choices, widget=forms.RadioSelect)

    def __init__(self, data: Mapping[str, Any] | None, *, relation: Relation) -> None:
        super().__init__(data, initial={"state": relation.state})
        if not relation.is_at_work:
            del self.fields["ending"]
