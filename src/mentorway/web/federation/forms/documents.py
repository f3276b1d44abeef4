"""Documents that come as a file or pasted, and our own key."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.forms import FileField
from mentorway.web.federation.models import Part
from mentorway.web.network.models import Country

ENDINGS = (".json", ".txt")
SMALL = 1_000_000


class IdentityForm(forms.Form):
    title = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("What the others call this installation.")
    )
    slug = forms.SlugField(
        label=_("Short name"),
        max_length=40,
        help_text=_("Small letters, digits and hyphens, such as lt-vilnius. It stands on every package."),
    )
    country = forms.ChoiceField(label=_("Country"), choices=Country.choices)

    def clean_slug(self) -> str:
        """Capitals would make two names that look the same."""
        return str(self.cleaned_data["slug"]).lower().replace("_", "-").strip("-")


class DocumentForm(forms.Form):
    """Asks for a document as a file or pasted."""

    file = FileField(ENDINGS, SMALL, label=_("File"), required=False)
    text = forms.CharField(
        label=_("Or paste its text"),
        required=False,
        max_length=SMALL,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """Take the file, if there is one; one of both is needed."""
        data = super().clean() or self.cleaned_data
        if data.get("file"):
            data["document"] = data["file"].read().strip()
        elif str(data.get("text") or "").strip():
            data["document"] = str(data["text"]).strip().encode()
        elif not self.errors:
            self.add_error("file", _now("Choose a file, or paste its text."))
        return data

    def document(self) -> bytes:
        """Return the document as it came."""
        return bytes(self.cleaned_data["document"])


class CardForm(DocumentForm):
    part = forms.ChoiceField(label=_("What it is to us"), choices=Part, widget=forms.RadioSelect)
    group = forms.CharField(
        label=_("May speak for"),
        required=False,
        max_length=200,
        help_text=_(
            "For one that sends to us: the value of the first fact of which it may send sums, such as LT. "
            "Empty lets it speak for any."
        ),
    )
    field_order = ("part", "group", "file", "text")


class DigitsForm(forms.Form):
    digits = forms.CharField(
        label=_("The thirty digits, as they were read to you"),
        max_length=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_(
            "Call the people of that installation on a number that you know from elsewhere, and have them "
            "read "
            "the digits of their own page aloud."
        ),
    )


class WhyForm(forms.Form):
    why = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class EndForm(forms.Form):
    is_lost = forms.BooleanField(
        label=_("Somebody else may have the key"),
        required=False,
        help_text=_("Then what was signed with it lately is doubtful, too."),
    )


class PackageForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = settings.MENTORWAY_FEDERATION_BYTES
        self.fields["file"] = FileField(ENDINGS, most, label=_("Package"))

    def document(self) -> bytes:
        """Return the package as it came."""
        return bytes(self.cleaned_data["file"].read().strip())
