"""A device is tied to a row of the sampling plan: what it sends is counted there, and knows no device."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from tests.conftest import make_member, make_partner
from tests.web.study.filling_making import make_device
from tests.web.study.making import make_study
from tests.web.study.test_openrosa import post, xml_of

from mentorway.web.study import queries
from mentorway.web.study.actions import devices, plan
from mentorway.web.study.analysis import counting
from mentorway.web.study.models import Device, Response, Status, Target

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_member(role="admin")


@pytest.fixture
def study(admin):
    """A study with four rows: two countries, two sectors, one row of a partner."""
    made = make_study(admin.partners.get())
    partner = make_partner(country="LV", sector="business")
    for country, sector, home in (
        ("LV", "education", None),
        ("LV", "business", partner),
        ("LV", "business", None),
    ):
        Target.objects.create(study=made, country=country, sector=sector, partner=home, goal=10)
    return made


def row(study, country, sector, **more):
    return study.targets.get(country=country, sector=sector, **more)


def answer(client, study, key, count=1):
    for number in range(count):
        assert post(client, key, xml_of(study, instance=f"uuid:{key[:8]}-{number}")).status_code == 201


def test_what_a_device_sends_is_counted_in_its_row(client, study):
    theirs = row(study, "LV", "business", partner__isnull=False)
    own, _device = make_device(study, target=theirs)
    other, _device = make_device(study, target=row(study, "LV", "education"))
    answer(client, study, own, 6)
    answer(client, study, other, 7)
    board = counting.board_of(study, list(queries.targets_of(study)))
    found = {str(one.target): one.count for one in board.rows if one.count}
    assert found == {str(theirs): 6, "Latvia · Education": 7}
    assert board.elsewhere == 0


def test_answers_carry_the_place_of_the_row_and_nothing_of_the_device(client, study):
    theirs = row(study, "LV", "business", partner__isnull=False)
    key, device = make_device(study, target=theirs)
    answer(client, study, key)
    kept = Response.objects.get()
    assert (kept.country, kept.sector, kept.partner) == ("LV", "business", theirs.partner)
    assert Device not in {field.related_model for field in Response._meta.get_fields(include_hidden=True)}
    assert Target not in {field.related_model for field in Response._meta.get_fields(include_hidden=True)}
    values = str(Response.objects.values().get())
    assert (device.name in values, device.token_hash in values) == (False, False)


def test_the_most_that_a_row_takes_holds_for_devices_too(client, study):
    target = row(study, "LV", "education")
    Target.objects.filter(pk=target.pk).update(goal=1, maximum=1)
    key, _device = make_device(study, target=target)
    answer(client, study, key, 2)
    assert sorted(Response.objects.values_list("status", flat=True)) == [Status.COMPLETE, Status.REVIEW]


def test_without_a_row_it_is_counted_where_the_partner_of_the_study_is(client, study):
    key, _device = make_device(study)
    answer(client, study, key)
    kept = Response.objects.get()
    assert (kept.country, kept.partner) == (study.partner.country, study.partner)


def test_a_row_that_is_taken_out_of_the_plan_leaves_the_device_without_one(client, study):
    target = row(study, "LV", "education")
    key, device = make_device(study, target=target)
    kept = [
        {name: getattr(one, name) for name in ("pk", "country", "sector", "partner", "goal", "maximum")}
        for one in study.targets.exclude(pk=target.pk)
    ]
    plan.save_plan(study, rows=kept)
    device.refresh_from_db()
    assert device.target is None
    answer(client, study, key)


def test_the_row_is_chosen_when_the_key_is_made(client, admin, study):
    client.force_login(admin)
    target = row(study, "LV", "education")
    url = reverse("study:devices", args=[study.pk])
    page = client.post(url, {"name": "Tablet 3", "target": target.pk}).content.decode()
    assert Device.objects.get().target == target
    assert page.count("Latvia · Education") == 2  # in the list and in the next form


def test_a_plan_of_one_row_offers_that_row(client, admin):
    study = make_study(admin.partners.get())
    client.force_login(admin)
    page = client.get(reverse("study:devices", args=[study.pk])).content.decode()
    assert f'<option value="{study.targets.get().pk}" selected>' in page


def test_name_and_row_are_changed_and_answers_stay(client, admin, study):
    client.force_login(admin)
    key, device = make_device(study, target=row(study, "LV", "education"))
    answer(client, study, key)
    url = reverse("study:change_device", args=[device.pk])
    assert "Answers that have come stay" in client.get(url).content.decode()
    target = row(study, "FI", "education")
    response = client.post(url, {"name": "Tablet 4", "target": target.pk})
    assert response.url == reverse("study:devices", args=[study.pk])
    device.refresh_from_db()
    assert (device.name, device.target, Response.objects.get().country) == ("Tablet 4", target, "LV")
    client.post(url, {"name": "Tablet 4", "target": ""})
    device.refresh_from_db()
    assert device.target is None


def test_two_devices_of_one_name_are_refused_on_the_page(client, admin, study):
    client.force_login(admin)
    _key, first = make_device(study)
    _key, second = make_device(study)
    page = client.post(reverse("study:change_device", args=[second.pk]), {"name": first.name, "target": ""})
    assert "has a device of this name already" in page.content.decode()
    second.refresh_from_db()
    assert second.name != first.name


def test_a_row_of_another_study_is_refused(client, admin, study):
    other = make_study().targets.get()
    client.force_login(admin)
    client.post(reverse("study:devices", args=[study.pk]), {"name": "Tablet", "target": other.pk})
    with pytest.raises(ValidationError, match="not in the sampling plan"):
        devices.admit(study, name="Tablet", target=other)
    _key, device = make_device(study)
    with pytest.raises(ValidationError, match="not in the sampling plan"):
        devices.change(device, name="Tablet", target=other)
    assert list(Device.objects.values_list("target", flat=True)) == [None]


def test_many_devices_are_listed_with_few_queries(client, admin, study, django_assert_max_num_queries):
    for one in study.targets.all():
        for _number in range(10):
            make_device(study, target=one)
    client.force_login(admin)
    with django_assert_max_num_queries(14):
        client.get(reverse("study:devices", args=[study.pk]))
