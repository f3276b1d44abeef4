"""A version of open data on its way to everybody: chosen, checked, packed, read a second time, withdrawn."""

import datetime as dt
import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone
from tests.conftest import make_member
from tests.web.dissemination import releasing

from mentorway.opendata.reproducing import Outcome, reproduce
from mentorway.web.core.models import AuditEntry
from mentorway.web.core.wording import said
from mentorway.web.dissemination import due, tasks
from mentorway.web.dissemination.actions import releases as actions
from mentorway.web.dissemination.analysis import release_making
from mentorway.web.dissemination.analysis.release_choices import ANSWER, OUT, choices_of
from mentorway.web.dissemination.analysis.release_files import folder, path_of
from mentorway.web.dissemination.analysis.release_offers import offers_of
from mentorway.web.dissemination.analysis.release_pages import checked, untold
from mentorway.web.dissemination.analysis.releases import reading_of
from mentorway.web.dissemination.models import Release, Stage
from mentorway.web.dissemination.needs import needs_of
from mentorway.web.study.actions import studies
from mentorway.web.study.models import State, Study

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path


def refused(action, *args, **more):
    with pytest.raises(ValidationError) as caught:
        action(*args, **more)
    return " ".join(caught.value.messages)


def test_the_file_is_kept_under_its_fingerprint_and_every_number_can_be_made_again():
    release = releasing.packed(releasing.make_release())
    assert release.stage == Stage.READY
    content = path_of(release).read_bytes()
    assert (release.sha256, release.size) == (hashlib.sha256(content).hexdigest(), len(content))
    report = reproduce(path_of(release))
    assert report.sound
    numbers = {one.id: one.published for one in report.having(Outcome.AGREES)}
    assert (numbers["n"], numbers["n.FI"], numbers["mean.q1.n"]) == (114, 64, 114)


def test_no_written_answer_no_code_no_day_and_no_order_of_coming_is_in_the_file():
    release = releasing.packed(releasing.make_release())
    everything = b"".join(releasing.files_of(release).values())
    assert releasing.CANARY.encode() not in everything
    codes = release.study.waves.first().responses.values_list("code", "id")
    assert not any(str(one).encode() in everything for pair in codes for one in pair)
    assert b"2026-05-04" not in releasing.files_of(release)["data/answers.csv"]
    rows = releasing.rows_of(release)
    assert rows == sorted(rows, key=lambda row: tuple(row.values()))


def test_written_answers_codes_and_days_are_not_offered():
    names = {one.name for one in offers_of(releasing.make_study())}
    assert names == {"country", "sector", "role", "age", "again", *releasing.ITEMS, "m1", "m2", "m3"}


def test_a_number_of_its_own_like_an_age_group_is_a_fact_and_a_shared_scale_an_opinion():
    offers = {one.name: one for one in offers_of(releasing.make_study())}
    assert [offers[name].is_fact for name in ("role", "age", "again", "q1")] == [True, True, True, False]
    assert ANSWER not in offers["role"].ways


def test_at_least_ten_people_look_alike_and_who_does_not_is_left_out():
    study = releasing.make_answered()
    releasing.answered(study, 4, "SE", start=120)
    release = releasing.packed(
        releasing.make_release(study, ways=releasing.ways(study, "country", "sector", "q1"), scales=())
    )
    assert release.verdict["left_out"] == 4
    assert {row["country"] for row in releasing.rows_of(release)} == {"FI", "LT", "LV"}
    assert release.verdict["k"] == 20


def test_where_too_many_would_be_left_out_nothing_is_made_and_it_says_what_would_help():
    study = releasing.make_answered()
    release = releasing.make_release(
        study, ways=releasing.ways(study, "country", "role", "age", "q1"), scales=()
    )
    releasing.answered(study, 9, "SE", role="guest", start=120)
    releasing.packed(release)
    assert release.stage == Stage.FAILED
    assert (release.path, release.sha256) == ("", "")
    found = checked(release)
    assert said(release.problem).startswith("59 of 123 people are in groups of fewer than 10")
    assert any("age" in text for text in found.advice)
    assert not list(folder().iterdir())


def test_questions_that_only_some_were_asked_count_as_a_fact():
    study = releasing.make_answered()
    releasing.answered(study, 5, "FI", role="mentor", start=120)
    release = releasing.make_release(study, ways=releasing.ways(study, "country", "m1", "q1"), scales=())
    assert releasing.packed(release).verdict["left_out"] == 5


def test_rare_categories_are_joined_until_ten_people_are_in_each():
    study = releasing.make_answered()
    releasing.answered(study, 4, "SE", start=120)
    ways = {**releasing.ways(study, "country", "q1"), "country": "joined"}
    release = releasing.packed(releasing.make_release(study, ways=ways, scales=()))
    counts = [row["country"] for row in releasing.rows_of(release)]
    assert {one: counts.count(one) for one in set(counts)} == {"FI": 64, "LT": 30, "other": 24}
    assert release.verdict["left_out"] == 0


