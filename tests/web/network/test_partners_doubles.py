"""Partners that may be one: found, compared, merged, told apart, taken apart again."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner, make_user

from mentorway.web.api.models import ExternalMark
from mentorway.web.network.actions import clearing
from mentorway.web.network.actions import merging as actions
from mentorway.web.network.actions import partners as partner_actions
from mentorway.web.network.analysis.doubles import Index, Known, Why, likely
from mentorway.web.network.models import (
    Agreement,
    Contact,
    Membership,
    Partner,
    PartnerMerge,
    PartnersApart,
    Party,
)
from mentorway.web.network.needs import needs_of
from mentorway.web.network.queries import doubles as queries


@pytest.fixture
def coordinator(client, db):
    user = make_member(make_partner(name="Zebra"), role="coordinator")
    client.force_login(user)
    return user


def found(name, **fields):
    values = {"country": "LV", "sector": "business"}
    return partner_actions.found(name=name, **{**values, **fields})


def merged(kept, double, by, **fields):
    return actions.merge(
        kept, double, by, revisions={kept.pk: kept.revision, double.pk: double.revision}, **fields
    )


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        (("Example Oy", "FI", ""), ("EXAMPLE AB", "FI", ""), Why.NAME),
        (("UAB „Ąžuolas“", "LT", ""), ("Azuolas", "LT", ""), Why.NAME),
        (("Hansen A/S", "DK", ""), ("Hansen", "DK", ""), Why.NAME),
        (
            ("First", "LV", "https://x.example.org/a"),
            ("Other", "LV", "http://www.x.example.org"),
            Why.WEBSITE,
        ),
        (("Riga Trading House", "LV", ""), ("Riga Trading Hause", "LV", ""), Why.LETTERS),
    ],
)
def test_likely_doubles_are_found(first, second, why):
    pairs = likely([Known.of(1, *first), Known.of(2, *second)])
    assert [(one.first, one.second, one.why) for one in pairs] == [(1, 2, why)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Example", "FI", ""), ("Example", "SE", "")),
        (("School 12", "FI", ""), ("School 13", "FI", "")),
        (("Vilnius University", "LT", ""), ("Vilnius Airport", "LT", "")),
        (("First", "LV", "https://facebook.com/first"), ("Other", "LV", "https://www.facebook.com/other")),
        (("First", "LV", "http://[broken"), ("Other", "LV", "http://[broken")),
        (("", "LV", ""), ("!", "LT", "")),
    ],
)
def test_what_only_looks_a_little_alike_is_no_double(first, second):
    assert likely([Known.of(1, *first), Known.of(2, *second)]) == []


def test_a_website_of_very_many_says_nothing():
    assert likely(Known.of(n, f"{n * 7919}", "FI", "https://portal.example.org") for n in range(1, 9)) == []


def test_a_new_name_finds_the_likeliest_first():
    index = Index([Known.of(1, "Riga Trading Hause", "LV", ""), Known.of(2, "Riga Trading House", "LV", "")])
    assert [one.second for one in index.like(Known.of(0, "SIA Riga Trading House", "LV", ""))] == [2, 1]


def test_doubles_are_listed_with_both(client, coordinator):
    found("Trading House")
    found("Trading House SIA")
    text = client.get(reverse("network:doubles")).content.decode()
    assert ("Trading House SIA" in text, "same name" in text) == (True, True)
    assert [need.text for need in needs_of(coordinator) if "pair" in need.text] == [
        "1 pair of partners may be one organisation."
    ]


def test_two_that_are_told_apart_are_not_shown_again(client, coordinator):
    first, second = found("Trading House"), found("Trading House SIA")
    for _time in range(2):
        client.post(reverse("network:tell_apart", args=[second.pk, first.pk]))
    assert queries.told_apart() == {(first.pk, second.pk)}
    assert "No two partners look like one." in client.get(reverse("network:doubles")).content.decode()
    assert [need.text for need in needs_of(coordinator) if "pair" in need.text] == []


def test_the_page_asks_as_much_of_the_database_for_many_as_for_few(
    client, coordinator, django_assert_max_num_queries
):
    for number in range(1, 8):
        found(f"House{'abcdefgh'[number]}")
        found(f"House{'abcdefgh'[number]} SIA")
    with django_assert_max_num_queries(9):
        client.get(reverse("network:doubles"))


def test_everything_moves_and_the_chosen_values_stay(client, coordinator):
    kept = found("Trading House", city="Rīga")
    double = found("Trading House SIA", website="https://trading.example.org", city="Riga")
    member = make_member(double)
    contact = Contact.objects.create(partner=double, name="Ona")
    agreement = Agreement.objects.create(title="Agreement", owner=double)
    Party.objects.create(agreement=agreement, partner=double)
    url = reverse("network:compare_doubles", args=[kept.pk, double.pk])
    assert "Trading House SIA" in client.get(url).content.decode()
    client.post(
        url,
        {"left_revision": 1, "right_revision": 1, "name": "right", "city": "left", "website": "right"},
    )
    kept.refresh_from_db()
    double.refresh_from_db()
    assert (kept.name, kept.city, kept.website, kept.revision) == (
        *("Trading House SIA", "Rīga", "https://trading.example.org"),
        2,
    )
    assert (double.merged_into, double.deleted is None) == (kept, False)
    assert [list(kept.people.all()), list(kept.contacts.all()), list(kept.agreements.all())] == [
        [member],
        [contact],
        [agreement],
    ]
    assert Agreement.objects.get().owner == kept
    old = reverse("network:partner", args=[double.pk])
    assert client.get(old).headers["Location"] == reverse("network:partner", args=[kept.pk])


def test_what_is_there_twice_stays_with_the_double(coordinator):
    kept, double = found("House"), found("House SIA")
    both, only = make_member(kept), make_member(double)
    Membership.objects.create(user=both, partner=double, role="admin")
    Membership.objects.create(user=coordinator, partner=kept, role="admin")
    Membership.objects.create(user=coordinator, partner=double, role="member")
    for one in (kept, double):
        Contact.objects.create(partner=one, name=str(one), email="same@example.org", is_main=True)
    merge = merged(kept, double, coordinator)
    assert dict(kept.memberships.values_list("user", "role")) == {
        both.pk: "admin",
        only.pk: "member",
        coordinator.pk: "admin",
    }
    assert list(kept.contacts.values_list("name", "is_main")) == [("House", True)]
    actions.undo(merge, coordinator)
    assert dict(kept.memberships.values_list("user", "role")) == {both.pk: "member", coordinator.pk: "admin"}
    assert dict(double.memberships.values_list("user", "role")) == {
        both.pk: "admin",
        only.pk: "member",
        coordinator.pk: "member",
    }


def test_a_merge_is_undone(client, coordinator):
    kept, double = found("House", city="Rīga"), found("House SIA", city="Riga")
    Partner.objects.filter(pk=double.pk).update(is_public=True)
    contact = Contact.objects.create(partner=double, name="Ona")
    agreement = Agreement.objects.create(title="Agreement", owner=double)
    merge = merged(kept, double, coordinator, name="House SIA", city="Riga")
    assert "House SIA" in client.get(reverse("network:partners_deleted")).content.decode()
    page = client.get(reverse("network:partner", args=[kept.pk])).content.decode()
    assert reverse("network:undo_merge", args=[merge.pk]) in page
    client.post(reverse("network:undo_merge", args=[merge.pk]))
    for row in (kept, double, contact, agreement, merge):
        row.refresh_from_db()
    assert (kept.name, kept.city, double.deleted, double.merged_into, double.is_public) == (
        *("House", "Rīga", None, None, True),
    )
    assert (contact.partner, agreement.owner, merge.undone is None) == (double, double, False)
    assert client.get(reverse("network:undo_merge", args=[merge.pk])).status_code == 404
    with pytest.raises(ValidationError, match="undone already"):
        actions.undo(merge, coordinator)


def test_undoing_leaves_what_somebody_changed_since(coordinator):
    kept, double = found("House", city="Rīga"), found("House SIA", city="Riga")
    merge = merged(kept, double, coordinator, city="Riga")
    kept.refresh_from_db()
    partner_actions.describe(kept, coordinator, revision=kept.revision, city="Liepāja")
    assert actions.undo(merge, coordinator) is False
    kept.refresh_from_db()
    assert kept.city == "Liepāja"


def test_what_a_directory_calls_a_person_goes_where_their_place_goes(coordinator):
    """A place that is at both partners stays with the double, and so does what belongs to it."""
    kept, double = found("Oak"), found("Elm")
    both, moves = make_member(kept), make_member(double)
    Membership.objects.create(user=both, partner=double)
    for person in (both, moves):
        place = person.memberships.get(partner=double)
        ExternalMark.objects.create(user=person, partner=double, place=place, mark=person.email)
    merge = merged(kept, double, coordinator)
    where = dict(ExternalMark.objects.values_list("mark", "partner"))
    assert where == {both.email: double.pk, moves.email: kept.pk}
    assert all(one.partner_id == one.place.partner_id for one in ExternalMark.objects.all())
    actions.undo(merge, coordinator)
    assert set(ExternalMark.objects.values_list("partner", "place__partner")) == {(double.pk, double.pk)}


def test_a_name_taken_since_keeps_the_merge(coordinator):
    kept, double = found("House"), found("House SIA")
    merge = merged(kept, double, coordinator)
    found("House SIA")
    with pytest.raises(ValidationError, match="here already"):
        actions.undo(merge, coordinator)
    merge.refresh_from_db()
    assert merge.undone is None


def test_a_merge_from_an_old_page_is_refused(client, coordinator):
    kept, double = found("House"), found("House SIA")
    partner_actions.describe(kept, None, revision=1, city="Rīga")
    url = reverse("network:compare_doubles", args=[kept.pk, double.pk])
    sent = {"left_revision": 1, "right_revision": 1, "name": "left", "city": "left"}
    text = client.post(url, sent).content.decode()
    assert "Somebody has saved a change just now" in text
    assert PartnerMerge.objects.count() == 0


def test_a_partner_is_not_merged_with_itself(client, coordinator):
    row = found("House")
    assert client.get(reverse("network:compare_doubles", args=[row.pk, row.pk])).status_code == 404
    with pytest.raises(ValidationError, match="with itself"):
        actions.merge(row, row, coordinator, revisions={row.pk: 1})


def test_a_double_is_gone_for_good_after_thirty_days(coordinator):
    kept, double = found("House"), found("House SIA")
    Agreement.objects.create(title="Agreement", owner=double)
    merged(kept, double, coordinator)
    now = timezone.now() + dt.timedelta(days=31)
    assert (clearing.clear_away(now), PartnerMerge.objects.count(), Agreement.objects.get().owner) == (
        1,
        0,
        kept,
    )


def test_who_runs_the_installation_may_merge(db):
    kept, double = found("House"), found("House SIA")
    merge = merged(kept, double, make_user(is_staff=True))
    assert str(merge) == "House SIA → House"


def test_an_old_address_leads_through_several_merges(client, coordinator):
    first, second, third = found("House"), found("House SIA"), found("House AS")
    merge = merged(second, first, coordinator)
    merged(third, second, coordinator)
    old = reverse("network:partner", args=[first.pk])
    assert client.get(old).headers["Location"] == reverse("network:partner", args=[third.pk])
    with pytest.raises(ValidationError, match="House SIA is not in the network any more"):
        actions.undo(merge, coordinator)


def test_a_deleted_partner_leads_nowhere(client, coordinator):
    row = found("House")
    partner_actions.delete(row)
    assert client.get(reverse("network:partner", args=[row.pk])).status_code == 404


def test_a_partner_is_not_told_apart_from_itself(client, coordinator):
    row = found("House")
    assert client.post(reverse("network:tell_apart", args=[row.pk, row.pk])).status_code == 404
    assert queries.told_apart() == set()


def test_records_say_what_they_are_about(coordinator):
    first, second = found("House"), found("House SIA")
    actions.tell_apart(second, first, coordinator)
    said = [str(PartnersApart.objects.get()), str(first.revisions.get())]
    assert said == ["House ≠ House SIA", "House · 1"]
