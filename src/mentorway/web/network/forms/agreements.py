"""What people say about agreements."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.core import attachments
from mentorway.web.network.forms.choosing import Offer, PartnerField
from mentorway.web.network.models import (
    Acceptance,
    Agreement,
    AgreementKind,
    AgreementVersion,
    Answer,
    Partner,
)


def day_field(**more: Any) -> forms.DateField:
    """Return a field for a day, with the calendar of the browser."""
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class DescriptionForm(forms.ModelForm[Agreement]):
    class Meta:
        model = Agreement
        fields = ["title", "kind", "reference"]
        labels = {"title": _("Title"), "kind": _("Kind"), "reference": _("Reference number")}


class TermsForm(forms.ModelForm[AgreementVersion]):
    starts = day_field(label=_("Holds from"))
    ends = day_field(
        label=_("Holds until"), required=False, help_text=_("Leave it empty if it holds until it is ended.")
    )

    class Meta:
        model = AgreementVersion
        fields = ["text", "starts", "ends", "note"]
        labels = {"text": _("Text"), "note": _("What is new in this version")}
        help_texts = {
            "text": _(
                "An empty line begins a paragraph, a dash at the beginning of a line an item of a list. "
                "Leave it empty if the text is in an attached file."
            ),
            "note": _("One line for those who read the earlier version."),
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 16})}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        starts, ends = found.get("starts"), found.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("An agreement cannot end before it starts."))
        return found

    def _post_clean(self) -> None:
        """Leave the row to the action, which knows to which agreement it belongs."""


class AgreementForm(TermsForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=AgreementKind.choices)
    reference = forms.CharField(label=_("Reference number"), max_length=60, required=False)
    owner = PartnerField(label=_("Kept by"))
    field_order = ["title", "kind", "owner", "reference", "starts", "ends", "text"]

    class Meta(TermsForm.Meta):
        fields = ["text", "starts", "ends"]

    def __init__(
        self, *args: Any, owners: QuerySet[Partner], own: QuerySet[Partner] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        if isinstance(field, PartnerField):
            offer = Offer.of(owners, owners.none() if own is None else own)
            field.offer(offer)
            if offer.is_whole and len(offer.few) == 1:
                field.initial, field.widget = offer.few[0], forms.HiddenInput()


class AnswerForm(forms.ModelForm[Acceptance]):
    answer = forms.ChoiceField(label=_("Answer"), choices=Answer.choices, widget=forms.RadioSelect)

    class Meta:
        model = Acceptance
        fields = ["answer", "signatory", "position", "reason"]
        labels = {
            "signatory": _("Your name, as you sign"),
            "position": _("Your position"),
            "reason": _("Reason, if you decline"),
        }
        widgets = {"reason": forms.Textarea(attrs={"rows": 4})}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("answer") == Answer.DECLINED and not found.get("reason", "").strip():
            self.add_error("reason", _("Say why, so that the others can mend it."))
        return found

    def _post_clean(self) -> None:
        """Leave the row to the action, which knows version and party."""


class PaperForm(AnswerForm):
    """The answer of a party that signs on paper."""

    class Meta(AnswerForm.Meta):
        labels = {
            "signatory": _("Name of who signed"),
            "position": _("Position of who signed"),
            "reason": _("Reason, if declined"),
        }


class EndForm(forms.Form):
    day = day_field(label=_("Ends on"))
    why = forms.CharField(
        label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), required=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("day", timezone.localdate())


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("A picture, a PDF, a text or an office document of at most 15 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": attachments.ACCEPT}),
    )
    caption = forms.CharField(label=pgettext_lazy("file", "What it is"), max_length=300, required=False)