def test_numbers_go_in_as_bands_that_are_open_at_the_ends():
    study = releasing.make_answered()
    ways = {**releasing.ways(study, "q1"), "age": "bands_10"}
    release = releasing.packed(releasing.make_release(study, ways=ways, scales=(), tables=(("age",),)))
    assert {row["age"] for row in releasing.rows_of(release)} == {"20", "30", "40"}


def test_tables_alone_hide_small_cells_and_what_would_give_them_away():
    study = releasing.make_answered()
    releasing.answered(study, 3, "SE", start=120)
    release = releasing.packed(
        releasing.make_release(study, is_open=False, tables=(("country",),), scales=(), most_left_out=0)
    )
    cells = {
        row["country"]: row["people_counted"]
        for row in releasing.rows_of(release, "data/tables/by_country.csv")
    }
    assert (cells["SE"], cells["all"], cells["FI"]) == (":c", "117", "64")
    assert sum(cell == ":c" for cell in cells.values()) == 2
    assert "data/answers.csv" not in releasing.files_of(release)
    reasons = {one.cell: one.because for one in checked(release).hidden}
    assert reasons["SE"] == "Hidden, because it is fewer than 10 people."
    assert checked(release).sentences[0].startswith("Nobody can be recognised by the tables")


def test_countries_are_compared_only_where_it_is_licensed():
    study = releasing.make_answered()
    releasing.answered(study, 60, "FI", start=300)
    releasing.answered(study, 60, "LT", start=363)
    release = releasing.packed(releasing.make_release(study, by_country=True))
    report = reproduce(path_of(release))
    verdicts = {one.id: one.published for one in report.findings if one.id.startswith("licence.")}
    compared = {
        one.id.split(".", 1)[1].rsplit(".", 1)[0] for one in report.findings if "difference." in one.id
    }
    allowed = {name.split(".", 1)[1] for name, one in verdicts.items() if one in ("means", "partial_means")}
    assert (compared, report.sound) == (allowed, True)
    assert len(verdicts) + len(release.verdict["notes"]) >= 1


def test_what_does_not_go_together_is_refused():
    study = releasing.make_answered()
    closed = releasing.ways(study, "country", "q1")
    for facts, why in (
        (
            {"ways": closed, "scales": (), "tables": (("q2",),)},
            "needs columns that are not in the open answers",
        ),
        ({"ways": closed, "scales": (), "tables": (("role", "again"),)}, "by country or by sector"),
        (
            {"ways": closed, "scales": (), "tables": (("country", "sector", "role"),)},
            "by one column, or by two",
        ),
        ({"ways": closed, "scales": (), "tables": (("job",),)}, "no columns job"),
        ({"ways": closed}, "The mean of “Trust” needs columns"),
        ({"ways": releasing.ways(study), "scales": (), "tables": ()}, "at least one column"),
        ({"ways": {**closed, "age": "as_is"}, "scales": ()}, "“age” cannot be published like this."),
    ):
        assert why in refused(releasing.make_release, study, **facts)


def test_a_consent_text_that_does_not_tell_needs_a_reason_that_is_kept():
    study = releasing.make_answered(told=False)
    assert untold(study) == [1]
    assert "The consent text does not say" in refused(releasing.make_release, study)
    release = releasing.make_release(study, reason="The committee allowed it.")
    assert choices_of(release.choices).reason == "The committee allowed it."
    assert untold(releasing.make_study()) == []


def test_an_open_study_is_not_published():
    study = releasing.make_answered()
    release = releasing.make_release(study)
    Study.objects.filter(pk=study.pk).update(state=State.OPEN)
    assert "Close the study first" in refused(
        actions.begin, study, make_member(study.partner), **releasing.ABOUT
    )
    assert "Close the study first" in refused(actions.pack, release, release.created_by)


def test_nobody_answered_is_said():
    release = releasing.packed(releasing.make_release(releasing.make_study()))
    assert (
        said(release.problem) == "Nobody has answered this wave completely, so there is nothing to publish."
    )


def test_it_can_be_stopped_and_nothing_is_left():
    release = releasing.make_release()
    actions.pack(release, release.created_by)
    actions.stop(release)
    tasks.work(release.pk)
    release.refresh_from_db()
    assert (release.stage, release.path) == (Stage.DRAFT, "")


def test_stopping_while_it_is_being_packed_leaves_no_file(monkeypatch):
    release = releasing.make_release()
    actions.pack(release, release.created_by)
    made = release_making.made

    def stopped(row, tell):
        found = made(row, tell)
        actions.stop(row)
        return found

    monkeypatch.setattr(release_making, "made", stopped)
    tasks.work(release.pk)
    release.refresh_from_db()
    assert (release.stage, release.path, list(folder().iterdir())) == (Stage.DRAFT, "", [])


def test_a_fault_of_ours_is_told_and_nothing_is_kept(monkeypatch):
    release = releasing.make_release()
    actions.pack(release, release.created_by)

    def broken(_row, _tell):
        raise RuntimeError

    monkeypatch.setattr(release_making, "made", broken)
    with pytest.raises(RuntimeError):
        tasks.work(release.pk)
    release.refresh_from_db()
    assert release.stage == Stage.FAILED
    assert said(release.problem).startswith("Something went wrong on our side")


