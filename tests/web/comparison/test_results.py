"""What was found, as pages, drawings and files; new versions; who may look."""

import datetime as dt
import json

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner, make_user
from tests.web.comparison import making
from tests.web.comparison.making import make_comparison, make_done, make_ready

from mentorway.web.comparison import exports, tasks
from mentorway.web.comparison.actions import analyses
from mentorway.web.comparison.actions import answers as actions
from mentorway.web.comparison.analysis import comparing, files, pages
from mentorway.web.comparison.models import Comparison, Dataset, Finding, Stage
from mentorway.wording import InvalidInputError, Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    user = make_member()
    client.force_login(user)
    user.partner = user.partners.get()
    return user


def url(name, comparison, *more):
    return reverse(f"comparison:{name}", args=[comparison.pk, *more])


def test_the_overview_says_what_may_be_compared_before_any_number(client, member):
    text = client.get(url("overview", make_done(member.partner))).content.decode()
    assert "What may be compared" in text
    assert text.index("What may be compared") < text.index("<table")
    assert all(scale in text for scale in making.PLAN["scales"])


def test_a_group_of_thirteen_is_never_ranked(client, member):
    comparison = make_done(member.partner)
    found = comparing.result_of(comparison.finding)
    pairs = [one for scale in found.scales for one in scale.licences if "EE" in (one.first, one.second)]
    assert {one.verdict.value for one in pairs} == {"none"}
    for place, scale in enumerate(found.scales, start=1):
        assert all("EE" not in (one.first, one.second) for one in scale.mean_differences)
        assert client.get(url("scale", comparison, place)).status_code == 200


def test_a_number_that_a_restored_database_gives_again_is_read_again(member):
    first = make_done(member.partner).finding
    people = comparing.result_of(first).rows
    kept = {"pk": first.pk, "comparison": first.comparison, "method": "m", "library_version": "1"}
    first.delete()
    value = first.value.replace(f'"rows": {people},', f'"rows": {people + 1},', 1)
    assert value != first.value
    again = Finding.objects.create(value=value, data_hash=first.data_hash, **kept)
    assert comparing.result_of(again).rows == people + 1


def test_every_pair_is_a_cell_and_leads_to_its_reasons(client, member):
    comparison = make_done(member.partner)
    summary = pages.summaries(comparing.result_of(comparison.finding))[0]
    cells = [cell for _name, row in summary.rows for cell in row]
    text = client.get(url("scale", comparison, 1)).content.decode()
    assert len(cells) == 3
    assert all(f'id="{cell.anchor}"' in text for cell in cells)


@pytest.mark.parametrize("language", ["en", "lt", "lv", "sv", "fi"])
def test_every_page_speaks_the_reader_s_language(client, member, language):
    comparison = make_done(member.partner)
    client.cookies["django_language"] = language
    for name, more in (("overview", ()), ("scale", (1,)), ("method", ())):
        page = client.get(url(name, comparison, *more))
        assert (page.status_code, f'<html lang="{language}"' in page.content.decode()) == (200, True)


def test_pages_answer_from_what_is_stored(client, member, monkeypatch):
    comparison = make_done(member.partner)
    comparing._result.cache_clear()
    monkeypatch.setattr(comparing.comparing, "compare", lambda *args, **kwargs: 1 / 0)
    files.folder("snapshots").joinpath(f"{comparison.dataset.sha256}.parquet").unlink()
    assert client.get(url("overview", comparison)).status_code == 200


def test_pages_ask_the_database_little(client, member, django_assert_max_num_queries):
    comparison = make_done(member.partner)
    with django_assert_max_num_queries(12):
        client.get(url("scale", comparison, 1))


@pytest.mark.parametrize("kind", ["profiles", "forest"])
def test_drawings_are_made_once(client, member, kind, monkeypatch):
    comparison = make_done(member.partner)
    first = client.get(url("drawing", comparison, kind, 1, "lv"))
    monkeypatch.setattr(exports, "DRAWINGS", {kind: lambda scale, words: 1 / 0})
    again = client.get(url("drawing", comparison, kind, 1, "lv"))
    assert first.headers["Content-Type"] == "image/svg+xml"
    assert b"<svg" in first.content
    assert first.content == again.content


@pytest.mark.parametrize(
    "more", [("profiles", 9, "en"), ("profiles", 0, "en"), ("other", 1, "en"), ("profiles", 1, "xx")]
)
def test_there_is_no_other_drawing(client, member, more):
    assert client.get(url("drawing", make_done(member.partner), *more)).status_code == 404


