"""What strangers read: published practices, and nothing else."""

from uuid import uuid4

import pytest
from django.urls import reverse
from tests.conftest import make_member
from tests.web.practices import practices_making as making

from mentorway.web.practices.actions import practices as actions
from mentorway.web.practices.actions import transfer
from mentorway.web.practices.models import Practice, PracticeState

pytestmark = pytest.mark.django_db
HIDDEN = [state for state in PracticeState.values if state != PracticeState.PUBLISHED]


def addresses(row, file):
    return [
        reverse("practices:public_practice", args=[row.token]),
        reverse("practices:public_file", args=[row.token, file.pk]),
        reverse("practices:cite", args=[row.token]),
        reverse("practices:bibtex", args=[row.token]),
    ]


@pytest.mark.parametrize("state", HIDDEN)
def test_a_stranger_sees_nothing_unpublished(client, state):
    row = making.make_practice(title="Secret name")
    file = making.make_file(row)
    Practice.objects.filter(pk=row.pk).update(state=state)
    assert [client.get(url).status_code for url in addresses(row, file)] == [404] * 4
    for query in ("", "?q=secret", "?view=mine", f"?state={state}"):
        assert "Secret name" not in client.get(reverse("practices:public") + query).content.decode()


def test_a_stranger_sees_nothing_deleted(client):
    row = making.make_practice(state="published", title="Secret name")
    Practice.objects.filter(pk=row.pk).update(deleted=row.created)
    assert client.get(reverse("practices:public_practice", args=[row.token])).status_code == 404
    assert "Secret name" not in client.get(reverse("practices:public")).content.decode()


def test_a_stranger_reads_what_is_published_with_its_files(client):
    row = making.make_practice(title="Open name", need="The **need**")
    file = making.make_file(row)
    Practice.objects.filter(pk=row.pk).update(state="published", published=row.created, strength=3)
    page = client.get(reverse("practices:public_practice", args=[row.token])).content.decode()
    assert "The <strong>need</strong>" in page
    assert "Change shown" in page
    assert 'alt="An oak"' in page
    assert row.created_by.name not in page
    answer = client.get(reverse("practices:public_file", args=[row.token, file.pk]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer.getvalue()[:4] == b"\x89PNG"
    assert "Open name" in client.get(reverse("practices:public") + "?q=open").content.decode()


def test_what_was_taken_back_is_gone_at_once(client):
    row = making.make_practice(state="published")
    url = reverse("practices:public_practice", args=[row.token])
    assert client.get(url).status_code == 200
    actions.unpublish(row, row.created_by)
    assert client.get(url).status_code == 404


def test_a_file_of_another_practice_is_not_given_out(client):
    open_one = making.make_practice(state="published")
    closed = making.make_practice()
    file = making.make_file(closed)
    url = reverse("practices:public_file", args=[open_one.token, file.pk])
    assert client.get(url).status_code == 404


def test_the_permanent_address_leads_everybody_where_they_may_read(client):
    row = making.make_practice(state="accepted")
    url = reverse("practices:cite", args=[row.token])
    assert client.get(url).status_code == 404
    client.force_login(make_member())
    assert client.get(url).headers["Location"] == reverse("practices:practice", args=[row.pk])
    actions.publish(row, row.created_by)
    client.logout()
    assert client.get(url).headers["Location"] == reverse("practices:public_practice", args=[row.token])
    assert client.get(reverse("practices:cite", args=[uuid4()])).status_code == 404


def test_it_is_cited_in_words_and_in_bibtex(client):
    row = making.make_practice(state="published", title="50 % {more} & better.")
    page = client.get(reverse("practices:public_practice", args=[row.token])).content.decode()
    address = f"http://testserver{reverse('practices:cite', args=[row.token])}"
    line = (
        f"{row.partner.name} ({row.published.year}): 50 % {{more}} &amp; better. Good practice from Finland."
    )
    assert line in page
    assert address in page
    answer = client.get(reverse("practices:bibtex", args=[row.token]))
    entry = answer.content.decode()
    assert entry.startswith("@misc{")
    assert r"title = {{50 \% \{more\} \& better.}}" in entry
    assert f"url = {{{address}}}" in entry
    assert entry.count("{") == entry.count("}")


def test_publishing_needs_consent(client):
    admin = make_member(role="admin")
    row = making.make_practice(admin.memberships.get().partner, admin, state="accepted")
    client.force_login(admin)
    url = reverse("practices:publish", args=[row.pk])
    client.post(url, {})
    row.refresh_from_db()
    assert row.state == "accepted"
    client.post(url, {"consent": "on"})
    row.refresh_from_db()
    assert (row.state, row.published is not None) == ("published", True)


def test_examples_are_named_as_such_in_public(client):
    row = making.make_practice(state="published")
    Practice.objects.filter(pk=row.pk).update(is_example=True)
    page = client.get(reverse("practices:public_practice", args=[row.token])).content.decode()
    assert "Synthetic example" in page
    assert "Synthetic example" in client.get(reverse("practices:public")).content.decode()


def test_countries_are_counted_not_partners(client):
    row = making.make_practice(state="published")
    for country, verdicts in {"LT": ["as_is", "not"], "SE": ["not"], "LV": ["adapted"]}.items():
        for verdict in verdicts:
            judge = make_member()
            partner = judge.memberships.get().partner
            partner.country = country
            partner.save()
            transfer.judge(row, judge, partner=partner, verdict=verdict, conditions="If paid")
    page = client.get(reverse("practices:public_practice", args=[row.token])).content.decode()
    assert "2 of 3 judged countries" in page
    assert page.count("If paid") == 4


def test_judging_again_replaces_the_judgement(client):
    user = make_member()
    row = making.make_practice(state="accepted")
    client.force_login(user)
    partner = user.memberships.get().partner
    url = reverse("practices:judge", args=[row.pk])
    client.post(url, {"partner": partner.pk, "verdict": "not", "conditions": "No money"})
    client.post(url, {"partner": partner.pk, "verdict": "adapted", "conditions": "With money"})
    found = row.transfers.get()
    assert (found.verdict, found.conditions, found.country, found.by) == (
        "adapted",
        "With money",
        partner.country,
        user,
    )
    other = make_member().memberships.get().partner
    answer = client.post(url, {"partner": other.pk, "verdict": "not", "conditions": ""})
    assert list(answer.context["form"].errors) == ["partner"]
    client.post(reverse("practices:take_back_judgement", args=[row.pk, found.pk]))
    assert row.transfers.count() == 0


def test_drafts_are_not_judged(client):
    user = make_member()
    row = making.make_practice(user.memberships.get().partner, user)
    client.force_login(user)
    assert client.get(reverse("practices:judge", args=[row.pk])).status_code == 403
