"""Published figures with their sources."""

from mentorway.evaluating.people import Level
from mentorway.evaluating.references import REFERENCES, Unit, references_for
from mentorway.evidence.figures.effects import percent_change
from mentorway.evidence.figures.verdicts import Verdict


def test_per_cents_follow_from_the_printed_means():
    assert percent_change("4.75", "5.71", claimed="+20 %").verdict is Verdict.AGREES
    assert percent_change("5.55", "5.92", claimed="+7 %").verdict is Verdict.AGREES
    assert [references_for(level, "percent")[0].value for level in (Level.LEARNING, Level.BEHAVIOUR)] == [
        20,
        7,
    ]


def test_standard_deviations_are_those_before():
    (found,) = references_for(Level.LEARNING, Unit.SD)
    assert round(found.value, 1) == 0.7


def test_every_figure_has_a_source_and_a_key_of_its_own():
    assert len({one.key for one in REFERENCES}) == len(REFERENCES)
    assert all("doi:10." in str(one.source) for one in REFERENCES)


def test_hours_are_of_the_programme_and_no_level():
    assert [one.value for one in references_for(None, "hours")] == [8]
    assert references_for(Level.RESULTS, "sd") == ()
