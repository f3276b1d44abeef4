"""The people of a round, as members see and change them."""

import csv
import io
import re

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook
from tests.conftest import make_member
from tests.web.mentoring.making import join, make_round, propose
from tests.web.study.filling_making import make_version

from mentorway.web.mentoring.analysis import people_lists
from mentorway.web.mentoring.models import FairnessFacts, KeptApart, Person, Side

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(client):
    made = make_round()
    client.force_login(made.created_by)
    return made


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def url(name, whole, *args):
    return reverse(f"mentoring:{name}", args=[whole.pk, *args])


def letters():
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    return mail.outbox


def names_on(page):
    return re.findall(r'<th scope="row"[^>]*>\s*<a[^>]*>([^<]+)', page.content.decode())


def new(**more):
    facts = {"side": "mentor", "name": "Aino Ek", "email": "Aino@example.org", "language": "en", "seats": "3"}
    return {**facts, "country": "FI", "organisation": "Museum", **more}


def listed(whole, **more):
    return {"text": "name\nAino", "side": "mentee", "language": "en", **more}


def test_an_empty_list_teaches_how_people_come(client, whole):
    page = text(client.get(url("people", whole)))
    assert "Nobody is here yet" in page
    assert f"{reverse('mentoring:join', args=[whole.token])}?side=mentor" in page


def test_the_list_is_searched_and_filtered(client, whole):
    join(whole, Side.MENTEE, "Aino", organisation="Museum")
    join(whole, Side.MENTOR, "Bert", profiled=None)
    join(whole, Side.MENTEE, "Cecilia", is_away=True)
    join(whole, Side.MENTEE, "Dovile", is_away=True, away_until=timezone.now().date().replace(year=2020))
    join(whole, Side.MENTEE, "Eeva", left=timezone.now())

    def found(**asked):
        return names_on(client.get(url("people", whole), asked))

    assert found() == ["Aino", "Bert", "Cecilia", "Dovile"]
    assert found(side="mentor") == ["Bert"]
    assert found(standing="incomplete") == ["Bert"]
    assert found(standing="away") == ["Cecilia"]
    assert found(standing="left") == ["Eeva"]
    assert found(q="museum") == ["Aino"]
    assert found(side="boss", standing="nonsense") == ["Aino", "Bert", "Cecilia", "Dovile"]
    assert "Nothing found" in text(client.get(url("people", whole), {"q": "zebra"}))


def test_a_long_list_has_pages_and_asks_a_fixed_number_of_times(client, whole, django_assert_max_num_queries):
    for number in range(60):
        join(whole, name=f"Person {number:02}")
    with django_assert_max_num_queries(25):
        page = client.get(url("people", whole), {"page": "2"})
    assert names_on(page) == [f"Person {number}" for number in range(50, 60)]


def test_a_person_is_added_by_hand_and_written_to(client, whole, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url("new_person", whole), {**new(), "writes": "on"})
    assert answer.url == url("people", whole)
    person = whole.people.get()
    assert (person.side, person.email, person.seats) == ("mentor", "aino@example.org", 3)
    assert (person.time_zone, person.profiled) == ("Europe/Helsinki", None)
    assert f"/mentoring/p/{person.link}/" in letters()[0].body


def test_a_person_without_address_or_letter_is_not_written_to(
    client, whole, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("new_person", whole), {**new(email=""), "writes": "on"})
        client.post(url("new_person", whole), new())
    assert (whole.people.count(), letters()) == (2, [])


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"name": ""}, "This field is required."),
        ({"side": "boss"}, "Select a valid choice"),
        ({"seats": "0"}, "greater than or equal to 1"),
        ({"seats": "13"}, "less than or equal to 12"),
        ({"email": "nobody"}, "valid email address"),
    ],
)
def test_a_person_who_cannot_be_is_refused(client, whole, more, said):
    assert said in text(client.post(url("new_person", whole), new(**more)))
    assert whole.people.count() == 0


def test_an_address_is_there_once_on_each_side(client, whole):
    join(whole, Side.MENTOR, email="aino@example.org")
    assert "is there already" in text(client.post(url("new_person", whole), new()))
    assert client.post(url("new_person", whole), new(side="mentee")).status_code == 302


def test_a_page_shows_profile_and_answers_in_words_and_never_facts_on_fairness(client):
    whole = make_round(mentee_questions=make_version())
    client.force_login(whole.created_by)
    answers = {"job": "Teacher", "mentor": "yes", "gains": ["advice"], "country": "fi", "c1": "4"}
    person = join(whole, answers=answers, about="I listen.")
    FairnessFacts.objects.create(person=person, age_group="45-59", gender="other")
    page = text(client.get(url("person", whole, person.pk)))
    for said in ("Monday 17:00–19:00", "What is your work?", "Teacher", "Advice", "I listen."):
        assert said in page
    assert ("45 to 59" in page, "Another gender" in page, person.link in page) == (False, False, False)


