"""Parts of addresses."""

from django.conf import settings
from django.urls import register_converter


class LanguageConverter:
    """A language of the interface: en, lt, lv, sv, fi."""

    regex = "|".join(code for code, _name in settings.LANGUAGES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class FileKind:
    """The ending of a table's name."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(LanguageConverter, "language")
register_converter(FileKind, "table")
