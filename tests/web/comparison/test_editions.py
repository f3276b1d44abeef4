"""Newer answers: another edition, every analysis repeated, and what changed."""

import uuid

import pytest
from django.urls import reverse
from tests.conftest import make_member, make_partner
from tests.web.comparison import making
from tests.web.comparison.making import (
    answers_text,
    make_analysis,
    make_comparison,
    make_done,
    make_read,
    make_ready,
    uploaded,
)

from mentorway.web.comparison import needs, tasks
from mentorway.web.comparison.actions import answers as actions
from mentorway.web.comparison.actions import editions
from mentorway.web.comparison.analysis import comparing, files, stored
from mentorway.web.comparison.models import Comparison, Dataset, Edition, Finding, Stage, State
from mentorway.wording import InvalidInputError, Message

pytestmark = pytest.mark.django_db
SMALL = {**making.PLAN, "groups": ["SE", "NO"], "scales": ["Openness"]}


@pytest.fixture
def member(client):
    user = make_member()
    client.force_login(user)
    user.partner = user.partners.get()
    return user


def fewer():
    head, *lines = answers_text().splitlines()
    return "\n".join([head, *[line for place, line in enumerate(lines) if place % 4]]) + "\n"


def bring(client, dataset, **sent):
    """Send newer files and return what is to be looked at."""
    url = reverse("comparison:newer", args=[dataset.pk])
    client.post(url, {"token": str(uuid.uuid4()), "note": "Wave 2", **uploaded(**sent)})
    return Dataset.objects.get(newer_of=dataset)


def store(client, newer, callbacks, groups=("SE", "NO", "EE", "FI", "DK", "LT", "LV", "IS")):
    with callbacks(execute=True):
        sent = {"groups": groups, "accept": "on"}
        return client.post(reverse("comparison:check", args=[newer.pk]), sent)


def test_newer_answers_become_an_edition_and_every_analysis_is_repeated(
    client, member, django_capture_on_commit_callbacks
):
    first = make_done(member.partner, plan=SMALL)
    dataset = first.dataset
    other = make_comparison(
        dataset, analysis=make_analysis(dataset, title="Other"), plan=SMALL, stage=Stage.FAILED
    )
    newer = bring(client, dataset, answers=fewer())
    assert (newer.state, newer.group, dataset.editions.count()) == (State.READ, "country", 1)
    page = store(client, newer, django_capture_on_commit_callbacks)
    assert page.url == reverse("comparison:answers", args=[dataset.pk])
    dataset.refresh_from_db()
    edition = dataset.editions.first()
    assert (edition.number, edition.note, edition.by, dataset.sha256) == (2, "Wave 2", member, edition.sha256)
    assert not Dataset.objects.filter(newer_of=dataset).exists()
    assert not files.uploads(newer).exists()
    for analysis in (first.analysis, other.analysis):
        again = analysis.comparisons.get(number=2)
        assert (again.stage, again.edition, again.renews) == (Stage.DONE, edition, True)
        assert again.finding.data_hash == edition.sha256


def test_what_was_found_of_an_earlier_edition_stays(client, member, django_capture_on_commit_callbacks):
    first = make_done(member.partner, plan=SMALL)
    earlier = first.edition.sha256
    store(client, bring(client, first.dataset, answers=fewer()), django_capture_on_commit_callbacks)
    first.refresh_from_db()
    assert (first.edition.sha256, first.finding.data_hash) == (earlier, earlier)
    assert files.snapshot_path(earlier).is_file()
    assert earlier in client.get(reverse("comparison:method", args=[first.pk])).content.decode()


def test_what_changed_is_said_above_everything_and_noted_once(
    client, member, django_capture_on_commit_callbacks
):
    first = make_done(member.partner, plan=SMALL)
    first.analysis.created_by = member
    first.analysis.save()
    store(client, bring(client, first.dataset, answers=fewer()), django_capture_on_commit_callbacks)
    again = Comparison.objects.get(number=2)
    kinds = {one["kind"] for one in again.changes}
    assert {"people", "gone"} <= kinds
    url = reverse("comparison:overview", args=[again.pk])
    text = client.get(url).content.decode()
    assert text.index("What is other than in the version before") < text.index("What may be compared")
    assert [one.url for one in needs.needs_of(member)] == [url]
    client.post(reverse("comparison:note", args=[again.pk]))
    assert needs.needs_of(member) == []


