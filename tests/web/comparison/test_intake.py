"""From two files to a comparison that is asked for: good files, bad files, too many, twice."""

import contextlib
import datetime as dt
import gzip
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.comparison.making import ANSWERS, CODEBOOK, answers_text, form_of, make_read

from mentorway.web.comparison import tasks
from mentorway.web.comparison.actions import answers as actions
from mentorway.web.comparison.analysis import files, reading
from mentorway.web.comparison.models import Comparison, Dataset, Stage, State
from mentorway.web.core.tasks import CancelledError
from mentorway.web.core.wording import said
from mentorway.wording import InvalidInputError, Message

pytestmark = pytest.mark.django_db
UPLOAD = reverse("comparison:upload")
CHOICE = {"groups": ["SE", "NO"], "scales": ["Extraversion"], "accept": "on"}


@pytest.fixture
def member(client):
    user = make_member()
    client.force_login(user)
    user.partner = user.partners.get()
    return user


def left_behind():
    folder = files.folder("uploads")
    return [path for path in folder.rglob("*") if path.is_file()] + list(files.folder("incoming").iterdir())


def send(client, member, **fields):
    return client.post(UPLOAD, form_of(member.partner, **fields), follow=True)


def test_good_files_are_read_at_once_and_shown(client, member):
    page = send(client, member)
    dataset = Dataset.objects.get()
    assert page.redirect_chain[-1] == (reverse("comparison:check", args=[dataset.pk]), 302)
    assert (dataset.state, dataset.group, dataset.preview["rows"]) == (State.READ, "country", 604)
    assert ["SE", 169] in dataset.preview["groups"]
    assert "604 rows" in page.content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"answers": SimpleUploadedFile("answers.csv", b"")}, "empty"),
        ({"answers": SimpleUploadedFile("answers.xlsx", b"PK\x03\x04 broken")}, "answers.xlsx"),
        ({"answers": SimpleUploadedFile("answers.docx", b"PK\x03\x04")}, "of a kind that cannot be read"),
        ({"answers": SimpleUploadedFile("answers.csv.gz", gzip.compress(b"a", mtime=0)[:-4])}, "answers"),
        ({"answers": SimpleUploadedFile("answers.sav", b"$FL2 broken")}, "answers"),
        ({"codebook": SimpleUploadedFile("codebook.csv", b"item,scale\nE1,E\n")}, "lacks the column"),
        ({"codebook": SimpleUploadedFile("codebook.csv", b"\xff\xfe\x00")}, "codebook"),
    ],
)
def test_files_that_cannot_be_read_are_refused_on_the_form_and_nothing_is_kept(client, member, fields, said):
    page = send(client, member, **fields)
    assert page.status_code == 200
    assert said in page.content.decode()
    assert "errorlist" in page.content.decode()
    assert (Dataset.objects.count(), left_behind()) == (0, [])


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (
            answers_text(lambda line: line.replace(",", ";")).replace(";", ",", 3),
            "another number of cells than the header",
        ),
        (answers_text(lambda line: ",".join(line.split(",")[:-1])), "O10"),
        (answers_text(lambda line: line.replace("SE,1,33,5", "SE,1,33,9")), "row 4"),
    ],
    ids=["wrong delimiter", "missing column", "outside the scale"],
)
def test_what_is_wrong_is_listed_by_row_and_column_and_blocks(client, member, answers, said):
    page = send(client, member, answers=SimpleUploadedFile("answers.csv", answers.encode()))
    text = page.content.decode()
    assert said in text
    if Dataset.objects.exists():
        assert "Store and compare" not in text
        page = client.post(reverse("comparison:check", args=[Dataset.objects.get().pk]), CHOICE)
    assert Comparison.objects.count() == 0


def test_another_encoding_and_delimiter_are_understood(client, member):
    text = answers_text(lambda line: line.replace(",", "\t"))
    send(client, member, answers=SimpleUploadedFile("svör.tsv", text.encode("utf-16")))
    assert Dataset.objects.get().preview["usable"]


