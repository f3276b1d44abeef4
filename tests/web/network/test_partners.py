"""Partners: who sees what of them, how they are found, changed by two people, deleted and brought back."""

import datetime as dt
import io

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db.models import PROTECT, RESTRICT
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from tests.conftest import make_member, make_partner, make_user

from mentorway.web.network.actions import clearing
from mentorway.web.network.actions import partners as actions
from mentorway.web.network.analysis.holding import WORDS, in_words
from mentorway.web.network.analysis.partners import language_name, language_names
from mentorway.web.network.example.partners import load
from mentorway.web.network.forms.partners import PartnerForm, initial_of
from mentorway.web.network.models import LANGUAGES, Agreement, Contact, Partner
from mentorway.web.network.needs import needs_of
from mentorway.web.network.queries import partners as queries
from mentorway.web.network.rules import partners as rules

pytestmark = pytest.mark.django_db
FIELDS = {"name": "House", "country": "FI", "sector": "education"}


def found(**fields):
    return actions.found(**{**FIELDS, **fields})


def listed(client, **asked):
    response = client.get(reverse("network:partners"), asked)
    return [str(row) for row in response.context["page"]]


def sent(partner, **changes):
    """Return what a browser sends for the form of `partner` with some changes."""
    values = {**initial_of(partner), **changes}
    return {name: value for name, value in values.items() if value is not None}


@pytest.fixture
def coordinator(client):
    user = make_member(make_partner(name="Zebra"), role="coordinator")
    client.force_login(user)
    return user


def test_members_find_every_partner_by_name_and_nobody_else_does(client):
    found(name="Other House")
    member = make_member(make_partner(name="Own House"))
    client.force_login(member)
    assert sorted(listed(client)) == ["Other House", "Own House"]
    client.force_login(make_user())
    assert listed(client) == []


def test_the_card_of_another_partner_shows_no_people(client):
    other = found(name="Other House", city="Tampere", description="What we *do*.")
    make_member(other, name="Hidden Person")
    Contact.objects.create(partner=other, name="Hidden Contact")
    client.force_login(make_member())
    text = client.get(reverse("network:partner", args=[other.pk])).content.decode()
    told = [word in text for word in ("Tampere", "<em>do</em>", "Hidden Person", "Hidden Contact")]
    assert told == [True, True, False, False]


def test_who_belongs_nowhere_does_not_find_the_card(client):
    client.force_login(make_user())
    assert client.get(reverse("network:partner", args=[found().pk])).status_code == 404


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"q": "azuol"}, ["Ąžuolas"]),
        ({"q": "TAMPERE"}, ["House"]),
        ({"q": "welding tampere"}, ["House"]),
        ({"q": "contact"}, []),
        ({"country": "LT"}, ["Ąžuolas"]),
        ({"sector": "business"}, ["Ąžuolas"]),
        ({"kind": "vocational"}, ["House"]),
        ({"size": "micro"}, ["House"]),
        ({"language": "lt"}, ["Ąžuolas"]),
        ({"language": "fi", "country": "LT"}, []),
        ({"sort": "newest"}, ["Ąžuolas", "House", "Zebra"]),
        ({"sort": "country"}, ["House", "Zebra", "Ąžuolas"]),
        ({"country": "XX", "sort": "'"}, ["Ąžuolas", "House", "Zebra"]),
    ],
)
def test_partners_are_found_by_words_and_filters(client, coordinator, asked, names):
    house = found(city="Tampere", kind="vocational", size="micro", languages=["fi"], description="Welding.")
    found(name="Ąžuolas", country="LT", sector="business", languages=["en", "lt"])
    Contact.objects.create(partner=house, name="Contact Person")
    assert listed(client, **asked) == names


def test_names_are_in_the_order_of_the_alphabet(client, coordinator):
    Partner.objects.all().delete()
    coordinator = make_member(found(name="Bee"), role="coordinator")
    client.force_login(coordinator)
    found(name="Ąžuolas")
    found(name="azure", country="LT")
    assert listed(client) == ["Ąžuolas", "azure", "Bee"]


def test_the_list_asks_as_much_of_the_database_for_many_as_for_few(
    client, coordinator, django_assert_num_queries
):
    with django_assert_num_queries(11):
        client.get(reverse("network:partners"))
    for number in range(30):
        found(name=f"House {number}", languages=["fi", "sv"])
    with django_assert_num_queries(11):
        client.get(reverse("network:partners"))


def test_what_was_narrowed_down_goes_out_as_a_file(client, coordinator):
    found(languages=["fi"], size="micro")
    found(name="=SUM(1)", country="LT")
    file = client.get(reverse("network:partners_file", args=["xlsx"]), {"country": "FI", "language": "fi"})
    rows = list(openpyxl.load_workbook(io.BytesIO(file.content)).active.values)
    assert [row[0] for row in rows] == ["Name", "House"]
    assert rows[1][1:6] == ("Finland", "Education", None, "Fewer than 10 people", "Finnish")
    text = client.get(reverse("network:partners_file", args=["csv"])).content.decode("utf-8-sig")
    assert "\r\n'=SUM(1),Lithuania," in text


