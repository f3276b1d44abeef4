"""How far the statements of one standard are met, and what shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mentorway.web.mentoring.analysis.standards import Answered, Assessed
from mentorway.web.methodology.analysis.methodologies import fingerprint_of

Said = tuple[int | None, str]


@dataclass(frozen=True)
class Line:
    """A statement on the page, with its two fields."""

    row: Answered
    percent: forms.BoundField
    evidence: forms.BoundField


class StandardForm(forms.Form):
    """The statements of one standard; what somebody else has changed meanwhile is not lost."""

    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, assessed: Assessed) -> None:
        self.assessed = assessed
        super().__init__(data)
        for one in assessed.statements:
            self._add(one)
        self.initial["was"] = self._fingerprint()

    def _add(self, one: Answered) -> None:
        key = one.statement.key
        self.fields[f"{key}-percent"] = forms.IntegerField(
            label=_("Met, in percent"),
            required=False,
            validators=[MinValueValidator(0), MaxValueValidator(100)],
            widget=forms.NumberInput(attrs={"min": 0, "max": 100, "inputmode": "numeric"}),
        )
        self.fields[f"{key}-evidence"] = forms.CharField(
            label=_("What shows it"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        )
        if one.answer is not None:
            self.initial[f"{key}-percent"] = one.answer.percent
            self.initial[f"{key}-evidence"] = one.answer.evidence

    def lines(self) -> list[Line]:
        """Return the statements with their fields."""
        return [
            Line(one, self[f"{one.statement.key}-percent"], self[f"{one.statement.key}-evidence"])
            for one in self.assessed.statements
        ]

    def _fingerprint(self) -> str:
        kept = {
            one.statement.key: [one.answer.percent, one.answer.evidence]
            for one in self.assessed.statements
            if one.answer is not None
        }
        return fingerprint_of(kept)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for one in self.assessed.statements:
            key = one.statement.key
            if one.fact and one.fact.percent is not None and self.data.get("take") == key:
                self.errors.pop(f"{key}-percent", None)
                found[f"{key}-percent"] = one.fact.percent
                found[f"{key}-evidence"] = found.get(f"{key}-evidence") or one.fact.text
            has_percent = found.get(f"{key}-percent") is not None or f"{key}-percent" in self.errors
            if found.get(f"{key}-evidence") and not has_percent:
                self.add_error(f"{key}-percent", _now("Say also how far it is met, in percent."))
        self._refuse_stale(found)
        return found

    def _refuse_stale(self, found: Mapping[str, Any]) -> None:
        now = self._fingerprint()
        if found.get("was") != now:
            self.data = {**{name: self.data[name] for name in self.data}, "was": now}
            text = _now(
                "Somebody has answered this meanwhile. Save again to keep what you have written, or open "
                "the page anew to read what is there."
            )
            self.add_error(None, text)

    def answers(self) -> dict[str, Said]:
        """Return what was answered, by the short name of the statement."""
        data = self.cleaned_data
        keys = [one.statement.key for one in self.assessed.statements]
        return {
            key: (data.get(f"{key}-percent"), data.get(f"{key}-evidence", "").replace("\r\n", "\n"))
            for key in keys
        }
