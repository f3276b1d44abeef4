"""What people write about themselves when they apply, and the text that they agree to."""

import hashlib
import re
import unicodedata
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.pilots.models import Cohort

DAYS_KEPT: Final = 180  # after the last day, of those who never took part
# Marks that turn the direction of everything after them, and what no line may hold.
TURNING: Final = re.compile(r"[\u202a-\u202e\u2066-\u2069\ufeff]")
CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
# Letters to Unicode, and nothing to see: fillers of Hangul, an empty pattern of Braille.
UNSEEN: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800")
SEEN: Final = "LNS"  # letters, figures, symbols such as emoji


def cleaned_name(text: str) -> str:
    r"""Return a name as it is kept: in one line, with its letters and emoji, without marks that turn lines.

    >>> cleaned_name("  Ana\u202e \n Sol\U0001f600 "), cleaned_name("e\u0301")
    ('Ana Sol😀', 'é')
    """
    plain = TURNING.sub("", CONTROL.sub(" ", unicodedata.normalize("NFC", text)))
    return " ".join(plain.split())


def is_blank(name: str) -> bool:
    r"""Whether nothing of a name can be seen.

    >>> is_blank("\u200b\u3164 \u2800"), is_blank("\u200f'-"), is_blank("\U0001f600"), is_blank("د")
    (True, True, False, False)
    """
    return not any(
        letter not in UNSEEN and unicodedata.category(letter)[0] in SEEN and letter.isprintable()
        for letter in name
    )


def agreement_of(cohort: Cohort) -> list[str]:
    """Return what people agree to who apply: what is stored, who reads it, for how long, and their rights."""
    names = {"partner": cohort.partner.name, "contact": cohort.contact or cohort.partner.name}
    kept = ngettext(
        "If you do not take part, your application is deleted %(days)d day after the last day of the "
        "training. If you take part, your data stay until you delete them or %(partner)s deletes the cohort.",
        "If you do not take part, your application is deleted %(days)d days after the last day of the "
        "training. If you take part, your data stay until you delete them or %(partner)s deletes the cohort.",
        DAYS_KEPT,
    )
    return [
        _(
            "%(partner)s stores your name, your e-mail address and what you write here, to decide who takes "
            "part and to run the training."
        )
        % names,
        _(
            "If you take part, it also stores at which meetings you were, the work that you hand in, and "
            "your certificate."
        ),
        _(
            "The people of %(partner)s and those who lead the meetings can read this. Other partners of the "
            "network see numbers only. What you write in your private journal is shown to nobody but you."
        )
        % names,
        kept % {**names, "days": DAYS_KEPT},
        _(
            "On your own page you can read, correct, download and delete what is stored. Questions are "
            "answered by: %(contact)s. You can complain to the data protection authority of your country."
        )
        % names,
    ]


def fingerprint_of(paragraphs: list[str]) -> str:
    """Return the fingerprint of a text, which is kept with the agreement.

    >>> len(fingerprint_of(["Your name is stored."]))
    64
    """
    return hashlib.sha256("\n".join(paragraphs).encode()).hexdigest()
