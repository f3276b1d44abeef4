"""What people say about two partners that may be one."""

from typing import Any

from django import forms

from mentorway.web.core.merging import RevisionField
from mentorway.web.network.analysis.partners import FIELDS, snapshot_of, values_of
from mentorway.web.network.forms.choosing import choose
from mentorway.web.network.forms.partners import PartnerForm, as_read
from mentorway.web.network.models import Partner

LEFT, RIGHT = "left", "right"


class MergingForm(forms.Form):
    """For each field that differs: whose value stays."""

    left_revision, right_revision = RevisionField(), RevisionField()

    def __init__(self, *args: Any, kept: Partner, double: Partner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept, self.double = kept, double
        self.initial = {"left_revision": kept.revision, "right_revision": double.revision}
        left, right = snapshot_of(kept), snapshot_of(double)
        asked = PartnerForm()
        for name in FIELDS:
            if left[name] != right[name]:
                field = forms.ChoiceField(
                    label=asked.fields[name].label,
                    widget=forms.RadioSelect,
                    initial=LEFT if left[name] else RIGHT,
                )
                words = [as_read(asked.fields[name], text) for text in (left[name], right[name])]
                choose(field, list(zip((LEFT, RIGHT), words, strict=True)))
                self.fields[name] = field

    def asked(self) -> dict[str, Any]:
        """Return what the action needs: the fields as chosen, and the revisions that were read."""
        sides = {LEFT: values_of(self.kept), RIGHT: values_of(self.double)}
        chosen = {name: sides[self.cleaned_data.get(name, LEFT)][name] for name in FIELDS}
        revisions = {
            self.kept.pk: self.cleaned_data["left_revision"],
            self.double.pk: self.cleaned_data["right_revision"],
        }
        return {"revisions": revisions, **chosen}