@pytest.mark.parametrize(
    ("kind", "start"), [("report", b"%PDF"), ("workbook", b"PK"), ("table", b""), ("json", b"{")]
)
def test_everything_can_be_taken_along(client, member, kind, start):
    page = client.get(url("download", make_done(member.partner), kind) + "?language=sv")
    assert page.content.startswith(start)
    assert len(page.content) > 500
    assert 'attachment; filename="trust-1-sv.' in page.headers["Content-Disposition"]


def test_the_json_holds_plan_reason_and_result(client, member):
    comparison = make_done(member.partner, reason="A word differs")
    facts = json.loads(client.get(url("download", comparison, "json")).content)
    assert (facts["reason"], facts["plan"]["groups"]) == ("A word differs", ["SE", "NO", "EE"])
    assert facts["result"] == json.loads(making.value().text)


@pytest.mark.parametrize("query", ["?language=xx", "?language=../../x"])
def test_a_language_that_is_not_there_is_not_found(client, member, query):
    assert client.get(url("download", make_done(member.partner), "report") + query).status_code == 404


def test_setting_an_item_free_makes_a_new_version_and_keeps_the_old(
    client, member, django_capture_on_commit_callbacks
):
    first = make_done(member.partner)
    sent = {"intercept": ["E3"], "reason": "The translation says more."}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("release", first, 1), sent)
    second = Comparison.objects.get(number=2)
    assert second.stage == Stage.DONE
    assert second.plan["releases"] == {"Extraversion": [{"kind": "intercept", "item": "E3"}]}
    text = client.get(url("overview", second)).content.decode()
    assert "The translation says more." in text
    assert url("overview", first) in text
    assert first.finding.value == making.value().text


def test_setting_free_needs_a_reason_and_a_change(client, member):
    comparison = make_done(member.partner)
    without_reason = client.post(url("release", comparison, 1), {"intercept": ["E3"]})
    without_change = client.post(url("release", comparison, 1), {"reason": "Just so"})
    unknown = client.post(url("release", comparison, 1), {"intercept": ["O1"], "reason": "Not of this scale"})
    assert [page.status_code for page in (without_reason, without_change, unknown)] == [200, 200, 200]
    assert Comparison.objects.count() == 1


@pytest.mark.parametrize("kind", ["loading", "intercept"])
def test_at_least_one_item_stays_equal_and_the_form_says_so(client, member, kind):
    comparison = make_done(member.partner)
    every = [f"E{number}" for number in range(1, 11)]
    page = client.post(url("release", comparison, 1), {kind: every, "reason": "All"}).content.decode()
    assert "Keep at least one item equal." in page
    assert Comparison.objects.count() == 1


def test_after_a_failed_release_one_gets_back_to_its_form(client, member):
    done = make_done(member.partner)
    plan = {**making.PLAN, "releases": {"Openness": [{"kind": "intercept", "item": "O3"}]}}
    failed = make_comparison(done.dataset, stage=Stage.FAILED, plan=plan, reason="The word is odd.")
    text = client.get(url("overview", failed)).content.decode()
    assert url("release", done, 2) in text
    assert "The word is odd." in text
    assert reverse("comparison:check", args=[done.dataset.pk]) not in text


@pytest.mark.parametrize("stage", [Stage.DONE, Stage.FAILED, Stage.CANCELLED])
def test_a_page_that_watches_learns_that_it_is_over(client, member, stage):
    running = make_comparison(make_ready(member.partner), stage=Stage.RUNNING)
    part = {"headers": {"HX-Request": "true"}}
    assert "HX-Redirect" not in client.get(url("overview", running), **part).headers
    Comparison.objects.filter(pk=running.pk).update(stage=stage, finished=timezone.now())
    assert client.get(url("overview", running), **part).headers["HX-Redirect"] == url("overview", running)


def test_only_who_may_dispose_is_offered_to_delete_what_failed(client, member):
    failed = make_comparison(make_ready(member.partner), stage=Stage.FAILED)
    assert reverse("comparison:delete", args=[failed.dataset.pk]) not in (
        client.get(url("overview", failed)).content.decode()
    )


def test_visitors_are_shown_the_latest_version_that_is_done(client, member):
    dataset = make_ready(member.partner, is_public=True, title="Open to all")
    done = make_done(dataset=dataset)
    make_comparison(dataset, stage=Stage.FAILED)
    make_comparison(make_ready(member.partner, is_public=True, title="Nothing yet"), stage=Stage.FAILED)
    own = client.get(reverse("comparison:comparisons")).content.decode()
    assert ("Failed" in own, "Nothing yet" in own) == (True, True)
    client.logout()
    for user in (None, make_member()):
        if user:
            client.force_login(user)
        text = client.get(reverse("comparison:comparisons")).content.decode()
        assert ("Failed" in text, "Nothing yet" in text) == (False, False)
        assert reverse("comparison:answers", args=[dataset.pk]) in text
        page = client.get(reverse("comparison:answers", args=[dataset.pk])).content.decode()
        assert (url("overview", done) in page, "Failed" in page) == (True, False)


