"""What people say about one question, one group, one list of choices."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.questionnaire.attached import attached
from mentorway.questionnaire.rowtypes import row_type
from mentorway.questionnaire.workbook import Workbook
from mentorway.web.methodology.actions.drafting import Wish
from mentorway.web.methodology.analysis import conditions, drafts, lists
from mentorway.web.methodology.analysis.drafts import Row, header

GROUP = "begin_group"
SELECTS = ("select_one", "select_multiple", "rank")
TYPES = [
    ("select_one", pgettext_lazy("type of question", "One choice")),
    ("select_multiple", pgettext_lazy("type of question", "Several choices")),
    ("rank", pgettext_lazy("type of question", "Put choices in order")),
    ("text", pgettext_lazy("type of question", "Text")),
    ("integer", pgettext_lazy("type of question", "Whole number")),
    ("decimal", pgettext_lazy("type of question", "Number")),
    ("range", pgettext_lazy("type of question", "Scale of numbers")),
    ("date", pgettext_lazy("type of question", "Date")),
    ("time", pgettext_lazy("type of question", "Time of day")),
    ("acknowledge", pgettext_lazy("type of question", "Consent")),
    ("note", pgettext_lazy("type of question", "Text to read")),
    ("calculate", pgettext_lazy("type of question", "Calculated value")),
]
NAMED = dict([*TYPES, (GROUP, pgettext_lazy("type of question", "Group"))])
LOOKS = {
    "select_one": [
        ("", pgettext_lazy("appearance", "Below each other")),
        ("likert", pgettext_lazy("appearance", "Beside each other, as rows of a table")),
        ("minimal", pgettext_lazy("appearance", "As a list that opens")),
    ],
    "text": [
        ("", pgettext_lazy("appearance", "One line")),
        ("multiline", pgettext_lazy("appearance", "Several lines")),
    ],
    GROUP: [
        ("", pgettext_lazy("appearance", "As many pages as needed")),
        ("field-list", pgettext_lazy("appearance", "All on one page")),
        ("table-list", pgettext_lazy("appearance", "As rows of one table")),
    ],
}
ALWAYS, CHOICE, EXPRESSION = "always", "choice", "expression"
WHEN = [
    (ALWAYS, pgettext_lazy("condition", "Always")),
    (CHOICE, pgettext_lazy("condition", "Only after a certain choice")),
    (EXPRESSION, pgettext_lazy("condition", "Only if an expression is true")),
]
YES = frozenset({"yes", "true", "true()"})
LONGEST, LONGEST_LIST = 10_000, 100_000
NUMBERS = ("start", "end", "step")
SMALL = {"rows": 2}
CODE = {"rows": 2, "spellcheck": "false", "autocapitalize": "off", "class": "code"}
UNASKED = ("note", "calculate", GROUP)


@dataclass(frozen=True)
class Place:
    """The draft that a question stands in, its source language, and its row, if there is one already."""

    draft: Workbook
    language: str
    row: Row | None = None

    @property
    def mark(self) -> str:
        return self.row.mark if self.row else ""


class QuestionForm(forms.Form):
    """One question or group; which fields there are depends on its type."""

    type = forms.ChoiceField(label=_("Type"), choices=TYPES)
    label = forms.CharField(label=_("Text"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))
    hint = forms.CharField(
        label=_("Hint"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs=SMALL),
        help_text=_("Smaller, under the text."),
    )
    choice_list = forms.ChoiceField(label=_("List of choices"), required=False)
    choices = forms.CharField(
        label=_("New choices"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "One a line, as “1 = Strongly disagree”: the value in the data, then the text. Without values, "
            "the choices are numbered."
        ),
    )
    start = forms.DecimalField(label=_("From"), initial=0)
    end = forms.DecimalField(label=_("To"), initial=10)
    step = forms.DecimalField(label=_("In steps of"), initial=1)
    calculation = forms.CharField(
        label=_("Calculation"), max_length=LONGEST, widget=forms.Textarea(attrs=CODE)
    )
    appearance = forms.ChoiceField(label=_("How it looks"), required=False)
    required = forms.BooleanField(label=_("People must answer it"), required=False)
    when = forms.ChoiceField(
        label=_("When it is shown"), choices=WHEN, widget=forms.RadioSelect, initial=ALWAYS
    )
    answer = forms.ChoiceField(label=_("Question and choice"), required=False)
    chosen = forms.ChoiceField(
        label=_("This choice"),
        required=False,
        choices=[
            ("yes", pgettext_lazy("condition", "was made")),
            ("no", pgettext_lazy("condition", "was not made")),
        ],
        initial="yes",
    )
    relevant = forms.CharField(
        label=_("Expression"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs=CODE),
        help_text=_("For example ${age} >= 18 and ${role} = 'mentor'. Names of questions stand in ${ }."),
    )
    name = forms.CharField(
        label=_("Name in the data"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "off"}),
        help_text=_(
            "Short, without spaces. Left empty, it is made from the text. After publishing it must stay."
        ),
    )
    constraint = forms.CharField(
        label=_("Rule for the answer"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs=CODE),
        help_text=_("An expression that must be true; the answer itself is a dot. For example . >= 18."),
    )
    constraint_message = forms.CharField(
        label=_("What to say when the rule is broken"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs=SMALL),
    )
    notes = forms.CharField(
        label=_("Source and notes"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs=SMALL),
        help_text=_("Where the question comes from. People who answer do not see it."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place
        self.offers = conditions.offers(place.draft, place.language, place.mark)
        kinds = [name for name, _label in TYPES] + [GROUP]
        sent = self.data.get("type") if self.is_bound else None
        self.kind = sent if sent in kinds else self.initial.get("type", "text")
        self._fit()

    def _fit(self) -> None:
        """Leave only the fields of the type, and offer what there is to choose."""
        for name in self._unfit():
            del self.fields[name]
        if self.kind == GROUP:
            self.fields["label"].required = False
        if self.kind == GROUP or self.place.row is None:
            self._choose("type", [*NAMED.items()])
            self.fields["type"].widget = forms.HiddenInput()
        names = lists.names(self.place.draft)
        names += [name for name in self._tables() if self.kind != "rank"]
        self._choose("choice_list", [("", _("A new list, written below")), *((name, name) for name in names)])
        self._choose("answer", [("", "–"), *conditions.grouped(self.offers)])
        self._choose("appearance", self._looks())
        if not self.offers:
            self._choose("when", [one for one in WHEN if one[0] != CHOICE])

    def _tables(self) -> list[str]:
        return [sheet.name for sheet in attached(self.place.draft).values()]

    def _unfit(self) -> set[str]:
        """Return the fields that a question of this type has no use for."""
        names = {name for names, kinds in FIELDS_OF.items() if self.kind not in kinds for name in names}
        if self.kind in UNASKED:
            names |= {"required", "constraint", "constraint_message"}
        if self.kind in (GROUP, "calculate"):
            names |= {"hint"}
        if self.kind == "calculate":
            names |= {"label"}
        return names if self.offers else names | {"answer", "chosen"}

    def _looks(self) -> list[Any]:
        known = LOOKS.get(self.kind, [])
        own = self.initial.get("appearance", "")
        strange = own and own not in dict(known)
        return [*known, (own, own)] if strange else known

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields.get(name)
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.kind in SELECTS and not data.get("choice_list") and not data.get("choices", "").strip():
            self.add_error("choices", _("Choose a list, or write at least one choice."))
        if data.get("when") == CHOICE and not data.get("answer"):
            self.add_error("answer", _("Choose the question and the choice that decide."))
        if data.get("when") == EXPRESSION and not data.get("relevant", "").strip():
            self.add_error("relevant", _("Write the expression."))
        if (
            self.kind == "range"
            and not self.errors
            and not data["start"] + data["step"] > data["start"] < data["end"]
        ):
            self.add_error("end", _("The scale must go up, in steps above zero."))
        return data

    def wish(self) -> Wish:
        """Return the row that is asked for."""
        data = self.cleaned_data
        name = data["name"].strip() or drafts.free_name(self.place.draft, data.get("label") or self.kind)
        cells = {"name": name, "notes": data["notes"], "relevant": self._relevant()}
        for meaning in ("label", "hint", "constraint_message"):
            if meaning in data:
                cells[header(meaning, self.place.language)] = data[meaning]
        for column in ("calculation", "constraint", "appearance"):
            if column in data:
                cells[column] = data[column]
        if "required" in data:
            cells["required"] = self._required()
        if self.kind == "range":
            cells["parameters"] = " ".join(f"{number}={data[number].normalize():f}" for number in NUMBERS)
        return Wish(
            {"type": self._type(name), **cells},
            data.get("choices", "") if not data.get("choice_list") else "",
        )

    def _type(self, name: str) -> str:
        if self.kind not in SELECTS:
            return str(self.kind)
        taken = lists.names(self.place.draft)
        chosen = self.cleaned_data["choice_list"]
        new = next(
            each for each in (name, *(f"{name}_{n}" for n in range(2, len(taken) + 3))) if each not in taken
        )
        if chosen in self._tables():
            return f"{self.kind}_from_file {chosen}"
        other = " or_other" if self.place.row and self.place.row.kind.other else ""
        return f"{self.kind} {chosen or new}{other}"

    def _required(self) -> str:
        old = self.place.row.cells.get("required", "") if self.place.row else ""
        own = old if old.lower() not in (*YES, "no", "false", "false()", "") else "yes"
        return own if self.cleaned_data["required"] else ""

    def _relevant(self) -> str:
        data = self.cleaned_data
        if data["when"] == EXPRESSION:
            return str(data["relevant"])
        if data["when"] != CHOICE:
            return ""
        question, _sign, value = data["answer"].partition("=")
        several = any(offer.several for offer in self.offers if offer.name == question)
        condition = conditions.Condition(question, value, data["chosen"] == "yes")
        return conditions.expression(condition, several=several)


FIELDS_OF = {
    ("choice_list", "choices"): SELECTS,
    NUMBERS: ("range",),
    ("calculation",): ("calculate",),
    ("appearance",): tuple(LOOKS),
}


def initial_of(cells: Mapping[str, str], language: str, offers: list[conditions.Offer]) -> dict[str, Any]:
    """Return what the form shows for a row."""
    kind = row_type(cells.get("type", ""))
    relevant = cells.get("relevant", "")
    condition = conditions.simple(relevant)
    known = {f"{offer.name}={value}" for offer in offers for value, _label in offer.choices}
    simple = condition is not None and condition.answer in known
    found: dict[str, Any] = {
        "type": GROUP if kind.kind == "begin" else kind.kind,
        "choice_list": kind.list,
        "required": cells.get("required", "").lower() not in ("", "no", "false", "false()"),
        "when": CHOICE if simple else EXPRESSION if relevant else ALWAYS,
        "answer": condition.answer if condition and simple else "",
        "chosen": "no" if condition and simple and not condition.chosen else "yes",
    }
    for meaning in ("label", "hint", "constraint_message"):
        found[meaning] = cells.get(header(meaning, language), "")
    for column in ("name", "relevant", "constraint", "calculation", "appearance", "notes"):
        found[column] = cells.get(column, "")
    pairs = (pair.partition("=") for pair in cells.get("parameters", "").split())
    return {**found, **{name: value for name, _sign, value in pairs if name in NUMBERS}}


class ListForm(forms.Form):
    """The choices of a list, one a line."""

    choices = forms.CharField(
        label=_("Choices"),
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "One a line, as “1 = Strongly disagree”: the value in the data, then the text. Put “- ” in front "
            "of a choice that is no longer offered; after publishing it must stay in the list."
        ),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class ArrangeForm(forms.Form):
    """One button of the list of questions: what to do, with which row."""

    up = forms.CharField(required=False)
    down = forms.CharField(required=False)
    delete = forms.CharField(required=False)
    ungroup = forms.CharField(required=False)
    undo = forms.IntegerField(required=False)
