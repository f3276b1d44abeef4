"""Work as participants do it: drafts, files, handing in; nothing is lost, and nobody else reads it."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.web.pilots.learning_making import (
    PART,
    PLAN,
    QUIZ,
    SEEN,
    assessed,
    handed_in,
    make_learning,
    notes,
)
from tests.web.pilots.making import enrol

from mentorway.web.core import attachments
from mentorway.web.pilots.actions import works
from mentorway.web.pilots.models import CohortState, Standing, Work, WorkFile, WorkState

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return make_learning()


@pytest.fixture
def person(cohort):
    return enrol(cohort, "Aino Ek", organisation="Firm")


@pytest.fixture
def member(client, cohort):
    client.force_login(cohort.created_by)
    return cohort.created_by


def own(name, person, *args):
    return reverse(f"pilots:{name}", args=[person.link, *args])


def of(name, cohort, *args):
    return reverse(f"pilots:{name}", args=[cohort.pk, *args])


def page(response):
    return response.content.decode()


# The person who does the work


def test_a_draft_is_saved_shown_again_and_seen_by_nobody_else(client, person, cohort, member):
    sent = {"text": "Half a thought.", "revision": "0"}
    answer = client.post(own("own_work", person, PLAN), sent, follow=True)
    assert "Only you can read it" in page(answer)
    assert "Half a thought." in page(answer)
    row = Work.objects.get()
    assert row.state == WorkState.DRAFT
    assert client.get(of("work", cohort, row.pk)).status_code == 404
    assert client.get(of("assess", cohort, row.pk)).status_code == 404
    board = page(client.get(of("works", cohort)))
    assert "Begun" not in board
    assert "Half a thought." not in board


def test_work_is_handed_in_with_the_text_that_was_just_written(client, person):
    sent = {"text": "Done.", "revision": "0"}
    answer = client.post(own("own_hand_in", person, PLAN), sent, follow=True)
    assert "It is handed in." in page(answer)
    row = Work.objects.get()
    assert (row.state, row.text) == (WorkState.HANDED_IN, "Done.")
    assert row.handed_in is not None


def test_nothing_is_not_handed_in(client, person):
    answer = client.post(own("own_hand_in", person, PLAN), {"text": "  ", "revision": "0"})
    assert "Write something or add a file before you hand it in." in page(answer)
    assert not Work.objects.exists()


def test_a_file_alone_can_be_handed_in_and_is_served_as_it_came(client, person, cohort, member):
    sent = {"text": "", "revision": "0", "file": notes()}
    client.post(own("own_hand_in", person, PLAN), sent)
    file = WorkFile.objects.get()
    assert file.work.state == WorkState.HANDED_IN
    for url in (own("own_file", person, file.pk), of("work_file", cohort, file.pk)):
        answer = client.get(url)
        assert b"".join(answer.streaming_content) == b"My plan."
        assert "attachment" in answer["Content-Disposition"]


def test_what_is_handed_in_is_taken_back_changed_and_handed_in_again(client, person):
    row = handed_in(person)
    late = client.post(own("own_work", person, PLAN), {"text": "Another.", "revision": row.revision})
    assert "This is handed in, so it cannot be changed." in page(late)
    assert "Another." in page(late)
    client.post(own("own_take_back", person, PLAN))
    row = Work.objects.get()
    assert (row.state, row.text, row.handed_in) == (WorkState.DRAFT, "My plan is this.", None)
    client.post(own("own_hand_in", person, PLAN), {"text": "Better.", "revision": row.revision})
    assert Work.objects.get().text == "Better."


def test_what_is_assessed_is_not_taken_back(client, person, member):
    assessed(handed_in(person), member)
    answer = page(client.post(own("own_take_back", person, PLAN), follow=True))
    assert "not assessed yet can be taken back" in answer
    assert Work.objects.get().state == WorkState.PASSED


def test_two_windows_lose_nothing(client, person):
    works.save(person, PLAN, text="One.\n\nTwo.\n\nThree.", revision=0)
    row = Work.objects.get()
    base = '{"text": "One.\\n\\nTwo.\\n\\nThree."}'
    first = {"text": "One, longer.\n\nTwo.\n\nThree.", "revision": row.revision, "base": base}
    second = {"text": "One.\n\nTwo.\n\nThree, longer.", "revision": row.revision, "base": base}
    for sent in (first, second):
        assert client.post(own("own_work", person, PLAN), sent).status_code == 302
    assert Work.objects.get().text.splitlines() == ["One, longer.", "", "Two.", "", "Three, longer."]


def test_two_windows_that_clash_are_shown_side_by_side_and_settled(client, person):
    row = works.save(person, PLAN, text="First.", revision=0)
    sent = {"text": "Second.", "revision": "0", "base": "{}"}
    answer = client.post(own("own_work", person, PLAN), sent)
    assert answer.status_code == 409
    assert "First." in page(answer)
    assert "Second." in page(answer)
    assert Work.objects.get().text == "First."
    settled = {"text__merge": "mine", "text__mine": "Second.", "text__theirs": "First."}
    client.post(own("own_work", person, PLAN), {**settled, "revision": row.revision})
    assert Work.objects.get().text == "Second."


def test_a_file_that_comes_with_a_clash_is_kept(client, person):
    works.save(person, PLAN, text="First.", revision=0)
    sent = {"text": "Second.", "revision": "0", "base": "not json", "file": notes()}
    assert client.post(own("own_work", person, PLAN), sent).status_code == 409
    assert WorkFile.objects.get().name == "plan.txt"


def test_a_file_of_100_megabytes_is_refused_in_words_and_the_text_stays_in_the_box(client, person):
    large = SimpleUploadedFile("film.pdf", b"%PDF-" + b"0" * (100 * 2**20))
    sent = {"text": "My text.", "revision": "0", "file": large}
    answer = page(client.post(own("own_work", person, PLAN), sent))
    assert "The file has more than 15 MB, which is the most that is taken." in answer
    assert "My text." in answer
    assert not WorkFile.objects.exists()


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (SimpleUploadedFile("empty.txt", b""), "empty"),
        (SimpleUploadedFile("run.exe", b"MZ\x00\x01\x02"), "cannot be taken"),
    ],
)
def test_a_file_that_is_empty_or_of_another_kind_is_refused(client, person, file, said):
    answer = client.post(own("own_work", person, PLAN), {"text": "x", "revision": "0", "file": file})
    assert answer.status_code == 200
    assert "errorlist" in page(answer)
    assert not WorkFile.objects.exists()


def test_files_are_counted_removed_after_a_question_and_gone_from_the_disk(client, person):
    for _number in range(works.MOST_FILES):
        file = works.add_file(person, PLAN, file=notes())
    with pytest.raises(ValidationError, match="can have 10 files"):
        works.add_file(person, PLAN, file=notes())
    asked_first = page(client.get(own("own_file_remove", person, file.pk)))
    assert "plan.txt" in asked_first
    assert "gone for good" in asked_first
    client.post(own("own_file_remove", person, file.pk))
    assert WorkFile.objects.count() == works.MOST_FILES - 1


def test_a_removed_file_is_gone_from_the_disk(client, person, django_capture_on_commit_callbacks):
    file = works.add_file(person, PLAN, file=notes())
    with django_capture_on_commit_callbacks(execute=True):
        client.post(own("own_file_remove", person, file.pk))
    with pytest.raises(FileNotFoundError):
        attachments.read(file.path)


def test_files_of_people_who_are_deleted_are_gone(person, django_capture_on_commit_callbacks):
    file = works.add_file(person, PLAN, file=notes())
    with django_capture_on_commit_callbacks(execute=True):
        works.forget_files([person])
        person.delete()
    with pytest.raises(FileNotFoundError):
        attachments.read(file.path)


def test_a_file_that_is_handed_in_stays(client, person):
    file = works.add_file(person, PLAN, file=notes())
    handed_in(person)
    answer = page(client.post(own("own_file_remove", person, file.pk)))
    assert "This is handed in, so it cannot be changed." in answer
    assert WorkFile.objects.exists()


def test_nobody_opens_a_file_of_somebody_else(client, person, cohort):
    other = enrol(cohort, "Bert Lind")
    file = works.add_file(person, PLAN, file=notes())
    for name in ("own_file", "own_file_remove"):
        assert client.get(own(name, other, file.pk)).status_code == 404
        assert client.post(own(name, other, file.pk)).status_code in (404, 405)
    assert WorkFile.objects.exists()


def test_who_does_not_take_part_has_no_pages_of_work(client, cohort):
    waiting = enrol(cohort, "Bert Lind", standing=Standing.WAITING)
    for name in ("own_works", "own_journal", "own_practice"):
        assert client.get(own(name, waiting)).status_code == 404
    assert client.get(reverse("pilots:own_works", args=["no-such-link"])).status_code == 404


def test_unknown_work_is_not_found(client, person):
    for name in ("own_work", "own_quiz", "own_hand_in"):
        assert client.post(own(name, person, "nothing"), {}).status_code == 404


def test_each_kind_of_work_leads_to_where_it_is_done(client, person):
    listed = page(client.get(own("own_works", person)))
    for title in ("A quiz", "A plan", "A talk", "My own part"):
        assert title in listed
    assert "4 pieces of work are still to do" in listed
    assert client.get(own("own_work", person, QUIZ)).url == own("own_quiz", person, QUIZ)
    assert client.get(own("own_quiz", person, PLAN)).url == own("own_work", person, PLAN)
    assert client.get(own("own_hand_in", person, PLAN)).url == own("own_work", person, PLAN)
    assert own("own_new_entry", person) in page(client.get(own("own_work", person, PART)))
    assert own("own_practice", person) in page(client.get(own("own_work", person, SEEN)))
    assert client.post(own("own_work", person, SEEN), {"text": "x", "revision": 0}).status_code == 404


def test_a_finished_training_can_be_read_and_takes_nothing_more(client, person, cohort):
    works.save(person, PLAN, text="A draft.", revision=0)
    cohort.state = CohortState.FINISHED
    cohort.save()
    shown = page(client.get(own("own_work", person, PLAN)))
    assert "A draft." in shown
    assert "<textarea" not in shown
    answer = page(client.post(own("own_hand_in", person, PLAN), {"text": "Late.", "revision": 1}))
    assert "is over, so nothing more can be handed in" in answer
    assert "Late." in answer
    assert Work.objects.get().text == "A draft."


def test_text_of_every_script_and_as_if_it_were_markup_is_shown_as_written(client, person, cohort, member):
    row = handed_in(person, "שלום 🌿 <script>alert(1)</script>")
    for shown in (
        page(client.get(own("own_work", person, PLAN))),
        page(client.get(of("work", cohort, row.pk))),
    ):
        assert "שלום 🌿" in shown
        assert "<script>alert" not in shown
        assert 'dir="auto"' in shown


def test_what_was_only_looked_at_is_not_begun(client, person):
    assert "Not begun" in page(client.get(own("own_work", person, PLAN)))
    assert not Work.objects.exists()
