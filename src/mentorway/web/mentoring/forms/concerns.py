"""What somebody wants to talk about, and what those who run the round reply."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorway.web.mentoring.models import ConcernKind


class TalkToUsForm(forms.Form):
    """That somebody wants to talk; the text may stay empty."""

    kind = forms.ChoiceField(
        label=_("What would help you?"),
        choices=[
            (ConcernKind.TALK, _("I would like to talk to somebody who runs the round")),
            (ConcernKind.CHANGE, _("I would like to work with somebody else")),
        ],
        initial=ConcernKind.TALK,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("What we should know, if you like"),
        help_text=_("You need not give a reason. You can also just say how we best reach you."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )


class ConcernReplyForm(forms.Form):
    """What those who run the round reply."""

    text = forms.CharField(
        label=_("Your reply"),
        help_text=_(
            "The person reads it on their own page. The letter only says that there is a reply. The other "
            "one in the pair learns nothing of it."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    settles = forms.BooleanField(label=_("With this it is settled"), required=False)
