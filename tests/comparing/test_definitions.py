import re
from dataclasses import fields
from pathlib import Path

import pytest

from mentorway.comparing.definitions import DEFINITIONS
from mentorway.evidence.psychometrics.factors.models import FitIndices

PAGES = Path(__file__).parents[2] / "docs" / "methods"


@pytest.mark.parametrize("one", DEFINITIONS.values(), ids=list(DEFINITIONS))
def test_every_definition_is_whole_sentences_and_leads_to_a_page(one):
    assert (PAGES / f"{one.page}.md").is_file()
    for text in (one.meaning, one.computed, one.not_said):
        assert str(text).endswith(".")
        assert len(str(text)) <= 110
    assert not str(one.name).endswith(".")
    assert len({str(one.meaning), str(one.computed), str(one.not_said)}) == 3


def test_sources_give_identifiers_that_can_be_looked_up():
    for one in DEFINITIONS.values():
        for doi in re.findall(r"doi:(\S+?)(?:;|$)", one.source):
            assert re.fullmatch(r"10\.\d{4,}/\S+", doi), one.key


def test_every_index_of_a_model_and_of_its_steps_is_defined():
    shown = {field.name for field in fields(FitIndices)} - {
        "rmsea_low",
        "rmsea_high",
        "log_likelihood",
        "parameters",
    }
    assert shown <= set(DEFINITIONS)
    assert {"delta_cfi", "delta_rmsea", "delta_srmr", "delta_chi_square"} <= set(DEFINITIONS)
