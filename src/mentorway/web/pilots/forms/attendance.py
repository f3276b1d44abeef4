"""What people type to say that they are there, and what facilitators mark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.pilots.actions.attendance import Wish
from mentorway.web.pilots.models import Attendance, AttendanceChange, Participant, Presence, Source

NOT_MARKED = pgettext_lazy("attendance", "Not marked")
WAYS = (*Presence.choices, ("", NOT_MARKED))
TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "here-code"}


class HereForm(forms.Form):
    """The code on the wall, unless it is proven, and who it is, unless that is known."""

    code = forms.CharField(label=_("Code on the wall"), max_length=20, widget=forms.TextInput(attrs=TYPED))
    personal = forms.CharField(
        label=_("Your personal code"),
        max_length=20,
        widget=forms.TextInput(attrs=TYPED),
        help_text=_("Six letters and figures. They are in the letters of this cohort and on your own page."),
    )

    def __init__(self, *args: Any, asks_code: bool, asks_person: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_code:
            del self.fields["code"]
        if not asks_person:
            del self.fields["personal"]


@dataclass(frozen=True)
class Line:
    """One person on the page where facilitators mark: what is marked, what is chosen, who clashed."""

    person: Participant
    seen: str
    chosen: str
    clash: Attendance | None = None
    has_clash: bool = False
    elsewhere: str = ""

    @property
    def name(self) -> str:
        """The name of the radio buttons."""
        return f"mark-{self.person.pk}"

    @property
    def seen_name(self) -> str:
        """The name of what the page carries along unseen."""
        return f"seen-{self.person.pk}"

    @property
    def ways(self) -> list[tuple[str, str, str, bool]]:
        """Identifier, value, words of every button, and whether it is chosen."""
        return [
            (f"{self.name}-{value or 'none'}", value, str(words), value == self.chosen)
            for value, words in WAYS
        ]


class MarksForm(forms.Form):
    """Everybody on one page. What was marked when the page was made is sent along, person by person."""

    why = forms.CharField(
        label=_("Why marks are corrected"),
        max_length=AttendanceChange._meta.get_field("why").max_length,  # noqa: SLF001 - Django's own interface
        required=False,
        help_text=_("Only needed if somebody was marked already and you change it. It is kept in the log."),
    )
    source = forms.ChoiceField(
        choices=[(one.value, one.label) for one in (Source.HAND, Source.PAPER)],
        initial=Source.HAND,
        widget=forms.HiddenInput,
    )
    rest = forms.ChoiceField(choices=[("", ""), *Presence.choices], required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        people: Sequence[Participant],
        marks: Mapping[int, Attendance],
        elsewhere: Mapping[int, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people, self.marks, self.elsewhere = people, marks, elsewhere

    def clean(self) -> dict[str, Any]:
        """Read the marks; a value that is none was not sent by our page."""
        data = super().clean() or {}
        rest = data.get("rest", "")
        data["wishes"] = [
            self._wish(person, rest) for person in self.people if self._name(person) in self.data
        ]
        return data

    def lines(self) -> list[Line]:
        """Return everybody as the page shows them; what was chosen and not saved stays chosen."""
        return [self._line(person, {}) for person in self.people]

    def lines_after(
        self, marks: Mapping[int, Attendance], conflicts: Mapping[int, Attendance | None]
    ) -> list[Line]:
        """Return everybody as they are marked now, with my choice kept where somebody marked meanwhile."""
        self.marks = marks
        lines = [self._line(person, conflicts) for person in self.people]
        return [replace(line, seen=self._current(line.person)) for line in lines]

    def _current(self, person: Participant) -> str:
        mark = self.marks.get(person.pk)
        return mark.presence if mark else ""

    def _name(self, person: Participant) -> str:
        return f"mark-{person.pk}"

    def _wish(self, person: Participant, rest: str) -> Wish:
        wanted = str(self.data.get(self._name(person), ""))
        seen = str(self.data.get(f"seen-{person.pk}", ""))
        if {wanted, seen} - {"", *Presence.values}:
            raise ValidationError(_g("A mark could not be read. Open the page again, and mark once more."))
        return Wish(person.pk, seen, rest if rest and not wanted and not seen else wanted)

    def _line(self, person: Participant, conflicts: Mapping[int, Attendance | None]) -> Line:
        current = self._current(person)
        seen = str(self.data.get(f"seen-{person.pk}", current)) if self.is_bound else current
        chosen = str(self.data.get(self._name(person), seen)) if self.is_bound else current
        return Line(
            person,
            seen,
            chosen,
            clash=conflicts.get(person.pk),
            has_clash=person.pk in conflicts,
            elsewhere=self.elsewhere.get(person.pk, ""),
        )