def test_a_page_says_what_is_missing(client, whole):
    person = join(whole, profiled=None, languages=[])
    page = text(client.get(url("person", whole, person.pk)))
    assert "cannot be matched yet" in page
    assert "<li>Languages to talk in</li>" in page


def changed(client, whole, person, **more):
    page = client.get(url("change_person", whole, person.pk)).content.decode()
    was = re.search(r'name="was" value="([0-9a-f]{64})"', page)[1]
    facts = {"name": "Aino Maria", "email": "new@example.org", "manager_email": "", "language": "en"}
    sent = {**facts, "organisation": "", "country": "", "was": was, **more}
    return client.post(url("change_person", whole, person.pk), sent)


def test_what_is_stored_is_corrected(client, whole):
    person = join(whole, Side.MENTOR)
    answer = changed(client, whole, person, seats="4", manager_email="Boss@example.org")
    assert answer.url == url("person", whole, person.pk)
    person.refresh_from_db()
    assert (person.name, person.email, person.seats) == ("Aino Maria", "new@example.org", 4)
    assert person.manager_email == "boss@example.org"


def test_a_mentee_has_no_seats_to_change(client, whole):
    person = join(whole, seats=1)
    changed(client, whole, person, seats="4")
    person.refresh_from_db()
    assert (person.name, person.seats) == ("Aino Maria", 1)


def test_what_somebody_else_has_changed_meanwhile_is_not_lost(client, whole):
    person = join(whole, name="Aino")
    page = text(changed(client, whole, person, was="0" * 64))
    assert "Somebody has changed this since you opened the page." in page
    person.refresh_from_db()
    assert person.name == "Aino"


def test_a_link_is_sent_again_to_who_has_an_address(client, whole, django_capture_on_commit_callbacks):
    person, without = join(whole), join(whole, email="")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("send_link", whole, person.pk))
        page = text(client.post(url("send_link", whole, without.pk), follow=True))
    assert [one.to for one in letters()] == [[person.email]]
    assert "There is no e-mail address of this person." in page


def test_removing_asks_first(client, whole):
    person, mentor = join(whole), join(whole, Side.MENTOR)
    relation = propose(whole, mentor, person)
    assert "It ends too" in text(client.get(url("remove_person", whole, person.pk)))
    assert whole.people.count() == 2
    assert client.post(url("remove_person", whole, person.pk)).url == url("people", whole)
    relation.refresh_from_db()
    assert (list(whole.people.all()), relation.state) == ([mentor], "declined")


def test_a_list_is_looked_at_before_anybody_is_added(client, whole):
    join(whole, Side.MENTEE, email="here@example.org")
    rows = (
        "side;name;email;organisation;language;seats\n"
        "mentor;Aino Ek;aino@example.org;Museum;fi;3\n"
        ";Bert;;;;\n"
        "boss;Cecilia;;;;\n"
        "mentor;;x@example.org;;;\n"
        "mentee;Dovile;HERE@example.org;;;\n"
        "mentor;Eeva;here@example.org;;;\n"
        "mentor;Fanny;aino@example.org;;;\n"
        "mentor;Greta;nobody;;;\n"
        "mentor;Hilda;;;tlh;\n"
        "mentor;Inga;;;;99\n"
    )
    page = text(client.post(url("import_people", whole), listed(whole, text=rows)))
    assert "3 people can be added." in page
    assert "7 rows have a problem" in page
    assert "The same address stands in row 2." in page
    assert "“99” cannot be how many mentees" in page
    assert whole.people.count() == 1
    answer = client.post(url("import_people", whole), listed(whole, text=rows, do="add"))
    assert answer.url == url("people", whole)
    found = whole.people.exclude(email="here@example.org", side="mentee").order_by("name")
    assert [(one.name, one.side, one.language, one.seats) for one in found] == [
        ("Aino Ek", "mentor", "fi", 3),
        ("Bert", "mentee", "en", 1),
        ("Eeva", "mentor", "en", 1),
    ]


