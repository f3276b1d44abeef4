"""The people of a cohort, as members see and change them."""

import csv
import io
import re

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from tests.conftest import make_member
from tests.web.pilots.making import enrol, enrol_many, make_cohort, make_meeting

from mentorway.web.pilots.analysis import lists
from mentorway.web.pilots.models import Entry, Participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(client):
    made = make_cohort(seats=5, entry=Entry.CHOSEN)
    client.force_login(made.created_by)
    return made


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def url(name, cohort, *args):
    return reverse(f"pilots:{name}", args=[cohort.pk, *args])


def again(person):
    return Participant.objects.get(pk=person.pk)


def letters():
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    return mail.outbox


def details(person, was="", **more):
    names = ("name", "email", "organisation", "motivation", "wishes", "language")
    return {**{name: getattr(person, name) for name in names}, "was": was, **more}


def was_on(page):
    return re.search(r'name="was" value="([0-9a-f]{64})"', page.content.decode())[1]


def test_an_empty_list_teaches_how_people_come(client, cohort):
    page = text(client.get(url("people", cohort)))
    assert "Nobody is here yet" in page
    assert url("new_person", cohort) in page


def test_the_list_is_filtered_searched_and_in_the_order_of_the_waiting_list(client, cohort):
    now = timezone.now()
    enrol(cohort, "Aino Ek", organisation="Museum")
    enrol(cohort, "Dovilė", standing="waiting", waiting_since=now)
    enrol(cohort, "Eeva", standing="waiting", waiting_since=now - timezone.timedelta(hours=1))
    page = text(client.get(url("people", cohort), {"standing": "waiting"}))
    assert page.index("Eeva") < page.index("Dovilė")
    assert "Aino Ek" not in page
    assert "Place 1" in page
    assert "Aino Ek" in text(client.get(url("people", cohort), {"q": "museum"}))
    assert "Nothing found" in text(client.get(url("people", cohort), {"q": "zebra"}))
    assert "4 seats are free" in page


def test_a_long_list_has_pages_and_asks_the_database_a_fixed_number_of_times(
    client, cohort, django_assert_max_num_queries
):
    enrol_many(cohort, 120)
    client.get(url("people", cohort))
    with django_assert_max_num_queries(30):
        page = text(client.get(url("people", cohort), {"page": 3}))
    assert "Page 3 of 3" in page
    assert page.count('<th scope="row"') == 20


def test_the_secret_link_stands_on_no_page_and_in_no_file_of_members(client, cohort):
    person = enrol(cohort, standing="waiting")
    pages = [
        url("people", cohort),
        url("person", cohort, person.pk),
        url("change_person", cohort, person.pk),
        url("move_person", cohort, person.pk),
        url("renew_link", cohort, person.pk),
        url("remove_person", cohort, person.pk),
        url("export_people", cohort, "csv"),
    ]
    for page in pages:
        assert person.link not in client.get(page).content.decode(), page


