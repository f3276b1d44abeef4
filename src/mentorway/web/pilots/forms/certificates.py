"""What is asked about certificates."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorway.credentials.verifying import LONGEST
from mentorway.web.core.forms import FileField
from mentorway.web.pilots.analysis.contents import TERMS
from mentorway.web.pilots.analysis.issuing import Wish
from mentorway.web.pilots.models import Participant, Terms

MOST_BYTES: Final = 1_000_000  # what is read of it is limited by letters
EXAMPLES: Final = {
    "hours": gettext_lazy("Time together and work by oneself. It is counted from the programme."),
    "ects": gettext_lazy("Only where an institution that may award credit points has agreed to them."),
    "assessment": gettext_lazy("For example: an observed conversation with written feedback."),
    "quality": gettext_lazy(
        "For example: the programme was reviewed by two partners; participants are asked after every course."
    ),
    "body": gettext_lazy("The organisation that awards the certificate, as it is registered."),
    "body_registration": gettext_lazy("Needed for the Europass file only."),
    "identity": gettext_lazy("For example: the facilitator knows everybody by face."),
    "stacking": gettext_lazy("For example: it counts towards the certificate of workplace tutors."),
    "level": gettext_lazy(
        "Leave it empty unless a national body has assigned a level to this training. "
        "Nobody assigns one to themselves."
    ),
    "level_reference": gettext_lazy("For example the address of the entry in the national register."),
    "valid_years": gettext_lazy("Leave it empty if the certificate does not end."),
    "hashes_email": gettext_lazy(
        "Others can then check whose badge it is if they know the address; whoever guesses the address can "
        "check the guess."
    ),
}


class TermsForm(forms.ModelForm[Terms]):
    """What the certificates of a cohort say, and what was read before."""

    was = forms.CharField(widget=forms.HiddenInput, max_length=64)

    class Meta:
        model = Terms
        fields = TERMS
        help_texts = EXAMPLES
        widgets = {
            name: forms.Textarea(attrs={"rows": 2})
            for name in ("assessment", "quality", "prerequisites", "identity", "stacking")
        }


class IssueForm(forms.Form):
    """Who shall have a certificate, and who a statement of a part."""

    complete = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    partial = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self,
        *args: Any,
        complete: Iterable[Participant],
        partial: Iterable[Participant],
        ticked: Iterable[Participant],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ticked = list(ticked)
        for name, people in (("complete", complete), ("partial", partial)):
            field = self.fields[name]
            if isinstance(field, forms.MultipleChoiceField):
                field.choices = [(str(one.pk), one.name) for one in people]
                field.error_messages["invalid_choice"] = _(
                    "Somebody you chose cannot be chosen any more. Look at the list again."
                )

    def wishes(self) -> list[Wish]:
        """Return what was asked for."""
        whole = [Wish(int(one)) for one in self.cleaned_data["complete"]]
        return whole + [Wish(int(one), is_partial=True) for one in self.cleaned_data["partial"]]

    @property
    def chosen(self) -> Collection[str]:
        """Whom to tick: those that were sent, or on a new page those who were to be ticked."""
        if isinstance(self.data, QueryDict) and self.is_bound:
            return {*self.data.getlist("complete"), *self.data.getlist("partial")}
        return [str(one.pk) for one in self.ticked]


class RevokeForm(forms.Form):
    """Why a certificate is taken back; its holder reads it."""

    why = forms.CharField(
        label=gettext_lazy("Why it is taken back"),
        max_length=300,
        help_text=gettext_lazy("The holder can read this. The public page does not show it."),
    )


class ReissueForm(RevokeForm):
    """The right name, and why a new certificate is needed."""

    name = forms.CharField(label=gettext_lazy("Name on the new certificate"), max_length=150)
    field_order = ["name", "why"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].label = _("Why it is issued anew")


class ShownForm(forms.Form):
    """What the public page about a certificate tells."""

    shows_name = forms.BooleanField(label=gettext_lazy("Show my name on the public page"), required=False)
    is_hidden = forms.BooleanField(
        label=gettext_lazy("Hide the public page"),
        required=False,
        help_text=gettext_lazy("Whoever types the number then reads that no such certificate is known."),
    )


class NumberForm(forms.Form):
    """The number of a certificate, as it is printed."""

    number = forms.CharField(
        label=gettext_lazy("Number of the certificate"),
        max_length=60,
        help_text=gettext_lazy(
            "It ends the address beside the QR code: four groups of five letters and figures."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class BadgeForm(forms.Form):
    """A badge that somebody shows, as a file or as its text."""

    file = FileField((".json", ".jsonld", ".txt"), MOST_BYTES, label=gettext_lazy("File"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Or the text of the file"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        file = data.get("file")
        if isinstance(file, UploadedFile):
            data["text"] = file.read().decode("utf-8", "replace")
        if not self.errors and not str(data.get("text", "")).strip():
            raise forms.ValidationError(_("Choose a file, or paste its text."))
        return data