def test_a_workbook_is_read_with_its_own_row_numbers(client, whole):
    book = Workbook()
    for row in (
        ["Name", "Side", "E-mail", "Seats"],
        ["Aino", "Mentor", "aino@example.org", 2],
        [None, None, None, None],
        ["Bert", "Boss", "bert@example.org", 1],
    ):
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    sent = listed(whole, text="", file=SimpleUploadedFile("people.xlsx", data.getvalue()))
    page = client.post(url("import_people", whole), sent)
    assert [(one.name, one.side, one.seats) for one in page.context["found"].people] == [
        ("Aino", "mentor", 2)
    ]
    assert [one.row for one in page.context["found"].troubles] == [4]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"text": ""}, "Paste a list, or choose a file."),
        ({"file": SimpleUploadedFile("people.xlsx", b"no workbook")}, "errorlist"),
        ({"file": SimpleUploadedFile("people.csv", b"\xff\xfe")}, "The file is not in UTF-8."),
        ({"file": SimpleUploadedFile("people.pdf", b"x")}, "of a kind that cannot be read"),
    ],
)
def test_a_list_that_cannot_be_read_says_why(client, whole, more, said):
    assert said in text(client.post(url("import_people", whole), listed(whole, **{"text": "", **more})))
    assert whole.people.count() == 0


def test_a_list_that_is_too_long_is_cut(whole):
    rows = "name\n" + "Aino\n" * (people_lists.MOST + 1)
    found = people_lists.read(rows, side="mentee", language="en", known=set())
    assert (len(found.people), len(found.troubles)) == (people_lists.MOST, 1)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_is_taken_away_without_secrets(client, whole, kind):
    person = join(whole, Side.MENTOR, "=Aino", seats=3)
    FairnessFacts.objects.create(person=person, gender="other")
    content = client.get(url("export_people", whole, kind)).content
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    else:
        rows = [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]
    row = dict(zip(rows[0], rows[1], strict=True))
    assert (row["Name"].lstrip("'"), str(row["Mentees at most"]), len(rows)) == ("=Aino", "3", 2)
    assert person.link not in str(rows)
    assert "Another gender" not in str(rows)


def test_a_file_of_another_kind_is_not_there(client, whole):
    assert client.get(url("export_people", whole, "pdf")).status_code == 404


def test_two_people_are_kept_apart_and_can_meet_again(client, whole):
    mentee, mentor = join(whole), join(whole, Side.MENTOR, "Bert")
    sent = {"mentee": mentee.pk, "mentor": mentor.pk, "why": "They know each other."}
    assert "Nobody is on this list" in text(client.get(url("keep_apart", whole)))
    assert client.post(url("keep_apart", whole), sent).url == url("keep_apart", whole)
    row = KeptApart.objects.get()
    assert (row.mentee, row.mentor, row.by) == (mentee, mentor, whole.created_by)
    assert "They know each other." in text(client.get(url("keep_apart", whole)))
    assert "These two are on the list already." in text(client.post(url("keep_apart", whole), sent))
    client.post(url("let_meet", whole, row.pk))
    assert KeptApart.objects.count() == 0
    assert client.post(url("let_meet", whole, row.pk)).url == url("keep_apart", whole)


def test_nobody_takes_people_off_the_list_of_another_round(client, whole):
    other = make_round()
    row = KeptApart.objects.create(round=other, mentee=join(other), mentor=join(other, Side.MENTOR))
    client.post(url("let_meet", whole, row.pk))
    assert list(KeptApart.objects.all()) == [row]


def test_only_a_mentee_and_a_mentor_of_the_round_are_kept_apart(client, whole):
    mentee, stranger = join(whole), join(make_round(), Side.MENTOR)
    for sent in (
        {"mentee": mentee.pk, "mentor": stranger.pk},
        {"mentee": mentee.pk, "mentor": mentee.pk},
        {"mentee": "", "mentor": ""},
    ):
        assert "errorlist" in text(client.post(url("keep_apart", whole), sent))
    assert KeptApart.objects.count() == 0


def test_others_see_nobody(client, whole):
    person = join(whole)
    client.force_login(make_member())
    for name, args in (
        ("people", []),
        ("person", [person.pk]),
        ("keep_apart", []),
        ("export_people", ["csv"]),
    ):
        assert client.get(url(name, whole, *args)).status_code == 404


def test_the_people_of_the_example_are_seen_and_not_changed(client):
    whole = make_round(is_example=True)
    person = join(whole, name="Invented")
    client.force_login(whole.created_by)
    assert names_on(client.get(url("people", whole))) == ["Invented"]
    assert "Invented" in text(client.get(url("person", whole, person.pk)))
    assert client.post(url("keep_apart", whole), {}).status_code == 403
    assert client.post(url("remove_person", whole, person.pk)).status_code == 403
    assert client.post(url("new_person", whole), new()).status_code == 403
    assert list(Person.objects.all()) == [person]


def test_a_person_of_another_round_is_not_there(client, whole):
    stranger = join(make_round())
    assert client.get(url("person", whole, stranger.pk)).status_code == 404
