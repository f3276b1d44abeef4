"""What people say about studies, those who are asked, and answers."""

from mentorway.web.study.forms.answers import (
    DeviceForm,
    FileForm,
    MatchForm,
    ScalesForm,
    SpreadsheetForm,
    WithdrawalForm,
)
from mentorway.web.study.forms.asking import CodesForm, PeopleForm, WaveForm
from mentorway.web.study.forms.contacts import ContactsForm
from mentorway.web.study.forms.handing import HandOverForm
from mentorway.web.study.forms.studies import (
    DescriptionForm,
    PlanForm,
    StudyForm,
    TextsForm,
    VersionForm,
)

__all__ = [
    "CodesForm",
    "ContactsForm",
    "DescriptionForm",
    "DeviceForm",
    "FileForm",
    "HandOverForm",
    "MatchForm",
    "PeopleForm",
    "PlanForm",
    "ScalesForm",
    "SpreadsheetForm",
    "StudyForm",
    "TextsForm",
    "VersionForm",
    "WaveForm",
    "WithdrawalForm",
]