def test_files_hold_what_the_list_shows_and_formulas_stay_texts(client, cohort):
    enrol(cohort, "=2+3", organisation="Museum")
    enrol(cohort, "نور", standing="waiting")
    raw = client.get(url("export_people", cohort, "csv")).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(raw)))
    assert rows[0][:3] == ["Name", "E-mail address", "Organisation"]
    assert [row[0] for row in rows[1:]] == ["'=2+3", "نور"]
    answer = client.get(url("export_people", cohort, "xlsx"), {"standing": "waiting"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["نور"]
    assert client.get(url("export_people", cohort, "pdf")).status_code == 404


def test_the_list_says_when_free_seats_stay_free_as_it_is_too_late_to_join(client, cohort):
    type(cohort).objects.filter(pk=cohort.pk).update(entry=Entry.FIRST)
    enrol(cohort, standing="waiting")
    past = timezone.now() - timezone.timedelta(days=2)
    make_meeting(cohort, past)
    said = "who joins now cannot reach 80 percent of the meetings"
    assert said in text(client.get(url("people", cohort)))
    type(cohort).objects.filter(pk=cohort.pk).update(entry=Entry.CHOSEN)
    assert said not in text(client.get(url("people", cohort)))


def test_somebody_who_leads_a_meeting_sees_people_and_changes_none(client, cohort):
    person = enrol(cohort)
    guest = make_member()
    make_meeting(cohort, facilitator=guest)
    client.force_login(guest)
    page = text(client.get(url("person", cohort, person.pk)))
    assert "Aino Ek" in page
    assert url("move_person", cohort, person.pk) not in page
    assert client.get(url("move_person", cohort, person.pk)).status_code == 403
    assert client.post(url("remove_person", cohort, person.pk)).status_code == 403
    assert again(person)


def test_the_example_is_seen_by_every_member_and_changed_by_none(client):
    cohort = make_cohort(is_example=True)
    person = enrol(cohort)
    client.force_login(make_member())
    assert "Aino Ek" in text(client.get(url("people", cohort)))
    for name in ("change_person", "move_person", "send_link", "renew_link", "remove_person"):
        assert client.post(url(name, cohort, person.pk)).status_code == 403
    assert again(person).link == person.link


def test_a_person_of_another_cohort_is_not_found(client, cohort):
    other = enrol(make_cohort(cohort.partner, cohort.created_by))
    for name in ("person", "change_person", "move_person", "renew_link", "remove_person"):
        assert client.get(url(name, cohort, other.pk)).status_code == 404
    assert client.post(url("remove_person", cohort, other.pk)).status_code == 404
    assert again(other)


def test_one_person_is_added_by_hand_and_gets_the_link(client, cohort, django_capture_on_commit_callbacks):
    sent = {
        "name": "Dovilė",
        "email": "D@example.org",
        "language": "en",
        "standing": "enrolled",
        "writes": "on",
    }
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url("new_person", cohort), sent)
    assert answer.url == url("people", cohort)
    person = cohort.people.get()
    assert (person.email, person.standing, person.changes.get().by) == (
        "d@example.org",
        "enrolled",
        cohort.created_by,
    )
    assert person.link in letters()[0].body


def test_who_is_added_without_a_letter_gets_none(client, cohort, django_capture_on_commit_callbacks):
    sent = {"name": "Dovilė", "email": "d@example.org", "language": "en", "standing": "applied"}
    with django_capture_on_commit_callbacks() as asked:
        client.post(url("new_person", cohort), sent)
    assert asked == []
    assert cohort.people.count() == 1


def test_an_address_that_is_there_already_is_refused_in_words(client, cohort):
    enrol(cohort, email="d@example.org")
    sent = {"name": "Dovilė", "email": "D@Example.org", "language": "en", "standing": "applied"}
    page = text(client.post(url("new_person", cohort), sent))
    assert "Somebody with this e-mail address is in this cohort already." in page
    assert cohort.people.count() == 1


def test_a_step_is_done_with_its_reason(client, cohort):
    person = enrol(cohort, standing="applied")
    sent = {"standing": "offered", "why": "First of the north."}
    assert client.post(url("move_person", cohort, person.pk), sent).url == url("person", cohort, person.pk)
    assert again(person).standing == "offered"
    assert "First of the north." in text(client.get(url("person", cohort, person.pk)))


def test_a_step_that_is_refused_says_why_beside_the_field(client, cohort):
    person = enrol(cohort, standing="applied")
    page = text(client.post(url("move_person", cohort, person.pk), {"standing": "declined", "why": ""}))
    assert "Say why: the person reads it." in page
    assert client.post(url("move_person", cohort, person.pk), {"standing": "lapsed"}).status_code == 200
    assert again(person).standing == "applied"


def test_details_are_corrected(client, cohort):
    person = enrol(cohort)
    was = was_on(client.get(url("change_person", cohort, person.pk)))
    sent = details(person, was, name="Aino Eriksson")
    assert client.post(url("change_person", cohort, person.pk), sent).status_code == 302
    assert again(person).name == "Aino Eriksson"


def test_two_who_correct_the_same_person_lose_nothing(client, cohort):
    person = enrol(cohort)
    was = was_on(client.get(url("change_person", cohort, person.pk)))
    Participant.objects.filter(pk=person.pk).update(organisation="Theatre")
    second = client.post(url("change_person", cohort, person.pk), details(person, was, organisation="Museum"))
    page = text(second)
    assert "Somebody has changed this" in page
    assert "it says now: Theatre" in page
    assert again(person).organisation == "Theatre"
    sent = details(person, was_on(second), organisation="Museum")
    assert client.post(url("change_person", cohort, person.pk), sent).status_code == 302
    assert again(person).organisation == "Museum"


def test_a_name_cannot_be_corrected_into_nothing(client, cohort):
    person = enrol(cohort)
    was = was_on(client.get(url("change_person", cohort, person.pk)))
    page = text(client.post(url("change_person", cohort, person.pk), details(person, was, name="\u200b")))
    assert "Write the name." in page
    assert again(person).name == "Aino Ek"


def test_another_address_leaves_the_account_behind(client, cohort):
    user = make_member(email="aino@example.org")
    person = enrol(cohort, email="aino@example.org", user=user)
    was = was_on(client.get(url("change_person", cohort, person.pk)))
    client.post(url("change_person", cohort, person.pk), details(person, was, email="other@example.org"))
    assert (again(person).email, again(person).user) == ("other@example.org", None)


def test_the_link_is_sent_again_to_the_person(client, cohort, django_capture_on_commit_callbacks):
    person = enrol(cohort)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("send_link", cohort, person.pk))
    assert [one.to for one in letters()] == [[person.email]]
    assert again(person).link == person.link
    assert person.link in mail.outbox[0].body


def test_a_new_link_ends_the_old_one(client, cohort, django_capture_on_commit_callbacks):
    person = enrol(cohort)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("renew_link", cohort, person.pk))
    fresh = again(person)
    assert fresh.link != person.link
    assert fresh.link in letters()[0].body
    assert client.get(reverse("pilots:own", args=[person.link])).status_code == 404
    assert client.get(reverse("pilots:own", args=[fresh.link])).status_code == 200


