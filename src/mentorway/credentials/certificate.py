"""The certificate to print: a tagged PDF with every element of a micro-credential, in five languages."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import segno

from mentorway.credentials.microcredential import Kind, MicroCredential, Participation, check
from mentorway.figures import DECIMAL_COMMA
from mentorway.language import Words
from mentorway.typesetting import Template
from mentorway.wording import N_

TEMPLATE: Final = Path(__file__).with_name("certificate.typ")
CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+")
EMOJI: Final = re.compile(
    "[\u200d\u20e3\u2600-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\U0001f000-\U0001faff\U000e0000-\U000e007f]+"
)
UNSET: Final = re.compile(  # Latin, Greek, Cyrillic, Hebrew, Arabic and signs are set; no other scripts are
    "[^\x00-\u052f\u05d0-\u05ea\u0621-\u064a\u0660-\u0669\u066e-\u06d3\u06f0-\u06f9\u1e00-\u1fff\u2000-\u218f"
    "\u2190-\u2199\u2212\u2248\u2264\u2265\u25a1]"
)
NO_LETTER: Final = "□"
COUNTRIES: Final = {
    "DK": N_("Denmark"),
    "EE": N_("Estonia"),
    "FI": N_("Finland"),
    "IS": N_("Iceland"),
    "LT": N_("Lithuania"),
    "LV": N_("Latvia"),
    "NO": N_("Norway"),
    "SE": N_("Sweden"),
}
LANGUAGES: Final = {"en": "English", "lt": "lietuvių", "lv": "latviešu", "sv": "svenska", "fi": "suomi"}
DAYS: Final = {"fi": "{0.day}.{0.month}.{0.year}", "lv": "{0.day:02}.{0.month:02}.{0.year}."}


@dataclass(frozen=True)
class Sheet:
    """What is printed: a certificate, where it can be checked, and the language of the labels."""

    credential: MicroCredential
    address: str
    language: str = "en"


def certificate(sheet: Sheet) -> bytes:
    """Set one certificate.

    Parameters
    ----------
    sheet : Sheet
        Its credential must be complete.

    Returns
    -------
    bytes
        PDF, A4 landscape, tagged, in PDF/UA-1 mode; the same bytes for the same sheet. Emoji are left out,
        and for letters that no typeface here has (`not_shown`) a square stands. The badge keeps both.

    Raises
    ------
    InvalidInputError
        A mandatory element is missing.
    """
    return certificates([sheet])[0]


def certificates(sheets: Iterable[Sheet]) -> list[bytes]:
    """Set many certificates with one compiler, which reads the typefaces once.

    Parameters
    ----------
    sheets : iterable of Sheet

    Returns
    -------
    list of bytes
        One PDF each, in their order.

    Raises
    ------
    InvalidInputError
        One of them lacks a mandatory element.
    """
    template = _template()
    return [template.pdf(_facts(sheet)) for sheet in sheets]


def picture(sheet: Sheet, dots_per_inch: int = 72) -> bytes:
    """Return the first page as PNG, for places that show a certificate without a PDF reader.

    Raises
    ------
    InvalidInputError
        A mandatory element is missing.
    """
    return _template().picture(_facts(sheet), dots_per_inch)


def _template() -> Template:
    return Template(TEMPLATE, "certificate")


def printed(text: str) -> str:
    """Return a text as the certificate shows it.

    Control characters and emoji are left out; a square stands for each letter that no typeface here has, and
    for a text that had nothing but emoji.

    >>> printed("Ona 🦊 Žemaitė"), printed("🦊"), printed("王 Ona")
    ('Ona Žemaitė', '□', '□ Ona')
    """
    kept = " ".join(EMOJI.sub("", CONTROL.sub(" ", text)).split())
    return UNSET.sub(NO_LETTER, kept) if kept or not text.strip() else NO_LETTER


def not_shown(text: str) -> str:
    """Return what of a text the certificate does not show, so that people can be told before it is issued.

    >>> not_shown("王 Ona 🦊")
    '王🦊'
    """
    return "".join(letter for letter in text if EMOJI.match(letter) or UNSET.match(letter))


def _facts(sheet: Sheet) -> dict[str, Any]:
    credential, words = sheet.credential, Words.of(sheet.language)
    check(credential)
    facts = [{"name": name, "text": printed(text)} for name, text in _elements(credential, words) if text]
    title = printed(credential.title)
    english = printed(credential.title_in_english)
    partial = credential.kind is Kind.PARTIAL
    return {
        "language": words.language,
        "document": f"{title} – {printed(credential.learner)}",
        "issuer": printed(credential.issuer.name),
        "above": words.gettext("Statement of partial achievement")
        if partial
        else words.gettext("Certificate"),
        "before": words.gettext("This certifies that"),
        "learner": printed(credential.learner),
        "between": words.gettext("has achieved a part of") if partial else words.gettext("has completed"),
        "title": title,
        "subtitle": english if english != title else "",
        "outcomes-name": words.gettext("What the holder can do"),
        "outcomes": [printed(outcome.text) for outcome in credential.outcomes],
        "facts": facts,
        "half": (len(facts) + 1) // 2,
        "check": words.gettext("Check that it is genuine"),
        "address": sheet.address,
        "qr": _qr(sheet.address),
        "qr-alt": words.gettext("QR code of the address %(address)s") % {"address": sheet.address},
    }


def _elements(credential: MicroCredential, words: Words) -> Iterator[tuple[str, str]]:
    """Yield the elements with their names, first those that must be there."""
    yield words.gettext("Awarded by"), _awarding(credential, words)
    yield words.gettext("Date of issue"), _day(credential.issued, words)
    yield words.gettext("Workload"), _load(credential, words)
    yield words.gettext("Level"), _level(credential, words)
    yield words.gettext("Assessment"), credential.assessment
    yield words.gettext("Form of participation"), _participation(credential.participation, words)
    yield words.gettext("Quality assurance"), credential.quality
    yield words.gettext("Achieved on"), _day(credential.awarded, words)
    yield words.gettext("Valid until"), _day(credential.until, words)
    spoken = (LANGUAGES.get(code, code) for code in credential.languages)
    yield words.gettext("Language of the course"), ", ".join(spoken)
    yield words.gettext("Grade"), credential.grade
    yield words.gettext("Prerequisites"), credential.prerequisites
    yield words.gettext("How identity was checked"), credential.identity
    yield words.gettext("How it can be combined"), credential.stacking
    yield words.gettext("Further information"), credential.more


def _awarding(credential: MicroCredential, words: Words) -> str:
    issuer = credential.issuer
    country = COUNTRIES.get(issuer.country)
    return f"{issuer.name}, {words.gettext(country) if country else issuer.country}"


def _day(day: dt.date | None, words: Words) -> str:
    return DAYS.get(words.language, "{0:%Y-%m-%d}").format(day) if day else ""


def _load(credential: MicroCredential, words: Words) -> str:
    said = words.gettext("%(hours)s h") % {"hours": _number(credential.hours, words)}
    if credential.ects is None:
        return said
    points = words.gettext("%(points)s ECTS credit points") % {"points": _number(credential.ects, words)}
    return f"{said}, {points}"


def _number(value: float, words: Words) -> str:
    text = f"{value:.10g}"
    return text.replace(".", ",") if words.language in DECIMAL_COMMA else text


def _level(credential: MicroCredential, words: Words) -> str:
    level = credential.level
    if level is None:
        return words.gettext("No level of the European Qualifications Framework has been assigned.")
    said = words.gettext("EQF %(level)d, assigned by %(body)s (%(reference)s)")
    return said % {"level": level.level, "body": level.assigned_by, "reference": level.reference}


def _participation(participation: Participation, words: Words) -> str:
    return {
        Participation.ONSITE: words.gettext("On site"),
        Participation.ONLINE: words.gettext("Online"),
        Participation.BLENDED: words.gettext("Partly on site, partly online"),
    }[participation]


def _qr(address: str) -> str:
    kept = io.BytesIO()
    segno.make(address, error="m").save(kept, kind="svg", border=1, xmldecl=False)
    return kept.getvalue().decode()
