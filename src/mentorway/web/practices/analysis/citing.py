"""How a practice is cited."""

import re
import unicodedata

from django.utils.translation import gettext as _

from mentorway.web.practices.models import Practice

SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "$": r"\$",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def year_of(practice: Practice) -> int:
    """Return the year in which it was published, or last changed."""
    return (practice.published or practice.changed).year


def citation(practice: Practice, address: str) -> str:
    """Return the line for a list of references."""
    return _("%(partner)s (%(year)d): %(title)s. Good practice from %(country)s. Mentorway. %(address)s") % {
        "partner": practice.partner.name,
        "year": year_of(practice),
        "title": practice.title.rstrip("."),
        "country": practice.get_country_display(),
        "address": address,
    }


def bibtex(practice: Practice, address: str) -> str:
    """Return the entry for a BibTeX file."""
    letters = unicodedata.normalize("NFKD", practice.partner.name).encode("ascii", "ignore").decode()
    key = f"{re.sub(r'[^A-Za-z]', '', letters)[:20] or 'practice'}{year_of(practice)}"
    fields = {
        "author": f"{{{escaped(practice.partner.name)}}}",
        "title": f"{{{escaped(practice.title)}}}",
        "year": str(year_of(practice)),
        "howpublished": "Mentorway, good practice",
        "url": address,
        "language": practice.language,
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{key}-{str(practice.token)[:8]},\n{lines}\n}}\n"


def escaped(text: str) -> str:
    r"""Return ``text`` so that TeX prints it and does nothing else.

    >>> escaped("50 % & {more}")
    '50 \\% \\& \\{more\\}'
    """
    return "".join(SPECIAL.get(letter, letter) for letter in " ".join(text.split()))
