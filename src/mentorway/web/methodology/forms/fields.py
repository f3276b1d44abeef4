"""Fields that several forms share."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mentorway.web.methodology.models import LANGUAGE_CODE
from mentorway.web.network.models import Partner

MEGABYTE = 1_000_000


class FileField(forms.FileField):
    """A small file of one of the kinds that can be read."""

    def __init__(self, kinds: Sequence[str], most: int, **kwargs: Any) -> None:
        self.kinds, self.most = tuple(kinds), most
        super().__init__(widget=forms.FileInput(attrs={"accept": ",".join(kinds)}), max_length=200, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if not isinstance(file, UploadedFile):
            return file
        if Path(str(file.name)).suffix.lower() not in self.kinds:
            raise forms.ValidationError(
                _("“%(name)s” is of a kind that cannot be read. Use one of: %(kinds)s."),
                params={"name": file.name, "kinds": " ".join(self.kinds)},
            )
        if (file.size or 0) > self.most:
            raise forms.ValidationError(
                _("The file has more than %(most)d MB, which is the most that is taken."),
                params={"most": self.most // MEGABYTE},
            )
        return file


class LanguageForm(forms.Form):
    """A language by its name and code."""

    name = forms.CharField(
        label=_("Name of the language"),
        max_length=60,
        validators=[RegexValidator(r"^[^():]*$", _("Write the name without brackets and colons."))],
        help_text=_(
            "In the language itself, as people will choose it: Latviešu, Svenska (Finland) as “Svenska, "
            "Finland”."
        ),
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        validators=[RegexValidator(LANGUAGE_CODE, _("Use a code such as lv, sv-FI or ru-LT."))],
        help_text=_("Two letters, as lv; with the country where variants differ, as sv-FI or ru-LT."),
        widget=forms.TextInput(attrs={"autocapitalize": "off", "spellcheck": "false"}),
    )


class PartnerForm(forms.Form):
    """Which of one's partners something belongs to."""

    partner = forms.ModelChoiceField(Partner.objects.none(), label=_("Partner"), empty_label=None)

    def __init__(self, *args: Any, partners: QuerySet[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = partners
        if len(partners) == 1:
            self.initial.setdefault("partner", partners[0])
            field.widget = forms.HiddenInput()


class ConfirmationForm(forms.Form):
    """Nothing to fill in: the page asks, the button answers."""
