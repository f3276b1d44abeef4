"""Keep the five catalogues in step with the code.

python tools/translations.py update          collect every text, add it to each catalogue, drop what is gone
python tools/translations.py missing lt      print what lt still lacks, as JSON
python tools/translations.py fill lt F.json  put in translations: {msgid: text or [plural forms]}
python tools/translations.py check           fail when a catalogue is not complete (a test does the same)

Reads Python by its syntax tree and templates through Django's own reader, so it needs no gettext program.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polib

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(__file__).resolve().parent.parent / "src" / "mentorway"
PLURALS = {
    "en": "nplurals=2; plural=(n != 1);",
    "lt": "nplurals=3; plural=(n%10==1 && (n%100<11 || n%100>19) ? 0 : "
    "n%10>=2 && n%10<=9 && (n%100<11 || n%100>19) ? 1 : 2);",
    "lv": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);",
    "sv": "nplurals=2; plural=(n != 1);",
    "fi": "nplurals=2; plural=(n != 1);",
}
DRAFT = "draft, awaiting a native reader"
SINGULAR = {"_", "N_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
CALL = re.compile(r"(?<![\w.])(?:_|gettext|ngettext|pgettext|npgettext)\(")
PLACEHOLDER = re.compile(r"%\((\w+)\)[#0\- +]*\d*(?:\.\d+)?[sdfgiu]|(%%)")


@dataclass(frozen=True)
class Text:
    """One text to translate and where it stands."""

    singular: str
    plural: str
    context: str | None
    place: str

    @property
    def key(self) -> tuple[str | None, str]:
        """What makes two texts the same entry of a catalogue."""
        return self.context, self.singular


def texts() -> dict[tuple[str | None, str], list[Text]]:
    """Every text of the product, with all its places."""
    found: dict[tuple[str | None, str], list[Text]] = {}
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            source = _of_python(path.read_text("utf-8"), _place(path))
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            source = _of_template(path.read_text("utf-8"), _place(path))
        else:
            continue
        for text in source:
            found.setdefault(text.key, []).append(text)
    return found


def _place(path: Path) -> str:
    return path.relative_to(SOURCE.parent.parent).as_posix()


def _of_python(source: str, place: str) -> Iterator[Text]:
    tree = ast.parse(source)
    called = _called(tree)
    named: dict[int, dict[str, str]] = {}
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            named |= dict.fromkeys(map(id, ast.walk(function)), _named(function))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            text = _of_call(node, place, named.get(id(node), {}), called)
            if text is not None and text.singular:
                yield text


def _called(tree: ast.AST) -> dict[str, str]:
    """Return what each name that Django's functions were imported by stands for: gettext as _now."""
    brought = (one for one in ast.walk(tree) if isinstance(one, ast.ImportFrom))
    ours = (one for one in brought if one.module == "django.utils.translation")
    return {one.asname: one.name for line in ours for one in line.names if one.asname}


def _named(function: ast.FunctionDef) -> dict[str, str]:
    """Return the texts that have a name within a function, where the name means one text only."""
    found: dict[str, set[str]] = {}
    for one in ast.walk(function):
        if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name):
            value = one.value.value if isinstance(one.value, ast.Constant) else None
            found.setdefault(one.targets[0].id, set()).add(value if isinstance(value, str) else "")
    return {
        name: next(iter(values)) for name, values in found.items() if len(values) == 1 and "" not in values
    }


def _words(argument: ast.expr, named: dict[str, str]) -> str:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    return named.get(argument.id, "") if isinstance(argument, ast.Name) else ""


def _of_call(node: ast.Call, place: str, named: dict[str, str], called: dict[str, str]) -> Text | None:
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    name = called.get(name, name)
    words = [found for found in (_words(one, named) for one in node.args) if found]
    if name in SINGULAR and words:
        return Text(words[0], "", None, place)
    if name == "Message" and words:
        plural = next((_words(word.value, named) for word in node.keywords if word.arg == "plural"), "")
        return Text(words[0], plural, None, place)
    if name in PLURAL and len(words) >= 2:
        return Text(words[0], words[1], None, place)
    if name in CONTEXT and len(words) >= 2:
        return Text(words[1], "", words[0], place)
    return None


def _of_template(source: str, place: str) -> Iterator[Text]:
    from django.conf import settings  # noqa: PLC0415 - only templates need Django

    if not settings.configured:
        settings.configure()
    from django.utils.translation.template import templatize  # noqa: PLC0415

    code = templatize(source)
    for match in CALL.finditer(code):
        yield from _of_python(_whole_call(code, match.start()), place)


def _whole_call(code: str, start: int) -> str:
    """Return the call that starts at ``start``: the shortest text that reads as Python."""
    end = code.find(")", start)
    while end != -1:
        try:
            ast.parse(code[start : end + 1])
        except SyntaxError:
            end = code.find(")", end + 1)
        else:
            return code[start : end + 1]
    return ""


