"""What people say about answers and what they ask of them."""

from mentorway.web.comparison.forms.analyses import AnalysisForm, ReleaseForm, TitleForm
from mentorway.web.comparison.forms.answers import (
    ChoiceForm,
    ColumnsForm,
    DescriptionForm,
    NewerForm,
    StoringForm,
    StreamToDisk,
    UploadForm,
    is_too_large,
)
from mentorway.web.core.forms import ConfirmationForm

__all__ = [
    "AnalysisForm", "ChoiceForm", "ColumnsForm", "ConfirmationForm", "DescriptionForm", "NewerForm",
    "ReleaseForm", "StoringForm", "StreamToDisk", "TitleForm", "UploadForm", "is_too_large",
]  # fmt: skip