def test_everything_said_in_the_form_is_kept(client, coordinator):
    fields = {
        **FIELDS,
        "kind": "company",
        "size": "large",
        "languages": ["fi", "sv"],
        "city": "Turku",
        "latitude": "60,45",
        "longitude": "22.27",
        "website": "example.org",
        "description": "# We\r\n- build",
        "joined": "2026-03-01",
    }
    client.post(reverse("network:found"), fields)
    row = Partner.objects.get(name="House")
    text = client.get(reverse("network:partner", args=[row.pk])).content.decode()
    assert (str(row.latitude), str(row.longitude), row.website) == (
        "60.4500",
        "22.2700",
        "https://example.org",
    )
    assert [word in text for word in ("<h2>We</h2>", "Finnish, Swedish", "Turku")] == [True, True, True]
    assert [one.by for one in row.revisions.all()] == [coordinator]


def test_a_browser_lets_an_address_be_written_as_people_say_it(client, coordinator):
    page = client.get(reverse("network:found")).text
    assert ('type="url"' in page, 'inputmode="url"' in page) == (False, True)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"latitude": "91"}, "less than or equal to 90"),
        ({"latitude": "60"}, "Give both latitude and longitude, or neither."),
        ({"latitude": "nan", "longitude": "1"}, "Enter a number."),
        ({"languages": ["tlh"]}, "tlh is not one of the available choices."),
        ({"website": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"country": "US"}, "US is not one of the available choices."),
        ({"description": "x" * 4001}, "at most 4000"),
        ({"name": "Zebra"}, "A partner of this name in this country is here already."),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(client, coordinator, change, said):
    response = client.post(reverse("network:found"), {**FIELDS, **change})
    assert (said in response.content.decode(), Partner.objects.count()) == (True, 1)


def test_a_change_is_kept_with_who_made_it(client, coordinator):
    row = found(city="Turku")
    client.post(reverse("network:describe", args=[row.pk]), sent(row, city="Tampere", languages=["fi"]))
    text = client.get(reverse("network:partner_history", args=[row.pk])).content.decode()
    row.refresh_from_db()
    assert (row.city, row.languages, row.revision) == ("Tampere", ["fi"], 2)
    assert [word in text for word in ("<del>Turku</del>", "Tampere", coordinator.name)] == [True, True, True]
    assert listed(client, q="tampere") == ["House"]


def test_saving_without_a_change_is_no_change(client, coordinator):
    row = found(city="Turku")
    client.post(reverse("network:describe", args=[row.pk]), sent(row))
    assert row.revisions.count() == 1


def test_two_people_change_different_things_and_both_stay(client, coordinator):
    row = found(city="Turku", description="Old.")
    first = sent(row, city="Tampere")
    actions.describe(row, None, revision=1, description="New.")
    client.post(reverse("network:describe", args=[row.pk]), first)
    row.refresh_from_db()
    assert (row.city, row.description, row.revision) == ("Tampere", "New.", 3)


def test_two_people_change_the_same_and_are_asked(client, coordinator):
    row = found(description="Old.", latitude="60.4500", longitude="22.2700")
    url, mine = reverse("network:describe", args=[row.pk]), sent(row, description="Mine.", city="Turku")
    actions.describe(row, None, revision=1, description="Theirs.", size="micro")
    asked = client.post(url, mine)
    text = asked.content.decode()
    assert (asked.status_code, "Mine." in text, "Theirs." in text) == (409, True, True)
    row.refresh_from_db()
    assert (row.description, row.city) == ("Theirs.", "")
    form = asked.context["merge"]
    answer = dict(form.carried) | {
        "description__merge": "anew",
        "description": "Theirs and mine.",
    }
    assert client.post(url, answer).status_code == 302
    row.refresh_from_db()
    assert (row.description, row.city, row.size, row.revision) == ("Theirs and mine.", "Turku", "micro", 3)


def test_an_edit_from_an_old_revision_is_never_written_over_a_newer_one():
    row = found()
    actions.describe(row, None, revision=1, city="Turku")
    with pytest.raises(ValidationError, match="Somebody has saved a change just now"):
        actions.describe(row, None, revision=1, city="Tampere")
    row.refresh_from_db()
    assert row.city == "Turku"


def test_a_partner_from_before_revisions_can_be_changed_by_two(client, coordinator):
    row = make_partner(name="Old House")
    mine = sent(row, city="Tampere")
    actions.describe(row, None, revision=1, size="micro")
    client.post(reverse("network:describe", args=[row.pk]), mine)
    row.refresh_from_db()
    assert (row.city, row.size) == ("Tampere", "micro")


def test_only_the_partner_itself_shows_itself_to_everybody(client, coordinator):
    row = found()
    admin = make_member(row, role="admin")
    assert [rules.may_turn(one, row) for one in (coordinator, admin, make_member(row))] == [
        False,
        True,
        False,
    ]
    client.force_login(admin)
    client.post(reverse("network:show_partner", args=[row.pk]))
    row.refresh_from_db()
    assert (row.is_public, rules.may_turn(coordinator, row)) == (True, True)
    client.force_login(coordinator)
    client.post(reverse("network:show_partner", args=[row.pk]))
    row.refresh_from_db()
    assert row.is_public is False


