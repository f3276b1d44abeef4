"""Moments are shown by the clock of the reader."""

import datetime as dt
import pickle
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.utils import timezone
from tests.conftest import make_member, make_partner, make_user

from mentorway.web.core.zones import LateZone
from mentorway.web.network.models import Membership
from mentorway.web.network.views.clock import by_the_clock_of_the_reader

pytestmark = pytest.mark.django_db
SHOWN = Template('{{ moment|date:"Y-m-d H:i" }}')


def utc(*parts):
    return dt.datetime(*parts, tzinfo=dt.UTC)


def shown(user, *moments):
    def page(_request):
        return [SHOWN.render(Context({"moment": moment})) for moment in moments]

    return by_the_clock_of_the_reader(page)(SimpleNamespace(user=user))


def test_the_clock_is_that_of_the_country_of_the_first_partner():
    user = make_member(make_partner(country="SE"))
    Membership.objects.create(user=user, partner=make_partner(country="FI"), role="member")
    assert shown(user, utc(2026, 7, 1, 12)) == ["2026-07-01 14:00"]


def test_without_a_partner_or_a_person_it_is_utc():
    assert shown(make_user(), utc(2026, 7, 1, 12)) == ["2026-07-01 12:00"]
    assert shown(AnonymousUser(), utc(2026, 7, 1, 12)) == ["2026-07-01 12:00"]


def test_on_the_days_when_clocks_change_each_moment_has_its_own_hour():
    user = make_member(make_partner(country="LV"))
    spring = utc(2026, 3, 29, 0, 59), utc(2026, 3, 29, 1, 0)
    autumn = utc(2026, 10, 25, 0, 30), utc(2026, 10, 25, 1, 30)
    assert shown(user, *spring) == ["2026-03-29 02:59", "2026-03-29 04:00"]
    assert shown(user, *autumn) == ["2026-10-25 03:30", "2026-10-25 03:30"]


def test_it_is_asked_for_once_and_only_when_a_moment_is_shown(django_assert_num_queries):
    user = make_member()
    with django_assert_num_queries(0):
        shown(user)
    with django_assert_num_queries(1):
        shown(user, utc(2026, 7, 1, 12), utc(2026, 7, 1, 13))


def test_afterwards_the_clock_is_utc_again_even_after_a_failure():
    def fails(_request):
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        by_the_clock_of_the_reader(fails)(SimpleNamespace(user=AnonymousUser()))
    assert timezone.get_current_timezone_name() == "UTC"


def test_a_named_clock_still_counts():
    template = Template('{% load tz %}{% timezone "UTC" %}{{ moment|date:"H:i" }}{% endtimezone %}')
    page = by_the_clock_of_the_reader(
        lambda _asked: template.render(Context({"moment": utc(2026, 7, 1, 12)}))
    )
    assert page(SimpleNamespace(user=make_member())) == "12:00"


def test_the_late_clock_is_like_the_clock_it_stands_for():
    riga = ZoneInfo("Europe/Riga")
    late = LateZone(lambda: riga)
    for moment in (utc(2026, 1, 1), utc(2026, 7, 1)):
        one, other = moment.astimezone(late), moment.astimezone(riga)
        assert (one, one.utcoffset(), one.tzinfo) == (other, other.utcoffset(), riga)
    made = timezone.make_aware(dt.datetime(2026, 7, 1, 15), late)  # noqa: DTZ001
    assert (made, made.dst(), made.tzname()) == (utc(2026, 7, 1, 12), dt.timedelta(hours=1), "EEST")
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301 - our own
