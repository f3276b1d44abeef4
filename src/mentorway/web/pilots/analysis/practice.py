"""Practice in threes as people read it: rounds, what is to be observed, what was seen."""

from collections.abc import Mapping
from dataclasses import dataclass

from mentorway.courses.structure import Assessment, AssessmentKind, Programme
from mentorway.web.pilots.analysis.grouping import Round, rounds_of
from mentorway.web.pilots.analysis.programme import assessments_of
from mentorway.web.pilots.analysis.works import Row, rubric_of
from mentorway.web.pilots.models import Observation, Participant, Triad
from mentorway.web.pilots.queries import learning as queries


@dataclass(frozen=True)
class Turn:
    """One round as somebody in it meets it: what they can write down, and whether they have."""

    round: Round
    forms: tuple[tuple[Assessment, bool], ...]


@dataclass(frozen=True)
class Practised:
    """A group with its rounds."""

    triad: Triad
    turns: tuple[Turn, ...]


def practised(person: Participant, programme: Programme) -> list[Practised]:
    """Return the groups of a person; in rounds that they observe, with what there is to write."""
    asked = [one for one in assessments_of(programme).values() if one.kind == AssessmentKind.OBSERVATION]
    written = {(row.triad_id, row.mentor_id, row.assessment) for row in queries.observations_by(person)}
    found = []
    for triad in queries.triads_with(person):
        turns = []
        for each in rounds_of(triad):
            mine = asked if person in each.writers else []
            forms = tuple((one, (triad.pk, each.mentor.pk, one.key) in written) for one in mine)
            turns.append(Turn(each, forms))
        found.append(Practised(triad, tuple(turns)))
    return found


@dataclass(frozen=True)
class Told:
    """An observation as people read it."""

    row: Observation
    title: str
    rubric: tuple[Row, ...]
    mark: int = 0


def told(row: Observation, programme: Programme, *, mark: int = 0) -> Told:
    """Return an observation in the words of the programme; ``mark`` says which text was read."""
    asked = assessments_of(programme).get(row.assessment)
    levels: Mapping[str, int] = row.levels
    return Told(
        row, asked.title if asked else row.assessment, rubric_of(asked, levels) if asked else (), mark
    )
