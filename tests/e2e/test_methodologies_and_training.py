"""Every kind of page among methodologies and training programmes: no barrier, nothing too wide."""

import pytest
from tests.conftest import make_member
from tests.e2e import test_network_and_practices as crawling
from tests.e2e.test_pages import check
from tests.web.methodology.methodology_making import make_methodology
from tests.web.training.making import make_programme

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
LISTS = ["methodology:methodology:list", "training:programmes"]


@pytest.fixture
def urls(sign_in, monkeypatch, page, live_server):
    """One address of every kind of page that somebody with a methodology and a programme can reach."""
    user = make_member(role="admin")
    partner = user.partners.get()
    make_methodology(partner, user)
    make_programme(partner, user)
    sign_in(user)
    monkeypatch.setattr(crawling, "AREAS", {"methodology", "training"})
    monkeypatch.setattr(crawling, "LISTS", LISTS)
    return crawling.reached(page, live_server)


@pytest.mark.parametrize(("width", "language"), [(360, "sv"), (1280, "lv")])
def test_no_page_that_links_lead_to_has_a_barrier(page, live_server, urls, width, language):
    assert len(urls) > 40
    check(page, live_server, urls, width, language)
