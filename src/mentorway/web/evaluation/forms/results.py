"""What people say to a version of what was found."""

from collections.abc import Mapping

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from mentorway.web.evaluation.analysis.results import fingerprint_of

LONGEST = 4000
LABELS = {
    "overall": _("What we make of it"),
    "conclusions": _("What we make of the conclusions"),
    "levels": _("What we make of what changed"),
    "effect": _("What else may have changed people"),
    "loss": _("Why people may have been lost"),
    "others": _("What we make of what mentees see"),
    "groups": _("What we make of pilots and countries"),
    "money": _("What we make of costs and benefits"),
    "voices": _("What we hear in what people wrote"),
    "limits": _("What else readers should know"),
}


class WordsForm(forms.Form):
    """A text for each part of the result; empty ones are left out."""

    read = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, words: Mapping[str, str]) -> None:
        initial = {"read": fingerprint_of(words), **{name: words.get(name, "") for name in LABELS}}
        super().__init__(data, initial=initial)
        self.sent = data
        for name, label in LABELS.items():
            self.fields[name] = forms.CharField(
                label=label,
                max_length=LONGEST,
                required=False,
                widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
            )

    def again(self, words: Mapping[str, str]) -> "WordsForm":
        """Return the form with what was written, as an answer to the words that are kept now."""
        sent = self.sent.copy() if self.sent is not None else QueryDict(mutable=True)
        sent["read"] = fingerprint_of(words)
        fresh = WordsForm(sent, words=words)
        fresh.is_valid()
        for told in self.non_field_errors():
            fresh.add_error(None, told)
        return fresh

    def words(self) -> dict[str, str]:
        """Return what was written, by part."""
        return {name: self.cleaned_data[name] for name in LABELS}
