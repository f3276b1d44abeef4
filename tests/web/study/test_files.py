"""Files made of answers, and scales for a comparison."""

import csv
import io
import json
import zipfile

import pytest
from django.urls import reverse
from tests.conftest import make_member
from tests.web.study import asking
from tests.web.study.making import (
    ANSWERS,
    answered,
    make_response,
    make_study,
)

from mentorway.web.comparison.models import Dataset
from mentorway.web.study import tasks
from mentorway.web.study.actions import downloads
from mentorway.web.study.analysis import files
from mentorway.web.study.analysis.making import KINDS, OFFERED
from mentorway.web.study.models import (
    Download,
    Stage,
    State,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def study():
    return make_study()


@pytest.fixture
def member(study, client):
    person = make_member(study.partner)
    client.force_login(person)
    return person


def ask(client, study, **fields):
    sent = {"kind": "csv", "labels": "codes", "language": "en", **fields}
    return client.post(reverse("study:files", args=[study.pk]), sent)


def content(client, download):
    found = client.get(reverse("study:fetch_file", args=[download.pk]))
    return b"".join(found.streaming_content)


@pytest.mark.parametrize("kind", OFFERED)
def test_every_kind_of_file_is_made_and_named_by_its_fingerprint(client, study, member, at_once, kind):
    answered(study, 7)
    ask(client, study, kind=kind, labels="labels", language="lt")
    download = Download.objects.get()
    assert (download.stage, download.problem, download.rows) == (Stage.DONE, None, 7)
    assert (len(download.sha256), len(download.data_hash)) == (64, 64)
    assert download.name.endswith(KINDS[kind].ending)
    assert len(content(client, download)) == download.size > 0
    left = [path.name for path in files.download_folder(download).iterdir()]
    assert left == [download.name]


def table(client, download):
    return list(csv.DictReader(io.StringIO(content(client, download).decode("utf-8-sig"))))


def test_codes_or_words_in_the_language_that_was_asked_for(client, study, member, at_once):
    answered(study, 1)
    ask(client, study)
    ask(client, study, labels="labels", language="lt")
    words, codes = (table(client, one)[0] for one in Download.objects.order_by("-pk"))
    assert (codes["c1"], codes["response_country"]) == ("4", "FI")
    assert words["c1"] == asking.MARK["lt"] + "I rather agree"


def test_written_answers_are_only_there_when_asked_for_and_only_for_the_partner(
    client, study, member, at_once
):
    answered(study, 1)
    ask(client, study)
    ask(client, study, with_texts="on")
    texts, plain = Download.objects.order_by("-pk")
    assert ("job" in table(client, plain)[0], table(client, texts)[0]["job"]) == (False, "Teacher")
    client.force_login(make_member(role="coordinator"))
    assert "job" not in table(client, plain)[0]
    assert client.get(reverse("study:fetch_file", args=[texts.pk])).status_code == 403
    ask(client, study, with_texts="on", kind="xlsx")
    assert not Download.objects.latest("pk").with_texts


def test_without_answers_there_is_no_file_and_the_page_says_why(client, study, member, at_once):
    ask(client, study)
    assert Download.objects.get().stage == Stage.FAILED
    assert "Nobody has answered yet" in client.get(reverse("study:files", args=[study.pk])).content.decode()


def test_the_same_answers_have_the_same_fingerprint(client, study, member, at_once):
    answered(study, 5)
    ask(client, study)
    ask(client, study, kind="xlsx")
    assert len(set(Download.objects.values_list("data_hash", flat=True))) == 1
    answered(study, 1)
    ask(client, study)
    assert len(set(Download.objects.values_list("data_hash", flat=True))) == 2


def test_a_file_is_asked_for_once_cancelled_and_removed(client, study, member):
    answered(study, 1)
    ask(client, study)
    ask(client, study)
    download = Download.objects.get()
    assert 'value="0"' in client.get(reverse("study:files", args=[study.pk])).content.decode()
    client.post(reverse("study:cancel_file", args=[download.pk]))
    tasks.make_file.call(download.pk)
    download.refresh_from_db()
    assert (download.stage, download.name) == (Stage.CANCELLED, "")
    client.post(reverse("study:remove_file", args=[download.pk]))
    assert not Download.objects.exists()


def test_a_file_that_is_cancelled_while_it_is_made_leaves_nothing(study, member, monkeypatch):
    answered(study, 3)
    download = downloads.ask(study, member, kind="csv", with_texts=False, language="en")
    monkeypatch.setattr(tasks, "SECONDS_BETWEEN_NEWS", -1.0)
    real = tasks.making.make

    def make(row, tell):
        downloads.cancel(row)
        return real(row, tell)

    monkeypatch.setattr(tasks.making, "make", make)
    tasks.make_file.call(download.pk)
    download.refresh_from_db()
    assert (download.stage, (files.folder("downloads") / download.token.hex).exists()) == (
        Stage.CANCELLED,
        False,
    )


def test_a_breakdown_is_told_and_raised_for_the_log(study, member, monkeypatch):
    answered(study, 1)
    download = downloads.ask(study, member, kind="csv", with_texts=False, language="en")
    monkeypatch.setattr(tasks.making, "make", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        tasks.make_file.call(download.pk)
    download.refresh_from_db()
    assert (download.stage, download.problem["text"]) == (Stage.FAILED, tasks.OUR_FAULT.text)


def test_the_scales_of_a_closed_study_are_what_a_comparison_takes(client, study, member, at_once):
    for number in range(12):
        answers_ = {**ANSWERS, **{f"c{place}": str(1 + (number + place) % 5) for place in range(1, 5)}}
        make_response(study, answers=answers_, country=("FI", "LT")[number % 2])
    study.state = State.CLOSED
    study.save()
    url = reverse("study:scales", args=[study.pk])
    assert "Write the name of a scale" in client.post(url, {"scale0": ""}).content.decode()
    rows = client.get(url).context["rows"]
    sent = {}
    for name, _label, scale, reverse_ in rows:
        if name.startswith("c") and name != "country":
            sent |= {scale.html_name: "Climate"} | ({reverse_.html_name: "on"} if name == "c2" else {})
    client.post(url, sent)
    download = Download.objects.get()
    packed = zipfile.ZipFile(io.BytesIO(content(client, download)))
    given = list(csv.DictReader(io.StringIO(packed.read("answers.csv").decode("utf-8-sig"))))
    book = list(csv.DictReader(io.StringIO(packed.read("codebook.csv").decode())))
    facts = {"country", "sector", "partner", "wave", "language"}
    assert (set(given[0]), len(given)) == ({*facts, "c1", "c2", "c3", "c4"}, 12)
    assert set(json.loads(packed.read("facts.json"))) == facts
    assert [(one["item"], one["reverse"], one["low"], one["high"]) for one in book][:2] == [
        ("c1", "no", "1", "5"),
        ("c2", "yes", "1", "5"),
    ]


def test_a_comparison_takes_the_scales_over(client, study, member, at_once):
    for number in range(60):
        answers_ = {**ANSWERS, **{f"c{place}": str(1 + (number + place) % 5) for place in range(1, 5)}}
        make_response(study, answers=answers_, country=("FI", "LT")[number % 2])
    items = [{"question": f"c{place}", "scale": "Climate"} for place in range(1, 5)]
    download = downloads.ask(study, member, kind="scales", with_texts=False, items=items)
    client.post(reverse("comparison:from_study", args=[download.pk]))
    dataset = Dataset.objects.get()
    assert (dataset.partner, dataset.title, dataset.group) == (study.partner, study.title, "country")
    assert [tuple(row) for row in dataset.preview["groups"]] == [("FI", 30), ("LT", 30)]


def test_chosen_questions_go_along_as_facts_and_are_kept(client, study, member, at_once):
    study.state = State.CLOSED
    study.save()
    for number in range(60):
        answers_ = {**ANSWERS, **{f"c{place}": str(1 + (number + place) % 5) for place in range(1, 5)}}
        make_response(study, answers=answers_, country=("FI", "LT")[number % 2])
    url = reverse("study:scales", args=[study.pk])
    page = client.get(url)
    kinds = [name for name, _label in page.context["form"].fields["facts"].choices]
    fact = next(name for name in kinds if not name.startswith("c"))
    sent = {
        scale.html_name: "Climate"
        for name, _l, scale, _r in page.context["rows"]
        if name in ("c1", "c2", "c3")
    }
    both = {**sent, "facts": ["c1"]}
    assert "cannot be an item of a scale and a fact at once" in client.post(url, both).content.decode()
    client.post(url, {**sent, "facts": [fact]})
    download = Download.objects.get()
    assert download.options["facts"] == [fact]
    client.post(reverse("comparison:from_study", args=[download.pk]))
    dataset = Dataset.objects.get()
    assert (dataset.study, fact in dataset.preview["columns"]) == (study, True)
    assert "sector" in dataset.facts


def test_newer_answers_of_a_study_are_taken_with_the_same_questions(client, study, member, at_once):
    study.state = State.CLOSED
    study.save()

    def respond(count):
        for number in range(count):
            answers_ = {**ANSWERS, **{f"c{place}": str(1 + (number + place) % 5) for place in range(1, 5)}}
            make_response(study, answers=answers_, country=("FI", "LT")[number % 2])

    respond(60)
    items = [{"question": f"c{place}", "scale": "Climate"} for place in range(1, 5)]
    download = downloads.ask(study, member, kind="scales", with_texts=False, items=items)
    client.post(reverse("comparison:from_study", args=[download.pk]))
    dataset = Dataset.objects.get()
    sent = {"groups": ["FI", "LT"], "scales": ["Climate"], "accept": "on"}
    client.post(reverse("comparison:check", args=[dataset.pk]), sent)
    respond(20)
    client.post(reverse("comparison:ask_study", args=[dataset.pk]))
    made = Download.objects.exclude(pk=download.pk).get()
    assert made.options == download.options
    take = f"{reverse('comparison:from_study', args=[made.pk])}?newer_of={dataset.pk}"
    assert take in client.get(reverse("comparison:newer", args=[dataset.pk])).content.decode()
    client.post(take)
    newer = Dataset.objects.get(newer_of=dataset)
    client.post(reverse("comparison:check", args=[newer.pk]), {"groups": ["FI", "LT"], "accept": "on"})
    assert [edition.rows for edition in dataset.editions.all()] == [80, 60]


def test_an_open_study_hands_out_no_scales(client, study, member):
    assert client.get(reverse("study:scales", args=[study.pk])).url == reverse("study:files", args=[study.pk])
