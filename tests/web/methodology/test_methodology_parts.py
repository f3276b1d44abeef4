"""Constructs, indicators and quality rules: adding, changing at the same time, moving, removing."""

import pytest
from django.core.exceptions import ValidationError
from tests.conftest import make_member, make_partner
from tests.web.methodology import making
from tests.web.methodology.methodology_making import (
    CONSTRUCT,
    INDICATOR,
    RULE,
    make_methodology,
    with_,
)

from mentorway.web.methodology.actions import instruments
from mentorway.web.methodology.actions import methodology_parts as parts
from mentorway.web.methodology.analysis import bank
from mentorway.web.methodology.analysis.methodologies import content_of, core_of, fingerprint_of
from mentorway.web.methodology.analysis.methodology_checks import coverage_of, faults_of, known_to
from mentorway.web.methodology.models import Construct, Indicator, Measure, QualityRule, Quantity

pytestmark = pytest.mark.django_db


@pytest.fixture
def methodology():
    return make_methodology()


def faults(methodology):
    content = core_of(methodology)
    return [str(one.message) for one in faults_of(content, known_to(methodology, content))]


def change(methodology, facts, kind="indicators", was=INDICATOR):
    parts.change(methodology, methodology.created_by, kind=kind, facts=facts, was=fingerprint_of(was))


def test_what_is_stored_is_what_was_said(methodology):
    content = core_of(methodology)
    assert content["constructs"] == [CONSTRUCT]
    assert content["indicators"] == [INDICATOR]
    assert content["quality_rules"] == [RULE]
    assert faults(methodology) == []


def test_two_people_who_change_different_parts_lose_nothing(methodology):
    change(methodology, with_(INDICATOR, target=100.0))
    change(methodology, with_(RULE, threshold=0.6), "quality_rules", RULE)
    content = core_of(methodology)
    assert (content["indicators"][0]["target"], content["quality_rules"][0]["threshold"]) == (100.0, 0.6)


def test_who_changes_what_another_has_changed_is_told_what_it_is_now(methodology):
    theirs = with_(INDICATOR, target=100.0)
    change(methodology, theirs)
    with pytest.raises(parts.StaleError) as caught:
        change(methodology, with_(INDICATOR, target=200.0))
    assert caught.value.theirs == theirs
    assert core_of(methodology)["indicators"] == [theirs]


def test_who_changes_other_fields_keeps_what_another_has_changed(methodology):
    user = methodology.created_by
    change(methodology, with_(INDICATOR, target=100.0, unit="EUR per pair"))
    mine = with_(INDICATOR, target=100.0, owner="Me")
    taken = parts.change(methodology, user, kind="indicators", facts=mine, was=INDICATOR)
    assert taken == ("unit",)
    assert core_of(methodology)["indicators"] == [with_(mine, unit="EUR per pair")]


def test_a_scale_is_chosen_once_and_has_the_items_that_are_asked_for(methodology):
    measure = with_(CONSTRUCT["measures"][0], fewest_items=99)
    change(methodology, with_(CONSTRUCT, measures=[measure, measure]), "constructs", CONSTRUCT)
    assert faults(methodology) == [
        "“Fewest items answered” is 99 for “Extraversion”, more than its items: 10.",
        "The scale “Extraversion” is chosen twice.",
    ]


def test_who_changes_what_another_has_removed_is_told(methodology):
    parts.remove(methodology, methodology.created_by, kind="indicators", key="cost")
    with pytest.raises(parts.StaleError, match="removed"):
        change(methodology, INDICATOR)


def test_parts_are_called_what_they_are(methodology):
    rows = [*methodology.constructs.all(), *methodology.indicators.all(), *methodology.quality_rules.all()]
    names = ["Openness", "Cost for each mentee", "Response rate"]
    assert [str(row) for row in rows] == names
    assert [str(row) for row in (Measure.objects.get(), Quantity.objects.first())] == [
        "Extraversion",
        "sum_of_money",
    ]
    user = methodology.created_by
    kinds = (Construct, Indicator, QualityRule)
    assert [kind.objects.visible_to(user).count() for kind in kinds] == [1, 1, 1]
    assert [kind.objects.visible_to(make_member()).count() for kind in kinds] == [0, 0, 0]


def test_a_change_counts_a_revision_and_the_same_again_none(methodology):
    change(methodology, with_(INDICATOR, target=100.0))
    before = methodology.revision
    methodology.refresh_from_db()
    assert methodology.revision == before + 1
    change(methodology, with_(INDICATOR, target=100.0), was=with_(INDICATOR, target=100.0))
    methodology.refresh_from_db()
    assert methodology.revision == before + 1


def test_parts_are_moved_and_stay_where_they_are_at_the_ends(methodology):
    user = methodology.created_by
    parts.add(methodology, user, kind="indicators", facts=with_(INDICATOR, key="second", name="Second"))

    def order():
        return [one["key"] for one in core_of(methodology)["indicators"]]

    parts.move(methodology, user, kind="indicators", key="cost", up=True)
    assert order() == ["cost", "second"]
    parts.move(methodology, user, kind="indicators", key="cost", up=False)
    assert order() == ["second", "cost"]
    parts.move(methodology, user, kind="indicators", key="nothing", up=False)
    assert order() == ["second", "cost"]


def test_an_indicator_is_moved_among_those_of_its_level(methodology):
    user = methodology.created_by
    for key, level in (("second", "results"), ("third", "roi")):
        parts.add(methodology, user, kind="indicators", facts=with_(INDICATOR, key=key, level=level))
    parts.move(methodology, user, kind="indicators", key="third", up=True)
    assert [one["key"] for one in core_of(methodology)["indicators"]] == ["third", "second", "cost"]