def test_what_has_not_been_heard_of_is_given_up():
    release = releasing.make_release()
    actions.pack(release, release.created_by)
    Release.objects.update(stage=Stage.RUNNING, heard=timezone.now() - dt.timedelta(hours=2))
    due.do_due_work(timezone.now())
    release.refresh_from_db()
    assert release.stage == Stage.FAILED


def test_one_version_of_a_study_is_packed_at_a_time():
    study = releasing.make_answered()
    first, second = releasing.make_release(study), releasing.make_release(study)
    actions.pack(first, first.created_by)
    assert "It is being packed already" in refused(actions.pack, second, second.created_by)


def test_who_made_it_does_not_publish_it_where_there_is_another():
    maker, other = make_member(role="coordinator"), make_member(role="coordinator")
    release = releasing.packed(releasing.make_release(user=maker))
    assert "somebody else reads and publishes it" in refused(actions.publish, release, maker)
    actions.publish(release, other)
    release.refresh_from_db()
    assert (release.stage, release.published_by) == (Stage.PUBLISHED, other)
    entry = AuditEntry.objects.get(kind="release_published")
    assert entry.facts["people"] == 114


def test_only_what_is_packed_is_published_and_what_changes_is_packed_anew():
    reader = make_member(role="coordinator")
    release = releasing.packed(releasing.make_release())
    kept = path_of(release)
    facts = {**releasing.ABOUT, "title": "Another title"}
    actions.describe(release, **facts)
    release.refresh_from_db()
    assert (release.stage, release.path) == (Stage.DRAFT, "")
    assert "Only what is checked and packed" in refused(actions.publish, release, reader)
    assert kept.name != ""


def test_what_is_published_does_not_change_and_is_not_deleted():
    release = releasing.published()
    for action, args in ((actions.describe, releasing.ABOUT), (actions.choose, {}), (actions.delete, {})):
        assert "What is published does not change" in refused(action, release, **args)


def test_withdrawn_data_keep_their_address_and_lose_their_file():
    release = releasing.published()
    reader = release.published_by
    assert "Say why" in refused(actions.withdraw, release, reader, reason=" ")
    actions.withdraw(release, reader, reason="A column was wrong.")
    release.refresh_from_db()
    found = reading_of(release, "en")
    assert (found.is_withdrawn, found.why_withdrawn, found.has_file) == (True, "A column was wrong.", False)
    assert "distribution" not in found.schema
    assert AuditEntry.objects.filter(kind="release_withdrawn").exists()


def test_a_doi_is_entered_after_deposit():
    release = releasing.published()
    assert "is no DOI" in refused(actions.enter_doi, release, doi="zenodo 5")
    actions.enter_doi(release, doi="https://doi.org/10.5281/zenodo.1234567")
    release.refresh_from_db()
    found = reading_of(release, "sv")
    assert (release.doi, found.doi_address) == (
        "10.5281/zenodo.1234567",
        "https://doi.org/10.5281/zenodo.1234567",
    )
    assert "doi = {10.5281/zenodo.1234567}" in found.bibtex
    assert found.schema["identifier"] == "https://doi.org/10.5281/zenodo.1234567"


def test_a_reading_says_who_what_and_how_it_was_checked():
    found = reading_of(releasing.published(), "fi")
    assert (found.version, found.people, found.is_newest, found.has_file) == ("1.0.0", 114, True, True)
    assert found.language == "en"
    assert ("q1", "Hyvä, Statement q1") not in found.variables
    assert ("q1", "Statement q1") in found.variables
    assert any("64" in one or "20" in one for one in found.verdict)
    assert reading_of(Release(stage=Stage.READY), "en") is None


def test_a_study_with_open_data_is_not_deleted():
    release = releasing.make_release()
    text = refused(studies.delete, release.study, release.created_by)
    assert text.startswith("1 version of open data is made of this study")
    actions.delete(release)
    studies.delete(release.study, release.created_by)
    assert Study.bin.filter(pk=release.study_id, deleted__isnull=False).exists()


def test_the_second_reader_and_the_maker_are_told():
    reader = make_member(role="coordinator")
    release = releasing.packed(releasing.make_release())
    assert [one.text for one in needs_of(reader)] == [
        "Open data “Open answers on mentoring · 1” wait for a second reader."
    ]
    assert needs_of(release.created_by) == []


def test_the_database_keeps_the_order():
    release = releasing.make_release()
    with pytest.raises(IntegrityError):
        Release.objects.filter(pk=release.pk).update(stage=Stage.READY)


def test_ways_that_are_out_are_no_columns():
    study = releasing.make_study()
    release = releasing.make_release(study, ways=releasing.ways(study, "q1"), scales=())
    chosen = choices_of(release.choices)
    assert chosen.columns == ("q1",)
    assert chosen.ways["age"] == OUT
