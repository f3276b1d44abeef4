import json
import math

from tests.comparing.making import example, make_snapshot

from mentorway.comparing import compare
from mentorway.comparing.records import from_json, to_json


def test_what_is_stored_is_what_was_found_to_the_last_digit():
    text = to_json(example())
    again = from_json(text)
    assert to_json(again) == text
    for before, after in zip(example().scales, again.scales, strict=True):
        assert after.licences == before.licences
        assert after.mean_differences == before.mean_differences
        assert after.items == before.items
        assert [fit.indices for fit in after.ladder.fits] == [fit.indices for fit in before.ladder.fits]
    loadings = example().scales[0].ladder.fits[0].groups[0].loadings
    assert (again.scales[0].ladder.fits[0].groups[0].loadings == loadings).all()
    assert again.plan == example().plan
    assert again.scales[0].groups[0].alpha == example().scales[0].groups[0].alpha


def test_no_number_stays_no_number_and_the_json_is_strict(tmp_path):
    found = compare(make_snapshot({"SE": 60, "LT": 1}, {"A": 3}, tmp_path))
    text = to_json(found)
    json.loads(text, parse_constant=lambda name: 1 / 0)
    lonely = next(group for group in from_json(text).scales[0].groups if group.name == "LT")
    assert math.isnan(lonely.sd)
    assert lonely.alpha is None
