"""Several saved analyses of one set of answers: asked, copied, put away."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.deletion import ProtectedError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from tests.conftest import make_member, make_partner
from tests.web.comparison import making
from tests.web.comparison.making import (
    PLAN,
    make_analysis,
    make_comparison,
    make_done,
    make_read,
    make_ready,
)
from tests.web.study.making import make_study

from mentorway.comparing import sentences
from mentorway.web.comparison import exports, tasks
from mentorway.web.comparison.actions import analyses
from mentorway.web.comparison.actions import answers as actions
from mentorway.web.comparison.analysis import asked, comparing, files, naming
from mentorway.web.comparison.analysis.stored import Column, Contents, contents
from mentorway.web.comparison.forms import AnalysisForm
from mentorway.web.comparison.models import Analysis, Comparison, Dataset, Finding, Stage
from mentorway.web.core.wording import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    user = make_member()
    client.force_login(user)
    user.partner = user.partners.get()
    return user


def page_of(client, dataset):
    return client.get(reverse("comparison:answers", args=[dataset.pk])).content.decode()


def ask(dataset):
    return reverse("comparison:ask", args=[dataset.pk])


def sent(dataset, /, **fields):
    """Return what the form sends when only a few things are chosen."""
    inside = contents(dataset)
    values = {
        "title": "North",
        "scales": ["Openness"],
        "by": "country",
        "missing": "complete",
        "rules": "usual",
    }
    people = {
        f"people{place}": [value for value, _count in column.values]
        for place, column in enumerate(inside.columns)
    }
    return {**values, **people, **fields}


def test_a_new_analysis_is_asked_compared_and_kept_beside_the_others(
    client, member, django_capture_on_commit_callbacks
):
    first = make_done(member.partner)
    dataset = first.dataset
    with django_capture_on_commit_callbacks(execute=True):
        client.post(ask(dataset), sent(dataset, people0=["NO", "SE"]))
    second = Comparison.objects.get(analysis__title="North")
    assert (second.stage, second.number, second.edition.number) == (Stage.DONE, 1, 1)
    assert second.plan["groups"] == ["NO", "SE"]
    assert comparing.result_of(second.finding).groups == ("NO", "SE")
    text = page_of(client, dataset)
    assert ("North" in text, dataset.title in text) == (True, True)
    assert "On Openness" in text or "Openness" in text


def test_everything_ticked_means_that_nobody_is_left_out(client, member):
    dataset = make_ready(member.partner)
    form = AnalysisForm(sent(dataset), contents=contents(dataset))
    assert form.is_valid(), form.errors
    plan = form.plan()
    assert (plan["groups"], plan["where"], plan["by"]) == ([], {}, "")


def test_what_does_not_go_together_is_said_in_words_and_not_folded_away(client, member):
    dataset = make_ready(member.partner)
    page = client.post(ask(dataset), sent(dataset, missing="fiml", ordinal="on")).content.decode()
    assert "Ordinal models take people who answered every item." in page
    assert '<details class="more" open>' in " ".join(page.split())
    assert Comparison.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"scales": []}, "Choose at least one scale."),
        ({"people0": []}, "Choose at least one value of country."),
        ({"title": ""}, "This field is required."),
        ({"by": "nothing"}, "Select a valid choice."),
        ({"matters": "-1"}, "greater than or equal to 0"),
    ],
)
def test_what_cannot_be_asked_is_refused_on_the_form(client, member, fields, said):
    dataset = make_ready(member.partner)
    assert said in client.post(ask(dataset), sent(dataset, **fields)).content.decode()
    assert Analysis.objects.count() == 0


def test_more_groups_than_can_be_compared_are_refused_before_anything_runs(member):
    many = tuple((f"P{number:02d}", 9) for number in range(41))
    inside = Contents(400, "country", (Column("country", many),), (("Openness", 10),), "")
    names = [name for name, _count in many]
    data = {
        "title": "All", "scales": ["Openness"], "by": "country", "missing": "complete", "rules": "usual",
        "people0": names,
    }  # fmt: skip
    form = AnalysisForm(data, contents=inside)
    assert form.errors == {"by": ["Choose at most 40 groups; 41 are chosen."]}
    assert AnalysisForm({**data, "people0": names[:40]}, contents=inside).is_valid()


def test_copied_the_form_is_filled_in_and_the_copied_one_stays(client, member):
    plan = {**PLAN, "rules": "strict", "releases": {"Openness": [{"kind": "intercept", "item": "O3"}]}}
    first = make_done(member.partner, plan=plan)
    page = client.get(ask(first.dataset), {"copy": first.pk})
    form = page.context["form"]
    assert (form.initial["scales"], form.initial["rules"]) == (PLAN["scales"], "strict")
    assert form.initial["people0"] == PLAN["groups"]
    client.post(f"{ask(first.dataset)}?copy={first.pk}", sent(first.dataset, title="Other"))
    other = Comparison.objects.get(analysis__title="Other")
    assert other.plan["releases"] == plan["releases"]
    assert Comparison.objects.get(pk=first.pk).plan == plan


def test_an_analysis_of_other_answers_cannot_be_copied(client, member):
    foreign = make_done(make_partner(name="Somebody else"))
    dataset = make_ready(member.partner)
    assert client.get(ask(dataset), {"copy": foreign.pk}).status_code == 404


def test_the_same_question_sent_twice_is_one(client, member):
    dataset = make_ready(member.partner)
    for _time in range(2):
        client.post(ask(dataset), sent(dataset))
    assert Analysis.objects.count() == 1


def test_two_analyses_may_run_at_once_but_not_two_versions_of_one(member):
    dataset = make_ready(member.partner)
    make_comparison(dataset)
    make_comparison(dataset, analysis=make_analysis(dataset, title="Other"))
    with pytest.raises(IntegrityError), transaction.atomic():
        make_comparison(dataset)


def test_a_deleted_analysis_is_gone_for_everyone_and_comes_back(client, member):
    dataset = make_ready(member.partner, uploaded_by=member)
    comparison = make_done(dataset=dataset)
    overview = reverse("comparison:overview", args=[comparison.pk])
    client.post(reverse("comparison:remove_analysis", args=[comparison.analysis_id]))
    assert client.get(overview).status_code == 404
    text = page_of(client, dataset)
    assert ("Deleted analyses" in text, "Nothing is asked yet" in text) == (True, True)
    client.post(reverse("comparison:restore_analysis", args=[comparison.analysis_id]))
    assert client.get(overview).status_code == 200


def test_after_thirty_days_a_deleted_analysis_is_gone_for_good_and_the_answers_stay(member):
    comparison = make_done(member.partner)
    drawing = files.drawing_path(comparison.finding, "x.svg")
    drawing.write_text("<svg/>")
    analyses.remove(comparison.analysis)
    Analysis.objects.update(deleted=timezone.now() - dt.timedelta(days=31))
    actions.clear_away(timezone.now())
    assert (Analysis.objects.count(), drawing.exists()) == (0, False)
    assert files.snapshot_path(comparison.dataset.sha256).is_file()


def test_who_asked_may_delete_and_another_member_may_not(client, member):
    comparison = make_done(member.partner)
    Analysis.objects.update(created_by=member)
    url = reverse("comparison:remove_analysis", args=[comparison.analysis_id])
    assert client.get(url).status_code == 200
    client.force_login(make_member(member.partner))
    assert client.get(url).status_code == 403


def test_a_card_says_the_bad_as_well_as_the_good(member):
    comparison = make_done(member.partner)
    found = comparing.result_of(comparison.finding)
    lines = dict(asked.card(asked.entries(comparison.dataset, at_work=True)[0]).lines)
    for scale in found.scales:
        for sentence in sentences.in_short(words(), scale):
            assert sentence in lines[scale.name]


def test_codes_are_shown_with_their_meaning_where_it_is_known(member):
    dataset = make_ready(member.partner)
    form = AnalysisForm(contents=contents(dataset), names={"country": {"SE": "Sweden", "NO": ""}})
    shown = dict(form.fields["people0"].choices)
    assert (shown["SE"].startswith("SE – Sweden ("), shown["NO"].startswith("NO (")) == (True, True)


def test_a_code_means_what_the_study_says(member):
    study = make_study(member.partner)
    dataset = make_ready(member.partner, study=study)
    with override("en"):
        names = naming.names_of(dataset, ["country", "planet"])
    assert (names["country"]["fi"], "planet" in names) == ("Finland", False)
    meanings = naming.meanings(
        {"FI": "Finland", "education": "Education", "x": ""}, ["FI", "education", "x", "y"]
    )
    assert meanings == [("FI", "Finland")]


def test_answers_from_files_have_no_meanings(member):
    assert naming.names_of(make_ready(member.partner), ["country"]) == {}


def test_all_that_wait_are_cancelled_at_once(client, member):
    dataset = make_ready(member.partner)
    make_comparison(dataset)
    make_comparison(dataset, analysis=make_analysis(dataset, title="Other"), stage=Stage.RUNNING)
    client.post(reverse("comparison:cancel_all", args=[dataset.pk]))
    assert {one.stage for one in Comparison.objects.all()} == {Stage.CANCELLED}


def test_visitors_see_only_what_is_done_of_public_answers(client, member):
    dataset = make_ready(member.partner, is_public=True)
    done = make_done(dataset=dataset)
    make_comparison(dataset, analysis=make_analysis(dataset, title="Not yet there"))
    client.logout()
    text = page_of(client, dataset)
    assert reverse("comparison:overview", args=[done.pk]) in text
    assert ("Not yet there" in text, "New analysis" in text, "Copy and change" in text) == (False,) * 3


def test_an_analysis_leads_to_its_newest_version(client, member):
    done = make_done(member.partner)
    url = reverse("comparison:analysis", args=[done.analysis_id])
    assert client.get(url).url == reverse("comparison:overview", args=[done.pk])
    waiting = make_comparison(done.dataset)
    assert client.get(url).url == reverse("comparison:overview", args=[waiting.pk])


def test_answers_without_an_analysis_say_what_one_is(client, member):
    text = page_of(client, make_ready(member.partner))
    assert "Nothing is asked yet" in text
    assert "Several can be asked of the same answers" in text


def test_a_changed_file_of_stored_answers_is_said_and_not_asked(client, member):
    dataset = make_ready(member.partner)
    files.snapshot_path(dataset.sha256).write_bytes(b"other")
    text = client.get(ask(dataset), follow=True).content.decode()
    assert "are not what their name says" in text


def test_the_column_of_the_groups_cannot_be_that_of_the_organisations_too(client, member):
    role = Column("role", (("mentor", 9), ("mentee", 8)))
    inside = Contents(17, "country", (Column("country", (("FI", 17),)), role), (("Openness", 10),), "w")
    data = {
        "title": "All", "scales": ["Openness"], "by": "role", "cluster": "role", "missing": "complete",
        "rules": "usual", "people0": ["FI"], "people1": ["mentor", "mentee"],
    }  # fmt: skip
    form = AnalysisForm(data, contents=inside)
    assert form.errors == {"cluster": ["Choose another column than the one that makes the groups."]}
    weighted = AnalysisForm({**data, "cluster": "", "weight": "on", "missing": "fiml"}, contents=inside)
    assert "Choose complete answers" in str(weighted.non_field_errors())


def test_what_is_not_stored_cannot_be_asked(client, member):
    read = make_read(member, member.partner)
    assert client.get(ask(read)).url == reverse("comparison:answers", args=[read.pk])
    with pytest.raises(ValidationError, match="not stored yet"):
        analyses.create(read, member, title="Too early", plan={})


def test_a_question_of_the_same_name_but_another_plan_is_another_analysis(member):
    dataset = make_ready(member.partner)
    for scales in (["Openness"], ["Extraversion"]):
        analyses.create(dataset, member, title="Same", plan={**PLAN, "scales": scales})
    assert Analysis.objects.count() == 2


def test_asked_again_while_it_runs_it_is_the_same_version(member):
    dataset = make_ready(member.partner)
    failed = make_comparison(dataset, stage=Stage.FAILED)
    waiting = make_comparison(dataset)
    assert analyses.repeat(failed, member) == waiting


def test_deleting_an_analysis_stops_what_runs(client, member):
    waiting = make_comparison(make_ready(member.partner, uploaded_by=member))
    removal = reverse("comparison:remove_analysis", args=[waiting.analysis_id])
    assert "Every version of it disappears" in client.get(removal).content.decode()
    client.post(removal)
    waiting.refresh_from_db()
    assert waiting.stage == Stage.CANCELLED
    back = client.get(reverse("comparison:restore_analysis", args=[waiting.analysis_id])).content.decode()
    assert "Bring “Trust” back?" in back


def test_visitors_find_no_analysis_of_which_nothing_is_done(client):
    dataset = make_ready(is_public=True)
    waiting = make_comparison(dataset)
    client.force_login(make_member())
    for name, pk in (("analysis", waiting.analysis_id), ("answers", dataset.pk)):
        assert client.get(reverse(f"comparison:{name}", args=[pk])).status_code == 404
    read = make_read(make_member(dataset.partner), dataset.partner)
    Dataset.objects.filter(pk=read.pk).update(is_public=True)
    assert client.get(reverse("comparison:answers", args=[read.pk])).status_code == 404


def test_a_version_asked_before_the_answers_were_stored_takes_the_first_edition(member):
    dataset = make_ready(member.partner)
    waiting = make_comparison(dataset, edition=None, plan={**PLAN, "scales": ["Openness"]})
    tasks.compare.func(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.stage, waiting.edition) == (Stage.DONE, dataset.editions.get())


def test_files_of_an_analysis_with_its_own_name_say_both(member):
    done = make_done(member.partner)
    Analysis.objects.update(title="North")
    done.finding.comparison.analysis.refresh_from_db()
    assert exports.title_of(done.finding) == "Trust – North"
    assert str(done.dataset.editions.get()) == "Trust · 1"
    assert str(done) == "North · 1"


def test_what_is_cancelled_between_storing_and_comparing_or_at_the_end_leaves_nothing(member, monkeypatch):
    dataset = make_ready(member.partner)
    first, second = make_comparison(dataset), make_comparison(dataset, analysis=make_analysis(dataset))
    stored = tasks.reading.stored

    def cancelled(sha256):
        analyses.cancel(first)
        return stored(sha256)

    monkeypatch.setattr(tasks.reading, "stored", cancelled)
    tasks.compare.func(first.pk)

    def late(*_args):
        analyses.cancel(second)
        return making.value()

    monkeypatch.setattr(tasks.comparing, "compare", late)
    tasks.compare.func(second.pk)
    assert {one.stage for one in Comparison.objects.all()} == {Stage.CANCELLED}
    assert Finding.objects.count() == 0


def test_a_form_that_is_opened_without_a_partner_of_one_s_own_is_not_found(client, member):
    assert client.get(ask(make_ready(make_partner()))).status_code == 404


def test_what_another_activity_cites_stays_in_the_bin(member, monkeypatch):
    comparison = make_done(member.partner)
    drawing = files.drawing_path(comparison.finding, "x.svg")
    drawing.write_text("<svg/>")
    old = timezone.now() - dt.timedelta(days=31)
    Dataset.objects.update(deleted=old)
    Analysis.objects.update(deleted=old)

    def cited(*_args, **_more):
        raise ProtectedError("cited", set())

    with monkeypatch.context() as patched:
        patched.setattr(actions.Collector, "collect", cited)
        actions.clear_away(timezone.now())
    assert (Dataset.objects.count(), Analysis.objects.count(), drawing.exists()) == (1, 1, True)