def test_many_problems_are_counted_not_all_listed(client, member):
    spoilt = answers_text(
        lambda line: line if line.startswith("country") else line[:6] + line[6:].replace(",", ",9")
    )
    page = send(client, member, answers=SimpleUploadedFile("answers.csv", spoilt.encode()))
    preview = Dataset.objects.get().preview
    assert 50 <= len(preview["problems"]) <= 200
    assert not preview["usable"]
    assert len(page.content) < 300_000


def test_another_column_of_groups_is_looked_at_again(client, member):
    dataset = make_read(member, member.partner)
    client.post(reverse("comparison:choose_columns", args=[dataset.pk]), {"group": "gender"})
    dataset.refresh_from_db()
    assert (dataset.state, dataset.group) == (State.READ, "gender")
    assert {name for name, _count in dataset.preview["groups"]} <= {"0", "1", "2", "3"}


@pytest.mark.parametrize("why", [CancelledError, InvalidInputError(Message("Too many groups."))])
def test_what_is_not_read_with_other_columns_is_there_as_it_was(client, member, monkeypatch, why):
    dataset = make_read(member, member.partner)

    def look(_dataset, _tell):
        raise why

    monkeypatch.setattr(tasks.reading, "look", look)
    send_columns = {"group": "gender", "facts": ["age"]}
    with contextlib.suppress(CancelledError):
        client.post(reverse("comparison:choose_columns", args=[dataset.pk]), send_columns)
    before = (dataset.group, dataset.facts, dataset.weight, dataset.preview)
    dataset.refresh_from_db()
    assert dataset.state == State.READ
    assert (dataset.group, dataset.facts, dataset.weight, dataset.preview) == before
    page = client.get(reverse("comparison:check", args=[dataset.pk])).content.decode()
    assert page.count(said(dataset.problem)) == 1
    monkeypatch.undo()
    client.post(reverse("comparison:choose_columns", args=[dataset.pk]), send_columns)
    dataset.refresh_from_db()
    assert (dataset.state, dataset.group, dataset.problem) == (State.READ, "gender", None)


def test_a_column_that_is_not_there_is_not_taken(client, member):
    dataset = make_read(member, member.partner)
    client.post(reverse("comparison:choose_columns", args=[dataset.pk]), {"group": "E1"})
    dataset.refresh_from_db()
    assert dataset.group == "country"


def test_a_file_with_questions_only_says_that_a_group_is_missing(client, member):
    text = answers_text(lambda line: ",".join(line.split(",")[3:]))
    page = send(client, member, answers=SimpleUploadedFile("answers.csv", text.encode()))
    assert "Add a column with the country" in page.content.decode()


def test_sent_twice_it_is_taken_in_once(client, member):
    form = form_of(member.partner)
    again = {**form, "answers": SimpleUploadedFile("answers.csv", ANSWERS.read_bytes())}
    again["codebook"] = SimpleUploadedFile("codebook.csv", CODEBOOK.read_bytes())
    first = client.post(UPLOAD, form)
    second = client.post(UPLOAD, again)
    assert (first.url, Dataset.objects.count()) == (second.url, 1)


def test_the_token_of_somebody_else_is_refused(client, member):
    other = make_read(make_member(), make_partner())
    page = send(client, member, token=str(other.token))
    assert (page.status_code, Dataset.objects.count()) == (200, 1)


def test_what_is_too_large_is_refused_before_it_is_read(client, member, settings):
    settings.MENTORWAY_UPLOAD_BYTES = 1000

    class Unread:
        def read(self, *args):
            raise AssertionError("was read")

        readline = read

    page = client.generic("POST", UPLOAD, b"", CONTENT_LENGTH=str(3 * 2**20), **{"wsgi.input": Unread()})
    assert page.status_code == 413
    assert "refused before they were read" in page.content.decode()
    assert left_behind() == []


def test_an_upload_needs_the_page_s_own_token(member, client):
    client.handler.enforce_csrf_checks = True
    assert client.post(UPLOAD, form_of(member.partner)).status_code == 403
    assert Dataset.objects.count() == 0


def test_answers_go_to_one_s_own_partner_only(client, member):
    page = send(client, member, partner=make_partner().pk)
    assert (page.status_code, Dataset.objects.count()) == (200, 0)