def test_only_more_people_reminds_nobody(member):
    comparison = make_done(
        member.partner, renews=True, changes=[{"kind": "people", "scale": "", "message": {}}]
    )
    comparison.analysis.created_by = member
    comparison.analysis.save()
    assert needs.needs_of(member) == []


@pytest.mark.parametrize(("kind", "count"), [("moved", 0), ("difference", 1), ("verdict", 1)])
def test_a_difference_within_its_interval_reminds_nobody(member, kind, count):
    make_done(member.partner, renews=True, changes=[{"kind": kind, "scale": "Openness", "message": {}}])
    Dataset.objects.update(uploaded_by=member)
    assert len(needs.needs_of(member)) == count


def test_an_analysis_that_could_not_be_repeated_reminds_who_asked_it(member):
    dataset = make_ready(member.partner, uploaded_by=member)
    make_done(dataset=dataset)
    make_comparison(dataset, stage=Stage.FAILED, renews=True)
    assert ["could not be repeated" in one.text for one in needs.needs_of(member)] == [True]


def test_the_same_answers_again_are_the_same_edition(client, member, django_capture_on_commit_callbacks):
    first = make_done(member.partner, plan=SMALL)
    dataset = first.dataset
    store(client, bring(client, dataset), django_capture_on_commit_callbacks)
    assert (dataset.editions.count(), Comparison.objects.count()) == (1, 1)


def test_what_newer_answers_lack_is_said_before_they_are_stored(client, member):
    first = make_done(member.partner, plan=SMALL)
    head, *lines = answers_text().splitlines()
    newer = bring(
        client, first.dataset, answers="\n".join([head, *[one for one in lines if one[:2] != "NO"]])
    )
    page = client.get(reverse("comparison:check", args=[newer.pk])).content.decode()
    assert "Not everything that was there before is in the newer answers." in page
    assert "These analyses ask for some of it" in page
    assert "NO" in page.split("Groups:")[1][:20]


def test_a_group_that_is_gone_makes_the_repeated_analysis_say_so(
    client, member, django_capture_on_commit_callbacks
):
    first = make_done(member.partner, plan=SMALL)
    head, *lines = answers_text().splitlines()
    newer = bring(
        client, first.dataset, answers="\n".join([head, *[one for one in lines if one[:2] != "NO"]])
    )
    store(client, newer, django_capture_on_commit_callbacks, groups=("SE", "FI", "DK"))
    again = Comparison.objects.get(number=2)
    assert (again.stage, "There is no group" in again.problem["text"]) == (Stage.FAILED, True)
    assert first.finding.value == making.value().text


def test_newer_answers_wait_in_no_list_and_are_brought_once(client, member):
    dataset = make_ready(member.partner, title="Courage")
    newer = bring(client, dataset)
    text = client.get(reverse("comparison:comparisons")).content.decode()
    assert text.count('<li class="card card-link">') == 1
    assert "Newer answers wait to be looked at." in (
        client.get(reverse("comparison:answers", args=[dataset.pk])).content.decode()
    )
    page = client.get(reverse("comparison:newer", args=[dataset.pk])).content.decode()
    assert reverse("comparison:answers", args=[newer.pk]) in page
    client.post(
        reverse("comparison:newer", args=[dataset.pk]), {"token": str(uuid.uuid4()), "note": "", **uploaded()}
    )
    assert Dataset.objects.filter(newer_of=dataset).count() == 1


def test_discarded_newer_answers_leave_the_earlier_ones_as_they_are(client, member):
    dataset = make_ready(member.partner)
    newer = bring(client, dataset)
    page = client.post(reverse("comparison:discard", args=[newer.pk]))
    assert page.url == reverse("comparison:answers", args=[dataset.pk])
    assert list(Dataset.objects.all()) == [dataset]


def test_files_that_cannot_be_read_are_refused_on_the_form(client, member):
    dataset = make_ready(member.partner)
    url = reverse("comparison:newer", args=[dataset.pk])
    sent = {"token": str(uuid.uuid4()), "note": "", **uploaded(answers="")}
    page = client.post(url, sent)
    assert (page.status_code, Dataset.objects.count()) == (200, 1)
    assert "empty" in page.content.decode()


