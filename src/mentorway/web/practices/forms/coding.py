"""Who codes, what they see in passages, and how disagreements are settled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.practices.forms.material import CountedForm
from mentorway.web.practices.models import Challenge, Passage
from mentorway.web.practices.queries import coding as queries
from mentorway.web.practices.queries.coding import Codes, Disagreement

NOTHING = "none"
LONGEST_REASON = 500
LONGEST_KEY = 18


class CodersForm(forms.Form):
    """The people who are asked to code: two, or the one that is missing."""

    def __init__(self, *args: Any, missing: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = [gettext_lazy("First coder"), gettext_lazy("Second coder")][-missing:]
        for number, label in enumerate(labels, start=1):
            self.fields[f"coder_{number}"] = forms.EmailField(
                label=label,
                help_text=gettext_lazy("The e-mail address of a member of the network."),
                widget=forms.EmailInput(attrs={"list": "people", "autocomplete": "off"}),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        found: list[User] = []
        for name in [name for name in self.fields if name.startswith("coder_") and name in data]:
            person = queries.member_of_network(data[name])
            if person is None:
                self.add_error(name, _("Nobody in the network has this e-mail address."))
            elif person in found:
                self.add_error(name, _("The two coders must be two different people."))
            else:
                found.append(person)
        return {"coders": found}


class ManyCodersForm(CodersForm, CountedForm):
    """Two people who are asked to code all that is listed."""


@dataclass(frozen=True)
class Asked:
    """One passage on the coding page, and its field."""

    passage: Passage
    field: forms.BoundField
    is_done: bool


class CodingForm(forms.Form):
    """Which challenges a coder sees in a few passages; «nothing fits» is an answer, no choice is none."""

    def __init__(
        self,
        *args: Any,
        passages: Sequence[Passage],
        codebook: Sequence[Challenge],
        codes: Codes,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.passages, self.codes = passages, codes
        for one in passages:
            known = codes.get(one.pk, set())
            self.fields[f"p{one.pk}"] = forms.MultipleChoiceField(
                label=self.label_of(one),
                required=False,
                choices=self.choices_for(one, codebook),
                initial=[NOTHING if code is None else str(code) for code in known],
                widget=forms.CheckboxSelectMultiple,
            )

    def label_of(self, passage: Passage) -> str:
        """Return what a passage is called on the page."""
        return _("Passage %(number)d") % {"number": passage.position}

    def choices_for(self, _passage: Passage, codebook: Sequence[Challenge]) -> list[tuple[str, str]]:
        """Return what can be said about a passage."""
        return [(str(one.pk), one.name) for one in codebook] + [(NOTHING, _("Nothing fits"))]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, chosen in list(data.items()):
            if NOTHING in chosen and len(chosen) > 1:
                self.add_error(name, _("Either choose challenges, or say that nothing fits."))
        return data

    @property
    def asked(self) -> list[Asked]:
        """The passages with their fields."""
        return [Asked(one, self[f"p{one.pk}"], one.pk in self.codes) for one in self.passages]

    @property
    def choices(self) -> dict[int, set[int | None]]:
        """What was chosen, by passage."""
        return {
            one.pk: {None if code == NOTHING else int(code) for code in self.cleaned_data[f"p{one.pk}"]}
            for one in self.passages
        }


class RowForm(CodingForm):
    """The passages of several materials on one page; a retired challenge only where it was used."""

    def label_of(self, passage: Passage) -> str:
        return passage.material.title

    def choices_for(self, passage: Passage, codebook: Sequence[Challenge]) -> list[tuple[str, str]]:
        known = self.codes.get(passage.pk, set())
        return super().choices_for(
            passage, [one for one in codebook if not one.is_retired or one.pk in known]
        )


@dataclass(frozen=True)
class Case:
    """One disagreement on the page, and its two fields."""

    found: Disagreement
    holds: forms.BoundField
    reason: forms.BoundField


class SettlingForm(forms.Form):
    """What holds where the coders differed. What is left open stays open."""

    def __init__(self, *args: Any, cases: Sequence[Disagreement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What somebody else settles meanwhile moves cases to other pages; those that were shown are sent.
        self.found = [one for one in cases if not self.is_bound or f"r{one.key}" in self.data]
        ways = [("yes", _("It holds")), ("no", _("It does not hold"))]
        for one in self.found:
            before = one.decision
            self.fields[f"h{one.key}"] = forms.ChoiceField(
                label=_("Decision"),
                choices=ways,
                required=False,
                widget=forms.RadioSelect,
                initial=None if before is None else ("yes" if before.holds else "no"),
            )
            self.fields[f"r{one.key}"] = forms.CharField(
                label=_("Reason"),
                max_length=LONGEST_REASON,
                required=False,
                initial=before.reason if before else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        decided = 0
        for one in self.found:
            holds, reason = data.get(f"h{one.key}"), data.get(f"r{one.key}", "")
            decided += bool(holds)
            if holds and not reason:
                self.add_error(f"r{one.key}", _("Say why, so that others can follow the decision."))
            if reason and not holds:
                self.add_error(f"h{one.key}", _("Say whether it holds."))
        if not decided and not self.errors:
            raise forms.ValidationError(_("Decide at least one of them."))
        return data

    @property
    def cases(self) -> list[Case]:
        """The disagreements with their fields."""
        return [Case(one, self[f"h{one.key}"], self[f"r{one.key}"]) for one in self.found]

    @property
    def missed(self) -> bool:
        """Whether something was decided that is not asked any longer."""
        known = {f"h{one.key}" for one in self.found}
        return any(name.startswith("h") and "-" in name and name not in known for name in self.data)

    @property
    def judgements(self) -> list[tuple[Disagreement, bool, str]]:
        """What was decided."""
        data = self.cleaned_data
        return [
            (one, data[f"h{one.key}"] == "yes", data[f"r{one.key}"])
            for one in self.found
            if data.get(f"h{one.key}")
        ]


def keys_of(sent: Iterable[str]) -> list[int]:
    """Return the keys of rows among what a page sent, each once.

    >>> keys_of(["12", "x", "12", "3"])
    [12, 3]
    """
    known = [one for one in sent if one.isascii() and one.isdecimal() and len(one) <= LONGEST_KEY]
    return list(dict.fromkeys(map(int, known)))


def passages_in(names: Iterable[str]) -> list[int]:
    """Return the passages whose disagreements a page showed, by the names of what it sent.

    >>> passages_in(["r12-3", "h12-3", "r7-3", "csrf"])
    [12, 7]
    """
    return keys_of(name[1:].partition("-")[0] for name in names if name.startswith("r") and "-" in name)
