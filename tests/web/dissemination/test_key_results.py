"""Results that others use: described, brought on, handed over, and the claims they rest on."""

import io

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook
from tests.conftest import make_member, make_partner
from tests.web.dissemination import making as claims_making
from tests.web.dissemination import outreach_making as making

from mentorway.web.dissemination.actions import claims as claim_actions
from mentorway.web.dissemination.actions import key_results as actions
from mentorway.web.dissemination.models import KeyResult

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path


@pytest.fixture
def member(client):
    found = make_member(make_partner())
    client.force_login(found)
    return found


def at(name, *args):
    return reverse(f"dissemination:{name}", args=args)


def partner_of(user):
    return user.memberships.get().partner


def page_of(client, name, *args):
    return " ".join(client.get(at(name, *args)).content.decode().split())


def test_an_empty_list_says_what_a_result_is(client, member):
    assert "Describe what of the project others shall use" in page_of(client, "key_results")


def test_a_result_is_described_with_the_claim_that_it_rests_on(client, member):
    claim = claims_making.make_published()
    sent = {
        "partner": partner_of(member).pk, "title": "Training", "readiness": "idea", "licence": "CC-BY-4.0",
        "kept_until": "2030-01-01", "claims": [claim.pk],
    }  # fmt: skip
    client.post(at("new_key_result"), sent)
    row = KeyResult.objects.get()
    assert (row.created_by, list(row.claims.all())) == (member, [claim])
    page = page_of(client, "key_result", row.pk)
    assert f'href="/en/results/{claim.slug}/"' in page
    assert "badge-good" in page


def test_a_claim_that_nobody_published_cannot_be_chosen(client, member):
    claim = claims_making.make_claim(partner_of(member), member)
    sent = {"partner": partner_of(member).pk, "title": "T", "readiness": "idea", "claims": [claim.pk]}
    client.post(at("new_key_result"), sent)
    assert not KeyResult.objects.filter(claims=claim).exists()


def test_a_claim_that_fell_is_shown_at_once(client, member):
    claim = claims_making.compared()
    claims_making.publish(claim)
    row = making.make_result(partner_of(member), member)
    row.claims.add(claim)
    assert "Published" in page_of(client, "key_result", row.pk)
    claims_making.delete_source(claim)
    assert "Evidence broken" in page_of(client, "key_result", row.pk)
    assert "which does not stand: Evidence broken." in page_of(client, "key_results")


def test_a_claim_that_was_withdrawn_says_so(client, member):
    claim = claims_making.make_published()
    row = making.make_result(partner_of(member), member)
    row.claims.add(claim)
    claim_actions.withdraw(claim, claim.created_by, reason="Wrong")
    assert "Withdrawn" in page_of(client, "key_result", row.pk)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"readiness": "handed", "users": "Schools"}, "Say who keeps it up after the project."),
        ({"readiness": "used"}, "Say who uses it, and for what."),
        ({"readiness": "perfect"}, "Select a valid choice."),
        ({"title": ""}, "This field is required."),
        ({"users_count": -1}, "greater than or equal to 0"),
        ({"kept_until": "for ever"}, "Enter a valid date."),
    ],
)
def test_a_step_needs_what_it_says(client, member, more, told):
    sent = {"partner": partner_of(member).pk, "title": "Training", "readiness": "idea", **more}
    assert told in client.post(at("new_key_result"), sent).content.decode()
    assert KeyResult.objects.count() == 0


def test_the_database_keeps_nothing_handed_to_nobody():
    row = making.make_result()
    with pytest.raises(IntegrityError), transaction.atomic():
        KeyResult.objects.filter(pk=row.pk).update(readiness="handed")


def test_the_steps_show_how_far_it_is(client, member):
    row = making.make_result(readiness="used", users="Schools")
    page = page_of(client, "key_result", row.pk)
    assert page.count('badge badge-good"') == 3
    assert 'aria-current="step">Used by others' in page


def test_a_change_over_another_is_put_together(client, member):
    row = making.make_result(partner_of(member), member, title="Training")
    actions.change(row, revision=1, title="Training for mentors", readiness="idea")
    sent = {"title": "Course", "readiness": "idea", "revision": 1, "base": '{"title": "Training"}'}
    answer = client.post(at("change_key_result", row.pk), sent)
    assert answer.status_code == 409
    assert "Training for mentors" in answer.content.decode()
    settled = {"revision": 2, "readiness": "idea", "title__merge": "mine", "title__mine": "Course"}
    client.post(at("change_key_result", row.pk), settled)
    row.refresh_from_db()
    assert row.title == "Course"


def test_a_result_is_deleted_and_its_claims_stay(client):
    claim = claims_making.make_published()
    row = making.make_result()
    row.claims.add(claim)
    client.force_login(row.created_by)
    assert client.post(at("delete_key_result", row.pk)).status_code == 302
    claim.refresh_from_db()
    assert (KeyResult.objects.count(), claim.state) == (0, "published")


def test_nobody_changes_the_example(client, member):
    row = making.make_result(partner_of(member), member, is_example=True)
    assert client.get(at("change_key_result", row.pk)).status_code == 403


def test_the_table_has_the_claims_with_their_state(client, member):
    claim = claims_making.make_published()
    row = making.make_result(title="-1+1")
    row.claims.add(claim)
    book = load_workbook(io.BytesIO(client.get(at("key_results_xlsx")).content))
    told = dict(zip(*list(book.active.values)[:2], strict=True))
    assert (told["Result"], told["Claims that stand"]) == ("-1+1", "Partners today")


def test_others_of_the_network_read_and_do_not_write(client, member):
    row = making.make_result()
    page = page_of(client, "key_result", row.pk)
    assert at("change_key_result", row.pk) not in page
    assert client.post(at("change_key_result", row.pk), {"title": "X"}).status_code == 403


@pytest.mark.parametrize("name", ["key_results", "key_results_xlsx"])
def test_more_results_ask_no_more_of_the_database(client, member, name, django_assert_max_num_queries):
    claim = claims_making.make_published()
    for _number in range(2):
        making.make_result(partner_of(member), member).claims.add(claim)
    client.get(at(name))
    with django_assert_max_num_queries(60) as asked:
        client.get(at(name))
    for _number in range(6):
        making.make_result(partner_of(member), member).claims.add(claim, claims_making.make_published())
    with django_assert_max_num_queries(len(asked)):
        client.get(at(name))
