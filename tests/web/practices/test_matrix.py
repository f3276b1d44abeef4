"""Countries, sectors and challenges: what counts, what is shown, and to whom."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_user
from tests.counting import at_most
from tests.web.practices.making_challenges import (
    ask,
    code,
    make_challenge,
    make_coded,
    make_decided,
    make_material,
)

from mentorway.language import LANGUAGES
from mentorway.web.practices.actions import challenges as codebook
from mentorway.web.practices.actions import coding, matrix
from mentorway.web.practices.actions import material as materials
from mentorway.web.practices.analysis.matrix import Counted, is_current
from mentorway.web.practices.analysis.matrix_differences import differences, sentence
from mentorway.web.practices.example import challenges as example_challenges
from mentorway.web.practices.models import (
    Challenge,
    ChallengeFinding,
    Coding,
    CodingTask,
    Decision,
    Material,
    Passage,
)
from mentorway.web.practices.queries import coding as queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_codebook():
    Challenge.objects.all().delete()


@pytest.fixture
def reader(client):
    user = make_member()
    client.force_login(user)
    return user


def count():
    finding = matrix.count(make_member())
    return Counted(finding.result)


def numbers(counted, challenge, *place):
    cell = counted.cell(str(challenge.token), *place)
    return cell.n, cell.total, cell.people


def test_a_material_names_a_challenge_once_however_often_it_does():
    one = make_challenge()
    make_decided((one,), (one,), (one,), people=4)
    make_decided((), (), (), people=2)
    counted = count()
    assert numbers(counted, one) == (1, 2, 4)
    assert counted.total() == (2, 6)


def test_only_settled_material_counts():
    one = make_challenge()
    make_material()
    half = make_material()
    code(ask(half)[0], (one,), (), ())
    open_ = make_coded([(one,), (), ()], [(), (), ()])
    assert count().total() == (0, 0)
    case = queries.disagreements(open_)[0]
    coding.settle(open_, open_.created_by, [(case, True, "So.")])
    assert numbers(count(), one) == (1, 1, 1)


def test_what_was_settled_as_not_holding_does_not_count():
    one = make_challenge()
    row = make_coded([(one,), (), ()], [(), (), ()])
    coding.settle(row, row.created_by, [(queries.disagreements(row)[0], False, "No.")])
    assert numbers(count(), one) == (0, 1, 0)


def test_places_and_kinds_are_told_apart():
    one = make_challenge()
    make_decided((one,), (), (), country="FI", sector="education")
    make_decided((), (), (), country="FI", sector="business", kind="visit")
    make_decided((one,), (), (), country="LT", sector="business")
    result = matrix.count(make_member()).result
    whole, visits = Counted(result), Counted(result, kind="visit")
    business = Counted(result, sector="business")
    assert [(one.country, one.sector) for one in whole.columns()] == [
        ("FI", "education"),
        ("FI", "business"),
        ("LT", "business"),
    ]
    found = [numbers(whole, one, *place) for place in (("FI",), ("FI", "business"), ("LT",))]
    assert found == [(1, 2, 1), (0, 1, 0), (1, 1, 1)]
    assert (visits.total(), business.total()) == ((1, 1), (2, 2))


def test_a_share_is_given_from_five_materials_on():
    one = make_challenge()
    for number in range(5):
        assert count().cell(str(one.token)).share is None
        make_decided(*[(one,) if number < 2 else ()] * 3)
    cell = count().cell(str(one.token))
    assert (cell.n, cell.total, cell.percent, cell.interval) == (2, 5, "40\u00a0%", "[12–77]")


def test_few_materials_are_said_to_be_too_few(client, reader):
    make_decided((make_challenge(),), (), ())
    count()
    assert "too few to give a share" in client.get(reverse("practices:challenges")).content.decode()


def test_deleted_material_does_not_count():
    one = make_challenge()
    row = make_decided((one,), (), ())
    materials.delete(row, row.created_by)
    assert count().total() == (0, 0)


def test_a_finding_is_kept_and_says_when_the_data_have_changed(client, reader):
    one = make_challenge()
    make_decided((one,), (), ())
    client.post(reverse("practices:count_challenges"))
    first = ChallengeFinding.objects.get()
    assert is_current(first)
    changes = (
        lambda: make_decided((), (), ()),
        lambda: codebook.change(
            one, reader, revision=1, parent=None, name_en="Other", **dict.fromkeys(codebook.TEXTS, "x")
        ),
        lambda: materials.delete(Material.objects.first(), reader),
    )
    for change in changes:
        change()
        last = ChallengeFinding.objects.order_by("-pk")[0]
        assert not is_current(last)
        assert "Count anew" in client.get(reverse("practices:challenges")).content.decode()
        client.post(reverse("practices:count_challenges"))
        assert "Count anew" not in client.get(reverse("practices:challenges")).content.decode()
    assert client.get(reverse("practices:challenge_finding", args=[first.token])).context["materials"] == 1


def test_a_decision_taken_anew_makes_the_count_old():
    one = make_challenge()
    row = make_coded([(one,), (), ()], [(), (), ()])
    case = queries.disagreements(row)[0]
    coding.settle(row, row.created_by, [(case, True, "So.")])
    finding = matrix.count(row.created_by)
    coding.settle(row, row.created_by, [(queries.disagreements(row)[0], False, "No.")])
    assert not is_current(finding)


def test_the_same_data_are_not_kept_twice():
    make_decided((make_challenge(),), (), ())
    user = make_member()
    assert matrix.count(user) == matrix.count(user)


def test_examples_make_way_for_the_first_real_material():
    one = make_challenge()
    make_decided((one,), (), ())
    Material.objects.update(is_example=True)
    finding = matrix.count(make_member())
    assert (finding.result["examples"], Counted(finding.result).total()[0]) == (True, 1)
    make_decided((), (), ())
    finding = matrix.count(make_member())
    assert (finding.result["examples"], numbers(Counted(finding.result), one)) == (False, (0, 1, 0))


def test_a_cell_opens_its_sources_and_counts_the_closed_ones(client):
    one = make_challenge()
    mine = make_decided((one,), (), (), title="Mine", country="LT")
    make_decided((one,), (), (), title="Of others", country="LT")
    make_decided((one,), (), (), title="Elsewhere", country="SE")
    client.force_login(mine.created_by)
    shown = client.get(reverse("practices:challenge_sources", args=[one.token]), {"country": "LT"})
    said = shown.content.decode()
    assert (shown.context["total"], shown.context["closed"]) == (2, 1)
    assert ["Mine" in said, "Of others" in said, "Elsewhere" in said] == [True, False, False]


def test_quotes_are_shown_only_with_consent(client, reader):
    one = make_challenge()
    for quoting in ("never", "inside", "public"):
        make_decided((one,), (), (), quoting=quoting, text=f"Said {quoting}.\n\nb\n\nc")
    count()
    for name in ("challenge", "challenge_sources"):
        said = client.get(reverse(f"practices:{name}", args=[one.token])).content.decode()
        assert [f"Said {one}." in said for one in ("never", "inside", "public")] == [False, True, True]
    seen = []
    for quotes in ("public", "inside", "none"):
        said = client.get(reverse("practices:challenge_report"), {"quotes": quotes}).content.decode()
        seen.append([f"Said {one}." in said for one in ("never", "inside", "public")])
    assert seen == [[False, False, True], [False, True, True], [False, False, False]]


def test_consent_taken_back_takes_the_quote_away(client, reader):
    one = make_challenge()
    make_decided((one,), (), (), quoting="public", text="Said so.\n\nb\n\nc")
    count()
    Material.objects.update(quoting="never")
    assert "Said so." not in client.get(reverse("practices:challenge_report")).content.decode()


def test_many_quotes_of_one_country_leave_room_for_the_others(client, reader):
    one = make_challenge()
    for country in ("FI", "FI", "FI", "LT"):
        make_decided((one,), (one,), (), country=country, quoting="public")
    make_decided((one,), (), (), country="LT", quoting="public", text=f"{'Long ' * 100}\n\nb\n\nc")
    count()
    parts = client.get(reverse("practices:challenge_report")).context["parts"]
    quotes = [part["by"].split(" · ")[0] for part in parts if part["kind"] == "quote"]
    assert quotes == ["Finland", "Finland", "Lithuania", "Lithuania"]


def test_a_count_of_nothing_makes_a_pdf_too(client, reader):
    make_challenge()
    count()
    answer = client.get(reverse("practices:challenge_report_file", args=["pdf"]))
    assert answer.content.startswith(b"%PDF-")


def test_countries_differ_only_by_an_exact_test_adjusted_for_all():
    one, other = make_challenge("A"), make_challenge("B")
    for country, choice in (("FI", (one,)), ("LT", ())):
        for _number in range(8):
            make_decided(choice, (other,), (), country=country)
    tests = differences(count(), ["FI", "LT", "SE"])
    first, second = tests
    assert [(one.first, one.second) for one in tests] == [("FI", "LT")] * 2
    assert first.p == pytest.approx(2 / 12870)  # two of the 12,870 tables of 8 and 8
    assert first.adjusted == pytest.approx(2 * first.p)
    assert second.p == 1
    assert sentence(tests, str(one.token)) == (
        "These countries differ by more than chance explains: Finland – Lithuania."
    )
    assert sentence(tests, str(other.token)) == "No two countries differ by more than chance explains."
    assert sentence([], "x").startswith("The countries are not compared")


def test_nobody_outside_the_network_reads_it(client):
    from tests.conftest import make_user  # noqa: PLC0415

    one = make_challenge()
    client.force_login(make_user())
    assert client.get(reverse("practices:challenge", args=[one.token])).status_code == 404
    assert client.post(reverse("practices:count_challenges")).status_code == 403


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_is_a_tagged_pdf_in_every_language(client, reader, language):
    one = make_challenge("Time", names={"en": "Time", "lt": "Laikas"})
    for country in ("FI", "SE", "LV", "LT"):
        for number in range(5):
            make_decided((one,) if number else (), (), (), country=country, quoting="public")
    count()
    address = reverse("practices:challenge_report_file", args=["pdf"])
    content = client.get(address, {"language": language}).content
    assert content.startswith(b"%PDF-")
    assert [mark in content for mark in (b"/StructTreeRoot", b"pdfuaid:part")] == [True, True]
    assert f"/Lang({language})".encode() in content


def test_odd_letters_do_not_break_the_pdf(client, reader):
    one = make_challenge("Tim\u0007e 時間 #[x]")
    make_decided((one,), (), (), quoting="public", text="#panic() 時間 *b*\n\nb\n\nc", described="x" * 200)
    count()
    answer = client.get(reverse("practices:challenge_report_file", args=["pdf"]))
    assert answer.content.startswith(b"%PDF-")


def test_the_numbers_go_out_unrounded(client, reader):
    one = make_challenge("Time")
    for number in range(6):
        make_decided((one,) if number < 2 else (), (), (), country="FI")
    count()
    said = client.get(reverse("practices:challenge_report_file", args=["csv"])).content.decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(said)))
    kept = [
        row[name] for name in ("challenge", "country", "sector", "materials_naming", "materials", "people")
    ]
    assert kept == ["Time", "FI", "education", "2", "6", "2"]
    assert float(row["share"]) == 2 / 6
    assert client.get(reverse("practices:challenge_report_file", args=["odt"])).status_code == 404


def test_chosen_countries_are_compared(client, reader):
    one = make_challenge()
    for country in ("FI", "EE", "LT"):
        make_decided((one,), (), (), country=country)
    count()
    shown = client.get(reverse("practices:challenge_report"), {"countries": ["EE", "XX", "LT"]})
    table = next(part for part in shown.context["parts"] if part["kind"] == "table")
    assert table["heads"] == ["Challenge", "Estonia", "Lithuania"]


def test_without_any_count_the_page_teaches_and_the_report_leads_there(client, reader):
    assert "Nothing counted yet" in client.get(reverse("practices:challenges")).content.decode()
    assert client.get(reverse("practices:challenge_report")).url == reverse("practices:challenges")
    assert client.get(reverse("practices:challenge_report_file", args=["pdf"])).status_code == 404


def test_an_empty_count_is_shown(client, reader):
    make_challenge()
    count()
    assert "No settled material" in client.get(reverse("practices:challenges")).content.decode()
    assert client.get(reverse("practices:challenge_report")).status_code == 200


def test_the_example_is_synthetic_coded_and_counted(client):
    migrated_codebook()
    user = make_member(role="admin")
    example_challenges.load(user.partners.get())
    example_challenges.load(user.partners.get())
    rows = Material.objects.all()
    assert rows.count() == Material.objects.counted().count() == 24
    assert {row.is_example for row in rows} == {True}
    assert all("ynthetic" in row.title for row in rows)
    assert Decision.objects.filter(was_disputed=True).count() > 10
    client.force_login(user)
    assert "Synthetic example" in client.get(reverse("practices:challenges")).content.decode()


def migrated_codebook():
    """Make the codebook that the migration makes."""
    with example_challenges.FILE.parents[1].joinpath("starting_codebook.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            make_challenge(row["en"], slug=row["slug"])


@pytest.mark.long
def test_a_thousand_materials_are_counted_with_little_work():
    made = large(materials=1000, passages=20)
    with at_most(300_000):
        finding = matrix.count(made)
    assert Counted(finding.result).total()[0] == 1000


def large(*, materials, passages):
    """Return who made many decided materials, straight in the tables."""
    user = make_member()
    codes = [make_challenge(f"Code {number}") for number in range(16)]
    coders = [make_member(), make_member()]
    places = [
        (country, sector) for country in ("FI", "SE", "LV", "LT") for sector in ("education", "business")
    ]
    rows = Material.objects.bulk_create(
        Material(
            partner=user.partners.get(), kind="survey", title="x", language="en", text="x", people=1,
            country=places[number % 8][0], sector=places[number % 8][1], decided=timezone.now(),
        )
        for number in range(materials)
    )  # fmt: skip
    Passage.objects.bulk_create(
        Passage(material=row, position=place, first=0, last=1, text="x")
        for row in rows
        for place in range(passages)
    )
    tasks = CodingTask.objects.bulk_create(
        CodingTask(material=row, coder=coder, place=place, handed_in=timezone.now())
        for row in rows
        for place, coder in enumerate(coders, start=1)
    )
    of_material = {}
    for key, material in Passage.objects.values_list("pk", "material"):
        of_material.setdefault(material, []).append(key)
    Coding.objects.bulk_create(
        Coding(task=task, passage_id=key, challenge=codes[key % 16] if key % 3 else None)
        for task in tasks
        for key in of_material[task.material_id]
    )
    Decision.objects.bulk_create(
        Decision(passage_id=key, challenge=codes[key % 16], holds=True)
        for keys in of_material.values()
        for key in keys
        if key % 3
    )
    return user


def test_people_without_a_partner_are_told_so_and_nothing_untrue(client):
    user = make_user()
    client.force_login(user)
    for name in ("challenges", "codebook", "challenge_findings"):
        page = client.get(reverse(f"practices:{name}")).content.decode()
        assert f"add {user.email}." in page
        assert "Nothing counted yet" not in page
        assert "The codebook is empty" not in page
