"""The page on which somebody decides about each field that two people changed (see `merging`)."""

import copy
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mentorway.web.core.merging import REVISION, Fate, Field, Merge, raw
from mentorway.web.core.paragraphs import differences, whole

MINE, THEIRS, ANEW = "mine", "theirs", "anew"
# After the name of a field: what was decided about it, and what both had written.
DECIDED, MINE_END, THEIRS_END = "__merge", "__mine", "__theirs"


@dataclass(frozen=True)
class Part:
    """Some paragraphs of a text: whether they clash, and what was put in and taken out."""

    is_clash: bool
    runs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Way:
    """One way to settle a clash: its radio button, and what would be saved; no text to write anew.

    A text of several paragraphs comes in ``parts``, which mark the clash.
    """

    value: str
    radio: Any
    text: str
    parts: Sequence[Part] = ()


@dataclass(frozen=True)
class Clash:
    """One field that both changed: its label, what it was, and the ways to settle it."""

    label: str
    before: str
    ways: Sequence[Way]
    anew: forms.BoundField


class MergeForm(forms.Form):
    """Asks about every clash of ``merge``; what it sends, `settled` makes an answer to ``form`` again."""

    def __init__(self, merge: Merge, form: forms.BaseForm) -> None:
        super().__init__()
        self.merge, self.asked = merge, form
        for field in merge.conflicts:
            name = form.add_prefix(field.name)
            ways = [(MINE, _("Keep mine")), (THEIRS, _("Take theirs")), (ANEW, _("Write it anew"))]
            # Nothing is chosen beforehand: what somebody writes anew must not lose to a forgotten button.
            self.fields[f"{name}{DECIDED}"] = forms.ChoiceField(choices=ways, widget=forms.RadioSelect)
            anew = copy.deepcopy(form.fields[field.name])
            is_long = isinstance(anew.widget, forms.Textarea)
            start = field.with_both if is_long else form.cleaned_data.get(field.name)
            anew.required, anew.initial = False, start
            anew.label = _("%(field)s, written anew") % {"field": self._label(field)}
            self.fields[name] = anew

    @property
    def last(self) -> Any:
        """The last change that was saved meanwhile."""
        return self.merge.last

    @property
    def clashes(self) -> list[Clash]:
        """What is to be decided."""
        return [self._clash(field) for field in self.merge.conflicts]

    @property
    def taken(self) -> list[str]:
        """The labels of the fields that only they changed: theirs will be kept without asking."""
        return [self._label(field) for field in self.merge.fields if field.fate is Fate.THEIRS]

    @property
    def kept(self) -> list[str]:
        """The labels of the fields that only I changed."""
        return [self._label(field) for field in self.merge.fields if field.fate is Fate.MINE]

    @property
    def joined(self) -> list[str]:
        """The labels of the texts that both changed, in paragraphs apart: they are put together."""
        return [self._label(field) for field in self.merge.fields if field.fate is Fate.TOGETHER]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the page carries along unseen, as names and values of hidden inputs."""
        found = [(self.asked.add_prefix(REVISION), str(self.merge.revision))]
        for field in self.merge.fields:
            name, asked = self.asked.add_prefix(field.name), self.asked.fields[field.name]
            if field.fate is Fate.CONFLICT:
                found += [(f"{name}{MINE_END}", value) for value in raw(asked, field.with_mine)]
                found += [(f"{name}{THEIRS_END}", value) for value in raw(asked, field.with_theirs)]
            else:
                found += [(name, value) for value in raw(asked, field.value)]
        return found

    def _label(self, field: Field) -> str:
        return str(self.asked[field.name].label)

    def _clash(self, field: Field) -> Clash:
        name, asked = self.asked.add_prefix(field.name), self.asked.fields[field.name]
        said = {MINE: shown(asked, field.mine), THEIRS: shown(asked, field.theirs), ANEW: ""}
        ways = []
        for radio in self[f"{name}{DECIDED}"].subwidgets:
            value = str(radio.data["value"])
            ways.append(Way(value, radio, said[value], _parts(field, value) if value != ANEW else ()))
        return Clash(self._label(field), shown(asked, field.base), ways, self[name])


def _parts(field: Field, way: str) -> list[Part]:
    """Return a text of several paragraphs as one of the two ways would save it, against what it was."""
    found = []
    for piece in field.pieces:
        if piece.is_clash:
            chosen = piece.mine if way == MINE else piece.theirs
            found.append(Part(is_clash=True, runs=differences(whole(piece.base), whole(chosen))))
        elif piece.agreed:
            found.append(Part(is_clash=False, runs=[("same", whole(piece.agreed))]))
    return found


def shown(field: forms.Field, text: str) -> str:
    """Return the text of a snapshot as people read it: the words of choices, dates in their language."""
    if isinstance(field, forms.BooleanField):
        return _("Yes") if text else _("No")
    if isinstance(field, forms.DateField) and text:
        return date_format(dt.date.fromisoformat(text))
    choices = getattr(field, "choices", None)
    if choices is None:
        return text
    names = dict(_flat(choices))
    return ", ".join(names.get(one, one) for one in text.split("\n"))


def _flat(choices: Iterable[tuple[Any, Any]]) -> Iterable[tuple[str, str]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), str(label)


def settled(post: QueryDict) -> QueryDict | None:
    """Return what was sent, with every clash replaced by what was decided about it.

    What an ordinary form sent comes back as it is, and nothing (a page that was only asked for) as None, so
    that a view can hand ``request.POST`` over without looking.
    """
    if not post:
        return None
    data = post.copy()
    for key in [key for key in post if key.endswith(DECIDED)]:
        name = key.removesuffix(DECIDED)
        end = {MINE: MINE_END, THEIRS: THEIRS_END}.get(str(post[key]))
        if end:
            data.setlist(name, post.getlist(f"{name}{end}"))
        for one in (DECIDED, MINE_END, THEIRS_END):
            data.pop(f"{name}{one}", None)
    return data
