"""Forms as JSON Schema, so that clients can be generated; what a row adds to its form is not in it."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.forms import BaseForm
from django.utils.choices import BlankChoiceIterator

MOST_CHOICES: Final = 200
NOT_ASKED: Final = frozenset({"MergeForm"})  # asked only when two people changed the same
# Kinds of fields from the most special to the most general.
KINDS: Final[tuple[tuple[type[forms.Field], Mapping[str, Any]], ...]] = (
    (forms.ModelMultipleChoiceField, {"type": "array", "items": {"type": ["string", "integer"]}}),
    (forms.ModelChoiceField, {"type": ["string", "integer", "null"]}),
    (forms.MultipleChoiceField, {"type": "array", "items": {"type": "string"}}),
    (forms.FileField, {"type": "string", "contentMediaType": "application/octet-stream"}),
    (forms.NullBooleanField, {"type": ["boolean", "string", "null"]}),
    (forms.BooleanField, {"type": "boolean"}),
    (forms.FloatField, {"type": ["number", "string", "null"]}),
    (forms.DecimalField, {"type": ["number", "string", "null"]}),
    (forms.IntegerField, {"type": ["integer", "string", "null"]}),
    (forms.DateTimeField, {"type": ["string", "null"], "format": "date-time"}),
    (forms.DateField, {"type": ["string", "null"], "format": "date"}),
    (forms.TimeField, {"type": ["string", "null"], "format": "time"}),
    (forms.EmailField, {"type": ["string", "null"], "format": "email"}),
    (forms.URLField, {"type": ["string", "null"], "format": "uri"}),
)


def schema_of(kinds: Iterable[type[Any]]) -> dict[str, Any]:
    """Return what forms of these kinds ask, together; a form for each of several rows asks what it asks."""
    asked: list[Any] = [one for one in kinds if issubclass(one, BaseForm) and one.__name__ not in NOT_ASKED]
    properties = {name: _field(field) for one in asked for name, field in one.base_fields.items()}
    return {"type": "object", "properties": properties, "additionalProperties": True}


def has_files(kinds: Iterable[type[Any]]) -> bool:
    """Whether a file is asked for, which only a form of several parts can send."""
    fields = [field for one in kinds for field in getattr(one, "base_fields", {}).values()]
    return any(isinstance(one, forms.FileField) for one in fields)


def _field(field: forms.Field) -> dict[str, Any]:
    found: dict[str, Any] = next((dict(said) for kind, said in KINDS if isinstance(field, kind)), {})
    found = found or {"type": ["string", "integer", "number", "null"]}
    values = _choices(field)
    if values and found["type"] == "array":
        found["items"] = {"type": "string", "enum": values}
    elif values:
        found = {"enum": [*values, *([] if field.required else ["", None])]}
    longest = getattr(field, "max_length", None)
    if longest and "enum" not in found and "contentMediaType" not in found and found["type"] != "array":
        found["maxLength"] = longest
    if field.label:
        found["title"] = str(field.label)
    if field.help_text:
        found["description"] = str(field.help_text)
    return found


def _choices(field: forms.Field) -> list[str]:
    """Return choices that stand in the code; those that come from rows differ from page to page."""
    if isinstance(field, forms.ModelChoiceField) or not isinstance(field, forms.ChoiceField):
        return []
    given: Any = field.choices
    if isinstance(given, BlankChoiceIterator):
        given = given.choices
    if not isinstance(given, list | tuple):
        return []
    values = [one for one in dict.fromkeys(_flat(given)) if one]
    return values if len(values) <= MOST_CHOICES else []


def _flat(choices: Iterable[Any]) -> Iterable[str]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value)