def test_a_person_without_partner_is_told_whom_to_ask(client, db):
    user = make_member()
    user.memberships.all().delete()
    client.force_login(user)
    assert user.email in client.get(UPLOAD).content.decode()


def test_large_files_are_read_by_the_worker(client, member, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(files, "is_small", lambda path: False)
    with django_capture_on_commit_callbacks() as later:
        page = send(client, member)
    dataset = Dataset.objects.get()
    assert dataset.state == State.UPLOADED
    assert 'http-equiv="refresh"' in page.content.decode()
    for work in later:
        work()
    page = client.get(reverse("comparison:answers", args=[dataset.pk]), headers={"HX-Request": "true"})
    assert page.headers["HX-Redirect"] == reverse("comparison:check", args=[dataset.pk])


def test_large_files_that_cannot_be_read_say_so_where_one_waits(
    client, member, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(files, "is_small", lambda path: False)
    with django_capture_on_commit_callbacks(execute=True):
        send(client, member, answers=SimpleUploadedFile("answers.csv", b"\x00\x01"))
    dataset = Dataset.objects.get()
    page = client.get(reverse("comparison:answers", args=[dataset.pk])).content.decode()
    assert dataset.state == State.FAILED
    assert "nothing was kept" in page
    assert left_behind() == []
    part = client.get(reverse("comparison:answers", args=[dataset.pk]), headers={"HX-Request": "true"})
    assert part.headers["HX-Redirect"] == reverse("comparison:answers", args=[dataset.pk])


def test_reading_stops_when_it_is_not_wanted_any_more(member, monkeypatch):
    monkeypatch.setattr(files, "is_small", lambda path: False)
    dataset = make_read(member, member.partner)
    monkeypatch.setattr(tasks, "SECONDS_BETWEEN_NEWS", 0)
    monkeypatch.setattr(tasks.reading, "read_codebook", lambda path: actions.discard(dataset))
    monkeypatch.setattr(tasks.reading, "read_table", lambda path, limits, progress: progress(0.5))
    tasks.read(dataset.pk)
    assert Dataset.objects.count() == 0


def test_a_fault_of_ours_is_said_and_not_hidden(member, monkeypatch):
    monkeypatch.setattr(files, "is_small", lambda path: False)
    dataset = make_read(member, member.partner)
    monkeypatch.setattr(tasks.reading, "read_codebook", lambda path: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        tasks.read(dataset.pk)
    dataset.refresh_from_db()
    assert dataset.problem["text"].startswith("Something went wrong on our side")


def test_confirmed_answers_are_stored_compared_and_the_uploads_removed(
    client, member, django_capture_on_commit_callbacks
):
    dataset = make_read(member, member.partner)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("comparison:check", args=[dataset.pk]), CHOICE)
    dataset.refresh_from_db()
    comparison = Comparison.objects.get()
    assert (dataset.state, comparison.stage, comparison.number) == (State.READY, Stage.DONE, 1)
    assert files.snapshot_path(dataset.sha256).is_file()
    assert comparison.finding.data_hash == dataset.sha256
    assert left_behind() == []


def test_confirmed_twice_it_is_one_comparison(client, member):
    dataset = make_read(member, member.partner)
    for _time in range(2):
        client.post(reverse("comparison:check", args=[dataset.pk]), CHOICE)
    assert Comparison.objects.count() == 1


def test_nothing_chosen_is_said_on_the_form(client, member):
    dataset = make_read(member, member.partner)
    page = client.post(reverse("comparison:check", args=[dataset.pk]), {"accept": "on"}).content.decode()
    assert "Choose at least one group." in page
    assert "Choose at least one scale." in page
    assert Comparison.objects.count() == 0


def test_warnings_must_be_accepted(client, member):
    text = answers_text(rows=300) + "FI" + answers_text().splitlines()[1][2:] + "\n"
    dataset = make_read(member, member.partner, answers=text)
    assert [one["severity"] for one in dataset.preview["problems"]].count("warning") >= 1
    url = reverse("comparison:check", args=[dataset.pk])
    page = client.post(url, {**CHOICE, "accept": ""}).content.decode()
    assert ("Read the warnings and accept them" in page, Comparison.objects.count()) == (True, 0)


def test_a_warning_said_of_several_scales_stands_there_once(client, member):
    text = answers_text(lambda line: line.replace("SE,1,20", "ZZ,1,20"))
    dataset = make_read(member, member.partner, answers=text)
    small = [one for one in dataset.preview["problems"] if "have no more people" in one["message"]["text"]]
    apart = {**small[0], "row": 7}
    (line, other) = reading.merged([*small, apart])
    assert (line["count"], len(line["also"])) == (len(small), len(small) - 1)
    assert (other["count"], other["also"]) == (1, [])
    text = client.get(reverse("comparison:check", args=[dataset.pk])).content.decode()
    assert text.count("have no more people") == 1
    assert f"The same holds for: {', '.join(line['also'])}." in text


def test_more_groups_than_can_be_compared_are_announced_above_the_list(client, member):
    lines = [f"C{number % 41:02d}{line[2:]}" for number, line in enumerate(answers_text().splitlines()[1:])]
    text = "\n".join([answers_text().splitlines()[0], *lines]) + "\n"
    dataset = make_read(member, member.partner, answers=text)
    page = client.get(reverse("comparison:check", args=[dataset.pk])).content.decode()
    assert page.index("At most 40 groups can be compared at once") < page.index('name="groups"')
    assert page.count("checked") >= 40
    few = make_read(member, member.partner)
    assert "At most 40" not in client.get(reverse("comparison:check", args=[few.pk])).content.decode()


def test_what_is_stored_but_not_compared_can_be_asked_in_another_way(
    client, member, monkeypatch, django_capture_on_commit_callbacks
):
    def refuse(snapshot, plan, progress):
        raise InvalidInputError(Message("Too bad."))

    dataset = make_read(member, member.partner)
    check = reverse("comparison:check", args=[dataset.pk])
    with monkeypatch.context() as patched, django_capture_on_commit_callbacks(execute=True):
        patched.setattr(tasks.comparing, "compare", refuse)
        client.post(check, {**CHOICE, "groups": ["SE", "NO", "FI"]})
    dataset.refresh_from_db()
    assert (dataset.state, dataset.preview) == (State.READY, None)
    page = client.get(reverse("comparison:answers", args=[dataset.pk])).content.decode()
    ask = reverse("comparison:ask", args=[dataset.pk])
    assert ("Too bad." in page, ask in page) == (True, True)
    assert reverse("comparison:delete", args=[dataset.pk]) in page
    assert reverse("comparison:describe", args=[dataset.pk]) in page
    assert client.get(check).status_code == 302
    form = client.get(ask).content.decode()
    assert [f'value="{name}"' in form for name in ("SE", "FI", "DK")] == [True, True, False]


def test_discarded_uploads_leave_nothing(client, member):
    dataset = make_read(member, member.partner)
    client.post(reverse("comparison:discard", args=[dataset.pk]))
    assert (Dataset.objects.count(), left_behind()) == (0, [])


def test_forgotten_uploads_go_after_a_day(member):
    dataset = make_read(member, member.partner)
    kept = make_read(member, member.partner)
    Dataset.objects.filter(pk=dataset.pk).update(created=timezone.now() - dt.timedelta(hours=25))
    assert actions.clear_away(timezone.now()) == 1
    assert list(Dataset.objects.all()) == [kept]
    assert not files.uploads(dataset).exists()


def test_names_that_mean_folders_stay_names(client, member):
    send(client, member, answers=SimpleUploadedFile("../../etc/passwd.csv", ANSWERS.read_bytes()))
    dataset = Dataset.objects.get()
    assert files.uploads(dataset) in files.answers_path(dataset).parents
    assert files.safe_name("a/../b\\c.csv").count("/") == 0


def test_a_full_disk_is_said_and_nothing_is_kept(client, member, monkeypatch):
    def full(file, path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(actions, "_put", full)
    page = send(client, member)
    assert ("Is the disk full?" in page.content.decode(), Dataset.objects.count()) == (True, 0)


def test_the_problem_is_said_in_the_reader_s_language(client, member):
    member.language = "fi"
    member.save()
    page = send(client, member, title="x" * 201, token=str(uuid.uuid4()))
    assert (page.status_code, Dataset.objects.count()) == (200, 0)