def test_a_partner_with_something_left_is_not_deleted(client, coordinator):
    row = found()
    Agreement.objects.create(title="Agreement", owner=row)
    url = reverse("network:delete_partner", args=[row.pk])
    assert "<li>1 agreement</li>" in client.get(url).content.decode()
    with pytest.raises(ValidationError, match=r"House still has something in Mentorway: 1 agreement\."):
        actions.delete(row)
    assert Partner.objects.filter(pk=row.pk, deleted=None).exists()


def test_a_deleted_partner_is_gone_and_comes_back(client, coordinator):
    row = found(is_public=True)
    client.post(reverse("network:delete_partner", args=[row.pk]))
    assert listed(client) == ["Zebra"]
    assert client.get(reverse("network:partner", args=[row.pk])).status_code == 404
    assert "House" in client.get(reverse("network:partners_deleted")).content.decode()
    client.post(reverse("network:restore_partner", args=[row.pk]))
    row.refresh_from_db()
    assert (row.deleted, row.is_public) == (None, False)


def test_a_name_taken_meanwhile_keeps_the_old_one_in_the_bin(client, coordinator):
    row = found()
    actions.delete(row)
    found()
    response = client.post(reverse("network:restore_partner", args=[row.pk]))
    assert "A partner of this name in this country is here already." in response.content.decode()


def test_the_bin_is_emptied_after_thirty_days_of_what_nothing_needs():
    now = timezone.now()
    old, young, needed = found(), found(name="Young"), found(name="Needed")
    Agreement.objects.create(title="Agreement", owner=needed)
    for row, days in ((old, 31), (young, 29), (needed, 31)):
        Partner.objects.filter(pk=row.pk).update(deleted=now - dt.timedelta(days=days))
    assert clearing.clear_away(now) == 1
    assert set(Partner.objects.all()) == {young, needed}


def test_the_example_is_complete_and_loaded_once():
    example = make_partner(name="Example University", is_example=True)
    load(example)
    load(example)
    rows = Partner.objects.filter(is_example=True)
    places = rows.filter(latitude=None).count()
    assert (rows.count(), places, Contact.objects.count()) == (16, 0, 16)
    assert set(rows.values_list("country", "sector").distinct()) == {
        (country, sector) for country in ("FI", "SE", "LV", "LT") for sector in ("education", "business")
    }


def test_an_example_that_was_renamed_or_deleted_is_left_alone():
    load(make_partner(name="Example University", is_example=True))
    row = Partner.objects.get(name="Example Bakery SIA")
    actions.delete(row)
    load(row)
    assert Partner.objects.filter(name="Example Bakery SIA").count() == 1


def test_who_leads_a_partner_without_contact_is_told():
    admin = make_member(found(), role="admin")
    assert [(need.text, need.url) for need in needs_of(admin)] == [
        ("Note whom to reach at 1 partner.", "/network/?lacking=contact")
    ]
    Contact.objects.create(partner=admin.partners.get(), name="Somebody")
    assert needs_of(admin) == []


def test_of_many_partners_that_lack_somebody_the_number_is_told(client, coordinator):
    found(name="House 0")
    assert needs_of(coordinator)[0].text == "Nobody is in charge of House 0: add an administrator."
    for number in range(1, 3):
        found(name=f"House {number}")
    texts = [need.text for need in needs_of(coordinator) if need.text.startswith("Nobody")]
    assert texts == ["Nobody is in charge of 3 partners: add administrators."]
    assert len(listed(client, lacking="charge")) == 3


@pytest.mark.parametrize("reader", ["lt", "lv", "sv", "fi"])
def test_every_language_has_a_name_of_its_own_in_every_language(reader):
    with override(reader):
        named = {code: language_name(code) for code in LANGUAGES}
    assert len(set(named.values())) == len(named)
    assert "Norwegian Bokmal" not in named.values()


@pytest.mark.parametrize(
    ("reader", "named"),
    [("en", "English, Latvian"), ("lv", "Angļu, latviešu"), ("sv", "Engelska, lettiska")],
)
def test_only_the_first_of_several_languages_begins_with_a_capital(reader, named):
    with override(reader):
        assert language_names(["lv", "en"]) == named


def test_the_form_offers_the_languages_of_the_north_first():
    offered = [label for _code, label in PartnerForm().fields["languages"].choices]
    assert offered[:3] == ["Danish", "English", "Estonian"]


def test_relations_of_every_app_are_known():
    names = {str(one.field) for one in queries.pointing_at_partners()}
    assert {"study.Study.partner", "network.Party.partner", "network.Contact.partner"} <= names


def test_everything_that_can_hold_a_partner_has_plain_words():
    holding = {
        one.field.model._meta.label
        for one in queries.pointing_at_partners()
        if one.on_delete in (PROTECT, RESTRICT)
    }
    assert holding - set(WORDS) == set()
    told = in_words({"study.Study": 1, "network.Agreement": 2, "network.Contact": 3})
    assert told == ["2 agreements", "1 study", "contacts: 3"]
