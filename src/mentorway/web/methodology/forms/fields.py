"""Fields that several forms share."""

import json
from typing import Final

from django import forms

from mentorway.web.methodology.analysis.methodologies import Facts, fingerprint_of

MOST_READ: Final = 200_000
CARRIED: Final = ("was", "base")


class ReadForm(forms.Form):
    """Carries along what was read, so that the changes of two people can be put together."""

    was = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    base = forms.CharField(widget=forms.HiddenInput, max_length=MOST_READ, required=False, strip=False)

    def read(self) -> Facts | str:
        """Return what was read, or its fingerprint where only that came."""
        mark = str(self.cleaned_data.get("was", ""))
        try:
            base = json.loads(self.cleaned_data.get("base") or "null")
        except ValueError:
            return mark
        return base if isinstance(base, dict) and fingerprint_of(base) == mark else mark


def read_of(facts: Facts) -> dict[str, str]:
    """Return what a `ReadForm` starts with where ``facts`` are stored."""
    return {"was": fingerprint_of(facts), "base": json.dumps(facts, ensure_ascii=False)}