def test_a_short_name_is_there_once(methodology):
    with pytest.raises(ValidationError, match="There is an indicator with this short name"):
        parts.add(methodology, methodology.created_by, kind="indicators", facts=INDICATOR)
    assert Indicator.objects.count() == 1


@pytest.mark.parametrize("key", ["", "Cost", "1st", "x" * 41])
def test_a_short_name_is_plain(methodology, key):
    with pytest.raises(ValidationError):
        parts.add(methodology, methodology.created_by, kind="indicators", facts=with_(INDICATOR, key=key))


def test_removing_takes_measures_and_quantities_along(methodology):
    for kind, key in (("indicators", "cost"), ("constructs", "openness")):
        parts.remove(methodology, methodology.created_by, kind=kind, key=key)
    assert (Measure.objects.count(), Quantity.objects.count()) == (0, 0)


def test_a_list_has_an_end(methodology, monkeypatch):
    monkeypatch.setattr(parts, "MOST_PARTS", 1)
    with pytest.raises(ValidationError, match="at most 1 entry"):
        parts.add(methodology, methodology.created_by, kind="indicators", facts=with_(INDICATOR, key="b"))
    monkeypatch.setattr(parts, "MOST_ROWS", 1)
    with pytest.raises(ValidationError, match="At most 1 row"):
        change(methodology, with_(INDICATOR, target=1.0))


def test_an_instrument_of_the_partner_measures_and_one_of_others_does_not(methodology):
    entry = bank.Entry("Trust", "Trust", "CC BY", "Us", items=(bank.Item("t1", {"en": "I trust."}, "Trust"),))
    own = with_(CONSTRUCT["measures"][0], instrument="own:Trust", scale="Trust", fewest_items=1)
    facts = with_(CONSTRUCT, measures=[own])
    instruments.add(make_member(), partner=make_partner(), entry=entry, permission="", evidence=None)
    with pytest.raises(ValidationError, match="has no instrument “Trust”"):
        change(methodology, facts, "constructs", CONSTRUCT)
    instruments.add(
        methodology.created_by, partner=methodology.partner, entry=entry, permission="", evidence=None
    )
    change(methodology, facts, "constructs", CONSTRUCT)
    assert core_of(methodology)["constructs"] == [facts]
    assert content_of(methodology)["instruments"]["own:Trust"]["scales"]["Trust"][0]["text"] == "I trust."
    assert faults(methodology) == [
        (
            "“open” is read from the scale “openness/Extraversion”, with which no construct here is "
            "measured. There are: openness/Trust."
        )
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"unit": "h"}, "The formula gives “EUR per person”, but the stated unit is “h”."),
        ({"formula": "sum_of_money ÷ ("}, "The formula ends where a number or a name was expected."),
        (
            {"quantities": [INDICATOR["quantities"][0], with_(INDICATOR["quantities"][1], source="x/y")]},
            (
                "“open” is read from the scale “x/y”, with which no construct here is measured. There are: "
                "openness/Extraversion."
            ),
        ),
        (
            {
                "quantities": [
                    INDICATOR["quantities"][0],
                    with_(INDICATOR["quantities"][1], origin="question", source="Mentoring/age"),
                ]
            },
            (
                "“open” is read from the question “Mentoring/age”, which no questionnaire has. Name the "
                "title of the questionnaire and the question, as “Title/question”."
            ),
        ),
        (
            {"quantities": [with_(INDICATOR["quantities"][0], source=""), INDICATOR["quantities"][1]]},
            "It is not said from which record “sum_of_money” is read.",
        ),
    ],
)
def test_what_contradicts_itself_is_said(methodology, changes, said):
    change(methodology, with_(INDICATOR, **changes))
    assert faults(methodology) == [said]


def test_a_question_of_a_questionnaire_is_a_source(methodology):
    making.make_questionnaire(methodology.partner, methodology.created_by)
    asked = with_(INDICATOR["quantities"][1], origin="question", source="Mentoring/age")
    change(methodology, with_(INDICATOR, quantities=[INDICATOR["quantities"][0], asked]))
    assert faults(methodology) == []


def test_a_measure_without_its_scale_is_a_fault(methodology):
    measure = with_(CONSTRUCT["measures"][0], scale="Charm")
    change(methodology, with_(CONSTRUCT, measures=[measure]), "constructs", CONSTRUCT)
    assert faults(methodology)[0].startswith("“")
    assert "has no scale “Charm”. It has: " in faults(methodology)[0]


def test_an_instrument_that_left_the_bank_is_a_fault(methodology):
    content = core_of(methodology)
    content["constructs"][0]["measures"][0]["instrument"] = "own:Gone"
    found = [str(one.message) for one in faults_of(content, known_to(methodology, content))]
    assert found == ["The instrument “Gone” is not in the bank."]


def test_gaps_are_shown(methodology):
    content = core_of(methodology)
    found = coverage_of(content, known_to(methodology, content))
    assert found.empty_levels == ["1 Reaction", "2 Learning", "3 Behaviour", "4 Results"]
    assert [found.without_indicator, found.without_measure, found.without_source, found.without_target] == [
        [],
        [],
        [],
        [],
    ]
    assert not found.is_complete
    bare = with_(
        content,
        constructs=[with_(CONSTRUCT, key="other", measures=[])],
        indicators=[with_(INDICATOR, target=None)],
    )
    found = coverage_of(bare, known_to(methodology, bare))
    assert [one["key"] for one in found.without_indicator] == ["other"]
    assert [one["key"] for one in found.without_measure] == ["other"]
    assert [one["key"] for one in found.without_source] == ["cost"]
    assert [one["key"] for one in found.without_target] == ["cost"]


def test_a_methodology_without_indicators_cannot_be_published():
    assert faults(make_methodology(whole=False)) == ["There is no indicator yet."]