def catalogue_path(language: str) -> Path:
    """Where the catalogue of ``language`` is kept."""
    return SOURCE / "locale" / language / "LC_MESSAGES" / "django.po"


def catalogue(language: str) -> polib.POFile:
    """Return the catalogue of ``language``, or a new one."""
    path = catalogue_path(language)
    return polib.pofile(str(path), wrapwidth=110) if path.exists() else polib.POFile(wrapwidth=110)


def _keep(language: str, book: polib.POFile) -> None:
    book.metadata = {
        "Project-Id-Version": "Mentorway",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
        "X-Translation-State": "source" if language == "en" else DRAFT,
    }
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(str(path))


def _forms(language: str) -> int:
    return int(PLURALS[language][len("nplurals=")])


def update() -> None:
    """Bring every catalogue in step with the code; English says itself, unless it was reworded."""
    wanted = texts()
    for language in PLURALS:
        before = {(entry.msgctxt, entry.msgid): entry for entry in catalogue(language)}
        book = polib.POFile(wrapwidth=110)
        for key in sorted(wanted, key=lambda key: (key[1], key[0] or "")):
            book.append(_entry(language, wanted[key], before.get(key)))
        _keep(language, book)


def _entry(language: str, places: list[Text], before: polib.POEntry | None) -> polib.POEntry:
    text = places[0]
    plural = next((one.plural for one in places if one.plural), "")
    flags = ["python-format"] if PLACEHOLDER.search(text.singular + plural) else []
    entry = polib.POEntry(
        msgid=text.singular,
        msgctxt=text.context,
        occurrences=[(place, "") for place in sorted({one.place for one in places})],
        flags=flags,
    )
    if plural:
        entry.msgid_plural = plural
        kept = before.msgstr_plural if before else {}
        entry.msgstr_plural = {form: kept.get(form, "") for form in range(_forms(language))}
        if language == "en":
            entry.msgstr_plural = {0: text.singular, 1: plural}
    else:
        entry.msgstr = (before.msgstr if before else "") or (text.singular if language == "en" else "")
    return entry


def _filled(entry: polib.POEntry) -> bool:
    return all(entry.msgstr_plural.values()) if entry.msgid_plural else bool(entry.msgstr)


def missing(language: str) -> list[dict[str, object]]:
    """What ``language`` still lacks."""
    return [
        {"msgid": entry.msgid, "plural": entry.msgid_plural, "context": entry.msgctxt}
        for entry in catalogue(language)
        if not _filled(entry)
    ]


def fill(language: str, translations: dict[str, str | list[str]]) -> int:
    """Put translations in and return how many were taken."""
    book, taken = catalogue(language), 0
    for entry in book:
        value = translations.get(f"{entry.msgctxt}|{entry.msgid}" if entry.msgctxt else entry.msgid)
        if isinstance(value, list) and entry.msgid_plural:
            entry.msgstr_plural = dict(enumerate(value))
            taken += 1
        elif isinstance(value, str) and not entry.msgid_plural:
            entry.msgstr = value
            taken += 1
    _keep(language, book)
    return taken


def problems(language: str) -> list[str]:
    """Return what is wrong with a catalogue: missing, left over or unfilled texts, other placeholders."""
    wanted, book = texts(), catalogue(language)
    have = {(entry.msgctxt, entry.msgid) for entry in book}
    found = [f"{language}: not in the catalogue: {key[1]!r}" for key in wanted if key not in have]
    for entry in book:
        if (entry.msgctxt, entry.msgid) not in wanted:
            found.append(f"{language}: no longer in the code: {entry.msgid!r}")
        if not _filled(entry) or "fuzzy" in entry.flags:
            found.append(f"{language}: not translated: {entry.msgid!r}")
        found.extend(_wrong_placeholders(language, entry))
    return found


def _wrong_placeholders(language: str, entry: polib.POEntry) -> Iterator[str]:
    allowed = {
        match.group(0) for text in (entry.msgid, entry.msgid_plural) for match in PLACEHOLDER.finditer(text)
    }
    forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if entry.msgid_plural and len(forms) != _forms(language):
        yield f"{language}: {len(forms)} plural forms instead of {_forms(language)}: {entry.msgid!r}"
    for form in forms:
        used = {match.group(0) for match in PLACEHOLDER.finditer(form)}
        if form and (used - allowed or (not entry.msgid_plural and used != allowed)):
            yield f"{language}: placeholders differ in {form!r}"


def main(arguments: list[str]) -> int:
    """Run one of the commands."""
    match arguments:
        case ["update"]:
            update()
        case ["missing", language]:
            print(json.dumps(missing(language), ensure_ascii=False, indent=1))
        case ["fill", language, path]:
            print(fill(language, json.loads(Path(path).read_text("utf-8"))))
        case ["check"]:
            found = [problem for language in PLURALS for problem in problems(language)]
            print("\n".join(found))
            return int(bool(found))
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
