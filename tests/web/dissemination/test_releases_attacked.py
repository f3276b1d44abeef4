"""Somebody who has every version of open data, and puts them together: nothing about few people comes out."""

import random
from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from tests.conftest import make_member
from tests.web.dissemination import releasing

from mentorway.disclosure.attack import attack
from mentorway.disclosure.tables import History
from mentorway.web.core.wording import said
from mentorway.web.dissemination.actions import releases as actions
from mentorway.web.dissemination.analysis import release_tables
from mentorway.web.dissemination.analysis.release_files import forget
from mentorway.web.dissemination.analysis.release_pages import checked
from mentorway.web.dissemination.models import Release, Stage
from mentorway.web.study.models import Response

pytestmark = pytest.mark.django_db
FEWEST = 10
CHANGED = "More people have answered."
COUNTRY = ("country",)


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path


def next_version(study, **chosen):
    return releasing.make_release(study, changes=CHANGED, **chosen)


def tables_only(study, **chosen):
    facts = {"is_open": False, "scales": (), "most_left_out": 0, "tables": (COUNTRY, ("sector",)), **chosen}
    return next_version(study, **facts)


def rows(release):
    return Counter(tuple(row.items()) for row in releasing.rows_of(release))


def by_country(release):
    return Counter(row["country"] for row in releasing.rows_of(release))


def shown(release, table="by_country"):
    found = releasing.rows_of(release, f"data/tables/{table}.csv")
    return {
        row[table.removeprefix("by_")]: int(row["people_counted"])
        for row in found
        if row["people_counted"] != ":c"
    }


def test_few_who_join_are_held_back_so_that_subtracting_gives_nobody():
    study = releasing.make_answered()
    first = releasing.published(releasing.make_release(study))
    releasing.answered(study, 3, "FI", start=200)
    second = releasing.published(next_version(study))
    assert second.verdict["held_back"] == 3
    assert rows(second) == rows(first)


def test_enough_who_join_are_published_and_those_of_other_groups_wait():
    study = releasing.make_answered()
    first = releasing.published(releasing.make_release(study))
    releasing.answered(study, 12, "FI", start=200)
    releasing.answered(study, 9, "LT", start=212)
    second = releasing.published(next_version(study))
    assert by_country(second) - by_country(first) == Counter({"FI": 12})
    assert not rows(first) - rows(second)
    assert second.verdict["held_back"] == 9


def test_those_held_back_are_published_once_there_are_enough():
    study = releasing.make_answered()
    releasing.published(releasing.make_release(study))
    releasing.answered(study, 6, "FI", start=200)
    second = releasing.published(next_version(study))
    releasing.answered(study, 5, "FI", start=206)
    third = releasing.published(next_version(study))
    assert by_country(third) - by_country(second) == Counter({"FI": 11})


@pytest.mark.parametrize("left", [1, 9])
def test_no_version_is_made_after_few_took_their_answers_out(left):
    study = releasing.make_answered()
    releasing.published(releasing.make_release(study))
    some = Response.objects.of_study(study).values_list("pk", flat=True)[:left]
    Response.objects.filter(pk__in=list(some)).delete()
    second = releasing.packed(next_version(study))
    assert second.stage == Stage.FAILED
    assert "taken the" in said(second.problem)


def test_where_few_would_be_left_out_it_does_not_say_that_they_took_their_answers_out():
    study = releasing.make_answered()
    releasing.answered(study, 5, "FI", role="mentor", start=120)
    releasing.published(releasing.make_release(study))
    more = releasing.ways(study, "country", "m1", *releasing.ITEMS)  # only mentors were asked m1
    second = releasing.packed(next_version(study, ways=more))
    assert second.stage == Stage.FAILED
    assert said(second.problem).startswith("5 people of the version before would be left out of this one")


def test_after_many_took_their_answers_out_it_is_made_and_says_so():
    study = releasing.make_answered()
    releasing.published(releasing.make_release(study))
    some = Response.objects.of_study(study).filter(country="FI").values_list("pk", flat=True)[:10]
    Response.objects.filter(pk__in=list(some)).delete()
    second = releasing.packed(next_version(study))
    assert second.stage == Stage.READY
    assert second.tables["grows"] is False
    assert any("10 people have taken their answers out" in text for text in checked(second).sentences)


def test_a_withdrawn_version_is_still_known():
    study = releasing.make_answered()
    first = releasing.published(releasing.make_release(study))
    actions.withdraw(first, first.published_by, reason="A column was wrong.")
    releasing.answered(study, 3, "FI", start=200)
    assert releasing.packed(next_version(study)).verdict["held_back"] == 3


