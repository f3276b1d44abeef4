"""Pages and files of a version: conclusions first, every number with its people, nobody recognised."""

import csv
import io
import json
import re

import numpy as np
import pytest
from django.urls import reverse
from openpyxl import load_workbook
from tests.conftest import make_member
from tests.counting import at_most
from tests.web.evaluation import gathering_making as gathering
from tests.web.evaluation import making

from mentorway.evaluating.follow_ups import months_later
from mentorway.evaluating.levels import Groups
from mentorway.evaluating.people import Arm, Later, Level, Measured, Outcome, People, Wave
from mentorway.evaluating.whole import Asked, evaluate
from mentorway.web.evaluation.actions import results as doing
from mentorway.web.evaluation.analysis import decided, results
from mentorway.web.evaluation.analysis.result_pages import PARTS
from mentorway.web.evaluation.models import Result, Stage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path


@pytest.fixture
def whole(client):
    found = gathering.with_others(20, 16)
    gathering.cost(found)
    client.force_login(found.created_by)
    return found


def at(name, whole, *args):
    return reverse(f"evaluation:{name}", args=[whole.pk, *args])


def page(client, name, whole, *args, **more):
    answer = client.get(at(name, whole, *args), more)
    assert answer.status_code == 200
    return answer.content.decode()


