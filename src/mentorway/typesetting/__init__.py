"""Pages to print: one typeface, texts that are data and never markup, PDFs that are the same each time."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

TYPEFACE: Final = Path(__file__).parent / "typeface"
CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


class Template:
    """A template of typst with the typeface read: set with it as many documents as there are.

    `name` is what the template calls the data: ``json(bytes(sys.inputs.report))``.
    """

    def __init__(self, path: Path, name: str = "report") -> None:
        """Read the typeface."""
        import typst  # noqa: PLC0415 - heavy, and seldom needed

        self.name = name
        self._compiler: Any = typst.Compiler(
            str(path), root=str(path.parent), font_paths=[str(TYPEFACE)], ignore_system_fonts=True
        )

    def pdf(self, facts: Any) -> bytes:
        """Return a tagged PDF in PDF/UA-1 mode, the same bytes for the same facts.

        Where a text has letters that the typeface lacks, that mode is left, and the tags stay.
        """
        import typst  # noqa: PLC0415 - heavy, and seldom needed

        given = self._given(facts)
        try:
            return bytes(self._compiler.compile(sys_inputs=given, pdf_standards="ua-1", timestamp=0))
        except typst.TypstError:
            return bytes(self._compiler.compile(sys_inputs=given, timestamp=0))

    def picture(self, facts: Any, dots_per_inch: int) -> bytes:
        """Return the first page as PNG."""
        pages = self._compiler.compile(sys_inputs=self._given(facts), format="png", ppi=dots_per_inch)
        return bytes(pages[0] if isinstance(pages, list) else pages)

    def _given(self, facts: Any) -> dict[str, str]:
        return {self.name: json.dumps(facts, ensure_ascii=False)}


def printable(value: Any, *, lines: bool = False) -> Any:
    r"""Return facts without characters that cannot be printed, each per cent sign held to its number.

    `lines` keeps the line breaks of texts; without it they become spaces.

    >>> printable({"share": "5 %", "names": ("a\tb",)})
    {'share': '5\xa0%', 'names': ['a b']}
    >>> printable("a\nb", lines=True)
    'a\nb'
    """
    if isinstance(value, str):
        parts = value.splitlines() if lines else [value]
        return "\n".join(CONTROL.sub(" ", part) for part in parts).replace(" %", "\u00a0%")
    if isinstance(value, list | tuple):
        return [printable(one, lines=lines) for one in value]
    if isinstance(value, dict):
        return {name: printable(one, lines=lines) for name, one in value.items()}
    return value