def test_nothing_is_made_where_the_file_before_is_lost():
    study = releasing.make_answered()
    first = releasing.published(releasing.make_release(study))
    forget(first)
    assert "is not there any more" in said(releasing.packed(next_version(study)).problem)


def test_tables_of_consecutive_versions_differ_by_nobody_or_by_enough():
    study = releasing.make_answered()
    first = releasing.published(tables_only(study))
    releasing.answered(study, 3, "FI", start=200)
    releasing.answered(study, 15, "LT", start=203)
    second = releasing.published(tables_only(study))
    before, after = shown(first), shown(second)
    apart = {code: after[code] - before[code] for code in before if code in after}
    assert "FI" not in after
    assert all(one == 0 or one >= FEWEST for one in apart.values())


@pytest.mark.parametrize("seed", range(2))
def test_no_history_of_random_versions_gives_a_hidden_number_away(seed):
    rng = random.Random(seed)  # noqa: S311 - a test that is the same each time
    study, history = releasing.make_answered(), History()
    start = 200
    for _turn in range(2):
        for country in ("FI", "LT", "LV", "SE"):
            count = rng.choice([0, 2, 7, 11, 16])
            releasing.answered(study, count, country, rng.choice(["education", "business"]), start=start)
            start += count
        tables = (COUNTRY, ("sector",), ("country", "sector"))
        release = releasing.published(tables_only(study, tables=tables))
        history = history.then(release_tables.published_of(release))
        assert attack(history).safe


def test_what_can_be_counted_from_the_file_counts_as_published():
    study = releasing.make_answered()
    chosen = {"tables": (COUNTRY, ("sector",), ("country", "sector")), "scales": ()}
    release = releasing.published(releasing.make_release(study, **chosen))
    kept = {one["name"]: one for one in release.tables["tables"]}
    assert kept["open answers"]["counts"] == [64, 20, 30, 0, 114]
    assert all(kept["open answers"]["shown"])
    assert kept["by_country_and_sector"]["checked"]


def test_a_small_number_that_was_published_before_stops_what_follows():
    study = releasing.make_answered()
    releasing.answered(study, 4, "SE", start=300)
    first = releasing.published(tables_only(study))
    facts = first.tables
    facts["tables"][0]["shown"] = [True] * len(facts["tables"][0]["shown"])
    Release.objects.filter(pk=first.pk).update(tables=facts)
    second = releasing.packed(tables_only(study))
    assert second.stage == Stage.FAILED
    assert any("published, though it is only 4" in text for text in checked(second).breaches)


def test_a_later_version_has_no_new_facts_and_stays_open():
    study = releasing.make_answered()
    releasing.published(releasing.make_release(study))
    with pytest.raises(ValidationError) as caught:
        next_version(study, ways=releasing.ways(study, "country", "role", "q1"), scales=())
    assert "These facts about people are not in the version before: role." in caught.value.messages[0]
    with pytest.raises(ValidationError) as caught:
        tables_only(study)
    assert "The answers are open already" in caught.value.messages[0]


def test_after_tables_of_everybody_nobody_is_left_out_of_open_answers():
    study = releasing.make_answered()
    releasing.published(tables_only(study))
    with pytest.raises(ValidationError) as caught:
        next_version(study)
    assert "choose 0 %" in caught.value.messages[0]
    assert releasing.packed(next_version(study, most_left_out=0)).stage == Stage.READY
    releasing.answered(study, 2, "FI", start=200)
    third = releasing.packed(next_version(study, most_left_out=0))
    assert "joined since the version before" in said(third.problem)


def test_a_version_that_was_checked_before_another_was_published_is_checked_again():
    study = releasing.make_answered()
    first = releasing.packed(releasing.make_release(study))
    second = releasing.packed(releasing.make_release(study))
    reader = make_member(role="coordinator")
    actions.publish(first, reader)
    with pytest.raises(ValidationError) as caught:
        actions.publish(second, reader)
    assert "Another version was published since" in caught.value.messages[0]


def test_a_country_that_comes_later_is_no_missing_answer():
    study = releasing.make_answered()
    releasing.published(releasing.make_release(study))
    releasing.answered(study, 12, "SE", start=300)
    assert by_country(releasing.packed(next_version(study)))["SE"] == 12


def test_categories_stay_as_they_were_in_the_version_before():
    study = releasing.make_answered()
    releasing.answered(study, 4, "SE", start=300)
    ways = {**releasing.ways(study, "country", "q1"), "country": "joined"}
    first = releasing.published(releasing.make_release(study, ways=ways, scales=()))
    releasing.answered(study, 20, "SE", start=304)
    second = releasing.packed(next_version(study, ways=releasing.ways(study, "country", "q1"), scales=()))
    assert set(by_country(second)) == set(by_country(first)) == {"FI", "LT", "other"}