def test_what_becomes_public_is_said_before_it_does(client, member):
    dataset = make_ready(member.partner, uploaded_by=member)
    text = client.get(reverse("comparison:describe", args=[dataset.pk])).content.decode()
    assert "Earlier versions that are done, and the reasons given for them, become public too." in text


def test_files_carry_the_title_that_people_gave_and_change_with_it(client, member, monkeypatch):
    comparison, titles = make_done(member.partner), []

    def noted(found, *args, **kwargs):
        titles.append(found.title)
        return b"%PDF"

    monkeypatch.setattr(exports.report, "pdf", noted)
    monkeypatch.setattr(exports.exports, "xlsx_bytes", noted)
    for title in ("Trust", "Courage"):
        actions.describe(comparison.dataset, title=title, is_public=False)
        for kind in ("report", "workbook", "report"):
            client.get(url("download", comparison, kind))
    assert titles == ["Trust", "Trust", "Courage", "Courage"]


def test_asked_twice_for_the_same_version_it_is_made_once(client, member):
    comparison = make_done(member.partner)
    for _time in range(2):
        client.post(url("release", comparison, 1), {"intercept": ["E3"], "reason": "The same"})
    assert Comparison.objects.count() == 2


def test_what_a_library_refuses_is_the_reason_that_people_read(client, member, monkeypatch):
    def refuse(snapshot, plan, progress):
        raise InvalidInputError(Message("Item %(item)s is constant.", {"item": "E1"}))

    monkeypatch.setattr(comparing, "compare", refuse)
    waiting = make_comparison(make_ready(member.partner))
    tasks.compare.func(waiting.pk)
    text = client.get(url("overview", waiting)).content.decode()
    assert "Item E1 is constant." in text
    assert "Compare again" in text


def test_a_cancelled_comparison_stops_and_leaves_nothing(client, member, monkeypatch):
    waiting = make_comparison(make_ready(member.partner))

    def interrupted(snapshot, plan, progress):
        client.post(url("cancel", waiting))
        progress(0.5, Message("Half"))
        raise AssertionError("went on")

    monkeypatch.setattr(tasks, "SECONDS_BETWEEN_NEWS", 0)
    monkeypatch.setattr(comparing, "compare", interrupted)
    tasks.compare.func(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.stage, Finding.objects.count()) == (Stage.CANCELLED, 0)


def test_a_cancelled_comparison_that_still_waits_never_starts(member, monkeypatch):
    waiting = make_comparison(make_ready(member.partner))
    analyses.cancel(waiting)
    monkeypatch.setattr(comparing, "compare", lambda *args: 1 / 0)
    tasks.compare.func(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.stage == Stage.CANCELLED


def test_what_was_cancelled_can_be_asked_again(client, member, django_capture_on_commit_callbacks):
    cancelled = make_comparison(make_ready(member.partner), stage=Stage.CANCELLED)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("repeat", cancelled))
    assert [one.stage for one in Comparison.objects.order_by("number")] == [Stage.CANCELLED, Stage.DONE]


def test_a_fault_of_ours_ends_the_comparison_and_is_not_hidden(member, monkeypatch):
    monkeypatch.setattr(comparing, "compare", lambda *args: 1 / 0)
    waiting = make_comparison(make_ready(member.partner))
    with pytest.raises(ZeroDivisionError):
        tasks.compare.func(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.stage, waiting.problem["text"]) == (Stage.FAILED, tasks.OUR_FAULT.text)


def test_work_whose_worker_is_gone_does_not_run_for_ever(member):
    running = make_comparison(make_ready(member.partner), stage=Stage.RUNNING)
    Comparison.objects.filter(pk=running.pk).update(heard=timezone.now() - dt.timedelta(hours=2))
    actions.clear_away(timezone.now())
    running.refresh_from_db()
    assert running.stage == Stage.FAILED


def test_progress_is_shown_and_asks_again_with_and_without_scripts(client, member):
    step = {"text": "Comparing %(scale)s", "values": {"scale": "Trust"}, "plural": "", "count": 1}
    waiting = make_comparison(make_ready(member.partner), stage=Stage.RUNNING, progress=40, step=step)
    text = client.get(url("overview", waiting)).content.decode()
    assert ('value="40"' in text, "Comparing Trust" in text) == (True, True)
    assert ("hx-get" in text, "<noscript><meta" in "".join(text.split())) == (True, True)
    Comparison.objects.filter(pk=waiting.pk).delete()
    done = make_done(member.partner)
    part = client.get(url("overview", done), headers={"HX-Request": "true"})
    assert part.headers["HX-Redirect"] == url("overview", done)


