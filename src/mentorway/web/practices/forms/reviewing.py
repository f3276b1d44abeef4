"""What reviewers and coordinators say."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.practices.forms.rubric import RUBRIC
from mentorway.web.practices.models import Advice, Criterion, Review, Strength

WEEKS_TO_REVIEW = 3
PLACE = "score_"
ACCEPT, CHANGES, WITHDRAW = "accept", "changes", "withdraw"
DECISIONS = [
    (ACCEPT, _("Accept: the network reads it")),
    (CHANGES, _("Ask for changes, then review it again")),
    (WITHDRAW, _("Withdraw it: it does not become a good practice")),
]


class AskForm(forms.Form):
    people = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Reviewers"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person.")},
    )
    due = forms.DateField(
        label=_("By when"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, people: QuerySet[User], shown: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["due"] = timezone.localdate() + dt.timedelta(weeks=WEEKS_TO_REVIEW)
        field = self.fields["people"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = people
            field.choices = [(one.pk, named(one)) for one in shown]

    def clean_due(self) -> dt.date:
        day: dt.date = self.cleaned_data["due"]
        if day < timezone.localdate():
            raise forms.ValidationError(_now("This day is over. Choose a later one."))
        return day


def named(person: User) -> str:
    """Return who somebody is: name, partners, and how many reviews they already owe."""
    places = ", ".join(f"{one.partner.name} ({one.partner.country})" for one in person.memberships.all())
    waiting = getattr(person, "waiting", 0)
    owes = _now("open reviews: %(count)d") % {"count": waiting} if waiting else ""
    return " · ".join(part for part in (str(person), places, owes) if part)


class ReviewForm(forms.Form):
    """Seven criteria, the strength of the evidence, advice and remarks; ``whole`` when it is handed in."""

    use_required_attribute = False

    def __init__(self, *args: Any, whole: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in Criterion:
            self.fields[f"{PLACE}{criterion.value}"] = _score(criterion)
        self.fields["strength"] = forms.TypedChoiceField(
            label=_("Strength of the evidence"),
            help_text=_("Choose the highest step that the description really shows."),
            choices=Strength.choices,
            coerce=int,
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
        )
        self.fields["advice"] = forms.ChoiceField(
            label=pgettext_lazy("review", "Advice"),
            choices=Advice.choices,
            required=False,
            widget=forms.RadioSelect,
        )
        self.fields["remarks"] = forms.CharField(
            label=_("Remarks for the authors"),
            help_text=_(
                "What is good, and what exactly should change? The authors read this without your name."
            ),
            max_length=10_000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 8}),
        )
        self.fields["confidential"] = forms.CharField(
            label=_("Remarks for the coordinators only"),
            max_length=4000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        for name in ("remarks", "confidential"):
            self.fields[name].widget.attrs.pop("maxlength", None)
        for name, field in self.fields.items():
            field.required = whole and name != "confidential"
            field.error_messages["required"] = _now("Answer this before you hand in the review.")

    @property
    def values(self) -> dict[str, Any]:
        """What the action needs."""
        found = self.cleaned_data
        scores = {
            one.value: found[f"{PLACE}{one.value}"] for one in Criterion if found[f"{PLACE}{one.value}"]
        }
        plain = ("strength", "advice", "remarks", "confidential")
        return {"scores": scores, **{name: found[name] for name in plain}}


def _score(criterion: Criterion) -> forms.TypedChoiceField:
    guide = RUBRIC[criterion]
    choices = [
        (1, format_html("1 – {}", guide.lowest)),
        (2, "2"),
        (3, "3"),
        (4, format_html("4 – {}", guide.highest)),
    ]
    return forms.TypedChoiceField(
        label=criterion.label,
        help_text=guide.question,
        choices=choices,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


def review_initial(review: Review) -> dict[str, Any]:
    """Return what the form of a review starts from."""
    scores = {f"{PLACE}{name}": score for name, score in review.scores.items()}
    plain = ("strength", "advice", "remarks", "confidential")
    return {**scores, **{name: getattr(review, name) for name in plain}}


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        help_text=_(
            "Only the coordinators read this. No time, too near, not your subject: each is a good reason."
        ),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DecisionForm(forms.Form):
    """What a coordinator decides after both reviews."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=DECISIONS,
        widget=forms.RadioSelect,
    )
    strength = forms.TypedChoiceField(
        label=_("Agreed strength of the evidence"),
        choices=[("", "–"), *Strength.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    strength_why = forms.CharField(
        label=_("Why this strength"),
        help_text=_("Readers see it. Needed if the reviewers rate the evidence otherwise."),
        max_length=500,
        required=False,
    )
    note = forms.CharField(
        label=_("To the authors"),
        help_text=_("They read it with the remarks of the reviewers. Needed if something is to change."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, may_accept: bool, is_read: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].widget.attrs.pop("maxlength", None)
        field = self.fields["decision"]
        if isinstance(field, forms.ChoiceField):
            closed = {ACCEPT} if not may_accept else set()
            closed |= {CHANGES} if is_read else set()  # whoever reads must be done, or asked no longer
            field.choices = [one for one in DECISIONS if one[0] not in closed]
        if not may_accept:
            del self.fields["strength"], self.fields["strength_why"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        decision = found.get("decision")
        if decision == ACCEPT and not found.get("strength"):
            self.add_error("strength", _now("Say how strong the evidence is."))
        if decision in (CHANGES, WITHDRAW) and not found.get("note", "").strip():
            self.add_error("note", _now("Tell the authors why."))
        return found
