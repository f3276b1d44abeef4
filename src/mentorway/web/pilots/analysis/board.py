"""The board of a cohort: for each person how far they are, what is missing, and the certificate if any."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.utils.translation import pgettext

from mentorway.credentials.certificate import not_shown
from mentorway.web.pilots.analysis.completion import Completion, completions_of
from mentorway.web.pilots.analysis.contents import attained, spoken
from mentorway.web.pilots.models import Certificate, Cohort, Participant
from mentorway.web.pilots.queries import certificates as queries

COMPLETE, OPEN, LOST, HOLDING = "complete", "open", "lost", "holding"
SHOWN: Final = (COMPLETE, OPEN, LOST, HOLDING)


@dataclass(frozen=True)
class Line:
    """One person."""

    person: Participant
    found: Completion
    certificate: Certificate | None
    reached: int  # how many outcomes a statement of a part would name
    was_taken_back: bool  # an earlier certificate: nobody shall get another one unseen

    @property
    def state(self) -> str:
        """Where the person stands."""
        if self.certificate is not None:
            return HOLDING
        if self.found.is_complete:
            return COMPLETE
        return OPEN if self.found.attends or self.found.can_still else LOST

    @property
    def needs_anew(self) -> bool:
        """Whether the certificate no longer verifies, because its key is trusted no more."""
        return self.certificate is not None and self.certificate.key.distrusted is not None

    @property
    def unset(self) -> str:
        """The letters of the name that the PDF cannot show."""
        return not_shown(self.person.name)


@dataclass(frozen=True)
class Board:
    """Everybody who takes part, by name."""

    lines: Sequence[Line]

    def lines_shown(self, chosen: str, words: str) -> list[Line]:
        """Return those of one state, or all, whose name has every word."""
        terms = [word.casefold() for word in words.split()]
        return [
            line
            for line in self.lines
            if chosen in ("", line.state) and all(term in line.person.name.casefold() for term in terms)
        ]

    def count(self, state: str) -> int:
        """Return how many people stand there."""
        return sum(line.state == state for line in self.lines)

    @property
    def choices(self) -> list[tuple[str, str, int]]:
        """The states by which the board can be looked at, with the number of people in each."""
        names = {
            "": pgettext("certificates", "Everybody"),
            COMPLETE: pgettext("certificates", "Can have a certificate"),
            OPEN: pgettext("certificates", "Something is missing"),
            LOST: pgettext("certificates", "Cannot reach it any more"),
            HOLDING: pgettext("certificates", "Has a certificate"),
        }
        return [
            (state, name, self.count(state) if state else len(self.lines)) for state, name in names.items()
        ]

    @cached_property
    def complete(self) -> list[Line]:
        """Those who can have a certificate now, and those whose certificate must be issued anew."""
        return [line for line in self.lines if line.found.is_complete and self._is_free(line)]

    @cached_property
    def partial(self) -> list[Line]:
        """Those who have reached a part, of which a statement can be given."""
        return [
            line for line in self.lines if not line.found.is_complete and line.reached and self._is_free(line)
        ]

    @staticmethod
    def _is_free(line: Line) -> bool:
        return line.certificate is None or line.needs_anew


def board_of(cohort: Cohort) -> Board:
    """Return the board of a cohort."""
    found, holding, programme = completions_of(cohort), queries.standing_of(cohort), spoken(cohort)
    taken_back = queries.taken_back_from(cohort)
    lines = [
        Line(
            person,
            found[person.pk],
            holding.get(person.pk),
            len(attained(programme, cohort.required, found[person.pk].passed)),
            person.pk in taken_back,
        )
        for person in queries.people_of(cohort)
        if person.pk in found
    ]
    return Board(tuple(lines))
