"""The page of the network that everybody may see."""

import json

import pytest
from django.urls import reverse
from django.utils.translation import override
from tests.conftest import make_member, make_partner

from mentorway.web.network.analysis import map as analysis
from mentorway.web.network.models import Contact, Country

pytestmark = pytest.mark.django_db
URL = "/network/public/"
HELSINKI, RIGA, LISBON = ((60.17, 24.94), (56.95, 24.11), (38.72, -9.14))


def placed(place, **fields):
    latitude, longitude = place
    return make_partner(latitude=latitude, longitude=longitude, is_public=True, **fields)


def test_only_those_who_said_so_are_shown_and_none_of_their_people(client):
    shown = placed(HELSINKI, name="Shown House", website="https://shown.example.org", languages=["fi"])
    make_partner(name="Hidden House")
    make_member(shown, name="Hidden Person")
    Contact.objects.create(partner=shown, name="Hidden Contact")
    text = client.get(URL).content.decode()
    words = ("Shown House", "https://shown.example.org", "Finnish", "Hidden")
    assert [word in text for word in words] == [True, True, True, False]


def test_without_partners_the_page_says_how_one_gets_there(client):
    assert "No partner is shown yet" in client.get(URL).content.decode()


def test_the_page_asks_the_database_once_however_many_there_are(client, django_assert_num_queries):
    for number in range(30):
        placed((56 + number / 10, 24))
    with django_assert_num_queries(1):
        client.get(URL)


def test_countries_stand_in_the_order_of_the_reader():
    rows = [make_partner(country=code, is_public=True) for code in ("SE", "DK", "FI")]
    with override("fi"):
        assert [name for name, _rows in analysis.by_country(rows)] == ["Ruotsi", "Suomi", "Tanska"]


def test_the_names_of_the_page_are_in_the_address_list(client):
    assert reverse("network:public") == URL


def test_partners_of_one_town_share_a_circle():
    drawn = analysis.drawn([placed(HELSINKI), placed(HELSINKI), placed(RIGA), make_partner(is_public=True)])
    assert [len(spot.partners) for spot in drawn.spots] == [2, 1]
    assert (drawn.spots[0].radius > drawn.spots[1].radius, drawn.without_place) == (True, 1)


@pytest.mark.parametrize("places", [[HELSINKI], [HELSINKI, RIGA], [HELSINKI, LISBON], []])
def test_every_circle_lies_within_what_is_shown(places):
    drawn = analysis.drawn([placed(place) for place in places])
    west, north, width, height = map(int, drawn.view.split())
    inside = [
        west + spot.radius < spot.x < west + width - spot.radius
        and north + spot.radius < spot.y < north + height - spot.radius
        for spot in drawn.spots
    ]
    assert (inside, 0.6 < width / height < 1.6) == ([True] * len(places), True)


@pytest.mark.parametrize("place", [(-33.9, 18.4), (-58, -163), (90, 0), (-90, 180)])
def test_a_place_outside_europe_is_only_in_the_list(place):
    drawn = analysis.drawn([placed(place)])
    assert (drawn.spots, drawn.without_place) == ([], 1)


def test_numbers_are_written_as_svg_wants_them_in_every_language(client):
    placed(HELSINKI)
    text = client.get(URL, headers={"accept-language": "lt"}).content.decode()
    circle = text[text.index("<circle") : text.index("/>", text.index("<circle"))]
    assert "," not in circle


def test_the_outlines_know_every_country_and_are_small():
    facts = json.loads(analysis.OUTLINES.read_text("ascii"))
    assert set(Country.values) - set(facts["countries"]) <= {"MT"}
    assert analysis.OUTLINES.stat().st_size < 60_000
    assert "public domain" in facts["source"]
