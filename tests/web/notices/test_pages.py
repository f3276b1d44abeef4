"""Every thing that can happen leads to a page that who hears of it may open."""

from operator import attrgetter

import pytest
from tests.conftest import make_member, make_user
from tests.web.core.test_happenings import DOING

from mentorway.web.core.happenings import known
from mentorway.web.core.models import Happening
from mentorway.web.notices.analysis.news import Reading, page_of
from mentorway.web.notices.queries import heard

pytestmark = pytest.mark.django_db


# What not even those who run the installation see, but the people of the partner.
PARTNERS = {"finding.computed": "analysis.dataset.partner", "matching.confirmed": "round.partner"}


def who_hears(name):
    """Return somebody who may hear of what has just happened."""
    if name not in PARTNERS:
        return make_user(is_staff=True)
    row = known()[name].table._default_manager.get(pk=Happening.objects.filter(name=name).last().row)
    return make_member(attrgetter(PARTNERS[name])(row))


@pytest.mark.parametrize("name", sorted(DOING))
def test_its_page_is_there(name, client, monkeypatch):
    DOING[name](monkeypatch)
    user = who_hears(name)
    client.force_login(user)
    rows = heard(user, Happening.objects.filter(name=name))
    lines = [one for _day, some in page_of(Reading(user, None), rows).days for one in some]
    assert len(lines) == 1
    assert client.get(lines[0].url).status_code == 200
    assert "%(" not in lines[0].text


@pytest.mark.parametrize(
    "name", sorted(one.name for one in known().values() if one.public and one.name in DOING)
)
def test_what_everybody_may_see_has_a_page_for_everybody(name, client, monkeypatch):
    DOING[name](monkeypatch)
    stranger = make_user()
    rows = heard(stranger, Happening.objects.filter(name=name))
    lines = [one for _day, some in page_of(Reading(stranger, None), rows).days for one in some]
    assert len(lines) == 1
    assert client.get(lines[0].url).status_code == 200
