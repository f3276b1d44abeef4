"""What coordinators say about a topic of the vocabulary."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorway.web.practices.forms.practices import languages
from mentorway.web.practices.models import Topic, TopicGroup


class TopicForm(forms.Form):
    """A topic with its name in every language."""

    group = forms.ChoiceField(label=_("Group"), choices=TopicGroup.choices)
    esco = forms.URLField(
        label=_("ESCO skill"),
        required=False,
        help_text=_("The address of the skill in the ESCO classification, if one fits."),
        assume_scheme="https",
    )
    is_retired = forms.BooleanField(
        label=_("No longer offered"),
        required=False,
        help_text=_("Practices that have it keep it; nobody can choose it any more."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in languages():
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name: %(language)s") % {"language": name}, max_length=120, required=code == "en"
            )
        self.order_fields(["group", *(f"name_{code}" for code, _name in languages()), "esco", "is_retired"])

    @property
    def values(self) -> dict[str, Any]:
        """What the action needs."""
        found = self.cleaned_data
        names = {code: found.get(f"name_{code}", "") for code, _name in languages()}
        return {"group": found["group"], "names": names, "esco": found["esco"]}


def topic_initial(topic: Topic) -> dict[str, Any]:
    """Return what the form of a topic starts from."""
    names = {f"name_{code}": name for code, name in topic.names.items()}
    return {"group": topic.group, "esco": topic.esco, "is_retired": topic.is_retired, **names}
