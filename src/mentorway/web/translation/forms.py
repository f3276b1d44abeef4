"""What people say about a translation."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mentorway.web.accounts.models import User
from mentorway.web.core.forms import FileField
from mentorway.web.core.wording import said
from mentorway.web.translation.analysis.exchange import files
from mentorway.web.translation.analysis.exchange.units import LONGEST, Checked, check
from mentorway.web.translation.analysis.texts import Text
from mentorway.web.translation.models import LANGUAGE_CODE, Part, What
from mentorway.wording import InvalidInputError

ROWS = {"rows": 4}


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


class WrittenForm(LanguageForm):
    """The language in which something is written: most often that of the page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = get_language() or settings.LANGUAGE_CODE
        for name, value in {"name": dict(settings.LANGUAGES)[code], "code": code}.items():
            self.initial.setdefault(name, value)
        self.fields["name"].label = _("Language in which you write it")


class PartsForm(forms.Form):
    """Who does which part in translating into one language."""

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in Part:
            self.fields[part.value] = forms.ModelChoiceField(
                people, label=part.label, required=False, empty_label=_("Nobody yet"), help_text=HELP[part]
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, second = data.get(Part.FIRST.value), data.get(Part.SECOND.value)
        if first and first == second:
            self.add_error(Part.SECOND.value, _("The two translators must be two different people."))
        return data


HELP = {
    Part.FIRST: _("Translates every text alone."),
    Part.SECOND: _(
        "Translates every text too, without seeing the first translation before both are handed in."
    ),
    Part.REVIEWER: _("Compares the two translations and writes the text that comes of it."),
    Part.ADJUDICATOR: _("Decides. It must not be somebody who wrote every translation of a text alone."),
}


class DraftForm(forms.Form):
    """A translator's text."""

    written = forms.CharField(
        label=_("Your translation"), max_length=LONGEST, widget=forms.Textarea(attrs=ROWS)
    )
    hand_in = forms.BooleanField(
        label=_("Hand it in"),
        required=False,
        help_text=_(
            "Once both translations are handed in, everybody with a part sees them and the review can begin."
        ),
    )


class ReviewForm(forms.Form):
    """The text that the review has led to."""

    written = forms.CharField(
        label=_("Text after the review"), max_length=LONGEST, widget=forms.Textarea(attrs=ROWS)
    )
    comment = forms.CharField(
        label=_("What was discussed"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DecisionForm(forms.Form):
    """The adjudicated text."""

    written = forms.CharField(
        label=_("Adjudicated text"), max_length=LONGEST, widget=forms.Textarea(attrs=ROWS)
    )


class RemarkForm(forms.Form):
    """A comment, or what a pre-test has shown."""

    what = forms.ChoiceField(
        label=_("Kind"),
        choices=[(What.COMMENT.value, What.COMMENT.label), (What.PRETEST.value, What.PRETEST.label)],
        widget=forms.RadioSelect,
        initial=What.COMMENT.value,
    )
    words = forms.CharField(label=_("Note"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(forms.Form):
    """Why something is done that others should understand later."""

    why = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class AdoptionForm(forms.Form):
    """Where the texts were agreed that are taken over."""

    why = forms.CharField(
        label=_("Where these texts were agreed"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example the published translation and who made it. It stands in the documentation."),
    )


class TextsForm(forms.Form):
    """A file of texts; it is checked with the form, so that nothing is half imported."""

    file = FileField(
        tuple(files.ENDINGS),
        files.MOST_BYTES,
        label=_("File"),
        help_text=_(
            "A spreadsheet (.xlsx), XLIFF 1.2 (.xlf) or PO (.po) that was downloaded here and filled in."
        ),
    )
    part = forms.ChoiceField(label=_("Take the texts as"), widget=forms.RadioSelect)
    checked: Checked | None = None

    def __init__(
        self,
        *args: Any,
        parts: Collection[str],
        heading: files.Heading,
        texts: dict[str, Text],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.heading, self.texts = heading, texts
        field = self.fields["part"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(part.value, AS[part]) for part in Part if part in parts]
            self.initial.setdefault("part", next((value for value, _label in field.choices), None))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        file = data.get("file")
        if self.errors or not isinstance(file, UploadedFile):
            return data
        try:
            units = files.read(file.read(), str(file.name), self.heading)
        except InvalidInputError as refusal:
            self.add_error("file", said(refusal.message))
            return data
        self.checked = check(units, self.texts)
        for problem in self.checked.problems:
            self.add_error("file", said(problem))
        return data


AS = {
    Part.FIRST: _("My drafts, not handed in yet"),
    Part.SECOND: _("My drafts, not handed in yet"),
    Part.REVIEWER: _("Texts after the review"),
    Part.ADJUDICATOR: _("Adjudicated texts"),
}
