"""A form for a part and the rows below it, filled by what is stored or by what was sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from mentorway.web.methodology.analysis.methodologies import fingerprint_of
from mentorway.web.training.analysis.parts import Facts
from mentorway.web.training.forms import parts
from mentorway.web.training.forms.parts import written_choices

MOST_ROWS = 40
MORE = 3


@dataclass(frozen=True)
class Asked:
    """How a part is asked for: its form, and the rows below it, with what is said above them."""

    form: type[parts.PartForm]
    rows: type[parts.RowForm] | None = None
    list: str = ""
    heading: str | Promise = ""
    help: str | Promise = ""


STEPS = Asked(
    parts.SessionForm,
    parts.StepForm,
    "steps",
    gettext_lazy("Minute by minute"),
    gettext_lazy("Leave a row empty that you do not need. Change the numbers under “Order” to move a step."),
)
QUIZ = Asked(
    parts.AssessmentForm,
    parts.QuestionForm,
    "questions",
    gettext_lazy("Questions"),
    gettext_lazy("Leave a row empty that you do not need."),
)
RUBRIC = Asked(
    parts.AssessmentForm,
    parts.CriterionForm,
    "criteria",
    gettext_lazy("Rubric"),
    gettext_lazy(
        "What an observer looks at, and how each level looks. Leave a row empty that you do not need."
    ),
)
EMPTY: Mapping[str, Facts] = {
    "modules": {"key": "", "title": "", "summary": "", "own_minutes": 0},
    "outcomes": {"key": "", "verb": "", "object": "", "areas": [], "esco": [], "emcc": []},
    "sessions": {"key": "", "title": "", "steps": [], "online": False},
    "materials": {
        **dict.fromkeys(("key", "kind", "title", "text", "address", "sha256", "licence", "source"), ""),
        "for_trainers": False,
    },
    "assessments": {
        **dict.fromkeys(("key", "kind", "title", "task"), ""),
        **{name: [] for name in ("outcomes", "questions", "criteria")},
        "required": True,
        "pass_level": 0,
    },
}


def asked_for(kind: str, facts: Facts) -> Asked:
    """Return how a part is asked for."""
    if kind == "assessments":
        return QUIZ if facts["kind"] == "quiz" else RUBRIC
    plain: Mapping[str, Asked] = {
        "modules": Asked(parts.ModuleForm),
        "outcomes": Asked(parts.OutcomeForm),
        "sessions": STEPS,
        "materials": Asked(parts.MaterialForm),
    }
    return plain[kind]


class Written:
    """A form and its rows."""

    def __init__(self, kind: str, start: Facts, options: Mapping[str, Any]) -> None:
        self.asked, self.start, self.options = asked_for(kind, start), start, options
        self.initial = {**start, "was": fingerprint_of(start), "pass_level": start.get("pass_level", 0) + 1}
        self.form: parts.PartForm
        self.rows: forms.BaseFormSet[Any] | None = None

    def ask(self) -> "Written":
        """Show what is stored."""
        self.form = self.asked.form(initial=self.initial, options=self.options, start=self.start)
        self.rows = self._rows(None, [_shown(one) for one in self.start.get(self.asked.list, [])], 1)
        return self

    def take(self, data: QueryDict, files: MultiValueDict[str, UploadedFile] | None = None) -> "Written":
        """Take what was sent. Rows start from nothing: what is stored may be another's by now."""
        self.form = self.asked.form(data, files, initial=self.initial, options=self.options, start=self.start)
        self.rows = self._rows(data, [], 1)
        return self

    def with_more_rows(self, data: QueryDict) -> "Written":
        """Show what was sent as it is, unchecked, with more empty rows."""
        sent = self.take(data)
        filled = {**self.initial, **_raw(sent.form)}
        rows = [] if sent.rows is None else [_raw(one) for one in sent.rows.forms if one.is_filled]
        self.form = self.asked.form(initial=filled, options=self.options, start=self.start)
        self.rows = self._rows(None, rows, MORE)
        return self

    def _rows(
        self, data: QueryDict | None, initial: list[Facts], extra: int
    ) -> forms.BaseFormSet[Any] | None:
        if self.asked.rows is None:
            return None
        most = max(MOST_ROWS, len(self.start.get(self.asked.list, [])))  # a file can bring more
        made = forms.formset_factory(
            self.asked.rows,
            extra=extra,
            can_delete=True,
            can_order=self.asked.list == "steps",
            max_num=most,
            absolute_max=most + 10,
            validate_max=True,
        )
        return made(data, initial=initial, prefix="rows", form_kwargs={"options": self.options})

    def is_valid(self) -> bool:
        """Whether the form and all rows can be used."""
        if not all([self.form.is_valid(), self.rows is None or self.rows.is_valid()]):
            return False
        least = min((len(one["levels"]) for one in self._said() if "levels" in one), default=None)
        if least is not None and self.form.cleaned_data["pass_level"] > least:
            text = ngettext(
                "One of the criteria has only %(count)d level.",
                "One of the criteria has only %(count)d levels.",
                least,
            ) % {"count": least}
            self.form.add_error("pass_level", text)
            return False
        return True

    def facts(self) -> Facts:
        """Return the part as it was said."""
        facts = self.form.facts()
        if self.rows is not None:
            facts[self.asked.list] = _with_keys(self._said(), self.asked.list)
        return facts

    def _said(self) -> list[Facts]:
        if self.rows is None:
            return []
        if self.rows.can_order:
            return [one.facts() for one in self.rows.ordered_forms if one.is_filled]
        gone = set(map(id, self.rows.deleted_forms))
        return [one.facts() for one in self.rows.forms if one.is_filled and id(one) not in gone]


def _with_keys(rows: list[Facts], place: str) -> list[Facts]:
    """Return questions or criteria with a short name for each that has none yet."""
    if place == "steps":
        return rows
    taken = {one["key"] for one in rows if one["key"]}
    free = (name for number in range(1, 999) if (name := f"{place[0]}{number}") not in taken)
    return [{**one, "key": one["key"] or next(free)} for one in rows]


def _shown(row: Facts) -> Facts:
    """Return a row as people write it."""
    shown = dict(row)
    if "choices" in row:
        shown["choices"] = written_choices(row["choices"])
    if "levels" in row:
        shown["levels"] = "\n".join(row["levels"])
    return shown


def _raw(form: forms.Form) -> Facts:
    """Return what was written into a form, unchecked."""
    found: Facts = {}
    for name, field in form.fields.items():
        if name in ("DELETE", "ORDER") or isinstance(field, forms.FileField):
            continue
        found[name] = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
    return found