def text_of(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def everything(client, whole, number=1):
    """All pages and files of a version."""
    pages = [page(client, "result", whole, number)]
    pages += [page(client, "result_part", whole, number, part.slug) for part in PARTS]
    return pages + [
        client.get(at("export_result", whole, number, kind)).content.decode("utf-8-sig")
        for kind in ("csv", "json")
    ]


def test_conclusions_come_first_with_their_grade_in_words(client, whole):
    gathering.done(whole)
    html = page(client, "result", whole, 1)
    assert html.index('id="conclusions"') < html.index('id="glance"') < html.index('id="parts"')
    assert '<span class="badge badge-good">Shown</span>' in html
    assert html.count("<h1") == 1


def test_every_outcome_has_people_before_after_change_and_effect(client, whole):
    gathering.done(whole)
    text = text_of(page(client, "result", whole, 1))
    row = re.search(r"Confidence (20) (\S+) (\S+) (\+\S+ \(\+\S+ to \+\S+\)) (\+\S+ \(.*?\)) (36) ", text)
    assert row, text
    assert "others found +20 %" in text


@pytest.mark.parametrize("part", [one.slug for one in PARTS])
def test_each_part_can_be_read_and_says_how_it_is_computed(client, whole, part):
    gathering.done(whole)
    html = page(client, "result_part", whole, 1, part)
    assert "docs/methods/" in html
    assert html.count("<h1") == 1


def test_ways_stand_side_by_side_with_what_they_take_for_granted(client, whole):
    gathering.done(whole)
    html = page(client, "result_part", whole, 1, "effect")
    assert html.count("<details>") >= 4
    assert "analysis of covariance" in html
    assert "What has to be true" in html


def test_countries_are_refused_with_the_reason_before_anything_else(client, whole):
    gathering.done(whole)
    html = page(client, "result_part", whole, 1, "groups")
    assert "was not tested" in html
    assert "Sweden" not in html


def test_a_pilot_of_twenty_people_in_four_countries_gives_nobody_away(client):
    whole = gathering.with_answers(20)
    emails = making.people_of(whole.cohorts.get())
    for email in emails[:18]:
        making.answer(making.wave_of(whole, "follow_up"), email, 4)
    gathering.done(whole)
    client.force_login(whole.created_by)
    pages = everything(client, whole)
    people = list(whole.cohorts.get().people.values_list("name", "email", "code"))
    for text in pages:
        for name, email, _code in people:
            assert email not in text
            assert name not in text
    for row in csv.DictReader(io.StringIO(pages[-2])):
        assert not row["People"] or int(row["People"]) >= 5
    record = json.loads(pages[-1])
    outcome = record["found"]["outcomes"][0]
    assert outcome["by_country"]["groups"] == []
    assert (
        record["found"]["levels"][1]["outcomes"][0]["changed"]["follow_up"]["paired"]["mean_before"] == "nan"
    )


def test_groups_of_fewer_than_five_are_nowhere_even_where_countries_are_licensed(client, monkeypatch):
    whole = gathering.with_answers(20)
    for place, email in enumerate(making.people_of(whole.cohorts.get())):
        pseudonym = making.pseudonym_of(whole.study, email)
        country = "LT" if place < 9 else "LV" if place < 17 else "SE"
        making.studies.Response.objects.filter(pseudonym=pseudonym).update(country=country)
    asked = decided.asked_of

    def licensed(*args):
        found = asked(*args)
        return type(found)(**{**vars(found), "licences": {"trust": True}})

    monkeypatch.setattr("mentorway.web.evaluation.analysis.results.asked_of", licensed)
    whole.outcomes.update(key="trust")
    gathering.done(whole)
    client.force_login(whole.created_by)
    html = page(client, "result_part", whole, 1, "groups")
    assert "Sweden: fewer than 5 people" in html
    rows = [
        row
        for row in csv.DictReader(io.StringIO(everything(client, whole)[-2]))
        if ".country." in row["Short name"]
    ]
    assert [row["People"] for row in rows] == ["9"]


def test_a_country_that_differs_from_a_pilot_by_a_few_people_is_not_shown():
    whole = gathering.with_answers(10)
    found = results.stored(gathering.done(whole))
    pilots = found.outcomes[0].by_pilot
    fewer = Groups(
        tuple(type(one)(one.label, type(one.change)(**{**vars(one.change), "n": 8})) for one in pilots.groups)
    )
    both = type(found.outcomes[0])(**{**vars(found.outcomes[0]), "by_country": fewer})
    careful = results.careful(type(found)(**{**vars(found), "outcomes": (both,)}))
    assert careful.outcomes[0].by_country.groups == ()
    assert "differ by a few people only" in str(careful.outcomes[0].by_country.why)


@pytest.mark.parametrize(
    ("three", "six", "hidden"),
    [(12, 12, [False, False]), (11, 6, [True, False]), (7, 6, [True, True])],
)
def test_of_follow_ups_of_nearly_the_same_people_no_means_are_shown(three, six, hidden):
    """Twelve answered after, so that 11 differ from them by one; 7 and 6 differ from each other by one."""
    people = with_follow_ups(after=12, three=three, six=six)
    found = results.careful(evaluate(people, Asked(), rng=np.random.default_rng(1)))
    (changed,) = [one.changed for level in found.levels for one in level.outcomes]
    shown = [one.change.paired for one in changed.follow_ups]
    assert [bool(np.isnan(one.mean_before) and np.isnan(one.mean_after)) for one in shown] == hidden
    assert not any(np.isnan(one.change.difference) for one in shown)


def with_follow_ups(**counts):
    """Twelve people of whom so many answered after, and three and six months later."""
    trust, places = Outcome("trust", "Trust", Level.LEARNING, 1, 5), np.arange(12)

    def scores(count):
        return np.where(places < count, 1.0 + (places * 7 + count) % 5, np.nan)

    three, six = (scores(counts[key]) for key in ("three", "six"))
    waves = {Wave.BEFORE: 1.0 + places % 3, Wave.AFTER: scores(counts["after"]), Wave.FOLLOW_UP: six}
    later = (Later("three", months_later(3), three), Later("six", months_later(6), six, is_main=True))
    names, words = tuple(map(str, places)), ("",) * 12
    return People(
        names, ("A",) * 12, (Arm.PROGRAMME,) * 12, words, words, (Measured(trust, waves, None, later),)
    )


def test_files_hold_every_number_with_its_name_people_and_interval(client, whole):
    gathering.done(whole)
    rows = list(csv.DictReader(io.StringIO(everything(client, whole)[-2])))
    change = next(row for row in rows if row["Short name"].endswith("after.change"))
    assert (change["Outcome"], change["People"], change["Unit"]) == ("2 Learning", "20", "change in points")
    assert float(change["Lower end"]) < float(change["Value"]) < float(change["Upper end"])
    answer = client.get(at("export_result", whole, 1, "xlsx"))
    book = load_workbook(io.BytesIO(answer.content))
    assert book.active.max_row == len(rows) + 1
    assert client.get(at("export_result", whole, 1, "pdf")).status_code == 404


def test_the_record_says_what_it_came_from_and_holds_no_draws(client, whole):
    row = gathering.done(whole)
    record = json.loads(everything(client, whole)[-1])
    assert (record["data_sha256"], record["seed"], record["version"]) == (row.data_hash, 7, 1)
    assert '"draws": 2000' in json.dumps(record)
    assert "others" in record["decided"]


def test_without_results_the_list_says_what_they_will_be(client, whole):
    html = page(client, "results", whole)
    assert "Nothing is computed yet" in html
    assert at("new_result", whole) in html
    assert "There are not two versions yet" in page(client, "compare_results", whole)


def test_a_new_version_is_asked_for_on_a_page_of_its_own(client, whole):
    assert "Compute a version" in page(client, "new_result", whole)
    answer = client.post(at("new_result", whole))
    assert answer.url == at("result", whole, 1)
    html = page(client, "result", whole, 1)
    assert "<progress" in html
    assert at("stop_result", whole, 1) in html
    assert client.post(at("new_result", whole)).status_code == 200  # one at a time: the page says why
    client.post(at("stop_result", whole, 1))
    assert Result.objects.get().stage == Stage.STOPPED
    assert "Somebody stopped it" in page(client, "result", whole, 1)


def test_what_is_new_stands_beside_the_button(client, whole):
    gathering.done(whole)
    gathering.answered(whole, "new@example.org", 2, 3)
    assert "Answers from before the programme: 37, and 36 in version 1." in page(client, "results", whole)


def test_a_version_for_a_few_more_answers_is_warned_of(client, whole):
    gathering.done(whole)
    assert "will not show" not in page(client, "new_result", whole)
    gathering.answered(whole, "new@example.org", 2, 3)
    assert "will not show" in page(client, "new_result", whole)
    for place in range(4):
        gathering.answered(whole, f"more{place}@example.org", 2, 3)
    assert "could reckon" not in page(client, "new_result", whole)


def test_a_failure_is_shown_as_a_sentence(client, whole):
    row = doing.begin(whole, None)
    Result.objects.filter(pk=row.pk).update(
        stage=Stage.FAILED, problem={"text": "It is so.", "values": {}, "plural": "", "count": 1}
    )
    assert "It is so." in page(client, "result", whole, 1)


def test_a_version_that_cannot_be_read_any_more_says_so(client, whole):
    row = gathering.done(whole)
    Result.objects.filter(pk=row.pk).update(value={"size": 3})
    assert "cannot be read any more" in page(client, "result", whole, 1)
    assert client.get(at("result_part", whole, 1, "levels")).status_code == 404
    assert client.get(at("export_result", whole, 1, "csv")).status_code == 404


def test_parts_and_versions_that_are_not_there_are_not_found(client, whole):
    gathering.done(whole)
    assert client.get(at("result_part", whole, 1, "nothing")).status_code == 404
    assert client.get(at("result", whole, 9)).status_code == 404


def test_words_of_people_stand_on_the_page_and_nobody_writes_over_another(client, whole):
    gathering.done(whole)
    html = page(client, "result_words", whole, 1)
    read = re.search(r'name="read" value="(\w+)"', html).group(1)
    answer = client.post(at("result_words", whole, 1), {"read": read, "overall": "It helps."})
    assert answer.url == at("result", whole, 1)
    assert "It helps." in page(client, "result", whole, 1)
    answer = client.post(at("result_words", whole, 1), {"read": read, "overall": "It does not."})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "It helps." in html
    assert "It does not." in html
    read = re.search(r'name="read" value="(\w+)"', html).group(1)
    both = {"read": read, "overall": "It helps some."}
    assert client.post(at("result_words", whole, 1), both).status_code == 302
    assert "It helps some." in page(client, "result", whole, 1)


def test_a_coordinator_reads_and_computes_nothing(client, whole):
    gathering.done(whole)
    client.force_login(make_member(role="coordinator"))
    html = page(client, "results", whole)
    assert at("new_result", whole) not in html
    assert at("result_words", whole, 1) not in page(client, "result", whole, 1)
    assert client.post(at("new_result", whole)).status_code == 403


def test_two_versions_stand_side_by_side_with_what_changed(client, whole):
    gathering.done(whole)
    whole.others = "nobody"
    whole.save(update_fields=["others"])
    gathering.done(whole)
    html = page(client, "compare_results", whole)
    text = text_of(html)
    assert "People they are compared with 16 0 Yes" in text
    assert "People are compared with others than in version 1." in text
    same = page(client, "compare_results", whole, earlier=2, later=2)
    assert "Version 2" in same


def test_a_page_takes_little_work(client, whole):
    gathering.done(whole)
    page(client, "result", whole, 1)
    with at_most(400_000):
        page(client, "result", whole, 1)


def test_pages_are_read_with_few_queries(client, whole, django_assert_max_num_queries):
    gathering.done(whole)
    page(client, "result", whole, 1)
    with django_assert_max_num_queries(19):
        page(client, "result", whole, 1)
