"""What people say about an instrument that they have permission to use."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.forms import MEGABYTE, FileField
from mentorway.web.core.wording import said
from mentorway.web.methodology.actions.instruments import Evidence
from mentorway.web.methodology.analysis import bank, lists
from mentorway.web.methodology.analysis import figures as checking
from mentorway.web.methodology.models import Instrument
from mentorway.web.network.forms.choosing import OwnPartnerForm
from mentorway.wording import InvalidInputError

PROOFS = {
    ".pdf": (b"%PDF-", "application/pdf"),
    ".png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    ".txt": (b"", "text/plain; charset=utf-8"),
}
MOST = 5 * MEGABYTE
DOI_BEFORE = re.compile(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
CODE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"


class DoiField(forms.RegexField):
    """A DOI, also where it is written as an address."""

    def to_python(self, value: Any) -> str:
        return DOI_BEFORE.sub("", str(super().to_python(value)))


class InstrumentForm(OwnPartnerForm):
    """An instrument: what it measures, its items and answers, its licence, and the permission."""

    title = forms.CharField(label=_("Title"), max_length=200)
    construct = forms.CharField(
        label=_("What it measures"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    source = forms.CharField(
        label=_("Source"), max_length=500, help_text=_("Authors, year, title, where it was published.")
    )
    doi = DoiField(
        r"^10\.\d{4,9}/\S+$",
        label=_("DOI"),
        required=False,
        max_length=200,
        help_text=_("For example 10.1000/182."),
    )
    address = forms.URLField(label=_("Web address"), required=False, assume_scheme="https")
    language = forms.RegexField(
        CODE,
        label=_("Language of the items"),
        initial="en",
        max_length=20,
        help_text=_("A code such as en or sv-FI."),
    )
    items = forms.CharField(
        label=_("Items"),
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "One a line, as “T1 = I trust my mentor.”: a short name, then the wording. “- ” in front means "
            "that the item counts the other way. A line such as [Trust] begins a scale."
        ),
    )
    answers = forms.CharField(
        label=_("Answers"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One a line, as “1 = Strongly disagree”."),
    )
    scoring = forms.CharField(
        label=_("How it is scored"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    figures = forms.CharField(
        label=_("Published figures"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "One a line, as “Cronbach’s alpha, trust = 0.84”. Numbers that are printed together stand on one "
            "line, as “Mentors: chi_square = 663.20; df = 284; n = 283; rmsea = .069”, and are checked "
            "against each other. Write them as they are printed. Names: %(names)s."
        ),
    )
    licence = forms.CharField(label=_("Licence"), max_length=200)
    permission = forms.CharField(
        label=_("Permission in words"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Who allowed your organisation to use it, when, for what. Only your partner and coordinators "
            "see it."
        ),
    )
    proof = FileField(
        tuple(PROOFS),
        MOST,
        label=_("Proof of the permission"),
        required=False,
        help_text=_("A letter or e-mail as PDF, picture or text, at most 5 MB."),
    )

    def __init__(self, *args: Any, has_proof: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_proof = has_proof
        figures = self.fields["figures"]
        figures.help_text = str(figures.help_text) % {"names": ", ".join(checking.LABELS)}
        self.order_fields([*list(self.fields)[1:2], "partner"])

    def clean_items(self) -> list[bank.Item]:
        text = self.cleaned_data["items"]
        code = self.data.get("language", "en")
        items = bank.items_read(text, code)
        if not items:
            raise forms.ValidationError(
                _("Write each item as “name = wording” on a line of its own, every name only once.")
            )
        return items

    def clean_answers(self) -> list[lists.Line]:
        lines = lists.read(self.cleaned_data["answers"])
        if len({line.value for line in lines}) < len(lines) or not all(line.label for line in lines):
            raise forms.ValidationError(_("Write each answer on a line of its own, every value only once."))
        return lines

    def clean_figures(self) -> list[bank.Figure]:
        lines = [line for line in self.cleaned_data["figures"].splitlines() if line.strip()]
        try:
            return [checking.read(line) for line in lines]
        except InvalidInputError as refusal:
            raise forms.ValidationError(said(refusal.message)) from refusal

    def clean_proof(self) -> Any:
        file = self.cleaned_data["proof"]
        if isinstance(file, UploadedFile):
            ending = next(end for end in PROOFS if str(file.name).lower().endswith(end))
            if not file.read(16).startswith(PROOFS[ending][0]):
                raise forms.ValidationError(
                    _("The file is not what its name says. Save it again, as PDF for example.")
                )
            file.seek(0)
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        proven = data.get("permission", "").strip() or data.get("proof") or self.has_proof
        if not self.errors and not proven:
            self.add_error("permission", _("Say who gave the permission, or add the letter that proves it."))
        return data

    def asked(self) -> dict[str, Any]:
        """Return what the action needs, without the partner."""
        data = self.cleaned_data
        answers = tuple((line.value, {data["language"]: line.label}) for line in data["answers"])
        entry = bank.Entry(
            **{
                name: data[name]
                for name in ("title", "construct", "licence", "source", "doi", "address", "scoring")
            },
            items=tuple(data["items"]),
            answers=answers,
            figures=tuple(data["figures"]),
        )
        return {"entry": entry, "permission": data["permission"], "evidence": self._evidence()}

    def _evidence(self) -> Evidence | None:
        file = self.cleaned_data["proof"]
        if not isinstance(file, UploadedFile):
            return None
        ending = next(end for end in PROOFS if str(file.name).lower().endswith(end))
        return Evidence(str(file.name), PROOFS[ending][1], file.read())


def initial_of(instrument: Instrument) -> dict[str, Any]:
    """Return what the form shows for an instrument."""
    entry = bank.found(instrument.content)
    code = next(iter(entry.languages), "en")
    lines = [lists.Line(value, texts.get(code, "")) for value, texts in entry.answers]
    plain = ("title", "construct", "licence", "source", "doi", "address", "scoring")
    return {
        **{name: getattr(entry, name) for name in plain},
        "partner": instrument.partner_id,
        "language": code,
        "items": bank.items_written(entry.items, code),
        "answers": lists.written(lines),
        "figures": "\n".join(map(checking.line_of, entry.figures)),
        "permission": instrument.permission,
    }


class InsertForm(forms.Form):
    """Which items of an instrument go into a questionnaire, and where."""

    names = forms.MultipleChoiceField(
        label=_("Items"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one item.")},
    )
    after = forms.ChoiceField(label=_("Where"), required=False)

    def __init__(
        self, *args: Any, entry: bank.Entry, code: str, places: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        items, after = self.fields["names"], self.fields["after"]
        if isinstance(items, forms.MultipleChoiceField) and isinstance(after, forms.ChoiceField):
            items.choices = [
                (scale or _("Items"), [(item.name, item.texts.get(code, item.name)) for item in those])
                for scale, those in entry.scales.items()
            ]
            after.choices = [("", _("At the end")), *places]
