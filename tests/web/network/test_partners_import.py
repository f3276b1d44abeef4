"""Files of partners: read, judged row by row, decided, taken in or not."""

import datetime as dt
import io
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from tests.conftest import make_member, make_partner

from mentorway.web.core.wording import said
from mentorway.web.network.actions import importing as actions
from mentorway.web.network.actions import partners as partner_actions
from mentorway.web.network.analysis import importing as analysis
from mentorway.web.network.models import Contact, Partner, PartnerImport
from mentorway.web.network.needs import needs_of
from mentorway.web.privacy.actions import forgetting

pytestmark = pytest.mark.django_db
HEAD = "Name;Country;Sector"


@pytest.fixture
def coordinator(client):
    user = make_member(make_partner(name="Zebra"), role="coordinator")
    client.force_login(user)
    return user


def csv(*lines, head=HEAD, encoding="utf-8", name="partners.csv"):
    return SimpleUploadedFile(name, "\n".join([head, *lines]).encode(encoding))


def read(user, *lines, **more):
    return actions.read(user, file=csv(*lines, **more))


def verdicts(row):
    return [one["verdict"] for one in row.rows]


def problems(row, place=0):
    return [(one["column"], said(one["message"])) for one in row.rows[place]["problems"]]


def test_a_file_is_read_looked_through_and_taken_in(client, coordinator):
    head = "Name;Land;Branche;Arbeit;Town;Latitude;Longitude;Size;Working languages;Contact: name"
    head = head.replace("Land", "Country").replace("Branche", "Sector").replace("Arbeit", "Website")
    file = csv("Ąžuolas;Lietuva;business;azuolas.example.org;Kaunas;54,9;23,9;120;lt, English;Ona", head=head)
    url = client.post(reverse("network:import_partners"), {"file": file}).headers["Location"]
    assert "Ąžuolas" in client.get(url).content.decode()
    assert Partner.objects.filter(name="Ąžuolas").count() == 0
    client.post(f"{url}take-in/")
    row = Partner.objects.get(name="Ąžuolas")
    assert (row.country, row.sector, row.website, row.city, row.size, row.languages) == (
        *("LT", "business", "https://azuolas.example.org", "Kaunas", "medium"),
        ["en", "lt"],
    )
    assert (str(row.latitude), row.joined, row.search_text) == (
        *("54.9000", timezone.localdate(timezone=ZoneInfo("Europe/Helsinki"))),  # the coordinator's day
        "azuolas kaunas https azuolas example org",
    )
    assert [one.by for one in row.revisions.all()] == [coordinator]
    assert [(one.name, one.is_main, one.may_be_asked) for one in row.contacts.all()] == [("Ona", True, False)]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1257"])
def test_delimiters_and_encodings_are_found(coordinator, delimiter, encoding):
    lines = [line.replace(";", delimiter) for line in ("Ąžuolų namai;LT;education", "Šviesa;LT;business")]
    row = read(coordinator, *lines, head=HEAD.replace(";", delimiter), encoding=encoding)
    assert [one["values"]["name"] for one in row.rows] == ["Ąžuolų namai", "Šviesa"]


def test_a_workbook_is_read_with_its_row_numbers(coordinator):
    book = openpyxl.Workbook()
    for line in (
        ["Name", "Country", "Sector"],
        ["House", "FI", "education"],
        [],
        ["Home", "Suomi", "business"],
    ):
        book.active.append(line)
    file = io.BytesIO()
    book.save(file)
    row = actions.read(coordinator, file=SimpleUploadedFile("partners.xlsx", file.getvalue()))
    assert [(one["row"], one["values"]["country"]) for one in row.rows] == [(2, "FI"), (4, "FI")]


