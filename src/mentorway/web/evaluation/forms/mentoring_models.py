"""What people say about the mentoring models of pilots."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorway.web.evaluation.models import MentoringModel, PilotModel
from mentorway.web.pilots.models import Cohort


class ModelsForm(forms.Form):
    """For each pilot: by which model it works, and the name of a model that is not in the list."""

    def __init__(
        self, *args: Any, pilots: Sequence[Cohort], known: Mapping[int, PilotModel], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pilots = pilots
        for one in pilots:
            row = known.get(one.pk)
            self.fields[f"model_{one.pk}"] = forms.ChoiceField(
                label=gettext_lazy("Mentoring model"),
                choices=[("", gettext_lazy("Not said")), *MentoringModel.choices],
                required=False,
                initial=row.model if row else "",
            )
            self.fields[f"own_{one.pk}"] = forms.CharField(
                label=gettext_lazy("Name of another model"),
                max_length=60,
                required=False,
                initial=row.own if row else "",
                help_text=gettext_lazy("Only for “Another model”. Pilots with the same name are one model."),
                widget=forms.TextInput(attrs={"dir": "auto"}),
            )

    def rows(self) -> Iterator[tuple[Cohort, list[forms.BoundField]]]:
        """Yield each pilot with its fields."""
        for one in self.pilots:
            yield one, [self[f"model_{one.pk}"], self[f"own_{one.pk}"]]

    def clean(self) -> dict[str, Any]:
        """Ask for the name of another model, and refuse a name beside a model of the list."""
        data = super().clean() or self.cleaned_data
        for one in self.pilots:
            model, own = data.get(f"model_{one.pk}", ""), data.get(f"own_{one.pk}", "").strip()
            if model == MentoringModel.OWN and not own:
                self.add_error(f"own_{one.pk}", _("Name the other model, or choose one of the list."))
            if model != MentoringModel.OWN and own:
                text = _("“%(name)s” is not used: choose “Another model” for it, or take the name away.")
                self.add_error(f"own_{one.pk}", text % {"name": own})
        return data

    def models(self) -> dict[int, tuple[str, str]]:
        """Return what was said, by the key of the pilot."""
        said = self.cleaned_data
        return {one.pk: (said[f"model_{one.pk}"], said[f"own_{one.pk}"]) for one in self.pilots}
