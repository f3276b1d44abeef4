"""Whether countries differ in how often a challenge is named: exact tests, adjusted for their number."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mentorway.evidence.comparisons.multiplicity import holm
from mentorway.evidence.comparisons.proportions import fisher_exact
from mentorway.figures import chance
from mentorway.web.network.models import Country
from mentorway.web.practices.analysis.matrix import FEWEST, Cell, Counted

MOST_COUNTRIES = 8
SURE = 0.05


@dataclass(frozen=True)
class Difference:
    """One challenge in two countries."""

    token: str
    first: str
    second: str
    first_cell: Cell
    second_cell: Cell
    p: float
    adjusted: float

    @property
    def is_sure(self) -> bool:
        """Whether chance alone hardly explains it."""
        return self.adjusted < SURE

    @property
    def pair(self) -> str:
        """Both countries by name."""
        return f"{Country(self.first).label} – {Country(self.second).label}"

    @property
    def p_text(self) -> str:
        return chance(self.p, get_language() or "en")

    @property
    def adjusted_text(self) -> str:
        return chance(self.adjusted, get_language() or "en")


def differences(counted: Counted, countries: Sequence[str]) -> list[Difference]:
    """Return the tests of every challenge that was named, in all pairs of countries with enough material.

    They are one family: the more is compared, the stricter each test.
    """
    enough = [one for one in countries if counted.total(one)[0] >= FEWEST][:MOST_COUNTRIES]
    found = []
    for entry in counted.entries():
        cells = {country: counted.cell(entry["token"], country) for country in enough}
        for first, second in combinations(enough, 2):
            one, other = cells[first], cells[second]
            if one.n or other.n:
                table = [[one.n, one.total - one.n], [other.n, other.total - other.n]]
                found.append((entry["token"], first, second, one, other, fisher_exact(table).p))
    if not found:
        return []
    adjusted = holm([one[-1] for one in found])
    return [Difference(*one, float(p)) for one, p in zip(found, adjusted, strict=True)]


def sentence(tests: Sequence[Difference], token: str) -> str:
    """Say what the tests of one challenge allow to say."""
    mine = [one for one in tests if one.token == token]
    if not mine:
        return _("The countries are not compared: for that, two of them need at least five materials each.")
    sure = [one.pair for one in mine if one.is_sure]
    if not sure:
        return _("No two countries differ by more than chance explains.")
    return _("These countries differ by more than chance explains: %(pairs)s.") % {"pairs": ", ".join(sure)}


def caution() -> str:
    """Say what no test can mend."""
    return _(
        "The materials are no random sample of any country. A difference can come from who was asked, how "
        "and when; no difference can mean that there was too little material. Countries are not ranked."
    )