@pytest.mark.parametrize("language", ["en", "lt", "lv", "sv", "fi"])
def test_the_template_of_every_language_is_read(client, coordinator, language):
    with override(language):
        client.cookies["django_language"] = language
        file = client.get(
            reverse("network:import_template", args=["csv"]), headers={"accept-language": language}
        )
    row = actions.read(coordinator, file=SimpleUploadedFile("t.csv", file.content))
    assert (verdicts(row), row.rows[0]["values"]["languages"]) == (["new"], ["en", "fi", "sv"])


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (";FI;education", [("name", "This is empty, and it is needed.")]),
        (
            "A;Atlantis;education",
            [
                (
                    "country",
                    "“Atlantis” is no country of Europe known here. Write its code, such as FI, or its name.",
                )
            ],
        ),
        ("A;FI;trade", [("sector", "“trade” is no sector. Write education or business.")]),
        (f"{'x' * 201};FI;education", [("name", "This has 201 letters, and at most 200 are kept.")]),
    ],
)
def test_a_problem_says_what_came_and_what_was_needed(coordinator, cells, told):
    row = read(coordinator, cells)
    assert (verdicts(row), problems(row)) == (["problem"], told)


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("Latitude", "91", "“91” is no place on earth. Write degrees from −90 to 90, such as 60.17."),
        ("Latitude", "NaN", "“NaN” is no place on earth. Write degrees from −90 to 90, such as 60.17."),
        ("Latitude", "60", "Give both latitude and longitude, or neither."),
        (
            "Website",
            "not a site",
            "“not a site” is no address of a website. Write it as https://example.org.",
        ),
        (
            "Website",
            "ftp://x.org",
            "“ftp://x.org” is no address of a website. Write it as https://example.org.",
        ),
        (
            "Working languages",
            "fi, klingon",
            "“klingon” is no language known here. Write its code, such as fi, or its name.",
        ),
        ("Contact: e-mail address", "nobody", "“nobody” is no e-mail address. Write it as name@example.org."),
        ("In the network since", "soon", "“soon” is no day. Write it as 2026-03-01."),
        ("Contact: telephone", "+358", "There is something about a contact, but no name."),
        (
            "Size",
            "huge",
            "“huge” is no size. Write how many people work there, or micro, small, medium, large.",
        ),
    ],
)
def test_every_column_says_what_it_needs(coordinator, column, cell, told):
    row = read(coordinator, f'A;FI;education;"{cell}"', head=f"{HEAD};{column}")
    assert told in [sentence for _column, sentence in problems(row)]


@pytest.mark.parametrize(
    ("cell", "size"), [("9", "micro"), ("10", "small"), ("249", "medium"), ("1 000", "large")]
)
def test_a_number_of_people_is_a_size(coordinator, cell, size):
    row = read(coordinator, f"A;FI;education;{cell}", head=f"{HEAD};Size")
    assert row.rows[0]["values"]["size"] == size