def test_without_an_address_no_link_is_sent_and_the_page_says_so(client, cohort):
    person = enrol(cohort, email="")
    assert "Without an e-mail address" in text(client.get(url("person", cohort, person.pk)))
    page = text(client.post(url("send_link", cohort, person.pk), follow=True))
    assert "There is no e-mail address of this person." in page
    assert "There is no e-mail address" in text(client.post(url("renew_link", cohort, person.pk)))
    assert again(person).link == person.link


def test_a_person_is_deleted_after_a_question(client, cohort):
    person = enrol(cohort)
    assert "cannot be undone" in text(client.get(url("remove_person", cohort, person.pk)))
    assert again(person)
    assert client.post(url("remove_person", cohort, person.pk)).url == url("people", cohort)
    assert not Participant.objects.filter(pk=person.pk).exists()


# Lists


LIST = "name;email;organisation\nAino;aino@example.org;Museum\nBert;nonsense;\n;c@example.org;\nEeva;;\n"


def test_a_list_is_shown_with_every_problem_before_anybody_is_added(client, cohort):
    sent = {"text": LIST, "language": "fi", "standing": "enrolled"}
    page = text(client.post(url("import_people", cohort), sent))
    assert "2 people can be added." in page
    assert "2 rows have a problem" in page
    assert "This is not an e-mail address: “nonsense”." in page
    assert "The name is missing." in page
    assert cohort.people.count() == 0


def test_a_list_is_added_after_it_was_looked_at(client, cohort, django_capture_on_commit_callbacks):
    sent = {"text": LIST, "language": "fi", "standing": "enrolled", "writes": "on", "do": "add"}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url("import_people", cohort), sent).url == url("people", cohort)
    found = list(cohort.people.values_list("name", "email", "organisation", "language", "standing"))
    assert found == [
        ("Aino", "aino@example.org", "Museum", "fi", "enrolled"),
        ("Eeva", "", "", "fi", "enrolled"),
    ]
    assert [one.to for one in letters()] == [["aino@example.org"]]


def test_a_list_longer_than_the_free_seats_is_added_not_at_all(client, cohort):
    rows = "\n".join(f"Person {number}" for number in range(6))
    sent = {"text": rows, "language": "en", "standing": "enrolled", "do": "add"}
    page = text(client.post(url("import_people", cohort), sent))
    assert "There are 5 free seats, and 6 are needed." in page
    assert cohort.people.count() == 0
    client.post(url("import_people", cohort), {**sent, "standing": "waiting"})
    assert cohort.people.filter(standing="waiting").count() == 6


def test_a_file_is_read_and_one_that_is_no_text_is_refused(client, cohort):
    sent = {"language": "en", "standing": "applied"}
    good = SimpleUploadedFile("people.csv", "\ufeffname,email\nĄžuolas,a@example.org\n".encode())
    assert "Ąžuolas" in text(client.post(url("import_people", cohort), {**sent, "file": good}))
    bad = SimpleUploadedFile("people.csv", b"\xff\xfe\x00n")
    assert "not in UTF-8" in text(client.post(url("import_people", cohort), {**sent, "file": bad}))
    assert "Paste a list" in text(client.post(url("import_people", cohort), sent))


def test_rows_of_a_list_are_judged_one_by_one():
    known = {"there@example.org"}
    rows = [
        "Aino <b>,there@example.org",
        "Bert,BERT@example.org,Museum,Suomi",
        "Bert again,bert@example.org",
        "Céline,c@example.org,,tlh",
        f"{'x' * 151},x@example.org",
        "'=Dovilė,d@example.org",
        ",Eeva <eeva@example.org>",
    ]
    found = lists.read("\n".join(rows), language="lv", known=known)
    assert [(one.name, one.email, one.language) for one in found.people] == [
        ("Bert", "bert@example.org", "fi"),
        ("=Dovilė", "d@example.org", "lv"),
        ("Eeva", "eeva@example.org", "lv"),
    ]
    assert [one.row for one in found.troubles] == [1, 3, 4, 5]
    assert "in this cohort already" in found.troubles[0].what
    assert "stands in row 2" in found.troubles[1].what
    assert "en, lt, lv, sv, fi" in found.troubles[2].what
    assert "151 letters, and at most 150" in found.troubles[3].what


def test_a_list_beyond_the_most_is_cut_with_a_word():
    found = lists.read("\n".join(f"Person {n}" for n in range(lists.MOST + 5)), language="en", known=set())
    assert len(found.people) == lists.MOST
    assert [(one.row, "1000 rows" in one.what) for one in found.troubles] == [(lists.MOST + 1, True)]


def test_a_file_with_broken_quotes_and_zero_bytes_is_read_as_far_as_it_goes():
    found = lists.read('Aino\x00,a@example.org\n"Bert,b@example.org\n', language="en", known=set())
    assert [one.name for one in found.people][:1] == ["Aino"]