def test_two_comparisons_of_the_same_answers_are_never_under_way(member):
    dataset = make_ready(member.partner)
    make_comparison(dataset)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_comparison(dataset)


def test_deleted_it_is_gone_for_everyone_and_comes_back(client, member):
    dataset = make_ready(member.partner, uploaded_by=member)
    comparison = make_done(dataset=dataset)
    client.post(reverse("comparison:delete", args=[dataset.pk]))
    assert client.get(url("overview", comparison)).status_code == 404
    assert dataset.title in client.get(reverse("comparison:deleted")).content.decode()
    client.post(reverse("comparison:restore", args=[dataset.pk]))
    assert client.get(url("overview", comparison)).status_code == 200


def test_after_thirty_days_it_is_gone_for_good_with_its_files(member):
    dataset, other = make_ready(member.partner), make_ready(member.partner, title="Other")
    comparison = make_done(dataset=dataset)
    drawing = files.drawing_path(comparison.finding, "x.svg")
    drawing.write_text("<svg/>")
    actions.delete(dataset)
    Dataset.objects.filter(pk=dataset.pk).update(deleted=timezone.now() - dt.timedelta(days=31))
    actions.clear_away(timezone.now())
    assert (list(Dataset.objects.all()), drawing.exists()) == ([other], False)
    assert files.snapshot_path(other.sha256).is_file()  # the same answers, which the other still needs
    files.forget_all(other)
    assert not files.snapshot_path(other.sha256).exists()


def test_public_results_are_open_to_everyone_and_stay_as_they_are(client):
    comparison = make_done(dataset=make_ready(is_public=True, title="Open to all"))
    assert "Open to all" in client.get(reverse("comparison:comparisons")).content.decode()
    for name, more in (("overview", ()), ("scale", (1,)), ("method", ()), ("download", ("json",))):
        assert client.get(url(name, comparison, *more)).status_code == 200
    client.force_login(make_member())
    assert client.get(url("overview", comparison)).status_code == 200
    assert client.get(url("release", comparison, 1)).status_code == 403
    assert client.get(reverse("comparison:delete", args=[comparison.dataset.pk])).status_code == 403


def test_others_do_not_find_what_is_private(client, member):
    make_done(make_partner(name="Somebody else"))
    assert "Somebody else" not in client.get(reverse("comparison:comparisons")).content.decode()
    client.logout()
    assert "Somebody else" not in client.get(reverse("comparison:comparisons")).content.decode()


def test_what_is_unfinished_is_shown_to_its_own_people_only(client):
    dataset = make_ready(is_public=True)
    waiting = make_comparison(dataset)
    assert client.get(url("overview", waiting)).status_code == 302
    client.force_login(make_member())
    assert client.get(url("overview", waiting)).status_code == 404
    client.force_login(make_member(dataset.partner))
    assert client.get(url("overview", waiting)).status_code == 200


def test_the_list_is_searched_and_paged(client, member):
    for number in range(23):
        make_ready(member.partner, title=f"Trust {number}")
    make_ready(member.partner, title="Courage 100 %_")
    text = client.get(reverse("comparison:comparisons")).content.decode()
    assert "Page 1 of 2" in text
    found = client.get(reverse("comparison:comparisons"), {"q": "courage %_"}).content.decode()
    assert ("Courage 100 %_" in found, "Trust 1" in found) == (True, False)
    nothing = client.get(reverse("comparison:comparisons"), {"q": "\x7f nowhere", "page": "zz"})
    assert "Nothing found" in nothing.content.decode()


def test_an_empty_list_teaches_what_is_needed(client, member):
    text = client.get(reverse("comparison:comparisons")).content.decode()
    assert "You need two files" in text
    assert reverse("comparison:example_file", args=["codebook.csv"]) in text


def test_the_title_and_who_may_look_can_be_changed(client, member):
    dataset = make_ready(member.partner, uploaded_by=member)
    client.post(reverse("comparison:describe", args=[dataset.pk]), {"title": "Courage", "is_public": "on"})
    dataset.refresh_from_db()
    assert (dataset.title, dataset.is_public) == ("Courage", True)


def test_a_person_who_left_the_partner_sees_nothing_any_more(client, member):
    comparison = make_done(member.partner)
    member.memberships.all().delete()
    assert client.get(url("overview", comparison)).status_code == 404
    client.force_login(make_user())
    assert client.get(url("overview", comparison)).status_code == 404
