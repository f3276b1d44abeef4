"""What people say about lines of a plan."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.merging import RevisionField
from mentorway.web.flow import FLOW
from mentorway.web.network.forms.choosing import choose, countries_or_none
from mentorway.web.network.forms.visits import sane_day
from mentorway.web.network.models import Partner
from mentorway.web.plan.models import Dependency, Item, Kind
from mentorway.web.plan.models.items import MOMENTS

NOTHING: Final = ("", "–")
PARTS: Final = (
    (_("What it is"), ("kind", "parent", "code", "title", "description")),
    (_("Who and where"), ("lead", "activity", "country")),
    (_("How long and when"), ("days", "bound", "day", "deadline", "shortest", "longest")),
)


def activities() -> list[tuple[str, Any]]:
    """Return the activities of a programme, after none."""
    return [NOTHING, *((one.app, one.title) for one in FLOW)]


def _indented(rows: Sequence[Item], depths: Mapping[int, int]) -> Any:
    """Return what a field of lines shows: the deeper in the tree, the further in."""
    return [NOTHING, *((one.pk, "\u2003" * depths.get(one.pk, 0) + str(one)) for one in rows)]


class ItemForm(forms.ModelForm[Item]):
    """A line: what it is, who leads it, how long it takes and what is decided about its dates."""

    revision = RevisionField()
    activity = forms.ChoiceField(
        label=_("Activity"),
        choices=activities,
        required=False,
        help_text=_("To which activity of the programme it belongs. It finds evidence there."),
    )
    days = forms.IntegerField(
        label=_("Working days"),
        min_value=0,
        max_value=5000,
        required=False,
        help_text=_(
            "Milestones and deliverables take none. A work package takes as long as its parts, if it has any."
        ),
    )
    day = sane_day(label=_("Day"), required=False)
    deadline = sane_day(
        label=_("To be finished by"),
        required=False,
        help_text=_("It moves no dates, but what ends later is shown as late."),
    )
    shortest = forms.IntegerField(
        label=_("Working days at the shortest"),
        min_value=0,
        max_value=5000,
        required=False,
        help_text=_("Say how sure you are: from this and the longest time the chances of the end follow."),
    )
    longest = forms.IntegerField(
        label=_("Working days at the longest"), min_value=0, max_value=5000, required=False
    )

    class Meta:
        model = Item
        fields = [*(name for _heading, names in PARTS for name in names)]
        labels = {
            "kind": _("Kind"),
            "parent": _("Belongs to"),
            "code": _("Code"),
            "title": _("Title"),
            "description": _("Description"),
            "lead": _("Who leads it"),
            "country": _("Public holidays of"),
            "bound": _("When it begins"),
        }
        help_texts = {
            "code": _("Short, such as T2.1."),
            "country": _("Leave it empty for those of who leads it."),
        }
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}

    def __init__(
        self,
        *args: Any,
        leads: QuerySet[Partner],
        parents: Sequence[Item],
        depths: Mapping[int, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        lead, parent = self.fields["lead"], self.fields["parent"]
        if isinstance(lead, forms.ModelChoiceField) and isinstance(parent, forms.ModelChoiceField):
            lead.queryset, lead.empty_label = leads, "–"
            parent.queryset = Item.objects.filter(pk__in=[one.pk for one in parents])
            parent.widget = forms.Select(choices=_indented(parents, depths))
        choose(self.fields["country"], countries_or_none())
        choose(self.fields["kind"], Kind.choices)

    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return what belongs together, under its heading."""
        return [(heading, [self[name] for name in names]) for heading, names in PARTS]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if "days" in found and found["days"] is None:
            found["days"] = 0
        return found

    def _post_clean(self) -> None:
        """Leave the row to the action."""


class NewItemForm(ItemForm):
    """A new line."""

    revision = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].required = False
        self.fields["code"].help_text = _("Short, such as T2.1. Leave it empty to get the next one.")


class ProgressForm(forms.Form):
    """How far a line is, and when it really began and ended."""

    revision = RevisionField()
    done = forms.IntegerField(label=_("Done, in percent"), min_value=0, max_value=100)
    started = sane_day(label=_("Really begun on"), required=False)
    finished = sane_day(
        label=_("Really finished on"), required=False, help_text=_("What is finished is done in full.")
    )
    deviation = forms.CharField(
        label=_("Why it is other than planned"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It stands in the report to the funder."),
    )

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if item.kind in MOMENTS:
            del self.fields["started"]
            self.fields["finished"].label = _("Reached on")


class DependencyForm(forms.ModelForm[Dependency]):
    """What a line depends on, and how."""

    before = forms.ModelChoiceField(Item.objects.none(), label=_("Depends on"))
    lag = forms.IntegerField(
        label=_("Working days between"),
        required=False,
        min_value=-5000,
        max_value=5000,
        initial=0,
        help_text=_("Below 0 if it may begin or end earlier."),
    )

    class Meta:
        model = Dependency
        fields = ["before", "link", "lag"]
        labels = {"link": _("How")}

    def __init__(self, *args: Any, others: Sequence[Item], depths: Mapping[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        before = self.fields["before"]
        if isinstance(before, forms.ModelChoiceField):
            before.queryset = Item.objects.filter(pk__in=[one.pk for one in others]).select_related("project")
            before.widget = forms.Select(choices=_indented(others, depths))

    def clean_lag(self) -> int:
        """Take nothing for 0."""
        return int(self.cleaned_data["lag"] or 0)

    def _post_clean(self) -> None:
        """Leave the row to the action."""


class BaselineForm(forms.Form):
    """What a baseline is called."""

    title = forms.CharField(
        label=_("Title"), max_length=100, help_text=_("For example: as in the grant agreement.")
    )
