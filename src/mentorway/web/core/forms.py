"""Between a form and the action that it asks for."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm


def carried_out(form: BaseForm, action: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
    """Do ``action``; what it refuses is shown on ``form``. Return whether it was done."""
    try:
        action(*args, **kwargs)
    except ValidationError as refusal:
        known = hasattr(refusal, "error_dict") and set(refusal.error_dict) <= {*form.fields, "__all__"}
        form.add_error(None, refusal if known or not hasattr(refusal, "error_dict") else refusal.messages)
        return False
    return True