def test_too_large_newer_answers_are_refused_before_they_are_read(client, member, settings):
    dataset = make_ready(member.partner)
    settings.MENTORWAY_UPLOAD_BYTES = -(2**20) + 10
    page = client.post(reverse("comparison:newer", args=[dataset.pk]), {"note": "x" * 100})
    assert page.status_code == 413


def test_storing_that_fails_is_said_on_the_page_of_the_answers(client, member, monkeypatch):
    dataset = make_ready(member.partner)
    newer = bring(client, dataset)
    Dataset.objects.filter(pk=newer.pk).update(state=State.STORING)

    def refuse(*_args, **_more):
        raise InvalidInputError(Message("The disk is full."))

    monkeypatch.setattr(tasks.reading, "keep", refuse)
    tasks.renew.func(newer.pk)
    text = client.get(reverse("comparison:answers", args=[dataset.pk])).content.decode()
    assert "The disk is full." in text
    assert (Edition.objects.count(), Dataset.objects.get(pk=dataset.pk).state) == (1, State.READY)


def test_a_fault_of_ours_while_storing_is_not_hidden(member, client, monkeypatch):
    newer = bring(client, make_ready(member.partner))
    Dataset.objects.filter(pk=newer.pk).update(state=State.STORING)
    monkeypatch.setattr(tasks.reading, "keep", lambda *_args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        tasks.renew.func(newer.pk)
    newer.refresh_from_db()
    assert (newer.state, newer.problem["text"]) == (State.FAILED, tasks.OUR_FAULT.text)


def test_storing_is_not_done_twice(client, member, django_capture_on_commit_callbacks):
    first = make_done(member.partner, plan=SMALL)
    newer = bring(client, first.dataset, answers=fewer())
    store(client, newer, django_capture_on_commit_callbacks)
    tasks.renew.func(newer.pk)
    assert (Edition.objects.count(), Finding.objects.count()) == (2, 2)


def test_a_version_under_way_gives_way_to_the_newer_answers(
    client, member, django_capture_on_commit_callbacks
):
    first = make_done(member.partner, plan=SMALL)
    waiting = make_comparison(first.dataset, plan=SMALL)
    store(client, bring(client, first.dataset, answers=fewer()), django_capture_on_commit_callbacks)
    waiting.refresh_from_db()
    assert waiting.stage == Stage.CANCELLED
    assert first.analysis.comparisons.get(number=3).stage == Stage.DONE


def test_who_only_looks_sees_neither_notes_nor_names_of_files(
    client, member, django_capture_on_commit_callbacks
):
    first = make_done(dataset=make_ready(member.partner, is_public=True), plan=SMALL)
    store(client, bring(client, first.dataset, answers=fewer()), django_capture_on_commit_callbacks)
    page = reverse("comparison:answers", args=[first.dataset.pk])
    own = client.get(page).content.decode()
    assert ("Wave 2" in own, "answers.csv" in own) == (True, True)
    client.logout()
    text = client.get(page).content.decode()
    assert ("Wave 2" in text, "answers.csv" in text, first.edition.sha256 in text) == (False, False, True)


def test_other_people_bring_nothing(client, member):
    dataset = make_ready(make_partner(), is_public=True)
    assert client.get(reverse("comparison:newer", args=[dataset.pk])).status_code == 403
    assert client.post(reverse("comparison:cancel_all", args=[dataset.pk])).status_code == 403


def test_answers_that_are_not_stored_have_no_newer_ones(client, member):
    dataset = make_read(member, member.partner)
    page = client.get(reverse("comparison:newer", args=[dataset.pk]))
    assert page.url == reverse("comparison:answers", args=[dataset.pk])


def test_without_a_study_none_is_asked(client, member):
    dataset = make_ready(member.partner)
    page = client.post(reverse("comparison:ask_study", args=[dataset.pk]), follow=True)
    assert "These answers do not come from a study." in page.content.decode()


def test_deleted_answers_take_their_newer_ones_along(client, member):
    dataset = make_ready(member.partner)
    newer = bring(client, dataset)
    files.forget_all(dataset)
    assert not files.uploads(newer).exists()


def test_the_plan_of_a_set_free_item_is_repeated_too(client, member, django_capture_on_commit_callbacks):
    plan = {**SMALL, "releases": {"Openness": [{"kind": "intercept", "item": "O3"}]}}
    first = make_done(member.partner, plan=plan)
    store(client, bring(client, first.dataset, answers=fewer()), django_capture_on_commit_callbacks)
    again = Comparison.objects.get(number=2)
    assert again.plan == plan
    assert comparing.result_of(again.finding).plan.releases["Openness"][0].item == "O3"


def test_newer_answers_that_cannot_be_used_are_not_stored(member):
    dataset = make_ready(member.partner)
    newer = actions.take_newer(dataset, member, token=uuid.uuid4(), note="", uploaded=uploaded())
    Dataset.objects.filter(pk=newer.pk).update(preview={**newer.preview, "usable": False})
    with pytest.raises(Exception, match="cannot be compared as they are"):
        editions.store(newer, groups=["SE"])


def test_a_fact_that_newer_answers_lack_is_not_said_to_be_kept(client, member):
    newer = make_read(member, member.partner)
    Dataset.objects.filter(pk=newer.pk).update(
        facts=["gender", "wave"], preview={**newer.preview, "lacking": ["wave"], "alone": 7}
    )
    page = client.get(reverse("comparison:check", args=[newer.pk])).content.decode()
    assert ("country, gender kept together" in page, "gender, wave" in page) == (True, False)


def test_where_nothing_is_lacking_nothing_is_said(client, member):
    newer = bring(client, make_ready(member.partner))
    page = client.get(reverse("comparison:check", args=[newer.pk]))
    assert page.context["missed"] is None


def test_a_damaged_earlier_file_does_not_keep_newer_answers_out(client, member):
    dataset = make_ready(member.partner)
    newer = bring(client, dataset)
    files.snapshot_path(dataset.sha256).write_bytes(b"other")
    page = client.get(reverse("comparison:check", args=[newer.pk]))
    assert (page.status_code, page.context["missed"]) == (200, None)


def test_newer_answers_that_are_being_stored_are_watched_on_the_page_of_the_earlier_ones(client, member):
    dataset = make_ready(member.partner)
    newer = bring(client, dataset)
    Dataset.objects.filter(pk=newer.pk).update(state=State.STORING, progress=40)
    editions.store(Dataset.objects.get(pk=newer.pk), groups=["SE"])
    page = client.get(reverse("comparison:answers", args=[newer.pk]))
    assert page.url == reverse("comparison:answers", args=[dataset.pk])
    text = client.get(page.url).content.decode()
    assert ('value="40"' in text, "hx-get" in text) == (True, True)


def test_newer_answers_discarded_while_they_are_stored_change_nothing(client, member, monkeypatch):
    dataset = make_ready(member.partner)
    newer = bring(client, dataset, answers=fewer())
    Dataset.objects.filter(pk=newer.pk).update(state=State.STORING)
    keep = tasks.reading.keep

    def gone(*args, **more):
        found = keep(*args, **more)
        Dataset.objects.filter(pk=newer.pk).delete()
        return found

    monkeypatch.setattr(tasks.reading, "keep", gone)
    tasks.renew.func(newer.pk)
    assert dataset.editions.count() == 1


def test_an_analysis_that_needs_a_lacking_weight_is_named(client, member):
    head, *lines = answers_text().splitlines()
    rows = [f"{line},{1 + place % 3}" for place, line in enumerate(lines)]
    read = make_read(member, member.partner, answers="\n".join([f"{head},weight", *rows]))
    snapshot = tasks.reading.keep(read, [])
    tasks.remember(read, snapshot, member.pk)
    read.refresh_from_db()
    analysis = make_analysis(read, title="Weighted")
    plan = {**SMALL, "weight": True}
    make_comparison(read, analysis=analysis, plan=plan, stage=Stage.FAILED)
    newer = bring(client, read)
    page = client.get(reverse("comparison:check", args=[newer.pk]))
    assert page.context["missed"].columns == ("weight",)
    assert [str(one) for one in page.context["missed"].analyses] == ["Weighted"]


def test_an_edition_from_before_people_were_counted_is_looked_into(client, member):
    dataset = make_ready(member.partner)
    make_done(dataset=dataset)
    Edition.objects.update(rows=None)
    (edition,) = stored.counted(dataset.editions.all())
    assert edition.rows == making.snapshot().rows
    page = client.get(reverse("comparison:answers", args=[dataset.pk])).content.decode()
    assert f'<td class="number">{making.snapshot().rows}</td>' in page
    Edition.objects.update(sha256="0" * 64)
    assert stored.counted(dataset.editions.all())[0].rows is None