def test_rows_are_told_apart(coordinator):
    partner_actions.found(
        name="Trading House SIA", country="LV", sector="business", website="https://trading.example.org"
    )
    row = read(
        coordinator,
        "Nauja mokykla;LT;education;",
        "nauja MOKYKLA;LT;education;",
        "Zebra;FI;education;",
        "Trading House;LV;business;",
        "Something Else;LV;business;https://www.trading.example.org/en",
        "Trading Hause SIA;LV;business;",
        "Trading House;EE;business;",
        head=f"{HEAD};Website",
    )
    assert verdicts(row) == ["new", "again", "same", "double", "double", "double", "new"]
    assert [one["choice"] for one in row.rows] == ["take", "skip", "skip", "", "", "", "take"]


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (csv("A;FI", head="Name;Country"), "The first row has no column Sector."),
        (csv("A;B;FI;education", head=f"Name;{HEAD}"), "Two columns are called Name."),
        (csv(), "The file has headings and no row with anything in it."),
        (SimpleUploadedFile("partners.csv", b""), "is empty"),
        (SimpleUploadedFile("partners.pdf", b"%PDF-"), "is neither CSV nor Excel"),
        (SimpleUploadedFile("partners.parquet", b"PAR1"), "is neither CSV nor Excel"),
        (csv(";;", " ;;"), "The file has headings and no row with anything in it."),
        (SimpleUploadedFile("partners.xlsx", b"no workbook"), "partners.xlsx"),
        (SimpleUploadedFile("../../etc/partners.csv", b"\x00\x01"), "is not a text file"),
        (csv(*(f"A{number};FI;education" for number in range(10_001))), "more than 10000 rows"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_sentence(coordinator, file, told):
    with pytest.raises(ValidationError) as refusal:
        actions.read(coordinator, file=file)
    assert (told in " ".join(refusal.value.messages), PartnerImport.objects.count()) == (True, 0)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(coordinator):
    file = csv("A;FI;education")
    file.size = 10_000_001
    with pytest.raises(ValidationError, match="more than 10 MB"):
        actions.read(coordinator, file=file)


def test_nothing_is_taken_in_while_a_row_waits(client, coordinator):
    row = read(coordinator, "House;FI;education", "Bad;XX;education")
    url = reverse("network:import", args=[row.pk])
    text = client.post(f"{url}take-in/", follow=True).content.decode()
    assert ("1 row waits for a decision." in text, Partner.objects.count()) == (True, 1)
    client.post(f"{url}alike/", {"verdict": "problem", "choice": "skip"})
    client.post(f"{url}take-in/")
    assert set(Partner.objects.values_list("name", flat=True)) == {"Zebra", "House"}


def test_choices_are_made_row_by_row(client, coordinator):
    row = read(coordinator, "House;FI;education", "Zebra Oy;FI;education")
    zebra = Partner.objects.get(name="Zebra")
    url = reverse("network:import", args=[row.pk])
    client.post(url, {"row-2": "skip", "row-3": f"join:{zebra.pk}"})
    row.refresh_from_db()
    assert [one["choice"] for one in row.rows] == ["skip", f"join:{zebra.pk}"]


def test_a_choice_that_was_not_offered_is_refused(client, coordinator):
    row = read(coordinator, "House;FI;education", "Bad;XX;education")
    client.post(reverse("network:import", args=[row.pk]), {"row-2": "join:1", "row-3": "take"})
    actions.decide(row, {3: "take", 2: "join:1"})
    row.refresh_from_db()
    assert [one["choice"] for one in row.rows] == ["take", ""]


def test_a_partner_that_is_here_is_completed_and_not_written_over(coordinator):
    zebra = Partner.objects.get(name="Zebra")
    partner_actions.describe(zebra, None, revision=1, city="Turku")
    head = f"{HEAD};Town;Size;Contact: name;Contact: e-mail address"
    row = read(
        coordinator,
        "Zebra;FI;business;Oulu;20;Ona;ona@example.org",
        "Zebra;FI;business;;;Petras;",
        "Zebra;FI;business;;;Ona again;ona@example.org",
        head=head,
    )
    actions.decide(row, {2: f"join:{zebra.pk}"})
    actions.take_in(row, coordinator)
    zebra.refresh_from_db()
    assert (zebra.sector, zebra.city, zebra.size, zebra.revision) == ("education", "Turku", "small", 3)
    assert zebra.joined is None
    assert list(zebra.contacts.values_list("name", "is_main")) == [("Ona", True), ("Petras", False)]


def test_contacts_of_a_row_that_is_left_out_are_left_out(coordinator):
    row = read(
        coordinator, "House;FI;education;Ona", "House;FI;education;Petras", head=f"{HEAD};Contact: name"
    )
    actions.decide(row, {2: "skip"})
    actions.take_in(row, coordinator)
    assert (Partner.objects.count(), Contact.objects.count()) == (1, 0)


def test_all_is_taken_in_or_nothing(client, coordinator):
    row = read(coordinator, "House;FI;education", "Home;FI;education")
    make_partner(name="Home")
    with pytest.raises(ValidationError, match="Row 3: Home is in the network by now"):
        actions.take_in(row, coordinator)
    row.refresh_from_db()
    assert (Partner.objects.filter(name="House").count(), row.done) == (0, None)


def test_a_partner_that_shall_be_completed_and_is_gone_stops_everything(coordinator):
    other = make_partner(name="House")
    row = read(coordinator, "Home;FI;education", "House;FI;education")
    actions.decide(row, {3: f"join:{other.pk}"})
    partner_actions.delete(other)
    with pytest.raises(ValidationError, match="Row 3: the partner that it shall complete is gone"):
        actions.take_in(row, coordinator)
    assert not Partner.objects.filter(name="Home").exists()


def test_a_file_is_taken_in_once_and_forgotten(coordinator):
    row = read(coordinator, "House;FI;education")
    actions.take_in(row, coordinator)
    row.refresh_from_db()
    assert (row.rows, row.done is None) == ([], False)
    with pytest.raises(ValidationError, match="taken in already"):
        actions.take_in(row, coordinator)


def test_a_file_waits_for_a_day(client, coordinator):
    row = read(coordinator, "House;FI;education")
    assert [need.text for need in needs_of(coordinator) if "partners.csv" in need.text] == [
        "Look through the partners in partners.csv and take them in."
    ]
    PartnerImport.objects.update(at=timezone.now() - dt.timedelta(days=1, minutes=1))
    assert client.get(reverse("network:import", args=[row.pk])).status_code == 404
    forgetting.run(timezone.now())
    assert PartnerImport.objects.count() == 0


def test_a_file_can_be_forgotten(client, coordinator):
    row = read(coordinator, "House;FI;education")
    client.post(reverse("network:import_discard", args=[row.pk]))
    assert (PartnerImport.objects.count(), Partner.objects.count()) == (0, 1)


def test_what_goes_out_comes_in_again(client, coordinator):
    partner_actions.found(
        name="House",
        country="SE",
        sector="business",
        kind="company",
        size="small",
        languages=["en", "sv"],
        city="Malmö",
        latitude="55.6",
        longitude="13.0",
        website="https://house.example.org",
        description="Two\nlines",
        joined=dt.date(2026, 3, 1),
    )
    file = client.get(reverse("network:partners_file", args=["xlsx"]), {"q": "house"}).content
    Partner.objects.filter(name="House").delete()
    row = actions.read(coordinator, file=SimpleUploadedFile("partners.xlsx", file))
    assert row.rows[0]["values"] == {
        "name": "House",
        "country": "SE",
        "sector": "business",
        "kind": "company",
        "size": "small",
        "languages": ["en", "sv"],
        "city": "Malmö",
        "latitude": "55.6000",
        "longitude": "13.0000",
        "website": "https://house.example.org",
        "description": "Two\nlines",
        "joined": "2026-03-01",
    }


def test_a_large_file_is_looked_through_page_by_page(client, coordinator):
    row = read(coordinator, *(f"House {number};FI;education" for number in range(120)))
    url = reverse("network:import", args=[row.pk])
    response = client.get(url, {"page": 3, "verdict": "new"})
    assert [len(response.context["rows"]), response.context["counts"]["new"]] == [20, 120]
    assert client.post(url, {"row-2": "skip"}).headers["Location"] == f"{url}?page=2"
    assert analysis.chosen(PartnerImport.objects.get().rows) == {"new": 119, "completed": 0, "left_out": 1}


def test_columns_that_are_not_known_are_named(client, coordinator):
    row = read(coordinator, "House;FI;education;x", head=f"{HEAD};Colour")
    text = client.get(reverse("network:import", args=[row.pk])).content.decode()
    assert "These columns are not known and were not read: Colour." in text


def test_the_day_of_joining_is_taken_from_the_file_or_is_today(coordinator):
    row = read(
        coordinator,
        "House;FI;education;2020-01-31",
        "Home;FI;education;",
        head=f"{HEAD};In the network since",
    )
    actions.take_in(row, coordinator)
    days = dict(Partner.objects.exclude(name="Zebra").values_list("name", "joined"))
    assert days == {"House": dt.date(2020, 1, 31), "Home": timezone.localdate()}


def test_what_others_add_in_the_same_moment_stops_everything(coordinator, monkeypatch):
    row = read(coordinator, "House;FI;education")
    make_partner(name="House")
    monkeypatch.setattr(actions.queries, "to_compare", list)
    with pytest.raises(ValidationError, match="Somebody has added one of these partners meanwhile"):
        actions.take_in(row, coordinator)
    assert Partner.objects.filter(name="House").count() == 1


def test_a_latitude_that_is_no_number_is_refused(coordinator):
    row = read(coordinator, "House;FI;education;north;1", head=f"{HEAD};Latitude;Longitude")
    assert [column for column, _sentence in problems(row)] == ["latitude"]
